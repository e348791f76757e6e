"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "network": Text(en="Network", pt="Rede"),
    "title": Text(en="Plan", pt="Plano"),
    "add": Text(en="Add a transform", pt="Acrescentar transformação"),
    "add_short": Text(en="Add…", pt="Adicionar…"),
    "undo": Text(en="Undo", pt="Desfazer"),
    "undo_help": Text(en="Undo the last change of the plan: Ctrl Z or ⌘ Z", pt="Desfazer a última mudança do plano: Ctrl Z ou ⌘ Z"),
    "list": Text(en="Transforms, in the order in which they run", pt="Transformações, na ordem em que acontecem"),
    "move": Text(en="Move {title}: drag, or Alt and an arrow key", pt="Mover {title}: arraste, ou Alt e uma seta"),
    "more": Text(en="All settings of {title}", pt="Todos os ajustes de {title}"),
    "remove": Text(en="Take out of the list", pt="Tirar da lista"),
    "least": Text(en="{title}, least", pt="{title}, mínimo"),
    "most": Text(en="{title}, most", pt="{title}, máximo"),
    "partner": Text(en="Mixed with", pt="Misturada com"),
    "file": Text(en="A picture of yours…", pt="Uma imagem sua…"),
    "seed": Text(en="Seed", pt="Semente"),
    "roll": Text(en="Re-roll", pt="Sortear"),
    "roll_help": Text(en="Draw all variants anew, but those that are locked", pt="Sortear de novo todas as variantes, menos as travadas"),
    "code": Text(en="Code", pt="Código"),
    "code_hide": Text(en="Hide code", pt="Ocultar"),
}
