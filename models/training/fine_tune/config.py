"""How a network is taught: a plan, read from what somebody sent, or refused in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from models import limits
from models.augment.config import AugmentationConfig
from models.errors import UserError, short_repr, unknown
from models.number_spec import real, whole_number
from models.text import Text
from models.training.core.settings import TrainingSettings
from models.training.fine_tune import head as heads
from models.training.fine_tune.freeze_points import FREEZE_ALL
from models.types.fine_tune import Classes

DEFAULT_HEAD = "linear"
MAX_VIEWS, MAX_HIDDEN = 16, 1024
HEAD_ONLY_SETTINGS = TrainingSettings(epochs=40, learning_rate=1e-3)
DEEPER_SETTINGS = TrainingSettings(epochs=10, learning_rate=2e-4, optimiser="adamw", weight_decay=0.01)
SCRATCH_SETTINGS = TrainingSettings(epochs=30, learning_rate=1e-3)


@dataclass(frozen=True, slots=True)
class FineTuneConfig:
    """How a network is fine-tuned. A setting that is missing in `settings` has the default of its freeze point: see `settings_at`."""

    network: str
    freeze: str = FREEZE_ALL
    head: str = DEFAULT_HEAD
    augmentation: AugmentationConfig = field(default_factory=AugmentationConfig)
    views: int = 4  # augmented ones of each picture, where they are computed once
    hidden: int = 64  # units of the head that has some
    dropout: float = 0.2  # of them
    class_weights: bool = False  # a rare class counts as much as a frequent one
    with_test: bool = False  # keep a third part that is measured once, at the very end
    name: str = "my classes"
    only: tuple[int, ...] = ()  # ids of the classes that take part; () for all that are enabled
    overrides: tuple[tuple[str, Any], ...] = ()  # settings that somebody chose

    @classmethod
    def from_json(cls, given: object) -> FineTuneConfig:
        """From `{"network": key, ...}`; only `network` is needed. UserError that names what is wrong."""
        if not isinstance(given, Mapping) or not isinstance(given.get("network"), str):
            raise UserError(
                Text(
                    'plan: it takes {{"network": key}}, and more where you wish: see /train.',
                    'plan: deve ser {{"network": chave}}, e mais se você quiser: veja /train.',
                ).format()
            )
        own = {"network", "freeze", "head", "augmentation", "views", "hidden", "dropout", "class_weights", "untouched", "name", "only"}
        accepted = own | {one.name for one in fields(TrainingSettings)}
        for name in given:
            if name not in accepted:
                raise unknown("plan", name, sorted(accepted))
        settings = {name: value for name, value in given.items() if name not in own}
        TrainingSettings.from_json(settings)  # refused now, not after the queue
        return cls(
            network=given["network"],
            freeze=_text("freeze", given.get("freeze", FREEZE_ALL)),
            head=heads.find(given.get("head", DEFAULT_HEAD)).key,
            augmentation=AugmentationConfig.from_json(given.get("augmentation") or []),
            views=whole_number("plan.views", given.get("views", 4), 0, MAX_VIEWS),
            hidden=whole_number("plan.hidden", given.get("hidden", 64), 1, MAX_HIDDEN),
            dropout=real("plan.dropout", given.get("dropout", 0.2), 0, 0.9),
            class_weights=given.get("class_weights", False) is True,
            with_test=given.get("untouched", False) is True,
            name=_text("name", given.get("name", "my classes")),
            only=_ids(given.get("only", [])),
            overrides=tuple(sorted(settings.items())),
        )

    def taking_part(self, classes: Classes) -> Classes:
        """Those of the enabled ones that the plan names; all where it names none."""
        return tuple(one for one in classes if one.enabled and (not self.only or one.id in self.only))

    def settings_at(self, *, all_frozen: bool, scratch: bool) -> TrainingSettings:
        """The defaults of a freeze point, and what the visitor chose instead."""
        default = SCRATCH_SETTINGS if scratch else HEAD_ONLY_SETTINGS if all_frozen else DEEPER_SETTINGS
        return TrainingSettings.from_json(dict(self.overrides), default)

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
            "untouched": self.with_test,
            "name": self.name,
            **({"only": list(self.only)} if self.only else {}),
            **dict(self.overrides),
        }


def _text(name: str, given: object) -> str:
    if isinstance(given, str) and given:
        return given
    raise UserError(
        Text("plan: {name} is {given}; it takes a text.", "plan: {name} é {given}; aceita um texto.").format(
            name=name, given=repr(given)[:60]
        )
    )


def _ids(given: object) -> tuple[int, ...]:
    most = int(limits.CLASSES.value)
    if isinstance(given, list) and len(given) <= most and all(type(one) is int for one in given):
        return tuple(given)
    raise UserError(
        Text(
            "plan: only is {given}; it takes a list of up to {most} ids of classes.",
            "plan: only é {given}; aceita uma lista de até {most} números de classes.",
        ).format(given=short_repr(given), most=most)
    )
