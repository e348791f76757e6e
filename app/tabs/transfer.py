"""Transfer: can it learn my classes from ten pictures?"""

from __future__ import annotations

import gradio as gr

from app.instruments import instrument
from app.tabs import Frame, Tab
from models.text import Text


def build(frame: Frame) -> None:
    with gr.Column(elem_id="transfer"):
        for name in ("examples", "bar", "how", "learning", "changed", "scratch", "confusion", "newpicture"):
            instrument(name, frame.language)


TAB = Tab(key="transfer", order=60, title=Text("Transfer", "Transferir"), build=build)
