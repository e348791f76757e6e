"""What every model card needs: the weights file, accuracies with their intervals, the confusion matrix."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from models.store.weights import safetensors_bytes

Z95 = 1.959963984540054
"""The standard normal's 97.5 % point."""


def wilson_interval(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share, after E. B. Wilson, J. Am. Stat. Assoc. 22, 1927."""
    share, z2 = right / total, Z95**2 / total
    middle, half = share + z2 / 2, Z95 * math.sqrt(share * (1 - share) / total + z2 / (4 * total))
    return (middle - half) / (1 + z2), (middle + half) / (1 + z2)


def confusion(labels: Tensor, answers: Tensor, classes: int) -> Tensor:
    """Counts (classes, classes): rows what it was, columns what was answered."""
    return torch.bincount(labels * classes + answers, minlength=classes**2).view(classes, classes)


def percent(share: float) -> str:
    return f"{100 * share:.2f} %"


def accuracy_sentence(right: int, total: int) -> str:
    """ "9,956 of 10,000 right: **99.56 %**, 95 % interval (Wilson) …"."""
    low, high = wilson_interval(right, total)
    return f"{right:,} of {total:,} right: **{percent(right / total)}**, 95 % interval (Wilson) {percent(low)} to {percent(high)}."


def accuracy_table(labels: Tensor, answers: Tensor, names: Sequence[str]) -> str:
    """Accuracy with its interval, per class, and the confusion matrix, as Markdown."""
    counts = confusion(labels, answers, len(names))
    rows = [accuracy_sentence(int(counts.diagonal().sum()), len(labels)), ""]
    rows += ["Rows: what was written; columns: the answer; last column: share of the row answered right.", ""]
    rows += ["| | " + " | ".join(names) + " | right |", "|---" * (len(names) + 2) + "|"]
    for name, row in zip(names, counts.tolist(), strict=True):
        shown = " | ".join(str(n) if n else "·" for n in row)
        rows.append(f"| **{name}** | {shown} | {percent(row[names.index(name)] / sum(row))} |")
    return "\n".join(rows)


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def settings_sentence(values: Mapping[str, object]) -> str:
    """Settings as a sentence names them."""
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items())


def write_weights(net: nn.Module, file: Path, *, half: bool = False, **notes: str) -> None:
    """The state as safetensors with `notes` in the header; the same network and notes give the same bytes.

    `half`: kernels and matrices in float16; what there is one of per channel stays float32, counters of batches go.
    """
    state = {name: value.detach().contiguous() for name, value in net.state_dict().items()}
    if half:
        state = {name: value.half().contiguous() if value.ndim > 1 else value for name, value in state.items() if value.ndim}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(safetensors_bytes(state, {"format": "pt", **notes}))
