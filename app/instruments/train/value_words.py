"""Names of the values that a setting of Train chooses between, the same in a lane and in the table of runs."""

from __future__ import annotations

from models.text import Text

VALUES = {
    "constant": Text(en="constant", pt="constante"),
    "cosine": Text(en="cosine", pt="cosseno"),
    "step": Text(en="in steps", pt="em degraus"),
    "sgd": Text(en="SGD", pt="SGD"),
    "adam": Text(en="Adam", pt="Adam"),
    "adamw": Text(en="AdamW", pt="AdamW"),
}
