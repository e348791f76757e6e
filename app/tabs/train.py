"""Train: watch two networks learn side by side, or one take a single step."""

from __future__ import annotations

from app.tabs import Tab
from models.text import Text

RACE = ("trainview", "trainpresets", "trainsettings", "trainlanes", "trainseeds", "trainruns")
STEP = ("phases", "forward_backward", "weight_update", "update_rule", "loss_along_step")

TAB = Tab(
    key="train",
    order=70,
    title=Text("Train", "Treinar"),
    instruments=(*RACE, *STEP),
)
