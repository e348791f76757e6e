"""PyTorch's own word on what the Convolve tab computes in the browser."""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from models import limits
from models.errors import UserError, unknown
from models.number_spec import real
from models.text import LANGUAGES, Text, number
from models.types.convolution import FILLS, ConvolutionSettings

FAR = 1e6  # of a bias: pixels are 0 to 1, kernels on the page a few


def convolve(planes: NDArray[np.uint8], kernels: NDArray[np.float32], bias: float, settings: ConvolutionSettings) -> NDArray[np.float32]:
    """Planes [plane, y, x] of levels 0 … 255, taken as x / 255, each under its kernel [plane, y, x], summed, plus `bias` → [y, x].

    Cross-correlation, as nn.Conv2d. UserError for a window that does not fit, and for more work than a glance is worth.
    """
    bias = real("bias", bias, -FAR, FAR)
    _check(planes.shape, kernels.shape, settings)
    picture = torch.from_numpy(planes.astype(np.float32)).div_(255)[None]  # (1, P, H, W)
    if settings.padding and settings.padding_mode != "zeros":
        picture = F.pad(picture, (settings.padding,) * 4, mode=settings.padding_mode)  # (1, P, H + 2p, W + 2p)
    padding = settings.padding if settings.padding_mode == "zeros" else 0
    weight = torch.from_numpy(kernels.copy())[None]  # (1, P, kh, kw)
    offset = torch.tensor([bias], dtype=torch.float32)
    with torch.no_grad():
        result = F.conv2d(picture, weight, offset, settings.stride, padding, settings.dilation)  # (1, 1, y, x)
    return result[0, 0].numpy()


def _check(planes: tuple[int, ...], kernels: tuple[int, ...], settings: ConvolutionSettings) -> None:
    if settings.padding_mode not in FILLS:
        raise unknown("fill", settings.padding_mode, FILLS)
    if settings.padding_mode == "reflect" and settings.padding >= min(planes[1:]):
        raise _reflection_too_wide(planes, settings.padding)
    reach = [settings.dilation * (k - 1) + 1 for k in kernels[1:]]
    places = [(n + 2 * settings.padding - r) // settings.stride + 1 for n, r in zip(planes[1:], reach, strict=True)]
    if min(places) < 1:
        raise UserError(
            Text(
                "kernel: its window of {rows} × {columns} pixels does not fit into the picture with its padding, {height} × {width}.",
                "kernel: a janela de {rows} × {columns} pixels não cabe na imagem com o preenchimento, {height} × {width}.",
            ).format(rows=reach[0], columns=reach[1], height=planes[1] + 2 * settings.padding, width=planes[2] + 2 * settings.padding)
        )
    products = math.prod(kernels) * math.prod(places) / 1e6
    if products > limits.CONVOLVE_PRODUCTS.value:
        given, most = (Text(*(number(value, language) for language in LANGUAGES)) for value in (products, limits.CONVOLVE_PRODUCTS.value))
        raise UserError(
            Text(
                "kernel: over this picture it takes {given} million products; {most} million is the most. Take a smaller one.",
                "kernel: sobre esta imagem ele exige {given} milhões de produtos; o máximo é {most} milhões. Use um menor.",
            ).format(given=given, most=most)
        )


def _reflection_too_wide(planes: tuple[int, ...], padding: int) -> UserError:
    return UserError(
        Text(
            "padding: {padding} pixels cannot be reflected from a picture of {height} × {width}; it takes less than its shorter side.",
            "padding: não dá para refletir {padding} pixels de uma imagem de {height} × {width}; é preciso menos que o lado menor.",
        ).format(padding=padding, height=planes[1], width=planes[2])
    )
