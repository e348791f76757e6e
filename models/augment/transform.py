"""What a transform of augmentation is: what it takes, what it draws, what it does to a batch, and the line of torchvision that does it.

Drawing is apart from applying. `draw` asks chance in the order in which the transform of torchvision.transforms.v2 asks it, so that
`torch.manual_seed` with the same seed and torchvision's own line make the same pixels; `apply` is deterministic and works on uint8
batches. The transforms are in `transforms`, one file each; `models.augment.config` puts them into a plan.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import Generator, Tensor

from models.number_spec import NumberSpec, Value
from models.text import LANGUAGES, Language, Text, number

PARTNER_OFFSET = 2**31  # of a picture that is mixed with others the partner of variant i draws as picture FAR + i
Shape = tuple[int, int, int]
"""(channels, height, width) of a picture."""

Values = Mapping[str, Value]
Drawn = Mapping[str, Any]
"""What was drawn for one picture: numbers, texts and lists, so that JSON can carry it; all that `apply` needs."""


@dataclass(frozen=True, slots=True)
class Transform:
    """One transform: found in `transforms` by its key."""

    key: str
    order: int  # its place in lists
    title: Text
    about: Text  # one sentence: what it does
    settings: tuple[NumberSpec, ...]
    handle: tuple[str, ...]  # the settings that one handle on the page moves together
    draw: Callable[[Values, TorchvisionRng, Shape], dict[str, Any]]
    apply: Callable[[Tensor, Sequence[Drawn]], Tensor]  # uint8 (N, C, H, W) and N draws → uint8 (N, C, H, W)
    code: Callable[[Values, Shape], str]  # its line of torchvision.transforms.v2
    summary: Callable[[Drawn], Text]  # what a draw did, as short as it can be said; "" for nothing
    mark: tuple[str, Text] | None = None  # a sign that needs a word, and the word
    own_label_share: Callable[[Drawn], float] | None = None  # of a transform that mixes pictures: the share of the label that stays
    mix: Callable[..., tuple[Tensor, Tensor]] | None = None  # of one that mixes: (pictures, target, seeds, **settings), for the shown code

    @property
    def defaults(self) -> dict[str, Value]:
        return {setting.name: setting.default for setting in self.settings}


class TorchvisionRng:
    """A generator of its own, asked in torchvision's words: with the same seed the global one would answer the same."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.generator = Generator().manual_seed(seed)

    def uniform(self, low: float, high: float) -> float:
        return torch.empty(1).uniform_(low, high, generator=self.generator).item()

    def log_uniform(self, low: float, high: float) -> float:
        """Evenly between two ratios on a logarithmic scale."""
        drawn = torch.empty(1).uniform_(*_log_ends(low, high), generator=self.generator)
        return torch.exp(drawn).item()

    def bernoulli(self, p: float) -> bool:
        return not bool(torch.rand(1, generator=self.generator) >= p)

    def coin_flip(self) -> bool:
        return bool(torch.rand((), generator=self.generator) <= 0.5)

    def randint(self, high: int, low: int = 0) -> int:
        """A whole number, low … high − 1."""
        return int(torch.randint(low, high, (1,), generator=self.generator))

    def randperm(self, count: int) -> list[int]:
        order: list[int] = torch.randperm(count, generator=self.generator).tolist()
        return order

    def dirichlet(self, alpha: float, count: int) -> list[float]:
        """Numbers that make 1 together, from a Dirichlet distribution; two of them are Beta(alpha, alpha)."""
        drawn: list[float] = torch._sample_dirichlet(torch.tensor([[alpha] * count]), generator=self.generator)[0].tolist()
        return drawn

    def fork_seed(self) -> int:
        """The seed of what is drawn when it is applied, where that would be too large to write down: noise, fields."""
        return self.seed


@lru_cache(maxsize=64)  # two numbers a setting: nothing whose bytes would count
def _log_ends(low: float, high: float) -> tuple[float, float]:
    """As float32 has them."""
    ends = torch.log(torch.tensor([low, high]))
    return float(ends[0]), float(ends[1])


