"""What a network was before its heads, where that is none of the menu: one that somebody trained from nothing, in Train."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.errors import UserError
from models.store.registry import NetworkSpec
from models.text import Text
from models.training.compare import architecture
from models.training.compare.architecture import NetworkShape
from models.training.compare.experiment import RANGES
from models.training.compare.training_set import DRAWING, PHOTOGRAPH

_KINDS = {"drawing": DRAWING, "photograph": PHOTOGRAPH}
_MOST_CLASSES = 1000


def parse_shape(given: object) -> NetworkShape:
    """The shape that an origin says. UserError for one that cannot be built."""
    kind, shape = _kind_and_shape(given)
    wants = _KINDS[kind]
    whole = [shape.get(name) for name in ("channels", "side", "classes", "width", "depth")]
    dropout = shape.get("dropout")
    if not all(type(one) is int for one in whole) or type(dropout) not in (int, float):
        raise _unknown()
    found = NetworkShape(**shape)
    fits = (found.channels, found.side) == (wants.channels, wants.height) and 2 <= found.classes <= _MOST_CLASSES
    bounded = all(RANGES[name].low <= getattr(found, name) <= RANGES[name].high for name in ("width", "depth", "dropout"))
    if not fits or not bounded or found.depth % 2:
        raise _unknown()
    return found


def base_network(given: object) -> NetworkSpec:
    """The network of an origin, without weights. UserError as `read`."""
    shape = parse_shape(given)
    assert isinstance(given, Mapping)
    kind, _ = _kind_and_shape(given)
    made = architecture.find(given["net"])
    classes = tuple(Text(str(i), str(i)) for i in range(shape.classes))
    return NetworkSpec(
        key=made.key,
        title=made.title,
        note=made.about,
        year=made.year,
        build=lambda: made.build(shape),
        classes=lambda: classes,
        preparation=_KINDS[kind],
        weights=None,
    )


def _kind_and_shape(given: object) -> tuple[str, dict[str, Any]]:
    if not isinstance(given, Mapping) or not isinstance(given.get("shape"), Mapping):
        raise _unknown()
    kind, shape = given.get("kind"), dict(given["shape"])
    if not isinstance(kind, str) or kind not in _KINDS or set(shape) != set(NetworkShape.__dataclass_fields__):
        raise _unknown()
    architecture.find(given.get("net"))
    return kind, shape


def _unknown() -> UserError:
    return UserError(
        Text(
            "The file is of a network that was trained here from nothing, and does not say how it is built; bring one that was saved here.",
            "O arquivo é de uma rede treinada aqui do zero, e não diz como ela é construída; traga um que tenha sido salvo aqui.",
        )
    )
