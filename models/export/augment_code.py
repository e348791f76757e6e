"""The code behind a variant: a plan of augmentation as torchvision writes it, the draws of one variant, and what the network answers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from models.augment.config import AugmentationConfig
from models.augment.transform import PARTNER_OFFSET, Shape
from models.export import views
from models.export.code import build_code
from models.export.network_source import network_files, network_lines
from models.export.picture_source import picture_files, pixels_lines, scale_line
from models.inputs.pictures import Preparation
from models.store.store import LoadedNetwork
from models.text import Language, Text
from models.types.code import Code

Pixels = NDArray[np.uint8]

_EACH = Text("each picture, uint8 {shape}", "cada imagem, uint8 {shape}")
_AGAIN = Text("variant {index} of seed {seed}", "variante {index} da semente {seed}")
_PAIR = Text("who it is mixed with, and the picture", "com quem se mistura, e a imagem")
_SHARES = Text("whose label it is, in shares", "de quem é o rótulo, em partes")
_ANSWER = Text("the most probable class, and its probability", "a classe mais provável, e sua probabilidade")


def script(loaded: LoadedNetwork, augmentation: AugmentationConfig, seed: int, index: int, own: Pixels, other: Pixels) -> Code:
    """Lines that end with `picture`, one variant as the network reads it, and print what the network answers to it."""
    files = *network_files(loaded), *picture_files(own), *(picture_files(other, "other") if augmentation.mixes else ())

    def lines(language: Language) -> list[str]:
        wants = loaded.spec.preparation
        made = (
            _mixed(augmentation, wants, seed, index, other, language) if augmentation.mixes else _alone(augmentation, seed, index, language)
        )
        return [
            *([] if augmentation.mixes else _composed(augmentation, wants, language)),
            *pixels_lines(own, wants, language),
            *made,
            "",
            *network_lines(loaded, language),
            "with torch.no_grad():",
            "    p, best = network(picture[None])[0].softmax(0).max(0)",
            f"print(best.item(), p.item())  # {_ANSWER[language]}",
        ]

    return build_code(lines, *files)


def _composed(augmentation: AugmentationConfig, wants: Preparation, language: Language) -> Iterator[str]:
    shape: Shape = (wants.channels, wants.height, wants.width)
    yield f"transform = v2.Compose([  # {_EACH.format(shape=shape)[language]}"
    yield from (f"    {step.transform.code(step.values, shape)}," for step in augmentation.steps)
    yield from (
        "    v2.ToDtype(torch.float32, scale=True),",
        f"    v2.Normalize(mean={list(wants.mean)}, std={list(wants.std)}),",
        "])",
        "",
    )


def _alone(augmentation: AugmentationConfig, seed: int, index: int, language: Language) -> Iterator[str]:
    yield f"# {_AGAIN.format(index=index + 1, seed=seed)[language]}"
    yield f"for step, seed in zip(transform.transforms, {[*augmentation.step_seeds(seed, index), 0, 0]}):"
    yield "    torch.manual_seed(seed)"
    yield "    picture = step(picture)"


def _mixed(augmentation: AugmentationConfig, wants: Preparation, seed: int, index: int, other: Pixels, language: Language) -> Iterator[str]:
    """A picture stands behind its partner in a batch of two, and both go through every step."""
    shape: Shape = (wants.channels, wants.height, wants.width)
    yield from pixels_lines(other, wants, language, "other")
    yield from views.functions(augmentation.steps, language)
    yield f"pictures = torch.stack([other, picture])  # {_PAIR[language]}"
    yield f"target = torch.eye(2)  # {_SHARES[language]}"
    yield f"# {_AGAIN.format(index=index + 1, seed=seed)[language]}"
    for step, seeds in zip(
        augmentation.steps,
        zip(augmentation.step_seeds(seed, PARTNER_OFFSET + index), augmentation.step_seeds(seed, index), strict=True),
        strict=True,
    ):
        yield views.line(step, shape, repr(list(seeds)), language)
    yield scale_line(wants)
    yield "picture = (pictures[1] / 255 - mean) / std"
