"""Judges the colouring network on photographs of classes that it never saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor

from models.cielab import lab_of_srgb, srgb_of_lab
from models.inputs.normalisation import to_pixels
from models.networks.colouring import HINT_SCALE, LEVELS, MIDDLE_LIGHT, TEMPERATURE, Colouring
from models.uses.colouring.figures import colour_difference, colourfulness

BATCH = 10
HINT_SIDE = 7  # px of a hint for the judge
HINTS = 10  # in every picture that is hinted


@dataclass(frozen=True, slots=True)
class ColourScore:
    """Means over all judged photographs, with the standard error of the first."""

    difference: float  # CIEDE2000
    error: float
    colourfulness: float


def answers(
    net: Colouring, truth: Tensor, *, temperature: float = TEMPERATURE, hints: Tensor | None = None, cut: Sequence[int] = ()
) -> Tensor:
    """(N, 3, H, W) sRGB from 0 to 1 → the network's pictures, the same shape."""
    light, classes = net.decode(net.encode(net.lightness(truth)), hints, cut)
    ab = net.enlarge(net.mean(net.probabilities(classes / temperature)))
    answered: Tensor = net.to_rgb(torch.cat((light, ab), 1))
    return answered


def with_colour(truth: Tensor, ab: Sequence[float]) -> Tensor:
    """The pictures' lightness in one colour."""
    lab = lab_of_srgb(truth)
    lab[:, 1:] = torch.tensor(ab).view(2, 1, 1)
    return srgb_of_lab(lab)


def mean_colour(training: Sequence[Tensor]) -> tuple[float, float]:
    """Mean a and b of a thousand pictures of each folder."""
    found = [lab_of_srgb(part[:: max(len(part) // 1000, 1)].float() / 255)[:, 1:].mean((0, 2, 3)) for part in training]
    shares = torch.tensor([len(part) for part in training], dtype=torch.float32)
    a, b = (torch.stack(found) * (shares / shares.sum())[:, None]).sum(0).tolist()
    return a, b


def true_hints(truth: Tensor, generator: Generator) -> Tensor:
    """(N, 3, H, W): ten small patches of each picture's own colour, at random places."""
    ab = lab_of_srgb(truth)[:, 1:] / HINT_SCALE
    hints = torch.zeros_like(truth)
    for i in range(len(truth)):
        for _ in range(HINTS):
            top, left = (int(torch.randint(side - HINT_SIDE, (), generator=generator)) for side in truth.shape[-2:])
            rows, columns = slice(top, top + HINT_SIDE), slice(left, left + HINT_SIDE)
            hints[i, :2, rows, columns] = ab[i, :, rows, columns].mean((1, 2), keepdim=True)
            hints[i, 2, rows, columns] = 1
    return hints


@torch.no_grad()
def scores(net: Colouring, judged: Tensor, training: Sequence[Tensor]) -> Mapping[str, ColourScore]:
    """Every way to give `judged` (N, 3, H, W) uint8 its colour back, by what the card calls it."""
    net.eval()
    mean, generator = mean_colour(training), Generator().manual_seed(0)
    ways: dict[str, Callable[[Tensor], Tensor]] = {
        "grey": lambda truth: with_colour(truth, (0.0, 0.0)),
        "the mean colour of the training photographs": lambda truth: with_colour(truth, mean),
        f"**the network** (T = {TEMPERATURE})": lambda truth: answers(net, truth),
        "its mean over all classes (T = 1), near to what a regression would answer": lambda truth: answers(net, truth, temperature=1.0),
        "its likeliest class (T = 0.05)": lambda truth: answers(net, truth, temperature=0.05),
        f"with {HINTS} hints of {HINT_SIDE} px": lambda truth: answers(net, truth, hints=true_hints(truth, generator)),
        "skip connection 1 cut": partial(answers, net, cut=(1,)),
        "all skip connections cut": lambda truth: answers(net, truth, cut=LEVELS),
        "the photographs themselves": lambda truth: truth,
    }
    return {name: _score(way, judged) for name, way in ways.items()}


def _score(way: Callable[[Tensor], Tensor], judged: Tensor) -> ColourScore:
    differences, colourful = [], []
    for part in judged.split(BATCH):
        for answered, truth in zip(way(part.float() / 255), part, strict=True):
            shown = to_pixels(answered)
            differences.append(colour_difference(shown, _hwc(truth)))
            colourful.append(colourfulness(shown))
    spread = float(np.std(differences, ddof=1) / np.sqrt(len(differences)))
    return ColourScore(float(np.mean(differences)), spread, float(np.mean(colourful)))


def light_error(net: Colouring, judged: Tensor) -> float:
    """Mean absolute error of the network's L, 0 to 100."""
    with torch.no_grad():
        errors = [
            (net.decode(net.encode(light))[0] - light).abs().mean().item() * MIDDLE_LIGHT
            for light in (net.lightness(part.float() / 255) for part in judged.split(BATCH))
        ]
    return float(np.mean(errors))


def _hwc(picture: Tensor) -> NDArray[np.uint8]:
    return picture.permute(1, 2, 0).contiguous().numpy()
