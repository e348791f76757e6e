"""Every word of the instrument, in both languages; those of the menu itself are the kit's (head/words.py)."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {"network": Text(en="Network", pt="Rede")}
