"""Activations: a function of one value, written out here and compared with what PyTorch made of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from models.receipts.terms import CellReading, RawReceipt, ReceiptMaker, input_code, single_term
from models.text import Text, number

Function = Callable[[float], float]
_HALF = math.sqrt(0.5)


@dataclass(frozen=True, slots=True)
class _ActivationFunction:
    """A function and how it is written; `{x}` is the value, other fields are its own numbers."""

    value: Function
    formula: str
    numbers: tuple[float, ...] = ()  # in the order of {a} {b}


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _clamp(x: float, low: float, high: float) -> float:
    return min(max(x, low), high)


def _gelu(reading: CellReading) -> _ActivationFunction:
    if reading.setting("approximate", "none") == "tanh":
        return _ActivationFunction(
            lambda x: 0.5 * x * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
            "{x} · (1 + tanh(√(2/π) · ({x} + {a} · {x}³))) / 2",
            (0.044715,),
        )
    return _ActivationFunction(lambda x: 0.5 * x * (1 + math.erf(x * _HALF)), "{x} · (1 + erf({x} / √2)) / 2")


def _leaky(reading: CellReading) -> _ActivationFunction:
    slope = float(reading.setting("negative_slope", 0.01))
    return _ActivationFunction(lambda x: x if x > 0 else slope * x, "max(0, {x}) + {a} · min(0, {x})", (slope,))


def _prelu(reading: CellReading) -> _ActivationFunction:
    slopes = reading.module.weight
    slope = float(slopes[0 if len(slopes) == 1 else reading.cell[0]])
    return _ActivationFunction(lambda x: x if x > 0 else slope * x, "max(0, {x}) + {a} · min(0, {x})", (slope,))


def _elu(reading: CellReading) -> _ActivationFunction:
    alpha = float(reading.setting("alpha", 1.0))
    return _ActivationFunction(lambda x: x if x > 0 else alpha * math.expm1(x), "max(0, {x}) + {a} · (e^min(0, {x}) − 1)", (alpha,))


def _selu(reading: CellReading) -> _ActivationFunction:
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    return _ActivationFunction(
        lambda x: scale * (x if x > 0 else alpha * math.expm1(x)), "{b} · (max(0, {x}) + {a} · (e^min(0, {x}) − 1))", (alpha, scale)
    )


def _hardtanh(reading: CellReading) -> _ActivationFunction:
    low, high = float(reading.setting("min_val", -1.0)), float(reading.setting("max_val", 1.0))
    return _ActivationFunction(lambda x: _clamp(x, low, high), "min(max({a}, {x}), {b})", (low, high))


def _softplus_of(reading: CellReading) -> _ActivationFunction:
    beta, threshold = float(reading.setting("beta", 1.0)), float(reading.setting("threshold", 20.0))

    def value(x: float) -> float:
        return x if beta * x > threshold else _softplus(beta * x) / beta

    return _ActivationFunction(value, "ln(1 + e^{x})" if beta == 1 else "ln(1 + e^({a} · {x})) / {a}", (beta,))


def _scaled_tanh(reading: CellReading) -> _ActivationFunction:
    amplitude = 1.7159
    return _ActivationFunction(lambda x: amplitude * math.tanh(2 / 3 * x), "{a} · tanh(⅔ · {x})", (amplitude,))


_WITHOUT_PARAMETERS: dict[str, _ActivationFunction] = {
    "relu": _ActivationFunction(lambda x: max(x, 0.0), "max(0, {x})"),
    "relu6": _ActivationFunction(lambda x: _clamp(x, 0.0, 6.0), "min(max(0, {x}), 6)"),
    "silu": _ActivationFunction(lambda x: x * _logistic(x), "{x} / (1 + e^−{x})"),
    "mish": _ActivationFunction(lambda x: x * math.tanh(_softplus(x)), "{x} · tanh(ln(1 + e^{x}))"),
    "sigmoid": _ActivationFunction(_logistic, "1 / (1 + e^−{x})"),
    "tanh": _ActivationFunction(math.tanh, "tanh({x})"),
    "hardswish": _ActivationFunction(lambda x: x * _clamp(x + 3, 0.0, 6.0) / 6, "{x} · min(max(0, {x} + 3), 6) / 6"),
    "hardsigmoid": _ActivationFunction(lambda x: _clamp(x + 3, 0.0, 6.0) / 6, "min(max(0, {x} + 3), 6) / 6"),
}
_WITH_PARAMETERS: dict[str, Callable[[CellReading], _ActivationFunction]] = {
    "gelu": _gelu,
    "leakyrelu": _leaky,
    "prelu": _prelu,
    "elu": _elu,
    "selu": _selu,
    "hardtanh": _hardtanh,
    "softplus": _softplus_of,
    "scaledtanh": _scaled_tanh,
}


def activation(reading: CellReading) -> RawReceipt:
    """f(x) of the same cell. PyTorch rounds a few times on the way, each time at most eps of x or f(x)."""
    name = reading.name.lower().replace("_", "")
    shown = _WITHOUT_PARAMETERS.get(name) or _WITH_PARAMETERS[name](reading)
    x = float(reading.read[reading.cell])
    value = shown.value(x)
    gate = float(x > 0) if name == "relu" else None  # it lets a value pass or not: × 1 or × 0. Other functions are no product
    block, size = single_term(reading, weight=gate, product=value), max(abs(x), abs(value))
    return RawReceipt(
        "function",
        (block,),
        roundings=6,
        size=size,
        formula=_formula(shown),
        facts={"x": x},
        curve=shown.value,
        code=_code(reading),
    )


def _formula(shown: _ActivationFunction) -> Text:
    own = dict(zip("ab", (Text(number(n, "en", 6), number(n, "pt", 6)) for n in shown.numbers), strict=False))
    return Text(shown.formula, shown.formula).format(x="{x}", **own)


def _code(reading: CellReading) -> tuple[str, ...]:
    x = input_code(0, reading)
    if reading.module is None:
        settings = "".join(f", {key}={value!r}" for key, value in reading.step.settings.items() if key != "inplace")
        return (f"number = F.{reading.name}({x}{settings})",)
    if reading.name == "PReLU":
        weight = "layer.weight" if len(reading.module.weight) == 1 else f"layer.weight[{reading.cell[0]}]"
        return (f"x = {x}", f"number = x.clamp(min=0) + {weight} * x.clamp(max=0)")
    return (f"number = layer({x}.clone())",)  # some write over what they read


MAKERS: dict[str, ReceiptMaker] = {"activation": activation}
