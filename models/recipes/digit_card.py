"""Ships a network that reads digits: its weights, and a model card that says what they are worth."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor, nn
from torchvision.transforms import InterpolationMode
from torchvision.transforms.functional import rotate

from models.inputs.pictures import Preparation
from models.recipes import figures, strangers
from models.recipes.card import accuracy_table, confusion, percent, settings_sentence, sha256, write_weights
from models.recipes.digit_loop import DigitRecipe, TrainedDigitNetwork, predict_logits
from models.recipes.glyphs import GLYPHS
from models.recipes.mnist import Digits, DigitSet
from models.store.registry import NetworkSpec

_PAPER = """\
Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, *Gradient-based learning applied to document recognition*, Proc. IEEE 86 (11), 1998"""
SHOWN_UNITS = 16  # units of a dense layer that are drawn
_ABOUT = {
    "lenet5": (
        "LeNet-5 for handwritten digits",
        f"""\
Two convolutions and three dense layers (61,706 parameters) that read one digit: 28 × 28 pixels, ink high on 0.
After {_PAPER},
as it is written today: ReLU and max pooling instead of squashing functions and trainable subsampling.""",
        "",
    ),
    "lenet5_1998": (
        "LeNet-5 of 1998",
        f"""\
The network of {_PAPER},
section II.B: 60,000 trained parameters and 340,908 connections, both computed from the layers (`/layers`). It reads 32 × 32 pixels,
background −0.1 and ink 1.175. Scaled tanh; trained subsampling; table I says which maps of S2 each map of C3 reads; the output is the
negative half of the squared distance to one fixed 7 × 12 code per class (the codes are drawn anew after the paper's figure 3).""",
        """
The loss is cross-entropy over those distances (times the sharpness): the paper's discriminative criterion without its extra class for
what is no digit.
Squared distances make it far too sure at temperature 1; at a temperature of 10, where it learned, its probabilities mean what they say.
The paper trained 20 passes of a stochastic diagonal Levenberg-Marquardt step on undistorted digits and reports 0.95 % errors, 0.8 % with
distortions.""",
    ),
    "lenet5_plain": (
        "LeNet-5 for handwritten digits, without augmentation",
        """\
Two convolutions and three dense layers (61,706 parameters) that read one digit: 28 × 28 pixels, ink high on 0. The same network, data
and plan as `lenet5`, but for one thing: every digit stays as it was scanned or drawn; none was turned, moved, bent or given another
pen from epoch to epoch. It is here to be compared with
`lenet5` where a digit is: what the two answer differently is what augmentation did.""",
        "",
    ),
    "mlp": (
        "A dense network for handwritten digits",
        """\
Dense layers of 68, 64, 52 and 10 units with ReLU between them: 61,706 parameters, exactly as many as LeNet-5, and no convolution, no
shared weight, no pooling. It reads one digit: 28 × 28 pixels, ink high on 0. It is here to be compared with LeNet-5 where the digit is
moved: both learned from the same digits by the same plan.""",
        """
Flagged 1s are the kind of drawing that it reads worst. More of them to learn from do not help: with seven instead of five of ten drawn 1s
flagged it reads 1,883 of 2,000 others, as it is 1,901.""",
    ),
}
"""Key → title, what it is, what is to say about its training beyond the plan."""


def ship(spec: NetworkSpec, outcomes: Sequence[TrainedDigitNetwork], recipe: DigitRecipe, data: DigitSet, folder: Path) -> None:
    """`<key>.safetensors`, `<key>.md` and its pictures, of the first outcome; the others are told beside it."""
    first, file, size = outcomes[0], folder / f"{spec.key}.safetensors", spec.preparation
    write_weights(
        first.net, file, network=spec.key, classes="0 1 2 3 4 5 6 7 8 9", seed=str(first.seed),
        input=f"(N, 1, {size.height}, {size.width}), ink high on 0, (x / 255 − {size.mean[0]:.4f}) / {size.std[0]:.4f}",
        data="MNIST, Y. LeCun, C. Cortes, C. Burges, CC BY-SA 3.0; digits of models/recipes/drawn_hands.py",
        recipe=f"python -m models.recipes.{spec.key}",
    )  # fmt: skip
    found = [predict_logits(o.net, data.test, size) for o in outcomes]
    text = _card(spec, outcomes, found, recipe, data, file)
    (folder / f"{spec.key}.md").write_text(text, encoding="utf-8")
    figures.confusion(
        confusion(data.test.labels, found[0].argmax(1), 10), folder / f"{spec.key}-confusion.png", [str(d) for d in range(10)]
    )
    figures.filters(_first_weights(first.net, size), folder / f"{spec.key}-filters.png")
    print(text)


