"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "views": Text(en="What is shown", pt="O que se mostra"),
    "run": Text(en="This run", pt="Este treino"),
    "changed": Text(en="Filters", pt="Filtros"),
    "scratch": Text(en="From scratch", pt="Do zero"),
    "accuracy": Text(en="Accuracy %", pt="Acurácia %"),
    "axis": Text(en="pictures per class", pt="imagens por classe"),
    "transfer": Text(en="transfer", pt="transferência"),
    "zero": Text(en="from scratch", pt="do zero"),
    "go": Text(en="Compare", pt="Comparar"),
    "stop": Text(en="■ Stop", pt="■ Parar"),
    "again": Text(en="Compare again", pt="Comparar de novo"),
    "explained": Text(
        en="The same network, taught as set above and trained from a random start, on the first few of your pictures; both are checked on the same others.",
        pt="A mesma rede, ensinada como acima e treinada a partir de pesos aleatórios, com as primeiras das suas imagens; ambas avaliadas nas mesmas outras.",
    ),
    "queued": Text(en="Queued, {before} before you", pt="Na fila, {before} antes de você"),
    "running": Text(en="{lane}, {count} a class: {share} %", pt="{lane}, {count} por classe: {share} %"),
    "point": Text(
        en="{lane} with {count} a class: {rate} % ({low} – {high})", pt="{lane} com {count} por classe: {rate} % ({low} – {high})"
    ),
    "chart": Text(en="Accuracy by pictures per class: {points}", pt="Acurácia por imagens por classe: {points}"),
    "paired": Text(
        en="With {count} a class: transfer {transfer} %, from scratch {scratch} %, on the same {of} pictures. "
        "Only transfer right: {a}; only from scratch right: {b}. McNemar’s test: {p}.",
        pt="Com {count} por classe: transferência {transfer} %, do zero {scratch} %, nas mesmas {of} imagens. "
        "Só a transferência acerta: {a}; só a do zero acerta: {b}. Teste de McNemar: {p}.",
    ),
    "apart": Text(en="Chance alone hardly makes such a difference.", pt="O acaso dificilmente faria essa diferença."),
    "level": Text(en="Chance alone can make such a difference.", pt="O acaso sozinho pode fazer essa diferença."),
    "ended": {
        "time": {
            "some": Text(
                en="The limit of {seconds} s ended it after {counts} a class.",
                pt="O limite de {seconds} s encerrou depois de {counts} por classe.",
            ),
            "none": Text(
                en="The limit of {seconds} s ended it before the first size was measured.",
                pt="O limite de {seconds} s encerrou antes de medir o primeiro tamanho.",
            ),
        },
        "stopped": {
            "some": Text(en="Stopped after {counts} a class.", pt="Parada depois de {counts} por classe."),
            "none": Text(en="Stopped before the first size was measured.", pt="Parada antes de medir o primeiro tamanho."),
        },
    },
    "stale": Text(en="From classes or settings before this change.", pt="De classes ou ajustes antes desta mudança."),
}
