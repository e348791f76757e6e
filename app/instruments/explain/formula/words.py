"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from app.code_words import COPY, DOWNLOAD, DOWNLOAD_HELP
from models.text import Text

WORDS: dict[str, Any] = {
    "points": Text(en="points", pt="pontos"),
    "points_help": Text(
        en="At how many points of the way the gradient is taken. More take as much longer, and make the gap smaller.",
        pt="Em quantos pontos do caminho se toma o gradiente. Mais pontos demoram mais, e diminuem a falta.",
    ),
    "show": Text(en="Show the code", pt="Ver o código"),
    "title": Text(en="The same in PyTorch", pt="O mesmo em PyTorch"),
    "about": Text(
        en="The heat for A, computed anew. Weights, and a photograph as picture.png, are in the folder to download.",
        pt="O calor para A, calculado de novo. Os pesos e, de uma fotografia, picture.png estão na pasta para baixar.",
    ),
    "take": DOWNLOAD,
    "take_help": DOWNLOAD_HELP,
    **COPY,
    "unreachable": Text(en="The server does not answer.", pt="O servidor não responde."),
    "close": Text(en="Close", pt="Fechar"),
}
