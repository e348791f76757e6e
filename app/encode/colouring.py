"""A coloured picture as it travels to the page, and the hints that come from there."""

from __future__ import annotations

import re

from app.encode import binary
from models.errors import UserError
from models.text import Text
from models.types.colouring import ColouredPicture, ColourHint

_HINT = re.compile(r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})\.([0-9a-f]{6})", re.ASCII)
_PARTS = 1000  # of the longer side: the unit of a hint's place and radius in an address


def read_hints(text: str) -> tuple[ColourHint, ...]:
    """ "500.250.30.cc3311-…": x, y and radius in thousandths of the longer side, and the colour; "" for none.

    UserError for anything else.
    """
    return tuple(_hint(one) for one in text.split("-")) if text else ()


def _hint(text: str) -> ColourHint:
    found = _HINT.fullmatch(text)
    if not found:
        wrong = Text("hints: {given} is no hint.", "hints: {given} não é uma dica.")
        raise UserError(wrong.format(given=repr(text[:40])))
    x, y, radius = (int(part) / _PARTS for part in found.groups()[:3])
    red, green, blue = bytes.fromhex(found[4])
    return ColourHint(x, y, radius, (red, green, blue))


def coloured(found: ColouredPicture) -> bytes:
    head = {
        "milliseconds": binary.json_number(found.milliseconds),
        "shapes": {block: list(shape) for block, shape in found.shapes.items()},
        "figures": {
            name: {"difference": binary.json_number(one.difference), "colourfulness": binary.json_number(one.colourfulness)}
            for name, one in found.figures.items()
        },
    }
    arrays: binary.Arrays = {"grey": found.grey, "coloured": found.coloured, "truth": found.truth}  # [h, w, 3]
    return binary.pack(head, arrays | {f"block:{block}": values for block, values in found.blocks.items()})  # [h, w]
