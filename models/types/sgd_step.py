"""One step of learning: what goes through the network, what comes back, and how the weights move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class StepConfig:
    """What one step is asked to learn, and by which rule."""

    label: int  # the class that the picture is said to be, right or wrong
    learning_rate: float = 0.05
    momentum: float = 0.0
    dropout: float = 0.0  # share of the hidden units that are out
    maps: bool = False  # whole maps of convolutions drop out too
    seed: int = 0  # of the dropout's draw


@dataclass(frozen=True, slots=True)
class TiledTensor:
    """Numbers laid out to be painted, beside their gradients; area means where there are more than can be shown."""

    values: NDArray[np.float32]  # [tile, y, x]
    gradients: NDArray[np.float32]  # [tile, y, x]
    factor: tuple[int, int]  # rows and columns of numbers in one painted cell; (1, 1): the numbers themselves
    shown: int  # tiles of `count`, the first ones
    count: int
    max_abs_value: float  # |value|, of all the layer's numbers
    max_abs_gradient: float
    gradient_norm: float  # √ of the sum of the squares of all gradients of the layer
    zero_gradients: int  # gradients that are exactly 0
    numbers: int  # how many there are


@dataclass(frozen=True, slots=True)
class LayerWeights:
    """The weights that lead to a column."""

    layer: str
    shape: tuple[int, ...]  # [out, in, y, x] or [out, in]
    tensor: TiledTensor  # one tile a unit where `tiled`, else one sheet: kernels by [in, out], or a matrix [out, in]
    tiled: bool
    planes: NDArray[np.int64]  # [out]: the input channel that a unit's tile shows
    gradient_norms: NDArray[np.float32]  # [out]: of each unit's gradient


@dataclass(frozen=True, slots=True)
class LayerColumn:
    """One layer of the two passes."""

    layer: str
    kind: str
    shape: tuple[int, ...]
    tensor: TiledTensor
    kinds_between: tuple[str, ...]  # kinds of what lies between this column and the next, the next one's own last
    weights: LayerWeights | None


@dataclass(frozen=True, slots=True)
class DropoutMask:
    """Which units are out in one step."""

    layer: str
    dropped: NDArray[np.uint8]  # [unit or map]: 1 where it is out


@dataclass(frozen=True, slots=True)
class ForwardBackward:
    """One picture forward, its loss, and the gradient back, on the visitor's copy of a network. Nothing has been learned yet."""

    network: str
    steps_taken: int  # steps that the copy has taken
    undo_count: int  # of them
    label: int
    loss: float  # cross entropy, natural logarithm
    logits: NDArray[np.float32]  # [class]
    logit_gradients: NDArray[np.float32]  # [class]
    probabilities: NDArray[np.float32]  # [class]
    columns: tuple[LayerColumn, ...]
    gradient_norms: tuple[tuple[str, float], ...]  # of the loss's gradient at every layer, `input` first
    gradient_norm: float  # of the gradient of all weights together
    parameters: int
    dropout_masks: tuple[DropoutMask, ...]
    can_drop_maps: bool  # whether maps of convolutions can drop out too


@dataclass(frozen=True, slots=True)
class WeightUpdate:
    """What the step would do: to one unit's weights, and to the answer."""

    network: str
    steps_taken: int
    layer: str
    unit: int
    plane: int  # the input channel whose weights are shown; 0 for a dense layer
    before: NDArray[np.float32]  # [y, x]; of a dense unit its weights in rows, filled up with zeros
    gradient: NDArray[np.float32]
    velocity: NDArray[np.float32]  # the direction: the gradient, or with momentum what torch makes of it
    delta: NDArray[np.float32]  # −learning rate × velocity
    after: NDArray[np.float32]
    numbers: int  # of those cells that are weights
    step_norm: float  # of the whole step: √ of the sum of the squares of all changes
    loss: tuple[float, float]  # of the picture, before and after
    probabilities: NDArray[np.float32]  # [2, class]: before and after


@dataclass(frozen=True, slots=True)
class LossAlongStep:
    """The loss along the line of a step: of its picture, and of pictures that it does not learn from, where labelled ones are at hand."""

    network: str
    steps_taken: int
    rates: NDArray[np.float32]  # learning rates; 0 is where the network stands, what is negative lies behind it
    losses: NDArray[np.float32]  # [rate]: of the picture
    test_losses: NDArray[np.float32]  # [rate]: mean cross entropy of the labelled pictures; empty where there are none
    test_loss: tuple[float, float]  # the others' before the step and after it, at the step's own learning rate; NaN where there are none
    labels: NDArray[np.uint8]  # [picture]
    predictions: NDArray[np.uint8]  # [2, picture]: the class that is answered, before and after


@dataclass(frozen=True, slots=True)
class StepResult:
    """The copy after a step, an undo or a new beginning."""

    network: str
    steps_taken: int
    undo_count: int
    loss: tuple[float, float]  # before and after the step; NaN where none was taken


@dataclass(frozen=True, slots=True)
class SiteSamples:
    """The units of one place where dropout acts."""

    layer: str
    values: NDArray[np.float32]  # [unit], or [map]: its mean; with nothing dropped
    dropped: NDArray[np.uint8]  # [pass, unit]


@dataclass(frozen=True, slots=True)
class DropoutSamples:
    """Answers of many passes with dropout, and of one with every unit."""

    network: str
    probabilities: NDArray[np.float32]  # [pass, class]
    without_dropout: NDArray[np.float32]  # [class]: with no unit out
    sites: tuple[SiteSamples, ...]
