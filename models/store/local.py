"""Weights of a network that whoever runs the playground has named on the command line: they are in this process, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from torch import Tensor, nn

from models.store import downloads


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Where the code of such a network is."""

    path: str
    module: str  # as Python imports it
    name: str  # of the function or class that makes the network
    text: str


@dataclass(frozen=True, slots=True)
class LocalWeights:
    """The state dict of a network that this process has built."""

    state: Mapping[str, Tensor]
    source: SourceFile

    def location(self) -> Literal["present"]:
        return "present"

    @property
    def megabytes(self) -> float:
        return sum(tensor.nbytes for tensor in self.state.values()) / 1e6

    def fetch(self) -> downloads.DownloadProgress:
        return downloads.DownloadProgress(self.megabytes, self.megabytes)

    def load_into(self, network: nn.Module) -> None:
        """No copy is made: the numbers are in memory once."""
        network.load_state_dict(dict(self.state), strict=True, assign=True)
