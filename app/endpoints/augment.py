"""/augment: variants of a picture, what was drawn for each, and what a network answers."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from app import samples
from app.encode import augment as augmented
from app.endpoints.arguments import invalid_argument, read_picture, require_weights, whole_number
from app.endpoints.base import LANGUAGE, PICTURE, REQUIRED, Endpoint
from app.http.files import TemporaryFiles, gradio_file
from models import api, limits
from models.text import Language, Text
from models.types.activations import PictureSource

TOP = 5  # classes of an answer
PARTNERS = {True: "digit-8.png", False: "coffee.jpg"}  # by whether a network reads drawings: who MixUp and CutMix mix with here
_PLAN = Text('a list such as [{"transform": "rotation"}]', 'uma lista como [{"transform": "rotation"}]')


def augment(
    files: TemporaryFiles, picture: Any, plan: Any, count: Any, seed: Any, network: Any, language: Language
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    if plan is None:
        raise invalid_argument("plan", plan, _PLAN)
    source, keys = read_picture(files, picture), [require_weights(network)] if network not in (None, "") else []
    drawing = bool(keys) and api.network(keys[0]).drawing
    partner = PictureSource("picture", (samples.FOLDER / PARTNERS[drawing]).read_bytes())
    number = whole_number("count", count, int(limits.AUGMENT_COUNT.value))
    made = api.variants(keys, source, plan, seed=seed, indices=range(number), partner=partner)
    classes = [label[language] for label in api.network(keys[0]).classes] if keys else []
    answers = [augmented.top_classes(logits, classes, TOP) for logits in made.logits[0]] if keys else [None] * number
    said = [{"parameters": augmented.parameters(one), "answer": answer} for one, answer in zip(made.variants, answers, strict=True)]
    return said, [_png(files, i, pixels) for i, pixels in enumerate(made.pictures)]


def _png(files: TemporaryFiles, index: int, pixels: Any) -> dict[str, Any]:
    """[h, w, c] as a file that can be fetched."""
    buffer = io.BytesIO()
    Image.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels).save(buffer, "PNG")
    data, name = buffer.getvalue(), f"variant-{index + 1}.png"
    return gradio_file(files.store(data, name, fetchable=True), name, len(data))


ENDPOINT = Endpoint(
    "augment",
    "Variants of a picture by a plan of augmentation, with what was drawn for each (angles in degrees, anticlockwise; shifts and boxes in "
    "pixels of the prepared picture; factors without unit), and the five most probable classes of a network, most probable first. The same "
    "seed and plan give the same pixels. mixup and cutmix mix with a sample of ours: a handwritten 8, or a cup of coffee.",
    augment,
    (
        PICTURE,
        (
            "plan",
            "array",
            '[{"transform": key, "parameters": {...}}] in the order in which they run; a missing parameter takes its default. Keys: '
            + " ".join(sorted(card.key for card in api.transforms()))
            + ".",
            REQUIRED,
        ),
        ("count", "integer", "How many variants.", 12),
        ("seed", "integer", "Of what is drawn, 0 to 4294967295.", 0),
        ("network", "string", "Key of a network that answers, and prepares the picture; null or empty: nobody answers.", ""),
        LANGUAGE,
    ),
    (
        ("variants", "array", "{parameters: [{transform, ...}], answer: [{index, label, logit, probability}] or null}"),
        ("pictures", "files", "One PNG each, in the same order."),
    ),
)
