"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Network", pt="Rede"),
    "line": Text(en="Freeze line: what is left of it does not change", pt="Linha de congelamento: o que está à esquerda não muda"),
    "drag": Text(en="drag the line, or ← →", pt="arraste a linha, ou ← →"),
    "will": Text(en="{weights} weights will learn, about {time}", pt="{weights} pesos vão aprender, cerca de {time}"),
    "will_untimed": Text(en="{weights} weights will learn", pt="{weights} pesos vão aprender"),
    "said": Text(
        en="learns from {layer}: {weights} weights, about {time}", pt="aprende a partir de {layer}: {weights} pesos, cerca de {time}"
    ),
    "said_untimed": Text(en="learns from {layer}: {weights} weights", pt="aprende a partir de {layer}: {weights} pesos"),
    "settled": Text(
        en="This network cannot be frozen up to {from}: the line now stands {to}.",
        pt="Esta rede não pode ser congelada até {from}: a linha agora está {to}.",
    ),
    "settled_head": Text(
        en="{head} learns nothing left of the head: the line now stands there.",
        pt="{head} não ensina nada à esquerda da cabeça: a linha agora está nela.",
    ),
    "base": {
        "change": Text(
            en="These are photographs: learning now starts from {to}, which has learned from many more of them than {from}.",
            pt="São fotografias: o treino agora parte da {to}, que aprendeu com muito mais delas do que a {from}.",
        ),
        "change_back": Text(en="Back to {from}", pt="Voltar à {from}"),
        "offer": Text(
            en="These are photographs: {to} has learned from many more of them than {from}.",
            pt="São fotografias: a {to} aprendeu com muito mais delas do que a {from}.",
        ),
        "offer_take": Text(en="Start from {to}", pt="Partir da {to}"),
    },
    "at_head": Text(en="at the head", pt="na cabeça"),
    "at_none": Text(en="at the beginning", pt="no começo"),
    "at_layer": Text(en="at {layer}", pt="em {layer}"),
    "frozen": Text(en="Frozen", pt="Congelado"),
    "millions": Text(en="{n} M", pt="{n} mi"),
    "weights": Text(en="{n} weights", pt="{n} pesos"),
    "input": Text(en="input", pt="entrada"),
    "head": Text(en="head", pt="cabeça"),
    "learns": Text(en="weights that learn", pt="pesos que aprendem"),
    "time": Text(en="time to train", pt="tempo de treino"),
    "validation": Text(en="validation %", pt="validação %"),
    "validation_help": Text(
        en="Accuracy on pictures that were kept back ± half of its 95 % interval. A line chosen by this number is a little worse than it says.",
        pt="Acurácia nas imagens de validação ± metade do seu intervalo de 95 %. Uma linha escolhida por esse número é um pouco pior do que ele diz.",
    ),
    "seconds": Text(en="{n} s", pt="{n} s"),
    "minutes": Text(en="{n} min", pt="{n} min"),
    "shows": Text(en="{layer}: channel {channel} of the new picture", pt="{layer}: canal {channel} da imagem nova"),
    "shows_units": Text(en="{layer}: what it answers to the new picture", pt="{layer}: o que responde à imagem nova"),
    "learned_head": Text(en="The weights of the head: a row for each class", pt="Os pesos da cabeça: uma linha por classe"),
}
