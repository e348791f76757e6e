"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "views": Text(en="What is shown", pt="O que se mostra"),
    "run": Text(en="This run", pt="Esta rodada"),
    "changed": Text(en="Filters", pt="Filtros"),
    "scratch": Text(en="From scratch", pt="Do zero"),
    "accuracy": Text(en="Accuracy %", pt="Acerto %"),
    "axis": Text(en="pictures per class", pt="imagens por classe"),
    "transfer": Text(en="transfer", pt="transferência"),
    "zero": Text(en="from scratch", pt="do zero"),
    "go": Text(en="Compare", pt="Comparar"),
    "stop": Text(en="■ Stop", pt="■ Parar"),
    "again": Text(en="Compare again", pt="Comparar de novo"),
    "explained": Text(
        en="The same network, taught as set above and trained from a random start, on the first few of your pictures; both are checked on the same others.",
        pt="A mesma rede, ensinada como acima e treinada de um início aleatório, com as primeiras das suas imagens; ambas conferidas nas mesmas outras.",
    ),
    "queued": Text(en="Queued, {before} before you", pt="Na fila, {before} antes de você"),
    "running": Text(en="{lane}, {count} a class: {share} %", pt="{lane}, {count} por classe: {share} %"),
    "point": Text(
        en="{lane} with {count} a class: {rate} % ({low} – {high})", pt="{lane} com {count} por classe: {rate} % ({low} – {high})"
    ),
    "chart": Text(en="Accuracy by pictures per class: {points}", pt="Acerto por imagens por classe: {points}"),
    "apart": Text(
        en="With {count} a class transfer is right {transfer} %, from scratch {scratch} %: the intervals do not touch.",
        pt="Com {count} por classe a transferência acerta {transfer} %, do zero {scratch} %: os intervalos não se tocam.",
    ),
    "level": Text(
        en="With {count} a class: {transfer} % and {scratch} %; the intervals overlap, so these pictures do not tell them apart.",
        pt="Com {count} por classe: {transfer} % e {scratch} %; os intervalos se sobrepõem, e estas imagens não as distinguem.",
    ),
    "stale": Text(en="From classes or settings before this change.", pt="De classes ou ajustes antes desta mudança."),
}
