"""/train: teach a network classes from a zip; progress as it goes on, the weights at the end."""

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
        with closing(api.fine_tune(plan, visitor=visitor)) as signs:
            for sign in signs:
                try:
                    yield (
                        progress_json(sign, language) | brought,
                        _weights(files, visitor, sign.network, language) if sign.network else None,
                    )
                    brought = {}  # once is enough
                except GeneratorExit:
                    api.forget_visitor(visitor)  # before the training ends: nobody is there to keep what it has learned
                    raise
    finally:
        api.forget_visitor(visitor)


def progress_json(sign: Any, language: Language) -> dict[str, Any]:
    """A progress in the words of the API; scores are the latest that were measured."""
    told: dict[str, Any] = {"state": sign.state, "epoch": sign.epoch, "step": sign.step, "steps": sign.steps}
    told |= {"train": _score(sign.train), "validation": _score(sign.validation)}
    if sign.state == "queued":
        told |= {"before": sign.ahead, "seconds": round(sign.seconds)}
    if sign.result:
        told["classes"] = list(sign.result.classes)
        told["confusion"] = sign.result.confusion.tolist()
        told["interval"] = [binary.json_number(end) for end in sign.result.interval]
    if sign.result and sign.exploded:
        told |= {"exploded": sign.exploded, "growth": binary.json_number(sign.growth)}
        told["says"] = divergence.sentence(sign.exploded, sign.growth)[language]
    return told


def _score(score: Any) -> dict[str, Any] | None:
    return {"loss": binary.json_number(score.loss), "accuracy": binary.json_number(score.accuracy)} if score else None


def _weights(files: TemporaryFiles, visitor: str, key: str, language: Language) -> dict[str, Any]:
    name, data = next((name, data) for name, data in api.export_files(visitor, key, language).items() if name.endswith(".safetensors"))
    return gradio_file(files.store(data, name, fetched=True), name, len(data))


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
    "others are told their place.",
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
