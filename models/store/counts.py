"""What a network has and costs, counted once on a network without numbers; the counts of known ones are in a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch
from torch import nn

from models.engine.layers import describe_layers
from models.engine.tracing import TRACING_LOCK, trace
from models.inputs.pictures import Preparation
from models.types.networks import Answer

TABLE_FILE = Path(__file__).parents[2] / "assets" / "network_counts.json"
"""Written by `python -m models.recipes.counts`, and compared with the traced networks by a test."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one network; all but the parameters for one picture."""

    parameters: int
    macs: int  # multiply-accumulates
    cells: int  # numbers that all layers together give out


def count(build: Callable[[], nn.Module], preparation: Preparation, answer: Answer = "classes") -> Counts:
    """The counts of what `build` makes, traced on the meta device: no memory for weights, no chance."""
    with TRACING_LOCK, torch.device("meta"):
        network = build().eval()
        plan = trace(network, answer)
        values = plan.empty_values(torch.empty(1, preparation.channels, preparation.height, preparation.width))
        with torch.no_grad():
            plan.run(values, 0, len(plan.steps))
    described = describe_layers(plan, dict(enumerate(values)))
    return Counts(
        parameters=sum(p.numel() for p in network.parameters()),
        macs=sum(one.layer.macs for one in described),
        cells=sum(value.numel() for value in values if isinstance(value, torch.Tensor)),
    )


@cache
def table() -> Mapping[str, Counts]:
    """Counts by key of the networks that the file lists."""
    return {key: Counts(**row) for key, row in json.loads(TABLE_FILE.read_text("utf-8")).items()}
