"""What a state dict leaves open: names of the classes, and how a picture is prepared. The file's metadata says it, or its owner."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, get_args

from models import json_reader, limits
from models.errors import UserError, short_repr
from models.inputs.pictures import Interpolation, Preparation
from models.state_dicts.recognition import Recognised
from models.store.registry import NetworkSpec
from models.text import Text
from models.training.fine_tune.class_names import clean
from models.types.state_dicts import StateDictQuestion

LEAST_SIDE = 16  # px
_MOST_METADATA = 1 << 20  # bytes of one value
_LARGEST = 1000.0  # of a mean or a standard deviation
_KEYS = ("size", "resize", "mean", "std", "interpolation")


@dataclass(frozen=True, slots=True)
class Description:
    """A network whose classes have names and whose pictures are prepared in one way."""

    classes: tuple[Text, ...]
    preparation: Preparation


def question(found: Recognised, metadata: Mapping[str, str]) -> StateDictQuestion:
    """What a file leaves open, filled with what its metadata says. UserError for metadata that cannot be."""
    given = read_metadata(metadata)
    names = class_names(given["classes"], found) if "classes" in given else _own_names(found)
    wants = preparation(found.spec, given)
    drawing = wants.kind == "drawing"
    return StateDictQuestion(
        network=found.spec.key,
        title=_plain_title(found.spec),
        classes=found.classes,
        names=names,
        size=wants.height,
        resize=wants.resize,
        mean=wants.mean,
        std=wants.std,
        drawing=drawing,
        complete="classes" in given and (drawing or all(key in given for key in ("size", "mean", "std"))),
    )


def describe(found: Recognised, metadata: Mapping[str, str], answers: Mapping[str, Any]) -> Description:
    """The whole, an answer before the file's own words. UserError for what is missing or cannot be."""
    given = {**read_metadata(metadata), **{key: value for key, value in answers.items() if value is not None}}
    if not given.get("classes"):
        raise UserError(_NO_NAMES.format(count=found.classes))
    return Description(class_names(given["classes"], found), preparation(found.spec, given))


def read_metadata(metadata: Mapping[str, str]) -> dict[str, Any]:
    """`classes` (JSON, or a name a line), `size`, `resize`, `mean`, `std` (JSON), `interpolation`; the rest is nobody's business."""
    given: dict[str, Any] = {}
    if metadata.get("classes"):
        text = metadata["classes"]
        given["classes"] = json_reader.read(text, "classes", _MOST_METADATA) if text.lstrip()[:1] in "[{" else text.splitlines()
    for key in _KEYS:
        if key in metadata:
            given[key] = metadata[key] if key == "interpolation" else json_reader.read(metadata[key], key, _MOST_METADATA)
    return given


def class_names(given: object, found: Recognised) -> tuple[Text, ...]:
    """One name per class, as it may be shown; a network's own names keep both languages. UserError for another number of them."""
    names = _listed(given)
    if len(names) != found.classes:
        raise UserError(_COUNT.format(given=len(names), count=found.classes))
    own = found.spec.classes()
    if len(own) == len(names) and all(name in (one.en, one.pt) for name, one in zip(names, own, strict=True)):
        return own
    cleaned = [clean(name) for name in names]
    if empty := [place for place, name in enumerate(cleaned, 1) if not name]:
        raise UserError(_EMPTY_NAME.format(place=empty[0]))
    return tuple(Text(name, name) for name in cleaned)


def _listed(given: object) -> list[str]:
    """A list of names, or a mapping of places to names, as `id2label` is."""
    if isinstance(given, Mapping):
        given = [given.get(str(place)) for place in range(len(given))]
    if not isinstance(given, list | tuple) or not all(isinstance(name, str) for name in given):
        raise UserError(_NO_LIST.format(given=short_repr(given)))
    names = [name.strip() for name in given]
    while names and not names[-1]:  # empty lines at the end of a pasted list
        names.pop()
    return names


