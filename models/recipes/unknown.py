"""When a network should say that a picture may be none of its classes: python -m models.recipes.unknown NETWORK --data FOLDER … [--card]

The rule: the largest logit is below the one that 95 % of validation pictures reach. Vaze et al., "Open-set recognition: a good closed-set
classifier is all you need?", ICLR 2022, compare it with others; softmax loses how large the logits were.
--data: MNIST's idx files for networks of digits; folders of val/<class>/ for those of photographs. --strangers: folders of pictures that
show none of the classes, beside those that are made here. --card writes what was found into the network's model card.
"""

from __future__ import annotations

import argparse
import io
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import matplotlib
import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont
from sklearn.datasets import load_digits
from torch import Tensor

from models.errors import UserError
from models.inputs.pictures import prepare
from models.recipes import mnist
from models.recipes.card import percent, wilson_interval
from models.store import registry
from models.store.registry import NetworkSpec
from models.store.store import load, to_batch
from models.store.weights import WEIGHTS_FOLDER
from models.types.activations import PictureSource

KEPT = 0.95  # of validation pictures that are not called unknown
PER_CLASS = 30  # validation photographs of each class
MADE = 100  # pictures of each made kind
BATCH = 16
HEADING = "## When it may be none of these"


def largest_logits(spec: NetworkSpec, pictures: Iterator[bytes]) -> Tensor:
    """(N,) of pictures as a visitor's file; one in which a network of digits finds nothing has no answer and no logit."""
    plan, found, batch = load(spec).plan, [], []
    for picture in pictures:
        try:
            batch.append(to_batch(prepare(PictureSource("picture", picture), spec.preparation), spec.preparation))
        except UserError:
            continue
        if len(batch) == BATCH:
            found.append(plan.logits(torch.cat(batch)).amax(1))
            batch = []
    if batch:
        found.append(plan.logits(torch.cat(batch)).amax(1))
    return torch.cat(found)


def largest_of_digits(spec: NetworkSpec, data: Path) -> Tensor:
    """(N,) of MNIST's 5,000 validation digits."""
    plan, digits = load(spec).plan, mnist.load(data).validation.pictures.numpy()
    wide = (spec.preparation.height - digits.shape[1]) // 2
    framed = np.pad(digits, ((0, 0), (wide, wide), (wide, wide)))[..., None]
    chunks = [framed[i : i + 100] for i in range(0, len(framed), 100)]
    return torch.cat([plan.logits(torch.cat([to_batch(one, spec.preparation) for one in chunk])).amax(1) for chunk in chunks])


def made_strangers(drawing: bool, seed: int = 0) -> Mapping[str, list[bytes]]:
    """Pictures of nothing that any of the networks knows, by kind."""
    rng = np.random.default_rng(seed)
    if drawing:
        alphabet = "ABCDEFGHJKLMNPQRTUVWXYabdefhkmnprty"  # none that is also a digit's shape
        return {"printed letters": [_letter(alphabet[i % len(alphabet)], rng) for i in range(MADE)]}
    return {
        "handwritten digits": [_enlarged(digit, rng) for digit in load_digits().images[:MADE]],
        "clouds of colour": [_png(Image.fromarray(_noise(rng, 6, 8)).resize((400, 300), Image.Resampling.BICUBIC)) for _ in range(MADE)],
        "noise": [_png(Image.fromarray(_noise(rng, 224, 300))) for _ in range(MADE)],
    }


def _noise(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    return rng.integers(0, 256, (rows, columns, 3), dtype=np.uint8)


def _letter(letter: str, rng: np.random.Generator) -> bytes:
    font = (
        Path(matplotlib.get_data_path())
        / "fonts"
        / "ttf"
        / str(rng.choice(["DejaVuSans.ttf", "DejaVuSerif.ttf", "DejaVuSans-Oblique.ttf"]))
    )
    sheet = Image.new("L", (300, 300), 255)
    ImageDraw.Draw(sheet).text((150, 150), letter, 0, ImageFont.truetype(str(font), int(rng.integers(140, 220))), anchor="mm")
    return _png(sheet)


def _enlarged(digit: np.ndarray, rng: np.random.Generator) -> bytes:
    ink = Image.fromarray((255 - digit * 15.9).astype(np.uint8)).convert("RGB")
    return _png(ink.resize((300, 300), Image.Resampling.BICUBIC))


def _png(image: Image.Image) -> bytes:
    image.save(out := io.BytesIO(), "PNG")
    return out.getvalue()


def picture_files(folder: Path, most: int) -> list[bytes]:
    """At most so many pictures of a folder, drawn with seed 0."""
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in (".jpg", ".jpeg", ".png"))
    return [file.read_bytes() for file in random.Random(0).sample(files, min(most, len(files)))]


def known_pictures(folders: Sequence[Path]) -> list[bytes]:
    return [picture for folder in folders for part in sorted((folder / "val").iterdir()) for picture in picture_files(part, PER_CLASS)]


def section(least: float, validation: str, strangers: Mapping[str, Tensor]) -> str:
    """What the card says, Markdown."""
    rows = [
        HEADING,
        "",
        f"The page says so where the largest logit is below **{least:.2f}**: {percent(KEPT)} of {validation} reach it.",
        "",
    ]
    rows += ["| strangers | called so | 95 % interval (Wilson) |", "|---|---|---|"]
    for name, values in strangers.items():
        called = int((values < least).sum())
        low, high = wilson_interval(called, len(values))
        rows.append(f"| {name} | {called} of {len(values)} | {percent(low)} to {percent(high)} |")
    return "\n".join(rows)


def write_into_card(card: Path, text: str) -> None:
    """In place of the section that was there, or before the known failures, or at the end."""
    before = card.read_text("utf-8")
    found = re.search(rf"{re.escape(HEADING)}\n.*?(?=\n## |\Z)", before, re.DOTALL)
    at = before.find("\n## Known failures")
    if found:
        after = before[: found.start()] + text + "\n" + before[found.end() :]
    elif at >= 0:
        after = f"{before[:at]}\n{text}\n{before[at:]}"
    else:
        after = f"{before.rstrip()}\n\n{text}\n"
    card.write_text(after, "utf-8")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("network")
    ask.add_argument("--data", type=Path, nargs="+", required=True)
    ask.add_argument("--strangers", type=Path, nargs="*", default=[])
    ask.add_argument("--card", action="store_true")
    want = ask.parse_args()
    torch.set_num_threads(1)
    spec = registry.find_spec(want.network)
    drawing = spec.preparation.kind == "drawing"
    if drawing:
        known, validation = largest_of_digits(spec, want.data[0]), "MNIST's 5,000 validation digits"
    else:
        known = largest_logits(spec, iter(known_pictures(want.data)))
        validation = f"{len(known):,} validation photographs ({', '.join(folder.name for folder in want.data)})"
    least = float(known.quantile(1 - KEPT))
    kinds = dict(made_strangers(drawing)) | {folder.name: picture_files(folder, MADE) for folder in want.strangers}
    text = section(least, validation, {name: largest_logits(spec, iter(pictures)) for name, pictures in kinds.items()})
    print(text)
    if want.card:
        write_into_card(WEIGHTS_FOLDER / f"{spec.key}.md", text)


if __name__ == "__main__":
    main()
