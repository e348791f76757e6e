"""Augment: what does augmentation do to a picture, and to the answer?"""

from __future__ import annotations

import gradio as gr

from app.instruments import instrument
from app.tabs import Frame, Tab
from models.text import Text


def build(frame: Frame) -> None:
    with gr.Column(elem_id="augment"):
        for name in ("plan", "variants", "verdicts", "invariance"):
            instrument(name, frame.language)


TAB = Tab(key="augment", order=50, title=Text("Augment", "Aumento"), build=build)
