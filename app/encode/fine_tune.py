"""Classes, places of the freeze line and trainings as they travel to the page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from app.encode import binary
from app.text import in_language
from models.text import Language
from models.types.fine_tune import (
    BuiltInDataset,
    ComparisonPoint,
    ComparisonProgress,
    FineTuneProgress,
    FineTuneResult,
    FreezePointCost,
    HeadInfo,
    ImportReport,
    Score,
    SplitCounts,
    UndoState,
    VisitorClass,
    wilson_interval,
)


def head_info(given: HeadInfo, language: Language) -> dict[str, Any]:
    return {
        "key": given.key,
        "title": given.title[language],
        "about": given.about[language],
        "stepwise": given.stepwise,
        "choice": given.choice,
        "settings": given.settings,
        "subject": given.subject[language],
        "found": given.found[language],
        "why_unweighted": given.why_unweighted[language] if given.why_unweighted else None,
    }


def builtin_dataset(given: BuiltInDataset, language: Language) -> dict[str, Any]:
    return {
        "key": given.key,
        "title": given.title[language],
        "about": given.about[language],
        "classes": in_language(given.classes, language),
        "credit": given.credit,
        "kind": given.kind,
        "here": given.available,
        "megabytes": given.megabytes,
        "first": given.first,
    }


def class_info(given: VisitorClass, share: SplitCounts | None) -> dict[str, Any]:
    """A class with the ids of its examples, the oldest first, and how many of them are learned from and kept back."""
    learned, checked, untouched = (share.train, share.validation, share.test) if share else (0, 0, 0)
    examples = [example.id for example in given.examples]
    own = any(not example.fixed_split for example in given.examples)
    return {
        "id": given.id,
        "name": given.name,
        "enabled": given.enabled,
        "examples": examples,
        "own": own,
        "photographs": sum(example.kind == "photograph" for example in given.examples),
        "learned": learned,
        "checked": checked,
        "untouched": untouched,
    }


def state(given: UndoState, shares: Mapping[int, SplitCounts]) -> dict[str, Any]:
    """A visitor's classes, the built-in set that stands there (null: none), and how many steps can be undone and made again."""
    now = given.current
    return {
        "classes": [class_info(one, shares.get(one.id)) for one in now.classes],
        "dataset": now.dataset or None,
        "each": now.per_class or None,
        "chosen": now.chosen,
        "undo": given.undo_count,
        "redo": given.redo_count,
    }


def upload_summary(given: ImportReport, language: Language) -> dict[str, Any]:
    """What there is to say of a zip: files that were left out, and classes with hardly a picture."""
    left_out = [{"name": one.name, "why": one.reason[language]} for one in given.skipped]
    return {"left_out": left_out, "few": [{"name": name, "count": count} for name, count in given.small_classes]}


def freeze_point(given: FreezePointCost) -> dict[str, Any]:
    """A place of the line; `layer` is the first that learns there, `after` the last before it."""
    return {
        "layer": given.point.layer,
        "after": given.point.last_frozen,
        "weights": given.point.trainable_parameters,
        "learns": given.trainable_parameters,
        "seconds": binary.json_number(given.seconds),
        "epochs": given.epochs,
        "learning_rate": given.learning_rate,
    }


def progress(given: FineTuneProgress) -> dict[str, Any]:
    """Progress of a training."""
    said: dict[str, Any] = {
        "state": given.state,
        "before": given.ahead,
        "seconds": binary.json_number(given.seconds),
        "done": given.done,
        "total": given.total,
        "epoch": given.epoch,
        "epochs": given.epochs,
        "step": given.step,
        "steps": given.steps,
        "loss": binary.json_number(given.loss),
        "accuracy": binary.json_number(given.accuracy),
        "train": score(given.train),
        "validation": score(given.validation),
        "weights": given.trainable_parameters,
        "views": given.views,
        "network": given.network,
        "exploded": given.exploded,
        "growth": binary.json_number(given.growth),
    }
    outcome = given.result or given.interim_result
    return said | {"result": result(outcome) if outcome else None, "over": given.result is not None}


def score(given: Score | None) -> dict[str, Any] | None:
    return {"loss": binary.json_number(given.loss), "accuracy": binary.json_number(given.accuracy)} if given else None


def result(given: FineTuneResult) -> dict[str, Any]:
    """What a taught network is worth. `pictures`: of every checked one its example, class, answer, and how sure that was (% or null)."""
    sure = [binary.json_number(round(100 * float(one), 1)) for one in given.confidences] or [None] * len(given.labels)
    rows = zip(given.example_ids.tolist(), given.labels.tolist(), given.predictions.tolist(), sure, strict=True)
    untouched = given.test_counts and {
        "right": given.test_counts[0],
        "of": given.test_counts[1],
        "interval": wilson_interval(*given.test_counts),
    }
    return {
        "classes": given.classes,
        "right": given.correct,
        "of": len(given.labels),
        "interval": given.interval,
        "balanced": binary.json_number(given.balanced_accuracy),
        "confusion": given.confusion.tolist(),
        "pictures": [list(row) for row in rows],
        "learned_from": given.learned_from,
        "untouched": untouched,
    }


def comparison_point(given: ComparisonProgress | ComparisonPoint) -> dict[str, Any]:
    """A point of one arm with its 95 % interval, or progress."""
    if isinstance(given, ComparisonProgress):
        return {
            "lane": given.arm,
            "count": given.per_class,
            "share": binary.json_number(given.fraction),
            "before": given.ahead,
            "ended": given.ended,
        }
    counts = {"count": given.per_class, "right": given.correct, "of": given.total, "interval": wilson_interval(given.correct, given.total)}
    paired = {"p": binary.json_number(given.p), "only": given.only_correct}
    return {"lane": given.arm, **counts, **paired, "seconds": binary.json_number(given.seconds), "done": given.done, "points": given.points}


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """Files as one zip; weights hardly shrink, so nothing is packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()
