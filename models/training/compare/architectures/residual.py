"""The same stack with a shortcut around every two convolutions.

He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", CVPR 2016; without its normalisation.
"""

from __future__ import annotations

from models.text import Text
from models.training.compare.architecture import Architecture
from models.training.compare.conv_stack import ConvStack

ARCHITECTURE = Architecture(
    key="residual",
    order=40,
    title=Text("Residual", "Residual"),
    about=Text(
        "The VGG-like network with a shortcut around every two convolutions.",
        "A rede tipo VGG com um atalho em volta de cada duas convoluções.",
    ),
    year=2015,
    sized=True,
    build=lambda shape: ConvStack(shape, shortcuts=True),
)
