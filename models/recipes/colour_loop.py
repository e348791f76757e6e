"""The training loop of the colouring network: crops, hints, classes of colour, now and then a skip connection less.

Every step draws from a generator of its own, seeded by the run and the step: a run that was stopped goes on as if it had not been.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from models.cielab import lab_of_srgb
from models.networks.colouring import LEVELS, MIDDLE_LIGHT, Colouring
from models.recipes.checkpoints import save_checkpoint, stage_at
from models.recipes.colour_encoder import freeze_statistics, load_encoder
from models.recipes.colour_hints import random_hints
from models.recipes.colour_photographs import ColourPhotographs
from models.recipes.colour_targets import ColourTargets, half_size
from models.recipes.crops import random_resized_crop, resize
from models.recipes.loop import supports_fast_bfloat16


@dataclass(frozen=True, slots=True)
class ColourStage:
    """Some steps at one side of the crops."""

    side: int  # px
    steps: int
    smallest: float  # least share of a picture that a crop holds


@dataclass(frozen=True, slots=True)
class ColourRecipe:
    """What the recipe decides."""

    stages: tuple[ColourStage, ...]
    batch: int = 32
    peak: float = 2e-3  # learning rate of AdamW, reached after `rise` steps, kept, and led to zero in the last `fall` of all steps
    rise: int = 30
    fall: float = 0.25
    weight_decay: float = 1e-2
    light: float = 4.0  # weight of the lightness's error beside that of the classes
    cut: float = 0.15  # chance that a batch does without one skip connection
    clip: float = 1.0  # longest gradient
    average: float = 0.998  # of the weights' running mean, per step
    save_every: int = 50  # steps

    @property
    def steps(self) -> int:
        return sum(stage.steps for stage in self.stages)

    def stage(self, step: int) -> ColourStage:
        """The stage of a step, counted from 0."""
        return stage_at(((stage, stage.steps) for stage in self.stages), step)

    def learning_rate_at(self, step: int) -> float:
        """Of a step, counted from 0. Until its fall it does not depend on how many steps there are: a plan may grow while it runs."""
        left = (self.steps - step) / (self.fall * self.steps)
        return self.peak * min((step + 1) / self.rise, left, 1.0)


@dataclass(slots=True)
class ColourRun:
    """A training under way: what the checkpoint holds."""

    net: Colouring
    averaged: Colouring
    optimiser: torch.optim.Optimizer
    step: int = 0
    seconds: float = 0.0
    curve: list[dict[str, Any]] = field(default_factory=list)

    def save(self, file: Path) -> None:
        state = {
            "net": self.net.state_dict(), "averaged": self.averaged.state_dict(), "optimiser": self.optimiser.state_dict(),
            "step": self.step, "seconds": self.seconds, "curve": self.curve,
        }  # fmt: skip
        save_checkpoint(state, file)

    def restore(self, file: Path) -> None:
        state = torch.load(file, weights_only=True)
        self.net.load_state_dict(state["net"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.seconds, self.curve = state["step"], state["seconds"], state["curve"]


def train(
    data: ColourPhotographs,
    recipe: ColourRecipe,
    *,
    seed: int,
    checkpoint: Path,
    start: Path,
    until: int | None = None,
    say: Callable[[str], None] = print,
) -> ColourRun:
    """Train a colouring network, from `checkpoint` if it exists, saving to it every `recipe.save_every` steps.

    `until`: stop after so many steps of the plan. `start`: the weights file of `resnet109`, whose first stages are the encoder.
    """
    run = _start(recipe, seed, start)
    if checkpoint.exists():
        run.restore(checkpoint)
        say(f"going on after step {run.step}")
    targets = ColourTargets()
    targets.weigh(_some_colours(data))
    sums, started = [0.0, 0.0], time.perf_counter()
    last = min(until or recipe.steps, recipe.steps)
    while run.step < last:
        losses = _step(run, data, recipe, targets, seed)
        sums = [a + b for a, b in zip(sums, losses, strict=True)]
        run.step += 1
        if run.step % recipe.save_every == 0 or run.step == last:
            run.seconds, started = run.seconds + time.perf_counter() - started, time.perf_counter()
            _note(run, data, recipe, targets, sums)
            run.save(checkpoint)
            say(str(run.curve[-1]))
            sums = [0.0, 0.0]
    return run


def _start(recipe: ColourRecipe, seed: int, start: Path) -> ColourRun:
    torch.manual_seed(seed)
    net = Colouring()
    load_encoder(net, start)
    net = net.to(memory_format=torch.channels_last)
    learnt = [p for p in net.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in learnt if p.ndim >= 2], "weight_decay": recipe.weight_decay},
        {"params": [p for p in learnt if p.ndim < 2], "weight_decay": 0.0},
    ]
    averaged = copy.deepcopy(net).eval().requires_grad_(False)
    return ColourRun(net, averaged, torch.optim.AdamW(groups, lr=recipe.peak, betas=(0.9, 0.98)))


def _step(run: ColourRun, data: ColourPhotographs, recipe: ColourRecipe, targets: ColourTargets, seed: int) -> tuple[float, float]:
    """One batch; its loss of the classes and of the lightness."""
    generator = Generator().manual_seed((seed << 32) + run.step)
    light, ab = _batch(run.step, data, recipe, seed, generator)
    hints = random_hints(ab, generator)
    cut = _cut(recipe, generator)
    for group in run.optimiser.param_groups:
        group["lr"] = recipe.learning_rate_at(run.step)
    run.net.train()
    freeze_statistics(run.net)
    colour_loss, light_loss = losses_of(run.net, targets, light, ab, hints, cut)
    run.optimiser.zero_grad(set_to_none=True)
    (colour_loss + recipe.light * light_loss).backward()
    torch.nn.utils.clip_grad_norm_(run.net.parameters(), recipe.clip)
    run.optimiser.step()
    _update_average(run, recipe.average)
    return colour_loss.item(), light_loss.item()


def losses_of(
    net: Colouring, targets: ColourTargets, light: Tensor, ab: Tensor, hints: Tensor | None, cut: tuple[int, ...] = ()
) -> tuple[Tensor, Tensor]:
    """(loss of the classes, mean absolute error of (L − 50) / 50)."""
    with torch.autocast("cpu", torch.bfloat16, enabled=supports_fast_bfloat16(torch.device("cpu"))):
        answered, logits = net.decode(net.encode(light.contiguous(memory_format=torch.channels_last)), hints, cut)
    return targets.loss(logits, half_size(ab)), F.l1_loss(answered.float(), light)


def _batch(step: int, data: ColourPhotographs, recipe: ColourRecipe, seed: int, generator: Generator) -> tuple[Tensor, Tensor]:
    """Lightness (N, 1, side, side), (L − 50) / 50, and ab (N, 2, side, side); every batch has its share of each folder."""
    stage = recipe.stage(step)
    total = sum(map(len, data.training))
    crops = []
    for k, pictures in enumerate(data.training):
        per_batch = round(recipe.batch * len(pictures) / total)
        steps = len(pictures) // per_batch  # of one pass
        order = torch.randperm(len(pictures), generator=Generator().manual_seed((seed << 32) + (k << 24) + step // steps))
        chosen = order[step % steps * per_batch :][:per_batch].sort().values
        crops.append(random_resized_crop(pictures[chosen], stage.side, stage.smallest, generator))
    lab = lab_of_srgb(torch.cat(crops).clamp(0, 255) / 255)
    return lab[:, :1] / MIDDLE_LIGHT - 1, lab[:, 1:]


def _cut(recipe: ColourRecipe, generator: Generator) -> tuple[int, ...]:
    if float(torch.rand((), generator=generator)) >= recipe.cut:
        return ()
    return (LEVELS[int(torch.randint(len(LEVELS), (), generator=generator))],)


def _some_colours(data: ColourPhotographs, many: int = 1000) -> Tensor:
    """ab (N, 2, 32, 32) of pictures spread over all folders."""
    some = [pictures[:: max(len(pictures) * len(data.training) // many, 1)] for pictures in data.training]
    return torch.cat([lab_of_srgb(resize(pictures, 32) / 255)[:, 1:] for pictures in some])


def _note(run: ColourRun, data: ColourPhotographs, recipe: ColourRecipe, targets: ColourTargets, sums: list[float]) -> None:
    """One more point of the curve: losses since the last, and those of the averaged weights on a hundred judged photographs."""
    since = run.step - (run.curve[-1]["step"] if run.curve else 0)
    side = recipe.stage(run.step - 1).side
    lab = lab_of_srgb(resize(data.judged[::5], side) / 255)
    run.averaged.eval()
    with torch.no_grad():
        judged = losses_of(run.averaged, targets, lab[:, :1] / MIDDLE_LIGHT - 1, lab[:, 1:], None)
    run.curve.append(
        {
            "step": run.step, "side": side, "loss": round(sums[0] / since, 4), "light": round(sums[1] / since, 4),
            "judged": round(judged[0].item(), 4), "judged_light": round(judged[1].item(), 4), "seconds": round(run.seconds),
        }
    )  # fmt: skip


@torch.no_grad()
def _update_average(run: ColourRun, most: float) -> None:
    """averaged ← m·averaged + (1 − m)·net, with a shorter memory in the first steps."""
    m = min(most, run.step / (run.step + 20))
    for kept, now in zip(run.averaged.state_dict().values(), run.net.state_dict().values(), strict=True):
        if kept.dtype.is_floating_point:
            kept.mul_(m).add_(now, alpha=1 - m)
        else:
            kept.copy_(now)
