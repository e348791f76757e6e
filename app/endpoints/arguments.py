"""Arguments of the public API, which arrive as whatever JSON somebody sent: read, or refused in one sentence. And results as files."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.encode import binary
from app.http.files import TemporaryFiles, gradio_file
from models import api, number_spec
from models.errors import UserError, unknown
from models.text import LANGUAGES, Language, Text
from models.types.activations import PictureSource

_MISSING = Text("{argument} is missing: {accepted}.", "Falta {argument}: {accepted}.")
_WRONG = Text("{argument}: {given} was given; it takes {accepted}.", "{argument}: foi dado {given}; aceita {accepted}.")
_NO_PICTURE = Text(
    "picture: no file came with it, or it was used already. Send the picture itself as a file: PNG, JPEG, WebP, AVIF, GIF or BMP.",
    "picture: nenhum arquivo veio junto, ou já foi usado. Envie a própria imagem como arquivo: PNG, JPEG, WebP, AVIF, GIF ou BMP.",
)
_ADDRESS = Text(
    "picture: an address is not fetched from here. Download the picture and send the file itself.",
    "picture: endereços não são buscados daqui. Baixe a imagem e envie o próprio arquivo.",
)
_LOADING = Text(
    "network: the weights of {network} are still being fetched. Call again in a few seconds.",
    "network: os pesos de {network} ainda estão sendo buscados. Chame de novo em alguns segundos.",
)
_TEXT = Text("a text", "um texto")


def language(given: Any) -> Language:
    for language in LANGUAGES:
        if given == language:
            return language
    raise unknown("language", given, LANGUAGES)


def invalid_argument(argument: str, given: Any, accepted: Text) -> UserError:
    if given is None:
        return UserError(_MISSING.format(argument=argument, accepted=accepted))
    shown = repr(given)
    return UserError(_WRONG.format(argument=argument, given=shown if len(shown) <= 60 else shown[:59] + "…", accepted=accepted))


def text_argument(argument: str, given: Any) -> str:
    if not isinstance(given, str) or not given:
        raise invalid_argument(argument, given, _TEXT)
    return given


def whole_number(argument: str, given: Any, most: int) -> int:
    """A whole number from 1 to `most`; UserError for anything else, for nothing at all too."""
    return number_spec.whole_number(argument, given, 1, most)


def positive_number(argument: str, given: Any) -> float:
    """A finite number above zero; UserError for anything else."""
    return number_spec.positive_number(argument, given)


def require_weights(network: Any) -> str:
    """The key of a network whose weights are here. Where they must come first, a sentence that says to call again."""
    key = text_argument("network", network)
    if not api.open_network(key).ready:
        raise UserError(_LOADING.format(network=key))
    return key


def read_picture(files: TemporaryFiles, picture: Any) -> PictureSource:
    """The picture that came with a call; it is held no longer."""
    path = picture.get("path") if isinstance(picture, dict) else picture
    if isinstance(path, str) and path.startswith(("http://", "https://")):
        raise UserError(_ADDRESS)
    data = files.take(path) if isinstance(path, str) else None
    if data is None:
        raise UserError(_NO_PICTURE)
    return PictureSource("picture", data)


def array_facts(network: str, layer: str, values: NDArray[np.float32]) -> dict[str, Any]:
    """What is said of an array beside the array itself."""
    bounds = {"minimum": binary.json_number(values.min()), "maximum": binary.json_number(values.max())}
    return {"network": network, "layer": layer, "shape": list(values.shape), **bounds}


def array_file(files: TemporaryFiles, name: str, values: NDArray[np.float32]) -> dict[str, Any]:
    buffer = io.BytesIO()
    np.save(buffer, values, allow_pickle=False)
    data = buffer.getvalue()
    name = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in name)
    return gradio_file(files.store(data, name, fetchable=True), name, len(data))
