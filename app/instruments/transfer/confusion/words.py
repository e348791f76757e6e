"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "matrix": Text(
        en="Confusion matrix: true class by row, what was said by column",
        pt="Matriz de confusão: classe real por linha, classe prevista por coluna",
    ),
    "right": Text(en="right: {right} of {of} it never learnt from", pt="certas: {right} de {of} que nunca viu"),
    "right_balanced": Text(
        en="right: {right} of {of} it never learnt from; balanced accuracy {balanced} %",
        pt="certas: {right} de {of} que nunca viu; acurácia balanceada {balanced} %",
    ),
    "balanced_help": Text(
        en="Balanced accuracy: the mean of each class’s share of right answers. A rare class counts as much as a frequent one.",
        pt="Acurácia balanceada: a média da acurácia de cada classe. Uma classe rara conta tanto quanto uma frequente.",
    ),
    "majority": Text(
        en="No better than always answering {name}, which is right {rate} % of the time.",
        pt="Não é melhor do que responder sempre {name}, que acerta {rate} % das vezes.",
    ),
    "none": Text(
        en="Nothing is kept back to check: every class needs pictures that are no copies of each other.",
        pt="Nada ficou reservado para validação: cada classe precisa de imagens que não sejam cópias umas das outras.",
    ),
    "chance": Text(en="chance {n}", pt="acaso {n}"),
    "interval": Text(en="95 % interval {low} – {high}", pt="intervalo de 95 % {low} – {high}"),
    "interval_label": Text(
        en="{rate} % right, 95 % interval {low} to {high} (Wilson), chance {chance}",
        pt="{rate} % certas, intervalo de 95 % de {low} a {high} (Wilson), acaso {chance}",
    ),
    "axes": Text(en="true ↓\nsaid →", pt="real ↓\nprevisto →"),
    "percent": Text(en="%", pt="%"),
    "is_cell": Text(en="{right} said to be {said}: {n}", pt="real {right}, previsto {said}: {n}"),
    "taken": Text(
        en="{right} taken for {said} {n} of {of}, surest first",
        pt="Imagens de {right} classificadas como {said}: {n} de {of}, a mais segura primeiro",
    ),
    "kept": Text(
        en="{right} said to be {right} {n} of {of}, surest first",
        pt="Imagens de {right} classificadas certo: {n} de {of}, a mais segura primeiro",
    ),
    "empty_cell": Text(en="{right} is never taken for {said}", pt="Nenhuma imagem de {right} é classificada como {said}"),
    "sure": Text(en="{sure} % sure of {said}", pt="{sure} % de certeza: {said}"),
    "untouched": Text(
        en="Test set, {of} pictures looked at once: {rate} %, 95 % interval {low} – {high}.",
        pt="Conjunto de teste, {of} imagens olhadas uma só vez: {rate} %, intervalo de 95 % {low} – {high}.",
    ),
    "empty": Text(
        en="Teach it your classes: accuracy, its interval and the mistakes appear here.",
        pt="Ensine suas classes: a acurácia, seu intervalo e os erros aparecem aqui.",
    ),
}
