"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "label": Text(en="Rooms of History", pt="Salas da História"),
    "view_challenge": Text(en="The challenge", pt="O desafio"),
    "view_race": Text(en="The race", pt="A corrida"),
    "view_five": Text(en="Top-5", pt="Top-5"),
    "view_layers": Text(en="Layer by layer", pt="Camada por camada"),
}
