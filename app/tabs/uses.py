"""Uses: what such networks are used for, each to touch."""

from __future__ import annotations

from app.tabs import Tab
from models.text import Text

TAB = Tab(
    key="uses",
    order=75,
    title=Text("Uses", "Usos"),
    instruments=("use_views", "faces", "tissue", "parking", "colouring", "style_transfer", "animation"),
)
