"""/feature_maps: exactly what one layer answered."""

from __future__ import annotations

from typing import Any

from app.endpoints.arguments import as_file, facts_of, ready, sent, text
from app.endpoints.base import LANGUAGE, LAYER, NETWORK, PICTURE, Endpoint
from app.http.files import Files
from models import api
from models.text import Language


def feature_maps(files: Files, picture: Any, network: Any, layer: Any, language: Language) -> tuple[dict[str, Any], dict[str, Any]]:
    source, key, name = sent(files, picture), ready(network), text("layer", layer)
    values = api.feature_maps(key, source, name)  # [channel, y, x] or [unit]
    return facts_of(key, name, values), as_file(files, f"{key}-{name}.npy", values)


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
