"""Which networks there are: every file of models/networks is asked for its `NETWORKS`; each also comes untrained."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from urllib.parse import urlsplit

import torch
from torch import nn

from models.engine.tracing import TRACING_LOCK
from models.errors import unknown
from models.inputs.pictures import Preparation
from models.registry import discover, refuse_twins
from models.store import costs, counts
from models.store.counts import Counts
from models.store.downloads import host_answers
from models.store.weights import TorchvisionWeights, WeightsSource
from models.text import Text
from models.types.networks import Answer, InputSize, NetworkInfo, Weights

SEED = 0  # of every untrained network
RANDOM_SUFFIX = "@random"


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """All that is known of a network before it is built."""

    key: str
    title: Text
    note: Text  # one sentence: what it was trained on
    year: int  # of its publication
    build: Callable[[], nn.Module]  # its own constructor; untrained
    classes: Callable[[], tuple[Text, ...]]  # in the order of the logits
    preparation: Preparation
    weights: WeightsSource | None  # None: as the constructor made it
    usual: bool = False  # the one that opens for pictures of its kind when nobody has chosen
    least_logit: float | None = None  # what the largest logit reaches for 95 % of validation pictures (models/recipes/unknown.py)
    task: str = ""  # networks of one task have the same classes in the same order; "": nobody shares them
    counterpart: str = ""  # key of the network beside which it is best seen: the same classes, trained or built otherwise
    family: str = ""  # networks of one paper stand together in the menu; "": the playground's own, which come first
    paper: str = ""  # authors, where and when it was published
    answer: Answer = "classes"
    accuracy: float | None = None  # % of ImageNet's validation photographs that it is published to name at first

    @property
    def weights_location(self) -> Weights | None:
        """Where its weights are; None where nobody can get them."""
        return self.weights.location() if self.weights else "random"


def untrained_spec(spec: NetworkSpec) -> NetworkSpec:
    """`<key>@random`: the same shape, as its own constructor leaves it after torch.manual_seed(0)."""
    return replace(
        spec,
        key=spec.key + RANDOM_SUFFIX,
        title=Text("{title} · untrained", "{title} · sem treino").format(title=_title_without_data(spec.title)),
        note=Text(
            "The same shape with random weights (seed 0): it has learned nothing, and its answers mean nothing.",
            "A mesma forma com pesos aleatórios (semente 0): não aprendeu nada, e suas respostas não querem dizer nada.",
        ),
        weights=None,
        usual=False,
        least_logit=None,
        counterpart="",
        accuracy=None,
    )


def _title_without_data(title: Text) -> Text:
    """The name without what it was trained on: "LeNet-5" of "LeNet-5 · digits"."""
    return Text(title.en.split(" · ")[0], title.pt.split(" · ")[0])


def collect(families: Iterable[Iterable[NetworkSpec]]) -> Mapping[str, NetworkSpec]:
    """Networks by key, untrained ones last. ValueError for a key that comes twice or cannot be one."""
    found = [spec for family in families for spec in family]
    for spec in found:
        if not re.fullmatch(r"[a-z0-9_]+", spec.key):
            raise ValueError(f"network key {spec.key!r}: lower-case letters, digits and _ only")
    refuse_twins((spec.key for spec in found), "network key")
    return MappingProxyType({spec.key: spec for spec in [*found, *map(untrained_spec, found)]})


@cache
def specs() -> Mapping[str, NetworkSpec]:
    """Every network that has a file, also those whose weights are missing; before them those of `add_spec`."""
    return collect([_added.values(), *discover("models.networks", "NETWORKS")])


_added: dict[str, NetworkSpec] = {}
_added_counts: dict[str, Counts] = {}


def add_spec(spec: NetworkSpec, counted: Counts) -> None:
    """List a network without a file in `models/networks` before all others, until the process ends. Call it before the first visitor.

    `counted`: its counts, since its constructor need not run on the meta device.
    ValueError for a key that is taken or invalid.
    """
    collect([[spec], *([one] for key, one in specs().items() if not key.endswith(RANDOM_SUFFIX) and key not in _added)])
    _added[spec.key] = spec
    _added_counts[spec.key] = counted
    specs.cache_clear()


def remove_spec(key: str) -> None:
    """Remove what `add_spec` has listed; any other key is ignored."""
    if _added.pop(key, None):
        del _added_counts[key]
        specs.cache_clear()


def available_specs() -> tuple[NetworkSpec, ...]:
    """The networks of the menu: those whose weights are available."""
    return tuple(spec for spec in specs().values() if spec.weights_location is not None)


def hosts_answer() -> bool:
    """Whether every host can be reached that has weights which are not here; true where there are none."""
    away = [spec.weights for spec in specs().values() if spec.weights_location == "download"]
    hosts = {urlsplit(weights.url).netloc: weights.url for weights in away if isinstance(weights, TorchvisionWeights)}
    return all(map(host_answers, hosts.values()))


def find_spec(key: str) -> NetworkSpec:
    """UserError with the nearest key for one that is not listed."""
    spec = specs().get(key) if isinstance(key, str) else None
    if spec is None or spec.weights_location is None:
        raise unknown("network", key, [spec.key for spec in available_specs()])
    return spec


def info_of(spec: NetworkSpec, counted: tuple[int, int] | None = None) -> NetworkInfo:
    """Its line in the menu; no weights are loaded. `counted`: (parameters, multiply-accumulates) of a network that has no file."""
    place = spec.weights_location
    size = spec.preparation
    known = None if counted else counts_of(spec.key.removesuffix(RANDOM_SUFFIX))
    took = None if counted else costs.seconds(spec.key.removesuffix(RANDOM_SUFFIX))
    parameters, macs = (known.parameters, known.macs) if known else counted or (0, 0)
    return NetworkInfo(
        key=spec.key,
        title=spec.title,
        note=spec.note,
        year=spec.year,
        parameters=parameters,
        macs=macs,
        input=InputSize(size.channels, size.height, size.width),
        classes=spec.classes() if counted else _classes(spec.classes),
        weights=place or "random",
        download_mb=spec.weights.megabytes if spec.weights and place == "download" else None,
        drawing=size.kind == "drawing",
        usual=spec.usual,
        least_logit=spec.least_logit,
        task=spec.task,
        requirement=getattr(spec.weights, "requirement", None) if place == "install" else None,
        counterpart=spec.counterpart,
        family=spec.family,
        paper=spec.paper,
        accuracy=spec.accuracy,
        memory_mb=costs.memory_mb(known) if known else None,
        opening_seconds=took.opening if took else None,
        seconds=took.picture if took else None,
        refused=costs.too_large(spec.title, known) if known else None,
        answer=spec.answer,
    )


@cache
def _classes(of: Callable[[], tuple[Text, ...]]) -> tuple[Text, ...]:
    return of()


def counts_of(key: str) -> Counts:
    """What the network `key` has and costs: as the table says, else counted now, once."""
    return _added_counts.get(key) or counts.table().get(key) or _counted(key)


@cache
def _counted(key: str) -> Counts:
    return counts.count(specs()[key].build, specs()[key].preparation, specs()[key].answer)


def build_network(spec: NetworkSpec) -> nn.Module:
    """A new network of this kind, eval mode, gradients off, as its constructor makes it after torch.manual_seed(0).

    Nothing of it is seen in the global generator. Held under one lock: two at once would draw from each other's.
    """
    with TRACING_LOCK, torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(SEED)
        return spec.build().eval().requires_grad_(False)
