"""Convolve: what is a convolution, a stride, a pooling, with the visitor's own picture?"""

from __future__ import annotations

import gradio as gr

from app.instruments import instrument
from app.tabs import Frame, Tab
from models.text import Text


def build(frame: Frame) -> None:
    with gr.Column(elem_id="convolve"):
        for name in ("kernels", "code", "cell", "pictures", "translation"):
            instrument(name, frame.language)


TAB = Tab(key="convolve", order=20, title=Text("Convolve", "Convoluir"), build=build)
