"""A taught network to take along, and back again: weights as .safetensors, a card, and a program that runs without this package."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from safetensors.torch import load
from torch import Tensor

from models import json_reader, limits
from models.engine.tracing import TRACING_LOCK
from models.errors import UserError, short_repr
from models.export.predict_script import predict_script
from models.state_dicts import opening, safetensors_file
from models.state_dicts.opening import NOT_FINITE
from models.state_dicts.safetensors_file import DTYPES, METADATA, TensorHeader
from models.store import registry
from models.store.registry import NetworkSpec
from models.store.store import LoadedNetwork, NetworkStore
from models.store.store import load as load_network
from models.store.visitor_networks import InMemoryWeights, VisitorNetworks, own_key
from models.store.weights import safetensors_bytes
from models.text import LANGUAGES, Language, Text, number
from models.training.compare import origins
from models.training.fine_tune.head import HeadSpec, parse_head_spec
from models.training.fine_tune.job import network_builder
from models.training.fine_tune.replace_head import head_replacement

FORMAT = "convolutions/1"
_MOST_ABOUT = 1 << 20  # bytes
_LONGEST = 80  # letters of a name
_MOST_WEIGHT = 1e18  # much more, and its square is no float32 any more
_MOST_NAMES = 50  # of classes in a card
_MOST_HEADS = 8  # one after another: taught, brought back, taught again


def network_folder(loaded: LoadedNetwork, language: Language) -> Mapping[str, bytes]:
    """`<name>.safetensors`, `README.md`, `predict.py`."""
    about = provenance(loaded)
    name = loaded.spec.key.partition("/")[2]
    return {
        f"{name}.safetensors": weights(loaded),
        "README.md": _model_card(loaded, about, f"{name}.safetensors", language).encode(),
        "predict.py": predict_script(loaded, list(about["classes"]), f"{name}.safetensors", language).encode(),
    }


def weights(loaded: LoadedNetwork) -> bytes:
    """The .safetensors file; its header says how the network is built."""
    state = {name: tensor.contiguous().clone() for name, tensor in loaded.network.state_dict().items()}
    return safetensors_bytes(state, {"format": FORMAT, "about": json.dumps(provenance(loaded))})


def provenance(loaded: LoadedNetwork) -> Mapping[str, Any]:
    """How a trained network came about. UserError for one that was not trained here."""
    source = loaded.spec.weights
    if not isinstance(source, InMemoryWeights):
        raise UserError(
            Text(
                "network: only a network that you have trained can be taken home.",
                "network: só se pode levar para casa uma rede que você treinou.",
            )
        )
    return source.about


def import_network(
    data: bytes, store: NetworkStore, networks: VisitorNetworks, visitor: str, answers: Mapping[str, Any] | None = None, name: str = ""
) -> str:
    """A network that was taken home, back under its name, or with a number behind where one of that name is there already; or a state
    dict from elsewhere, under the name of its file. Its key.

    `answers`: what a state dict leaves open (models.state_dicts). UserError for a file that is neither.
    """
    spec = parse_weights(data, store) if has_our_metadata(data) else opening.parse_state_dict(data, answers or {}, name)
    title, key = networks.unused_name(visitor, spec.title.en)
    spec = replace(spec, key=key, title=Text(title, title))
    with networks.reserve(visitor, key, nbytes_of(spec)) as reservation:
        reservation.put(build_network(spec))
    return key


def has_our_metadata(head: bytes, total: int | None = None) -> bool:
    """Whether a file of `total` bytes was saved here, by its beginning. UserError for what is no .safetensors file."""
    return safetensors_file.metadata(head, total).get("format") == FORMAT


def nbytes_of(spec: NetworkSpec) -> int:
    """Bytes of the weights that a spec of `checked` brings along."""
    assert isinstance(spec.weights, InMemoryWeights)
    return sum(tensor.nbytes for tensor in spec.weights.state.values())


def build_network(spec: NetworkSpec) -> LoadedNetwork:
    """The network of a spec of `checked`. UserError where a layer of it answers with no number."""
    try:
        loaded = load_network(spec)
    except RuntimeError as problem:  # a map becomes smaller than the kernel that reads it
        if "architecture" not in _about(spec):
            raise
        raise _refused(_TOO_SMALL, size=spec.preparation.height) from problem
    _check_outputs(loaded)
    return loaded


def _about(spec: NetworkSpec) -> Mapping[str, Any]:
    return spec.weights.about if isinstance(spec.weights, InMemoryWeights) else {}


def parse_weights(data: bytes, store: NetworkStore) -> NetworkSpec:
    """The network of a file with its weights, ready to be loaded. UserError for a file that is not what was saved here.

    Only the header is believed before names, shapes and types are those of the network that it names; numbers must be finite.
    """
    about = read_header(data)
    base = _base(about, store)
    spec = _spec(base, about)
    with TRACING_LOCK, torch.device("meta"):
        network = spec.build()
        expected = {name: (tuple(tensor.shape), tensor.dtype) for name, tensor in network.state_dict().items()}
    _check_tensors(safetensors_file.entries(data), expected)
    state = load(data)
    for name, tensor in state.items():
        if not bool(torch.isfinite(tensor).all()):
            raise _refused(NOT_FINITE, name=name)
        if tensor.numel() and float(tensor.abs().max()) > _MOST_WEIGHT:
            raise _refused(_OVERFLOWS)
    return replace(spec, weights=InMemoryWeights(state, about))


def _base(about: Mapping[str, Any], store: NetworkStore) -> LoadedNetwork:
    """What a file's heads were put on: a listed network, one that Train made, or a listed network with other outputs."""
    if "origin" in about:
        return load_network(origins.base_network(about["origin"]))
    return load_network(opening.base_network(about["architecture"])) if "architecture" in about else store.get(str(about["base"]))


