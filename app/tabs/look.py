"""Look: what does each layer see?"""

from __future__ import annotations

import gradio as gr

from app.instruments import instrument
from app.tabs import Frame, Tab
from models.text import Language, Text

PICTURE_SOURCES = {  # the inner tabs: how something comes in
    "draw": Text("Draw", "Desenhar"),
    "picture": Text("Picture", "Imagem"),
    "samples": Text("Samples", "Exemplos"),
}
_OPEN_SAMPLES = (
    """() => new URLSearchParams(location.search).get('sample') ? { __type__: 'update', selected: 'samples' } : { __type__: 'update' }"""
)
"""A link to a sample opens where the samples are; everything else stays at the board."""


def build(frame: Frame) -> None:
    language = frame.language
    with gr.Column(elem_id="area-network", min_width=0):
        instrument("network_menu", language)
        instrument("note", language)
    instrument("strip", language)
    with gr.Column(elem_id="area-in", min_width=0):
        ways = _picture_sources(language)
        instrument("network_input", language)
    instrument("maps", language)
    instrument("answer", language)
    instrument("receipt", language)
    # Without the server: where the picture comes from.
    frame.page.load(None, None, ways, js=_OPEN_SAMPLES, api_visibility="private")


TAB = Tab(key="look", order=10, title=Text("Look", "Olhar"), build=build)


def _picture_sources(language: Language) -> gr.Tabs:
    ways = gr.Tabs(elem_id="input")
    with ways:
        for key, name in (("draw", "draw"), ("picture", "picture"), ("samples", "samples")):
            with gr.Tab(PICTURE_SOURCES[key][language], id=key, elem_id=f"input-{key}"):
                instrument(name, language)
    return ways
