"""Receptive fields: which input pixels a cell of a layer reads, along each axis, from the steps alone.

Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill 2019.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from torch import Tensor, nn

from models.engine.plan import Step

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class AxisField:
    """Along one axis: cell i reads the pixels offset + i · stride … offset + i · stride + size − 1."""

    size: int
    stride: int
    offset: int

    def through_window(self, kernel: int, stride: int, padding: int, dilation: int) -> AxisField:
        """The span of a window that slides over cells of this one."""
        return AxisField(self.size + dilation * (kernel - 1) * self.stride, self.stride * stride, self.offset - padding * self.stride)

    def through_doubling(self, times: int) -> AxisField:
        """Every cell becomes `times` cells, which read at most what it and its neighbours read: a mean of two lies between them."""
        fine = max(self.stride // times, 1)
        return AxisField(self.size + 2 * self.stride, fine, self.offset - self.stride)

    def union(self, other: AxisField) -> AxisField:
        """The smallest span that holds both, where two branches meet."""
        offset = min(self.offset, other.offset)
        end = max(self.offset + self.size, other.offset + other.size)
        return AxisField(end - offset, max(self.stride, other.stride), offset)

    def union_over(self, cells: int, pixels: int) -> AxisField:
        """The pixels that any of `cells` cells reads, out of `pixels`."""
        start = max(0, self.offset)
        end = min(pixels, self.offset + (cells - 1) * self.stride + self.size)
        return AxisField(end - start, pixels, start)


@dataclass(frozen=True, slots=True)
class CellField:
    """What a cell reads. `whole`: some branch (a squeeze, a dense layer) lets every cell read the whole picture.

    `flattened`: (rows, columns) of the maps whose cells lie in a row here: unit u reads what cell (u mod rows · columns) of a map reads.
    At most, not exactly, where a network takes single channels out of a concatenation: the branch is forgotten there.
    """

    vertical: AxisField
    horizontal: AxisField
    whole: bool = False
    flattened: Pair | None = None


PIXEL_FIELD = CellField(AxisField(1, 1, 0), AxisField(1, 1, 0))


@dataclass(frozen=True, slots=True)
class SlidingWindow:
    """A sliding window, each (vertical, horizontal), in cells of what it reads."""

    kernel: Pair
    stride: Pair
    padding: Pair
    dilation: Pair


def window_of(step: Step, value: Any) -> SlidingWindow | None:
    """The window that a convolution or pooling slides over `value` (N, C, H, W); None where a cell reads everything or one cell."""
    module: Any = step.operation
    if step.kind in ("convolution", "subsampling") and isinstance(module, nn.Module):
        return SlidingWindow(_pair(module.kernel_size), _pair(module.stride), _leading_padding(module), _pair(module.dilation))
    if isinstance(module, nn.MaxPool2d | nn.AvgPool2d):
        return _pooling_window(vars(module))
    if isinstance(module, nn.AdaptiveAvgPool2d | nn.AdaptiveMaxPool2d):
        return _adaptive_window(module.output_size, value)
    if step.kind in ("max pooling", "average pooling"):
        return (
            _pooling_window(step.settings)
            if "kernel_size" in step.settings
            else _adaptive_window(step.settings.get("output_size", 1), value)
        )
    return None


def _pooling_window(settings: Any) -> SlidingWindow:
    kernel = _pair(settings["kernel_size"])
    stride = settings.get("stride")
    return SlidingWindow(kernel, _pair(stride) if stride else kernel, _pair(settings.get("padding", 0)), _pair(settings.get("dilation", 1)))


def _adaptive_window(output: Any, value: Tensor) -> SlidingWindow | None:
    """Adaptive pooling is a plain window where its output divides its input; one output cell, or uneven windows, is none."""
    wanted = (output, output) if isinstance(output, int) or output is None else tuple(output)
    cells = tuple(value.shape[-2:])
    into = tuple(cells[axis] if wanted[axis] is None else wanted[axis] for axis in (0, 1))
    if into == (1, 1) or any(have % want for have, want in zip(cells, into, strict=True)):
        return None
    kernel = (cells[0] // into[0], cells[1] // into[1])
    return SlidingWindow(kernel, kernel, (0, 0), (1, 1))


def pooled_cells(value: Tensor, result: Tensor) -> int:
    """Cells that an adaptive pooling from `value` to `result` (both (N, C, H, W)) reads, those of two windows counted twice."""
    into = result.shape[-2:] if result.dim() == 4 else (1, 1)
    read = [sum(-(-(i + 1) * n // m) - i * n // m for i in range(m)) for n, m in zip(value.shape[-2:], into, strict=True)]
    return value.shape[1] * read[0] * read[1]


def _leading_padding(convolution: Any) -> Pair:
    """Rows above and columns to the left, also for padding="same"."""
    if isinstance(convolution.padding, str):
        left, _, top, _ = convolution._reversed_padding_repeated_twice
        return top, left
    return _pair(convolution.padding)


def _pair(value: Any) -> Pair:
    if isinstance(value, int):
        return value, value
    pair = tuple(value)
    return (pair[0], pair[-1])


def field_of(step: Step, fields: Sequence[CellField], values: Sequence[Any], result: Any, pixels: Pair) -> CellField:
    """The field of a step's cells from those of what it reads; `pixels` is the picture's (height, width)."""
    if not fields:
        return PIXEL_FIELD
    if step.kind in ("flatten", "reshape") and _is_map(values[0]) and isinstance(result, Tensor) and result.dim() == 2:
        return replace(fields[0], flattened=tuple(values[0].shape[-2:]))
    if step.kind in ("convolution", "max pooling", "average pooling", "subsampling") and _is_map(values[0]):
        window = window_of(step, values[0])
        return _through_window(fields[0], window) if window else _union_over_cells(fields[0], tuple(values[0].shape[-2:]), pixels)
    if step.kind == "upsampling" and _is_map(values[0]) and _is_map(result):
        times = [max(after // before, 1) for before, after in zip(values[0].shape[-2:], result.shape[-2:], strict=True)]
        vertical, horizontal = (
            span.through_doubling(by) for span, by in zip((fields[0].vertical, fields[0].horizontal), times, strict=True)
        )
        return replace(fields[0], vertical=vertical, horizontal=horizontal)
    if step.kind == "padding":
        return _through_window(fields[0], _window_of_padding(step))
    if not _is_elementwise(step):
        fields = [_union_over_cells(field, field.flattened, pixels) if field.flattened else field for field in fields]
    return _union_of_branches(list(zip(fields, values, strict=True)))


def _is_elementwise(step: Step) -> bool:
    """Whether every cell of the result reads its own cell alone, so that a flattened map's cells stay apart."""
    return step.kind in ("activation", "dropout", "identity", "addition", "multiplication") or isinstance(step.operation, nn.BatchNorm1d)


