"""What is known of a visitor's state dict before it is opened, and what only the visitor can say."""

from __future__ import annotations

from dataclasses import dataclass

from models.text import Text


@dataclass(frozen=True, slots=True)
class StateDictQuestion:
    """What a file leaves open. The values are those of its metadata, else the usual ones of its network."""

    network: str  # key of the listed network that it is of
    title: Text
    classes: int  # outputs of the last layer
    names: tuple[Text, ...]  # of the classes, empty where nobody knows them
    size: int  # px, height and width of a prepared picture
    resize: int  # px, the shorter side before the middle is cut out
    mean: tuple[float, ...]  # of values from 0 to 1, one per channel
    std: tuple[float, ...]
    drawing: bool  # the preparation is the network's own: MNIST's
    complete: bool  # nothing is left to say
