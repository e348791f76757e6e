"""How a network is taught: a plan, read from what somebody sent, or refused in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from models.augment.config import AugmentationPlan
from models.errors import UserError, unknown
from models.number_spec import real, whole
from models.text import Text
from models.training.core.settings import Settings
from models.training.fine_tune import head as heads
from models.training.fine_tune.freeze_points import ALL

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
    class_weights: bool = False  # a rare class counts as much as a frequent one
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
        own = {"network", "freeze", "head", "augmentation", "views", "hidden", "dropout", "class_weights", "untouched", "name"}
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
            views=whole("plan.views", given.get("views", 4), 0, MOST_VIEWS),
            hidden=whole("plan.hidden", given.get("hidden", 64), 1, MOST_HIDDEN),
            dropout=real("plan.dropout", given.get("dropout", 0.2), 0, 0.9),
            class_weights=given.get("class_weights", False) is True,
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
            "class_weights": self.class_weights,
            "untouched": self.untouched,
            "name": self.name,
            **dict(self.given),
        }


def _text(name: str, given: object) -> str:
    if isinstance(given, str) and given:
        return given
    raise UserError(
        Text("plan: {name} is {given}; it takes a text.", "plan: {name} é {given}; aceita um texto.").format(
            name=name, given=repr(given)[:60]
        )
    )
