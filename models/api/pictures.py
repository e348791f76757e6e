"""One picture through one network: layers, channels, answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models import convolve as convolving
from models import service
from models.filters import kernels as kernel_readers
from models.history import orientations
from models.inputs import pictures
from models.number_spec import whole_number
from models.store import registry
from models.store.store import is_own
from models.types.activations import ForwardView, LayerMaps, PictureSource, Prediction, PredictResult
from models.types.convolution import ConvolutionSettings, ConvolutionWeights
from models.types.history import HogSteps
from models.types.translation import Translations

LARGEST_SIDE = 4096  # px: more than a screen shows, and 50 MB


def forward_view(key: str, source: PictureSource, layer: str, *, side: int = 56, visitor: str = "") -> ForwardView:
    """Runs one forward pass and returns a summary of every layer, the maps of one layer, and the logits.

    The activations are cached for the visitor, so other calls about the same picture and network need no second pass.

    Args:
        key: Key of the network, as in `networks`.
        source: The picture, in one of the three forms of `Source`.
        layer: Name of the layer whose maps are wanted, as in `layers`.
        side: Cells of a side of a tile at most, 1 to 1024; larger maps are reduced by area means.

    Returns:
        The prepared picture, a thumbnail and the range of each layer, the maps as uint8 [channel, y, x] with a float32 scale per
        channel, float32 logits [class], and the milliseconds of the forward pass.

    Raises:
        UserError: When the network cannot be opened, it has no such layer, the picture cannot be read, `side` is out of range, or
            the service is busy.
    """
    return service.activations.forward_view(key, source, layer, side, visitor)


def layer_maps(key: str, source: PictureSource, layer: str, *, side: int = 56, visitor: str = "") -> LayerMaps:
    """Returns the maps of one layer, reduced for the screen; runs no forward pass while the picture is cached for the visitor.

    Args:
        key: Key of the network.
        source: The picture.
        layer: Name of the layer.
        side: Cells of a side of a tile at most, 1 to 1024.

    Returns:
        uint8 codes [channel, y, x] with float32 low and step per channel (value = low + code * step, within half a step), the
        layer's own shape and range, and the factor of the reduction. A vector layer has one channel per unit, of one cell.

    Raises:
        UserError: When the network cannot be opened, it has no such layer, the picture cannot be read, `side` is out of range, or
            the service is busy.
    """
    return service.activations.layer_maps(key, source, layer, side, visitor)


def channel_map(key: str, source: PictureSource, layer: str, channel: int, *, visitor: str = "") -> NDArray[np.float32]:
    """Returns the exact values of one channel of a layer.

    Args:
        key: Key of the network.
        source: The picture.
        layer: Name of the layer.
        channel: Index of the channel, 0 to channels - 1; not read where the layer is a vector.

    Returns:
        float32 [y, x], the bits that the layer returned; of a vector layer all units, [unit].

    Raises:
        UserError: When the network cannot be opened, it has no such layer or channel, the picture cannot be read, or the service is
            busy.
    """
    return service.activations.channel_map(key, source, layer, channel, visitor)


def predict(key: str, source: PictureSource, *, top: int = 5, temperature: float = 1.0, visitor: str = "") -> tuple[Prediction, ...]:
    """Returns the most probable classes of a picture, the most probable first.

    Args:
        key: Key of the network.
        source: The picture.
        top: How many classes, 1 to the number of the network's classes (5 is accepted for fewer).
        temperature: Divisor of the logits, finite and above 0; 1 is the plain softmax, larger values flatten it.

    Returns:
        One `Guess` per class: its index, label, logit, and probability from 0 to 1 among all classes.

    Raises:
        UserError: When the network cannot be opened, the picture cannot be read, `top` or `temperature` is out of range, or the
            service is busy.

    Source:
        Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network", 2015, eq. 1: p_i = exp(z_i / T) / sum_j exp(z_j / T).
    """
    return service.activations.predict(key, source, top, temperature, visitor).predictions


def predict_with_report(key: str, source: PictureSource, *, top: int = 5, temperature: float = 1.0, visitor: str = "") -> PredictResult:
    """Returns the most probable classes as `predict` does, with how the picture was prepared.

    Args:
        key: Key of the network.
        source: The picture.
        top: How many classes, 1 to the number of the network's classes (5 is accepted for fewer).
        temperature: Divisor of the logits, finite and above 0.

    Returns:
        The guesses, and in `found` the box of the digit or crop in px and each step of the preparation with its picture; `found` is
        None for strokes and prepared pixels.

    Raises:
        UserError: When the network cannot be opened, the picture cannot be read, `top` or `temperature` is out of range, or the
            service is busy.

    Source:
        The softmax with a temperature of `predict`.
    """
    return service.activations.predict(key, source, top, temperature, visitor)


def digit_on_paper(source: PictureSource) -> bool:
    """Returns whether a picture file probably shows a digit on paper.

    A heuristic to offer a network by, never to decide by: the picture has little colour, and LeNet-5's largest logit exceeds 9.

    Args:
        source: An encoded picture file.

    Returns:
        True or False; False also for a file that cannot be read, and while the service is busy.
    """
    return service.activations.is_digit_on_paper(source)


def feature_maps(key: str, source: PictureSource, layer: str, *, visitor: str = "") -> NDArray[np.float32]:
    """Returns the exact activations of one layer.

    Args:
        key: Key of the network.
        source: The picture.
        layer: Name of the layer.

    Returns:
        float32 [channel, y, x], or [unit] of a vector layer, the bits that the layer returned.

    Raises:
        UserError: When the network cannot be opened, it has no such layer, the picture cannot be read, or the service is busy.
    """
    return service.activations.feature_maps(key, source, layer, visitor)


def logits(key: str, source: PictureSource, *, visitor: str = "") -> NDArray[np.float32]:
    """Returns the logits of a picture and caches nothing of it.

    Args:
        key: Key of the network.
        source: The picture.

    Returns:
        float32 [class], before the softmax, in the order of the network's classes.

    Raises:
        UserError: When the network cannot be opened, the picture cannot be read, or the service is busy.
    """
    return service.attribution.logits(key, source, visitor)


def translations(key: str, source: PictureSource, layers: Sequence[str] = (), *, reach: int = 8, visitor: str = "") -> Translations:
    """Runs a network of drawings on a picture shifted to every place within reach, and compares each layer with the unshifted one.

    Args:
        key: Key of a network of drawings.
        source: The picture.
        layers: Names of up to 4 layers whose maps at every place are wanted.
        reach: Largest shift in px of the prepared picture, 1 to 8, in each of the four directions.

    Returns:
        With n = 2 * reach + 1 places per axis, from -reach to reach: float32 logits [down, right, class]; per layer the cosine
        [down, right] with the unshifted activations (invariance) and with those shifted back (equivariance; NaN where a layer has no
        grid), the activations of an empty picture taken off both; and the maps of `layers` as uint8 with a scale.

    Raises:
        UserError: When the network cannot be opened or reads photographs, it has no such layer, more than 4 layers are named, the
            picture cannot be read, `reach` is out of range, or the service is busy.
    """
    return service.translation.translations(key, source, layers, reach, visitor)


def hog_steps(key: str, source: PictureSource, *, visitor: str = "") -> HogSteps:
    """Returns every step of the histogram of oriented gradients (HOG) of a picture.

    Args:
        key: Key of the network whose preprocessing prepares the picture; its weights are not needed.
        source: The picture.

    Returns:
        float32 gradient magnitude [height, width] in levels per 2 px, and angle [height, width] in degrees, 0 to 180; cells [row, column,
        9], the mean magnitude per bin of 20 degrees; blocks [row, column, 2, 2, 9], normalised; and the side of a cell in px.

    Raises:
        UserError: When the network's key is not known, or the picture cannot be read.

    Source:
        Dalal and Triggs, "Histograms of Oriented Gradients for Human Detection", CVPR 2005. L2-Hys: v / sqrt(|v|^2 + e^2), clipped at
        0.2, normalised again.
    """
    spec = service.visitor_networks.get(visitor, key).spec if is_own(key) else registry.find_spec(key)
    return orientations.hog_steps(source, spec.preparation)


def centre_square(source: PictureSource, *, side: int = 224) -> NDArray[np.uint8]:
    """Returns the centre square of an encoded picture, prepared for no network.

    Args:
        source: An encoded picture file.
        side: Side of the result in px at most, 1 to 4096; smaller pictures are not enlarged.

    Returns:
        Read-only uint8 [y, x, channel], 0 to 255: 3 channels, or 1 of a grey picture.

    Raises:
        UserError: When the picture cannot be read, or `side` is out of range.
    """
    return pictures.centre_square(source, whole_number("side", side, 1, LARGEST_SIDE))


def convolve(planes: NDArray[np.uint8], kernels: NDArray[np.float32], bias: float, settings: ConvolutionSettings) -> NDArray[np.float32]:
    """Returns what `torch.nn.functional.conv2d` computes for one filter over the channels of a picture.

    Args:
        planes: uint8 [plane, y, x], the channels of the picture, 0 to 255; read as x / 255.
        kernels: float32 [plane, y, x], one kernel per plane.
        bias: Number added to every cell, -10^6 to 10^6.
        settings: Stride (1 or more), padding (0 or more px on each side), fill of the padding, dilation (1 or more).

    Returns:
        float32 [y, x].

    Raises:
        UserError: When `bias` is out of range, the fill is not known, the padding cannot be reflected, the kernel does not fit into
            the padded picture, it takes more than PLAYGROUND_CONVOLVE_PRODUCTS million products, or the service is busy.

    Source:
        Cross-correlation, as torch.nn.Conv2d: out[y, x] = bias + sum_p,i,j kernels[p, i, j] * picture[p, y*s + i*d, x*s + j*d],
        s the stride, d the dilation.
    """
    with service.activations.workers.acquire():
        return convolving.convolve(planes, kernels, bias, settings)


def filters(key: str, layer: str, *, visitor: str = "") -> ConvolutionWeights:
    """Returns the learned kernels and biases of one convolution.

    Args:
        key: Key of the network.
        layer: Name of a convolution.

    Returns:
        float32 kernels [out, in, y, x], as `Conv2d.weight`, and float32 bias [out], zeros where the layer has none.

    Raises:
        UserError: When the network cannot be opened, or it has no such convolution.
    """
    return kernel_readers.kernels(service.store.get(key, visitor), layer)
