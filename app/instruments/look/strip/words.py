"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from app.instruments.look.group_words import GROUPS
from models.text import Text

WORDS: dict[str, Any] = {
    **GROUPS,
    "label": Text(en="Layers of the network", pt="Camadas da rede"),
    "parameters": Text(en="{n} parameters", pt="{n} parâmetros"),
    "no_parameters": Text(en="no parameters", pt="sem parâmetros"),
    "layers": Text(en="{n} layers", pt="{n} camadas"),
    "found": Text(en="{k} of {n} layers", pt="{k} de {n} camadas"),
    "find": Text(en="Find a layer", pt="Buscar camada"),
    "find_label": Text(en="Find a layer by name or kind", pt="Buscar uma camada por nome ou tipo"),
    "fold_short": Text(en="Fold", pt="Recolher"),
    "fold_all": Text(en="Fold all stages", pt="Recolher todos os estágios"),
    "fold": Text(en="Fold (Backspace)", pt="Recolher (Backspace)"),
    "folds": Text(en="Enter folds it, ↓ goes to its layers", pt="Enter recolhe, ↓ vai às camadas"),
    "unfolds": Text(en="folded: Enter opens it, Backspace folds it again", pt="recolhido: Enter abre, Backspace recolhe de novo"),
    "dense": Text(en="each layer also reads the channels of all before it", pt="cada camada lê também os canais de todas as anteriores"),
    "shortcut": Text(en="{from} is added at {to}", pt="{from} é somada em {to}"),
    "thumbnail_channel": Text(en="channel {n} of {name}", pt="canal {n} de {name}"),
    "thumbnail_units": Text(en="all units of {name}, row by row", pt="todas as unidades de {name}, linha a linha"),
}
