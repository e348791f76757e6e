"""How a training goes: a value, read from what somebody sent, or refused in one sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args

from models.errors import UserError, unknown
from models.text import LANGUAGES, Text, number

Optimiser = Literal["sgd", "adam", "adamw"]
Schedule = Literal["constant", "cosine", "step"]
SEEDS = 2**31  # the upper half of what torch's generator tells apart is for dropout


@dataclass(frozen=True, slots=True)
class Bound:
    """A number that a training takes."""

    title: Text
    low: float
    high: float
    whole: bool = False


BOUNDS: Mapping[str, Bound] = {
    "epochs": Bound(Text("epochs", "épocas"), 1, 1000, whole=True),
    "learning_rate": Bound(Text("learning rate", "taxa"), 1e-6, 10),
    "batch": Bound(Text("batch", "lote"), 1, 512, whole=True),
    "weight_decay": Bound(Text("weight decay", "decaimento"), 0, 1),
    "momentum": Bound(Text("momentum", "momento"), 0, 0.999),
    "label_smoothing": Bound(Text("label smoothing", "suavização"), 0, 0.5),
    "clip": Bound(Text("longest gradient", "maior gradiente"), 0, 1000),
    "seed": Bound(Text("seed", "semente"), 0, SEEDS - 1, whole=True),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that decides a training beside its pictures and its network: equal settings, equal weights."""

    epochs: int = 40
    learning_rate: float = 1e-3
    batch: int = 16
    optimiser: Optimiser = "adam"
    schedule: Schedule = "constant"
    weight_decay: float = 0.0
    momentum: float = 0.9  # of sgd
    label_smoothing: float = 0.0
    clip: float = 0.0  # longest gradient of all weights together; 0: as long as it is
    seed: int = 0

    @classmethod
    def read(cls, given: Mapping[str, Any], default: Settings | None = None) -> Settings:
        """From names and numbers; what is missing is as in `default`. UserError for a name or a number that is not accepted."""
        names = [field.name for field in fields(cls)]
        for name in given:
            if name not in names:
                raise unknown("plan", name, names)
        return replace(default or cls(), **{name: _read(name, value) for name, value in given.items()})

    def rate(self, done: int, steps: int) -> float:
        """The learning rate of the step after `done` of `steps`.

        cosine: half a wave, down to nothing (Loshchilov and Hutter, ICLR 2017); step: a tenth after half, a hundredth after three quarters
        """
        if self.schedule == "cosine":
            return self.learning_rate * 0.5 * (1 + math.cos(math.pi * done / steps))
        if self.schedule == "step":
            return self.learning_rate * (0.1 ** ((2 * done >= steps) + (4 * done >= 3 * steps)))
        return self.learning_rate


def _read(name: str, value: object) -> Any:
    if name in ("optimiser", "schedule"):
        accepted = get_args({"optimiser": Optimiser, "schedule": Schedule}[name])
        if value not in accepted:
            raise unknown(name, value, accepted)
        return value
    bound = BOUNDS[name]
    good = isinstance(value, int | float) and not isinstance(value, bool) and bound.low <= value <= bound.high
    if not good or (bound.whole and value != int(value)):  # type: ignore[call-overload]
        raise _refused(name, value, bound)
    return int(value) if bound.whole else float(value)  # type: ignore[call-overload, arg-type]


def _refused(name: str, value: object, bound: Bound) -> UserError:
    kind = Text("a whole number", "um número inteiro") if bound.whole else Text("a number", "um número")
    low, high = (Text(*(number(end, language, 9) for language in LANGUAGES)) for end in (bound.low, bound.high))
    return UserError(
        Text(
            "plan: {name} is {given}; it takes {kind} from {low} to {high}.", "plan: {name} é {given}; aceita {kind} de {low} a {high}."
        ).format(name=name, given=repr(value)[:60], kind=kind, low=low, high=high)
    )
