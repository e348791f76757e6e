"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "close": Text(en="Close", pt="Fechar"),
    "search": Text(en="Search, in English or Portuguese", pt="Buscar, em português ou inglês"),
    "count": Text(en="{k} of {n}", pt="{k} de {n}"),
    "none": Text(
        en="No class has that name: shown one, the network calls it something else.",
        pt="Nenhuma classe tem esse nome: se vir uma coisa assim, a rede dirá outra.",
    ),
    "list": Text(en="Classes of the network", pt="Classes da rede"),
}
