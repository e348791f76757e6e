"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "label": Text(en="Views of Uses", pt="Vistas de Usos"),
    "view_faces": Text(en="Faces", pt="Rostos"),
    "view_tissue": Text(en="Tissue", pt="Tecido"),
    "view_parking": Text(en="Parking", pt="Vagas"),
    "view_translation": Text(en="Translation", pt="Tradução"),
    "view_style": Text(en="Style", pt="Estilo"),
    "view_animation": Text(en="Animation", pt="Animação"),
}
