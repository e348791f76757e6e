"""What a network answers to photographs on disk, prepared as the playground prepares a visitor's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from models.inputs.pictures import Preparation, prepare
from models.types.activations import PictureSource

BATCH = 128


@dataclass(frozen=True, slots=True)
class FolderOutputs:
    """One folder's pictures and what was made of them."""

    labels: Tensor  # (N,) int64
    values: Tensor  # (N, classes) logits, or (N, D) features


def labelled_files(split: Path, classes: Sequence[str]) -> list[tuple[Path, int]]:
    """Every picture of `split`/<class>/ with the index of its class; classes that are not named are left out."""
    index = {name: i for i, name in enumerate(classes)}
    folders = sorted(folder for folder in split.iterdir() if folder.name in index)
    return [(file, index[folder.name]) for folder in folders for file in sorted(folder.iterdir())]


@torch.no_grad()
def outputs_of(
    net: nn.Module, files: Sequence[tuple[Path, int]], preparation: Preparation, *, read: Callable[[Path], bytes] = Path.read_bytes
) -> FolderOutputs:
    """float32, one picture, as `preparation` says: no test-time tricks."""
    net.eval()
    values = [net(batch) for batch in _batches([file for file, _ in files], preparation, read)]
    return FolderOutputs(torch.tensor([label for _, label in files]), torch.cat(values))


def _batches(files: Sequence[Path], preparation: Preparation, read: Callable[[Path], bytes]) -> Iterator[Tensor]:
    mean, std = (torch.tensor(numbers).view(1, 3, 1, 1) for numbers in (preparation.mean, preparation.std))
    with ThreadPoolExecutor(2) as pool:
        for i in range(0, len(files), BATCH):
            seen = np.stack(list(pool.map(lambda file: prepare(PictureSource("picture", read(file)), preparation), files[i : i + BATCH])))
            yield (torch.from_numpy(seen).permute(0, 3, 1, 2).float() / 255 - mean) / std  # (N, 3, H, W)


class PenultimateFeatures(nn.Module):
    """A network without its last dense layer: (N, 3, H, W) → what that layer reads (N, D)."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net
        self.last = [module for module in net.modules() if isinstance(module, nn.Linear)][-1]

    def forward(self, x: Tensor) -> Tensor:
        read: list[Tensor] = []
        handle = self.last.register_forward_pre_hook(lambda _, inputs: read.append(inputs[0]))
        try:
            self.net(x)
        finally:
            handle.remove()
        return read[0]
