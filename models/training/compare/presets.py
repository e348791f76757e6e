"""Pairs of experiments that each make one point; `python benchmarks/train.py` measures them."""

from __future__ import annotations

from models.text import Text
from models.types.compare import Preset

SMALL_AFFINE = (
    {"transform": "rotation", "parameters": {"degrees": [-15.0, 15.0]}},
    {"transform": "translation", "parameters": {"share": 0.1}},
    {"transform": "scale", "parameters": {"scale": [0.85, 1.15]}},
)
"""Turned, shifted and zoomed a little: a digit stays what it is."""
SLOW_LEARNING_RATE = 3e-4  # slow enough that validation can be seen to part from training
DEEP = 20  # convolutions


def presets() -> tuple[Preset, ...]:
    """In the order of their buttons. Two with the same key refuse to start."""
    keys = [one.key for one in PRESETS]
    if len(set(keys)) < len(keys):
        raise ValueError(f"two presets have the same key: {keys}")
    return PRESETS


PRESETS = (
    Preset(
        key="memorise",
        title=Text("memorise", "memorização"),
        point=Text(
            "Training goes on to 100 %. Validation stands still, and its loss turns: surer and surer mistakes.",
            "O treino chega a 100 %. A validação para; a perda sobe: erra com cada vez mais certeza.",
        ),
        left={"learning_rate": SLOW_LEARNING_RATE},
        right={"learning_rate": SLOW_LEARNING_RATE, "each": 50},
        measure="loss",
        lanes="one",
        repeats=5,
    ),
    Preset(
        key="augment",
        title=Text("augment", "aumento"),
        point=Text(
            "Same pictures, start and order. On the right each one comes a little shifted, turned, zoomed.",
            "Mesmas imagens, início e ordem. À direita, cada uma vem deslocada, girada, ampliada.",
        ),
        left={},
        right={"augmentation": list(SMALL_AFFINE)},
        measure="accuracy",
        lanes="two",
        repeats=5,
    ),
    Preset(
        key="dropout",
        title=Text("dropout", "dropout"),
        point=Text(
            "On the right half of the dense units sit out each step: none can lean on one neighbour.",
            "À direita, metade das unidades densas falta a cada passo: nenhuma depende da vizinha.",
        ),
        left={},
        right={"dropout": 0.5},
        measure="loss",
        lanes="two",
        repeats=5,
    ),
    Preset(
        key="random_labels",
        title=Text("random labels", "rótulos aleatórios"),
        point=Text(
            "On the right every label is drawn by lot. The network learns them by heart, and knows nothing.",
            "À direita, todo rótulo foi sorteado. A rede memoriza todos, e não sabe nada.",
        ),
        left={},
        right={"random_labels": 1.0},
        measure="accuracy",
        lanes="two",
        repeats=3,
    ),
    Preset(
        key="rate_high",
        title=Text("rate too high", "taxa alta demais"),
        point=Text(
            "On the right each step is 25 times as long: it overshoots every valley, and all answers are one.",
            "À direita, o passo é 25 vezes maior: salta todos os vales, e toda resposta é a mesma.",
        ),
        left={},
        right={"learning_rate": 0.05},
        measure="accuracy",
        lanes="two",
        repeats=3,
    ),
    Preset(
        key="rate_low",
        title=Text("rate too low", "taxa baixa demais"),
        point=Text(
            "On the right each step is a hundredth as long: the right way, and sixty epochs are too few.",
            "À direita, o passo é cem vezes menor: direção certa, mas sessenta épocas não bastam.",
        ),
        left={},
        right={"learning_rate": 2e-5},
        measure="accuracy",
        lanes="two",
        repeats=3,
    ),
    Preset(
        key="too_deep",
        title=Text("too deep without shortcuts", "funda sem atalhos"),
        point=Text(
            "Twenty convolutions each. With a shortcut around every two it learns; without, no gradient arrives.",
            "Funda demais: vinte convoluções. Com atalhos, aprende; sem eles, o gradiente não chega.",
        ),
        left={"network": "residual", "depth": DEEP},
        right={"network": "vgg", "depth": DEEP},
        measure="accuracy",
        lanes="two",
        repeats=3,
    ),
)
