"""Ships a network for photographs: its weights, a model card, and the pictures in it."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from models import imagenet109
from models.inputs.pictures import SMALL_QUALITIES, Preparation
from models.recipes import figures, stand_ins, transfer
from models.recipes.card import accuracy_sentence, confusion, percent, settings_sentence, sha256, wilson_interval, write_weights
from models.recipes.loop import PhotoRecipe, TrainingState
from models.recipes.photo_answers import FolderOutputs, PenultimateFeatures, labelled_files, outputs_of
from models.recipes.photographs import PhotographSet
from models.store.registry import NetworkSpec
from models.store.weights import ShippedWeights


@dataclass(frozen=True, slots=True)
class Shipment:
    """A trained network and all that its card tells of."""

    spec: NetworkSpec
    recipe: PhotoRecipe
    runs: Mapping[int, TrainingState]  # by seed; the first is shipped, the accuracies of the others are told beside it
    data: PhotographSet
    folders: Sequence[Path]
    flowers: Path | None  # train/<class> and val/<class> for a linear head, and as photographs of none of the classes
    start: Path | None = None  # the weights file that the training began with; None: random numbers


def ship(what: Shipment, out: Path) -> None:
    """`<key>.safetensors`, `<key>.md` and its pictures."""
    spec, classes = what.spec, what.data.classes
    seed, run = next(iter(what.runs.items()))
    file = out / f"{spec.key}.safetensors"
    write_weights(
        run.averaged, file, half=True, network=spec.key, classes=" ".join(classes), seed=str(seed),
        input=f"(N, 3, {spec.preparation.height}, {spec.preparation.width}), RGB, (x / 255 − mean) / deviation of ImageNet",
        data="mini-ImageNet and Imagenette; ImageNet's terms: non-commercial research and teaching",
        recipe=f"python -m models.recipes.{spec.key}",
    )  # fmt: skip
    net = load_shipped(spec, file)
    found = outputs_by_folder(net, spec.preparation, what.folders, classes)
    counts = torch.stack([confusion(f.labels, f.values.argmax(1), len(classes)) for f in found]).sum(0)
    figures.confusion(counts, out / f"{spec.key}-confusion.png", classes)
    figures.filters(next(p for p in net.parameters() if p.ndim == 4), out / f"{spec.key}-filters.png")
    figures.curve(run.curve or [], out / f"{spec.key}-curve.png")
    text = _card(what, net, file, found, counts)
    (out / f"{spec.key}.md").write_text(text, encoding="utf-8")
    print(text)


def load_shipped(spec: NetworkSpec, file: Path) -> nn.Module:
    """The network with the numbers of `file`, as the playground loads them."""
    net = spec.build().eval().requires_grad_(False)
    ShippedWeights(str(file.resolve())).load_into(net)
    return net


def outputs_by_folder(net: nn.Module, preparation: Preparation, folders: Sequence[Path], classes: Sequence[str]) -> list[FolderOutputs]:
    """Every validation picture from its own file."""
    return [outputs_of(net, labelled_files(folder / "val", classes), preparation) for folder in folders]


def accuracies(found: Sequence[FolderOutputs], folders: Sequence[Path], classes: int) -> str:
    """Top-1 over all pictures, per folder, and of a folder with fewer classes among its own, as Markdown."""
    right = [(f.values.argmax(1) == f.labels) for f in found]
    rows = [f"- All: {accuracy_sentence(sum(int(r.sum()) for r in right), sum(map(len, right)))}"]
    for one, hits, folder in zip(found, right, folders, strict=True):
        rows.append(f"- {folder.name}: {accuracy_sentence(int(hits.sum()), len(hits))}")
        own = one.labels.unique()
        if len(own) < classes // 2:
            among = own[one.values[:, own].argmax(1)] == one.labels
            rows.append(f"- {folder.name}, only its own {len(own)} classes allowed: {accuracy_sentence(int(among.sum()), len(among))}")
    return "\n".join(rows)


_CARD = """\
# {title}

{honest}

{about}

| | parameters | share |
|---|---|---|
| convolutions | {convolution:,} | {convolution_share} |
| dense layers | {dense:,} | {dense_share} |
| normalisation | {other:,} | {other_share} |
| together | {parameters:,} | |

## The file

`{file}`, {size:,} bytes, kernels and matrices in float16 (it computes in float32), sha256 `{sha256}`.

## Data and its terms

