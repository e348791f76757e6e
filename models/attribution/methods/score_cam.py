"""Score-CAM: Wang et al., "Score-CAM: Score-Weighted Visual Explanations for Convolutional Neural Networks", CVPRW 2020, algorithm 1.

The picture is shown through one map after the other, on black; the softmax of the logits over the maps gives their weights (the
logit of the black picture, which the paper subtracts, falls out of it). Of a layer with more than MAPS maps those that vary most
are taken, which the facts say.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.nn.functional import interpolate

from models.attribution.methods import AttributionInput, Method, Partial, growing_batches
from models.text import Text

MAPS = 64  # that are tried at most


@torch.no_grad()
def highest_variance(maps: Tensor) -> Tensor:
    """The maps to try, those that vary most first: (1, C, h, w) → (at most MAPS)."""
    spread = maps[0].flatten(1).var(1, correction=0)  # (C)
    return spread.argsort(descending=True, stable=True)[:MAPS]


@torch.no_grad()
def masks(maps: Tensor, side: tuple[int, ...]) -> Tensor:
    """Each map enlarged to the picture and stretched to 0 … 1; a constant one shows nothing. (1, n, h, w) → (n, 1, H, W)."""
    large = interpolate(maps, side, mode="bilinear")[0]  # (n, H, W)
    low, high = large.amin((1, 2), keepdim=True), large.amax((1, 2), keepdim=True)
    return ((large - low) / torch.where(high > low, high - low, 1))[:, None]


def steps(inputs: AttributionInput) -> Iterator[Partial]:
    """One forward pass for each map, for all classes together."""
    assert inputs.captured is not None
    with torch.no_grad():
        maps = inputs.captured[inputs.slot].movedim(inputs.channel_axis, 1)  # (1, C, h, w)
        order = highest_variance(maps)
        maps = maps[:, order]  # (1, n, h, w)
    plan, picture, black = inputs.batched_plan(), inputs.picture, inputs.black
    scores = torch.empty(0, len(inputs.targets))  # (n, targets)
    for part in growing_batches(len(order), inputs.batch):
        shown = black + masks(maps[:, part], tuple(picture.shape[2:])) * (picture - black)  # (part, C, H, W)
        scores = torch.cat([scores, plan.logits(shown)[:, list(inputs.targets)]])
        sums = weighted_sum(maps[0, : part.stop], scores)
        yield Partial(sums.relu(), part.stop, len(order), _facts(inputs, len(order)), sums)


def weighted_sum(maps: Tensor, scores: Tensor) -> Tensor:
    """(n, h, w) and (n, targets) → (targets, h, w)."""
    return torch.einsum("nt,nyx->tyx", scores.softmax(0), maps)


def _facts(inputs: AttributionInput, tried: int) -> tuple[dict[str, float], ...]:
    assert inputs.captured is not None
    return tuple({"maps": tried, "maps_of_layer": inputs.captured[inputs.slot].shape[inputs.channel_axis]} for _ in inputs.targets)


CODE = f"""\
maps = maps.detach()
order = maps[0].flatten(1).var(1, correction=0).argsort(descending=True, stable=True)[:{MAPS}]
scores = []
for map in maps[0, order]:  # (h, w)
    mask = F.interpolate(map[None, None], x.shape[2:], mode="bilinear")  # (1, 1, H, W)
    mask = (mask - mask.min()) / (mask.max() - mask.min()).clamp(min=torch.finfo().tiny)
    with torch.no_grad():
        scores.append(network(black + mask * (x - black))[0, target])
weights = torch.stack(scores).softmax(0)[:, None, None]  # (n, 1, 1)
heat = (weights * maps[0, order]).sum(0).relu()  # (h, w)"""

METHOD = Method(
    key="score_cam",
    order=30,
    title=Text("Score-CAM", "Score-CAM"),
    description=Text(
        "Show the picture through each map of the layer alone; the logits that come back are the weights. No gradient.",
        "Mostre a imagem através de cada mapa da camada; os logits que voltam são os pesos. Sem gradiente.",
    ),
    formula=(
        Text("heat = ReLU ( Σ_k α_k A_k )", "calor = ReLU ( Σ_k α_k A_k )"),
        Text("α = softmax_k z ( x · A_k )", "α = softmax_k z ( x · A_k )"),
    ),
    attributed_to="layer",
    signed=False,
    passes=65,
    steps=steps,
    code=CODE,
    unit=Text("activation", "ativação"),
)
