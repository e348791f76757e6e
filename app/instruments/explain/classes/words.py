"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Answer", pt="Resposta"),
    "heat_for": Text(en="heat for", pt="calor para"),
    "whole": Text(en="whole", pt="inteira"),
    "covered": Text(en="covered", pt="coberta"),
    "list": Text(
        en="Classes, with probability in percent: choose two to look at",
        pt="Classes, com probabilidade em porcentagem: escolha duas para olhar",
    ),
    "a": Text(en="Heat A for {name}", pt="Calor A para {name}"),
    "b": Text(en="Heat B for {name}", pt="Calor B para {name}"),
    "other_a": Text(en="Heat A for another class", pt="Calor A para outra classe"),
    "other_b": Text(en="Heat B for another class", pt="Calor B para outra classe"),
    "more": Text(en="{n} more classes", pt="mais {n} classes"),
    "one_more": Text(en="1 more class", pt="mais 1 classe"),
    "time": Text(en="heats in {n} ms", pt="calores em {n} ms"),
}