def _first_weights(net: nn.Module, size: Preparation) -> Tensor:
    """(out, in, H, W): the kernels of the first layer, or what some of its units weigh of the whole picture."""
    weight = next(parameter for parameter in net.parameters() if parameter.ndim > 1)
    return weight if weight.ndim == 4 else weight.view(-1, size.channels, size.height, size.width)[:SHOWN_UNITS]


_AUGMENTED = """\
In every epoch each digit, scanned or drawn, is varied anew as another hand and another pen would have it:
{hands} (units in `models/recipes/handwriting.py`)."""
_AS_THEY_ARE = """\
Every digit stays as it was scanned or drawn: no augmentation at all. The drawn hands differ from one another, as writers do, but each
digit of theirs is the same in every epoch."""

_CARD = """\
# {title}

{about}

## What it reads of strangers' digits

Hands that it has not learned from (`models/recipes/strangers.py`, drawn by another generator than its training's; `python -m
models.recipes.strangers {key}` measures it again). "Tiny" is 32 to 70 of the board's 255 units high, drawn with the page's thinnest
pen; 8 × 8 are the 1,797 digits that come with scikit-learn, made larger and prepared as a visitor's picture is.

{strangers}

## The file

`{file}`, {size:,} bytes, float32, sha256 `{sha256}`.

## Data

MNIST (Y. LeCun, C. Cortes, C. Burges), CC BY-SA 3.0: digits written by employees of the US Census Bureau and by American
high school students, scanned. Trained on {training:,} of its 60,000 training digits; the other {validation:,}, drawn by the
seed 0, were watched while the plan was made; the {test:,} test digits chose nothing.

Beside them {drawn:,} digits by made-up hands ({share} of what is learned from), each class as often: {shapes} shapes of the ten digits
(`models/recipes/glyphs.py`: 1 with a flag and a foot, 7 with a bar, open and closed 4, looped 2, 5 with its hat apart, …), written small
or large with thin and thick pens (`models/recipes/drawn_hands.py`: {drawing}) and prepared as the page prepares a drawing. {faulty} of
them are as a finder of ink on paper leaves them: broken, with specks, with what is left of a ruling, eaten by a pencil's grain.

## How it was made

    {command}

AdamW with one rise and fall of the learning rate; the running average of the weights is what is shipped. {plan}.{loss}

{hands}

{minutes:.1f} minutes of one core ({machine}, torch {torch}). The same seed on the same machine and versions gives the same bytes.

## Accuracy on the test digits

{measured}

![The same as a picture: darker is more, on a logarithmic scale]({key}-confusion.png)
![{first_weights}, orange positive, blue negative]({key}-filters.png)

Seeds: {seeds}.

`python -m models.recipes.evaluate {key} --data FOLDER` measures it again from the file.

## Known failures

{failures}
- It always answers with a digit, often surely, also to a letter, a face or a scribble: it has seen nothing but digits.
- One upright digit at a time: {turned}.
- In the middle, as MNIST's preparation puts it: {moved}.
- Of strangers' digits it reads worst: {worst}.
"""


