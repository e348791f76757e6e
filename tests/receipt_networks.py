"""A network as a module, and its picture as a source and as a batch."""

from __future__ import annotations

import torch
from torch import nn

from models.store import registry
from models.store.store import to_batch
from models.types.activations import PictureSource
from tests.network_pictures import picture_for


def source_for(key: str, seed: int = 0) -> PictureSource:
    return PictureSource("pixels", picture_for(key, seed).tobytes())


def network_of(key: str) -> nn.Module:
    return registry.build_network(registry.specs()[key])


def batch_of(key: str, seed: int = 0) -> torch.Tensor:
    return to_batch(picture_for(key, seed), registry.specs()[key].preparation)
