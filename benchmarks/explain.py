"""What a heat costs, ours and others': python -m benchmarks.explain [--rounds N] [--threads N] [--quick] [NETWORK ...]

The same network, picture, class and layer in one run, interleaved, as ratios to one bare `no_grad` forward of the network; beside each
the agreement with captum's heat (or, for Score-CAM, with nobody's): correlation, and the largest difference where the heat is scaled to
its own maximum. That is taken in float64: in float32 a max pooling whose cells are nearly equal sends the gradient now here, now there,
and two right heat maps differ by 1e-2. "next class": from the kept activations. captum is a development dependency; grad-cam, torchcam and
lucent are compared where they are installed (requirements-bench.txt), and left out by name where they are not.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # python benchmarks/explain.py works too

import numpy as np
import torch
from torch import Tensor, nn

from benchmarks.timing import medians, table, where
from models.attribution.methods import AttributionInput, methods
from models.engine.capture import capture
from models.engine.malloc import keep_freed_memory
from models.engine.stages import default_stage, find_stages
from models.store import registry
from models.store.store import LoadedNetwork, load

NETWORKS = ("resnet18", "mobilenet_v3_small", "alexnet")
MODULES = {
    "layer4.1.relu:2": "layer4",
    "features.12.2": "features.12",
    "features.11": "features.11",
}  # our step: the module that returns it
GMACS = 12.0
MOST_TOGETHER = 32
OTHERS = {"pytorch_grad_cam": "grad-cam", "torchcam": "torchcam", "lucent": "torch-lucent"}

Run = Callable[[], object]


def question(loaded: LoadedNetwork, x: Tensor, black: Tensor, target: int, at: str, seen: object = None) -> AttributionInput:
    layer_step = default_stage(find_stages(loaded.plan, loaded.layer_steps))
    macs = sum(layer.macs for layer in loaded.layers)
    batch = max(1, min(MOST_TOGETHER, int(GMACS * 1e9 / macs)))
    kept = seen or (capture(loaded.plan, x, layer_step.slot) if at == "layer" else None)  # the input needs no head
    return AttributionInput(loaded.plan, x, black, (target,), batch, kept, layer_step.slot, layer_step.channel_axis)  # type: ignore[arg-type]


def last(steps: Iterator[object]) -> Tensor:
    *_, end = steps
    heat: Tensor = end.heats[0]  # type: ignore[attr-defined]
    return heat


def ours(loaded: LoadedNetwork, x: Tensor, black: Tensor, target: int, quick: bool) -> dict[str, Run]:
    """Every method from a picture alone; Grad-CAM also from what a first class has left."""
    kept = capture(loaded.plan, x).without_recomputable()
    runs: dict[str, Run] = {}
    for key, method in methods().items():
        if not (quick and method.passes > 3):
            runs[key] = lambda method=method: last(method.steps(question(loaded, x, black, target, method.attributed_to)))  # type: ignore[misc]
    for key in ("grad_cam", "grad_cam_pp"):
        runs[f"{key}, next class"] = lambda key=key: last(methods()[key].steps(question(loaded, x, black, target + 1, "layer", kept)))  # type: ignore[misc]
    return runs


def captums(network: nn.Module, module: nn.Module, x: Tensor, black: Tensor, target: int, quick: bool) -> dict[str, Run]:
    from captum.attr import GuidedBackprop, IntegratedGradients, LayerGradCam, NoiseTunnel, Occlusion, Saliency

    def leaf() -> Tensor:
        return x.clone().requires_grad_()

    side = tuple(-(-size // 7) for size in x.shape[2:])
    runs: dict[str, Run] = {
        "grad_cam": lambda: LayerGradCam(network, module).attribute(leaf(), target=target, relu_attributions=True)[0, 0],
        "saliency": lambda: Saliency(network).attribute(leaf(), target=target).amax(1)[0],
    }
    if any(isinstance(one, nn.ReLU) for one in network.modules()) and not _reused(network):
        runs["guided_backpropagation"] = lambda: GuidedBackprop(network).attribute(leaf(), target=target).sum(1)[0]
    if quick:
        return runs
    integrated, tunnel, covering = IntegratedGradients(network), NoiseTunnel(Saliency(network)), Occlusion(network)
    window = (x.shape[1], *side)
    return runs | {
        "smoothgrad": lambda: (
            tunnel.attribute(leaf(), target=target, nt_samples=24, nt_samples_batch_size=4, stdevs=0.5, abs=False).abs().amax(1)[0]
        ),
        "integrated_gradients": lambda: integrated.attribute(
            x, black, target=target, n_steps=16, method="gausslegendre", internal_batch_size=4
        ).sum(1)[0],
        "occlusion": lambda: covering.attribute(
            x, sliding_window_shapes=window, strides=window, target=target, baselines=black, perturbations_per_eval=7
        )[0, 0],
    }


def _reused(network: nn.Module) -> bool:
    """captum cannot tell one ReLU's two calls apart."""
    return any(type(module).__name__ in ("BasicBlock", "Bottleneck") for module in network.modules())


