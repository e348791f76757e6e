"""One unit: what it looks for, and what the network is without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models import service
from models.filters.kernel_tiles import filter_tiles as tiles_of
from models.types.activations import Source
from models.types.code import Code
from models.types.filters import Aimed, Edit, Exciting, FilterTiles, Forming, Operated, Strengths, Tally


def filter_tiles(key: str, layer: str, *, visitor: str = "") -> FilterTiles:
    """All filters of one convolution as pictures, with their norms."""
    return tiles_of(service.shelf.borrow(key, visitor), layer)


def strengths(key: str, source: Source, layer: str, unit: object, *, visitor: str = "") -> Strengths:
    """How much a picture excites every unit of a layer (before a ReLU, after a batch norm), and the exact map of one.

    Costs no forward pass while the picture is remembered for the visitor, else one that ends at the layer.
    """
    return service.units.strengths(key, source, layer, unit, visitor)


def ascend(
    key: str, layer: str, unit: object, *, aimed: Aimed = "channel", steps: int = 128, seed: int = 0, visitor: str = ""
) -> Iterator[Forming]:
    """A picture made to excite a unit, as it forms; a class of the answer takes no layer. The same seed makes the same picture.

    A worker is held for one step at a time; whoever stops asking has stopped it.
    """
    return service.units.ascend(key, layer, unit, aimed, steps, seed, visitor)


def exciting(key: str, layer: str, unit: object, *, own: Sequence[bytes] = (), visitor: str = "") -> Iterator[Exciting]:
    """The nine patches that excite a unit most, after every batch of the shipped gallery, or of a visitor's own encoded pictures.

    One pass finds them for every unit of the layer; of the shipped gallery it is kept, of own pictures nothing is.
    """
    return service.units.exciting(key, layer, unit, own, visitor)


def edited(key: str, edits: Sequence[Edit], *, visitor: str = "") -> str:
    """The key under which every question about a picture is answered by the network after edits; the visitor's alone, like the picture.

    Without edits it is the network's own. UserError for an edit that is not accepted.
    """
    return service.edited.put(visitor, key, edits)


def operate(key: str, source: Source, edits: Sequence[Edit], *, visitor: str = "") -> Operated:
    """The logits for a picture before and after edits, in order, of units' weights. The network itself is not touched."""
    return service.units.operate(key, source, edits, visitor)


def tally(key: str, edits: Sequence[Edit], *, visitor: str = "") -> Iterator[Tally]:
    """Right answers of every class on shipped pictures before and after edits, after every batch.

    Digits of MNIST, or cuttings of the photographs whose class the network knows; of a network that knows none, how many answers stay.
    """
    return service.units.tally(key, edits, visitor)


def unit_code(
    key: str,
    source: Source,
    layer: str,
    unit: object,
    edits: Sequence[Edit] = (),
    *,
    aimed: Aimed = "channel",
    seed: int = 0,
    visitor: str = "",
) -> Code:
    """Lines of plain PyTorch that make the picture for one filter or class, change weights, and print what the network answers then."""
    return service.units.code(key, source, layer, unit, edits, aimed, seed, visitor)
