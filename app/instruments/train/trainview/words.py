"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "label": Text(en="Views of Train", pt="Vistas de Treinar"),
    "view_race": Text(en="Race", pt="Corrida"),
    "view_step": Text(en="One step", pt="Um passo"),
    "view_runs": Text(en="Runs", pt="Rodadas"),
    "runs": Text(en="Runs {n}", pt="Rodadas {n}"),
}
