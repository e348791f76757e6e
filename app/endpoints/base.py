"""One address of the public API: what it takes, what it returns, whose errors are said in which language."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from inspect import Parameter, Signature
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.data_classes import ListFiles

from app.endpoints.arguments import language
from app.http.files import TemporaryFiles
from app.text import UNEXPECTED
from models import json_reader, limits
from models.errors import UserError
from models.text import LANGUAGES, Language, Text

_log = logging.getLogger(__name__)

REQUIRED: Any = ...
"""In place of a default: the argument must be given."""

_SCHEMAS: dict[str, dict[str, Any]] = {
    "file": gr.FileData.model_json_schema(),
    "object": {"type": "object", "additionalProperties": {}},
    "array": {"type": "array", "items": {"type": "object", "additionalProperties": {}}},
    "cell": {"type": "array", "items": {"type": "integer"}},
    "files": ListFiles.model_json_schema(),
}


def parameter(name: str, kind: str, about: str, default: Any = REQUIRED) -> gr.JSON:
    """One argument or result of the API: a name, a JSON type or "file", a sentence about its units. Never on the page.

    Gradio would fetch a file from any address that a caller names, and copy what is returned: neither happens here. (Set on
    the component itself: a subclass would make Gradio write a `.pyi` beside this file.)
    """
    schema = {**_SCHEMAS.get(kind, {"type": kind}), "additional_description": about, "description": about}
    component = gr.JSON(label=name, visible=False)
    component.value = None if default is REQUIRED else default

    async def as_it_is(path: str | Path | None) -> str | None:
        return None if path is None else str(path)

    vars(component).update(api_info=lambda: schema, async_move_resource_to_block_cache=as_it_is)
    return component


def fill_defaults(event: Any, arguments: list[Any]) -> None:
    """What a caller left out at the end takes its default, so that a missing picture is refused in our own words.

    In place of Gradio's own check of a call, which would answer it with no words at all.
    """
    arguments.extend(place.value for place in event.inputs[len(arguments) :])


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What is called, what it takes and returns, in the order in which they travel.

    `call` gets the store of the callers' files first and the language last.
    """

    name: str
    about: str
    call: Callable[..., Any]
    takes: tuple[tuple[str, str, str, Any], ...]  # name, JSON type or "file", about, default or REQUIRED
    returns: tuple[tuple[str, str, str], ...] = field(default=(("result", "object", ""),))
    streams: bool = False  # `call` is a generator: everything that it yields travels at once; who hangs up closes it


PICTURE = ("picture", "file", "PNG, JPEG, WebP, AVIF, GIF (first frame) or BMP; prepared as the network's weights say.", REQUIRED)
NETWORK = ("network", "string", "Key of a network, as /networks lists them; <key>@random is the same shape untrained.", REQUIRED)
LAYER = ("layer", "string", "Name of a layer, such as conv1; input is the prepared picture itself.", REQUIRED)
LANGUAGE = ("language", "string", '"en" or "pt": the language of titles, labels and errors.', "en")


def add_endpoint(endpoint: Endpoint, files: TemporaryFiles, never: gr.Button) -> None:
    """Make it, inside a `gr.Blocks`. One computes at a time, so that looking stays quick for everybody else.

    One that streams has a line of its own behind it, with places that it tells: it must not hold up the others.
    """
    trainings = int(limits.TRAININGS.value + limits.TRAININGS_WAITING.value)
    never.click(
        stream_in_callers_language(endpoint, files) if endpoint.streams else in_callers_language(endpoint, files),
        [parameter(*argument) for argument in endpoint.takes],
        [parameter(*result) for result in endpoint.returns],
        api_name=endpoint.name,
        api_description=endpoint.about,
        preprocess=False,
        postprocess=False,
        show_progress="hidden",
        concurrency_limit=trainings if endpoint.streams else max(1, int(limits.WORKERS.value) - 1),
        concurrency_id="streams" if endpoint.streams else "endpoints",
    )


def in_callers_language(endpoint: Endpoint, files: TemporaryFiles) -> Callable[..., Any]:
    """The endpoint's function with its language settled first and its errors said in it."""

    answer = partial(endpoint.call, files)

    def call(*arguments: Any) -> Any:
        with _errors_in_language(endpoint, arguments) as reader:
            return answer(*arguments[:-1], reader)

    return _with_signature(call, endpoint)


def stream_in_callers_language(endpoint: Endpoint, files: TemporaryFiles) -> Callable[..., Iterator[Any]]:
    """The same for one that streams."""

    answer = partial(endpoint.call, files)

    def call(*arguments: Any) -> Iterator[Any]:
        with _errors_in_language(endpoint, arguments) as reader:
            yield from answer(*arguments[:-1], reader)

    return _with_signature(call, endpoint)


def _with_signature(call: Callable[..., Any], endpoint: Endpoint) -> Callable[..., Any]:
    """`call` with the arguments' names and defaults where Gradio, and so every client, reads which of them may be left out."""
    kind = Parameter.POSITIONAL_OR_KEYWORD
    taken = [Parameter(name, kind, default=Parameter.empty if default is REQUIRED else default) for name, _, _, default in endpoint.takes]
    vars(call).update(__signature__=Signature(taken))
    call.__name__ = endpoint.name
    return call


@contextmanager
def _errors_in_language(endpoint: Endpoint, arguments: tuple[Any, ...]) -> Iterator[Language]:
    """The caller's language; what goes wrong inside is said in it."""
    reader: Language = "en"
    try:
        reader = language(arguments[-1])
        for taken, given in zip(endpoint.takes, arguments, strict=True):
            json_reader.check(given, taken[0])
        yield reader
    except UserError as error:
        raise gr.Error(_with_file_name(error, arguments)[reader], print_exception=False) from None
    except Exception:
        _log.exception("/%s failed", endpoint.name)
        raise gr.Error(UNEXPECTED[reader], print_exception=False) from None


def _with_file_name(error: UserError, arguments: tuple[Any, ...]) -> Text:
    """The refusal of a file begins with the file's own name, where the caller said one."""
    name = next((one.get("orig_name") for one in arguments if isinstance(one, dict) and "path" in one), None)
    if error.brief is None or not isinstance(name, str) or not name.isprintable():
        return error.text
    return Text(*(f"{name[-60:]}: {error.say(language)}" for language in LANGUAGES))
