"""Weights of a network that whoever runs the playground has named on the command line: they are in this process, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.store.memory_weights import MemoryWeights


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Where the code of such a network is."""

    path: str
    module: str  # as Python imports it
    name: str  # of the function or class that makes the network
    text: str


@dataclass(frozen=True, slots=True)
class LocalWeights(MemoryWeights):
    """The state dict of a network that this process has built."""

    source: SourceFile

    def location(self) -> Literal["present"]:
        return "present"
