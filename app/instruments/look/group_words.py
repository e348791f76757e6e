"""What the groups of a deep network's layers are called, in both languages."""

from __future__ import annotations

from models.text import Text

GROUPS = {
    "stage": Text(en="stage", pt="estágio"),
    "block": Text(en="block", pt="bloco"),
    "branch": Text(en="branch", pt="ramo"),
}
