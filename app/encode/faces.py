"""Faces with every step of the cascade, as bytes for the page and as JSON for the API; and one window as a PNG."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.encode.binary import Arrays, json_number, pack
from models.types.faces import KEPT, FacesFound, FaceStage


def faces(found: FacesFound) -> bytes:
    """Sizes and settings as JSON; then P-Net's map of each level [row, column], and of each stage its windows, best first."""
    header = {
        "width": found.width,
        "height": found.height,
        "smallest": found.settings.smallest,
        "overlap": found.settings.overlap,
        "sure": found.settings.scores,
        "cut": found.cut,
        "milliseconds": json_number(found.milliseconds),
        "levels": [{"width": level.width, "height": level.height} for level in found.levels],
        "stages": [{"network": stage.network, "read": stage.read} for stage in found.stages],
    }
    arrays: Arrays = {f"map:{i}": level.faces for i, level in enumerate(found.levels)}
    for i, stage in enumerate(found.stages):
        arrays |= {f"windows:{i}": stage.windows, f"boxes:{i}": stage.boxes, f"scores:{i}": stage.scores, f"fates:{i}": stage.fates}
        arrays[f"parents:{i}"] = stage.parents.astype(np.float32)  # whole numbers, exact up to 16 million
    arrays["landmarks"] = found.stages[-1].landmarks
    return pack(header, arrays)


def window(pixels: NDArray[np.uint8]) -> bytes:
    """As a PNG, which loses nothing."""
    Image.fromarray(pixels).save(stored := io.BytesIO(), "PNG")
    return stored.getvalue()


_POINTS = ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")


def facts(found: FacesFound) -> dict[str, Any]:
    """What the public API says: the faces, and how many windows each network read and kept."""
    last = found.stages[-1]
    kept = (last.fates == KEPT).nonzero()[0]
    return {
        "width": found.width,
        "height": found.height,
        "faces": [
            {
                "box": [json_number(corner) for corner in last.boxes[at]],
                "probability": json_number(last.scores[at]),
                "landmarks": {
                    name: [json_number(along) for along in point] for name, point in zip(_POINTS, last.landmarks[at], strict=True)
                },
            }
            for at in kept
        ],
        "steps": [_step(stage) for stage in found.stages],
        "cut": found.cut,
    }


def _step(stage: FaceStage) -> dict[str, Any]:
    return {"network": stage.network, "read": stage.read, "kept": int((stage.fates == KEPT).sum())}
