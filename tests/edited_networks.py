"""What an edited network answers, by the module itself."""

from __future__ import annotations

import copy
from typing import Any

import torch
from torch import nn

from models import service
from models.types.activations import PictureSource
from models.types.filters import Edit
from tests.network_pictures import picture_for


def source_for(key: str) -> PictureSource:
    return PictureSource("pixels", picture_for(key).tobytes())


def operated(key: str, edits: list[Edit]) -> nn.Module:
    """The network itself, copied, its weights written to by hand."""
    network = copy.deepcopy(service.store.get(key).network)
    for edit in edits:
        module: Any = network.get_submodule(edit.layer)
        with torch.no_grad():
            if edit.kernel is not None:
                module.weight[edit.unit] = torch.from_numpy(edit.kernel)
            module.weight[edit.unit] *= edit.factor
            if module.bias is not None:
                module.bias[edit.unit] *= edit.factor
    return network
