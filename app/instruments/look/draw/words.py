"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "label": Text(
        en="Drawing board. Draw with mouse, pen or finger; without them, take a sample from the tab beside.",
        pt="Área de desenho. Desenhe com mouse, caneta ou dedo; sem eles, pegue um exemplo na aba ao lado.",
    ),
    "invite_digit": Text(en="Draw a digit", pt="Desenhe um dígito"),
    "invite": Text(en="Draw something", pt="Desenhe algo"),
    "tools": Text(en="Drawing tools", pt="Ferramentas de desenho"),
    "undo": Text(en="Undo", pt="Desfazer"),
    "clear": Text(en="Clear", pt="Limpar"),
    "pen": Text(en="Pen", pt="Pena"),
}