def _card(
    spec: NetworkSpec, outcomes: Sequence[TrainedDigitNetwork], found: Sequence[Tensor], recipe: DigitRecipe, data: DigitSet, file: Path
) -> str:
    title, about, loss = _ABOUT[spec.key]
    first, also = outcomes[0], " ".join(str(o.seed) for o in outcomes[1:])
    values = asdict(recipe)
    hands, drawing = values.pop("hands"), values.pop("drawing")
    read = strangers.accuracy_by_kind(first.net, spec.preparation)
    shares = [float((f.argmax(1) == data.test.labels).float().mean()) for f in found]
    convolves = any(parameter.ndim == 4 for parameter in first.net.parameters())
    command = f"python -m models.recipes.{spec.key} --data FOLDER --seed {first.seed}" + (also and f" --also {also}")
    return _CARD.format(
        title=title,
        about=about,
        loss=loss,
        key=spec.key,
        file=file.name,
        size=file.stat().st_size,
        sha256=sha256(file),
        strangers=strangers.accuracy_list(read),
        worst=strangers.worst_kinds(first.net, spec.preparation, read),
        drawn=recipe.drawing.count,
        share=percent(recipe.drawing.count / (recipe.drawing.count + len(data.training))),
        shapes=sum(len(shapes) for shapes in GLYPHS.values()),
        drawing=settings_sentence(drawing),
        faulty=percent(recipe.drawing.faulty),
        training=len(data.training),
        validation=len(data.validation),
        test=len(data.test),
        command=command,
        plan=settings_sentence(values).capitalize(),
        hands=_AS_THEY_ARE if hands["untouched"] == 1 else _AUGMENTED.format(hands=settings_sentence(hands)),
        minutes=first.seconds / 60,
        machine=platform.machine(),
        torch=torch.__version__,
        measured=accuracy_table(data.test.labels, found[0].argmax(1), [str(d) for d in range(10)]),
        seeds="; ".join(f"{o.seed}: {percent(share)}" for o, share in zip(outcomes, shares, strict=True)),
        failures=_failures(found[0], data),
        turned=_accuracy_rotated(first.net, data, spec.preparation),
        moved=_accuracy_shifted(first.net, data, spec.preparation),
        first_weights="The kernels of the first layer"
        if convolves
        else f"What the first {SHOWN_UNITS} units of the first layer weigh of the picture",
    )


def _accuracy_rotated(net: nn.Module, data: DigitSet, preparation: Preparation) -> str:
    """What is left of the accuracy when all test digits are turned."""
    shares = []
    for degrees in (15, 30, 45):
        turned = rotate(data.test.pictures, degrees, interpolation=InterpolationMode.BILINEAR)  # (N, 28, 28)
        right = predict_logits(net, Digits(turned, data.test.labels), preparation).argmax(1) == data.test.labels
        shares.append(f"{degrees}°: {percent(float(right.float().mean()))}")
    return f"turned anticlockwise by {', by '.join(shares)} are still right"


def _accuracy_shifted(net: nn.Module, data: DigitSet, preparation: Preparation) -> str:
    """What is left of the accuracy when all test digits are moved after their preparation, up, down, left and right alike."""
    shares = []
    for pixels in (2, 4, 6):
        right = [_accuracy(net, shift(data.test.pictures, *way), data, preparation) for way in _directions(pixels)]
        shares.append(f"{pixels} px: {percent(sum(right) / len(right))}")
    return f"moved by {', by '.join(shares)} are still right, the mean of up, down, left and right"


def _directions(pixels: int) -> tuple[tuple[int, int], ...]:
    return (-pixels, 0), (pixels, 0), (0, -pixels), (0, pixels)


def _accuracy(net: nn.Module, pictures: Tensor, data: DigitSet, preparation: Preparation) -> float:
    answer = predict_logits(net, Digits(pictures, data.test.labels), preparation).argmax(1)
    return float((answer == data.test.labels).float().mean())


def shift(pictures: Tensor, down: int, right: int) -> Tensor:
    """(N, H, W) moved by whole pixels; what leaves is gone, what comes in is 0."""
    (height, width), result = pictures.shape[-2:], torch.zeros_like(pictures)
    result[..., max(0, down) : height + min(0, down), max(0, right) : width + min(0, right)] = pictures[
        ..., max(0, -down) : height - max(0, down), max(0, -right) : width - max(0, right)
    ]
    return result


def _failures(logits: Tensor, data: DigitSet) -> str:
    sure, answer = logits.softmax(1).max(1)
    wrong = (answer != data.test.labels).nonzero()[:, 0]
    worst = wrong[sure[wrong].argsort(descending=True)][:8].tolist()
    counts = confusion(data.test.labels, answer, 10).fill_diagonal_(0).flatten()
    pairs = [f"{int(i) // 10} read as {int(i) % 10} ({int(counts[i])} times)" for i in counts.argsort(descending=True, stable=True)[:4]]
    listed = ", ".join(f"{i} ({int(data.test.labels[i])} read as {int(answer[i])} with {percent(float(sure[i]))})" for i in worst)
    return (
        f"- Wrong and surest of it, by number in the test set: {listed}.\n"
        f"- Most frequent: {', '.join(pairs)}."
    )  # fmt: skip