{training} training photographs of {classes} classes: mini-ImageNet (100 classes, 84 × 84 px) and Imagenette (10 classes), which share one
class. {left_out} training pictures were left out because a validation split may hold the same photograph (8 × 8 grey thumbnails nearer
than a fixed distance). Both sets were cut from ImageNet (Russakovsky et al., *ImageNet Large Scale Visual Recognition Challenge*,
IJCV 2015), whose photographs may be used for **non-commercial research and teaching** only. None of them is in this repository.

## How it was made

    {command}

{start}Every picture is prepared as the playground prepares a visitor's and as mini-ImageNet's files were made: squeezed to a square of
{small} px, each pixel the mean of the area under it, saved as a JPEG of quality {qualities} with halved colour. Were
Imagenette's sharper, the network would know its ten classes by their sharpness. While it trains, pictures of both sets are softened and
saved once more at random, so that no set is told by its making. SGD with Nesterov momentum, one rise and a cosine fall of the learning
rate; random resized crops and flips, brightness, contrast and saturation, batches made coarser, CutMix (Yun et al. 2019); the running
average of the weights is what is shipped. Side (px), epochs, least share of a picture in a crop, chance of CutMix: {stages}. {plan}.

{minutes:.0f} minutes on {machine} with torch {torch}, threads: {threads}, other work beside it.
Seeds (at the side of the last epoch): {seeds}.

![Training loss and validation accuracy]({key}-curve.png)

## Accuracy of the file

Shown at {side} × {side} px, float32, every validation photograph prepared as a visitor's, one answer to each:

{accuracies}
{transfer}
`python -m models.recipes.evaluate {key} --data FOLDER...` measures it again.

![Confusion matrix: rows what it is, columns the answer, in the order of the table, darker is more, logarithmic]({key}-confusion.png)

## What the first layer looks for

![Its kernels, each on its own scale]({key}-filters.png)

## Known failures

{failures}
- It always names one of its {classes} classes, also for what is none of them.
- One thing, in the middle and large, is what it was trained on; scenes and small things are guessed from their background.

## Class by class

| class | right | of | most often taken for |
|---|---|---|---|
{rows}
"""


def _card(what: Shipment, net: nn.Module, file: Path, found: Sequence[FolderOutputs], counts: Tensor) -> str:
    spec, data = what.spec, what.data
    (seed, run), *others = what.runs.items()
    sizes, values = _sizes(net), asdict(what.recipe)
    total, stages = sum(sizes.values()), values.pop("stages")
    begun = f" --from {what.start.name}" if what.start else ""
    also = " --also " + " ".join(str(other) for other, _ in others) if others else ""
    return _CARD.format(
        title=spec.title.en,
        about=_ABOUT[spec.key],
        key=spec.key,
        **sizes,
        **{f"{name}_share": percent(count / total) for name, count in sizes.items()},
        parameters=total,
        file=file.name,
        size=file.stat().st_size,
        sha256=sha256(file),
        training=f"{sum(map(len, data.training)):,}",
        classes=len(data.classes),
        left_out=data.left_out,
        command=f"python -m models.recipes.{spec.key} --data MINI-IMAGENET IMAGENETTE{begun} --seed {seed}{also}",
        honest=stand_ins.measure(net, spec.preparation, what.folders, data.classes, what.flowers).told(),
        start=_begun(spec.key, what.start),
        qualities=" and once more of ".join(map(str, SMALL_QUALITIES)),
        stages="; ".join(", ".join(f"{value:.3g}" for value in stage.values()) for stage in stages),
        plan=settings_sentence(values).capitalize(),
        minutes=run.seconds / 60,
        machine=platform.machine(),
        torch=torch.__version__,
        threads=torch.get_num_threads(),
        seeds="; ".join(f"{number}: {percent((one.curve or [{}])[-1].get('all', 0))}" for number, one in what.runs.items()),
        side=spec.preparation.height,
        small=imagenet109.SMALL,
        accuracies=accuracies(found, what.folders, len(data.classes)),
        transfer=_transfer(net, spec, what.flowers),
        failures=_failures(counts, data.classes),
        rows=_rows(counts, data.classes),
    )


_ABOUT = {
    "resnet109": """\
ResNet-18 (He, Zhang, Ren, Sun, *Deep Residual Learning for Image Recognition*, CVPR 2016) with half as many channels in every layer,
trained from nothing on 109 classes of ImageNet.""",
    "alexnet109": """\
