"""Kernels and how they slide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ConvolutionWeights:
    """What a convolution has learned. A grouped one has as many input channels here as a group reads, as PyTorch keeps it."""

    kernels: NDArray[np.float32]  # [out, in, y, x]
    bias: NDArray[np.float32]  # [out]; zeros where the layer has none


PaddingMode = Literal["zeros", "reflect", "replicate"]
FILLS: tuple[PaddingMode, ...] = get_args(PaddingMode)


@dataclass(frozen=True, slots=True)
class ConvolutionSettings:
    """How a kernel moves over a picture. `padding` pixels on every side, filled as `fill` says."""

    stride: int = 1
    padding: int = 0
    padding_mode: PaddingMode = "zeros"
    dilation: int = 1
