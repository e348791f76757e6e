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
from models.activations.service import Looking
from models.engine.capture import Capture, capture
from models.engine.layers import Stop, liveliest
from models.errors import UserError
from models.inputs import pictures
from models.number_spec import whole
from models.store.store import Shelved, to_batch
from models.text import Text
from models.types.activations import Source
from models.types.translation import Moved, Translations

REACH = 8  # cells that a picture may be moved; from the fifth on the ink of a digit may leave the picture
MOST_LAYERS = 4


class Translating:
    """Questions about a picture that is moved. Keeps nothing; the networks are the shelf's."""

    def __init__(self, looking: Looking) -> None:
        self._looking = looking

    def translations(self, key: str, source: Source, layers: Sequence[str], reach: int, visitor: str) -> Translations:
        reach = whole("reach", reach, 1, REACH)
        whole("layers", len(layers), 0, MOST_LAYERS)
        shelved = self._looking.shelf.borrow(key, visitor)
        if shelved.spec.preparation.kind != "drawing":
            raise _too_large(key)
        picture = pictures.prepare(source, shelved.spec.preparation)
        with self._looking.workers.turn():
            return translations(shelved, picture, layers, reach)


def translations(shelved: Shelved, picture: NDArray[np.uint8], layers: Sequence[str], reach: int) -> Translations:
    """`picture` [height, width, channel] at every place up to `reach` cells away; `layers`: whose maps are kept."""
    preparation = shelved.spec.preparation
    kept = [shelved.stop(name) for name in layers]
    home = capture(shelved.plan, shelved.batch(picture))
    empty = capture(shelved.plan, shelved.batch(np.zeros_like(picture)))
    channels = _channels(kept, home)
    alike = {stop.slot: np.empty((2 * reach + 1, 2 * reach + 1), np.float32) for stop in shelved.stops}
    back = {stop.slot: np.full((2 * reach + 1, 2 * reach + 1), np.nan, np.float32) for stop in shelved.stops}
    logits, parts = [], {stop.slot: list[Floats]() for stop in kept}
    for row in range(2 * reach + 1):  # a row at a time, so that little memory is taken
        batch = torch.cat([to_batch(moved(picture, row - reach, right), preparation) for right in range(-reach, reach + 1)])
        values = capture(shelved.plan, batch)  # (places of a row, …)
        logits.append(values.logits.numpy())
        for stop in shelved.stops:
            here, there = (one[stop.slot] - empty[stop.slot] for one in (values, home))  # what the picture does: (places, …), (1, …)
            alike[stop.slot][row] = _alike(here, there)
            if _has_places(stop):
                back[stop.slot][row] = _alike(_moved_back(stop, here, row - reach), there)
        for stop, channel in zip(kept, channels, strict=True):
            value = values[stop.slot]
            parts[stop.slot].append(value.numpy() if channel is None else value.movedim(stop.channel_axis, 1)[:, channel].numpy())
    told = [_moved(stop, channel, np.stack(parts[stop.slot]), picture.shape[:2]) for stop, channel in zip(kept, channels, strict=True)]
    names = {stop.layer.name: alike[stop.slot] for stop in shelved.stops}
    follow = {stop.layer.name: back[stop.slot] for stop in shelved.stops}
    return Translations(shelved.spec.key, picture, reach, np.stack(logits), names, follow, tuple(told))


def moved(picture: NDArray[np.uint8], down: int, right: int) -> NDArray[np.uint8]:
    """[height, width, channel] moved by whole cells; what leaves is gone, what comes in is empty."""
    result = np.zeros_like(picture)
    result[_part(down, picture.shape[0]), _part(right, picture.shape[1])] = picture[
        _part(-down, picture.shape[0]), _part(-right, picture.shape[1])
    ]
    return result


def _part(by: int, side: int) -> slice:
    """What of a side is still there after a move by `by`."""
    return slice(min(side, max(0, by)), max(0, min(side, side + by)))


def _has_places(stop: Stop) -> bool:
    """Whether the layer's cells lie in a plane along which a picture can be moved back: not those of a dense layer."""
    shape, field = stop.layer.shape, stop.layer.receptive_field
    return len(shape) == 3 and min(shape[1:]) > 1 and not field.whole


