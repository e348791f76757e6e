"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "views": Text(en="What is shown", pt="O que se mostra"),
    "run": Text(en="This run", pt="Este treino"),
    "changed": Text(en="Filters", pt="Filtros"),
    "scratch": Text(en="From scratch", pt="Do zero"),
    "of": Text(en="before | now", pt="antes | agora"),
    "pair": Text(
        en="Filter {unit}: before and now, changed by {share} % of a typical filter’s norm",
        pt="Filtro {unit}: antes e agora, mudou {share} % da norma de um filtro típico",
    ),
    "explained": Text(
        en="The most changed first, one scale from −{end} to {end}. Input 0 of each filter; the number is how much it changed, in % of the norm of "
        "the layer’s middle filter (the median).",
        pt="Os que mais mudaram primeiro, numa escala de −{end} a {end}. Entrada 0 de cada filtro; o número diz quanto mudou, em % da norma do "
        "filtro mediano da camada.",
    ),
    "head": Text(
        en="The line stood at the head, so no filter has changed. Move it to the left and train.",
        pt="A linha estava na cabeça, e nenhum filtro mudou. Mova-a para a esquerda e treine.",
    ),
    "dense": Text(
        en="Right of the line no convolution has learned, only dense layers. Move it further to the left and train.",
        pt="À direita da linha nenhuma convolução aprendeu, só camadas densas. Mova-a mais para a esquerda e treine.",
    ),
    "empty": Text(
        en="Filters before and after appear here once it has learned.",
        pt="Os filtros antes e depois aparecem aqui depois que ela aprender.",
    ),
    "failed": Text(en="The filters could not be fetched.", pt="Não foi possível buscar os filtros."),
}
