"""Filters: what has each unit learned to look for?"""

from __future__ import annotations

from app.tabs import Tab
from models.text import Text

TAB = Tab(
    key="filters",
    order=30,
    title=Text("Filters", "Filtros"),
    instruments=("convolutions", "activation_map", "tiles", "unit", "surgery"),
)
