"""Explain: where did it look, and can that be trusted?"""

from __future__ import annotations

import gradio as gr

from app.instruments import instrument
from app.tabs import Frame, Tab
from models.text import Text


def build(frame: Frame) -> None:
    with gr.Column(elem_id="explain"):
        for name in ("methods", "stages", "formula", "cover", "heats", "classes", "deletion"):
            instrument(name, frame.language)


TAB = Tab(key="explain", order=40, title=Text("Explain", "Explicar"), build=build)
