"""Two dense layers with units between them, some of which drop out while it learns."""

from __future__ import annotations

from torch import nn

from models.text import Text
from models.training.fine_tune.head import Head, HeadSpec


def build(head_spec: HeadSpec) -> nn.Module:
    hidden = head_spec.hidden
    return nn.Sequential(
        nn.Linear(head_spec.features, hidden), nn.ReLU(), nn.Dropout(head_spec.dropout), nn.Linear(hidden, head_spec.classes)
    )


def code(hidden: int, dropout: float) -> str:
    return f"nn.Sequential(nn.Linear(FEATURES, {hidden}), nn.ReLU(), nn.Dropout({dropout}), nn.Linear({hidden}, classes))"


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
    standardizes=True,
    code=code,
    choice="net",
    settings=("hidden", "dropout"),
)