def _moved_back(stop: Stop, here: Tensor, down: int) -> Tensor:
    """(places of a row, …) each moved back by as much as its picture was moved, in cells of the layer; between cells it is interpolated."""
    maps = here if stop.channel_axis == 1 else here.movedim(stop.channel_axis, 1)
    places, _, height, width = maps.shape
    steps, reach = stop.layer.receptive_field.stride, places // 2
    rows = torch.arange(height) + down / steps[0]  # where each cell of the result is read
    columns = torch.arange(width) + torch.arange(-reach, reach + 1)[:, None] / steps[1]  # (places, width)
    grid = torch.stack(
        torch.broadcast_tensors((2 * columns / (width - 1) - 1)[:, None], (2 * rows / (height - 1) - 1)[None, :, None]), 3
    )  # (places, height, width, 2)
    back = F.grid_sample(maps, grid.to(maps.dtype), mode="bilinear", padding_mode="zeros", align_corners=True)
    return back if stop.channel_axis == 1 else back.movedim(1, stop.channel_axis)


def _alike(values: Tensor, home: Tensor) -> NDArray[np.float32]:
    """[place]: cosine between what the picture does to a layer here and at home; what an empty picture does is taken off both."""
    here = values.flatten(1).double()  # (places, cells)
    there = home.flatten(1).double()  # (1, cells)
    lengths = here.norm(dim=1) * there.norm()
    products: NDArray[np.float64] = (here @ there[0]).numpy()
    cosines: NDArray[np.float32] = np.divide(products, lengths.numpy(), out=np.zeros(len(products)), where=lengths.numpy() > 0).astype(
        np.float32
    )
    return cosines


def _channels(kept: Sequence[Stop], home: Capture) -> list[int | None]:
    """The channel of each layer that is shown: the one that varies most; one channel where a layer only reshapes the one before it."""
    found: list[int | None] = []
    after: Stop | None = None
    for stop in reversed(kept):
        shape = stop.layer.shape
        reshaped = after is not None and after.layer.kind != "convolution" and len(shape) == 3 and after.layer.shape[0] == shape[0]
        found.append(found[-1] if reshaped else liveliest(stop.maps(home[stop.slot])) if len(shape) == 3 else None)
        after = stop
    return found[::-1]


def _moved(stop: Stop, channel: int | None, values: Floats, sides: tuple[int, ...]) -> Moved:
    """One layer's values [down, right, y, x] or [down, right, unit] as they travel, with one scale for all places."""
    maps = quantise(values.reshape(1, -1, values.shape[-1]))
    apart = _apart(stop, values, sides) if channel is not None else None
    return Moved(
        stop.layer.name,
        channel,
        maps.codes.reshape(values.shape),
        float(maps.low[0]),
        float(maps.step[0]),
        float(values.min()),
        float(values.max()),
        apart,
    )


def _apart(stop: Stop, values: Floats, sides: tuple[int, ...]) -> float | None:
    """The largest difference between a map and the map at home moved along, over the cells that see nothing but picture both times.

    None for a layer that moves in other steps than its picture.
    """
    field, reach = stop.layer.receptive_field, values.shape[0] // 2
    if field.stride != (1, 1) or field.whole:
        return None
    rows, columns = (_inside(field.offset[axis], field.size[axis], sides[axis], values.shape[2 + axis]) for axis in range(2))
    home, worst = values[reach, reach], 0.0
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            y, x = (_both(along, by) for along, by in ((rows, down), (columns, right)))
            here = values[down + reach, right + reach, y[0] : y[1], x[0] : x[1]]
            there = home[y[0] - down : y[1] - down, x[0] - right : x[1] - right]
            worst = max(worst, float(np.abs(here - there).max(initial=0)))
    return worst


def _inside(offset: int, size: int, side: int, cells: int) -> tuple[int, int]:
    """First and one past the last cell whose field lies wholly in the picture."""
    return max(0, -offset), min(cells, side - size - offset + 1)


def _both(along: tuple[int, int], by: int) -> tuple[int, int]:
    """Cells of that range that lie in it too before the move."""
    first = max(along[0], along[0] + by)
    return first, max(first, min(along[1], along[1] + by))


def _too_large(key: str) -> UserError:
    return UserError(
        Text(
            "network: {key} reads photographs. Moving a picture about takes a network that reads drawings, such as lenet5 or mlp.",
            "network: {key} lê fotografias. Para mover uma imagem é preciso uma rede que lê desenhos, como lenet5 ou mlp.",
        ).format(key=key)
    )
