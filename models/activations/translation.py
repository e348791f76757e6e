"""A picture moved about: what a network answers at every place, and how much of what each layer says stays as it was.

A convolution's map moves along with the picture, because one kernel serves every place; pooling swallows a part of the way; a dense
layer meets other weights wherever the picture goes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from models.activations.quantise import Floats, quantise
from models.activations.service import Activations
from models.engine.capture import Capture, capture
from models.engine.layers import LayerStep, highest_variance_channel
from models.errors import UserError
from models.inputs import pictures
from models.number_spec import whole_number
from models.store.store import LoadedNetwork, to_batch
from models.text import Text
from models.types.activations import PictureSource
from models.types.translation import TranslatedLayer, Translations

MAX_SHIFT = 8  # cells that a picture may be moved; from the fifth on the ink of a digit may leave the picture
MOST_LAYERS = 4


class TranslationService:
    """Questions about a picture that is moved. Keeps nothing; the networks are the store's."""

    def __init__(self, activations: Activations) -> None:
        self._activations = activations

    def translations(self, key: str, source: PictureSource, layers: Sequence[str], reach: int, visitor: str) -> Translations:
        reach = whole_number("reach", reach, 1, MAX_SHIFT)
        whole_number("layers", len(layers), 0, MOST_LAYERS)
        loaded = self._activations.store.get_classifier(key, visitor)
        if loaded.spec.preparation.kind != "drawing":
            raise _reads_photographs(key)
        picture = pictures.prepare(source, loaded.spec.preparation)
        with self._activations.workers.acquire():
            return translations(loaded, picture, layers, reach)


def translations(loaded: LoadedNetwork, picture: NDArray[np.uint8], layers: Sequence[str], reach: int) -> Translations:
    """`picture` [height, width, channel] at every place up to `reach` cells away; `layers`: whose maps are kept."""
    preparation = loaded.spec.preparation
    kept = [loaded.layer_step(name) for name in layers]
    home = capture(loaded.plan, loaded.batch(picture))
    empty = capture(loaded.plan, loaded.batch(np.zeros_like(picture)))
    channels = _shown_channels(kept, home)
    alike = {layer_step.slot: np.empty((2 * reach + 1, 2 * reach + 1), np.float32) for layer_step in loaded.layer_steps}
    back = {layer_step.slot: np.full((2 * reach + 1, 2 * reach + 1), np.nan, np.float32) for layer_step in loaded.layer_steps}
    logits, parts = [], {layer_step.slot: list[Floats]() for layer_step in kept}
    for row in range(2 * reach + 1):  # a row at a time, so that little memory is taken
        batch = torch.cat([to_batch(shifted(picture, row - reach, right), preparation) for right in range(-reach, reach + 1)])
        values = capture(loaded.plan, batch)  # (places of a row, …)
        logits.append(values.logits.numpy())
        for layer_step in loaded.layer_steps:
            here, there = (
                one[layer_step.slot] - empty[layer_step.slot] for one in (values, home)
            )  # what the picture does: (places, …), (1, …)
            alike[layer_step.slot][row] = _cosines(here, there)
            if _is_spatial(layer_step):
                back[layer_step.slot][row] = _cosines(_shifted_back(layer_step, here, row - reach), there)
        for layer_step, channel in zip(kept, channels, strict=True):
            value = values[layer_step.slot]
            parts[layer_step.slot].append(
                value.numpy() if channel is None else value.movedim(layer_step.channel_axis, 1)[:, channel].numpy()
            )
    told = [
        _translated_layer(layer_step, channel, np.stack(parts[layer_step.slot]), picture.shape[:2])
        for layer_step, channel in zip(kept, channels, strict=True)
    ]
    names = {layer_step.layer.name: alike[layer_step.slot] for layer_step in loaded.layer_steps}
    follow = {layer_step.layer.name: back[layer_step.slot] for layer_step in loaded.layer_steps}
    return Translations(loaded.spec.key, picture, reach, np.stack(logits), names, follow, tuple(told))


def shifted(picture: NDArray[np.uint8], down: int, right: int) -> NDArray[np.uint8]:
    """[height, width, channel] moved by whole cells; what leaves is gone, what comes in is empty."""
    result = np.zeros_like(picture)
    result[_kept_range(down, picture.shape[0]), _kept_range(right, picture.shape[1])] = picture[
        _kept_range(-down, picture.shape[0]), _kept_range(-right, picture.shape[1])
    ]
    return result


def _kept_range(by: int, side: int) -> slice:
    """What of a side is still there after a move by `by`."""
    return slice(min(side, max(0, by)), max(0, min(side, side + by)))


def _is_spatial(layer_step: LayerStep) -> bool:
    """Whether the layer's cells lie in a plane along which a picture can be moved back: not those of a dense layer."""
    shape, field = layer_step.layer.shape, layer_step.layer.receptive_field
    return len(shape) == 3 and min(shape[1:]) > 1 and not field.whole


