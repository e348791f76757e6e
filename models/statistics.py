"""Statistics of correct answers: the interval of a share, and whether two networks differ on the same pictures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Z95 = 1.959964
"""Standard deviations on either side that hold 95 % of a normal distribution."""


def wilson_interval(correct: int, total: int, z: float = Z95) -> tuple[float, float]:
    """The interval of the share `correct / total`, 95 % unless `z` says otherwise (E. B. Wilson, JASA 22, 1927); (0, 1) if `total` is 0."""
    if not total:
        return 0.0, 1.0
    share, z2 = correct / total, z * z
    middle, half = share + z2 / (2 * total), z * ((share * (1 - share) + z2 / (4 * total)) / total) ** 0.5
    return max(0.0, (middle - half) / (1 + z2 / total)), min(1.0, (middle + half) / (1 + z2 / total))


def mcnemar_test(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> float:
    """The probability of a difference as large as this one or larger, if both answered equally well: exact and two-sided.

    `first`, `second`: [picture] which answers were right, of the same pictures. Only pictures that one had right and the other wrong
    tell the two apart (Q. McNemar, Psychometrika 12, 1947). 1 where there are none.
    """
    from scipy.stats import binomtest  # half a second, which only a comparison takes

    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    apart = only_first + only_second
    return float(binomtest(only_first, apart, 0.5).pvalue) if apart else 1.0
