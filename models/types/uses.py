"""What the views of the tab Uses answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class StyleProgress:
    """A picture on its way to another's style."""

    step: int
    steps: int
    picture: NDArray[np.uint8]  # [height, width, channel]
    content: float  # squared distance of its maps to the content's, as a part of these
    style: float  # the same of how maps vary together, to the style's; mean over the layers


@dataclass(frozen=True, slots=True)
class StyleExample:
    """A result that was computed before, and what of."""

    network: str  # key
    content: str  # key of a sample
    style: str  # key of a sample
    share: float  # of the style, 0 to 1
    progress: StyleProgress  # after the last step
