"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "drawings": Text(en="Drawings", pt="Desenhos"),
    "photographs": Text(en="Photographs", pt="Fotografias"),
    "credit": Text(en="{title}. {credit}", pt="{title}. {credit}"),
}
