"""/explain: where a network looked."""

from __future__ import annotations

from typing import Any

from app.encode import overlay
from app.encode.binary import real
from app.endpoints.arguments import as_file, ready, sent, text
from app.endpoints.base import LANGUAGE, NETWORK, PICTURE, REQUIRED, Endpoint
from app.http.files import Files, described
from models import api
from models.text import Language


def explain(
    files: Files, picture: Any, network: Any, method: Any, target: Any, layer: Any, points: Any, language: Language
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    source, key, name = sent(files, picture), ready(network), text("method", method)
    where = None if layer is None else text("layer", layer)
    answer = api.explain(key, source, name, targets=None if target is None else [target], layer=where, points=points)
    (heat,) = answer.heats
    facts = {
        "network": key,
        "method": name,
        "target": heat.target,
        "layer": answer.layer,
        "minimum": real(heat.map.min()),
        "maximum": real(heat.map.max()),
        "facts": {fact: real(number) for fact, number in heat.facts.items()},
    }
    fine = next(card.at == "input" for card in api.explain_methods() if card.key == name)
    data, file = overlay.png(answer.picture, heat.map, fine), f"{key.replace('/', '-')}-{name}.png"
    shown = described(files.hold(data, file, fetched=True), file, len(data))
    return facts, as_file(files, f"{key}-{name}.npy", heat.map), shown


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
