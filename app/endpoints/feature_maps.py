"""/feature_maps: exactly what one layer answered."""

from __future__ import annotations

from typing import Any

from app.endpoints.arguments import array_facts, array_file, read_picture, require_weights, text_argument
from app.endpoints.base import LANGUAGE, LAYER, NETWORK, PICTURE, Endpoint
from app.http.files import TemporaryFiles
from models import api
from models.text import Language


def feature_maps(
    files: TemporaryFiles, picture: Any, network: Any, layer: Any, language: Language
) -> tuple[dict[str, Any], dict[str, Any]]:
    source, key, name = read_picture(files, picture), require_weights(network), text_argument("layer", layer)
    values = api.feature_maps(key, source, name)  # [channel, y, x] or [unit]
    return array_facts(key, name, values), array_file(files, f"{key}-{name}.npy", values)


ENDPOINT = Endpoint(
    "feature_maps",
    "Exactly what one layer answered to a picture, as PyTorch computed it (activations, no unit).",
    feature_maps,
    (PICTURE, NETWORK, LAYER, LANGUAGE),
    (
        ("facts", "object", "{network, layer, shape, minimum, maximum}"),
        ("values", "file", "A .npy file, float32: [channel, y, x], or [unit] for a layer without maps."),
    ),
)
