"""Classes, places of the freeze line and trainings as they travel to the page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from app.encode import binary
from app.text import spoken
from models.text import Language
from models.types.fine_tune import (
    Brought,
    BuiltIn,
    Compared,
    Comparing,
    HeadCard,
    PlaceCost,
    Result,
    Score,
    Share,
    TaughtClass,
    Teaching,
    Undoable,
    wilson,
)


def head(given: HeadCard, language: Language) -> dict[str, Any]:
    return {"key": given.key, "title": given.title[language], "about": given.about[language], "stepwise": given.stepwise}


def built_in(given: BuiltIn, language: Language) -> dict[str, Any]:
    return {
        "key": given.key,
        "title": given.title[language],
        "about": given.about[language],
        "classes": spoken(given.classes, language),
        "credit": given.credit,
        "kind": given.kind,
        "here": given.here,
        "megabytes": given.megabytes,
    }


def taught(given: TaughtClass, share: Share | None) -> dict[str, Any]:
    """A class with the ids of its examples, the oldest first, and how many of them are learned from and kept back."""
    learned, checked, untouched = (share.learned, share.checked, share.untouched) if share else (0, 0, 0)
    examples = [example.id for example in given.examples]
    own = any(not example.side for example in given.examples)
    return {
        "id": given.id,
        "name": given.name,
        "enabled": given.enabled,
        "examples": examples,
        "own": own,
        "learned": learned,
        "checked": checked,
        "untouched": untouched,
    }


def state(given: Undoable, shares: Mapping[int, Share]) -> dict[str, Any]:
    """A visitor's classes, the built-in set that stands there (null: none), and how many steps can be undone and made again."""
    now = given.now
    return {
        "classes": [taught(one, shares.get(one.id)) for one in now.classes],
        "dataset": now.dataset or None,
        "each": now.each or None,
        "chosen": now.chosen,
        "undo": given.undo,
        "redo": given.redo,
    }


def brought(given: Brought, language: Language) -> dict[str, Any]:
    """What there is to say of a zip: files that were left out, and classes with hardly a picture."""
    left_out = [{"name": one.name, "why": one.why[language]} for one in given.left_out]
    return {"left_out": left_out, "few": [{"name": name, "count": count} for name, count in given.few]}


def place(given: PlaceCost) -> dict[str, Any]:
    """A place of the line; `layer` is the first that learns there, `after` the last before it."""
    return {
        "layer": given.place.layer,
        "after": given.place.after,
        "weights": given.place.weights,
        "learns": given.learns,
        "seconds": binary.real(given.seconds),
        "epochs": given.epochs,
        "learning_rate": given.learning_rate,
    }


def sign(given: Teaching) -> dict[str, Any]:
    """A sign of life of a training."""
    said: dict[str, Any] = {
        "state": given.state,
        "before": given.before,
        "seconds": binary.real(given.seconds),
        "done": given.done,
        "total": given.total,
        "epoch": given.epoch,
        "epochs": given.epochs,
        "step": given.step,
        "steps": given.steps,
        "loss": binary.real(given.loss),
        "accuracy": binary.real(given.accuracy),
        "train": score(given.train),
        "validation": score(given.validation),
        "weights": given.weights,
        "views": given.views,
        "network": given.network,
        "exploded": given.exploded,
        "growth": binary.real(given.growth),
    }
    outcome = given.result or given.so_far
    return said | {"result": result(outcome) if outcome else None, "over": given.result is not None}


def score(given: Score | None) -> dict[str, Any] | None:
    return {"loss": binary.real(given.loss), "accuracy": binary.real(given.accuracy)} if given else None


def result(given: Result) -> dict[str, Any]:
    """What a taught network is worth. `pictures`: of every checked one its example, class, answer, and how sure that was (% or null)."""
    sure = [binary.real(round(100 * float(one), 1)) for one in given.sure] or [None] * len(given.labels)
    rows = zip(given.examples.tolist(), given.labels.tolist(), given.answers.tolist(), sure, strict=True)
    untouched = given.untouched and {"right": given.untouched[0], "of": given.untouched[1], "interval": wilson(*given.untouched)}
    return {
        "classes": given.classes,
        "right": given.right,
        "of": len(given.labels),
        "interval": given.interval,
        "balanced": binary.real(given.balanced),
        "confusion": given.confusion.tolist(),
        "pictures": [list(row) for row in rows],
        "learned_from": given.learned_from,
        "untouched": untouched,
    }


def compared(given: Comparing | Compared) -> dict[str, Any]:
    """A point of the two lanes with its 95 % interval, or a sign of life."""
    if isinstance(given, Comparing):
        return {"lane": given.lane, "count": given.count, "share": binary.real(given.share), "before": given.before, "ended": given.ended}
    counts = {"count": given.count, "right": given.right, "of": given.of, "interval": wilson(given.right, given.of)}
    paired = {"p": binary.real(given.p), "only": given.only}
    return {"lane": given.lane, **counts, **paired, "seconds": binary.real(given.seconds), "done": given.done, "points": given.points}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as one zip; weights hardly shrink, so nothing is packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()
