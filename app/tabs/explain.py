"""Explain: where did it look, and can that be trusted?"""

from __future__ import annotations

from app.tabs import Tab
from models.text import Text

TAB = Tab(
    key="explain",
    order=40,
    title=Text("Explain", "Explicar"),
    instruments=("methods", "stages", "formula", "occluder", "heatmaps", "classes", "deletion"),
)
