"""What a head is: the last layer of a taught network, made for its classes. The heads are in `heads`, one file each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import torch
from torch import Tensor, nn

from models import registry
from models.engine.tracing import TRACING_LOCK
from models.errors import UserError, unknown
from models.text import Text
from models.types.fine_tune import HeadInfo, HeadSetting


@dataclass(frozen=True, slots=True)
class HeadSpec:
    """All that is needed to build a head again, empty."""

    head: str
    features: int  # numbers that it reads
    classes: int
    hidden: int = 0  # units between, of a head that has some
    dropout: float = 0.0  # share of them that drops out in training
    codes: int = 0  # examples that it remembers, of a head that does

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Head:
    """One kind, with all that the page, the bounds and the script to download need to know of it; none of them knows a head by its key.

    fit: (features (N, d), labels (N), seed, weights of the classes (K) or None) into a built head, for one without steps.
    code: (hidden, dropout) → what the script says: for a head with steps the expression of a module that reads FEATURES numbers and makes
        `classes`; for one without, the whole function `teach` (`svm.py`), in which @BALANCED stands where class weights go.
    """

    key: str
    order: int
    title: Text
    about: Text
    build: Callable[[HeadSpec], nn.Module]  # (N, d) → (N, classes)
    fit: Callable[[nn.Module, Tensor, Tensor, int, Tensor | None], None] | None
    standardizes: (
        bool  # its features are moved to mean 0 and spread 1 first; `fold_scaler` brings its weights back to the features as they are
    )
    code: Callable[[int, float], str]
    stores_examples: bool = False  # one code per example
    behind: tuple[type[nn.Module], ...] = ()  # of one that builds a chain whose first module reads the features: the modules after it
    settings: tuple[HeadSetting, ...] = ()  # which of the plan's settings it takes
    choice: str = ""  # the page's button, where heads share one: hidden units or none decide between them; "": its own, by its key
    subject: Text | None = None  # as the subject of a sentence, "A linear SVM"; None: its title
    found: Text | None = None  # of one without steps: what is shown instead of curves; None: `about`
    why_unweighted: Text | None = None  # why weights of classes mean nothing to it; None: they do


@cache
def heads() -> Mapping[str, Head]:
    """Every head there is by key, in order. Two with the same key or place refuse to start."""
    found: list[Head] = registry.discover("models.training.fine_tune.heads", "HEAD")
    return registry.by_key(found, "head")


def head_infos() -> tuple[HeadInfo, ...]:
    """Every head, as a menu shows it."""
    return tuple(_info(one) for one in heads().values())


def _info(head: Head) -> HeadInfo:
    return HeadInfo(
        key=head.key,
        title=head.title,
        about=head.about,
        stepwise=head.fit is None,
        choice=head.choice or head.key,
        settings=head.settings,
        subject=head.subject or head.title,
        found=head.found or head.about,
        why_unweighted=head.why_unweighted,
    )


def count_parameters(head_spec: HeadSpec) -> int:
    """Weights that such a head would have, without making them."""
    with torch.device("meta"):
        return sum(parameter.numel() for parameter in find(head_spec.head).build(head_spec).parameters())


def find(key: object) -> Head:
    """UserError with the nearest key for one that is none."""
    if not isinstance(key, str) or key not in heads():
        raise unknown("head", key, heads())
    return heads()[key]


def head_settings(key: str, hidden: int, dropout: float) -> dict[str, Any]:
    """Those settings of a plan that a head takes, as the arguments of `HeadSpec`."""
    return {name: value for name, value in (("hidden", hidden), ("dropout", dropout)) if name in find(key).settings}


def build(head_spec: HeadSpec, seed: int = 0) -> nn.Module:
    """A new head, eval mode, gradients off, as its constructors make it after torch.manual_seed(seed); the global generator stays."""
    with TRACING_LOCK, torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        return find(head_spec.head).build(head_spec).eval().requires_grad_(False)


@dataclass(frozen=True, slots=True)
class FeatureScaler:
    """Mean and spread of every feature over the pictures that are learned from."""

    mean: Tensor  # (d)
    std: Tensor  # (d); 1 where a feature never changes

    @classmethod
    def fit(cls, features: Tensor) -> FeatureScaler:
        """Of (N, d)."""
        spread = features.std(0, correction=0)
        return cls(features.mean(0), torch.where(spread > 1e-6 * features.abs().amax(0).clamp_min(1e-12), spread, torch.ones_like(spread)))

    def transform(self, features: Tensor) -> Tensor:
        """(..., d) → the same with mean 0 and spread 1."""
        return (features - self.mean) / self.std


@torch.no_grad()
def fold_scaler(head: nn.Module, scaler: FeatureScaler) -> None:
    """Into the first dense layer: W (f − mean) / spread + b = (W / spread) f + (b − W mean / spread). No other file is needed then."""
    first = next(module for module in head.modules() if isinstance(module, nn.Linear))
    exact = first.weight.double() / scaler.std.double()  # (out, d)
    first.bias.copy_(first.bias.double() - exact @ scaler.mean.double())
    first.weight.copy_(exact)


def parse_head_spec(given: object) -> HeadSpec:
    """From what a file says of itself. UserError for anything that is none."""
    numbers = {"features": 10**7, "classes": 10**4, "hidden": 10**5, "codes": 10**6}
    good = isinstance(given, Mapping) and set(given) == {*numbers, "head", "dropout"}
    if good and isinstance(given, Mapping):
        good = all(type(given[name]) is int and 0 <= given[name] <= most for name, most in numbers.items())
        good = good and type(given["dropout"]) in (int, float) and 0 <= given["dropout"] <= 0.9
        good = good and isinstance(given["head"], str) and given["head"] in heads()
        if good:
            return HeadSpec(**given)
    raise UserError(
        Text(
            "The file does not say which head its network has; bring one that was saved here.",
            "O arquivo não diz qual cabeça a rede tem; traga um que tenha sido salvo aqui.",
        )
    )
