"""A picture moved about, as bytes for the page."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.encode.binary import Arrays, pack, real
from models.types.translation import Moved, Translations


def packed(found: Translations) -> bytes:
    """Answers, likenesses and maps of every place, row by row; places count from `-reach`."""
    header = {
        "network": found.network,
        "reach": found.reach,
        "names": list(found.alike),
        "layers": [_layer(one) for one in found.layers],
    }
    arrays: Arrays = {"picture": found.picture, "logits": found.logits}  # [h, w, c], [down, right, class]
    arrays |= {name: np.stack(list(getattr(found, name).values())) for name in ("alike", "follow")}  # [layer, down, right]
    return pack(
        header, arrays | {f"codes:{i}": one.codes for i, one in enumerate(found.layers)}
    )  # [down, right, y, x] or [down, right, unit]


def _layer(one: Moved) -> dict[str, Any]:
    bounds = {"minimum": real(one.minimum), "maximum": real(one.maximum), "low": real(one.low), "step": real(one.step)}
    return {"name": one.layer, "channel": one.channel, **bounds, "apart": None if one.apart is None else real(one.apart)}
