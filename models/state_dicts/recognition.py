"""Which listed network a state dict is of, by names and shapes; only its last layer may have another number of outputs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log, prod

from torch import Tensor

from models import limits
from models.errors import UserError
from models.state_dicts import signatures
from models.state_dicts.safetensors_file import TensorHeader
from models.state_dicts.signatures import COUNTER, Shape, Signature
from models.store.registry import NetworkSpec
from models.text import LANGUAGES, Text, number

FLOATS = ("F64", "F32", "F16", "BF16")
_PREFIXES = ("module.", "_orig_mod.", "model.", "net.", "network.")  # DataParallel, torch.compile, Lightning's usual attributes
_MOST_PREFIXES = 3  # one inside another
_FARTHEST = 7  # times larger or smaller than a listed network's file: a changed last layer makes no more of a difference


@dataclass(frozen=True, slots=True)
class Recognised:
    """A listed network, and where its tensors lie in a file."""

    spec: NetworkSpec
    names: Mapping[str, str]  # name in the file → name in the network
    head: str  # path of the last layer in the network
    classes: int  # outputs of the last layer


@dataclass(frozen=True, slots=True)
class _Misfit:
    """The first tensor by which a file differs from a network; a shape is None on the side where it is missing."""

    name: str
    given: Shape | None
    wanted: Shape | None
    score: float  # share of the tensors that fit


def find_network(found: Mapping[str, TensorHeader], hint: str = "") -> Recognised:
    """The network of a file's tensors. `hint`: the key that the file itself names, tried first.

    UserError for numbers that are no floats, for another architecture (the nearest one and the first tensor that does not fit), for a
    last layer with fewer than two outputs or too many.
    """
    _check_types(found)
    shapes = {name: entry.shape for name, entry in found.items() if not name.endswith(COUNTER)}
    if not shapes:
        raise UserError(_EMPTY)
    ways = list(_namings(shapes))
    nearest: tuple[NetworkSpec, _Misfit] | None = None
    for spec in _candidates(sum(map(prod, shapes.values())), hint):
        signature = signatures.signature(spec)
        for way in ways:
            names = _with_plain_head({name: new for name, new in way.items() if not new.startswith(signature.unused)}, signature)
            given = {new: shapes[name] for name, new in names.items()}
            misfit = _misfit(given, signature)
            if misfit is None:
                return _recognised(spec, names, given, signature)
            if nearest is None or misfit.score > nearest[1].score:
                nearest = spec, misfit
    raise _other_architecture(nearest, next(iter(shapes)))


def _check_types(found: Mapping[str, TensorHeader]) -> None:
    for name, entry in found.items():
        if entry.dtype not in FLOATS and not name.endswith(COUNTER):
            raise UserError(_NO_FLOATS.format(name=name[:80], dtype=entry.dtype[:12]))


def _candidates(numbers: int, hint: str) -> list[NetworkSpec]:
    """The listed networks of about as many numbers, the likeliest first."""

    def distance(spec: NetworkSpec) -> float:
        size = signatures.parameters_hint(spec)
        return abs(log(max(1, numbers) / size)) if size else log(_FARTHEST) / 2

    specs = [spec for spec in signatures.trained_specs() if spec.key == hint or distance(spec) < log(_FARTHEST)]
    return sorted(specs or signatures.trained_specs(), key=lambda spec: (spec.key != hint, distance(spec)))


def _namings(shapes: Iterable[str]) -> Iterator[dict[str, str]]:
    """name in the file → name: as they are, and without what wrappers put before every one of them."""
    names = {name: name for name in shapes}
    yield names
    for _ in range(_MOST_PREFIXES):
        prefix = next((one for one in _PREFIXES if all(new.startswith(one) for new in names.values())), "")
        if not prefix:
            return
        names = {name: new.removeprefix(prefix) for name, new in names.items()}
        yield names


def without_prefixes(state: Mapping[str, Tensor]) -> Iterator[dict[str, Tensor]]:
    """A state dict as it is, and without what wrappers put before every one of its names."""
    for way in _namings(state):
        yield {new: state[name] for name, new in way.items()}


def _with_plain_head(names: dict[str, str], signature: Signature) -> dict[str, str]:
    """`fc.1.weight` is `fc.weight` where the last layer stands alone in a Sequential, behind layers without weights."""
    head = signature.head
    if not head or f"{head}.weight" in names.values():
        return names
    inside = {match[1] for new in names.values() if (match := re.fullmatch(rf"{re.escape(head)}\.(\d+)\.(?:weight|bias)", new))}
    if len(inside) != 1:
        return names
    return {name: new.replace(f"{head}.{next(iter(inside))}.", f"{head}.") for name, new in names.items()}


def _misfit(given: Mapping[str, Shape], signature: Signature) -> _Misfit | None:
    """The first tensor that does not fit, in the network's order, then in the file's; None where all do."""
    fits = {name: _fits(name, given.get(name), wanted, signature.head) for name, wanted in signature.shapes.items()}
    score = sum(fits.values()) / len({*fits, *given})
    for name, good in fits.items():
        if not good:
            return _Misfit(name, given.get(name), _with_outputs_of(given, name, signature), score)
    extra = next((name for name in given if name not in fits), None)
    return None if extra is None else _Misfit(extra, given[extra], None, score)


def _with_outputs_of(given: Mapping[str, Shape], name: str, signature: Signature) -> Shape:
    """The shape that the network has for a tensor; of the last layer with as many outputs as the file's other tensors of it."""
    wanted, inside = signature.shapes[name], f"{signature.head}."
    outputs = {shape[0] for other, shape in given.items() if other.rpartition(".")[0] == signature.head and shape and other != name}
    return (outputs.pop(), *wanted[1:]) if signature.head and name.startswith(inside) and len(outputs) == 1 else wanted


