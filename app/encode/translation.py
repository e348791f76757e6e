"""A picture moved about, as bytes for the page."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.encode.binary import Arrays, json_number, pack
from models.types.translation import TranslatedLayer, Translations


def translations(found: Translations) -> bytes:
    """Answers, likenesses and maps of every place, row by row; places count from `-reach`."""
    header = {
        "network": found.network,
        "reach": found.max_shift,
        "names": list(found.invariance),
        "layers": [_layer(one) for one in found.layers],
    }
    arrays: Arrays = {"picture": found.picture, "logits": found.logits}  # [h, w, c], [down, right, class]
    arrays |= {
        name: np.stack(list(part.values())) for name, part in (("alike", found.invariance), ("follow", found.equivariance))
    }  # [layer, down, right]
    return pack(
        header, arrays | {f"codes:{i}": one.codes for i, one in enumerate(found.layers)}
    )  # [down, right, y, x] or [down, right, unit]


def _layer(one: TranslatedLayer) -> dict[str, Any]:
    bounds = {
        "minimum": json_number(one.minimum),
        "maximum": json_number(one.maximum),
        "low": json_number(one.low),
        "step": json_number(one.step),
    }
    return {
        "name": one.layer,
        "channel": one.channel,
        **bounds,
        "apart": None if one.equivariance_error is None else json_number(one.equivariance_error),
    }
