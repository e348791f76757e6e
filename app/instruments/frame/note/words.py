"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "label": Text(en="About the network", pt="Sobre a rede"),
    "close": Text(en="Close", pt="Fechar"),
    "more": Text(en="More", pt="Mais"),
    "less": Text(en="Less", pt="Menos"),
    "parameters": Text(en="{n} parameters.", pt="{n} parâmetros."),
    "open": Text(en="{n} classes", pt="{n} classes"),
    "open_help": Text(en="What the network can answer", pt="O que a rede pode responder"),
    "must": Text(
        en="These are all of its classes: whatever it is shown, it answers with one of them.",
        pt="Estas são todas as suas classes: seja o que for que veja, ela responde com uma delas.",
    ),
}
