"""A visitor's state dict as a network that can be loaded: every number of the file checked, held as float32."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import torch
from safetensors.torch import load
from torch import Tensor, nn

from models import json_reader, limits
from models.errors import UserError, short_repr
from models.state_dicts import description, safetensors_file, signatures
from models.state_dicts.description import Description
from models.state_dicts.recognition import Recognised, find_network
from models.state_dicts.signatures import COUNTER
from models.store import registry
from models.store.registry import NetworkSpec
from models.store.visitor_networks import InMemoryWeights, own_key
from models.text import Text
from models.training.fine_tune.class_names import clean
from models.types.state_dicts import StateDictQuestion

MOST_ANSWERS = 1 << 20  # bytes of JSON
_MOST_WEIGHT = 1e18  # much more, and its square is no float32 any more
_ANSWERS = ("classes", "size", "resize", "mean", "std", "interpolation")
_LONGEST = 60  # letters of a name


def question(head: bytes, total: int) -> StateDictQuestion:
    """What a file of `total` bytes leaves open, by its beginning up to the end of its header. UserError for what cannot be opened."""
    metadata = safetensors_file.metadata(head, total)
    return description.question(find_network(safetensors_file.entries(head, total), metadata.get("architecture", "")), metadata)


def parse_answers(given: object) -> dict[str, Any]:
    """The answers to a question, as JSON says them. UserError for what is no mapping of them."""
    if not isinstance(given, dict) or not set(given) <= set(_ANSWERS):
        raise UserError(_NO_ANSWERS.format(given=short_repr(given), accepted=", ".join(_ANSWERS)))
    json_reader.check(given, "answers")
    return given


def parse_state_dict(data: bytes, answers: Mapping[str, Any], name: str) -> NetworkSpec:
    """The network of a whole file with its weights, ready to be loaded. UserError for a file or answers that cannot be."""
    metadata = safetensors_file.metadata(data)
    found = find_network(safetensors_file.entries(data), metadata.get("architecture", ""))
    told = description.describe(found, metadata, answers)
    state = _state(data, found)
    spec = network_spec(found.spec, told, found.head)
    title = clean(name.rpartition("/")[2].removesuffix(".safetensors"))[:_LONGEST] or spec.title.en
    about = {
        "base": found.spec.key,
        "architecture": description.to_json(found.spec.key, told),
        "heads": [],
        "name": title,
        "classes": [one.en for one in told.classes],
        "classes_pt": [one.pt for one in told.classes],
    }
    return replace(spec, key=own_key(title), title=Text(title, title), weights=InMemoryWeights(state, about))


def network_spec(base: NetworkSpec, told: Description, head: str) -> NetworkSpec:
    """A listed network with as many outputs as there are classes, without weights."""
    known = told.classes == base.classes()
    title = Text(base.title.en.split(" · ")[0], base.title.pt.split(" · ")[0])
    return replace(
        base,
        note=_NOTE.format(network=title, count=len(told.classes)),
        build=_builder(base, head, len(told.classes)),
        classes=lambda: told.classes,
        preparation=told.preparation,
        weights=None,
        usual=False,
        least_logit=None,
        task=base.task if known else "",
        counterpart="",
    )


def _builder(base: NetworkSpec, head: str, classes: int) -> Callable[[], nn.Module]:
    adapt = getattr(base.weights, "adapt", None)
    same = classes == len(base.classes())

    def construct() -> nn.Module:
        network = base.build()
        if adapt:  # what torchvision switches on with the weights that most people begin with
            adapt(network)
        if not same:
            network.set_submodule(head, _with_outputs(network.get_submodule(head), classes))
        return network

    return construct


def _with_outputs(layer: nn.Module, classes: int) -> nn.Module:
    """A layer like the last one, with `classes` outputs."""
    bias = layer.bias is not None
    if isinstance(layer, nn.Conv2d):
        kernel: Any = layer.kernel_size
        return nn.Conv2d(layer.in_channels, classes, kernel, bias=bias)
    assert isinstance(layer, nn.Linear)
    return nn.Linear(layer.in_features, classes, bias=bias)


def _state(data: bytes, found: Recognised) -> dict[str, Tensor]:
    """The state dict under the network's own names, float32, with the counters that it lacks. UserError for what is no number."""
    given = load(data)
    state: dict[str, Tensor] = {}
    for name, own in found.names.items():
        tensor = given.pop(name)
        if not bool(torch.isfinite(tensor).all()):
            raise UserError(NOT_FINITE.format(name=name[:80]))
        if tensor.numel() and float(tensor.abs().max()) > _MOST_WEIGHT:
            raise UserError(_OVERFLOWS.format(name=name[:80]))
        state[own] = tensor.to(torch.float32)
    empty = signatures.build_empty(found.spec).state_dict()
    return state | {name: torch.zeros(tensor.shape, dtype=torch.int64) for name, tensor in empty.items() if name.endswith(COUNTER)}


def base_network(given: object) -> NetworkSpec:
    """The network that a file of ours describes, without weights and names of classes. UserError for what describes none."""
    if not isinstance(given, Mapping) or given.get("network") not in {spec.key for spec in signatures.trained_specs()}:
        raise UserError(_UNKNOWN.format(given=short_repr(given)))
    base = registry.specs()[str(given["network"])]
    classes, head = given.get("classes"), signatures.signature(base).head
    fits = type(classes) is int and (classes == len(base.classes()) or (2 <= classes <= limits.OWN_CLASSES.value and head != ""))
    if not fits:
        raise UserError(_UNKNOWN.format(given=short_repr(given)))
    names = tuple(Text(str(place), str(place)) for place in range(int(str(classes))))
    return network_spec(base, Description(names, description.preparation_from_json(base, given.get("preparation"))), head)


_NOTE = Text(
    "{network} with weights from a file of yours: {count} classes.",
    "{network} com pesos de um arquivo seu: {count} classes.",
)
NOT_FINITE = Text(
    "{name} in the file holds numbers that are infinite or none at all; a network cannot compute with them.",
    "{name}, no arquivo, contém números infinitos ou que não são números; uma rede não calcula com eles.",
)
_OVERFLOWS = Text(
    "{name} in the file holds numbers so large that the network would answer with infinity.",
    "{name}, no arquivo, contém números tão grandes que a rede responderia com infinito.",
)
_NO_ANSWERS = Text(
    "answers: {given} is not accepted; an object with some of {accepted} is.",
    "answers: {given} não é aceito; é um objeto com alguns destes: {accepted}.",
)
_UNKNOWN = Text(
    "The file is of a network that is not listed here, or says so wrongly: {given}.",
    "O arquivo é de uma rede que não está listada aqui, ou diz isso errado: {given}.",
)
