"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Answers", pt="Respostas"),
    "count": Text(en="over {n} variants", pt="em {n} variantes"),
    "growing": Text(en="{k} of {n} variants", pt="{k} de {n} variantes"),
    "against": Text(en="Compared with", pt="Comparada com"),
    "none": Text(en="no other", pt="nenhuma outra"),
    "list": Text(en="Classes, with how many variants are answered so", pt="Classes, e quantas variantes recebem essa resposta"),
    "keep": Text(en=" keep the verdict.", pt=" mantêm a resposta."),
    "keep_two": Text(en=" answer one of the two mixed labels.", pt=" dão um dos dois rótulos misturados."),
    "row": Text(en="{label}: {a} variants", pt="{label}: {a} variantes"),
    "row_two": Text(en="{label}: {a} variants, {b} by {rival}", pt="{label}: {a} variantes, {b} segundo {rival}"),
}
