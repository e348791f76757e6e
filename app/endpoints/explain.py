"""/explain: where a network looked."""

from __future__ import annotations

from typing import Any

from app.encode import overlay
from app.encode.binary import json_number
from app.endpoints.arguments import array_file, read_picture, require_weights, text_argument
from app.endpoints.base import LANGUAGE, NETWORK, PICTURE, REQUIRED, Endpoint
from app.http.files import TemporaryFiles, gradio_file
from models import api
from models.text import Language


def explain(
    files: TemporaryFiles, picture: Any, network: Any, method: Any, target: Any, layer: Any, points: Any, language: Language
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    source, key, name = read_picture(files, picture), require_weights(network), text_argument("method", method)
    where = None if layer is None else text_argument("layer", layer)
    answer = api.explain(key, source, name, targets=None if target is None else [target], layer=where, points=points)
    (attribution,) = answer.maps
    facts = {
        "network": key,
        "method": name,
        "target": attribution.target,
        "layer": answer.layer,
        "minimum": json_number(attribution.map.min()),
        "maximum": json_number(attribution.map.max()),
        "facts": {fact: json_number(number) for fact, number in attribution.facts.items()},
    }
    fine = next(info.attributed_to == "input" for info in api.explain_methods() if info.key == name)
    data, file = overlay.png(answer.picture, attribution.map, fine), f"{key.replace('/', '-')}-{name}.png"
    shown = gradio_file(files.store(data, file, fetched=True), file, len(data))
    return facts, array_file(files, f"{key}-{name}.npy", attribution.map), shown


ENDPOINT = Endpoint(
    "explain",
    "How much each place of a picture speaks for a class. grad_cam, grad_cam_pp and score_cam look at the maps of a layer, and their heat "
    "is enlarged to the picture, never negative; saliency and smoothgrad: size of the gradient of the logit at each pixel; "
    "integrated_gradients, guided_backpropagation and occlusion are signed. Units: logits (gradients: per unit of the network's own "
    "input); facts holds what the method promises, such as completeness_gap (logits), and how many passes it took.",
    explain,
    (
        PICTURE,
        NETWORK,
        (
            "method",
            "string",
            "grad_cam, grad_cam_pp, score_cam, saliency, smoothgrad, integrated_gradients, guided_backpropagation or occlusion.",
            REQUIRED,
        ),
        ("target", "integer", "Index of a class; null: the most probable one.", None),
        ("layer", "string", "Name of a layer with maps, for the methods that look at one; null: the last stage before the pooling.", None),
        ("points", "integer", "How many steps integrated_gradients takes: 16, 50 or 200; null: 16.", None),
        LANGUAGE,
    ),
    (
        ("facts", "object", "{network, method, target, layer, minimum, maximum, facts}"),
        ("values", "file", "A .npy file, float32: [y, x] at the prepared picture's size."),
        ("picture", "file", "A PNG of it over the prepared picture: zero is uncoloured, positive orange, negative blue."),
    ),
)
