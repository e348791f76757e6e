"""/explain: where a network looked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.encode import overlay
from app.encode.binary import json_number
from app.endpoints.arguments import array_file, read_picture, require_weights, text_argument
from app.endpoints.base import LANGUAGE, NETWORK, PICTURE, REQUIRED, Endpoint
from app.http.files import TemporaryFiles, gradio_file
from models import api
from models.text import Language
from models.types.attribution import MethodInfo


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
    shown = gradio_file(files.store(data, file, fetchable=True), file, len(data))
    return facts, array_file(files, f"{key}-{name}.npy", attribution.map), shown


METHODS = api.explain_methods()


def _keys(methods: Iterable[MethodInfo], last: str = "and") -> str:
    """ "a, b and c"."""
    *first, end = (method.key for method in methods)
    return f"{', '.join(first)} {last} {end}" if first else end


def _units() -> str:
    """ "logit (a and b), activation (c)"."""
    units = dict.fromkeys(method.unit["en"] for method in METHODS)
    return ", ".join(f"{unit} ({_keys(method for method in METHODS if method.unit['en'] == unit)})" for unit in units)


def _points() -> str:
    """Which methods take points, how many, and what null stands for."""
    said = []
    for method in METHODS:
        *first, end = method.point_choices or (0,)
        if first:
            said.append(f"{method.key} takes {', '.join(map(str, first))} or {end}; null: {method.point_choices[0]}")
    return ". ".join(said)


ENDPOINT = Endpoint(
    "explain",
    "How much each place of a picture speaks for a class. "
    f"{_keys(method for method in METHODS if method.attributed_to == 'layer')} look at the maps of a layer, and their heat is enlarged to "
    f"the picture; {_keys(method for method in METHODS if method.attributed_to == 'input')} look at the pixels. "
    f"{_keys(method for method in METHODS if method.signed)} are signed; the others are never negative. Units: {_units()}; input is the "
    "network's own, prepared one. facts holds what the method promises, such as completeness_gap (logits), and how many passes it took.",
    explain,
    (
        PICTURE,
        NETWORK,
        (
            "method",
            "string",
            f"{_keys(METHODS, 'or')}.",
            REQUIRED,
        ),
        ("target", "integer", "Index of a class; null: the most probable one.", None),
        ("layer", "string", "Name of a layer with maps, for the methods that look at one; null: the last stage before the pooling.", None),
        ("points", "integer", f"How many points of its path a method takes: {_points()}.", None),
        LANGUAGE,
    ),
    (
        ("facts", "object", "{network, method, target, layer, minimum, maximum, facts}"),
        ("values", "file", "A .npy file, float32: [y, x] at the prepared picture's size."),
        ("picture", "file", "A PNG of it over the prepared picture: zero is uncoloured, positive orange, negative blue."),
    ),
)
