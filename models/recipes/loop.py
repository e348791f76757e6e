"""The training loop for photographs: growing pictures, one rise and fall of the learning rate, averaged weights.

Everything that makes a run go on after it was stopped is in one checkpoint file, written after every epoch.
"""

from __future__ import annotations

import copy
import math
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn
from tqdm import tqdm

from models.recipes.checkpoints import save_checkpoint, stage_at
from models.recipes.crops import cutmix, downsample, jitter_colors, normalise, random_resized_crop, resize
from models.recipes.marks import remake
from models.recipes.photographs import PhotographSet
from models.store.weights import ShippedWeights


@dataclass(frozen=True, slots=True)
class Stage:
    """Some epochs at one picture side."""

    side: int
    epochs: int
    smallest: float  # least share of a picture that a crop holds
    cutmix: float = 0.0  # chance that a batch's pictures are mixed


@dataclass(frozen=True, slots=True)
class PhotoRecipe:
    """What a recipe decides."""

    stages: tuple[Stage, ...]
    batch: int = 128
    peak: float = 0.3  # learning rate, reached after `rise` of all steps, then a half cosine to zero
    rise: float = 0.15
    momentum: float = 0.9
    weight_decay: float = 5e-4  # on weights only, not on biases and normalisation
    label_smoothing: float = 0.1
    clip: float = 2.0  # longest gradient
    coarse: float = 0.5  # chance that a batch is made coarser first, down to `coarsest`: sharpness must not tell the folders apart
    coarsest: int = 40  # px
    remade: float = 0.0  # chance that a picture is softened, and as much that it is saved once more (`marks`)
    jitter: float = 0.3  # of brightness, contrast and saturation
    average: float = 0.998  # of the weights' running mean, per step (Polyak averaging)

    @property
    def epochs(self) -> int:
        return sum(stage.epochs for stage in self.stages)

    def stage(self, epoch: int) -> Stage:
        """The stage of an epoch, counted from 0."""
        return stage_at(((stage, stage.epochs) for stage in self.stages), epoch)

    def learning_rate_at(self, progress: float) -> float:
        """Learning rate when `progress` (0 to 1) of all steps are done."""
        if progress < self.rise:
            return self.peak * max(progress / self.rise, 0.01)
        return self.peak * 0.5 * (1 + math.cos(math.pi * (progress - self.rise) / (1 - self.rise)))


