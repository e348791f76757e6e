"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "network": Text(en="Network", pt="Rede"),
    "method": Text(en="Method", pt="Método"),
    "milliseconds": Text(en="{n} ms", pt="{n} ms"),
    "seconds": Text(en="{n} s", pt="{n} s"),
}
