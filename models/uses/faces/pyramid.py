"""The picture at many scales, and P-Net as a convolution over the whole of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from models.store.store import LoadedNetwork

WINDOW_SIDE, STRIDE = 12, 2
"""px of a side of P-Net's window, and px between two windows: its one pooling halves the picture."""

SHRINK = 0.709
"""One scale to the next: the area about halves, as in the authors' own program."""


@dataclass(frozen=True, slots=True)
class ScaledPicture:
    """The picture at one scale."""

    pixels: NDArray[np.uint8]  # [height, width, 3]

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    def windows(self, cells: Tensor, width: int, height: int) -> Tensor:
        """Windows at `cells` [window, (row, column)], as corners in px of a picture of `width` × `height`."""
        first = cells.flip(1) * STRIDE  # (x, y)
        shares = torch.cat([first, first + WINDOW_SIDE], 1) / torch.tensor([self.width, self.height] * 2)
        return shares * torch.tensor([width, height] * 2)


def pyramid_sizes(width: int, height: int, smallest: int) -> list[tuple[int, int]]:
    """(width, height) of every level in px, largest first. In the first a face of `smallest` px fills the window.

    Even, so that no window reaches over the edge: 12 px of a window and 2 px from one to the next leave no odd px over.
    """
    found, scale = [], WINDOW_SIDE / smallest
    while min(width, height) * scale >= WINDOW_SIDE:
        found.append((_even(width * scale), _even(height * scale)))
        scale *= SHRINK
    return found


def _even(side: float) -> int:
    return max(WINDOW_SIDE, 2 * round(side / 2))


def resize(picture: Image.Image, size: tuple[int, int]) -> ScaledPicture:
    """The picture (RGB) at `size` (width, height) px; each pixel is a mean of those under it."""
    return ScaledPicture(np.asarray(picture.resize(size, Image.Resampling.BILINEAR)))


@torch.no_grad()
def run_pnet(network: LoadedNetwork, level: ScaledPicture) -> tuple[Tensor, Tensor]:
    """P-Net over a whole picture, all windows at once: probability of a face (rows, columns), and the boxes' offsets (4, rows, columns)."""
    plan, last = network.plan, network.layer_step("faces").slot
    values = plan.empty_values(network.batch(level.pixels))
    plan.run(values, 0, last)
    return torch.softmax(values[last], 1)[0, 1], values[network.layer_step("boxes").slot][0]
