"""What crosses the door about teaching: plans, signs of life, results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from models.augment.augmentation import AugmentationPlan
from models.errors import UserError, unknown
from models.looking.looking import whole
from models.text import Text
from models.training.loop import Score
from models.training.settings import Settings
from models.transfer import head as heads
from models.transfer.line import ALL

State = Literal["queued", "preparing", "training", "done", "stopped", "time", "diverged"]
MOST_VIEWS, MOST_HIDDEN = 16, 1024
HEAD_ONLY = Settings(epochs=40, learning_rate=1e-3)
FURTHER_LEFT = Settings(epochs=10, learning_rate=2e-4, optimiser="adamw", weight_decay=0.01)
SCRATCH = Settings(epochs=30, learning_rate=1e-3)


@dataclass(frozen=True, slots=True)
class TeachingPlan:
    """How a network is taught. What is missing of `settings` is the default of the place of the line: see `settings_at`."""

    network: str
    freeze: str = ALL
    head: str = "linear"
    augmentation: AugmentationPlan = field(default_factory=AugmentationPlan)
    views: int = 4  # augmented ones of each picture, where they are computed once
    hidden: int = 64  # units of the head that has some
    dropout: float = 0.2  # of them
    untouched: bool = False  # keep a third part that is measured once, at the very end
    name: str = "my classes"
    given: tuple[tuple[str, Any], ...] = ()  # settings that somebody chose

    @classmethod
    def read(cls, given: object) -> TeachingPlan:
        """From `{"network": key, ...}`; only `network` is needed. UserError that names what is wrong."""
        if not isinstance(given, Mapping) or not isinstance(given.get("network"), str):
            raise UserError(
                Text(
                    'plan: it takes {{"network": key}}, and more where you wish: see /train.',
                    'plan: deve ser {{"network": chave}}, e mais se você quiser: veja /train.',
                ).format()
            )
        own = {"network", "freeze", "head", "augmentation", "views", "hidden", "dropout", "untouched", "name"}
        accepted = own | {one.name for one in fields(Settings)}
        for name in given:
            if name not in accepted:
                raise unknown("plan", name, sorted(accepted))
        settings = {name: value for name, value in given.items() if name not in own}
        Settings.read(settings)  # refused now, not after the queue
        return cls(
            network=given["network"],
            freeze=_text("freeze", given.get("freeze", ALL)),
            head=heads.find(given.get("head", "linear")).key,
            augmentation=AugmentationPlan.read(given.get("augmentation") or []),
            views=whole("views", given.get("views", 4), 0, MOST_VIEWS),
            hidden=whole("hidden", given.get("hidden", 64), 1, MOST_HIDDEN),
            dropout=_share(given.get("dropout", 0.2)),
            untouched=given.get("untouched", False) is True,
            name=_text("name", given.get("name", "my classes")),
            given=tuple(sorted(settings.items())),
        )

    def settings_at(self, *, all_frozen: bool, scratch: bool) -> Settings:
        """Defaults that just work for a place of the line, and what somebody chose instead."""
        default = SCRATCH if scratch else HEAD_ONLY if all_frozen else FURTHER_LEFT
        return Settings.read(dict(self.given), default)

    def to_json(self) -> dict[str, Any]:
        return {
            "network": self.network,
            "freeze": self.freeze,
            "head": self.head,
            "augmentation": self.augmentation.to_json(),
            "views": self.views,
            "hidden": self.hidden,
            "dropout": self.dropout,
            "untouched": self.untouched,
            "name": self.name,
            **dict(self.given),
        }


@dataclass(frozen=True, slots=True)
class Result:
    """What the taught network is worth, on pictures that it has not learned from."""

    classes: tuple[str, ...]
    examples: NDArray[np.int64]  # [picture]: ids of the validation pictures
    labels: NDArray[np.int64]  # [picture]
    answers: NDArray[np.int64]  # [picture]
    loss: float
    learned_from: int  # pictures
    untouched: tuple[int, int] | None  # right, of, on the part that nobody looked at before; None: there is none

    @property
    def right(self) -> int:
        return int((self.labels == self.answers).sum())

    @property
    def confusion(self) -> NDArray[np.int64]:
        """[class, said]: how many validation pictures of a class were said to be which."""
        found = np.zeros((len(self.classes),) * 2, np.int64)
        np.add.at(found, (self.labels, self.answers), 1)
        return found

    @property
    def interval(self) -> tuple[float, float]:
        """Of the accuracy, 95 %."""
        return wilson(self.right, len(self.labels))


def wilson(right: int, of: int, z: float = 1.959964) -> tuple[float, float]:
    """The interval of a share, 95 % (E. B. Wilson, JASA 22, 1927); (0, 1) of nothing."""
    if not of:
        return 0.0, 1.0
    share, z2 = right / of, z * z
    middle, half = share + z2 / (2 * of), z * ((share * (1 - share) + z2 / (4 * of)) / of) ** 0.5
    return max(0.0, (middle - half) / (1 + z2 / of)), min(1.0, (middle + half) / (1 + z2 / of))


@dataclass(frozen=True, slots=True)
class Teaching:
    """A sign of life of a training. The last one says why it ended, and which network came of it."""

    state: State
    before: int = 0  # trainings that go first, while queued
    seconds: float = 0.0  # about how long that takes, while queued
    done: int = 0  # views computed, while preparing
    total: int = 0
    epoch: int = 0
    epochs: int = 0
    step: int = 0
    steps: int = 0
    loss: float = float("nan")  # of the last batch
    accuracy: float = float("nan")
    train: Score | None = None  # the latest that was measured
    validation: Score | None = None
    weights: int = 0  # that learn
    views: int = 0  # each picture is seen in so many augmented views; −1: a new one in every epoch
    network: str = ""  # its key, at the end
    result: Result | None = None


def _text(name: str, given: object) -> str:
    if isinstance(given, str) and given:
        return given
    raise UserError(
        Text("plan: {name} is {given}; it takes a text.", "plan: {name} é {given}; aceita um texto.").format(
            name=name, given=repr(given)[:60]
        )
    )


def _share(given: object) -> float:
    if isinstance(given, int | float) and not isinstance(given, bool) and 0 <= given <= 0.9:
        return float(given)
    raise UserError(
        Text("plan: dropout is {given}; it takes a number from 0 to 0.9.", "plan: dropout é {given}; aceita um número de 0 a 0,9.").format(
            given=repr(given)[:60]
        )
    )
