"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "name": Text(en="Filter {n}", pt="Filtro {n}"),
    "about": Text(en="on your picture", pt="na sua imagem"),
    "label": Text(
        en="How much each place of the picture excites the filter. Arrows walk from cell to cell, Enter opens the receipt.",
        pt="Quanto cada lugar da imagem excita o filtro. As setas vão de célula em célula, Enter abre o recibo.",
    ),
    "empty": Text(en="Draw or choose a picture in Look.", pt="Desenhe ou escolha uma imagem em Olhar."),
    "opacity": Text(en="Opacity", pt="Opacidade"),
    "activation": Text(en="activation", pt="ativação"),
    "activation_help": Text(
        en="What {read} answers, before any ReLU. Zero leaves the picture as it is. A surgery does not change it.",
        pt="O que {read} responde, antes de qualquer ReLU. Zero deixa a imagem como está. A cirurgia não muda isto.",
    ),
    "read": Text(en="row {row}, column {col} · value {value}", pt="linha {row}, coluna {col} · valor {value}"),
    "highest": Text(en=", the highest", pt=", o maior"),
    "field": Text(en="One cell of this map sees {h} × {w} pixels.", pt="Uma célula deste mapa vê {h} × {w} pixels."),
    "click": Text(en="Click one for its receipt.", pt="Clique em uma para ver o recibo."),
    "whole": Text(en="One cell of this map sees the whole picture.", pt="Uma célula deste mapa vê a imagem toda."),
}
