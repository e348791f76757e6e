"""The network that reads a space: three convolutions and a dense layer, 7,630 weights, learned from nothing in about a second."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

EPOCHS, BATCH, LEARNING_RATE, WEIGHT_DECAY = 30, 32, 4e-3, 1e-3


class SpaceNetwork(nn.Module):
    """Reads (N, 3, 32, 32), 0 to 1; answers (N, 2) logits: free, taken."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 12, 3, padding=1)
        self.conv2 = nn.Conv2d(12, 20, 3, padding=1)
        self.conv3 = nn.Conv2d(20, 24, 3, padding=1)
        self.out = nn.Linear(24 * 4 * 4, 2)

    def forward(self, x: Tensor) -> Tensor:
        for convolution in (self.conv1, self.conv2, self.conv3):
            x = F.max_pool2d(F.relu(convolution(x)), 2)
        logits: Tensor = self.out(x.flatten(1))
        return logits


def to_tensor(patches: NDArray[np.uint8]) -> Tensor:
    """uint8 [patch, y, x, rgb] as (N, 3, 32, 32), 0 to 1."""
    return torch.from_numpy(patches.copy()).permute(0, 3, 1, 2).float() / 255


def augment_patches(pictures: Tensor, rng: torch.Generator) -> Tensor:
    """(N, 3, H, W) under other light: brightness, contrast, colour, haze, grain, and mirrored. Each by a draw of its own."""
    n = len(pictures)

    def draw(low: float, high: float, channels: int = 1) -> Tensor:
        return low + (high - low) * torch.rand(n, channels, 1, 1, generator=rng)

    flipped = torch.where(draw(0, 1) < 0.5, pictures.flip(3), pictures)
    mean = flipped.mean((1, 2, 3), keepdim=True)
    seen = (flipped - mean) * draw(0.35, 1.4) + mean
    seen = seen * draw(0.85, 1.15, 3) * draw(0.3, 1.3) + draw(0, 1) ** 2 * draw(0, 0.55)
    grain = torch.randn(seen.shape, generator=rng) * draw(0, 0.07)
    return (seen + grain).clamp(0, 1)


def fit(patches: NDArray[np.uint8], taken: NDArray[np.bool_], *, augment: bool, seed: int) -> SpaceNetwork:
    """A network that has learned from these. Leaves the global random state as it was."""
    rng = torch.Generator().manual_seed(seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = SpaceNetwork()
    x, y = to_tensor(patches), torch.from_numpy(taken.astype(np.int64))
    optimiser = torch.optim.AdamW(model.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    epochs = EPOCHS * (3 if augment else 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, LEARNING_RATE, total_steps=epochs * -(-len(x) // BATCH))
    with torch.enable_grad():
        for _ in range(epochs):
            for batch in torch.randperm(len(x), generator=rng).split(BATCH):
                shown = augment_patches(x[batch], rng) if augment else x[batch]
                gradients = torch.autograd.grad(F.cross_entropy(model(shown), y[batch]), list(model.parameters()))
                for parameter, gradient in zip(model.parameters(), gradients, strict=True):
                    parameter.grad = gradient
                optimiser.step()
                schedule.step()
    for parameter in model.parameters():
        parameter.grad = None
    return model.eval().requires_grad_(False)


def probabilities(model: SpaceNetwork, patches: NDArray[np.uint8]) -> NDArray[np.float32]:
    """That each space is taken, [patch]."""
    with torch.no_grad():
        found: NDArray[np.float32] = model(to_tensor(patches)).softmax(1)[:, 1].numpy()
    return found
