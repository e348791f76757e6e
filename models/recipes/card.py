"""Ships trained weights: a safetensors file and a model card beside it that says what it is worth."""

from __future__ import annotations

import hashlib
import json
import math
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors.torch import save
from torch import Tensor
from torchvision.transforms import InterpolationMode
from torchvision.transforms.functional import rotate

from models.recipes.mnist import Digits

if TYPE_CHECKING:
    from models.recipes.lenet5 import Outcome, Plan
    from models.recipes.mnist import DigitSet

Z95 = 1.959963984540054
"""The standard normal's 97.5 % point."""


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share, after E. B. Wilson, J. Am. Stat. Assoc. 22, 1927."""
    share, z2 = right / total, Z95**2 / total
    middle, half = share + z2 / 2, Z95 * math.sqrt(share * (1 - share) / total + z2 / (4 * total))
    return (middle - half) / (1 + z2), (middle + half) / (1 + z2)


def confusion(labels: Tensor, answers: Tensor, classes: int) -> Tensor:
    """Counts (classes, classes): rows what it was, columns what was answered."""
    return torch.bincount(labels * classes + answers, minlength=classes**2).view(classes, classes)


def percent(share: float) -> str:
    return f"{100 * share:.2f} %"


def measured(labels: Tensor, answers: Tensor, names: Sequence[str]) -> str:
    """Accuracy with its interval, per class, and the confusion matrix, as Markdown."""
    counts = confusion(labels, answers, len(names))
    right, total = int(counts.diagonal().sum()), len(labels)
    low, high = wilson(right, total)
    rows = [f"{right:,} of {total:,} right: **{percent(right / total)}**, 95 % interval (Wilson) {percent(low)} to {percent(high)}.", ""]
    rows += ["Rows: what was written; columns: the answer; last column: share of the row answered right.", ""]
    rows += ["| | " + " | ".join(names) + " | right |", "|---" * (len(names) + 2) + "|"]
    for name, row in zip(names, counts.tolist(), strict=True):
        shown = " | ".join(str(n) if n else "·" for n in row)
        rows.append(f"| **{name}** | {shown} | {percent(row[names.index(name)] / sum(row))} |")
    return "\n".join(rows)


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def write_weights(net: torch.nn.Module, file: Path, **notes: str) -> None:
    """The state as safetensors with `notes` in the header; the same network and notes give the same bytes."""
    state = {name: value.detach().contiguous() for name, value in net.state_dict().items()}
    data = save(state, metadata={"format": "pt", **notes})
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))  # safetensors writes them in an order of chance
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(len(text).to_bytes(8, "little") + text + data[start:])


def ship(outcomes: Sequence[Outcome], plan: Plan, data: DigitSet, folder: Path) -> None:
    """`lenet5.safetensors` and `lenet5.md` of the first outcome; the others are told beside it."""
    from models.recipes.lenet5 import answers

    first, file = outcomes[0], folder / "lenet5.safetensors"
    write_weights(
        first.net, file, network="lenet5", classes="0 1 2 3 4 5 6 7 8 9", seed=str(first.seed),
        input="(N, 1, 28, 28), ink high on 0, (x / 255 − 0.1307) / 0.3081",
        data="MNIST, Y. LeCun, C. Cortes, C. Burges, CC BY-SA 3.0", recipe="python -m models.recipes.lenet5",
    )  # fmt: skip
    found = [answers(o.net, data.test) for o in outcomes]
    text = _card(outcomes, found, plan, data, file)
    (folder / "lenet5.md").write_text(text, encoding="utf-8")
    print(text)


_CARD = """\
# LeNet-5 for handwritten digits

Two convolutions and three dense layers (61,706 parameters) that read one digit: 28 × 28 pixels, ink high on 0.
After Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, *Gradient-based learning applied to document recognition*, Proc. IEEE 86 (11), 1998,
as it is written today: ReLU and max pooling instead of squashing functions and trainable subsampling.

## The file

`{file}`, {size:,} bytes, float32, sha256 `{sha256}`.

## Data

MNIST (Y. LeCun, C. Cortes, C. Burges), CC BY-SA 3.0: digits written by employees of the US Census Bureau and by American
high school students, scanned. Trained on {training:,} of its 60,000 training digits; the other {validation:,}, drawn by the
seed 0, were watched while the plan was made; the {test:,} test digits chose nothing.

## How it was made

    {command}

AdamW with one rise and fall of the learning rate; the running average of the weights is what is shipped. {plan}.

In every epoch each digit is drawn anew by another hand and another pen, so that digits drawn with a mouse are read too:
{hands} (units in `models/recipes/handwriting.py`).

{minutes:.1f} minutes of one core ({machine}, torch {torch}). The same seed on the same machine and versions gives the same bytes.

## Accuracy on the test digits

{measured}

Seeds: {seeds}.

`python -m models.recipes.evaluate --data FOLDER` measures it again from the file.

## Known failures

{failures}
- It always answers with a digit, often surely, also to a letter, a face or a scribble: it has seen nothing but digits.
- One upright digit at a time: {turned}.
- Shapes that MNIST's writers did not use are read as the nearest that they did: a 1 with a long flag, as many learn it in
  Brazil and in Europe, is sometimes taken for a 7.
"""


def _card(outcomes: Sequence[Outcome], found: Sequence[Tensor], plan: Plan, data: DigitSet, file: Path) -> str:
    first, also = outcomes[0], " ".join(str(o.seed) for o in outcomes[1:])
    values = asdict(plan)
    hands = values.pop("hands")
    shares = [float((f.argmax(1) == data.test.labels).float().mean()) for f in found]
    command = f"python -m models.recipes.lenet5 --data FOLDER --seed {first.seed}" + (also and f" --also {also}")
    return _CARD.format(
        file=file.name,
        size=file.stat().st_size,
        sha256=sha256(file),
        training=len(data.training),
        validation=len(data.validation),
        test=len(data.test),
        command=command,
        plan=_listed(values).capitalize(),
        hands=_listed(hands),
        minutes=first.seconds / 60,
        machine=platform.machine(),
        torch=torch.__version__,
        measured=measured(data.test.labels, found[0].argmax(1), [str(d) for d in range(10)]),
        seeds="; ".join(f"{o.seed}: {percent(share)}" for o, share in zip(outcomes, shares, strict=True)),
        failures=_failures(found[0], data),
        turned=_turned(first.net, data),
    )


def _listed(values: dict[str, object]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items())


def _turned(net: torch.nn.Module, data: DigitSet) -> str:
    """What is left of the accuracy when all test digits are turned."""
    from models.recipes.lenet5 import answers

    shares = []
    for degrees in (15, 30, 45):
        turned = rotate(data.test.pictures, degrees, interpolation=InterpolationMode.BILINEAR)  # (N, 28, 28)
        right = answers(net, Digits(turned, data.test.labels)).argmax(1) == data.test.labels
        shares.append(f"{degrees}°: {percent(float(right.float().mean()))}")
    return f"turned anticlockwise by {', by '.join(shares)} are still right"


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
