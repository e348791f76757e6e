"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "label": Text(en="Layers of the network", pt="Camadas da rede"),
    "parameters": Text(en="{n} parameters", pt="{n} parâmetros"),
    "no_parameters": Text(en="no parameters", pt="sem parâmetros"),
    "thumbnail_channel": Text(en="channel {n} of {name}", pt="canal {n} de {name}"),
    "thumbnail_units": Text(en="all units of {name}, row by row", pt="todas as unidades de {name}, linha a linha"),
}
