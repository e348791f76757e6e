"""Convolutions: a window of each input channel times a kernel, added up. Grouped, dilated, strided, padded in any way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.receipts.terms import (
    OUTSIDE,
    CellReading,
    Places,
    RawReceipt,
    ReceiptMaker,
    TermBlock,
    channels_places,
    pair,
    to_float64,
    window_indices,
)

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _ConvolutionWindow:
    """Where a kernel lies: each (vertical, horizontal)."""

    kernel: Pair
    stride: Pair
    dilation: Pair
    before: Pair  # padding above and to the left
    after: Pair
    mode: str  # of the padding


def convolution(reading: CellReading) -> RawReceipt:
    """Cell (c, y, x) of a `Conv2d`, or of a convolution of which only some input channels are connected."""
    module, (c, y, x) = reading.module, reading.cell
    if module is None:
        raise NotImplementedError(reading.name)
    window = _window(module)
    channels, kernel = _kernel(module, c)  # [channel], [channel, row, column]
    rows, columns = (
        window_indices(at, *along) for at, *along in zip((y, x), window.kernel, window.stride, window.before, window.dilation, strict=True)
    )
    places = _resolve_padding(channels_places(reading, channels, rows, columns), reading, channels, (rows, columns), window.mode)
    bias = float(module.bias[c]) if module.bias is not None else 0.0
    facts = {"channels": float(reading.read.shape[0]), "groups": float(getattr(module, "groups", 1))}
    return RawReceipt("sum", (TermBlock(0, places, kernel),), bias, facts=facts, code=_code(reading, window, channels))


def _window(module: Any) -> _ConvolutionWindow:
    if isinstance(module.padding, str):
        left, right, top, bottom = module._reversed_padding_repeated_twice
    else:
        (top, left) = (bottom, right) = pair(module.padding)
    sizes = (pair(module.kernel_size), pair(module.stride), pair(module.dilation))
    return _ConvolutionWindow(*sizes, (top, left), (bottom, right), getattr(module, "padding_mode", "zeros"))


def _kernel(module: Any, c: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The input channels that output channel `c` reads, and its weights for them."""
    if hasattr(module, "full_weight"):  # connected by a table
        channels = module.inputs_of[module.outputs_of == c].numpy().astype(np.int64)
        return channels, to_float64(module.full_weight()[c])[channels]
    each = module.in_channels // module.groups
    first = c // (module.out_channels // module.groups) * each
    return np.arange(first, first + each), to_float64(module.weight[c])


def _resolve_padding(
    places: Places, reading: CellReading, channels: NDArray[np.int64], lines: tuple[NDArray[np.int64], NDArray[np.int64]], mode: str
) -> Places:
    """Padding that repeats cells of the map has cells to walk to; zeros have none."""
    if mode == "zeros" or OUTSIDE not in places:
        return places
    inside = [_PADDING_MODES[mode](along, size) for along, size in zip(lines, reading.read.shape[1:], strict=True)]
    return channels_places(reading, channels, inside[0], inside[1])


def _reflected(along: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    inside: NDArray[np.int64] = size - 1 - np.abs(size - 1 - np.abs(along))
    return inside


_PADDING_MODES = {
    "reflect": _reflected,
    "replicate": lambda along, size: np.clip(along, 0, size - 1),
    "circular": lambda along, size: along % size,
}


def _code(reading: CellReading, window: _ConvolutionWindow, channels: NDArray[np.int64]) -> tuple[str, ...]:
    c, y, x = reading.cell
    source = _code_of_padding(window)
    cut = ", ".join(_slice(at, axis, window) for axis, at in enumerate((y, x)))
    if hasattr(reading.module, "full_weight"):
        which, kernel = str(channels.tolist()), f"layer.full_weight()[{c}, {channels.tolist()}]"
    else:
        which, kernel = f"{channels[0]}:{channels[-1] + 1}", f"layer.weight[{c}]"
    bias = f" + layer.bias[{c}]" if reading.module.bias is not None else ""
    shape = f"  # ({len(channels)}, {window.kernel[0]}, {window.kernel[1]})"
    return (f"patch = {source}[{which}, {cut}]{shape}", f"number = (patch * {kernel}.double()).sum(){bias}")


def _code_of_padding(window: _ConvolutionWindow) -> str:
    if not any((*window.before, *window.after)):
        return "reads[0]"
    sides = (window.before[1], window.after[1], window.before[0], window.after[0])
    if window.mode == "zeros":
        return f"F.pad(reads[0], {sides})"
    return f'F.pad(reads[0][None], {sides}, "{window.mode}")[0]'


def _slice(at: int, axis: int, window: _ConvolutionWindow) -> str:
    start, step = at * window.stride[axis], window.dilation[axis]
    stop = start + step * (window.kernel[axis] - 1) + 1
    return f"{start}:{stop}" if step == 1 else f"{start}:{stop}:{step}"


MAKERS: dict[str, ReceiptMaker] = {"convolution": convolution}
