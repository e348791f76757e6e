"""Filters: what has each unit learned to look for?"""

from __future__ import annotations

import gradio as gr

from app.instruments import instrument
from app.tabs import Frame, Tab
from models.text import Text


def build(frame: Frame) -> None:
    with gr.Column(elem_id="filters"):
        for name in ("convolutions", "excited", "tiles", "unit", "surgery"):
            instrument(name, frame.language)


TAB = Tab(key="filters", order=30, title=Text("Filters", "Filtros"), build=build)
