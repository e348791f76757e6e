"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

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
        en="The heat for A, computed anew. A photograph is read from picture.png: save yours beside these lines.",
        pt="O calor para A, calculado de novo. Uma fotografia é lida de picture.png: salve a sua ao lado destas linhas.",
    ),
    "copy": Text(en="Copy", pt="Copiar"),
    "copied": Text(en="Copied", pt="Copiado"),
    "not_copied": Text(
        en="The browser does not allow copying here. Select the lines and copy them.",
        pt="O navegador não permite copiar aqui. Selecione as linhas e copie.",
    ),
    "unreachable": Text(en="The server does not answer.", pt="O servidor não responde."),
    "close": Text(en="Close", pt="Fechar"),
}