def preparation(spec: NetworkSpec, given: Mapping[str, Any]) -> Preparation:
    """The network's own, with what is given in its place; that of a network for drawings stays. UserError for what cannot be."""
    own = spec.preparation
    if own.kind == "drawing":
        return own
    size = _side("size", given.get("size", own.height), LEAST_SIDE)
    usual = own.resize if size == own.height else round(size * own.resize / own.height)
    resize = _side("resize", given.get("resize", usual), size, most=2 * limits.OWN_SIDE.value)
    interpolation = given.get("interpolation", own.interpolation)
    if interpolation not in get_args(Interpolation):
        raise UserError(_INTERPOLATION.format(given=short_repr(interpolation), accepted=", ".join(get_args(Interpolation))))
    small = own.small if (size, resize) == (own.height, own.resize) else 0
    mean = _numbers("mean", given.get("mean", own.mean), own.channels, -_LARGEST)
    std = _numbers("std", given.get("std", own.std), own.channels, 1e-6)
    return replace(own, height=size, width=size, resize=resize, interpolation=interpolation, mean=mean, std=std, small=small)


def _side(name: str, given: object, least: int, most: float | None = None) -> int:
    most = limits.OWN_SIDE.value if most is None else most
    if type(given) is not int or not least <= given <= most:
        raise UserError(_SIDE.format(name=name, given=short_repr(given), least=least, most=int(most)))
    return given


def _numbers(name: str, given: object, channels: int, least: float) -> tuple[float, ...]:
    """One number per channel; a single one is every channel's."""
    listed: Sequence[object] = given if isinstance(given, list | tuple) else [given]
    numbers = [float(one) for one in listed if isinstance(one, int | float) and not isinstance(one, bool)]
    good = len(numbers) == len(listed) and all(math.isfinite(one) and least <= one <= _LARGEST for one in numbers)
    if not good or len(numbers) not in (1, channels):
        raise UserError(_NUMBERS.format(name=name, given=short_repr(given), channels=channels, least=_POSITIVE if least > 0 else _FINITE))
    return tuple(numbers) if len(numbers) == channels else (numbers[0],) * channels


def to_json(key: str, description: Description) -> dict[str, Any]:
    """What a file of ours says, so that the network can be built again."""
    return {"network": key, "classes": len(description.classes), "preparation": asdict(description.preparation)}


def preparation_from_json(spec: NetworkSpec, given: object) -> Preparation:
    """UserError for a preparation that `to_json` did not write."""
    if not isinstance(given, Mapping) or not set(given) <= set(Preparation.__dataclass_fields__):
        raise UserError(_SIDE.format(name="preparation", given=short_repr(given), least=LEAST_SIDE, most=int(limits.OWN_SIDE.value)))
    if spec.preparation.kind == "drawing":
        return spec.preparation
    return preparation(spec, {"size": given.get("height"), **given})


def _own_names(found: Recognised) -> tuple[Text, ...]:
    """The classes of the listed network, where there are as many."""
    own = found.spec.classes()
    return own if len(own) == found.classes else ()


def _plain_title(spec: NetworkSpec) -> Text:
    return Text(spec.title.en.split(" · ")[0], spec.title.pt.split(" · ")[0])


_NO_NAMES = Text(
    "The file does not name its classes: give {count} names, one per line, in the order of the network's outputs.",
    "O arquivo não dá nome às suas classes: dê {count} nomes, um por linha, na ordem das saídas da rede.",
)
_COUNT = Text(
    "The network answers {count} classes, and {given} names were given, one per line.",
    "A rede responde {count} classes, e foram dados {given} nomes, um por linha.",
)
_EMPTY_NAME = Text(
    "The name of class {place} is empty; give every class a name.",
    "O nome da classe {place} está vazio; dê um nome a cada classe.",
)
_NO_LIST = Text(
    "classes: {given} is no list of names.",
    "classes: {given} não é uma lista de nomes.",
)
_SIDE = Text(
    "{name}: {given} is not accepted; a whole number from {least} to {most} px is.",
    "{name}: {given} não é aceito; é um número inteiro de {least} a {most} px.",
)
_NUMBERS = Text(
    "{name}: {given} is not accepted; one number, or {channels}, one per channel, each {least}.",
    "{name}: {given} não é aceito; use um número, ou {channels}, um por canal, cada um {least}.",
)
_POSITIVE, _FINITE = Text("more than 0", "maior que 0"), Text("finite", "finito")
_INTERPOLATION = Text(
    "interpolation: {given} is not known. Accepted: {accepted}.",
    "interpolation: {given} não é conhecida. Aceitas: {accepted}.",
)
