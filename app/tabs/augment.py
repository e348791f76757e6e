"""Augment: what does augmentation do to a picture, and to the answer?"""

from __future__ import annotations

from app.tabs import Tab
from models.text import Text

TAB = Tab(
    key="augment",
    order=50,
    title=Text("Augment", "Aumento"),
    instruments=("plan", "variants", "verdicts", "invariance"),
)
