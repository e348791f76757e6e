"""Look: what does each layer see?"""

from __future__ import annotations

import gradio as gr

from app.encode import binary
from app.instruments import instrument
from app.tabs import Frame, Tab
from models import api
from models.text import Language, Text

NETWORK = Text("Network", "Rede")
BRING = {  # the inner tabs: how something comes in
    "draw": Text("Draw", "Desenhar"),
    "picture": Text("Picture", "Imagem"),
    "samples": Text("Samples", "Exemplos"),
}
START = "lenet5"
_IN_USE = """() => {
  const networks = window.cnn.get('networks'), key = window.cnn.get('network')?.key
  return networks ? { __type__: 'update', choices: [...networks.values()].map(card => [card.line, card.key]), value: key } : key
}"""
"""Which network is in use after all, and which there are now: a visitor's own come and go."""

_WAY_IN = (
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
        ways = _bring(language)
        instrument("seen", language)
    instrument("maps", language)
    instrument("answer", language)
    instrument("receipt", language)
    # All without the server: where the picture comes from; the menu asks for a network; the head says which one is in use after all.
    frame.page.load(None, None, ways, js=_WAY_IN, api_visibility="private")
    menu.change(None, menu, None, js="key => { window.cnn.set('choose', key) }", api_visibility="private")
    frame.head.opened(None, None, menu, js=_IN_USE, trigger_mode="multiple", api_visibility="private")


TAB = Tab(key="look", order=10, title=Text("Look", "Olhar"), build=build)


def _menu(language: Language) -> gr.Dropdown:
    cards = api.networks()
    start = START if any(card.key == START for card in cards) else cards[0].key
    choices = [(binary.line(card, language), card.key) for card in cards]
    return gr.Dropdown(choices, value=start, label=NETWORK[language], filterable=False, elem_id="network")


def _bring(language: Language) -> gr.Tabs:
    ways = gr.Tabs(elem_id="bring")
    with ways:
        for key, name in (("draw", "draw"), ("picture", "bring"), ("samples", "samples")):
            with gr.Tab(BRING[key][language], id=key, elem_id=f"bring-{key}"):
                instrument(name, language)
    return ways
