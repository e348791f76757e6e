"""Receptive fields the other way round: which cells of a layer a pixel of the picture reaches."""

from __future__ import annotations

from models.errors import UserError
from models.inputs.pictures import Preparation
from models.text import Text
from models.types.networks import Layer
from models.types.receipts import Felt

Pair = tuple[int, int]


def reached(size: int, stride: int, offset: int, pixel: int, cells: int) -> Pair | None:
    """First and last of `cells` cells along one axis whose field holds `pixel`; None where there is none.

    Cell i sees the pixels offset + i · stride … offset + i · stride + size − 1, so i lies between
    (pixel − offset − size + 1) / stride, rounded up, and (pixel − offset) / stride, rounded down.
    """
    first = max(0, -((offset + size - 1 - pixel) // stride))
    last = min(cells - 1, (pixel - offset) // stride)
    return (first, last) if first <= last else None


def felt(layer: Layer, pixel: Pair) -> Felt:
    """The cells of a layer that pixel (y, x) reaches: at most these, as receptive fields are; of a flattened map, its own cells."""
    field = layer.receptive_field
    cells = field.flattened or (layer.shape[1:] if len(layer.shape) == 3 else (1, 1))
    if field.whole:
        return Felt(layer.name, (0, cells[0] - 1), (0, cells[1] - 1))
    along = zip(field.size, field.stride, field.offset, pixel, cells, strict=True)
    rows, columns = (reached(*axis) for axis in along)
    return Felt(layer.name, rows, columns) if rows and columns else Felt(layer.name, None, None)


def legal(given: object, preparation: Preparation) -> Pair:
    """A pixel (y, x) of the prepared picture as somebody sent it; UserError for one that it has not."""
    sides = (preparation.height, preparation.width)
    if isinstance(given, list | tuple) and len(given) == 2 and all(type(i) is int for i in given):
        y, x = given
        if 0 <= y < sides[0] and 0 <= x < sides[1]:
            return y, x
    raise UserError(
        Text(
            "pixel: {given} is not in the picture. Accepted: [y 0 to {bottom}, x 0 to {right}].",
            "pixel: {given} não está na imagem. Aceito: [y de 0 a {bottom}, x de 0 a {right}].",
        ).format(given=repr(given), bottom=sides[0] - 1, right=sides[1] - 1)
    )
