"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text
from models.types.divergence import EXPLODED, GROWN, NO_NUMBER

WORDS: dict[str, Any] = {
    "views": Text(en="What is shown", pt="O que se mostra"),
    "run": Text(en="This run", pt="Este treino"),
    "changed": Text(en="Filters", pt="Filtros"),
    "scratch": Text(en="From scratch", pt="Do zero"),
    "accuracy": Text(en="Accuracy %", pt="Acurácia %"),
    "loss": Text(en="Loss", pt="Perda"),
    "train": Text(en="training", pt="treino"),
    "validation": Text(en="validation", pt="validação"),
    "epochs": Text(en="epochs", pt="épocas"),
    "chance": Text(en="chance", pt="acaso"),
    "chart": Text(
        en="{measure} by epoch, measured on clean pictures: training {train}, validation {validation}",
        pt="{measure} por época, medida em imagens limpas: treino {train}, validação {validation}",
    ),
    "at_epoch": Text(
        en="epoch {epoch}: training {train}, validation {validation}", pt="época {epoch}: treino {train}, validação {validation}"
    ),
    "empty": Text(en="Curves appear here when training begins.", pt="As curvas aparecem aqui quando o treino começa."),
    "fitted": Text(
        en="Found at once, without epochs, in {time} s. In every tab’s network menu: {name}.",
        pt="Encontrada de uma vez, sem épocas, em {time} s. No menu de redes das abas: {name}.",
    ),
    "done": Text(
        en="{epochs} epochs in {time} s, seed {seed}. In every tab’s network menu: {name}.",
        pt="{epochs} épocas em {time} s, semente {seed}. No menu de redes das abas: {name}.",
    ),
    "queued": Text(en="Waiting for a turn to train.", pt="Esperando a vez de treinar."),
    "preparing": Text(en="Features {done} of {total}", pt="Características {done} de {total}"),
    "training": Text(en="Epoch {epoch} of {epochs}", pt="Época {epoch} de {epochs}"),
    "no_classes": [
        Text(en="Two classes or more are needed; there is none.", pt="São necessárias duas classes ou mais; não há nenhuma."),
        Text(en="Two classes or more are needed; there is 1.", pt="São necessárias duas classes ou mais; há 1."),
    ],
    "few": Text(
        en="{few} has {has} pictures; {least} or more are needed in every class.",
        pt="{few} tem {has} imagens; são necessárias {least} ou mais em cada classe.",
    ),
    "few_one": Text(
        en="{few} has 1 picture; {least} or more are needed in every class.",
        pt="{few} tem 1 imagem; são necessárias {least} ou mais em cada classe.",
    ),
    "next_chosen": Text(en="This run goes on; these settings come next.", pt="Este treino continua; estes ajustes vêm depois."),
    "next_queued": Text(en="These settings are trained when it has ended.", pt="Estes ajustes são treinados quando ele terminar."),
    "queue": Text(en="Train them after it", pt="Treinar depois dele"),
    "unqueue": Text(en="Do not train them", pt="Não treinar"),
    "instead": Text(en="Stop it, train them now", pt="Parar e treinar já"),
    "stopped": Text(en="Stopped at epoch {epoch} of {epochs}", pt="Parou na época {epoch} de {epochs}"),
    "time": Text(
        en="Time was over at epoch {epoch} of {epochs}; what was learned is kept.",
        pt="O tempo acabou na época {epoch} de {epochs}; o que foi aprendido fica.",
    ),
    "exploded": EXPLODED,
    "grown": GROWN,
    "no_number": NO_NUMBER,
    "stale": Text(en="from the run with the line at {layer}", pt="do treino com a linha em {layer}"),
    "stale_head": Text(en="from the run with the line at the head", pt="do treino com a linha na cabeça"),
    "stale_other": Text(en="from the run before this change", pt="do treino antes desta mudança"),
}
