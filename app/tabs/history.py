"""History: what changed in 2012, and were hand-crafted features enough?"""

from __future__ import annotations

import gradio as gr

from app.instruments import instrument
from app.tabs import Frame, Tab
from models.text import Text


def build(frame: Frame) -> None:
    with gr.Column(elem_id="history"):
        for name in ("rooms", "challenge", "race", "five", "layers", "after"):
            instrument(name, frame.language)


TAB = Tab(key="history", order=80, title=Text("History", "História"), build=build)
