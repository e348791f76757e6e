"""Pictures made to excite a unit, ours and lucent's: python -m benchmarks.ascent [--channels 12] [--size 128] [--steps 128]

ResNet-18 without trained weights, its batch norms settled on a random batch; channels of layer2, the same input size, the same steps.
Milliseconds a step; `score` is the mean of the channel after its ReLU for the picture as it is, at 224 px, as the module computes it.
lucent (pip install torch-lucent) is left out, and said so, where it is not installed. Also: nine patches of every unit in one pass.
"""

from __future__ import annotations

import argparse
import copy
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # python benchmarks/ascent.py works too

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from benchmarks.timing import table, where
from models.engine.malloc import keep_freed_memory
from models.engine.tracing import trace_verified
from models.filters import gallery, top_patches
from models.filters.activation_maximization import Canvas, channel_score, maximize_activation
from models.filters.canvas_weights import cell_selection, with_wrapping
from models.filters.target import unit_target
from models.store import registry
from models.store.store import LoadedNetwork, load, random_input

LAYER, TRUNK = "layer2.1.relu:2", "layer2"
SCORED = 224  # px
Paint = Callable[[int], Tensor]  # channel → (3, H, W) of values from 0 to 1


def settled(loaded: LoadedNetwork) -> nn.Module:
    """A copy whose batch norms know the statistics of a random batch: without them deep values fade or explode."""
    network = copy.deepcopy(loaded.network).train()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = 1.0
    with torch.no_grad():
        network(torch.randn(8, 3, 224, 224, generator=torch.Generator().manual_seed(0)))
    return network.eval().requires_grad_(False)


def ours(loaded: LoadedNetwork, network: nn.Module, size: int, steps: int) -> Paint:
    wants = loaded.spec.preparation
    plan = trace_verified(network, random_input(wants))
    target = unit_target(loaded, LAYER)
    canvas = with_wrapping(Canvas(3, size, size, wants.mean, wants.std), target)

    def paint(channel: int) -> Tensor:
        score = channel_score(channel, target.unit_maps, cell_selection(canvas, target))
        *_, frame = maximize_activation(plan, target.slot, score, canvas, steps=steps, every=steps)
        return torch.from_numpy(frame.picture.copy()).permute(2, 0, 1) / 255

    return paint


def lucents(network: nn.Module, size: int, steps: int) -> Paint | None:
    """Its own defaults, but for the size; None where it is not installed."""
    try:
        from lucent.optvis import objectives, param, render  # type: ignore[import-not-found]
    except ImportError:
        return None
    open_network = copy.deepcopy(network).requires_grad_(True)  # as people load one

    def paint(channel: int) -> Tensor:
        torch.manual_seed(0)
        goal = objectives.channel(TRUNK, channel)
        settings = {"thresholds": (steps,), "progress": False, "show_image": False, "fixed_image_size": size}
        images = render.render_vis(open_network, goal, param_f=lambda: param.image(size), **settings)
        return torch.from_numpy(images[-1][0]).permute(2, 0, 1)

    return paint


def scorer(network: nn.Module, loaded: LoadedNetwork) -> Callable[[Tensor, int], float]:
    """Mean of a channel of the trunk for a picture as it is, enlarged to SCORED px."""
    mean, std = (torch.tensor(numbers)[:, None, None] for numbers in (loaded.spec.preparation.mean, loaded.spec.preparation.std))
    kept: dict[str, Any] = {}
    judge = copy.deepcopy(network)
    judge.get_submodule(TRUNK).register_forward_hook(lambda module, inputs, output: kept.update(value=output))

    @torch.no_grad()
    def score(picture: Tensor, channel: int) -> float:
        large = F.interpolate(picture[None], (SCORED, SCORED), mode="bilinear", antialias=True)
        judge((large - mean) / std)
        return float(kept["value"][0, channel].mean())

    return score


def race(channels: int, size: int, steps: int) -> str:
    loaded = load(registry.specs()["resnet18@random"])
    network = settled(loaded)
    score = scorer(network, loaded)
    runners = {"ours": ours(loaded, network, size, steps), "lucent": lucents(network, size, steps)}
    chosen = [(i * 128) // channels + 3 for i in range(channels)]
    times: dict[str, list[float]] = {name: [] for name, paint in runners.items() if paint}
    scores: dict[str, list[float]] = {name: [] for name in times}
    for channel in chosen:
        for name in times:
            paint = runners[name]
            assert paint is not None
            start = time.perf_counter()
            picture = paint(channel)
            times[name].append(1e3 * (time.perf_counter() - start) / steps)
            scores[name].append(score(picture, channel))
    rows = [[name, f"{statistics.median(times[name]):.1f}", f"{statistics.mean(scores[name]):.3f}", _wins(scores, name)] for name in times]
    if "lucent" in times:
        ratio = statistics.median(theirs / own for own, theirs in zip(times["ours"], times["lucent"], strict=True))
        rows.append(["lucent / ours, median of pairs", f"{ratio:.2f}", "", ""])
    else:
        rows.append(["lucent", "left out: it is not installed", "", ""])
    heads = ("", "ms a step", "mean score", "channels won")
    return table(f"{steps} steps, ResNet-18 {TRUNK}, {size} px, {channels} channels ({where()})", heads, rows)


def _wins(scores: dict[str, list[float]], name: str) -> str:
    others = [numbers for other, numbers in scores.items() if other != name]
    return str(sum(all(own >= other[i] for other in others) for i, own in enumerate(scores[name]))) if others else ""


def searched() -> str:
    """All units of a layer over the whole gallery in one pass, and when the first nine were there."""
    rows = []
    for key, layer in (("lenet5", "conv2"), ("resnet109", "conv1"), ("resnet109", "layer2.0.conv1")):
        loaded = load(registry.specs()[key])
        among = gallery.bundled_gallery(loaded.spec.preparation)
        found = top_patches.search_top_patches(loaded, unit_target(loaded, layer), among)
        start = time.perf_counter()
        best = next(found)
        first = time.perf_counter() - start
        *_, best = best, *found
        whole = time.perf_counter() - start
        rows.append(
            [
                f"{key} {layer}",
                str(best.scores.shape[0]),
                str(len(among)),
                f"{first:.2f}",
                f"{whole:.2f}",
                f"{1000 * whole / len(among):.2f}",
            ]
        )
    return table(
        "Nine patches of every unit, one pass, s", ("layer", "units", "pictures", "first part", "whole", "per 1,000 pictures"), rows
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("--channels", 12), ("--size", 128), ("--steps", 128), ("--threads", 1)):
        asked.add_argument(name, type=int, default=default)
    want = asked.parse_args()
    keep_freed_memory()
    torch.set_num_threads(want.threads)
    print(race(want.channels, want.size, want.steps))
    print(searched())


if __name__ == "__main__":
    main()
