"""Pictures in model cards: confusion matrices, first-layer kernels, training curves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.colors import LogNorm
from torch import Tensor


def confusion(counts: Tensor, file: Path, names: Sequence[str]) -> None:
    """Counts (classes, classes), rows what it was, columns the answer: grey on a logarithmic scale, named if they are few."""
    figure, axis = plt.subplots(figsize=(6.4, 6.4))
    shown = axis.imshow(counts.numpy(), cmap="Greys", norm=LogNorm(vmin=0.5, vmax=max(1, int(counts.max()))))
    axis.set(xlabel="answer", ylabel="what it is")
    if len(names) <= 20:
        axis.set(xticks=range(len(names)), yticks=range(len(names)), xticklabels=names, yticklabels=names)
    figure.colorbar(shown, ax=axis, shrink=0.8, label="pictures")
    _save(figure, file)


def filters(weight: Tensor, file: Path) -> None:
    """Kernels (out, in, height, width): as colours where they read red, green and blue, else orange positive and blue negative."""
    kernels = weight.detach().float().cpu()
    kernels = kernels / kernels.abs().amax((1, 2, 3), keepdim=True).clamp_min(1e-12)  # each on its own scale
    columns = min(len(kernels), 8)
    rows = math.ceil(len(kernels) / columns)
    figure, axes = plt.subplots(rows, columns, figsize=(columns * 0.9, rows * 0.9), squeeze=False)
    for axis in axes.flat:
        axis.axis("off")
    for axis, kernel in zip(axes.flat, kernels, strict=False):
        if len(kernel) == 3:
            axis.imshow((kernel.permute(1, 2, 0) + 1).numpy() / 2)
        else:
            axis.imshow(kernel[0].numpy(), cmap="PuOr_r", vmin=-1, vmax=1)
    _save(figure, file)


def curve(points: Sequence[Mapping[str, Any]], file: Path) -> None:
    """Loss of every epoch, and the accuracy of those that were judged."""
    figure, axis = plt.subplots(figsize=(6.4, 3.2))
    axis.plot([p["epoch"] for p in points], [p["loss"] for p in points], color="0.4")
    axis.set(xlabel="epoch", ylabel="training loss (grey)")
    other = axis.twinx()
    judged = [p for p in points if "all" in p]
    other.plot([p["epoch"] for p in judged], [100 * p["all"] for p in judged], color="#0b6e66", marker="o", markersize=3)
    other.set(ylabel="validation, % right (green)")
    _save(figure, file)


def colour_curve(points: Sequence[Mapping[str, Any]], file: Path) -> None:
    """Loss of the classes of colour by step: on training crops grey, on judged photographs green."""
    figure, axis = plt.subplots(figsize=(6.4, 3.2))
    steps = [p["step"] for p in points]
    axis.plot(steps, [p["loss"] for p in points], color="0.4")
    axis.plot(steps, [p["judged"] for p in points], color="#0b6e66")
    axis.set(xlabel="step", ylabel="loss: training (grey), judged (green)")
    _save(figure, file)


def _save(figure: Any, file: Path) -> None:
    figure.savefig(file, dpi=100, bbox_inches="tight", metadata={"Software": None})  # no version: the same picture, the same bytes
    plt.close(figure)
