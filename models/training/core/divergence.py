"""When a training counts as one whose loss exploded, and how far its weights have grown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from torch import Tensor

EXPLODES = 10  # times the training loss of the start


def exploded(losses: Sequence[float]) -> int:
    """The epoch from which on the training loss stays above EXPLODES times that of the start, or is no number; 0 where it does not.

    `losses`: one an epoch, that before the first in front.
    """
    epoch = len(losses)
    while epoch > 1 and not losses[epoch - 1] <= EXPLODES * losses[0]:
        epoch -= 1
    return epoch if epoch < len(losses) else 0


def norm(parameters: Iterable[Tensor]) -> float:
    """The length of all weights as one vector; in float64, as their squares may not fit into float32."""
    return math.sqrt(sum(float(one.detach().double().square().sum()) for one in parameters))
