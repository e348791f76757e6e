"""A trained run becomes a network of its visitor's own, which every tab can open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import torch
from torch import Tensor

from models.store.registry import NetworkSpec
from models.store.store import load
from models.store.visitor_networks import InMemoryWeights, VisitorNetworks
from models.text import LANGUAGES, Text, number
from models.training.compare.run_cache import CachedRun

_LONGEST = 60  # letters of a name


def add_to_visitor(run: CachedRun, name: str, networks: VisitorNetworks, visitor: str) -> str:
    """Under `name`, or with a number behind where another network of the visitor's has that name: nobody's is replaced. Its key.

    The same weights are there once. UserError where the visitor has too many, or no room is left.
    """
    if there := _there(run, networks, visitor):
        return there
    title, key = networks.unused_name(visitor, name[:_LONGEST])
    with networks.reserve(visitor, key, sum(tensor.nbytes for tensor in run.state_dict.values())) as reservation:
        reservation.put(load(_spec(run, title, key)))
    return key


def _there(run: CachedRun, networks: VisitorNetworks, visitor: str) -> str | None:
    """The key under which the visitor has the very network of a run already."""
    for info in networks.infos(visitor):
        weights = networks.get(visitor, info.key).spec.weights
        if (
            isinstance(weights, InMemoryWeights)
            and weights.about.get("plan") == run.experiment.to_json()
            and _same(weights.state, run.state_dict)
        ):
            return info.key
    return None


def _same(one: Mapping[str, Tensor], other: Mapping[str, Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(value, other[name]) for name, value in one.items())


def _spec(run: CachedRun, name: str, key: str) -> NetworkSpec:
    experiment, wants, classes = run.experiment, run.training_set.preparation, run.training_set.classes
    shape = experiment.shape(wants.channels, wants.height, len(classes))
    return NetworkSpec(
        key=key,
        title=Text(name, name),
        note=_note(run),
        year=experiment.architecture.year,
        build=lambda: experiment.architecture.build(shape),
        classes=lambda: classes,
        preparation=wants,
        weights=InMemoryWeights(dict(run.state_dict), _provenance(run, name)),
    )


def _note(run: CachedRun) -> Text:
    last = run.epochs[-1]
    share = Text(*(number(100 * last.validation[1], language) for language in LANGUAGES))
    return Text(
        "{title}, trained here from nothing for {epochs} epochs; {share} % of {count} pictures that it had not seen were right.",
        "{title}, treinada aqui do zero por {epochs} épocas; {share} % de {count} imagens que não tinha visto, certas.",
    ).format(title=run.experiment.architecture.title, epochs=last.epoch, share=share, count=len(run.training_set.validation_labels))


def _provenance(run: CachedRun, name: str) -> Mapping[str, Any]:
    """How it came about, for its file and card; `origin`: what it takes to build it again."""
    last, wants, classes = run.epochs[-1], run.training_set.preparation, run.training_set.classes
    shape = run.experiment.shape(wants.channels, wants.height, len(classes))
    return {
        "base": run.experiment.network,
        "heads": [],
        "origin": {"net": run.experiment.network, "kind": wants.kind, "shape": asdict(shape)},
        "name": name,
        "classes": [name.en for name in classes],
        "classes_pt": [name.pt for name in classes],
        "learned_from": run.experiment.each * len(run.training_set.classes),
        "accuracy": last.validation[1],
        "checked_on": len(run.training_set.validation_labels),
        "plan": run.experiment.to_json(),
    }
