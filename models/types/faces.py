"""Faces that MTCNN finds in a picture, with every step on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

FaceNetwork = Literal["pnet", "rnet", "onet"]
FACE_NETWORKS: tuple[FaceNetwork, ...] = ("pnet", "rnet", "onet")

THROWN_OUT, OVERLAPPED, KEPT = 0, 1, 2
"""What became of a window: its score was too low; a better one covers the same place; it goes on."""


@dataclass(frozen=True, slots=True)
class FaceSettings:
    """What the cascade is set to."""

    smallest: int = 40  # px of the picture: the pyramid begins where a face of this side fills P-Net's window
    overlap: float = 0.5  # intersection over union above which the worse of two of P-Net's boxes goes
    scores: tuple[float, float, float] = (0.6, 0.7, 0.7)  # probability from which on P-Net, R-Net and O-Net take a window for a face


@dataclass(frozen=True, slots=True)
class PyramidLevel:
    """The picture at one scale, and what P-Net says of each of its windows of 12 × 12 px, two px apart."""

    width: int  # px, even
    height: int  # px, even
    faces: NDArray[np.float32]  # [row, column]: probability of a face in the window whose corner is at (2 · column, 2 · row)


@dataclass(frozen=True, slots=True)
class FaceStage:
    """One network's windows and what became of them. Corners are (left, top, right, bottom) in px of the picture, best score first."""

    network: FaceNetwork
    read: int  # windows that the network has read; of P-Net only those over its score are listed
    windows: NDArray[np.float32]  # [window, 4]: the squares that it read; they may reach beyond the picture
    boxes: NDArray[np.float32]  # [window, 4]: where it puts the face's box
    scores: NDArray[np.float32]  # [window]: probability of a face
    fates: NDArray[np.uint8]  # [window]: THROWN_OUT, OVERLAPPED or KEPT
    parents: NDArray[np.int32]  # [window]: which window of the stage before it came from; of P-Net the level of the pyramid
    landmarks: NDArray[np.float32]  # [window, 5, 2]: (x, y) of left eye, right eye, nose, corners of the mouth, as seen; O-Net's alone


@dataclass(frozen=True, slots=True)
class FacesFound:
    """The whole cascade on one picture."""

    width: int  # px of the picture in which all numbers are: a larger one was made smaller
    height: int
    settings: FaceSettings
    levels: tuple[PyramidLevel, ...]  # largest first
    stages: tuple[FaceStage, FaceStage, FaceStage]
    cut: bool  # P-Net took more windows for faces than are looked at; the best are
    milliseconds: float

    @property
    def boxes(self) -> NDArray[np.float32]:
        """The faces found, [face, 4], best first."""
        last = self.stages[-1]
        found: NDArray[np.float32] = last.boxes[last.fates == KEPT]
        return found
