"""/layers: what every layer of a network is and costs."""

from __future__ import annotations

from typing import Any

from app.encode import binary
from app.endpoints.arguments import require_weights
from app.endpoints.base import LANGUAGE, NETWORK, Endpoint
from app.http.files import TemporaryFiles
from models import api
from models.text import Language


def layers(files: TemporaryFiles, network: Any, language: Language) -> list[dict[str, Any]]:
    return [binary.layer(layer, language) for layer in api.layers(require_weights(network))]


_ROW = (
    "{name, kind, title, inputs, shape, parameters, formula, macs, connections, "
    "receptive_field: {size: [h, w], stride: [h, w], offset: [y, x], whole, flattened?: [rows, columns]}}"
)

ENDPOINT = Endpoint(
    "layers",
    "Every layer in the order in which they run: its shape [channel, y, x] or [unit], parameters (count) with their formula, macs "
    "(multiply-accumulates) and connections (numbers read, biases counted) for one picture, and the receptive field in pixels of "
    "the prepared picture: cell i sees offset + i · stride … + size − 1; whole: some branch lets every cell see all of it; "
    "flattened: the maps whose cells lie in a row here, so that unit u sees what cell u mod rows · columns of one sees.",
    layers,
    (NETWORK, LANGUAGE),
    (("layers", "array", _ROW),),
)
