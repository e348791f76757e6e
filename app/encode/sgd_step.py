"""One step of learning as it travels to the page, and what the page asks of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.encode import binary
from models.types.sgd_step import DropoutSamples, ForwardBackward, LayerColumn, LossAlongStep, StepResult, TiledTensor, WeightUpdate


def forward_backward(given: ForwardBackward) -> bytes:
    header = {
        "network": given.network,
        "taken": given.steps_taken,
        "undoable": given.undo_count,
        "label": given.label,
        "loss": binary.json_number(given.loss),
        "norm": binary.json_number(given.gradient_norm),
        "parameters": given.parameters,
        "droppable": given.can_drop_maps,
        "norms": [[name, binary.json_number(norm)] for name, norm in given.gradient_norms],
        "columns": [_column(column) for column in given.columns],
        "dropped": [place.layer for place in given.dropout_masks],
    }
    arrays: binary.Arrays = {
        "logits": given.logits,  # [class]
        "logit_gradients": given.logit_gradients,
        "probabilities": given.probabilities,
    }
    for i, column in enumerate(given.columns):
        arrays |= {f"values:{i}": column.tensor.values, f"gradients:{i}": column.tensor.gradients}  # [tile, y, x]
        if column.weights:
            weights = column.weights
            arrays |= {f"weights:{i}": weights.tensor.values, f"slopes:{i}": weights.tensor.gradients, f"norms:{i}": weights.gradient_norms}
    return binary.pack(header, arrays | {f"out:{i}": place.dropped for i, place in enumerate(given.dropout_masks)})


def update(given: WeightUpdate) -> bytes:
    header = {
        "network": given.network,
        "taken": given.steps_taken,
        "layer": given.layer,
        "unit": given.unit,
        "plane": given.plane,
        "numbers": given.numbers,
        "length": binary.json_number(given.step_norm),
        "loss": [binary.json_number(loss) for loss in given.loss],
    }
    names = ("before", "gradient", "velocity", "delta", "after", "probabilities")
    return binary.pack(header, {name: getattr(given, name) for name in names})  # [y, x] each; [2, class]


def loss_along_step(given: LossAlongStep) -> bytes:
    header = {"network": given.network, "taken": given.steps_taken, "here": [binary.json_number(loss) for loss in given.test_loss]}
    arrays: binary.Arrays = {
        "rates": given.rates,
        "losses": given.losses,
        "others": given.test_losses,
        "labels": given.labels,
        "answers": given.predictions,
    }
    return binary.pack(header, arrays)


def step_result(given: StepResult) -> bytes:
    loss = [binary.json_number(one) for one in given.loss]
    return binary.pack({"network": given.network, "taken": given.steps_taken, "undoable": given.undo_count, "loss": loss}, {})


def dropout_samples(given: DropoutSamples) -> bytes:
    arrays: binary.Arrays = {"probabilities": given.probabilities, "whole": given.without_dropout}  # [pass, class], [class]
    arrays |= {f"out:{i}": place.dropped for i, place in enumerate(given.sites)}  # [pass, unit]
    return binary.pack({"network": given.network, "places": [place.layer for place in given.sites]}, arrays)


def _column(column: LayerColumn) -> dict[str, Any]:
    weights = column.weights
    return {
        "layer": column.layer,
        "kind": column.kind,
        "shape": column.shape,
        "through": column.kinds_between,
        "sheet": _tiled_tensor(column.tensor),
        "weights": weights
        and {
            "layer": weights.layer,
            "shape": weights.shape,
            "tiled": weights.tiled,
            "planes": np.asarray(weights.planes).tolist(),
            "sheet": _tiled_tensor(weights.tensor),
        },
    }


def _tiled_tensor(sheet: TiledTensor) -> dict[str, Any]:
    return {
        "factor": sheet.factor,
        "shown": sheet.shown,
        "count": sheet.count,
        "largest": binary.json_number(sheet.max_abs_value),
        "largest_gradient": binary.json_number(sheet.max_abs_gradient),
        "norm": binary.json_number(sheet.gradient_norm),
        "zeros": sheet.zero_gradients,
        "numbers": sheet.numbers,
    }