@dataclass(slots=True)
class TrainingState:
    """A training under way: what the checkpoint holds."""

    net: nn.Module
    averaged: nn.Module
    optimiser: torch.optim.Optimizer
    generator: Generator
    epoch: int = 0
    step: int = 0
    seconds: float = 0.0
    curve: list[dict[str, Any]] | None = None

    def save(self, file: Path) -> None:
        state = {
            "net": self.net.state_dict(), "averaged": self.averaged.state_dict(), "optimiser": self.optimiser.state_dict(),
            "generator": self.generator.get_state(), "global": torch.get_rng_state(),
            "epoch": self.epoch, "step": self.step, "seconds": self.seconds, "curve": self.curve,
        }  # fmt: skip
        save_checkpoint(state, file)

    def restore(self, file: Path) -> None:
        state = torch.load(file, weights_only=True)
        self.net.load_state_dict(state["net"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.generator.set_state(state["generator"])
        torch.set_rng_state(state["global"])
        self.epoch, self.step, self.seconds, self.curve = state["epoch"], state["step"], state["seconds"], state["curve"]


def train(
    make: Callable[[], nn.Module],
    data: PhotographSet,
    recipe: PhotoRecipe,
    *,
    seed: int,
    checkpoint: Path,
    start: Path | None = None,
    say: Callable[[str], None] | None = print,
) -> TrainingState:
    """Train `make()` on `data`, from `checkpoint` if it exists, saving to it after every epoch.

    `start`: a weights file that a new training begins with, instead of random numbers. `say` hears each epoch; None: no bar either.
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    run, tell = _start(make, recipe, seed, device, start), say or (lambda _: None)
    if checkpoint.exists():
        run.restore(checkpoint)
        tell(f"going on after epoch {run.epoch}")
    per_epoch = sum(map(len, data.training)) // recipe.batch
    run.curve = run.curve or []
    while run.epoch < recipe.epochs:
        started, stage = time.perf_counter(), recipe.stage(run.epoch)
        loss = _epoch(run, data, recipe, stage, per_epoch, device, quiet=say is None)
        run.epoch += 1
        run.seconds += time.perf_counter() - started
        run.curve.append({"epoch": run.epoch, "side": stage.side, "loss": round(loss, 4), "seconds": round(run.seconds)})
        if run.epoch % 4 == 0 or run.epoch == recipe.epochs:
            run.curve[-1] |= evaluate(run.averaged, data, max(96, stage.side), device)
        run.save(checkpoint)
        tell(str(run.curve[-1]))
    return run


def _start(make: Callable[[], nn.Module], recipe: PhotoRecipe, seed: int, device: torch.device, start: Path | None) -> TrainingState:
    torch.manual_seed(seed)
    net = make()
    if start is not None:
        ShippedWeights(str(start.resolve())).load_into(net)
    net = net.to(device).to(memory_format=torch.channels_last)
    decayed = [p for p in net.parameters() if p.ndim >= 2]
    plain = [p for p in net.parameters() if p.ndim < 2]
    groups = [{"params": decayed, "weight_decay": recipe.weight_decay}, {"params": plain, "weight_decay": 0.0}]
    optimiser = torch.optim.SGD(groups, lr=recipe.peak, momentum=recipe.momentum, nesterov=True)
    averaged = copy.deepcopy(net).eval().requires_grad_(False)
    return TrainingState(net, averaged, optimiser, Generator().manual_seed(seed))


def _epoch(
    run: TrainingState, data: PhotographSet, recipe: PhotoRecipe, stage: Stage, steps: int, device: torch.device, *, quiet: bool
) -> float:
    """One pass over all pictures; the mean loss."""
    run.net.train()
    total = 0.0
    name = f"epoch {run.epoch + 1} of {recipe.epochs}, {stage.side} px"
    tqdm.monitor_interval = 0  # no thread that watches over the bar
    seldom = 0.5 if sys.stderr.isatty() else 60  # s: a log is not a screen
    bar = tqdm(_batches(data, recipe, stage, steps, run.generator, device), name, steps, leave=False, mininterval=seldom, disable=quiet)
    for i, (pictures, labels) in enumerate(bar, 1):
        for group in run.optimiser.param_groups:
            group["lr"] = recipe.learning_rate_at(run.step / (steps * recipe.epochs))
        mixed = torch.rand(1, generator=run.generator).item() < stage.cutmix
        pictures, others, own = cutmix(pictures, run.generator) if mixed else (pictures, torch.arange(len(labels)), 1.0)
        with torch.autocast(device.type, torch.bfloat16, enabled=supports_fast_bfloat16(device)):
            logits = run.net(pictures)
            loss = own * F.cross_entropy(logits, labels, label_smoothing=recipe.label_smoothing)
            if mixed:
                loss = loss + (1 - own) * F.cross_entropy(logits, labels[others.to(device)], label_smoothing=recipe.label_smoothing)
        run.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(run.net.parameters(), recipe.clip)
        run.optimiser.step()
        run.step += 1
        total += loss.item()
        _update_average(run, recipe.average)
        bar.set_postfix_str(f"loss {total / i:.3f}", refresh=False)
    return total / steps


def _batches(
    data: PhotographSet, recipe: PhotoRecipe, stage: Stage, steps: int, generator: Generator, device: torch.device
) -> Iterator[tuple[Tensor, Tensor]]:
    """Each batch takes its share of every folder, so that the mixture never changes."""
    orders = [torch.randperm(len(part), generator=generator) for part in data.training]
    for i in range(steps):
        pictures, labels = [], []
        for part, order in zip(data.training, orders, strict=True):
            chosen = order[i * len(order) // steps : (i + 1) * len(order) // steps]
            pictures.append(part.pictures[chosen])
            labels.append(part.labels[chosen])
        together = remake(torch.cat(pictures), recipe.remade, generator).to(device)
        if torch.rand(1, generator=generator).item() < recipe.coarse:
            together = downsample(together, int(torch.randint(recipe.coarsest, together.shape[-1], (1,), generator=generator)))
        cropped = random_resized_crop(together, stage.side, stage.smallest, generator)
        yield normalise(jitter_colors(cropped, recipe.jitter, generator)), torch.cat(labels).to(device)


@torch.no_grad()
def _update_average(run: TrainingState, most: float) -> None:
    """averaged ← m·averaged + (1 − m)·net, with a shorter memory in the first steps."""
    m = min(most, run.step / (run.step + 20))
    for kept, now in zip(run.averaged.state_dict().values(), run.net.state_dict().values(), strict=True):
        if kept.dtype.is_floating_point:
            kept.mul_(m).add_(now, alpha=1 - m)
        else:
            kept.copy_(now)


def supports_fast_bfloat16(device: torch.device) -> bool:
    """Whether numbers of half the length make a training faster: on a CPU without instructions for them it is ten times slower."""
    return device.type != "cpu" or bool(torch.cpu.get_capabilities().get("avx512_bf16"))


@torch.no_grad()
def predict_logits(net: nn.Module, pictures: Tensor, side: int, device: torch.device | str = "cpu", *, exact: bool = False) -> Tensor:
    """Logits (N, classes) for uint8 pictures (N, 3, H, W) shown at `side`; in float32 when `exact`."""
    net.eval()
    found = []
    for some in pictures.split(250):
        prepared = normalise(resize(some.to(device), side))
        with torch.autocast(torch.device(device).type, torch.bfloat16, enabled=not exact and supports_fast_bfloat16(torch.device(device))):
            found.append(net(prepared).float().cpu())
    return torch.cat(found)


def evaluate(
    net: nn.Module, data: PhotographSet, side: int, device: torch.device | str = "cpu", *, exact: bool = False
) -> dict[str, float]:
    """Top-1 accuracy over all validation pictures, and per folder; for a folder of few classes also among its own."""
    right: list[Tensor] = []
    result: dict[str, float] = {}
    for k, part in enumerate(data.validation):
        logits = predict_logits(net, part.pictures, side, device, exact=exact)
        right.append((logits.argmax(1) == part.labels).float())
        result[f"folder_{k}"] = round(right[-1].mean().item(), 4)
        own = part.labels.unique()
        if len(own) < len(data.classes):
            result[f"folder_{k}_own"] = round((own[logits[:, own].argmax(1)] == part.labels).float().mean().item(), 4)
    return {"side_judged": side, "all": round(torch.cat(right).mean().item(), 4), **result}
