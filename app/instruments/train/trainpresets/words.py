"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "label": Text(en="Make a point", pt="Experimento"),
    "train": Text(en="Train", pt="Treinar"),
    "again": Text(en="Train again", pt="Treinar de novo"),
    "stop": Text(en="Stop", pt="Parar"),
    "leave": Text(en="Leave the line", pt="Sair da fila"),
}
