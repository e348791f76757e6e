"""What crosses the service's door: frozen values, arrays and nothing that holds a module or a gradient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from models.text import Text

Weights = Literal["shipped", "present", "download", "random", "trained"]


@dataclass(frozen=True, slots=True)
class Source:
    """What a visitor brought, in one of three forms.

    picture: an encoded file (PNG, JPEG, ...), prepared as the network's weights say
    strokes: a drawing, see `models.drawing`
    pixels: an already prepared picture, uint8 [height, width, channel] as raw bytes
    """

    form: Literal["picture", "strokes", "pixels"]
    data: bytes


@dataclass(frozen=True, slots=True)
class InputSize:
    channels: int
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class NetworkCard:
    """One line of the network menu."""

    key: str
    title: Text
    note: Text  # one sentence: what it was trained on, or that it knows nothing
    year: int
    parameters: int
    macs: int  # multiply-accumulates for one picture
    input: InputSize
    classes: tuple[Text, ...]
    weights: Weights
    download_mb: float | None  # None unless weights == "download"
    drawing: bool  # takes drawings (grey, ink on nothing) rather than photographs


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """Cell (y, x) sees input rows offset + y·stride … + size − 1, and columns likewise; [vertical, horizontal]."""

    size: tuple[int, int]
    stride: tuple[int, int]
    offset: tuple[int, int]
    whole: bool  # some branch lets every cell see the whole picture


@dataclass(frozen=True, slots=True)
class Layer:
    """One stop of the strip. `shape` is [channel, y, x] or [unit], without the batch."""

    name: str
    kind: str
    title: Text  # "conv 5×5", "ReLU", ...
    inputs: tuple[str, ...]
    shape: tuple[int, ...]
    parameters: int
    formula: str  # "(5·5·6 + 1)·16 = 2,416", "" without parameters
    macs: int
    receptive_field: ReceptiveField


@dataclass(frozen=True, slots=True)
class Guess:
    """One class of an answer."""

    index: int
    label: Text
    logit: float
    probability: float


@dataclass(frozen=True, slots=True)
class Maps:
    """Maps as bytes: value = low + code · step, each within half a step; one low and step per channel."""

    codes: NDArray[np.uint8]  # [channel, y, x]
    low: NDArray[np.float32]  # [channel]
    step: NDArray[np.float32]  # [channel], 0 for a constant channel


@dataclass(frozen=True, slots=True)
class Glance:
    """One layer of the strip: its range and a thumbnail of one fixed channel (or of all units, folded to a block)."""

    layer: str
    minimum: float
    maximum: float
    channel: int | None  # None: a vector folded into rows
    thumbnail: Maps  # one channel


@dataclass(frozen=True, slots=True)
class LayerMaps:
    """All channels of one layer, reduced by area means of `factor` × `factor` cells where tiles are smaller."""

    layer: str
    shape: tuple[int, ...]  # of the layer's own output
    factor: int
    minimum: float  # of the layer's own values
    maximum: float
    maps: Maps


@dataclass(frozen=True, slots=True)
class Look:
    """Everything the Look tab paints for one picture."""

    network: str
    picture: NDArray[np.uint8]  # [height, width, channel], as prepared for the network
    glances: tuple[Glance, ...]  # "input" first, in the order in which layers run
    maps: LayerMaps
    logits: NDArray[np.float32]  # [class]
    milliseconds: float  # the forward pass alone


@dataclass(frozen=True, slots=True)
class Opening:
    """How far a network is from being ready: done == total when it is."""

    key: str
    ready: bool
    done_mb: float
    total_mb: float


Facts = Mapping[str, Any]
