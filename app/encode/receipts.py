"""Receipts as they travel: JSON for the public API, bytes for the page."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.encode.binary import Arrays, json_number, pack
from models.text import Language
from models.types.receipts import Receipt, Terms, TraceStep

NEAR, FAR = 2, 3  # steps of a long trace that are shown: the first ones and the last ones
FEW = 9  # terms of a window that are still written out


def receipt_json(network: str, receipt: Receipt) -> dict[str, Any]:
    """A receipt as the public API gives it: every term, the largest |product| first."""
    return {
        "network": network,
        "layer": receipt.layer,
        "kind": receipt.kind,
        "cell": list(receipt.cell),
        "terms": [_term(receipt.terms, int(place)) for place in receipt.terms.order],
        "bias": json_number(receipt.bias),
        "sum": json_number(receipt.sum),
        "torch_value": json_number(receipt.torch_value),
    }


def _term(terms: Terms, place: int) -> dict[str, Any]:
    cell = terms.cell_of(place)
    numbers = {"value": terms.values[place], "weight": terms.weights[place], "product": terms.products[place]}
    return {"layer": terms.layer_of(place), "cell": cell and list(cell), **{name: json_number(number) for name, number in numbers.items()}}


def receipt_bytes(network: str, trace: tuple[TraceStep, ...], plane: NDArray[np.float32], language: Language) -> bytes:
    """A receipt with all its terms, the map it lies in ([y, x] or [unit], exact), and the way back to the pixels."""
    receipt, terms = trace[0].receipt, trace[0].receipt.terms
    shown = trace if len(trace) <= NEAR + FAR + 1 else (*trace[:NEAR], *trace[-FAR:])
    header = {
        "network": network,
        "receipt": {
            **_facts(receipt, language),
            "bias": json_number(receipt.bias),
            "sum": json_number(receipt.sum),
            "bound": json_number(receipt.bound),
            "facts": {name: json_number(number) for name, number in receipt.facts.items()},
            "layers": terms.layers,
            "window": terms.window,
        },
        "trace": [_trace_step(trace_step, language) for trace_step in shown],
        "skipped": len(trace) - len(shown),
    }
    arrays: Arrays = {"plane": plane, "source": terms.source.astype(np.float32), "cells": terms.cells.astype(np.float32)}
    arrays |= {name: getattr(terms, name).astype(np.float32) for name in ("values", "weights", "products")}  # [term]
    arrays |= {"curve": receipt.curve.astype(np.float32)}  # [2, point]
    return pack(header, arrays | {f"thumbnail:{i}": trace_step.thumbnail.codes[0] for i, trace_step in enumerate(shown)})  # [h, w]


def _facts(receipt: Receipt, language: Language) -> dict[str, Any]:
    return {
        "layer": receipt.layer,
        "kind": receipt.kind,
        "cell": receipt.cell,
        "rule": receipt.rule,
        "torch_value": json_number(receipt.torch_value),
        "agrees": receipt.agrees,
        "formula": receipt.formula[language],
    }


def _trace_step(trace_step: TraceStep, language: Language) -> dict[str, Any]:
    """A stop in one line: what it is, how many terms it has, its strongest, and all of few."""
    receipt, terms = trace_step.receipt, trace_step.receipt.terms
    count = len(terms.values)
    return {
        **_facts(receipt, language),
        "terms": count,
        "facts": {name: json_number(number) for name, number in receipt.facts.items() if name in ("pixel", "a", "b")},
        "strongest": _term(terms, int(terms.order[0])) if count else None,
        "values": [json_number(value) for value in terms.values] if count <= FEW else [],
        "minimum": json_number(trace_step.minimum),
        "maximum": json_number(trace_step.maximum),
        "low": json_number(trace_step.thumbnail.low[0]),
        "step": json_number(trace_step.thumbnail.step[0]),
    }
