"""/train: fine-tune a network on the classes of a zip; it streams progress and ends with the weights."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from app.encode import binary, fine_tune
from app.endpoints.arguments import invalid_argument, require_weights
from app.endpoints.base import LANGUAGE, REQUIRED, Endpoint
from app.http.files import TemporaryFiles, gradio_file
from models import api
from models.text import Language, Text
from models.types import divergence

_ZIP = Text(
    "a zip with one folder of pictures for each class, sent as a file", "um zip com uma pasta de imagens por classe, enviado como arquivo"
)
_PLAN = Text('a plan such as {"network": "resnet109"}', 'um plano como {"network": "resnet109"}')
Progress = tuple[dict[str, Any], dict[str, Any] | None]


def train(files: TemporaryFiles, examples: Any, plan: Any, language: Language) -> Iterator[Progress]:
    """Whoever calls is a visitor of their own for as long as the call lasts; nothing is kept afterwards."""
    if not isinstance(plan, dict) or "network" not in plan:
        raise invalid_argument("plan", plan, _PLAN)
    require_weights(plan["network"])
    path = examples.get("path") if isinstance(examples, dict) else examples
    data = files.take(path) if isinstance(path, str) else None
    if data is None:
        raise invalid_argument("examples", None, _ZIP)
    visitor = secrets.token_urlsafe(24)
    try:
        brought = fine_tune.upload_summary(api.import_zip(visitor, data), language)
        with closing(api.fine_tune(plan, visitor=visitor)) as events:
            for event in events:
                try:
                    yield (
                        progress_json(event, language) | brought,
                        _weights(files, visitor, event.network, language) if event.network else None,
                    )
                    brought = {}  # once is enough
                except GeneratorExit:
                    api.forget_visitor(visitor)  # before the training ends: nobody is there to keep what it has learned
                    raise
    finally:
        api.forget_visitor(visitor)


def progress_json(event: Any, language: Language) -> dict[str, Any]:
    """One event of a training as the API's fields; scores are the latest that were measured."""
    fields: dict[str, Any] = {"state": event.state, "epoch": event.epoch, "step": event.step, "steps": event.steps}
    fields |= {"train": _score(event.train), "validation": _score(event.validation)}
    if event.state == "queued":
        fields |= {"before": event.ahead, "seconds": round(event.seconds)}
    if event.result:
        fields["classes"] = list(event.result.classes)
        fields["confusion"] = event.result.confusion.tolist()
        fields["interval"] = [binary.json_number(end) for end in event.result.interval]
    if event.result and event.exploded:
        fields |= {"exploded": event.exploded, "growth": binary.json_number(event.growth)}
        fields["says"] = divergence.sentence(event.exploded, event.growth)[language]
    return fields


def _score(score: Any) -> dict[str, Any] | None:
    return {"loss": binary.json_number(score.loss), "accuracy": binary.json_number(score.accuracy)} if score else None


def _weights(files: TemporaryFiles, visitor: str, key: str, language: Language) -> dict[str, Any]:
    name, data = next((name, data) for name, data in api.export_files(visitor, key, language).items() if name.endswith(".safetensors"))
    return gradio_file(files.store(data, name, fetchable=True), name, len(data))


_PLAN_FORMAT = (
    'only "network" is needed: {"network": key, "freeze": "all" | "none" | the first layer that trains, "head": '
    + " | ".join(f'"{head.key}"' for head in api.heads())
    + ', "epochs", "learning_rate", "batch", "seed", "augmentation": [...]}'
)
_PROGRESS_FORMAT = (
    "{state, epoch, step, steps, train: {loss, accuracy}, validation: {loss, accuracy}}; state is queued (with before and seconds), "
    "preparing or training, and at the end done, stopped, time or diverged (with classes, confusion and the accuracy's 95 % interval; "
    "where the loss exploded also since which epoch, the weights' growth, and what that says as a sentence). The "
    "first one also says what of the zip was left_out: [{name, why}], and which classes have few pictures: [{name, count}]."
)

ENDPOINT = Endpoint(
    "train",
    "Teaches a network the classes of a zip, and streams how it goes. Hanging up stops it within a batch; a few train at a time, and the "
    "others are fields their place.",
    train,
    (
        (
            "examples",
            "file",
            "A zip (100 MB at most): one folder of pictures for each class, PNG, JPEG, WebP, AVIF, GIF or BMP; what is none is left out.",
            REQUIRED,
        ),
        ("plan", "object", _PLAN_FORMAT, REQUIRED),
        LANGUAGE,
    ),
    (("progress", "object", _PROGRESS_FORMAT), ("weights", "file", "With the last one: the network as .safetensors.")),
    streams=True,
)
