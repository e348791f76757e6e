"""A picture made to excite a unit: climbed from faint noise, one step at a time.

Olah, Mordvintsev and Schubert, "Feature Visualization", Distill 2017: the picture is a spectrum in which every frequency learns at
the same pace, its colours vary together as in photographs, and it is moved, turned and scaled a little before every look, so that what
excites the unit must do so wherever it lies. Only the steps of the plan up to the unit run.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from models.engine.plan import Plan
from models.engine.workers import AcquireWorker

COLOUR_CORRELATION = ((0.26, 0.09, 0.02), (0.27, 0.00, -0.05), (0.27, -0.09, 0.03))
"""Square root of how red, green and blue vary together in ImageNet's photographs (Lucid, Apache-2.0, `color.py`)."""
LEARNING_RATE = 0.1  # of Adam
INITIAL_STD = 0.01  # standard deviation of the first spectrum
CONTRAST = 2.5  # divides the waves: how soon the picture reaches black and white
MAX_ROTATION, MAX_SCALING = math.radians(5), 0.05  # at most, either way
SHIFT_DIVISOR = 16  # at most this part of a side, either way
JITTERED_SHARE = 0.75  # of the steps; afterwards the picture only moves by whole pixels, since resampling blurs
PEAK_WEIGHT = 0.1  # how much of the highest cell is added to the mean
FRAME_STEPS, FRAME_SECONDS = 8, 0.25  # a picture after so many steps, or so many seconds


