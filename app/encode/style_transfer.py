"""A picture that takes another's style, as it travels to the page."""

from __future__ import annotations

from app.encode import binary
from models.types.uses import StyleProgress


def progress(found: StyleProgress) -> bytes:
    head = {
        "step": found.step,
        "steps": found.steps,
        "content": binary.json_number(found.content),
        "style": binary.json_number(found.style),
    }
    return binary.pack(head, {"picture": found.picture})
