"""The public API, through Gradio's own: `gradio_client`, HTTP, and the API page that documents it (`/?view=api`).

The same code path as the page: `models.api` behind, `UserError` in front. Arguments arrive as whatever JSON somebody
sent; every wrong one becomes one sentence in the caller's language.
"""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any

import gradio as gr
import numpy as np
from numpy.typing import NDArray

from app import receipts, wire
from app.files import Files, described
from app.text import UNEXPECTED
from models import api, limits
from models.errors import UserError, unknown
from models.text import LANGUAGES, Language, Text
from models.types import Guess, Source

_log = logging.getLogger(__name__)
_MISSING = Text("{argument} is missing: {accepted}.", "Falta {argument}: {accepted}.")
_WRONG = Text("{argument}: {given} was given; it takes {accepted}.", "{argument}: foi dado {given}; aceita {accepted}.")
_NO_PICTURE = Text(
    "picture: no file came with it, or it was used already. Send the picture itself as a file: PNG, JPEG, WebP, GIF or BMP.",
    "picture: nenhum arquivo veio junto, ou já foi usado. Envie a própria imagem como arquivo: PNG, JPEG, WebP, GIF ou BMP.",
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
_POSITIVE = Text("a number above 0", "um número acima de 0")
_WHOLE = Text("a whole number from 1 to {most}", "um número inteiro de 1 a {most}")


_SCHEMAS: dict[str, dict[str, Any]] = {
    "file": gr.FileData.model_json_schema(),
    "object": {"type": "object", "additionalProperties": {}},
    "array": {"type": "array", "items": {"type": "object", "additionalProperties": {}}},
    "cell": {"type": "array", "items": {"type": "integer"}},
}


def slot(name: str, kind: str, about: str, default: Any = None) -> gr.JSON:
    """One argument or result of the API: a name, a JSON type or "file", a sentence about its units. Never on the page.

    Gradio would fetch a file from any address that a caller names, and copy what is returned: neither happens here. (Set on
    the component itself: a subclass would make Gradio write a `.pyi` beside this file.)
    """
    schema = {**_SCHEMAS.get(kind, {"type": kind}), "additional_description": about, "description": about}
    component = gr.JSON(label=name, visible=False)
    component.value = default

    async def as_it_is(path: str | Path | None) -> str | None:
        return None if path is None else str(path)

    vars(component).update(api_info=lambda: schema, async_move_resource_to_block_cache=as_it_is)
    return component


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of the API: what is called, what it takes and returns, in the order in which they travel."""

    name: str
    about: str
    call: Callable[..., Any]
    takes: tuple[tuple[str, str, str, Any], ...]  # name, JSON type or "file", about, default
    returns: tuple[tuple[str, str, str], ...] = field(default=(("result", "object", ""),))


_PICTURE = ("picture", "file", "PNG, JPEG, WebP, GIF (first frame) or BMP; prepared as the network's weights say.", None)
_NETWORK = ("network", "string", "Key of a network, as /networks lists them; <key>@random is the same shape untrained.", None)
_LANGUAGE = ("language", "string", '"en" or "pt": the language of titles, labels and errors.', "en")


def endpoints(files: Files) -> tuple[Endpoint, ...]:
    """Every endpoint, over the store that holds the callers' pictures and the arrays that go back."""

    def networks(language: Language) -> list[dict[str, Any]]:
        wanted = ("key", "title", "year", "parameters", "macs", "input", "classes", "weights", "download_mb")
        cards = [wire.card(card, language) for card in api.networks()]
        return [{key: card[key] for key in wanted} for card in cards]

    def layers(network: Any, language: Language) -> list[dict[str, Any]]:
        return [wire.layer(layer, language) for layer in api.layers(_ready(network))]

    def predict(picture: Any, network: Any, top: Any, temperature: Any, language: Language) -> dict[str, Any]:
        source, key = _sent(files, picture), _ready(network)
        first, heat = _whole_number("top", top, len(api.network(key).classes)), _positive("temperature", temperature)
        answer = api.predict(key, source, top=first, temperature=heat)
        return {"network": key, "temperature": heat, "answer": [_guess(guess, language) for guess in answer]}

    def feature_maps(picture: Any, network: Any, layer: Any, language: Language) -> tuple[dict[str, Any], dict[str, Any]]:
        source, key, name = _sent(files, picture), _ready(network), _text("layer", layer)
        values = api.feature_maps(key, source, name)  # [channel, y, x] or [unit]
        return _facts(key, name, values), _as_file(files, f"{key}-{name}.npy", values)

    def receipt(picture: Any, network: Any, layer: Any, cell: Any, language: Language) -> dict[str, Any]:
        source, key, name = _sent(files, picture), _ready(network), _text("layer", layer)
        return receipts.public(key, api.receipt(key, source, name, cell))

    def filters(network: Any, layer: Any, language: Language) -> tuple[dict[str, Any], dict[str, Any]]:
        key, name = _ready(network), _text("layer", layer)
        values = api.filters(key, name).kernels  # [out, in, y, x]
        return _facts(key, name, values), _as_file(files, f"{key}-{name}-filters.npy", values)

    return (
        Endpoint(
            "networks",
            "Every network: its key, title, year, parameters (count), macs (multiply-accumulates for one picture), input size (pixels), "
            "classes, where its weights are (shipped, present, download, random, trained) and, if they must be fetched, download_mb.",
            networks,
            (_LANGUAGE,),
            (
                (
                    "networks",
                    "array",
                    "{key, title, year, parameters, macs, input: {channels, height, width}, classes, weights, download_mb}",
                ),
            ),
        ),
        Endpoint(
            "layers",
            "Every layer in the order in which they run: its shape [channel, y, x] or [unit], parameters (count) with their formula, macs "
            "(multiply-accumulates) and connections (numbers read, biases counted) for one picture, and the receptive field in pixels of "
            "the prepared picture: cell i sees offset + i · stride … + size − 1; whole: some branch lets every cell see all of it.",
            layers,
            (_NETWORK, _LANGUAGE),
            (
                (
                    "layers",
                    "array",
                    (
                        "{name, kind, title, inputs, shape, parameters, formula, macs, connections, "
                        "receptive_field: {size: [h, w], stride: [h, w], offset: [y, x], whole}}"
                    ),
                ),
            ),
        ),
        Endpoint(
            "predict",
            "The most probable classes of a picture, most probable first. logit: the network's raw score, no unit; "
            "probability: softmax(logit / temperature) over all classes, 0 to 1.",
            predict,
            (
                _PICTURE,
                _NETWORK,
                ("top", "integer", "How many classes.", 5),
                ("temperature", "number", "Above 0; 1 leaves the network's own probabilities, larger makes them more even.", 1.0),
                _LANGUAGE,
            ),
            (("answer", "object", "{network, temperature, answer: [{index, label, logit, probability}]}"),),
        ),
        Endpoint(
            "feature_maps",
            "Exactly what one layer answered to a picture, as PyTorch computed it (activations, no unit).",
            feature_maps,
            (
                _PICTURE,
                _NETWORK,
                ("layer", "string", "Name of a layer, such as conv1; input is the prepared picture itself.", None),
                _LANGUAGE,
            ),
            (
                ("facts", "object", "{network, layer, shape, minimum, maximum}"),
                ("values", "file", "A .npy file, float32: [channel, y, x], or [unit] for a layer without maps."),
            ),
        ),
        Endpoint(
            "receipt",
            "Where one number of one layer comes from: every value that it was made of, with the layer and the cell it was read from (cell "
            "null: padding). product: value × weight, in float64; sum: all products and the bias; torch_value: the float32 that PyTorch "
            "computed. weight null: the value enters otherwise, and product says how much it adds (a function of one value; a softmax, "
            "whose other classes add nothing but share the divisor; a product of two layers, whose second is the weight of the first). "
            "In a layer of distances product is −½ · (value − weight)². No unit.",
            receipt,
            (
                _PICTURE,
                _NETWORK,
                ("layer", "string", "Name of a layer, such as conv1; input is the prepared picture itself.", None),
                ("cell", "cell", "[channel, y, x], or [unit] for a layer without maps; counted from 0.", None),
                _LANGUAGE,
            ),
            (
                (
                    "receipt",
                    "object",
                    "{network, layer, kind, cell, terms: [{layer, cell, value, weight, product}], bias, sum, torch_value}",
                ),
            ),
        ),
        Endpoint(
            "filters",
            "The learned kernels of one convolution, exactly as the network holds them (weights, no unit). In a grouped convolution a "
            "kernel has as many input channels as its group reads; a layer without kernels is refused with those that have some.",
            filters,
            (_NETWORK, ("layer", "string", "Name of a convolution, such as conv1.", None), _LANGUAGE),
            (
                ("facts", "object", "{network, layer, shape, minimum, maximum}"),
                ("values", "file", "A .npy file, float32: [out, in, y, x]."),
            ),
        ),
    )


def add(files: Files) -> None:
    """Make the endpoints, inside a `gr.Blocks`. One computes at a time, so that looking stays quick for everybody else."""
    never = gr.Button(visible=False)
    for endpoint in endpoints(files):
        never.click(
            spoken_to(endpoint),
            [slot(*argument) for argument in endpoint.takes],
            [slot(*result) for result in endpoint.returns],
            api_name=endpoint.name,
            api_description=endpoint.about,
            preprocess=False,
            postprocess=False,
            show_progress="hidden",
            concurrency_limit=max(1, int(limits.WORKERS.value) - 1),
            concurrency_id="endpoints",
        )


def spoken_to(endpoint: Endpoint) -> Callable[..., Any]:
    """The endpoint's function with its language settled first and its errors said in it."""

    @wraps(endpoint.call)
    def call(*arguments: Any) -> Any:
        language: Language = "en"
        try:
            language = _language(arguments[-1])
            return endpoint.call(*arguments[:-1], language)
        except UserError as error:
            raise gr.Error(error.say(language), print_exception=False) from None
        except Exception:
            _log.exception("/%s failed", endpoint.name)
            raise gr.Error(UNEXPECTED[language], print_exception=False) from None

    return call


def _guess(guess: Guess, language: Language) -> dict[str, Any]:
    probability, logit = wire.real(guess.probability), wire.real(guess.logit)
    return {"index": guess.index, "label": guess.label[language], "logit": logit, "probability": probability}


def _facts(network: str, layer: str, values: NDArray[np.float32]) -> dict[str, Any]:
    bounds = {"minimum": wire.real(values.min()), "maximum": wire.real(values.max())}
    return {"network": network, "layer": layer, "shape": list(values.shape), **bounds}


def _as_file(files: Files, name: str, values: NDArray[np.float32]) -> dict[str, Any]:
    buffer = io.BytesIO()
    np.save(buffer, values, allow_pickle=False)
    data = buffer.getvalue()
    name = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in name)
    return described(files.hold(data, name, fetched=True), name, len(data))


