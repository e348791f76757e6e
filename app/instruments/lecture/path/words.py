"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from app.instruments import maskable_parts
from models.text import Text

WORDS: dict[str, Any] = {
    "lecture": Text(en="Lecture", pt="Aula"),
    "path": Text(en="Stops of the lecture", pt="Paradas da aula"),
    "guess": Text(en="Guess first", pt="Palpite primeiro"),
    "back": Text(en="Back", pt="Anterior"),
    "next": Text(en="Next", pt="Próxima"),
    "end": Text(en="End", pt="Fim"),
    "reveal": Text(en="Reveal", pt="Revelar"),
    "stops": Text(en="Stops", pt="Paradas"),
    "stops_help": Text(en="All stops, and making a lecture of your own (O)", pt="Todas as paradas, e como fazer a sua aula (O)"),
    "tabs": Text(en="Tabs", pt="Abas"),
    "tabs_help": Text(en="Show or hide the tabs (T)", pt="Mostrar ou esconder as abas (T)"),
    "add": Text(en="Add this view", pt="Adicionar esta vista"),
    "count": Text(en="{n} of {all}", pt="{n} de {all}"),
    "place": Text(en="stop {k} of {of}, {n} of {all}", pt="parada {k} de {of}, {n} de {all}"),
    "home": Text(en="↩ Back to stop {n}", pt="↩ Voltar à parada {n}"),
    "off": Text(en="You are off the path; nothing is lost.", pt="Você está fora do caminho; nada se perdeu."),
    "fingers": Text(
        en="As many fingers as your answer. Hands are counted here, on this machine only.",
        pt="Tantos dedos quanto a sua resposta. As mãos são contadas aqui, só nesta máquina.",
    ),
    "alone": Text(en="What do you think? Tap an answer.", pt="O que você acha? Toque em uma resposta."),
    "hands": Text(en="hands", pt="mãos"),
    "hands_for": Text(en="Hands for answer {k}", pt="Mãos pela resposta {k}"),
    "fewer": Text(en="One hand fewer", pt="Uma mão a menos"),
    "more": Text(en="One hand more", pt="Uma mão a mais"),
    "room": Text(en="The room: {k} of {n} hands had it.", pt="A sala: {k} de {n} mãos acertaram."),
    "revealed": Text(en="Answer {k}: {text}.", pt="Resposta {k}: {text}."),
    "yours": Text(en="your guess", pt="seu palpite"),
    "keys_veiled": [["PgDn", Text(en="reveals", pt="revela")], ["PgUp", Text(en="stop before", pt="parada anterior")]],
    "keys_revealed": [["PgDn", Text(en="next stop", pt="próxima parada")], ["PgUp", Text(en="veils again", pt="repõe o véu")]],
    "keys_plain": [["O", Text(en="all stops", pt="todas")], ["Esc", Text(en="leave", pt="sair")]],
    "parts": maskable_parts(),
}
