"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "matrix": Text(
        en="Confusion matrix: true class by row, what was said by column",
        pt="Matriz de confusão: classe real por linha, o que foi dito por coluna",
    ),
    "right": Text(en="right: {right} of {of} it never learnt from", pt="certas: {right} de {of} que nunca viu"),
    "none": Text(
        en="Nothing is kept back to check: every class needs pictures that are no copies of each other.",
        pt="Nada ficou reservado para conferir: cada classe precisa de imagens que não sejam cópias umas das outras.",
    ),
    "chance": Text(en="chance {n}", pt="acaso {n}"),
    "interval": Text(en="95 % interval {low} – {high}", pt="intervalo de 95 % {low} – {high}"),
    "interval_label": Text(
        en="{rate} % right, 95 % interval {low} to {high} (Wilson), chance {chance}",
        pt="{rate} % certas, intervalo de 95 % de {low} a {high} (Wilson), acaso {chance}",
    ),
    "axes": Text(en="true ↓ said →", pt="real ↓ disse →"),
    "percent": Text(en="%", pt="%"),
    "is_cell": Text(en="{right} said to be {said}: {n}", pt="{right} dita {said}: {n}"),
    "taken": Text(
        en="{right} taken for {said} {n} of {of}, surest first", pt="{right} tomada por {said} {n} de {of}, a mais segura primeiro"
    ),
    "kept": Text(en="{right} said to be {right} {n} of {of}, surest first", pt="{right} dita {right} {n} de {of}, a mais segura primeiro"),
    "empty_cell": Text(en="{right} is never taken for {said}", pt="{right} nunca é tomada por {said}"),
    "sure": Text(en="{sure} % sure of {said}", pt="{sure} % de certeza: {said}"),
    "untouched": Text(
        en="On {of} pictures that nobody had looked at: {rate} % ({low} – {high}).",
        pt="Em {of} imagens que ninguém tinha olhado: {rate} % ({low} – {high}).",
    ),
    "empty": Text(
        en="Teach it your classes: accuracy, its interval and the mistakes appear here.",
        pt="Ensine suas classes: o acerto, seu intervalo e os erros aparecem aqui.",
    ),
}
