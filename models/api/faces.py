"""Faces in a picture, with every step of the cascade that finds them. Faces are found; nobody is named."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models import service
from models.types.activations import PictureSource
from models.types.faces import FaceSettings, FacesFound

_DEFAULT = FaceSettings()


def find_faces(
    source: PictureSource,
    *,
    smallest: int = _DEFAULT.smallest,
    overlap: float = _DEFAULT.overlap,
    scores: Sequence[float] = _DEFAULT.scores,
) -> FacesFound:
    """Finds the faces in a photograph with MTCNN and returns what each of its three networks read and said.

    Args:
        source: The picture, as an encoded file. Sides over PLAYGROUND_FACES_SIDE are made smaller.
        smallest: Side of the smallest face that is looked for, in px of that picture, 20 to 200; the image pyramid begins there.
        overlap: Intersection over union above which the worse of two of P-Net's boxes goes, 0.1 to 0.9.
        scores: Probability from which on P-Net, R-Net and O-Net take a window for a face, three numbers from 0.5 to 0.99.

    Returns:
        Size of the picture in px; per level of the pyramid P-Net's float32 probabilities [row, column]; per network float32 windows and
        boxes [window, 4] (left, top, right, bottom, px), scores [window], what became of each, and O-Net's landmarks [window, 5, 2].
        P-Net's best PLAYGROUND_FACE_WINDOWS windows are followed; `cut` says whether there were more.

    Raises:
        UserError: When the source is no encoded picture or cannot be read, a setting is out of range, the networks' package is not
            installed, or the service is busy.

    Source:
        Zhang, Zhang, Li and Qiao, "Joint Face Detection and Alignment Using Multitask Cascaded Convolutional Networks", IEEE Signal
        Processing Letters 23 (10), 2016. box = window + offset * side; landmark = corner + share * side.
    """
    return service.faces.find(source, smallest, overlap, scores)


def face_window(source: PictureSource, network: str, window: Sequence[int], *, size: Sequence[int] | None = None) -> NDArray[np.uint8]:
    """Returns one window as P-Net, R-Net or O-Net read it.

    Args:
        source: The picture that was given to `find_faces`.
        network: `pnet`, `rnet` or `onet`.
        window: Left, top, right and bottom of a square, four finite whole numbers of px; beyond the picture it is black.
        size: Width and height, 1 or more px each, that the picture is scaled to first, as P-Net reads it at a level; None: none.

    Returns:
        uint8 [y, x, 3] of 12, 24 or 48 px a side. As a picture it opens in the network without another change.

    Raises:
        UserError: When the source is no encoded picture or cannot be read, the network is none of the three, or the window is no square
            near the picture.
    """
    return service.faces.window(source, network, window, size)
