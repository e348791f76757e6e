"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "columns": Text(
        en="Layers: values, their gradients, the weights before them", pt="Camadas: valores, seus gradientes, os pesos antes deles"
    ),
    "values": Text(en="Values", pt="Valores"),
    "forward": Text(en="forward →", pt="ida →"),
    "gradient": Text(en="Gradient", pt="Gradiente"),
    "backward": Text(en="← backward", pt="← volta"),
    "weights": Text(en="Weights", pt="Pesos"),
    "largest": Text(en="up to m", pt="até m"),
    "norm": Text(en="norm ‖g‖", pt="norma ‖g‖"),
    "sum": Text(en="p, sum 1", pt="p, soma 1"),
    "cloud": Text(en="p, {n} passes", pt="p, {n} passagens"),
    "loss": Text(en="loss", pt="perda"),
    "said": Text(en="Say it is", pt="Diga que é"),
    "said_title": Text(en="Say what it is", pt="Diga o que é"),
    "said_more": Text(en="Find one of {n} classes…", pt="Buscar entre {n} classes…"),
    "answer": Text(en="It says {class}", pt="Ela diz {class}"),
    "minus": Text(en="what it said less what it is told", pt="o que disse menos o que lhe dizem"),
    "network": Text(en="Network", pt="Rede"),
    "pick": Text(en="Weights of {layer}: click a unit", pt="Pesos de {layer}: clique em uma unidade"),
}
