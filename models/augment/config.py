"""A plan of augmentation: transforms in an order, each with its settings. A value: JSON in, JSON out.

    config = AugmentationConfig.from_json([{"transform": "rotation", "parameters": {"degrees": [-30, 30]}}])
    parameters = [config.draw(seed, index, (1, 28, 28)) for index in range(12)]
    variants = config.apply(pictures, parameters)  # uint8 (12, 1, 28, 28) → the same

Each transform draws from a generator of its own, seeded by seed, index and its name: variant 17 is the same however many are made, a
transform that is left out takes no draw from the others, and a setting that moves leaves every draw where it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

import torch
from torch import Tensor

from models import json_reader, limits, registry
from models.augment.transform import Drawn, Shape, TorchvisionRng, Transform
from models.errors import UserError, unknown
from models.number_spec import Value
from models.text import Text

DrawnParameters = tuple[Drawn, ...]
"""What was drawn for one picture, step by step."""
SEED_LIMIT = 2**32  # what torch's generator tells apart


@cache
def transforms() -> Mapping[str, Transform]:
    """Every transform there is, by key, in the order in which lists show them. Two with the same key refuse to start."""
    found: list[Transform] = registry.discover("models.augment.transforms", "TRANSFORM")
    return registry.by_key(found, "transform", shared_places=True)


@dataclass(frozen=True, slots=True)
class TransformStep:
    """One transform of a plan and what it is set to."""

    key: str
    settings: tuple[tuple[str, Value], ...]

    @property
    def transform(self) -> Transform:
        return transforms()[self.key]

    @property
    def values(self) -> dict[str, Value]:
        return dict(self.settings)


@dataclass(frozen=True, slots=True)
class AugmentationConfig:
    """Steps in the order in which they run. Empty: nothing happens to a picture."""

    steps: tuple[TransformStep, ...] = ()

    @classmethod
    def from_json(cls, given: object) -> AugmentationConfig:
        """From `[{"transform": key, "parameters": {...}}]` or its JSON text; a missing parameter takes its default.

        UserError that names the step and what it takes, for anything else.
        """
        if isinstance(given, str):
            given = _from_text(given)
        if not isinstance(given, list | tuple):
            raise _not_a_step_list(given)
        most = int(limits.AUGMENT_STEPS.value)
        if len(given) > most:
            raise UserError(
                Text("plan: it has {given} steps; {most} is the most.", "plan: são {given} passos; o máximo é {most}.").format(
                    given=len(given), most=most
                )
            )
        return cls(tuple(_parse_step(one) for one in given))

    def to_json(self) -> list[dict[str, Any]]:
        """What `read` takes, with every parameter written out."""
        return [
            {"transform": step.key, "parameters": {name: list(v) if isinstance(v, tuple) else v for name, v in step.settings}}
            for step in self.steps
        ]

    @property
    def mixes(self) -> bool:
        """Whether a step mixes pictures of a batch with each other."""
        return any(step.transform.own_label_share for step in self.steps)

    def step_seeds(self, seed: int, index: int) -> list[int]:
        """The seed of each step's generator for picture `index`: that of torchvision's line too."""
        seen: dict[str, int] = {}
        found = []
        for step in self.steps:
            again = seen[step.key] = seen.get(step.key, -1) + 1
            digest = blake2b(f"{seed} {index} {step.key} {again}".encode(), digest_size=4).digest()
            found.append(int.from_bytes(digest, "little"))
        return found

    def draw(self, seed: int, index: int, shape: Shape) -> DrawnParameters:
        """The parameters of picture `index`, (C, H, W): the same for the same arguments, on every machine."""
        seeds = self.step_seeds(seed, index)
        return tuple(step.transform.draw(step.values, TorchvisionRng(one), shape) for step, one in zip(self.steps, seeds, strict=True))

    @torch.no_grad()
    def apply(self, pictures: Tensor, parameters: Sequence[DrawnParameters]) -> Tensor:
        """uint8 (N, C, H, W), each picture with its own parameters → uint8 (N, C, H, W). `pictures` are left as they are.

        A step that mixes takes the picture before each one in the batch, the last one for the first, as torchvision does.
        """
        for at, step in enumerate(self.steps):
            pictures = step.transform.apply(pictures, [drawn[at] for drawn in parameters])
        return pictures

    def mix_labels(self, targets: Tensor, parameters: Sequence[DrawnParameters]) -> Tensor:
        """Shares of the classes (N, K) after the same mixing; unchanged where no step mixes."""
        for at, step in enumerate(self.steps):
            if step.transform.own_label_share:
                own = torch.tensor([step.transform.own_label_share(drawn[at]) for drawn in parameters])[:, None]  # (N, 1)
                targets = own * targets + (1 - own) * targets.roll(1, 0)
        return targets


def _from_text(text: str) -> object:
    try:
        return json_reader.read(text, "plan")
    except UserError:
        raise _not_a_step_list(text) from None


def _not_a_step_list(given: object) -> UserError:
    return UserError(
        Text(
            'plan: {given} is no list of steps such as [{{"transform": "rotation", "parameters": {{"degrees": [-15, 15]}}}}].',
            'plan: {given} não é uma lista de passos como [{{"transform": "rotation", "parameters": {{"degrees": [-15, 15]}}}}].',
        ).format(given=repr(given)[:60])
    )


def _parse_step(given: object) -> TransformStep:
    if not isinstance(given, Mapping) or set(given) - {"transform", "parameters"} or "transform" not in given:
        raise _not_a_step_list(given)
    transform = transforms().get(given["transform"]) if isinstance(given["transform"], str) else None
    if transform is None:
        raise unknown("transform", given["transform"], transforms())
    sent = given.get("parameters") or {}
    if not isinstance(sent, Mapping):
        raise _not_a_step_list(given)
    names = [setting.name for setting in transform.settings]
    for name in sent:
        if name not in names:
            raise unknown(f"plan: {transform.key}", name, names)
    read = ((s.name, s.read(sent[s.name], f"plan.{transform.key}.") if s.name in sent else s.default) for s in transform.settings)
    return TransformStep(transform.key, tuple(read))
