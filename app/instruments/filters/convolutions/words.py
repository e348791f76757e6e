"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "network": Text(en="Network", pt="Rede"),
    "weights": Text(en="Weights", pt="Pesos"),
    "trained": Text(en="trained", pt="treinada"),
    "untrained": Text(en="untrained", pt="sem treino"),
    "label": Text(en="Convolutions of the network", pt="Convoluções da rede"),
    "none": Text(en="This network has no convolutions.", pt="Esta rede não tem convoluções."),
    "thumbnail": Text(en="the filter of {name} with the largest norm, {n}", pt="o filtro de {name} com a maior norma, {n}"),
    "shape": Text(en="{out} filters over {in} channels, {n} parameters", pt="{out} filtros sobre {in} canais, {n} parâmetros"),
}