The shape of AlexNet (Krizhevsky, Sutskever, Hinton, *ImageNet Classification with Deep Convolutional Neural Networks*, NIPS 2012): a large
kernel with a large stride first, five convolutions, overlapping 3 / 2 max poolings, three dense layers with dropout. What is different from
2012: one path instead of two on two GPUs, 48-96-160-128-128 channels instead of 96-256-384-384-256, 1,024 dense units instead of 4,096,
128 px instead of 224, batch normalisation instead of local response normalisation, 109 classes instead of 1,000, and one crop with no
averaging over ten. Most of its numbers are in the dense layers and most of its work is in the convolutions; `resnet109`, which has one
dense layer only, answers better with as many numbers (see its card).""",
}
"""Key → what it is."""
_BEFORE = {
    "resnet109": "from nothing by the same loop, with Imagenette's pictures sharper than mini-ImageNet's in most epochs",
    "alexnet109": "from nothing by the same loop, with Imagenette's pictures saved as JPEGs once, mini-ImageNet's twice",
}
"""Key → how the weights were trained that a later training began with."""
_STAGES = {"resnet109": ("layer1", "layer2", "layer3", "layer4")}
"""Key → where its stages end."""


def _begun(key: str, start: Path | None) -> str:
    if start is None:
        return ""
    return f"""\
It began with the weights of `{start.name}`, sha256 `{sha256(start)}`, the file of this network before, in this
repository's history. It was trained {_BEFORE[key]}; it knew the making,
and called most photographs of visitors one of Imagenette's ten. The plan for a training from nothing is in the recipe, too.

"""


def _sizes(net: nn.Module) -> dict[str, int]:
    """Learnt numbers by kind of layer."""
    sizes = {"convolution": 0, "dense": 0, "other": 0}
    for module in net.modules():
        kind = "convolution" if isinstance(module, nn.Conv2d) else "dense" if isinstance(module, nn.Linear) else "other"
        sizes[kind] += sum(parameter.numel() for parameter in module.parameters(recurse=False))
    return sizes


def _transfer(net: nn.Module, spec: NetworkSpec, flowers: Path | None) -> str:
    if flowers is None:
        return ""
    told = (
        "\nTransfer: a linear head (logistic regression on standardised features, its strength by cross-validation in the training part), "
        "five kinds of flowers, 40 training photographs each, none of them seen before:\n\n"
    )
    read: dict[str, nn.Module] = {"what the last layer reads": PenultimateFeatures(net)}
    if stages := _STAGES.get(spec.key):
        ends = ", ".join(f"`{name}`" for name in stages)
        read[f"the mean and the standard deviation of every map at the end of {ends}"] = transfer.StageStatistics(net, stages)
    for name, features in read.items():
        head = transfer.linear_head(features, flowers, spec.preparation)
        told += (
            f"- on {name}: {accuracy_sentence(head.correct, head.total)} Twelve other divisions, their mean: {percent(head.elsewhere)}.\n"
        )
    return told + "\n"


def _names(classes: Sequence[str]) -> list[str]:
    """English names in the order of `classes` (WordNet numbers)."""
    known = dict(zip(imagenet109.wnids(), (name.en for name in imagenet109.classes()), strict=True))
    return [known.get(wnid, wnid) for wnid in classes]


def _rows(counts: Tensor, classes: Sequence[str]) -> str:
    names, rows = _names(classes), []
    for i, row in enumerate(counts.tolist()):
        low, high = wilson_interval(row[i], sum(row))
        wrong = max(range(len(row)), key=lambda k: row[k] if k != i else -1)
        share = f"{percent(row[i] / sum(row))} ({percent(low)} to {percent(high)})"
        rows.append((row[i] / sum(row), f"| {names[i]} ({classes[i]}) | {share} | {sum(row)} | {names[wrong]} ({row[wrong]}) |"))
    return "\n".join(text for _, text in sorted(rows, reverse=True))


def _failures(counts: Tensor, classes: Sequence[str]) -> str:
    """The classes that are confused most often."""
    names = _names(classes)
    share = counts.double() / counts.sum(1, keepdim=True).clamp_min(1)
    share.fill_diagonal_(0)
    worst = share.flatten().argsort(descending=True, stable=True)[:8].tolist()
    pairs = [(place // len(names), place % len(names)) for place in worst]
    told = "; ".join(f"{names[i]} as {names[k]} ({percent(float(share[i, k]))} of them)" for i, k in pairs)
    return f"- Taken for something else most often: {told}."
