"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models import api
from models.text import Text

WORDS: dict[str, Any] = {
    "heads": Text(en="Head", pt="Cabeça"),
    "choices": {one.choice: one.title for one in api.heads()},  # heads that share a button: it is called like the last, which takes more
    "augment": Text(en="augment × {n}", pt="aumento × {n}"),
    "augment_off": Text(en="augment", pt="aumento"),
    "augment_help": Text(
        en="Each picture is learned as it is and in {n} views that the plan of Augment makes, computed once: {steps}.",
        pt="Cada imagem entra no treino como é e em {n} versões geradas pelo plano de Aumento, calculadas uma só vez: {steps}.",
    ),
    "epochs": Text(en="Epochs", pt="Épocas"),
    "rate": Text(en="Rate", pt="Taxa"),
    "more": Text(en="More", pt="Mais"),
    "more_changed": Text(en="More ({n})", pt="Mais ({n})"),
    "changed": Text(en="Set here: {which}", pt="Alterado aqui: {which}"),
    "hidden": Text(en="Hidden units", pt="Unidades ocultas"),
    "dropout": Text(en="dropout", pt="dropout"),
    "views": Text(en="Views", pt="Versões"),
    "batch": Text(en="Batch", pt="Lote"),
    "seed": Text(en="Seed", pt="Semente"),
    "name_label": Text(en="Name", pt="Nome"),
    "weigh": Text(en="weigh classes", pt="ponderar classes"),
    "weigh_help": Text(
        en="Each class’s loss is weighed by N / (K · N_k), so that a rare class counts as much as a frequent one.",
        pt="A perda de cada classe é ponderada por N / (K · N_k): uma classe rara conta tanto quanto uma frequente.",
    ),
    "untouched": Text(en="keep a test set", pt="reservar um conjunto de teste"),
    "untouched_help": Text(
        en="Where every class has more than 30 pictures of your own: a part that is looked at once, at the very end. Whoever chooses a line or a head by validation makes that number too good.",
        pt="Se cada classe tem mais de 30 imagens suas: uma parte que só é usada uma vez, bem no fim. Quem escolhe a linha ou a cabeça pela validação torna esse número otimista demais.",
    ),
    "plan": Text(en="Plan of augmentation", pt="Plano de aumento"),
    "at_most": Text(en="{field} {given}: {high} at most, so it stays {now}.", pt="{field} {given}: no máximo {high}; fica {now}."),
    "at_least": Text(en="{field} {given}: {low} at least, so it stays {now}.", pt="{field} {given}: no mínimo {low}; fica {now}."),
    "no_number": Text(
        en="{field} {given}: it takes a number from {low} to {high}, so it stays {now}.",
        pt="{field} {given}: aceita um número de {low} a {high}; fica {now}.",
    ),
    "train": Text(en="Train", pt="Treinar"),
    "again": Text(en="Train again", pt="Retreinar"),
    "stop": Text(en="■ Stop", pt="■ Parar"),
    "queued": Text(en="■ Queued, {before} before you", pt="■ Na fila, {before} à sua frente"),
    "queued_next": Text(en="■ Queued, next", pt="■ Na fila, sua vez é a próxima"),
}
