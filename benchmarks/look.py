"""What it costs to look: python -m benchmarks.look [--threads N] [--rounds N]

All times of a row are interleaved medians of one run, as ratios to a bare `torch.inference_mode` forward of the same network
(capture) or of SqueezeNet 1.1 (payload), batch 1. Weights are random: what is computed does not change what it takes.
"""

from __future__ import annotations

import argparse
import io
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # python benchmarks/look.py works too

import matplotlib

matplotlib.use("Agg")

import numpy as np
import torch
from captum.attr import LayerActivation
from matplotlib import pyplot as plt
from PIL import Image
from torch import Tensor, nn
from torchvision.models.feature_extraction import create_feature_extractor, get_graph_node_names
from torchvision.utils import make_grid

from benchmarks.timing import medians, table, where
from models.activations.quantise import quantised_tiles
from models.engine.capture import capture
from models.engine.malloc import keep_freed_memory
from models.engine.plan import Plan
from models.engine.tracing import trace_verified
from models.store import registry

CAPTURED = ("squeezenet1_1", "resnet18", "alexnet", "mobilenet_v3_small", "resnet109", "lenet5")
PAYLOADS = ((64, 56, 56), (256, 14, 14), (512, 7, 7))
IN_A_ROW = 5
Outputs = dict[str, list[Tensor]]


def subject(key: str) -> tuple[nn.Module, Plan, Tensor]:
    """An untrained network, its plan, and a random picture (1, C, H, W)."""
    spec = registry.specs()[key]
    size = spec.preparation
    picture = torch.randn(1, size.channels, size.height, size.width, generator=torch.Generator().manual_seed(1))
    network = registry.build_network(spec)
    return network, trace_verified(network, picture), picture


def bare(network: nn.Module, picture: Tensor) -> Tensor:
    with torch.inference_mode():
        answer: Tensor = network(picture)
    return answer


def returned(network: nn.Module, picture: Tensor) -> Outputs:
    """What every module without children really returned, copied at once."""
    kept: Outputs = {}
    handles = [
        module.register_forward_hook(lambda _, __, output, path=path: kept.setdefault(path, []).append(output.clone()))
        for path, module in leaves(network).items()
    ]
    bare(network, picture)
    for handle in handles:
        handle.remove()
    return kept


def leaves(network: nn.Module) -> dict[str, nn.Module]:
    return {path: module for path, module in network.named_modules() if not list(module.children())}


def wrong(found: Callable[[str, int], Tensor | None], truth: Outputs) -> str:
    """So many of all: calls of modules whose recorded output is missing or not what was returned."""
    calls = [(path, call, true) for path, outputs in truth.items() for call, true in enumerate(outputs)]
    bad = sum((output := found(path, call)) is None or not torch.equal(output, true) for path, call, true in calls)
    return f"{bad} of {len(calls)}"


def ours_wrong(plan: Plan, picture: Tensor, truth: Outputs) -> str:
    captured, slots = capture(plan, picture), {step.name: step.slot for step in plan.steps}
    return wrong(lambda path, call: captured[slots[path if call == 0 else f"{path}:{call + 1}"]], truth)


def extractor_wrong(extract: Callable[[], dict[str, Tensor]], truth: Outputs) -> str:
    outputs = extract()
    return wrong(lambda path, call: outputs.get(path if call == 0 else f"{path}_{call}"), truth)


