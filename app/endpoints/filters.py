"""/filters: the learned kernels of a convolution."""

from __future__ import annotations

from typing import Any

from app.endpoints.arguments import array_facts, array_file, require_weights, text_argument
from app.endpoints.base import LANGUAGE, NETWORK, REQUIRED, Endpoint
from app.http.files import TemporaryFiles
from models import api
from models.text import Language


def filters(files: TemporaryFiles, network: Any, layer: Any, language: Language) -> tuple[dict[str, Any], dict[str, Any]]:
    key, name = require_weights(network), text_argument("layer", layer)
    values = api.filters(key, name).kernels  # [out, in, y, x]
    return array_facts(key, name, values), array_file(files, f"{key}-{name}-filters.npy", values)


ENDPOINT = Endpoint(
    "filters",
    "The learned kernels of one convolution, exactly as the network holds them (weights, no unit). In a grouped convolution a "
    "kernel has as many input channels as its group reads; a layer without kernels is refused with those that have some.",
    filters,
    (NETWORK, ("layer", "string", "Name of a convolution, such as conv1.", REQUIRED), LANGUAGE),
    (("facts", "object", "{network, layer, shape, minimum, maximum}"), ("values", "file", "A .npy file, float32: [out, in, y, x].")),
)
