"""How a training goes: a value, read from what somebody sent, or refused in one sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args

from models.errors import unknown
from models.number_spec import NumberSpec
from models.text import Text

Optimiser = Literal["sgd", "adam", "adamw"]
Schedule = Literal["constant", "cosine", "step"]
SEED_LIMIT = 2**31  # the upper half of what torch's generator tells apart is for dropout


BOUNDS: Mapping[str, NumberSpec] = {
    one.name: one
    for one in (
        NumberSpec("epochs", Text("epochs", "épocas"), 40, 1, 1000, 1),
        NumberSpec("learning_rate", Text("learning rate", "taxa"), 1e-3, 1e-6, 10),
        NumberSpec("batch", Text("batch", "lote"), 16, 1, 512, 1),
        NumberSpec("weight_decay", Text("weight decay", "decaimento"), 0, 0, 1),
        NumberSpec("momentum", Text("momentum", "momento"), 0.9, 0, 0.999),
        NumberSpec("label_smoothing", Text("label smoothing", "suavização"), 0, 0, 0.5),
        NumberSpec("clip", Text("longest gradient", "maior gradiente"), 0, 0, 1000),
        NumberSpec("seed", Text("seed", "semente"), 0, 0, SEED_LIMIT - 1, 1),
    )
}


@dataclass(frozen=True, slots=True)
class TrainingSettings:
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
    def from_json(cls, given: Mapping[str, Any], default: TrainingSettings | None = None) -> TrainingSettings:
        """From names and numbers; what is missing is as in `default`. UserError for a name or a number that is not accepted."""
        names = [field.name for field in fields(cls)]
        for name in given:
            if name not in names:
                raise unknown("plan", name, names)
        return replace(default or cls(), **{name: _read(name, value) for name, value in given.items()})

    def learning_rate_at(self, done: int, steps: int) -> float:
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
    return BOUNDS[name].read(value, "plan.")
