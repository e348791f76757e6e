"""One dense layer: every class a weighted sum of the features."""

from __future__ import annotations

from torch import nn

from models.text import Text
from models.training.fine_tune.head import Head, HeadSpec


def build(head_spec: HeadSpec) -> nn.Module:
    return nn.Linear(head_spec.features, head_spec.classes)


HEAD = Head(
    key="linear",
    order=10,
    title=Text("linear", "linear"),
    about=Text(
        "One dense layer, learned by gradient descent: every class is a weighted sum of the features.",
        "Uma camada densa, aprendida por descida do gradiente: cada classe é uma soma ponderada das características.",
    ),
    build=build,
    fit=None,
    standardizes=True,
    code=lambda hidden, dropout: "nn.Linear(FEATURES, classes)",
    choice="net",
)
