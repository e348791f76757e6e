"""A trained lane becomes a network of its visitor's own, which every tab can open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import torch
from torch import Tensor

from models.store.registry import NetworkSpec
from models.store.store import load
from models.store.visitor_networks import Owned, Trained
from models.text import LANGUAGES, Text, number
from models.training.compare.run_cache import Run

_LONGEST = 60  # letters of a name


def put(run: Run, name: str, owned: Owned, visitor: str) -> str:
    """Under `name`, or with a number behind where another network of the visitor's has that name: nobody's is replaced. Its key.

    The same weights are there once. UserError where the visitor has too many, or no room is left.
    """
    if there := _there(run, owned, visitor):
        return there
    title, key = owned.free(visitor, name[:_LONGEST])
    with owned.claim(visitor, key, sum(tensor.nbytes for tensor in run.state.values())) as claim:
        claim.put(load(_spec(run, title, key)))
    return key


def _there(run: Run, owned: Owned, visitor: str) -> str | None:
    """The key under which the visitor has the very network of a run already."""
    for card in owned.cards(visitor):
        weights = owned.get(visitor, card.key).spec.weights
        if isinstance(weights, Trained) and weights.about.get("plan") == run.experiment.to_json() and _same(weights.state, run.state):
            return card.key
    return None


def _same(one: Mapping[str, Tensor], other: Mapping[str, Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(value, other[name]) for name, value in one.items())


def _spec(run: Run, name: str, key: str) -> NetworkSpec:
    experiment, wants, classes = run.experiment, run.stock.preparation, run.stock.classes
    shape = experiment.shape(wants.channels, wants.height, len(classes))
    return NetworkSpec(
        key=key,
        title=Text(name, name),
        note=_note(run),
        year=experiment.net.year,
        build=lambda: experiment.net.build(shape),
        classes=lambda: classes,
        preparation=wants,
        weights=Trained(dict(run.state), _about(run, name)),
    )


def _note(run: Run) -> Text:
    last = run.standings[-1]
    share = Text(*(number(100 * last.validation[1], language) for language in LANGUAGES))
    return Text(
        "{title}, trained here from nothing for {epochs} epochs; {share} % of {count} pictures that it had not seen were right.",
        "{title}, treinada aqui do zero por {epochs} épocas; {share} % de {count} imagens que não tinha visto, certas.",
    ).format(title=run.experiment.net.title, epochs=last.epoch, share=share, count=len(run.stock.labels))


def _about(run: Run, name: str) -> Mapping[str, Any]:
    """How it came about, for its file and card; `origin`: what it takes to build it again."""
    last, wants, classes = run.standings[-1], run.stock.preparation, run.stock.classes
    shape = run.experiment.shape(wants.channels, wants.height, len(classes))
    return {
        "base": run.experiment.network,
        "heads": [],
        "origin": {"net": run.experiment.network, "kind": wants.kind, "shape": asdict(shape)},
        "name": name,
        "classes": [name.en for name in classes],
        "classes_pt": [name.pt for name in classes],
        "learned_from": run.experiment.each * len(run.stock.classes),
        "accuracy": last.validation[1],
        "checked_on": len(run.stock.labels),
        "plan": run.experiment.to_json(),
    }
