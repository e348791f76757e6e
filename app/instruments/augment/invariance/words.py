"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Invariance", pt="Invariância"),
    "along": Text(en="The parameter that moves", pt="O parâmetro que muda"),
    "plot": Text(en="Probability of the verdict while one parameter moves", pt="Probabilidade da resposta enquanto um parâmetro muda"),
    "about": Text(
        en="p({label}) %. Line: {at}. Band: the plan’s range. Thick bar: still {label}.",
        pt="p({label}) %. Linha: {at}. Faixa: o plano. Traço grosso: ainda {label}.",
    ),
    "about_bare": Text(
        en="p({label}) %. Line: {at}. Thick bar: still {label}.", pt="p({label}) %. Linha: {at}. Traço grosso: ainda {label}."
    ),
}