def _through_window(field: CellField, window: SlidingWindow) -> CellField:
    spans = (field.vertical, field.horizontal)
    ways = zip(spans, window.kernel, window.stride, window.padding, window.dilation, strict=True)
    vertical, horizontal = (span.through_window(*way) for span, *way in ways)
    return replace(field, vertical=vertical, horizontal=horizontal)


def _window_of_padding(step: Step) -> SlidingWindow:
    """A frame of zeros moves every cell and widens none."""
    module: Any = step.operation
    left, _, top, _ = module.padding
    return SlidingWindow((1, 1), (1, 1), (top, left), (1, 1))


def _union_over_cells(field: CellField, cells: Pair, pixels: Pair) -> CellField:
    """What somebody reads who reads every one of `cells` (rows, columns)."""
    vertical = field.vertical.union_over(cells[0], pixels[0])
    horizontal = field.horizontal.union_over(cells[1], pixels[1])
    return CellField(vertical, horizontal, field.whole or (vertical.size, horizontal.size) == pixels)


def _union_of_branches(branches: list[tuple[CellField, Any]]) -> CellField:
    """Where branches meet, those with maps say where a cell looks; a gate (1 × 1) only adds that it saw everything."""
    maps = [field for field, value in branches if _is_map(value) and value.shape[-1] * value.shape[-2] > 1]
    first, *others = maps or [field for field, _ in branches]
    for other in others:
        first = CellField(first.vertical.union(other.vertical), first.horizontal.union(other.horizontal))
    return replace(first, whole=any(field.whole for field, _ in branches))


def _is_map(value: Any) -> bool:
    return isinstance(value, Tensor) and value.dim() == 4
