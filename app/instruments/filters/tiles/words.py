"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "label": Text(
        en="Filters of the layer. Arrows walk, 0 switches off, minus flips, Backspace restores.",
        pt="Filtros da camada. As setas percorrem, 0 desliga, menos inverte, Backspace restaura.",
    ),
    "about": Text(en="{title} · {out} filters {shape}", pt="{title} · {out} filtros {shape}"),
    "sort": Text(en="Sort by", pt="Ordenar por"),
    "number": Text(en="number", pt="número"),
    "norm": Text(en="norm", pt="norma"),
    "picture": Text(en="your picture", pt="sua imagem"),
    "scale": Text(en="Scale by", pt="Escala por"),
    "filter": Text(en="filter", pt="filtro"),
    "layer": Text(en="layer", pt="camada"),
    "weight": Text(en="weight", pt="peso"),
    "read": Text(en="{n}: norm {norm}", pt="{n}: norma {norm}"),
    "here": Text(en=", here {value}", pt=", aqui {value}"),
    "slice": Text(en=", slice {slice}", pt=", fatia {slice}"),
    "changed": Text(en=", changed", pt=", alterado"),
    "norm_help": Text(
        en="The norm is the root of the sum of the squares of all its weights: how strongly it can answer.",
        pt="A norma é a raiz da soma dos quadrados de todos os pesos: quão forte ele pode responder.",
    ),
    "slice_help": Text(
        en="Each tile is the slice of the filter with the largest weights: what it does with one of the channels that it reads.",
        pt="Cada quadro é a fatia do filtro com os maiores pesos: o que ele faz com um dos canais que lê.",
    ),
}
