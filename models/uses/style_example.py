"""A picture in another's style that comes with the project, as the page first shows it: `python -m models.recipes.style_example`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from models.types.uses import StyleExample, StyleProgress

PICTURE = Path(__file__).parents[2] / "assets" / "style_example.webp"
FACTS = PICTURE.with_suffix(".json")


@cache
def example() -> StyleExample:
    """What is in the two files."""
    facts = json.loads(FACTS.read_text("utf-8"))
    with Image.open(PICTURE) as opened:
        picture = np.asarray(opened.convert("RGB"))
    picture.flags.writeable = False
    found = StyleProgress(facts["steps"], facts["steps"], picture, facts["distance_to_content"], facts["distance_to_style"])
    return StyleExample(facts["network"], facts["content"], facts["style"], facts["share"], found)


def write(found: StyleExample) -> None:
    """Both files anew."""
    Image.fromarray(found.progress.picture).save(PICTURE, lossless=True)
    progress = found.progress
    facts = {
        "network": found.network,
        "content": found.content,
        "style": found.style,
        "share": found.share,
        "steps": progress.steps,
        "distance_to_content": round(progress.content, 5),
        "distance_to_style": round(progress.style, 5),
    }
    FACTS.write_text(json.dumps(facts, indent=1) + "\n", "utf-8")