def apply_where(pictures: Tensor, which: Sequence[bool], f: Callable[[Tensor], Tensor]) -> Tensor:
    """`f` on those pictures of a batch that are named, all at once."""
    if not any(which):
        return pictures
    if all(which):
        return f(pictures)
    named = [i for i, one in enumerate(which) if one]
    return _assign(pictures.clone(), named, f(_select(pictures, named)))


def apply_happened(pictures: Tensor, drawn: Sequence[Drawn], f: Callable[[Tensor, Drawn], Tensor]) -> Tensor:
    """`f` on the pictures (1, C, H, W) to which it happened by the coin that `happened` holds; the others stay as they are."""
    happened = [one for one in drawn if one["happened"]]
    return apply_where(pictures, [one["happened"] for one in drawn], lambda some: apply_each(some, happened, f))


def draw_happened(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    """The coin of `apply_happened`, where nothing else is drawn."""
    return {"happened": rng.bernoulli(single_value(values, "p"))}


def apply_each(pictures: Tensor, drawn: Sequence[Drawn], f: Callable[[Tensor, Drawn], Tensor]) -> Tensor:
    """`f` on each picture (1, C, H, W) with its own draw; those with the same draw go together."""
    groups: dict[str, list[int]] = {}
    for i, one in enumerate(drawn):
        groups.setdefault(repr(one), []).append(i)
    if len(groups) == 1:
        return f(pictures, drawn[0])
    out = torch.empty_like(pictures)
    for members in groups.values():
        _assign(out, members, f(_select(pictures, members), drawn[members[0]]))
    return out


def _select(pictures: Tensor, which: Sequence[int]) -> Tensor:
    """`pictures[which]`, which would go number by number."""
    return pictures[which[0]][None] if len(which) == 1 else pictures.index_select(0, torch.tensor(which))


def _assign(pictures: Tensor, which: Sequence[int], by: Tensor) -> Tensor:
    """`pictures[which] = by`, which would go number by number."""
    for i, picture in zip(which, by, strict=True):
        pictures[i] = picture
    return pictures


def copy_to_uint8(levels: Tensor, out: Tensor) -> None:
    """Numbers from 0 to 255 as float32, without their fractions, into uint8: a fifth of the time of torch's own `copy_`."""
    np.copyto(out.numpy(), levels.numpy(), casting="unsafe")


def python_literal(value: Value) -> str:
    """A value as Python writes it, whole numbers without a point."""
    if isinstance(value, tuple):
        return f"({python_literal(value[0])}, {python_literal(value[1])})"
    return repr(int(value)) if value == int(value) else repr(value)


def pair_value(values: Values, name: str) -> tuple[float, float]:
    value = values[name]
    assert isinstance(value, tuple)
    return value


def single_value(values: Values, name: str) -> float:
    value = values[name]
    assert not isinstance(value, tuple)
    return value


def round_significant(value: float, digits: int = 2) -> float:
    """A number as a sign says it: so many digits, and no −0."""
    if value == 0 or not math.isfinite(value):
        return 0.0
    rounded = float(f"{value:.{digits}g}")
    return 0.0 if rounded == 0 else rounded


def number_text(template: str, *numbers: float) -> Text:
    """`template` with numbers in it, as each language writes them."""

    def said(language: Language) -> str:
        return template.format(*(number(round_significant(one, 3), language) for one in numbers))

    return Text(*(said(language) for language in LANGUAGES))


NO_TEXT = Text("", "")
PROBABILITY_TITLE = Text("Probability", "Probabilidade")


def probability_setting(default: float) -> NumberSpec:
    return NumberSpec("p", PROBABILITY_TITLE, default, 0.0, 1.0, 0.05)


def fill_setting() -> NumberSpec:
    """What lies where the picture was moved away from."""
    return NumberSpec("fill", Text("Level of the empty corners", "Nível dos cantos vazios"), 0, 0, 255, 1)


def fill_argument(values: Values) -> str:
    """The fill as an argument, where it is not torchvision's own."""
    return f", fill={python_literal(single_value(values, 'fill'))}" if values["fill"] else ""


BILINEAR = 'interpolation="bilinear"'