def _shifted_back(layer_step: LayerStep, here: Tensor, down: int) -> Tensor:
    """(places of a row, …) each moved back by as much as its picture was moved, in cells of the layer; between cells it is interpolated."""
    maps = here if layer_step.channel_axis == 1 else here.movedim(layer_step.channel_axis, 1)
    places, _, height, width = maps.shape
    steps, reach = layer_step.layer.receptive_field.stride, places // 2
    rows = torch.arange(height) + down / steps[0]  # where each cell of the result is read
    columns = torch.arange(width) + torch.arange(-reach, reach + 1)[:, None] / steps[1]  # (places, width)
    grid = torch.stack(
        torch.broadcast_tensors((2 * columns / (width - 1) - 1)[:, None], (2 * rows / (height - 1) - 1)[None, :, None]), 3
    )  # (places, height, width, 2)
    back = F.grid_sample(maps, grid.to(maps.dtype), mode="bilinear", padding_mode="zeros", align_corners=True)
    return back if layer_step.channel_axis == 1 else back.movedim(1, layer_step.channel_axis)


def _cosines(values: Tensor, home: Tensor) -> NDArray[np.float32]:
    """[place]: cosine between what the picture does to a layer here and at home; what an empty picture does is taken off both."""
    here = values.flatten(1).double()  # (places, cells)
    there = home.flatten(1).double()  # (1, cells)
    lengths = here.norm(dim=1) * there.norm()
    products: NDArray[np.float64] = (here @ there[0]).numpy()
    cosines: NDArray[np.float32] = np.divide(products, lengths.numpy(), out=np.zeros(len(products)), where=lengths.numpy() > 0).astype(
        np.float32
    )
    return cosines


def _shown_channels(kept: Sequence[LayerStep], home: Capture) -> list[int | None]:
    """The channel of each layer that is shown: the one that varies most; one channel where a layer only reshapes the one before it."""
    found: list[int | None] = []
    after: LayerStep | None = None
    for layer_step in reversed(kept):
        shape = layer_step.layer.shape
        reshaped = after is not None and after.layer.kind != "convolution" and len(shape) == 3 and after.layer.shape[0] == shape[0]
        found.append(
            found[-1] if reshaped else highest_variance_channel(layer_step.maps(home[layer_step.slot])) if len(shape) == 3 else None
        )
        after = layer_step
    return found[::-1]


def _translated_layer(layer_step: LayerStep, channel: int | None, values: Floats, sides: tuple[int, ...]) -> TranslatedLayer:
    """One layer's values [down, right, y, x] or [down, right, unit] as they travel, with one scale for all places."""
    maps = quantise(values.reshape(1, -1, values.shape[-1]))
    apart = _equivariance_error(layer_step, values, sides) if channel is not None else None
    return TranslatedLayer(
        layer_step.layer.name,
        channel,
        maps.codes.reshape(values.shape),
        float(maps.low[0]),
        float(maps.step[0]),
        float(values.min()),
        float(values.max()),
        apart,
    )


def _equivariance_error(layer_step: LayerStep, values: Floats, sides: tuple[int, ...]) -> float | None:
    """The largest difference between a map and the map at home moved along, over the cells that see nothing but picture both times.

    None for a layer that moves in other steps than its picture.
    """
    field, reach = layer_step.layer.receptive_field, values.shape[0] // 2
    if field.stride != (1, 1) or field.whole:
        return None
    rows, columns = (_cells_inside(field.offset[axis], field.size[axis], sides[axis], values.shape[2 + axis]) for axis in range(2))
    home, worst = values[reach, reach], 0.0
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            y, x = (_cells_inside_both(along, by) for along, by in ((rows, down), (columns, right)))
            here = values[down + reach, right + reach, y[0] : y[1], x[0] : x[1]]
            there = home[y[0] - down : y[1] - down, x[0] - right : x[1] - right]
            worst = max(worst, float(np.abs(here - there).max(initial=0)))
    return worst


def _cells_inside(offset: int, size: int, side: int, cells: int) -> tuple[int, int]:
    """First and one past the last cell whose field lies wholly in the picture."""
    return max(0, -offset), min(cells, side - size - offset + 1)


def _cells_inside_both(along: tuple[int, int], by: int) -> tuple[int, int]:
    """Cells of that range that lie in it too before the move."""
    first = max(along[0], along[0] + by)
    return first, max(first, min(along[1], along[1] + by))


def _reads_photographs(key: str) -> UserError:
    return UserError(
        Text(
            "network: {key} reads photographs. Moving a picture about takes a network that reads drawings, such as lenet5 or mlp.",
            "network: {key} lê fotografias. Para mover uma imagem é preciso uma rede que lê desenhos, como lenet5 ou mlp.",
        ).format(key=key)
    )
