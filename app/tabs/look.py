"""Look: what does each layer see?"""

from __future__ import annotations

import gradio as gr

from app import start
from app.encode import binary
from app.instruments import instrument
from app.tabs import Frame, Tab
from models import api
from models.text import Language, Text

NETWORK = Text("Network", "Rede")
PICTURE_SOURCES = {  # the inner tabs: how something comes in
    "draw": Text("Draw", "Desenhar"),
    "picture": Text("Picture", "Imagem"),
    "samples": Text("Samples", "Exemplos"),
}
_NETWORK_IN_USE = """() => {
  const networks = window.cnn.get('networks'), key = window.cnn.get('network')?.key
  return networks ? { __type__: 'update', choices: [...networks.values()].map(card => [card.line, card.key]), value: key } : key
}"""
"""Which network is in use after all, and which there are now: a visitor's own come and go."""

_OPEN_SAMPLES = (
    """() => new URLSearchParams(location.search).get('sample') ? { __type__: 'update', selected: 'samples' } : { __type__: 'update' }"""
)
"""A link to a sample opens where the samples are; everything else stays at the board."""


def build(frame: Frame) -> None:
    language = frame.language
    with gr.Column(elem_id="area-network", min_width=0):
        menu = _menu(language)
        instrument("note", language)
    instrument("strip", language)
    with gr.Column(elem_id="area-in", min_width=0):
        ways = _picture_sources(language)
        instrument("network_input", language)
    instrument("maps", language)
    instrument("answer", language)
    instrument("receipt", language)
    # All without the server: where the picture comes from; the menu asks for a network; the head says which one is in use after all.
    frame.page.load(None, None, ways, js=_OPEN_SAMPLES, api_visibility="private")
    menu.change(None, menu, None, js="key => { window.cnn.set('wantedNetwork', key) }", api_visibility="private")
    frame.head.opened(None, None, menu, js=_NETWORK_IN_USE, trigger_mode="multiple", api_visibility="private")


TAB = Tab(key="look", order=10, title=Text("Look", "Olhar"), build=build)


def _menu(language: Language) -> gr.Dropdown:
    infos = api.networks()
    first = start.network if any(info.key == start.network for info in infos) else infos[0].key
    choices = [(binary.menu_label(info, language), info.key) for info in infos]
    return gr.Dropdown(choices, value=first, label=NETWORK[language], filterable=False, elem_id="network")


def _picture_sources(language: Language) -> gr.Tabs:
    ways = gr.Tabs(elem_id="input")
    with ways:
        for key, name in (("draw", "draw"), ("picture", "picture"), ("samples", "samples")):
            with gr.Tab(PICTURE_SOURCES[key][language], id=key, elem_id=f"input-{key}"):
                instrument(name, language)
    return ways