def _language(given: Any) -> Language:
    for language in LANGUAGES:
        if given == language:
            return language
    raise unknown("language", given, LANGUAGES)


def _wrong(argument: str, given: Any, accepted: Text) -> UserError:
    if given is None:
        return UserError(_MISSING.format(argument=argument, accepted=accepted))
    shown = repr(given)
    return UserError(_WRONG.format(argument=argument, given=shown if len(shown) <= 60 else shown[:59] + "…", accepted=accepted))


def _text(argument: str, given: Any) -> str:
    if not isinstance(given, str) or not given:
        raise _wrong(argument, given, _TEXT)
    return given


def _whole_number(argument: str, given: Any, most: int) -> int:
    number = isinstance(given, (int, float)) and not isinstance(given, bool)
    if not number or given != given or given in (math.inf, -math.inf) or int(given) != given or not 1 <= given <= most:
        raise _wrong(argument, given, _WHOLE.format(most=most))
    return int(given)


def _positive(argument: str, given: Any) -> float:
    if not isinstance(given, (int, float)) or isinstance(given, bool) or not 0 < given < math.inf:
        raise _wrong(argument, given, _POSITIVE)
    return float(given)


def _ready(network: Any) -> str:
    """The key of a network whose weights are here. Where they must come first, a sentence that says to call again."""
    key = _text("network", network)
    if not api.open_network(key).ready:
        raise UserError(_LOADING.format(network=key))
    return key


def _sent(files: Files, picture: Any) -> Source:
    """The picture that came with a call; it is held no longer."""
    path = picture.get("path") if isinstance(picture, dict) else picture
    if isinstance(path, str) and path.startswith(("http://", "https://")):
        raise UserError(_ADDRESS)
    data = files.take(path) if isinstance(path, str) else None
    if data is None:
        raise UserError(_NO_PICTURE)
    return Source("picture", data)
