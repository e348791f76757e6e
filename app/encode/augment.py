"""Variants and sweeps as they travel: JSON for cards, bytes for the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.encode.binary import Arrays, json_number, pack
from app.text import in_language
from models.text import Language
from models.types.augment import AugmentedVariants, Sweep, SweepInfo, TransformInfo, Variant


def transform_info(card: TransformInfo, language: Language) -> dict[str, Any]:
    settings = [
        {**{name: getattr(one, name) for name in ("name", "default", "low", "high", "step", "unit")}, "title": one.title[language]}
        for one in card.settings
    ]
    mark = [card.mark[0], card.mark[1][language]] if card.mark else None
    words = {"title": card.title[language], "about": card.about[language], "mark": mark}
    return {"key": card.key, **words, "settings": settings, "handle": card.handle, "mixes": card.mixes}


def sweep_info(card: SweepInfo, language: Language) -> dict[str, Any]:
    names = ("key", "unit", "low", "high", "points", "transform", "setting", "middle")
    return {**{name: getattr(card, name) for name in names}, "title": card.title[language]}


def parameters(variant: Variant) -> list[dict[str, Any]]:
    """What was drawn, step by step, as the public API says it."""
    return [{"transform": key, **drawn} for key, drawn in variant.parameters]


def variants_part(made: AugmentedVariants, of: list[int], language: Language, *, pictures: bool) -> bytes:
    """Some variants: what each drew, the most probable class and its probability per network; `of`: which networks these are."""
    header = {
        "networks": of,
        "partner": made.partner_classes,
        "variants": [
            {"index": one.index, "seed": one.seed, "parameters": parameters(one), "signs": in_language(one.summaries, language)}
            for one in made.variants
        ],
    }
    arrays: Arrays = {"pictures": made.pictures} if pictures else {}  # [n, h, w, c]
    for place, logits in zip(of, made.logits, strict=True):
        best, probability = best_classes(logits)
        arrays |= {f"best:{place}": best, f"probability:{place}": probability}  # [n]
    return pack(header, arrays)


def top_classes(logits: NDArray[np.float32], classes: Sequence[str], top: int) -> list[dict[str, Any]]:
    """[class] → the `top` classes, most probable first, as `/predict` says them."""
    odds = np.exp(logits.astype(np.float64) - logits.max())
    order = np.argsort(-logits, kind="stable")[:top]
    return [
        {"index": int(k), "label": classes[k], "logit": json_number(logits[k]), "probability": json_number(odds[k] / odds.sum())}
        for k in order
    ]


def best_classes(logits: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """[n, class] → the most probable class of each, and its probability."""
    odds = np.exp(logits.astype(np.float64) - logits.max(1, keepdims=True))
    return logits.argmax(1).astype(np.float32), (1 / odds.sum(1)).astype(np.float32)


def sweep_part(made: Sweep, places: list[int], shown: list[int]) -> bytes:
    """Some places of a curve; the pictures of those in `shown`."""
    at = [i for i, place in enumerate(places) if place in shown]
    arrays: Arrays = {"values": made.values, "pictures": made.pictures[at]}
    for i, (probabilities, best) in enumerate(zip(made.probabilities, made.predictions, strict=True)):
        arrays |= {f"probability:{i}": probabilities, f"best:{i}": best.astype(np.float32)}  # [place]
    return pack({"places": places, "shown": [places[i] for i in at], "asked": made.target_classes}, arrays)
