"""Train: watch two networks learn side by side, or one take a single step."""

from __future__ import annotations

import gradio as gr

from app.instruments import instrument
from app.tabs import Frame, Tab
from models.text import Text

RACE = ("trainview", "trainpoints", "trainsettings", "trainlanes", "trainfoot", "trainruns")
STEP = ("phases", "pulse", "change", "rule", "along")


def build(frame: Frame) -> None:
    with gr.Column(elem_id="train"):
        for name in (*RACE, *STEP):
            instrument(name, frame.language)


TAB = Tab(key="train", order=70, title=Text("Train", "Treinar"), build=build)
