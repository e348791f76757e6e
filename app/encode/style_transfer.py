"""A picture that takes another's style, as it travels to the page."""

from __future__ import annotations

from typing import Any

from app.encode import binary
from models.types.uses import StyleExample, StyleProgress


def example(found: StyleExample) -> bytes:
    made_of = {"network": found.network, "content_sample": found.content, "style_sample": found.style, "share": found.share}
    return binary.pack(_head(found.progress) | made_of, {"picture": found.progress.picture})


def progress(found: StyleProgress) -> bytes:
    return binary.pack(_head(found), {"picture": found.picture})


def _head(found: StyleProgress) -> dict[str, Any]:
    return {
        "step": found.step,
        "steps": found.steps,
        "content": binary.json_number(found.content),
        "style": binary.json_number(found.style),
    }
