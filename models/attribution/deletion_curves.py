"""Does the answer hang on the hottest pixels? They are taken away, or put in, a few at a time, and the network answers anew.

Deletion and insertion: Petsiuk, Das and Saenko, "RISE: Randomized Input Sampling for Explanation of Black-box Models", BMVC 2018.
Deletion fills with black and insertion starts from a blurred picture, and both bias the area under the curve; so the same is done
in orders that know nothing of the heat.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.activations.quantise import Floats
from models.attribution.methods import growing_batches
from models.engine.channels_last import channels_last
from models.engine.plan import Plan
from models.types.attribution import DeletionCurves

STEPS = 16  # parts in which the pixels go
RANDOM_ORDERS = 3  # random ones
SEED = 0
BLUR = 1 / 12  # standard deviation of the blur, of the picture's side


def descending_order(heat: Floats) -> NDArray[np.int64]:
    """Flat places of [y, x], the hottest first; among equals as they lie."""
    found: NDArray[np.int64] = np.argsort(-heat.reshape(-1), kind="stable")
    return found


def gaussian_blur(picture: Tensor) -> Tensor:
    """A Gaussian blur of (1, C, H, W), edges mirrored without the edge itself."""
    channels, *sides = picture.shape[1:]
    for axis, side in enumerate(sides, 2):
        sigma = BLUR * side
        reach = min(side - 1, round(3 * sigma))
        places = torch.arange(-reach, reach + 1, dtype=torch.float64)
        kernel = torch.exp(-(places**2) / (2 * sigma**2)).to(picture.dtype)
        kernel = (kernel / kernel.sum()).view(1, 1, *((-1, 1) if axis == 2 else (1, -1))).expand(channels, -1, -1, -1)
        around = (0, 0, reach, reach) if axis == 2 else (reach, reach, 0, 0)
        picture = torch.nn.functional.conv2d(torch.nn.functional.pad(picture, around, mode="reflect"), kernel, groups=channels)
    return picture


def composites(order: NDArray[np.int64], counts: NDArray[np.int64], inside: Tensor, outside: Tensor) -> Tensor:
    """`inside` at the first `count` places of an order and `outside` elsewhere, for each count: (counts, C, H, W)."""
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    chosen = torch.from_numpy(rank < counts[:, None]).view(len(counts), 1, *inside.shape[2:])  # (counts, 1, H, W)
    return torch.where(chosen, inside, outside)


def deletion_curves(plan: Plan, picture: Tensor, black: Tensor, heat: Floats, target: int, batch: int) -> Iterator[DeletionCurves]:
    """Both curves point by point, then the random ones order by order. `picture` and `black` (1, C, H, W), `heat` [y, x]."""
    plan, size, fog = channels_last(plan), heat.size, gaussian_blur(picture)
    counts = np.rint(np.linspace(0, size, STEPS + 1)).astype(np.int64)
    orders = [descending_order(heat), *(np.random.default_rng(SEED + i).permutation(size) for i in range(RANDOM_ORDERS))]
    found = np.full((len(orders), 2, STEPS + 1), np.nan)  # order; deleted, inserted; point
    done, of = 0, found.size
    for which, order in enumerate(orders):
        for kind, (inside, outside) in enumerate(((black, picture), (picture, fog))):
            for part in growing_batches(STEPS + 1, batch):
                shown = composites(order, counts[part], inside, outside)
                found[which, kind, part] = plan.logits(shown).double().softmax(1)[:, target].numpy()
                done += part.stop - part.start
                yield _curves_so_far(target, counts / size, found, done, of)


def _curves_so_far(target: int, fractions: NDArray[np.float64], found: NDArray[np.float64], done: int, of: int) -> DeletionCurves:
    whole = [pair for pair in found[1:] if not np.isnan(pair).any()]  # whole orders only: a mean over fewer here and there would bend
    mean = np.mean(whole, axis=0) if whole else np.full(found.shape[1:], np.nan)
    share, deleted, inserted, less, more = (line.astype(np.float32) for line in (fractions, found[0, 0], found[0, 1], mean[0], mean[1]))
    return DeletionCurves(target, share, deleted, inserted, less, more, done, of)
