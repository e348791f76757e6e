"""The page's own arithmetic beside PyTorch's: 200 random kernels, sizes, strides, paddings and dilations, run in Node."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F

CASES, SECONDS = 200, 120
SCRIPT = Path(__file__).parent / "js" / "convolve_cases.mjs"


def case(random: np.random.Generator) -> dict[str, Any]:
    """One legal convolution, its pooling, and a cell to take apart."""
    while True:
        size = random.integers(1, 25, 2).tolist()
        cells = random.integers(1, 12, 2).tolist()
        rule: dict[str, Any] = {
            "stride": int(random.integers(1, 5)),
            "padding": int(random.integers(0, 6)),
            "fill": str(random.choice(["zeros", "reflect", "replicate"])),
            "dilation": int(random.integers(1, 4)),
        }
        out = [(n + 2 * rule["padding"] - rule["dilation"] * (k - 1) - 1) // rule["stride"] + 1 for n, k in zip(size, cells, strict=True)]
        if min(out) < 1 or (rule["fill"] == "reflect" and rule["padding"] >= min(size)):
            continue
        planes = int(random.choice([1, 3]))
        return {
            "planes": random.random((planes, size[0] * size[1])).tolist(),
            "size": size,
            "kernels": random.normal(0, 2, (planes, cells[0] * cells[1])).tolist(),
            "cells": cells,
            "rule": rule,
            "bias": float(random.normal()),
            "pooling": {"kind": str(random.choice(["max", "average"])), "size": int(random.integers(1, min(4, *out) + 1))},
            "at": [int(random.integers(n)) for n in out],
        }


def by_torch(one: dict[str, Any], kind: torch.dtype) -> dict[str, torch.Tensor]:
    """The same in PyTorch: padded by F.pad, or by conv2d itself where the padding is zeros."""
    picture = torch.tensor(one["planes"], dtype=kind).reshape(1, -1, *one["size"])  # (1, P, H, W)
    kernel = torch.tensor(one["kernels"], dtype=kind).reshape(1, -1, *one["cells"])  # (1, P, kh, kw)
    rule, zeros = one["rule"], one["rule"]["fill"] == "zeros"
    if not zeros:
        picture = F.pad(picture, (rule["padding"],) * 4, mode=rule["fill"])
    padding = rule["padding"] if zeros else 0
    result = F.conv2d(picture, kernel, torch.tensor([one["bias"]], dtype=kind), rule["stride"], padding, rule["dilation"])
    after, k = F.relu(result), one["pooling"]["size"]
    if one["pooling"]["kind"] == "average":
        return {"result": result[0, 0], "relu": after[0, 0], "pooled": F.avg_pool2d(after, k)[0, 0]}
    pooled, winners = F.max_pool2d(after, k, return_indices=True)
    return {"result": result[0, 0], "relu": after[0, 0], "pooled": pooled[0, 0], "winners": winners[0, 0]}


@pytest.fixture(scope="module")
def pairs(node: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(case, what the page makes of it)."""
    random = np.random.default_rng(2026)
    cases = [case(random) for _ in range(CASES)]
    lines = "\n".join(json.dumps(one) for one in cases)
    ran = subprocess.run([node, str(SCRIPT)], input=lines, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    return list(zip(cases, map(json.loads, ran.stdout.splitlines()), strict=True))


@pytest.mark.parametrize(("kind", "tolerance"), [(torch.float32, 1e-4), (torch.float64, 1e-11)], ids=["float32", "float64"])
def test_the_page_computes_what_torch_computes(pairs: list[Any], kind: torch.dtype, tolerance: float) -> None:
    for one, ours in pairs:
        truth = by_torch(one, kind)
        for name, values in (("result", ours["result"]["values"]), ("relu", ours["relu"]), ("pooled", ours["pooled"]["values"])):
            mine = torch.tensor(values, dtype=torch.float64).reshape(truth[name].shape)
            torch.testing.assert_close(
                mine, truth[name].double(), rtol=0, atol=tolerance, msg=lambda said, one=one: f"{one['rule']}: {said}"
            )
        row, column = one["at"]
        assert abs(ours["sum"] - float(truth["result"][row, column])) <= tolerance


def test_the_cell_that_wins_is_torchs(pairs: list[Any]) -> None:
    """The first of equals: after a ReLU many windows hold nothing but zeros."""
    ties = 0
    for one, ours in pairs:
        truth = by_torch(one, torch.float64)
        if "winners" in truth:
            assert ours["pooled"]["winners"] == truth["winners"].flatten().tolist()
            ties += int((truth["pooled"] == 0).sum())
    assert ties > 100


def test_the_cases_are_what_they_should_be(pairs: list[Any]) -> None:
    """Every setting comes up, alone and with others."""
    rules = [one["rule"] for one, _ in pairs]
    assert {rule["stride"] for rule in rules} == {1, 2, 3, 4} and {rule["dilation"] for rule in rules} == {1, 2, 3}
    assert {rule["padding"] for rule in rules} == set(range(6)) and {rule["fill"] for rule in rules} == {"zeros", "reflect", "replicate"}
    assert {k for one, _ in pairs for k in one["cells"]} >= set(range(1, 11))