@torch.no_grad()
def _check_outputs(loaded: LoadedNetwork) -> None:
    """Whether all its layers answer with numbers: weights that are finite one by one may still come to infinity together."""
    wants = loaded.spec.preparation
    shape = (wants.height, wants.width, wants.channels)
    noise = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    for pixels in (np.zeros(shape, np.uint8), np.full(shape, 255, np.uint8), noise):
        plan = loaded.plan
        values = plan.empty_values(loaded.batch(pixels))
        plan.run(values, 0, len(plan.steps))
        if not all(bool(torch.isfinite(one).all()) for one in values if isinstance(one, Tensor)):
            raise _refused(_OVERFLOWS)


def read_header(data: bytes) -> dict[str, Any]:
    """What the file says of how the network is built, every part of it checked: who reads it further cannot be surprised."""
    metadata = safetensors_file.header(data).get(METADATA)
    if not isinstance(metadata, dict) or metadata.get("format") != FORMAT or not isinstance(metadata.get("about"), str):
        raise _refused(_FOREIGN)
    about = json_reader.read(metadata["about"], "about", _MOST_ABOUT)
    if not isinstance(about, dict):
        raise _refused(_FOREIGN)
    made_here = "origin" in about or "architecture" in about  # it says itself what it was before its heads
    for name, good in _FIELDS.items():
        if not (good(about.get(name)) or (made_here and name == "base")):
            raise _refused(_WRONG_PART, part=name, given=short_repr(about.get(name)))
    if not made_here and about["base"] not in registry.specs():
        raise _refused(_UNKNOWN_BASE, base=short_repr(about["base"]))
    blueprints = [parse_head_spec(one) for one in about["heads"]]
    if not made_here and not blueprints:
        raise _refused(_WRONG_PART, part="heads", given=short_repr(about["heads"]))
    outputs = blueprints[-1].classes if blueprints else _outputs(about)
    if outputs != len(about["classes"]) or (("architecture" not in about or blueprints) and outputs > limits.CLASSES.value):
        raise _refused(_FOREIGN)
    return about


