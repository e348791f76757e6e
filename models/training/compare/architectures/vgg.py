"""A small network in the manner of VGG: 3 × 3 convolutions, one behind the other.

Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", ICLR 2015.
"""

from __future__ import annotations

from models.text import Text
from models.training.compare.architecture import Architecture
from models.training.compare.conv_stack import ConvStack

ARCHITECTURE = Architecture(
    key="vgg",
    order=30,
    title=Text("VGG-like", "tipo VGG"),
    about=Text(
        "3 × 3 convolutions one behind the other, as wide and as deep as you like.",
        "Convoluções de 3 × 3 uma atrás da outra, da largura e da profundidade que você quiser.",
    ),
    year=2014,
    sized=True,
    build=lambda shape: ConvStack(shape, shortcuts=False),
)
