"""A picture that somebody brought, and what a network did with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from models.text import Text
from models.types.found_ink import PreparationReport

Form = Literal["strokes", "picture", "pixels"]
FORMS: tuple[Form, ...] = get_args(Form)


@dataclass(frozen=True, slots=True)
class PictureSource:
    """What a visitor brought, in one of three forms.

    picture: an encoded file (PNG, JPEG, ...), prepared as the network's weights say
    strokes: a drawing, see `models.inputs.drawing`
    pixels: an already prepared picture, uint8 [height, width, channel] as raw bytes
    """

    form: Form
    data: bytes
    digit: int | None = None  # of a picture with several, counted from the left; None: the likeliest


@dataclass(frozen=True, slots=True)
class Prediction:
    """One class of an answer."""

    index: int
    label: Text
    logit: float
    probability: float


@dataclass(frozen=True, slots=True)
class QuantisedMaps:
    """Maps as bytes: value = low + code · step, each within half a step; one low and step per channel."""

    codes: NDArray[np.uint8]  # [channel, y, x]
    low: NDArray[np.float32]  # [channel]
    step: NDArray[np.float32]  # [channel], 0 for a constant channel


@dataclass(frozen=True, slots=True)
class LayerSummary:
    """One layer of the strip: its range and a thumbnail of one fixed channel (or of all units, folded to a block)."""

    layer: str
    minimum: float
    maximum: float
    channel: int | None  # None: a vector folded into rows
    thumbnail: QuantisedMaps  # one channel


@dataclass(frozen=True, slots=True)
class LayerMaps:
    """All channels of one layer, reduced by area means of `factor` × `factor` cells where tiles are smaller."""

    layer: str
    shape: tuple[int, ...]  # of the layer's own output
    factor: int
    minimum: float  # of the layer's own values
    maximum: float
    maps: QuantisedMaps


@dataclass(frozen=True, slots=True)
class ForwardView:
    """Everything the Look tab paints for one picture."""

    network: str
    picture: NDArray[np.uint8]  # [height, width, channel], as prepared for the network
    summaries: tuple[LayerSummary, ...]  # "input" first, in the order in which layers run
    maps: LayerMaps
    logits: NDArray[np.float32]  # [class]
    milliseconds: float  # the forward pass alone
    cached: bool = False  # whether that pass was an earlier one, whose values were kept
    report: PreparationReport | None = None  # in a picture; None of strokes and of prepared pixels
    answered: NDArray[np.uint8] | None = None  # [height, width, 3], where the answer is a picture: then there are no logits
    empty: bool = False  # a drawing on which nothing is drawn: its answer means nothing


@dataclass(frozen=True, slots=True)
class PredictResult:
    """The most probable classes of a picture."""

    predictions: tuple[Prediction, ...]
    report: PreparationReport | None