def _outputs(about: Mapping[str, Any]) -> int:
    """How many classes a network without heads answers."""
    return origins.parse_shape(about["origin"]).classes if "origin" in about else len(opening.base_network(about["architecture"]).classes())


def _is_count(given: object) -> bool:
    return given is None or (type(given) is int and 0 <= given < 10**9)


def _are_classes(given: object) -> bool:
    named = isinstance(given, list) and all(isinstance(name, str) and 0 < len(name) <= 80 for name in given)
    return named and isinstance(given, list) and 2 <= len(given) <= limits.OWN_CLASSES.value


_FIELDS: Mapping[str, Callable[[Any], bool]] = {
    "base": lambda given: isinstance(given, str),
    "heads": lambda given: isinstance(given, list) and len(given) <= _MOST_HEADS,
    "classes": _are_classes,
    "name": lambda given: given is None or isinstance(given, str),
    "accuracy": lambda given: given is None or (type(given) in (int, float) and 0 <= given <= 1),
    "checked_on": _is_count,
    "learned_from": _is_count,
    "plan": lambda given: given is None or isinstance(given, dict),
}
"""What a file may say of a network, by name; the rest is carried along and read by nobody."""


def _check_tensors(entries: Mapping[str, TensorHeader], expected: Mapping[str, tuple[tuple[int, ...], torch.dtype]]) -> None:
    found = {name: (entry.shape, DTYPES.get(entry.dtype)) for name, entry in entries.items()}
    wrong = sorted(set(found) ^ set(expected)) or sorted(name for name in expected if found[name] != expected[name])
    if wrong:
        raise _refused(_OTHER_NETWORK, names=", ".join(name[:60] for name in wrong[:3]))


def _spec(base: LoadedNetwork, about: Mapping[str, Any]) -> NetworkSpec:
    """A network built as the file says, head after head; without weights."""
    spec, loaded = base.spec, base
    blueprints: Sequence[HeadSpec] = [parse_head_spec(one) for one in about["heads"]]
    for at, head_spec in enumerate(blueprints):
        replacement = head_replacement(loaded.network, loaded.plan)
        if head_spec.features != replacement.features or head_spec.codes % max(1, head_spec.classes):
            raise _refused(_OTHER_NETWORK, names=replacement.path)
        spec = replace(spec, build=network_builder(spec, replacement, head_spec), weights=None)
        if at + 1 < len(blueprints):
            loaded = load_network(spec)
    title = str(about.get("name") or "network")[:_LONGEST]
    classes = _class_texts(about)
    listed = registry.specs().get(str(about.get("base")))
    return NetworkSpec(
        own_key(title),
        Text(title, title),
        _BROUGHT_BACK if blueprints or "architecture" not in about else spec.note,
        spec.year,
        spec.build,
        lambda: classes,
        spec.preparation,
        None,
        task=listed.task if listed and listed.classes() == classes else "",
    )


def _class_texts(about: Mapping[str, Any]) -> tuple[Text, ...]:
    """The classes in both languages, where the file has both."""
    english, portuguese = about["classes"], about.get("classes_pt")
    if not isinstance(portuguese, list) or len(portuguese) != len(english) or not all(isinstance(name, str) for name in portuguese):
        portuguese = english
    return tuple(Text(en, pt[:80]) for en, pt in zip(english, portuguese, strict=True))


def _model_card(loaded: LoadedNetwork, about: Mapping[str, Any], file: str, language: Language) -> str:
    if "architecture" in about and not about["heads"]:
        return _STATE_DICT_CARD.format(
            title=loaded.spec.title, base=about["base"], file=file, classes=", ".join(about["classes"][:_MOST_NAMES])
        )[language]
    accuracy = about.get("accuracy")
    if accuracy is None:
        worth = Text("Nothing was kept back to check it.", "Nada foi reservado para validação.")
    else:
        worth = Text(
            "{share} % of {count} pictures that it had not seen were answered right.",
            "{share} % de {count} imagens que não tinha visto foram respondidas certo.",
        )
        worth = worth.format(share=_number_text(100 * accuracy), count=about.get("checked_on"))
    return _MODEL_CARD.format(
        title=loaded.spec.title,
        base=about["base"],
        file=file,
        classes=", ".join(about["classes"]),
        learned=about.get("learned_from"),
        worth=worth,
        plan=json.dumps(about.get("plan", {}), indent=2, ensure_ascii=False),
    )[language]


