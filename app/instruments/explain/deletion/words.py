"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Deletion, insertion", pt="Remoção, inserção"),
    "label": Text(
        en="Probability of A while the hottest pixels are deleted, or inserted into a blurred picture",
        pt="Probabilidade de A enquanto os pixels mais quentes são tirados, ou postos em uma imagem desfocada",
    ),
    "measure": Text(en="Measure", pt="Medir"),
    "stop": Text(en="Stop", pt="Parar"),
    "waits": Text(en="{n} pictures to run", pt="{n} imagens a rodar"),
    "going": Text(en="{done} of {of}", pt="{done} de {of}"),
    "hottest": Text(en="hottest pixels", pt="mais quentes"),
    "inserted": Text(en="inserted", pt="postos"),
    "deleted": Text(en="deleted", pt="tirados"),
    "random": Text(en="random", pt="ao acaso"),
    "area": Text(en="area {n}", pt="área {n}"),
}
