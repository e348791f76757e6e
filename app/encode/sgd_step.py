"""One step of learning as it travels to the page, and what the page asks of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.encode import binary
from models.types.sgd_step import Along, Column, Passes, Pulse, Sheet, Taught, Update


def pulse(given: Pulse) -> bytes:
    header = {
        "network": given.network,
        "taken": given.taken,
        "undoable": given.undoable,
        "label": given.label,
        "loss": binary.real(given.loss),
        "norm": binary.real(given.norm),
        "parameters": given.parameters,
        "droppable": given.droppable,
        "norms": [[name, binary.real(norm)] for name, norm in given.norms],
        "columns": [_column(column) for column in given.columns],
        "dropped": [place.layer for place in given.dropped],
    }
    arrays: binary.Arrays = {
        "logits": given.logits,  # [class]
        "logit_gradients": given.logit_gradients,
        "probabilities": given.probabilities,
    }
    for i, column in enumerate(given.columns):
        arrays |= {f"values:{i}": column.sheet.values, f"gradients:{i}": column.sheet.gradients}  # [tile, y, x]
        if column.weights:
            weights = column.weights
            arrays |= {f"weights:{i}": weights.sheet.values, f"slopes:{i}": weights.sheet.gradients, f"norms:{i}": weights.norms}
    return binary.pack(header, arrays | {f"out:{i}": place.out for i, place in enumerate(given.dropped)})


def update(given: Update) -> bytes:
    header = {
        "network": given.network,
        "taken": given.taken,
        "layer": given.layer,
        "unit": given.unit,
        "plane": given.plane,
        "numbers": given.numbers,
        "length": binary.real(given.length),
        "loss": [binary.real(loss) for loss in given.loss],
    }
    names = ("before", "gradient", "velocity", "delta", "after", "probabilities")
    return binary.pack(header, {name: getattr(given, name) for name in names})  # [y, x] each; [2, class]


def along(given: Along) -> bytes:
    header = {"network": given.network, "taken": given.taken, "here": [binary.real(loss) for loss in given.here]}
    names = ("rates", "losses", "others", "labels", "answers")
    return binary.pack(header, {name: getattr(given, name) for name in names})


def taught(given: Taught) -> bytes:
    loss = [binary.real(one) for one in given.loss]
    return binary.pack({"network": given.network, "taken": given.taken, "undoable": given.undoable, "loss": loss}, {})


def passes(given: Passes) -> bytes:
    arrays: binary.Arrays = {"probabilities": given.probabilities, "whole": given.whole}  # [pass, class], [class]
    arrays |= {f"out:{i}": place.out for i, place in enumerate(given.places)}  # [pass, unit]
    return binary.pack({"network": given.network, "places": [place.layer for place in given.places]}, arrays)


def _column(column: Column) -> dict[str, Any]:
    weights = column.weights
    return {
        "layer": column.layer,
        "kind": column.kind,
        "shape": column.shape,
        "through": column.through,
        "sheet": _sheet(column.sheet),
        "weights": weights
        and {
            "layer": weights.layer,
            "shape": weights.shape,
            "tiled": weights.tiled,
            "planes": np.asarray(weights.planes).tolist(),
            "sheet": _sheet(weights.sheet),
        },
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "factor": sheet.factor,
        "shown": sheet.shown,
        "count": sheet.count,
        "largest": binary.real(sheet.largest),
        "largest_gradient": binary.real(sheet.largest_gradient),
        "norm": binary.real(sheet.norm),
        "zeros": sheet.zeros,
        "numbers": sheet.numbers,
    }