def _number_text(value: float) -> Text:
    return Text(*(number(value, language) for language in LANGUAGES))


def _refused(text: Text, **fields: object) -> UserError:
    return UserError(text.format(**fields))


_BROUGHT_BACK = Text("A network that you brought back.", "Uma rede que você trouxe de volta.")
_STATE_DICT_CARD = Text(
    """# {title}

The architecture is `{base}`; its weights are from a file of somebody's own. The classes are {classes}.

    pip install torch torchvision pillow safetensors
    python predict.py picture.jpg

`predict.py` holds the whole network, written out; `{file}` holds its weights. What it learned from, and how often it is right, its
owner knows. It answers with one of its classes whatever it is shown.
""",
    """# {title}

A arquitetura é `{base}`; os pesos são de um arquivo de alguém. As classes são {classes}.

    pip install torch torchvision pillow safetensors
    python predict.py imagem.jpg

`predict.py` contém a rede inteira, por extenso; `{file}` contém os seus pesos. Com o que ela aprendeu, e quanto acerta, sabe o dono
dela. Ela responde com uma das suas classes, seja o que for que se mostre a ela.
""",
)
_MODEL_CARD = Text(
    """# {title}

Taught in a browser from `{base}`: the classes are {classes}.

    pip install torch torchvision pillow safetensors
    python predict.py picture.jpg

`predict.py` holds the whole network, written out; `{file}` holds its weights.

## What it is worth
It learned from {learned} pictures. {worth} A network that was chosen among several by this figure is a little worse than it says. It
answers with one of its classes whatever it is shown.

## How it was trained
```json
{plan}
```
""",
    """# {title}

Ensinada em um navegador a partir de `{base}`: as classes são {classes}.

    pip install torch torchvision pillow safetensors
    python predict.py imagem.jpg

`predict.py` contém a rede inteira, por extenso; `{file}` contém os seus pesos.

## Quanto ela vale
Aprendeu com {learned} imagens. {worth} Uma rede escolhida entre várias por esse número é um pouco pior do que ele diz. Ela responde com
uma das suas classes, seja o que for que se mostre a ela.

## Como foi treinada
```json
{plan}
```
""",
)
_FOREIGN = Text(
    "The file does not say how its network is built; bring one that was saved here.",
    "O arquivo não diz como a sua rede é construída; traga um que tenha sido salvo aqui.",
)
_WRONG_PART = Text(
    "The file says of its network that {part} is {given}, which cannot be; bring one that was saved here.",
    "O arquivo diz da rede que {part} é {given}, o que não pode ser; traga um que tenha sido salvo aqui.",
)
_UNKNOWN_BASE = Text(
    "The file is of a network built on {base}, which is not known here.",
    "O arquivo é de uma rede construída sobre {base}, que não é conhecida aqui.",
)
_TOO_SMALL = Text(
    "The network cannot read pictures of {size} × {size} px; give the size that it has learned with.",
    "A rede não lê imagens de {size} × {size} px; dê o tamanho com que ela aprendeu.",
)
_OTHER_NETWORK = Text(
    "The file does not fit the network that it names: {names} differ in name, shape or type.",
    "O arquivo não corresponde à rede que ele nomeia: {names} diferem em nome, forma ou tipo.",
)
_OVERFLOWS = Text(
    "The numbers in the file are so large that a layer of the network answers with infinity, or with no number at all.",
    "Os números no arquivo são tão grandes que uma camada da rede responde com infinito, ou com algo que não é número.",
)