def capture_row(key: str, rounds: int) -> list[str]:
    print(f"… {key}", file=sys.stderr)  # a minute or two in all
    network, plan, picture = subject(key)
    _, nodes = get_graph_node_names(network)  # of torchvision's own blocks (MobileNet's) it knows the outside only
    extractor = create_feature_extractor(network, return_nodes=nodes[1:]).eval()
    layers = [LayerActivation(network, module) for module in leaves(network).values()]

    def extract() -> dict[str, Tensor]:
        with torch.inference_mode():
            outputs: dict[str, Tensor] = extractor(picture)
        return outputs

    def one_by_one() -> list[object]:
        with torch.no_grad():
            return [layer.attribute(picture) for layer in layers]

    runs = {"bare": lambda: bare(network, picture), "ours": lambda: capture(plan, picture), "extractor": extract}
    times = medians(runs, rounds)
    slow = medians({"bare": lambda: bare(network, picture), "captum": one_by_one}, max(2, rounds // 12), warm=1)
    truth = returned(network, picture)
    return [
        key,
        f"{times['bare']:.1f} ms",
        f"{times['ours'] / times['bare']:.2f}",
        ours_wrong(plan, picture, truth),
        f"{times['extractor'] / times['bare']:.2f}",
        extractor_wrong(extract, truth),
        f"{slow['captum'] / slow['bare']:.0f}",
    ]


def maps_of(shape: tuple[int, int, int]) -> np.ndarray:
    """Maps as a ReLU leaves them, smooth as a convolution does."""
    noise = torch.randn(1, shape[0], shape[1] + 2, shape[2] + 2, generator=torch.Generator().manual_seed(0))
    smooth: np.ndarray = torch.nn.functional.avg_pool2d(noise, 3, 1)[0].relu().numpy()
    return smooth


def ours(values: np.ndarray) -> bytes:
    maps = quantised_tiles(values, 56)[1]
    return b"".join((maps.codes, maps.low, maps.step))


def grid(values: np.ndarray) -> bytes:
    """torchvision's make_grid, as PNG."""
    picture = make_grid(torch.from_numpy(values)[:, None], nrow=math.isqrt(len(values)), normalize=True, scale_each=True)
    Image.fromarray(picture.mul(255).byte().permute(1, 2, 0).numpy()).save(out := io.BytesIO(), "PNG")
    return out.getvalue()


def subplots(values: np.ndarray) -> bytes:
    """The picture of every tutorial: one matplotlib axis a channel, as PNG."""
    side = math.ceil(math.sqrt(len(values)))
    figure, axes = plt.subplots(side, side, figsize=(side, side))
    for axis in axes.flat:
        axis.axis("off")
    for axis, channel in zip(axes.flat, values, strict=False):
        axis.imshow(channel, cmap="viridis")
    figure.savefig(out := io.BytesIO(), format="png")
    plt.close(figure)
    return out.getvalue()


def in_a_row(run: Callable[[], object]) -> Callable[[], None]:
    """IN_A_ROW calls: of one alone, between the others, half is fetching from memory what they have pushed out of the caches."""

    def many() -> None:
        for _ in range(IN_A_ROW):
            run()

    return many


def payload_row(shape: tuple[int, int, int], rounds: int) -> list[str]:
    network, _, picture = subject("squeezenet1_1")
    values = maps_of(shape)
    base = {"bare": lambda: bare(network, picture)}
    runs = {name: in_a_row(run) for name, run in (base | {"ours": lambda: ours(values), "grid": lambda: grid(values)}).items()}
    times = {name: taken / IN_A_ROW for name, taken in medians(runs, rounds).items()}
    slow = medians(base | {"subplots": lambda: subplots(values)}, 1, warm=1)
    return [
        "×".join(map(str, shape)),
        f"{times['bare']:.1f} ms",
        f"{times['ours']:.2f} ms",
        f"{times['ours'] / times['bare']:.4f}",
        f"{times['grid'] / times['bare']:.2f}",
        f"{slow['subplots'] / slow['bare']:.0f}",
        f"{len(ours(values)):,}",
        f"{len(grid(values)):,}",
    ]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="torch threads (all)")
    ask.add_argument("--rounds", type=int, default=25)
    want = ask.parse_args()
    keep_freed_memory()
    torch.set_num_threads(want.threads)
    print(where(), end="\n\n")
    heads = ["network", "bare", "ours", "wrong or missing", "feature extractor", "wrong or missing", "captum, layer by layer"]
    print(table("All layers captured: × a bare forward", heads, [capture_row(key, want.rounds) for key in CAPTURED]))
    heads = ["maps", "bare", "ours", "× bare", "make_grid + PNG", "matplotlib", "bytes", "bytes of the PNG"]
    print(table("Payload made: × a SqueezeNet 1.1 forward", heads, [payload_row(shape, want.rounds) for shape in PAYLOADS]))


if __name__ == "__main__":
    main()
