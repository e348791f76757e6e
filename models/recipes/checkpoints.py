"""What both training loops of the recipes share: stages of a schedule, and checkpoints."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import torch

S = TypeVar("S")


def stage_at(stages: Iterable[tuple[S, int]], index: int) -> S:
    """The stage of an epoch or a step, counted from 0. `stages`: each with its length. IndexError past the last one."""
    for stage, length in stages:
        if index < length:
            return stage
        index -= length
    raise IndexError("past the last stage")


def save_checkpoint(state: dict[str, Any], file: Path) -> None:
    """Replaces `file` at once: a run that is cut while it writes keeps the previous checkpoint."""
    torch.save(state, file.with_suffix(".new"))
    file.with_suffix(".new").replace(file)
