"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "label": Text(en="Layer at which the network is asked", pt="Camada em que se pergunta à rede"),
    "not_input": Text(en="{method} weighs the maps of a layer", pt="{method} pesa os mapas de uma camada"),
    "only_input": Text(en="{method} looks at the input itself", pt="{method} olha para a própria entrada"),
}