def _fits(name: str, given: Shape | None, wanted: Shape, head: str) -> bool:
    if given is None:
        return False
    return given == wanted or (bool(head) and name.rpartition(".")[0] == head and len(given) > 0 and given[1:] == wanted[1:])


def _recognised(spec: NetworkSpec, names: Mapping[str, str], given: Mapping[str, Shape], signature: Signature) -> Recognised:
    outputs = {given[name][0] for name in given if signature.head and name.rpartition(".")[0] == signature.head}
    if len(outputs) > 1:
        raise UserError(_UNEQUAL.format(head=signature.head, counts=", ".join(map(str, sorted(outputs)))))
    classes = outputs.pop() if outputs else len(spec.classes())
    if classes < 2:
        raise UserError(_ONE_OUTPUT.format(head=signature.head, count=classes))
    if classes > limits.OWN_CLASSES.value:
        raise UserError(_TOO_MANY.format(count=_whole(classes), most=_whole(limits.OWN_CLASSES.value)))
    return Recognised(spec, names, signature.head, classes)


def _whole(value: float) -> Text:
    return Text(*(number(value, language, 9) for language in LANGUAGES))


def _other_architecture(nearest: tuple[NetworkSpec, _Misfit] | None, first: str) -> UserError:
    if nearest is None or nearest[1].score == 0:
        return UserError(_NONE_NEAR.format(name=first[:80]))
    spec, misfit = nearest
    title = Text(spec.title.en.split(" · ")[0], spec.title.pt.split(" · ")[0])
    why = _MISSING if misfit.given is None else _UNKNOWN if misfit.wanted is None else _OTHER_SHAPE
    told = why.format(name=misfit.name[:80], given=_shape(misfit.given), wanted=_shape(misfit.wanted), network=title)
    return UserError(_OTHER.format(network=title, why=told))


def _shape(shape: Shape | None) -> str:
    return " × ".join(map(str, shape or ()))


_EMPTY = Text("The file holds no tensor.", "O arquivo não contém nenhum tensor.")
_NO_FLOATS = Text(
    "{name} in the file is of the type {dtype}: quantised weights cannot be looked through; bring those from before, in float32, float16 "
    "or bfloat16.",
    "{name}, no arquivo, é do tipo {dtype}: não se olha por dentro de pesos quantizados; traga os de antes, em float32, float16 ou "
    "bfloat16.",
)
_OTHER = Text(
    "The file is of none of the networks in the menu. The nearest is {network}: {why}",
    "O arquivo não é de nenhuma das redes do menu. A mais próxima é {network}: {why}",
)
_MISSING = Text(
    "its {name} ({wanted}) is missing in the file.",
    "falta no arquivo o seu tensor {name} ({wanted}).",
)
_UNKNOWN = Text(
    "{name} ({given}) in the file is no tensor of it.",
    "{name} ({given}), no arquivo, não é um tensor dela.",
)
_OTHER_SHAPE = Text(
    "{name} is {given} in the file and {wanted} there.",
    "{name} é {given} no arquivo e {wanted} nela.",
)
_NONE_NEAR = Text(
    "The file is of none of the networks in the menu: no tensor fits one of theirs, {name} to begin with. On a machine of your own, "
    "python app.py --network opens any network.",
    "O arquivo não é de nenhuma das redes do menu: nenhum dos seus tensores é de alguma delas, a começar por {name}. Em uma máquina sua, "
    "python app.py --network abre qualquer rede.",
)
_ONE_OUTPUT = Text(
    "The last layer, {head}, has {count} output; an answer takes two classes or more.",
    "A última camada, {head}, tem {count} saída; uma resposta precisa de duas classes ou mais.",
)
_UNEQUAL = Text(
    "The weights and biases of the last layer, {head}, differ in their number of outputs: {counts}.",
    "Os pesos e os vieses da última camada, {head}, diferem no número de saídas: {counts}.",
)
_TOO_MANY = Text(
    "The network answers {count} classes, and the limit is {most}.",
    "A rede responde {count} classes, e o limite é {most}.",
)
