"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from app.code_words import COPY
from models.text import Text

WORDS: dict[str, Any] = {
    "show": Text(en="Show the code", pt="Ver o código"),
    "short": Text(en="Code", pt="Código"),
    "title": Text(en="The same in PyTorch", pt="O mesmo em PyTorch"),
    "about": Text(
        en="Save the picture beside these lines and run them: they print the numbers of the cell that is shown.",
        pt="Salve a imagem ao lado destas linhas e rode: elas imprimem os números da célula mostrada.",
    ),
    **COPY,
    "save": Text(en="Save picture.png", pt="Salvar picture.png"),
    "close": Text(en="Close", pt="Fechar"),
}
