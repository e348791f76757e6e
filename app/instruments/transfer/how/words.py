"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "heads": Text(en="Head", pt="Cabeça"),
    "net": Text(en="neural network", pt="rede neural"),
    "svm": Text(en="linear SVM", pt="SVM linear"),
    "nearest": Text(en="nearest neighbour", pt="vizinho mais próximo"),
    "augment": Text(en="augment × {n}", pt="aumento × {n}"),
    "augment_off": Text(en="augment", pt="aumento"),
    "augment_help": Text(
        en="Each picture is learned as it is and in {n} views that the plan of Augment makes, computed once: {steps}.",
        pt="Cada imagem é aprendida como é e em {n} vistas que o plano de Aumento faz, calculadas uma vez: {steps}.",
    ),
    "epochs": Text(en="Epochs", pt="Épocas"),
    "rate": Text(en="Rate", pt="Taxa"),
    "more": Text(en="More", pt="Mais"),
    "hidden": Text(en="Hidden units", pt="Unidades ocultas"),
    "dropout": Text(en="dropout", pt="dropout"),
    "views": Text(en="Views", pt="Vistas"),
    "batch": Text(en="Batch", pt="Lote"),
    "seed": Text(en="Seed", pt="Semente"),
    "name_label": Text(en="Name", pt="Nome"),
    "untouched": Text(en="keep a third part untouched", pt="guardar uma terceira parte intocada"),
    "untouched_help": Text(
        en="Where every class has more than 30 pictures: a part that is looked at once, at the very end. Whoever chooses a line or a head by validation makes that number too good.",
        pt="Onde cada classe tem mais de 30 imagens: uma parte olhada uma só vez, bem no fim. Quem escolhe linha ou cabeça pela validação torna esse número bom demais.",
    ),
    "plan": Text(en="Plan of augmentation", pt="Plano de aumento"),
    "at_most": Text(en="{field} {given}: {high} at most, so it stays {now}.", pt="{field} {given}: no máximo {high}; fica {now}."),
    "at_least": Text(en="{field} {given}: {low} at least, so it stays {now}.", pt="{field} {given}: no mínimo {low}; fica {now}."),
    "no_number": Text(
        en="{field} {given}: it takes a number from {low} to {high}, so it stays {now}.",
        pt="{field} {given}: aceita um número de {low} a {high}; fica {now}.",
    ),
    "train": Text(en="Train", pt="Treinar"),
    "again": Text(en="Train again", pt="De novo"),
    "stop": Text(en="■ Stop", pt="■ Parar"),
    "queued": Text(en="■ Queued, {before} before you", pt="■ Na fila, {before} antes de você"),
    "queued_next": Text(en="■ Queued, next", pt="■ Na fila, a próxima"),
}
