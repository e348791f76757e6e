"""An experiment: everything that decides a training, as a value. Equal experiments, equal curves.

    Experiment.from_json({"data": "digits", "each": 10, "dropout": 0.5, "seed": 3})

JSON in, JSON out; `key` tells two experiments apart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from models.augment.config import AugmentationConfig
from models.errors import UserError, unknown
from models.number_spec import NumberSpec
from models.text import Text
from models.training.compare import architecture
from models.training.compare.architecture import DEPTHS, WIDTHS, Architecture, NetworkShape
from models.training.core.settings import BOUNDS, TrainingSettings

MAX_PER_CLASS, MAX_EPOCHS = 100, 200
OWN_CLASSES = "own"
"""The visitor's own classes, as data."""
DEFAULT_SETTINGS = TrainingSettings(epochs=60, learning_rate=2e-3, batch=10)
RANGES: Mapping[str, NumberSpec] = dict(BOUNDS) | {
    one.name: one
    for one in (
        NumberSpec("each", Text("pictures per class", "imagens por classe"), 10, 1, MAX_PER_CLASS, 1),
        NumberSpec("width", Text("width", "largura"), 8, *WIDTHS, 1),
        NumberSpec("depth", Text("depth", "profundidade"), 8, *DEPTHS, 1),
        NumberSpec("dropout", Text("dropout", "dropout"), 0, 0, 0.7),
        NumberSpec("random_labels", Text("random labels", "rótulos sorteados"), 0, 0, 1),
        replace(BOUNDS["epochs"], high=MAX_EPOCHS),
    )
}


@dataclass(frozen=True, slots=True)
class Experiment:
    """What is learned from, by which network, and how. `seed` of the settings: start, order, dropout, augmentation, random labels."""

    data: str = "mnist"
    each: int = 10  # pictures per class
    network: str = "lenet5"
    width: int = 8  # of a network that has one to choose
    depth: int = 8
    augmentation: AugmentationConfig = field(default_factory=AugmentationConfig)
    dropout: float = 0.0  # of the dense layers
    random_labels: float = 0.0  # share of the pictures that get a label by lot
    settings: TrainingSettings = DEFAULT_SETTINGS

    @classmethod
    def from_json(cls, given: object) -> Experiment:
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
            if name not in own + [one.name for one in fields(TrainingSettings)]:
                raise unknown("experiment", name, own + [one.name for one in fields(TrainingSettings)])
        settings = TrainingSettings.from_json({name: value for name, value in given.items() if name not in own}, DEFAULT_SETTINGS)
        RANGES["epochs"].read(settings.epochs)
        depth = RANGES["depth"].read(given.get("depth", 8))
        return cls(
            data=_dataset_key(given.get("data", "mnist")),
            each=RANGES["each"].read(given.get("each", 10)),
            network=architecture.find(given.get("network", "lenet5")).key,
            width=RANGES["width"].read(given.get("width", 8)),
            depth=depth - depth % 2,
            augmentation=AugmentationConfig.from_json(given.get("augmentation") or []),
            dropout=RANGES["dropout"].read(given.get("dropout", 0.0)),
            random_labels=RANGES["random_labels"].read(given.get("random_labels", 0.0)),
            settings=settings,
        )

    def to_json(self) -> dict[str, Any]:
        """What `read` takes, with every setting written out."""
        own = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in ("settings", "augmentation")}
        chosen = {one.name: getattr(self.settings, one.name) for one in fields(TrainingSettings)}
        return own | {"augmentation": self.augmentation.to_json()} | chosen

    @property
    def key(self) -> str:
        """The same for experiments with the same curve: sizes of a network that has none to choose do not count."""
        said = self.to_json()
        if not self.architecture.sized:
            del said["width"], said["depth"]
        return json.dumps(said, sort_keys=True)

    @property
    def architecture(self) -> Architecture:
        return architecture.find(self.network)

    def shape(self, channels: int, side: int, classes: int) -> NetworkShape:
        """What its network is built for."""
        return NetworkShape(channels, side, classes, self.dropout, self.width, self.depth)


def _dataset_key(given: object) -> str:
    if isinstance(given, str):
        return given
    raise unknown("data", given, ())
