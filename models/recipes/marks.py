"""What a file's making leaves in a photograph (softness, blocks, coarse colour), drawn at random, the same way for every folder.

A network that sees the marks of one folder only on the pictures of its classes learns the marks instead of what is to be seen.
"""

from __future__ import annotations

import io

import numpy as np
import torch
from PIL import Image
from torch import Generator, Tensor

LEAST_SIDE = 0.65  # of a picture's own side: what a softened one is reduced to before it is enlarged again
QUALITIES = (55, 96)  # of a JPEG, in the IJG library's scale: from the first to below the second
SUBSAMPLINGS = ("4:2:0", "4:4:4")
KERNELS = (Image.Resampling.BOX, Image.Resampling.BILINEAR, Image.Resampling.HAMMING, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS)


def remake(pictures: Tensor, chance: float, generator: Generator) -> Tensor:
    """Every picture with `chance` reduced and enlarged by kernels drawn at random, and with `chance` saved as a JPEG of a random quality.

    (N, 3, H, W) uint8 → the same shape and type.
    """
    n = len(pictures)
    drawn = torch.rand(n, 3, generator=generator)
    kernels = torch.randint(len(KERNELS), (n, 2), generator=generator).tolist()
    qualities = torch.randint(*QUALITIES, (n,), generator=generator).tolist()
    subsamplings = torch.randint(len(SUBSAMPLINGS), (n,), generator=generator).tolist()
    made = pictures.clone()
    for i, (soft, saved, side) in enumerate(drawn.tolist()):
        if min(soft, saved) >= chance:
            continue
        image = Image.fromarray(pictures[i].permute(1, 2, 0).contiguous().numpy())
        if soft < chance:
            image = _soften(image, LEAST_SIDE + (1 - LEAST_SIDE) * side, *(KERNELS[k] for k in kernels[i]))
        if saved < chance:
            image = _save_and_read(image, qualities[i], SUBSAMPLINGS[subsamplings[i]])
        made[i] = torch.from_numpy(np.array(image)).permute(2, 0, 1)
    return made


def _soften(image: Image.Image, share: float, reducing: Image.Resampling, enlarging: Image.Resampling) -> Image.Image:
    small = image.resize((round(image.width * share), round(image.height * share)), reducing)
    return small.resize(image.size, enlarging)


def _save_and_read(image: Image.Image, quality: int, subsampling: str) -> Image.Image:
    image.save(stored := io.BytesIO(), "JPEG", quality=quality, subsampling=subsampling)
    with Image.open(stored, formats=("JPEG",)) as opened:
        return opened.convert("RGB")
