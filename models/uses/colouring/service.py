"""A visitor's picture, made grey and coloured anew."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from contextlib import suppress

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageOps
from torch import Tensor

from models import limits
from models.activations.service import Activations
from models.cielab import srgb_of_lab
from models.errors import UserError
from models.inputs import picture_errors, pictures
from models.inputs.normalisation import to_pixels
from models.networks.colouring import LEVELS, MIDDLE_LIGHT, REACH
from models.number_spec import positive_number, whole_number
from models.store.store import LoadedNetwork
from models.text import Text
from models.types.activations import PictureSource
from models.types.colouring import ColouredPicture, ColourHint
from models.uses.colouring.figures import measure
from models.uses.colouring.run import hint_maps, run

NETWORK = "colouring"
BLOCKS = {
    "down1": "down1.2", "down2": "down2.2", "down3": "down3.1.1.relu:2", "down4": "down4.1.relu:2", "bottleneck": "bottleneck.1.relu:2",
    "up4": "up4.2", "up3": "up3.2", "up2": "up2.2", "up1": "up1.2",
}  # fmt: skip
"""Block of the U-Net → the layer whose maps it hands on."""
LEAST_SIDE = 32  # px

_CUT = Text("cut: {given} is none of the skip connections 1 to 4.", "cut: {given} não é nenhum dos atalhos de 1 a 4.")
_MANY = Text("{given} hints are too many; {most} are taken.", "{given} dicas são demais; {most} são aceitas.")
_HINT = Text(
    "A hint has a place and a radius from 0 to 1 and a colour from 0 to 255.",
    "Uma dica tem lugar e raio de 0 a 1 e uma cor de 0 a 255.",
)


class ColouringService:
    """Answers over the store's network; nothing of a picture is kept."""

    def __init__(self, activations: Activations) -> None:
        self._activations = activations

    def load(self) -> None:
        """Make the network ready, so that the first picture does not wait for it; nothing where its weights are missing."""
        with suppress(UserError):
            self._activations.store.get(NETWORK)

    def colour(
        self, source: PictureSource, hints: Sequence[ColourHint], cut: Sequence[int], temperature: object, side: object, visitor: str
    ) -> ColouredPicture:
        """The picture grey and coloured, its longer side at most `side` px."""
        heat = positive_number("temperature", temperature)
        side = whole_number("side", side, LEAST_SIDE, int(limits.COLOUR_SIDE.value))
        _check(hints, cut)
        loaded = self._activations.store.get(NETWORK, visitor)
        truth = resize_for_network(source, side)
        picture = torch.from_numpy(truth.transpose(2, 0, 1)[None].copy()).float() / 255  # (1, 3, H, W)
        with self._activations.workers.acquire():
            start = time.perf_counter()
            values = run(loaded, picture, hint_maps(hints, *truth.shape[:2]), cut, heat)
            milliseconds = 1e3 * (time.perf_counter() - start)
        return coloured_picture(loaded, truth, values, milliseconds)


def coloured_picture(loaded: LoadedNetwork, truth: NDArray[np.uint8], values: Sequence[Tensor], milliseconds: float) -> ColouredPicture:
    """What the page shows of one forward pass, `values` by slot."""
    coloured = to_pixels(values[loaded.plan.logits_slot][0])
    grey = grey_picture(values[1][0])
    maps = {block: values[loaded.layer_step(layer).slot][0] for block, layer in BLOCKS.items()}
    channels = dict(zip((one.layer.name for one in loaded.layer_steps), loaded.thumbnail_channels, strict=True))
    return ColouredPicture(
        truth=truth,
        grey=grey,
        coloured=coloured,
        blocks={block: _stretched(maps[block][channels[layer] or 0].numpy()) for block, layer in BLOCKS.items()},
        shapes={block: tuple(value.shape) for block, value in maps.items()},
        figures={name: measure(one, truth) for name, one in (("grey", grey), ("coloured", coloured), ("truth", truth))},
        milliseconds=milliseconds,
    )


def resize_for_network(source: PictureSource, side: int) -> NDArray[np.uint8]:
    """A picture [height, width, 3] whose longer side is `side` px, both sides multiples of 16: what is too much is cut at the edges.

    UserError for what cannot be read, and for strokes, which have no colour.
    """
    image = pictures.decode(source.data, side).convert("RGB")
    short, long = sorted(image.size)
    if long > short * limits.PICTURE_ASPECT.value:
        raise picture_errors.too_narrow(image.width, image.height)
    width, height = (max(round(side * length / long / REACH), 1) * REACH for length in image.size)
    return np.array(ImageOps.fit(image, (width, height), Image.Resampling.BICUBIC))


def grey_picture(light: Tensor) -> NDArray[np.uint8]:
    """(1, H, W): (L − 50) / 50 → uint8 [height, width, 3]."""
    lab = torch.cat(((light + 1) * MIDDLE_LIGHT, torch.zeros_like(light), torch.zeros_like(light)))
    return to_pixels(srgb_of_lab(lab))


def _stretched(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    low, high = float(values.min()), float(values.max())
    made: NDArray[np.uint8] = np.rint(255 * (values - low) / (high - low or 1.0)).astype(np.uint8)
    return made


def _check(hints: Sequence[ColourHint], cut: Collection[int]) -> None:
    for level in cut:
        if level not in LEVELS:
            raise UserError(_CUT.format(given=repr(level)))
    if len(hints) > limits.COLOUR_HINTS.value:
        raise UserError(_MANY.format(given=len(hints), most=int(limits.COLOUR_HINTS.value)))
    for hint in hints:
        if not all(0 <= part <= 1 for part in (hint.x, hint.y, hint.radius)) or not all(0 <= part <= 255 for part in hint.rgb):
            raise UserError(_HINT)
