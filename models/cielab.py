"""sRGB and CIELAB, both ways, of tensors whose channels are the last but two axes.

sRGB: IEC 61966-2-1:1999. CIELAB: CIE 15:2004, section 8.2.1, for the light D65 and the 2° observer.
L goes from 0 to 100; a from green to red and b from blue to yellow, about −110 to 110 each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor

_XYZ_OF_RGB: Final = ((0.412453, 0.357580, 0.180423), (0.212671, 0.715160, 0.072169), (0.019334, 0.119193, 0.950227))
"""Linear red, green and blue (columns) to X, Y and Z (rows): ITU-R BT.709's primaries, D65."""
_RGB_OF_XYZ: Final = torch.linalg.inv(torch.tensor(_XYZ_OF_RGB, dtype=torch.float64)).tolist()
_WHITE: Final = (0.95047, 1.0, 1.08883)
"""X, Y and Z of D65."""
_EDGE: Final = 0.008856  # of X, Y and Z as shares of white: below it the curve is a line (as ASTM E308 rounds them)
_SLOPE, _START = 7.787, 16 / 116  # of that line


def lab_of_srgb(picture: Tensor) -> Tensor:
    """(…, 3, H, W) sRGB from 0 to 1 → (…, 3, H, W): L, a and b."""
    linear = torch.where(picture > 0.04045, ((picture.clamp_min(0.04045) + 0.055) / 1.055) ** 2.4, picture / 12.92)
    xyz = _mixed(_matrix(_XYZ_OF_RGB, picture), linear) / _white(picture)
    f = torch.where(xyz > _EDGE, xyz.clamp_min(_EDGE) ** (1 / 3), _SLOPE * xyz + _START)
    x, y, z = f.unbind(-3)
    return torch.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), -3)


def srgb_of_lab(lab: Tensor) -> Tensor:
    """(…, 3, H, W) L, a and b → (…, 3, H, W) sRGB from 0 to 1; a colour that no screen shows is clamped to the nearest value."""
    light, a, b = lab.unbind(-3)
    y = (light + 16) / 116
    f = torch.stack((y + a / 500, y, y - b / 200), -3).clamp_min(0)
    xyz = torch.where(f > _EDGE ** (1 / 3), f**3, (f - _START) / _SLOPE) * _white(lab)
    linear = _mixed(_matrix(_RGB_OF_XYZ, lab), xyz).clamp(0, 1)
    return torch.where(linear > 0.0031308, 1.055 * linear.clamp_min(0.0031308) ** (1 / 2.4) - 0.055, linear * 12.92)


def _matrix(rows: Sequence[Sequence[float]], like: Tensor) -> Tensor:
    return torch.tensor(rows, dtype=like.dtype, device=like.device)


def _white(like: Tensor) -> Tensor:
    return torch.tensor(_WHITE, dtype=like.dtype, device=like.device).view(3, 1, 1)


def _mixed(matrix: Tensor, channels: Tensor) -> Tensor:
    """matrix (3, 3) · channels (…, 3, H, W), pixel by pixel."""
    return torch.einsum("ij,...jhw->...ihw", matrix, channels)
