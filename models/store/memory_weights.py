"""Weights that are in this process already: nothing is read or fetched when a network is filled with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor, nn

from models.store import downloads


@dataclass(frozen=True, slots=True)
class MemoryWeights:
    """A state dict; the network that is filled with it shares its numbers. Whose it is and where it came from is the subclass's."""

    state: Mapping[str, Tensor]

    @property
    def megabytes(self) -> float:
        return sum(tensor.nbytes for tensor in self.state.values()) / 1e6

    def fetch(self) -> downloads.DownloadProgress:
        return downloads.DownloadProgress(self.megabytes, self.megabytes)

    def load_into(self, network: nn.Module) -> None:
        """No copy is made: the numbers are in memory once."""
        network.load_state_dict(dict(self.state), strict=True, assign=True)
