"""Normalisations: γ · (x − μ) / √(σ² + ε) + β, with running statistics, with those of the cell's own neighbours, or by response."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.receipts.terms import CellReading, RawReceipt, ReceiptMaker, TermBlock, index_code, input_code, single_term, to_float64

_BATCH_NORMS = ("BatchNorm2d", "BatchNorm1d", "FrozenBatchNorm2d")
_SCALE_AND_SHIFT = 8  # roundings: √, 1 / …, · γ, · μ, −, · x, +, and one to spare


def normalisation(reading: CellReading) -> RawReceipt:
    if reading.name in _BATCH_NORMS:
        return _batch_norm(reading)
    if reading.name == "LocalResponseNorm":
        return _local_response(reading)
    return _computed_statistics(reading)


def _batch_norm(reading: CellReading) -> RawReceipt:
    """One straight line per channel: the statistics are those of training, kept."""
    norm, c = reading.module, reading.cell[0]
    mean, variance, eps = float(norm.running_mean[c]), float(norm.running_var[c]), float(norm.eps)
    gamma = float(norm.weight[c]) if norm.weight is not None else 1.0
    beta = float(norm.bias[c]) if norm.bias is not None else 0.0
    a, x = gamma / math.sqrt(variance + eps), float(reading.read[reading.cell])
    b = beta - a * mean
    facts = {"x": x, "gamma": gamma, "mean": mean, "variance": variance, "epsilon": eps, "beta": beta, "a": a, "b": b}
    size = abs(a * x) + abs(a * mean) + abs(beta)
    scale, shift = (f"layer.{name}[{c}] " if getattr(norm, name) is not None else "" for name in ("weight", "bias"))
    code = (
        f"x = {input_code(0, reading)}",
        f"straight = (x - layer.running_mean[{c}].double()) / (layer.running_var[{c}].double() + layer.eps).sqrt()",
        f"number = {scale and scale + '* '}straight{shift and ' + ' + shift.strip()}",
    )
    return RawReceipt(
        "sum",
        (single_term(reading, weight=a),),
        b,
        roundings=_SCALE_AND_SHIFT,
        size=size,
        facts=facts,
        curve=lambda value: a * value + b,
        code=code,
    )


def _computed_statistics(reading: CellReading) -> RawReceipt:
    """Mean and variance of the cell's own neighbours: all channels of its place, or all cells of its group of channels.

    The mean is a sum too, so every neighbour is a term: x itself with a · (1 − 1/n), each other with −a/n, where a = γ/√(σ² + ε).
    """
    near, gamma, beta, eps = _neighbours(reading)  # [cell], flat places
    values = to_float64(reading.read).reshape(-1)[near]
    mean, variance, own = float(values.mean()), float(values.var()), _flat_place(reading)
    a = gamma / math.sqrt(variance + eps)
    weights = np.full(len(near), -a / len(near)) + np.where(near == own, a, 0.0)
    x, b = float(reading.read[reading.cell]), beta - a * mean
    facts = {"x": x, "gamma": gamma, "mean": mean, "variance": variance, "epsilon": eps, "beta": beta, "a": a, "b": b}
    size = abs(a * x) + float(np.abs(a * values).mean()) + abs(beta)
    return RawReceipt(
        "sum",
        (TermBlock(0, near[None, None, :], weights[None, None, :]),),
        beta,
        roundings=_SCALE_AND_SHIFT + len(near),
        size=size,
        facts=facts,
        curve=lambda value: a * value + b,
        code=_code_of_computed(reading, eps),
    )


def _flat_place(reading: CellReading) -> int:
    return int(np.ravel_multi_index(reading.cell, tuple(reading.read.shape)))


def _neighbours(reading: CellReading) -> tuple[NDArray[np.int64], float, float, float]:
    """Flat places that share their statistics with the cell, its own scale and shift, and eps."""
    places = np.arange(reading.read.numel()).reshape(tuple(reading.read.shape))
    norm = reading.module
    weight, bias, eps = (norm.weight, norm.bias, norm.eps) if norm is not None else _functional_parameters(reading)
    if reading.name == "GroupNorm":
        each = reading.read.shape[0] // norm.num_groups
        first = reading.cell[0] // each * each
        near, which = places[first : first + each].reshape(-1), reading.cell[:1]
    elif reading.name == "LayerNorm2d":
        near, which = places[:, reading.cell[1], reading.cell[2]], reading.cell[:1]
    else:
        axes = len(norm.normalized_shape if norm is not None else reading.step.settings["normalized_shape"])
        near, which = places[reading.cell[:-axes]].reshape(-1), reading.cell[-axes:]
    return near, _parameter(weight, which, 1.0), _parameter(bias, which, 0.0), float(eps)


def _functional_parameters(reading: CellReading) -> tuple[Any, Any, float]:
    """The function: scale and shift come beside the value."""
    if reading.name != "layer_norm" or not all(reading.learnt[1:]):
        raise NotImplementedError(reading.name)
    weight, bias = (*reading.inputs[1:], None, None)[:2]
    return weight, bias, float(reading.step.settings.get("eps", 1e-5))


def _parameter(tensor: Any, which: tuple[int, ...], default: float) -> float:
    return default if tensor is None else float(tensor[which])


def _code_of_computed(reading: CellReading, eps: float) -> tuple[str, ...]:
    inside = index_code(reading.cell)
    near = {
        "LayerNorm2d": f"reads[0][:, {index_code(reading.cell[1:])}]",
        "GroupNorm": "",
    }.get(reading.name, f"reads[0][{index_code(reading.cell[:-1])}]" if len(reading.cell) > 1 else "reads[0]")
    if not near or reading.module is None or (reading.name == "LayerNorm" and len(reading.module.normalized_shape) > 1):
        made = "layer.double()(reads[0][None])[0]" if reading.module is not None else f"F.{reading.name}(*reads)"
        return (f"number = {made}[{inside}]",)
    k = reading.cell[0] if reading.name == "LayerNorm2d" else reading.cell[-1]
    norm = reading.module
    scale = f"layer.weight[{k}] * " if norm.weight is not None else ""
    shift = f" + layer.bias[{k}]" if norm.bias is not None else ""
    return (
        f"near = {near}  # ({len(norm.weight) if norm.weight is not None else 'channels'},)",
        f"straight = (near[{k}] - near.mean()) / (near.var(correction=0) + {eps}).sqrt()",
        f"number = {scale}straight{shift}",
    )


def _local_response(reading: CellReading) -> RawReceipt:
    """x / (k + α/n · Σ x²)^β over n neighbouring channels (Krizhevsky et al. 2012); those enter by the divisor alone."""
    norm, (c, *place) = reading.module, reading.cell
    channels = reading.read.shape[0]
    near = np.arange(max(0, c - norm.size // 2), min(channels, c + (norm.size - 1) // 2 + 1))
    values = to_float64(reading.read)[(near, *place)]
    divisor = (norm.k + norm.alpha / norm.size * float((values**2).sum())) ** norm.beta
    places = np.arange(reading.read.numel()).reshape(tuple(reading.read.shape))[(near, *place)]
    x = float(reading.read[reading.cell])
    weights, products = np.where(near == c, 1 / divisor, np.nan), np.where(near == c, x / divisor, 0.0)
    facts = {"divisor": divisor, "alpha": float(norm.alpha), "beta": float(norm.beta), "k": float(norm.k), "size": float(norm.size)}
    where = index_code(tuple(place))
    code = (
        f"near = reads[0][{near[0]}:{near[-1] + 1}, {where}]",
        f"number = {input_code(0, reading)} / (layer.k + layer.alpha / layer.size * near.square().sum()) ** layer.beta",
    )
    block = TermBlock(0, places[None, None, :], weights[None, None, :], products[None, None, :])
    return RawReceipt("sum", (block,), roundings=len(near) + 12, facts=facts, code=code)


MAKERS: dict[str, ReceiptMaker] = {"normalisation": normalisation}
