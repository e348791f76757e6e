"""Questions about faces in a picture. Keeps nothing; the networks are the store's."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models import limits
from models.activations.service import Activations
from models.errors import UserError, short_repr, unknown
from models.inputs import pictures
from models.number_spec import NumberSpec, whole_number
from models.text import Text
from models.types.activations import PictureSource
from models.types.faces import FACE_NETWORKS, FaceSettings, FacesFound
from models.uses.faces import cascade, pyramid, windows

SMALLEST_FACE = NumberSpec("smallest", Text("smallest face", "menor rosto"), 40, 20, 200, 1, "px")
OVERLAP = NumberSpec("overlap", Text("overlap", "sobreposição"), 0.5, 0.1, 0.9, 0.05)
SCORE = NumberSpec("scores", Text("score", "pontuação"), 0.7, 0.5, 0.99, 0.01)
"""Below one half a network itself says that there is no face."""

_STROKES = Text(
    "Faces are looked for in photographs, and this is a drawing. Bring a picture as PNG, JPEG, WebP, GIF, BMP or AVIF.",
    "Os rostos são procurados em fotografias, e isto é um desenho. Traga uma imagem em PNG, JPEG, WebP, GIF, BMP ou AVIF.",
)
_SCORES = Text("scores: {given} is not accepted. Accepted: three numbers.", "scores: {given} não é aceito. Aceito: três números.")
_WINDOW = Text(
    "window: {given} is no square of the picture. Accepted: left, top, right and bottom in whole px, with equal sides.",
    "window: {given} não é um quadrado da imagem. Aceito: esquerda, topo, direita e base em px inteiros, com lados iguais.",
)


class FaceService:
    """The cascade on pictures that visitors bring."""

    def __init__(self, activations: Activations) -> None:
        self._activations = activations

    def find(self, source: PictureSource, smallest: object, overlap: object, scores: object) -> FacesFound:
        settings = FaceSettings(SMALLEST_FACE.read(smallest), OVERLAP.read(overlap), _three(scores))
        networks = cascade.CascadeNetworks(*map(self._activations.store.get, FACE_NETWORKS))
        picture = _picture(source)
        with self._activations.workers.acquire():
            start = time.perf_counter()
            proposed = cascade.propose(networks.pnet, picture, settings, int(limits.FACE_WINDOWS.value))
            refined = cascade.refine(networks.rnet, "rnet", picture, proposed.stage, settings)
            final = cascade.refine(networks.onet, "onet", picture, refined, settings)
            spent = 1e3 * (time.perf_counter() - start)
        stages = (proposed.stage, refined, final)
        return FacesFound(picture.width, picture.height, settings, proposed.levels, stages, proposed.cut, spent)

    def window(self, source: PictureSource, network: str, window: Sequence[object], size: Sequence[object] | None) -> NDArray[np.uint8]:
        if network not in FACE_NETWORKS:
            raise unknown("network", network, FACE_NETWORKS)
        side = self._activations.store.get(network).spec.preparation.height
        picture, most = _picture(source), int(limits.FACES_SIDE.value)
        if size is not None:
            width, height = (whole_number("size", one, pyramid.WINDOW_SIDE, most) for one in _listed(size, 2))
            picture = Image.fromarray(pyramid.resize(picture, (width, height)).pixels)
        left, top, right, bottom = (whole_number("window", one, -most, 2 * most) for one in _listed(window, 4))
        if not right - left == bottom - top > 0:
            raise UserError(_WINDOW.format(given=short_repr(list(window))))
        return windows.crop(picture, (left, top, right, bottom), side)


def _three(scores: object) -> tuple[float, float, float]:
    if not isinstance(scores, list | tuple) or len(scores) != 3:
        raise UserError(_SCORES.format(given=short_repr(scores)))
    first, second, third = (float(SCORE.read(one)) for one in scores)
    return first, second, third


def _listed(given: Sequence[object], count: int) -> Sequence[object]:
    if len(given) != count:
        raise UserError(_WINDOW.format(given=short_repr(list(given))))
    return given


def _picture(source: PictureSource) -> Image.Image:
    """The whole picture, RGB, no side over PLAYGROUND_FACES_SIDE. UserError for what is no picture."""
    if source.form != "picture":
        raise UserError(_STROKES)
    most = limits.FACES_SIDE.value
    image = pictures.decode(source.data)
    image = image if image.mode == "RGB" else image.convert("RGB")
    scale = most / max(image.size)
    if scale >= 1:
        return image
    width, height = (max(1, round(side * scale)) for side in image.size)
    return image.resize((width, height), Image.Resampling.BILINEAR)
