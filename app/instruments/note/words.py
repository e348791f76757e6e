"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "label": Text(en="About the network", pt="Sobre a rede"),
    "close": Text(en="Close", pt="Fechar"),
    "parameters": Text(en="{n} parameters.", pt="{n} parâmetros."),
}
