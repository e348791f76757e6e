"""An experiment: everything that decides a training, as a value. Equal experiments, equal curves.

    Experiment.read({"data": "digits", "each": 10, "dropout": 0.5, "seed": 3})

JSON in, JSON out; `key` tells two experiments apart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from models.augment.augmentation import AugmentationPlan
from models.errors import UserError, unknown
from models.text import LANGUAGES, Text, number
from models.train import net
from models.train.net import DEPTHS, WIDTHS, Net, Shape
from models.training.settings import BOUNDS, Settings
from models.types.training import Range

MOST_EACH, MOST_EPOCHS = 100, 200
OWN = "own"
"""The visitor's own classes, as data."""
USUAL = Settings(epochs=60, learning_rate=2e-3, batch=10)
RANGES: Mapping[str, Range] = {
    "each": Range(1, MOST_EACH, True),
    "width": Range(*WIDTHS, True),
    "depth": Range(*DEPTHS, True),
    "dropout": Range(0, 0.7, False),
    "random_labels": Range(0, 1, False),
    "epochs": Range(1, MOST_EPOCHS, True),
    **{name: Range(b.low, b.high, b.whole) for name, b in BOUNDS.items() if name != "epochs"},
}


@dataclass(frozen=True, slots=True)
class Experiment:
    """What is learned from, by which network, and how. `seed` of the settings: start, order, dropout, augmentation, random labels."""

    data: str = "mnist"
    each: int = 10  # pictures per class
    network: str = "lenet5"
    width: int = 8  # of a network that has one to choose
    depth: int = 8
    augmentation: AugmentationPlan = field(default_factory=AugmentationPlan)
    dropout: float = 0.0  # of the dense layers
    random_labels: float = 0.0  # share of the pictures that get a label by lot
    settings: Settings = USUAL

    @classmethod
    def read(cls, given: object) -> Experiment:
        """From names and values; what is missing is as usual. UserError that names what is wrong and what is accepted."""
        if not isinstance(given, Mapping):
            raise UserError(
                Text(
                    'experiment: {given} was given; it takes settings such as {{"data": "digits", "each": 10}}.',
                    'experimento: foi dado {given}; deve ter ajustes como {{"data": "digits", "each": 10}}.',
                ).format(given=repr(given)[:60])
            )
        own = [one.name for one in fields(cls) if one.name != "settings"]
        for name in given:
            if name not in own + [one.name for one in fields(Settings)]:
                raise unknown("experiment", name, own + [one.name for one in fields(Settings)])
        settings = Settings.read({name: value for name, value in given.items() if name not in own}, USUAL)
        _number("epochs", settings.epochs)
        depth = _number("depth", given.get("depth", 8))
        return cls(
            data=_key(given.get("data", "mnist")),
            each=int(_number("each", given.get("each", 10))),
            network=net.find(given.get("network", "lenet5")).key,
            width=int(_number("width", given.get("width", 8))),
            depth=int(depth) - int(depth) % 2,
            augmentation=AugmentationPlan.read(given.get("augmentation") or []),
            dropout=_number("dropout", given.get("dropout", 0.0)),
            random_labels=_number("random_labels", given.get("random_labels", 0.0)),
            settings=settings,
        )

    def to_json(self) -> dict[str, Any]:
        """What `read` takes, with every setting written out."""
        own = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in ("settings", "augmentation")}
        chosen = {one.name: getattr(self.settings, one.name) for one in fields(Settings)}
        return own | {"augmentation": self.augmentation.to_json()} | chosen

    @property
    def key(self) -> str:
        """The same for experiments with the same curve: sizes of a network that has none to choose do not count."""
        said = self.to_json()
        if not self.net.sized:
            del said["width"], said["depth"]
        return json.dumps(said, sort_keys=True)

    @property
    def net(self) -> Net:
        return net.find(self.network)

    def shape(self, channels: int, side: int, classes: int) -> Shape:
        """What its network is built for."""
        return Shape(channels, side, classes, self.dropout, self.width, self.depth)


def _key(given: object) -> str:
    if isinstance(given, str):
        return given
    raise unknown("data", given, ())


def _number(name: str, given: object) -> float:
    bound = RANGES[name]
    good = isinstance(given, int | float) and not isinstance(given, bool) and bound.low <= given <= bound.high
    if good and (not bound.whole or given == int(given)):  # type: ignore[call-overload]
        return float(given)  # type: ignore[arg-type]
    kind = Text("a whole number", "um número inteiro") if bound.whole else Text("a number", "um número")
    low, high = (Text(*(number(end, language) for language in LANGUAGES)) for end in (bound.low, bound.high))
    raise UserError(
        Text(
            "{name}: {given} was given; it takes {kind} from {low} to {high}.",
            "{name}: foi dado {given}; aceita {kind} de {low} a {high}.",
        ).format(name=name, given=repr(given)[:60], kind=kind, low=low, high=high)
    )
