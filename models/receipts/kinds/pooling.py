"""Poolings: the largest cell of a window goes on, or the mean of it; and the trained sums of 1998."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.receipts.terms import OUTSIDE, CellReading, RawReceipt, ReceiptMaker, TermBlock, channel_places, pair, window_indices

Lines = tuple[NDArray[np.int64], NDArray[np.int64]]  # the rows and the columns that a window covers


def maximum(reading: CellReading) -> RawReceipt:
    """The winner of a window: the first of equals, as in torch. Padding never wins and is no term."""
    adaptive = "kernel_size" not in reading.step.settings and not hasattr(reading.module, "kernel_size")
    rows, columns = _clip_to_map(_adaptive_window(reading) if adaptive else _window(reading), reading)
    places = channel_places(reading, reading.cell[0], rows, columns)
    values = reading.read.reshape(-1).numpy()[places]
    won = np.zeros(values.shape)
    won.reshape(-1)[int(np.argmax(values))] = 1.0
    products = np.where(won > 0, values, 0.0).astype(np.float64)
    return RawReceipt(
        "largest", (TermBlock(0, places, won, products),), roundings=0, code=(f"number = {_window_code(reading, rows, columns)}.max()",)
    )


def average(reading: CellReading) -> RawReceipt:
    """The mean of a window, of the map, or of a share of it. Padding that counts is a term of value 0."""
    if reading.name == "mean":
        return _mean(reading)
    if reading.name.lower().startswith("adaptive"):
        rows, columns = _adaptive_window(reading)
        divisor = float(len(rows) * len(columns))
    else:
        rows, columns, divisor = _counted_window(reading)
    places = channel_places(reading, reading.cell[0], rows, columns)
    inside = _window_code(reading, *_clip_to_map((rows, columns), reading))
    code = f"number = {inside}.mean()" if divisor == (places != OUTSIDE).sum() else f"number = {inside}.sum() / {divisor:g}"
    return RawReceipt("sum", (TermBlock(0, places, np.full(places.shape, 1 / divisor)),), facts={"divisor": divisor}, code=(code,))


def subsampling(reading: CellReading) -> RawReceipt:
    """The sum of a window times the map's one coefficient, plus the map's one bias."""
    rows, columns = _window(reading)
    weight, bias = (float(numbers[reading.cell[0]]) for numbers in (reading.module.weight, reading.module.bias))
    places = channel_places(reading, reading.cell[0], rows, columns)
    inside = _window_code(reading, rows, columns)
    code = (f"number = layer.weight[{reading.cell[0]}].double() * {inside}.sum() + layer.bias[{reading.cell[0]}]",)
    return RawReceipt("sum", (TermBlock(0, places, np.full(places.shape, weight)),), bias, roundings=places.size + 4, code=code)


def _window(reading: CellReading) -> Lines:
    kernel = pair(reading.setting("kernel_size"))
    stride = pair(reading.setting("stride") or kernel)
    padding, dilation = pair(reading.setting("padding", 0)), pair(reading.setting("dilation", 1))
    rows, columns = (window_indices(*along) for along in zip(reading.cell[1:], kernel, stride, padding, dilation, strict=True))
    return rows, columns


def _clip_to_map(lines: Lines, reading: CellReading, beyond: tuple[int, int] = (0, 0)) -> Lines:
    """Only the lines on the map, and on so much padding around it."""
    sizes = reading.read.shape[1:]
    rows, columns = (along[(along >= -past) & (along < size + past)] for along, size, past in zip(lines, sizes, beyond, strict=True))
    return rows, columns


def _counted_window(reading: CellReading) -> tuple[NDArray[np.int64], NDArray[np.int64], float]:
    """Rows and columns that a plain average counts, and by what it divides."""
    padding = pair(reading.setting("padding", 0)) if reading.setting("count_include_pad", True) else (0, 0)
    rows, columns = _clip_to_map(_window(reading), reading, padding)
    return rows, columns, float(reading.setting("divisor_override") or len(rows) * len(columns))


def _adaptive_window(reading: CellReading) -> Lines:
    """Cell i of n reads ⌊i · size / n⌋ … ⌈(i + 1) · size / n⌉ − 1."""
    sizes, shares = reading.read.shape[1:], reading.output.shape[1:]
    ends = [(i * size // n, -(-(i + 1) * size // n)) for i, size, n in zip(reading.cell[1:], sizes, shares, strict=True)]
    rows, columns = (np.arange(*end) for end in ends)
    return rows, columns


def _mean(reading: CellReading) -> RawReceipt:
    """x.mean(axes), kept as axes of one cell or not."""
    axes = _axes(reading)
    given = iter(reading.cell)
    kept = reading.output.dim() == reading.read.dim()
    index: list[Any] = []
    for axis in range(reading.read.dim()):
        if axis in axes:
            index.append(slice(None))
            if kept:
                next(given)
        else:
            index.append(next(given))
    places = np.arange(reading.read.numel()).reshape(tuple(reading.read.shape))[tuple(index)]
    lined = places.reshape(1, *(places.shape if places.ndim == 2 else (1, -1)))
    shown = ", ".join(":" if isinstance(part, slice) else str(part) for part in index)
    code = (f"number = reads[0][{shown}].mean()",)
    return RawReceipt(
        "sum", (TermBlock(0, lined, np.full(lined.shape, 1 / places.size)),), facts={"divisor": float(places.size)}, code=code
    )


def _axes(reading: CellReading) -> set[int]:
    """The axes that a mean runs over, counted without the batch."""
    settings = reading.step.settings
    given = settings.get("dim", settings["args"][0] if settings.get("args") else None)
    all_axes = reading.read.dim() + 1
    axes = {axis % all_axes for axis in ((given,) if isinstance(given, int) else given)} if given is not None else set()
    if not axes or 0 in axes:
        raise NotImplementedError(reading.name)
    return {axis - 1 for axis in axes}


def _window_code(reading: CellReading, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> str:
    """The window in code: "reads[0][5, 4:6, 8:10]"."""
    return f"reads[0][{reading.cell[0]}, {_slice(rows)}, {_slice(columns)}]"


def _slice(lines: NDArray[np.int64]) -> str:
    step = int(lines[1] - lines[0]) if len(lines) > 1 else 1
    return f"{lines[0]}:{lines[-1] + 1}" + (f":{step}" if step > 1 else "")


MAKERS: dict[str, ReceiptMaker | Callable[[CellReading], RawReceipt]] = {
    "max pooling": maximum,
    "average pooling": average,
    "subsampling": subsampling,
}
