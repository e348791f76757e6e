"""Ships the colouring network: its weights, its card, and the curve of its training."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from models.networks.colouring import NETWORKS, SKIPS, Colouring
from models.recipes import figures
from models.recipes.card import sha256, write_weights
from models.recipes.colour_encoder import LEARNED_FROM_CLASSES
from models.recipes.colour_evaluate import ColourScore, light_error, scores
from models.recipes.colour_loop import ColourRecipe, ColourRun
from models.recipes.colour_photographs import JUDGE, ColourPhotographs
from models.store.weights import ShippedWeights

SPEC = NETWORKS[0]


def ship(run: ColourRun, recipe: ColourRecipe, data: ColourPhotographs, start: Path, out: Path) -> None:
    """`colouring.safetensors`, `colouring.md` and `colouring-curve.png` in `out`."""
    file = out / f"{SPEC.key}.safetensors"
    write_weights(
        run.averaged, file, half=True, network=SPEC.key, seed="0", input="(N, 3, H, W), RGB, x / 255",
        data="mini-ImageNet and Imagenette; ImageNet's terms: non-commercial research and teaching",
        recipe="python -m models.recipes.colouring",
    )  # fmt: skip
    net = Colouring().eval()
    ShippedWeights(str(file.resolve())).load_into(net)
    figures.colour_curve(run.curve, out / f"{SPEC.key}-curve.png")
    text = _card(run, recipe, data, start, file, net)
    (out / f"{SPEC.key}.md").write_text(text, "utf-8")
    print(text)


def _card(run: ColourRun, recipe: ColourRecipe, data: ColourPhotographs, start: Path, file: Path, net: Colouring) -> str:
    parts = {name: sum(p.numel() for p in module.parameters() if name != "mean") for name, module in net.named_children()}
    encoder = sum(parts[name] for name in LEARNED_FROM_CLASSES)
    pictures = sum(map(len, data.training))
    return _TEXT.format(
        title=SPEC.title.en,
        parameters=sum(p.numel() for p in net.parameters()),
        encoder=encoder,
        trained=sum(parts.values()) - encoder,
        skips=", ".join(map(str, SKIPS)),
        size=file.stat().st_size,
        sha256=sha256(file),
        start=start.name,
        start_sha256=sha256(start),
        pictures=pictures,
        left_out=len(data.left_out),
        classes=", ".join(data.left_out),
        steps=run.step,
        planned=recipe.steps,
        until="" if run.step == recipe.steps else f" --until {run.step}",
        reached="" if run.step == recipe.steps else ", which this run did not reach",
        rise=recipe.rise,
        batch=recipe.batch,
        passes=run.step * recipe.batch / pictures,
        side=recipe.stages[0].side,
        peak=recipe.peak,
        fall=100 * recipe.fall,
        cut=100 * recipe.cut,
        minutes=run.seconds / 60,
        machine=platform.processor() or platform.machine(),
        torch=torch.__version__,
        judged=len(data.judged),
        judge=JUDGE,
        rows=_rows(scores(net, data.judged, data.training)),
        light=light_error(net, data.judged),
        last=_last(run.curve),
    )


def _rows(found: Mapping[str, ColourScore]) -> str:
    return "\n".join(f"| {name} | {one.difference:.2f} ± {one.error:.2f} | {one.colourfulness:.1f} |" for name, one in found.items())


def _last(curve: Sequence[Mapping[str, Any]]) -> str:
    last = curve[-1]
    return f"{last['loss']:.3f} on training crops, {last['judged']:.3f} on a fifth of the judged photographs without hints"


_TEXT = """\
# {title}

A U-Net (Ronneberger, Fischer and Brox, MICCAI 2015) that reads a photograph's lightness and answers with a picture: its own lightness, and
for every second pixel the classes of colour of Zhang, Isola and Efros (*Colorful Image Colorization*, ECCV 2016), whose annealed mean is
the colour. Four skip connections ({skips} channels) lay the encoder's maps beside the decoder's. Hints of colour enter the decoder.

{parameters:,} numbers: {encoder:,} of the encoder, which stay as `resnet109` learned them from classes (its first layer made to read one
channel), and {trained:,} that this recipe trains. The classes' own colours are fixed.

## The file

`colouring.safetensors`, {size:,} bytes, kernels in float16 (it computes in float32), sha256 `{sha256}`.

## Data and its terms

{pictures:,} training photographs of mini-ImageNet (84 px) and Imagenette (the middle square, 144 px), whose class labels are not used.
{left_out} classes are left out, every tenth of each folder: {classes}. Both sets were cut from ImageNet (Russakovsky et al., IJCV 2015),
whose photographs may be used for **non-commercial research and teaching** only. None of them is in this repository.

## How it was made

    python -m models.recipes.colouring --data MINI IMAGENETTE --from assets/weights/{start} --steps {planned}{until}

The encoder comes from `{start}`, sha256 `{start_sha256}`. {steps:,} steps of {batch} random crops of {side} px, flipped at random:
{passes:.2f} passes. AdamW, learning rate {peak}, reached in {rise} steps and led to zero in the last {fall:.0f} % of {planned:,}{reached}.
The weights' running average is shipped. Targets: classes shared among the five nearest of a grid of 10 × 10 in a and b, weighed by their
rarity (λ = 0.9), and the lightness by its absolute error. Two thirds of the pictures have
hints, a few patches of their own colour of 1 to 9 px. {cut:.0f} % of the batches do without one skip connection, so that a cut one leaves
a blurred picture and no noise.

{minutes:.0f} minutes by the clock in one thread of {machine} with torch {torch}, at the lowest priority beside much other work. Last
losses: {last}.

![Loss of the classes on training crops (grey) and on judged photographs (green)](colouring-curve.png)

## What it answers

{judged} validation photographs of the classes that are left out, half of each folder, {judge} px, the file's weights. ΔE: CIEDE2000, mean
over pixels and photographs, with its standard error. Colourfulness: Hasler and Süsstrunk 2003.

| | mean ΔE | colourfulness |
|---|---|---|
{rows}

Its own lightness is off by {light:.2f} of 100 in the mean; that is in its ΔE, while grey and the mean colour keep the photograph's.

## Known failures

- It guesses: where a thing may have any colour, it answers one that its training held often. Its mean ΔE is only a little below grey's.
- Colours bleed over edges, as a class of colour is answered for every second pixel.
- It learned on crops of {side} px of small photographs; a larger picture shows it things larger than it knows.
"""
