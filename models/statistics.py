"""What counts of right answers allow to say: the interval of a share, and whether two networks differ on the same pictures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Z95 = 1.959964
"""Standard deviations on either side that hold 95 % of a normal distribution."""


def wilson_interval(right: int, of: int, z: float = Z95) -> tuple[float, float]:
    """The interval of a share, 95 % (E. B. Wilson, JASA 22, 1927); (0, 1) of nothing."""
    if not of:
        return 0.0, 1.0
    share, z2 = right / of, z * z
    middle, half = share + z2 / (2 * of), z * ((share * (1 - share) + z2 / (4 * of)) / of) ** 0.5
    return max(0.0, (middle - half) / (1 + z2 / of)), min(1.0, (middle + half) / (1 + z2 / of))


def mcnemar_test(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> float:
    """The probability of a difference as large as this one or larger, if both answered equally well: exact and two-sided.

    `first`, `second`: [picture] which answers were right, of the same pictures. Only pictures that one had right and the other wrong
    tell the two apart (Q. McNemar, Psychometrika 12, 1947). 1 where there are none.
    """
    from scipy.stats import binomtest  # half a second, which only a comparison takes

    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    apart = only_first + only_second
    return float(binomtest(only_first, apart, 0.5).pvalue) if apart else 1.0