@dataclass(frozen=True, slots=True)
class Canvas:
    """How large a picture is and how the network wants it."""

    channels: int
    height: int
    width: int
    mean: tuple[float, ...]  # of values from 0 to 1
    std: tuple[float, ...]
    wraps: bool = False  # what leaves on one side comes in on the other, as far as it may: for units that see only a part of it
    window: tuple[int, int] | None = None  # rows and columns that a step looks at, elsewhere each time; all of them where there is none


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture after `step` steps, uint8 [height, width, channel], and how much it excites the unit as it is."""

    step: int
    picture: NDArray[np.uint8]
    score: float


Size = tuple[int, int]  # height, width
CellRange = tuple[slice, slice]
UnitMaps = Callable[[Tensor], Tensor]
CellSelection = Callable[[Size, Size], CellRange]  # of a picture's size and of so many rows and columns of cells: which count
Score = Callable[[Tensor, Size], Tensor]  # how much the unit is excited, from what the slot holds of a picture of that size


def channel_score(unit: int, units: UnitMaps, counted: CellSelection) -> Score:
    """Mean over the cells of one channel of what is above zero, and a tenth of the highest.

    The mean with what is below zero would see no more of a filter than its sum; the highest gives a silent unit a place to begin.
    `units`: what the slot holds as (N, units, y, x).
    """

    def score(value: Tensor, size: Size) -> Tensor:
        channel = units(value)[:, unit]  # (N, y, x)
        rows, columns = counted(size, (channel.shape[1], channel.shape[2]))
        cells = channel[:, rows, columns]
        return cells.relu().mean() + PEAK_WEIGHT * cells.amax()

    return score


def cell_score(unit: int, units: UnitMaps) -> Score:
    """The middle cell of a channel and nothing else of it: a neuron, or a logit where there is only one."""

    def score(value: Tensor, size: Size) -> Tensor:
        channel = units(value)[:, unit]  # (N, y, x)
        return channel[:, channel.shape[1] // 2, channel.shape[2] // 2].mean()

    return score


def maximize_activation(
    plan: Plan,
    slot: int,
    score: Score,
    canvas: Canvas,
    *,
    steps: int = 128,
    seed: int = 0,
    every: int = FRAME_STEPS,
    acquire: AcquireWorker = nullcontext,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Frame]:
    """Pictures as they form: after the first step, every `every` steps or `PATIENCE` seconds, and the last one.

    The same seed makes the same picture, whichever are shown. `acquire` is held while a step computes, never between two. Whoever
    stops asking has stopped it; nothing is left behind.
    """
    maximization = _Maximization(plan, slot, score, canvas, seed)
    shown = clock()
    for step in range(1, steps + 1):
        frame = None
        with acquire():
            maximization.step(settling=step > JITTERED_SHARE * steps)
            if step in (1, steps) or step % every == 0 or clock() - shown > FRAME_SECONDS:
                frame, shown = Frame(step, *maximization.render()), clock()
        if frame is not None:
            yield frame


class _Maximization:
    """One picture on its way: its spectrum, the optimiser's memory, its own chance."""

    def __init__(self, plan: Plan, slot: int, score: Score, canvas: Canvas, seed: int) -> None:
        self._plan, self._slot, self._score, self._canvas = plan, slot, score, canvas
        self._generator = torch.Generator().manual_seed(seed)
        waves = (canvas.channels, canvas.height, canvas.width // 2 + 1, 2)
        self._spectrum = (INITIAL_STD * torch.randn(waves, generator=self._generator)).requires_grad_()  # (C, H, W / 2 + 1, 2)
        self._scale = frequency_scale(canvas.height, canvas.width)
        self._mean, self._std = (torch.tensor(numbers)[:, None, None] for numbers in (canvas.mean, canvas.std))
        self._optimiser = torch.optim.Adam([self._spectrum], lr=LEARNING_RATE)

    def step(self, *, settling: bool) -> None:
        with torch.enable_grad():
            seen = self._picture()[None]  # (1, C, H, W)
            if settling or self._canvas.wraps:
                seen = random_roll(seen, self._generator, 2 if self._canvas.wraps else SHIFT_DIVISOR)
            if not settling:
                seen = random_affine(seen, self._generator)
            if self._canvas.window:
                seen = random_crop(seen, self._generator, self._canvas.window)
            (self._spectrum.grad,) = torch.autograd.grad(-self._objective(seen), self._spectrum)
        self._optimiser.step()

    @torch.no_grad()
    def render(self) -> tuple[NDArray[np.uint8], float]:
        picture = self._picture()
        pixels = picture.mul(255).round().to(torch.uint8).permute(1, 2, 0).contiguous()  # (H, W, C)
        return pixels.numpy(), float(self._objective(picture[None]))

    def _picture(self) -> Tensor:
        return spectrum_to_picture(self._spectrum, self._scale, self._canvas.height, self._canvas.width)

    def _objective(self, seen: Tensor) -> Tensor:
        values = self._plan.empty_values((seen - self._mean) / self._std)
        self._plan.run(values, 0, self._slot)
        return self._score(values[self._slot], (seen.shape[2], seen.shape[3]))


def frequency_scale(height: int, width: int) -> Tensor:
    """1 / frequency, (H, W / 2 + 1, 1): in photographs every octave has as much to say as the next."""
    frequency = torch.hypot(torch.fft.fftfreq(height)[:, None], torch.fft.rfftfreq(width)[None])
    return (1 / frequency.clamp_min(1 / max(height, width)))[..., None]


def spectrum_to_picture(spectrum: Tensor, gain: Tensor, height: int, width: int) -> Tensor:
    """A spectrum (C, H, W / 2 + 1, 2) as a picture (C, H, W) of values from 0 to 1; three channels vary together as colours do."""
    waves = torch.fft.irfft2(torch.view_as_complex(spectrum * gain), s=(height, width), norm="ortho") / CONTRAST  # (C, H, W)
    if len(waves) == 3:
        mixing = torch.tensor(COLOUR_CORRELATION)
        waves = torch.einsum("rc,chw->rhw", mixing / mixing.norm(dim=0).max(), waves)
    return torch.sigmoid(waves)


def random_affine(picture: Tensor, generator: torch.Generator) -> Tensor:
    """Turned, scaled and moved a little in one resampling, mirrored at the edges; (1, C, H, W) → the same."""
    angle, growth, right, down = (2 * torch.rand(4, generator=generator) - 1).tolist()
    scale = 1 + MAX_SCALING * growth
    cosine, sine = scale * math.cos(MAX_ROTATION * angle), scale * math.sin(MAX_ROTATION * angle)
    matrix = torch.tensor([[[cosine, -sine, 2 * right / SHIFT_DIVISOR], [sine, cosine, 2 * down / SHIFT_DIVISOR]]])
    grid = F.affine_grid(matrix, list(picture.shape), align_corners=False)  # (1, H, W, 2)
    return F.grid_sample(picture, grid, mode="bilinear", padding_mode="reflection", align_corners=False)


def random_roll(picture: Tensor, generator: torch.Generator, part: int) -> Tensor:
    """Moved by whole pixels, up to 1 / `part` of a side either way; what leaves on one side comes in on the other; (1, C, H, W)."""
    most = [max(1, side // part) for side in picture.shape[2:]]
    down, right = (int(torch.randint(-far, far + 1, (), generator=generator)) for far in most)
    return picture.roll((down, right), (2, 3))


def all_cells(size: Size, cells: Size) -> CellRange:
    """All cells count: where padding lies changes with every window, so no picture can be made for it."""
    return slice(0, cells[0]), slice(0, cells[1])


def random_crop(picture: Tensor, generator: torch.Generator, window: Size) -> Tensor:
    """A part of a picture (1, C, H, W), (1, C, *window), wherever it lies: as good a step for less than half the work."""
    top, left = (
        int(torch.randint(0, side - part + 1, (), generator=generator)) for side, part in zip(picture.shape[2:], window, strict=True)
    )
    return picture[:, :, top : top + window[0], left : left + window[1]]