def others(network: nn.Module, path: str, x: Tensor, target: int) -> dict[str, dict[str, Run]]:
    """Grad-CAM of the libraries that are installed here."""
    found: dict[str, dict[str, Run]] = {}
    if importlib.util.find_spec("pytorch_grad_cam"):
        from pytorch_grad_cam import GradCAM, GradCAMPlusPlus  # type: ignore[import-not-found]
        from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget  # type: ignore[import-not-found]

        def run(kind: Callable[..., object]) -> Run:
            cam = kind(network, [network.get_submodule(path)])
            return lambda: torch.as_tensor(cam(input_tensor=x.clone(), targets=[ClassifierOutputTarget(target)])[0])  # type: ignore[operator]

        found["grad-cam"] = {"grad_cam": run(GradCAM), "grad_cam_pp": run(GradCAMPlusPlus)}
    if importlib.util.find_spec("torchcam"):
        from torchcam.methods import GradCAM as TorchCam  # type: ignore[import-not-found]

        def torchcam() -> Tensor:
            with TorchCam(network, target_layer=path) as cam:
                heat: Tensor = cam(target, network(x.clone().requires_grad_()))[0][0]
                return heat.detach()

        found["torchcam"] = {"grad_cam": torchcam}
    return found


def agreement(one: object, other: object) -> str:
    """Correlation, and the largest difference of the two scaled to their own maxima; at the size of the smaller."""
    a, b = (torch.as_tensor(heat).detach().float() for heat in (one, other))
    if a.shape != b.shape:
        side = tuple(min(sizes) for sizes in zip(a.shape, b.shape, strict=True))
        a, b = (torch.nn.functional.interpolate(heat[None, None], side, mode="area")[0, 0] for heat in (a, b))
    flat = np.stack([heat.numpy().ravel() for heat in (a, b)])
    alike = np.corrcoef(flat)[0, 1]
    scaled = flat / np.maximum(np.abs(flat).max(1, keepdims=True), 1e-30)
    return f"{alike:.4f} / {np.abs(scaled[0] - scaled[1]).max():.1e}"


def compare(key: str, rounds: int, quick: bool) -> str:
    loaded = load(registry.specs()[f"{key}@random"])
    twin = registry.build_network(registry.specs()[f"{key}@random"]).requires_grad_(True)
    x = torch.randn(1, 3, 224, 224, generator=torch.Generator().manual_seed(0))
    settle(loaded.network, twin, x)
    black = loaded.batch(np.zeros((224, 224, 3), np.uint8))
    path = MODULES[default_stage(find_stages(loaded.plan, loaded.layer_steps)).layer.name]
    target = int(loaded.plan.logits(x).argmax())
    sets = every(loaded, twin, path, x, black, target, quick)
    with torch.no_grad():
        timed = {"bare": lambda: bare(twin, x)} | {f"{who}|{what}": run for who, runs in sets.items() for what, run in runs.items()}
        with torch.enable_grad():
            times = medians(timed, rounds=rounds, warm=1)
            loaded.network.double()
            twin.double()
            exact = every(loaded, twin, path, x.double(), black.double(), target, quick)
            truth = {what: run() for what, run in exact["captum"].items()}
            rows = [_row(what, sets, times, exact, truth) for what in sets["ours"]]
    heads = (
        "method",
        *(f"{who}, ×" for who in sets),
        "agreement with captum: ours",
        *(who for who in sets if who not in ("ours", "captum")),
    )
    layer = default_stage(find_stages(loaded.plan, loaded.layer_steps)).layer.name
    title = f"{key}, {layer}; a bare forward takes {times['bare']:.1f} ms ({where()})"
    return table(title, heads, rows)


def every(
    loaded: LoadedNetwork, twin: nn.Module, path: str, x: Tensor, black: Tensor, target: int, quick: bool
) -> dict[str, dict[str, Run]]:
    """Whose → method → how to run it, all of one picture."""
    sets = {"ours": ours(loaded, x, black, target, quick)}
    return sets | {"captum": captums(twin, twin.get_submodule(path), x, black, target, quick)} | others(twin, path, x, target)


def _row(
    what: str, sets: dict[str, dict[str, Run]], times: dict[str, float], exact: dict[str, dict[str, Run]], truth: dict[str, object]
) -> list[str]:
    ratios = [f"{times[f'{who}|{what}'] / times['bare']:.2f}" if what in runs else "–" for who, runs in sets.items()]
    third = [who for who in sets if who != "captum"]
    alike = [agreement(exact[who][what](), truth[what]) if what in sets[who] and what in truth else "–" for who in third]
    return [what, *ratios, *alike]


@torch.no_grad()
def bare(network: nn.Module, x: Tensor) -> Tensor:
    answer: Tensor = network(x)
    return answer


@torch.no_grad()
def settle(network: nn.Module, twin: nn.Module, x: Tensor) -> None:
    """Statistics of batch norms from noise, the same in both: an untrained network's values then keep their scale."""
    norms = [module for module in twin.modules() if isinstance(module, nn.BatchNorm2d)]
    for norm in norms:
        norm.train()
        norm.momentum = 1.0
    if norms:
        twin(torch.randn(4, *x.shape[1:], generator=torch.Generator().manual_seed(1)))
    twin.eval()
    network.load_state_dict(twin.state_dict())


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("networks", nargs="*", default=NETWORKS)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--threads", type=int, default=1)
    ask.add_argument("--quick", action="store_true", help="only what takes a few passes")
    want = ask.parse_args()
    warnings.filterwarnings("ignore")
    torch.set_num_threads(want.threads)
    keep_freed_memory()
    for package, name in OTHERS.items():
        if not importlib.util.find_spec(package):
            print(f"left out: {name} is not installed")
    print("lucent makes pictures and explains none: it is compared in the benchmark of ascent")
    for key in want.networks:
        print(compare(key, want.rounds, want.quick))


if __name__ == "__main__":
    main()
