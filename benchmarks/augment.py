"""Augmentation: uint8 batches against Pillow pictures one by one, and variants with verdicts against the bare forward pass.

    python benchmarks/augment.py [--rounds 7]

Each figure is a ratio of medians taken in turn. The transforms are torchvision's own in both cases, from the line that the page shows:
on Pillow pictures one by one as most training scripts run them, ending in a tensor; and ours, a whole uint8 batch, drawing included.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # python benchmarks/augment.py works too

import numpy as np
import torch
from torch import Tensor
from torchvision.transforms import v2

from benchmarks.timing import medians, table, where
from models import api
from models.augment.config import AugmentationConfig
from models.engine.malloc import keep_freed_memory
from models.inputs.normalisation import normalise
from models.store import registry
from models.store.store import load
from models.types.activations import PictureSource

DIGITS = ("rotation", "translation", "scale")
PHOTOGRAPHS = ("random_resized_crop", "horizontal_flip", "rotation", "color_jitter", "greyscale", "random_erasing")
BATCHES = ((DIGITS, (1, 28, 28), 128), (PHOTOGRAPHS, (3, 128, 128), 16), (PHOTOGRAPHS, (3, 224, 224), 8))
VARIANTS = 12
NETWORKS = ("lenet5@random", "resnet109@random", "squeezenet1_1@random", "resnet18@random")


def picture(shape: tuple[int, int, int], seed: int = 0) -> Tensor:
    """Smooth noise, uint8 (C, H, W)."""
    coarse = torch.randint(0, 256, (1, shape[0], 9, 9), generator=torch.Generator().manual_seed(seed)).float()
    return torch.nn.functional.interpolate(coarse, shape[1:], mode="bicubic").clamp(0, 255).to(torch.uint8)[0]


def batch_row(keys: tuple[str, ...], shape: tuple[int, int, int], count: int, rounds: int) -> list[str]:
    augmentation = AugmentationConfig.from_json([{"transform": key} for key in keys])
    batch = torch.stack([picture(shape, i) for i in range(count)])
    images = [v2.functional.to_pil_image(one) for one in batch]
    lines = [step.transform.code(step.values, shape) for step in augmentation.steps]
    theirs = v2.Compose([*(eval(line, {"v2": v2}) for line in lines), v2.PILToTensor()])
    times = medians(
        {
            "batch": lambda: augmentation.apply(batch, [augmentation.draw(0, i, shape) for i in range(count)]),
            "pillow": lambda: torch.stack([theirs(image) for image in images]),
        },
        rounds,
        warm=1,
    )
    each = f"{times['batch'] / count:.2f} ms"
    return [f"{len(keys)} transforms, {count} × {'×'.join(map(str, shape))}", each, f"{times['pillow'] / times['batch']:.2f}"]


def verdict_row(key: str, rounds: int) -> list[str]:
    spec = registry.specs()[key]
    wants = spec.preparation
    keys = DIGITS if wants.kind == "drawing" else PHOTOGRAPHS
    plan = [{"transform": one} for one in keys]
    shape = (wants.channels, wants.height, wants.width)
    pixels = picture(shape)
    source = PictureSource("pixels", np.ascontiguousarray(pixels.permute(1, 2, 0).numpy()).tobytes())
    loaded = load(spec)
    batch = normalise(pixels.expand(VARIANTS, *shape), wants)
    api.open_network(key)
    times = medians(
        {
            "variants": lambda: api.variants([key], source, plan, indices=range(VARIANTS)),
            "forward": lambda: loaded.plan.logits(batch),
        },
        rounds,
        warm=1,
    )
    return [key, f"{times['forward']:.1f} ms", f"{times['variants'] / times['forward']:.2f}"]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rounds", type=int, default=7)
    rounds = ask.parse_args().rounds
    torch.set_num_threads(1)
    keep_freed_memory()
    torch.manual_seed(0)
    print(where(), end="\n\n")
    rows = [batch_row(*case, rounds) for case in BATCHES]
    print(table("uint8 batches against Pillow one by one", ("plan", "ours, a picture", "Pillow / ours"), rows))
    rows = [verdict_row(key, rounds) for key in NETWORKS]
    print(
        table(
            f"{VARIANTS} variants with verdicts against one forward pass of {VARIANTS}", ("network", "forward", "variants / forward"), rows
        )
    )


if __name__ == "__main__":
    main()
