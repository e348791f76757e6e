"""Train: watch two networks learn side by side, or one take a single step."""

from __future__ import annotations

from app.tabs import Tab
from models.text import Text

RACE = ("trainview", "trainpoints", "trainsettings", "trainlanes", "trainfoot", "trainruns")
STEP = ("phases", "pulse", "change", "rule", "along")

TAB = Tab(
    key="train",
    order=70,
    title=Text("Train", "Treinar"),
    instruments=(*RACE, *STEP),
)
