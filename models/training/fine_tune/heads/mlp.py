"""Two dense layers with units between them, some of which drop out while it learns."""

from __future__ import annotations

from torch import nn

from models.text import Text
from models.training.fine_tune.head import Blueprint, Head


def build(blueprint: Blueprint) -> nn.Module:
    hidden = blueprint.hidden
    return nn.Sequential(
        nn.Linear(blueprint.features, hidden), nn.ReLU(), nn.Dropout(blueprint.dropout), nn.Linear(hidden, blueprint.classes)
    )


HEAD = Head(
    key="mlp",
    order=20,
    title=Text("neural network", "rede neural"),
    about=Text(
        "Two dense layers with hidden units between them, some of which drop out while it learns.",
        "Duas camadas densas com unidades ocultas entre elas; algumas se apagam enquanto ela aprende (dropout).",
    ),
    build=build,
    fit=None,
    standardised=True,
)
