"""Teaching five classes of 40 photographs: ours, the loop of PyTorch's transfer-learning tutorial, and the limit of one forward pass.

    python benchmarks/transfer.py --pictures FOLDER      # FOLDER/<class>/<picture>; 40 of each class are learned from, the rest is checked
    python benchmarks/transfer.py                        # made-up pictures: times alone mean something

The tutorial's loop (pytorch.org, "Transfer Learning for Computer Vision") opens, augments and takes every picture through all of the
network in every epoch, with the frozen part without gradients; one process, as ours. fastai's `fine_tune` lives in an environment of its
own: `--fastai` prints the lines that measure it there.
"""

from __future__ import annotations

import argparse
import copy
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import fmean, median

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor
from torchvision import transforms

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.timing import table, where
from models.engine.malloc import keep_freed_memory
from models.engine.workers import Workers
from models.inputs.normalisation import normalise
from models.store.store import NetworkStore
from models.store.visitor_networks import VisitorNetworks
from models.training.core.queue import TrainingQueue
from models.training.fine_tune.config import FineTuneConfig
from models.training.fine_tune.examples import ExampleStore
from models.training.fine_tune.features import FeatureCache, prepare
from models.training.fine_tune.job import FineTuneJob, prepare_job
from models.training.fine_tune.service import FineTuneService
from models.types.activations import PictureSource
from models.types.fine_tune import Example, VisitorClass

CLASSES, LEARNED, CHECKED = 5, 40, 39
FLIP_AND_CROP = [{"transform": "horizontal_flip"}, {"transform": "random_resized_crop", "parameters": {"scale": [0.6, 1.0]}}]
FASTAI = """from fastai.vision.all import *
loaders = ImageDataLoaders.from_folder(FOLDER, valid_pct=0.49, seed=0, item_tfms=Resize(224), bs=16, num_workers=0)
learner = vision_learner(loaders, resnet18, metrics=accuracy)  # with the same weights
%time learner.fine_tune(20)"""


def pictures(folder: Path | None) -> tuple[VisitorClass, ...]:
    """CLASSES classes; what is learned from and what is checked is said by each picture."""
    found = []
    names = sorted(path for path in folder.iterdir() if path.is_dir())[:CLASSES] if folder else [Path(f"class {k}") for k in range(CLASSES)]
    for k, name in enumerate(names):
        files = [path.read_bytes() for path in sorted(name.iterdir())] if folder else [made_up(k, i) for i in range(LEARNED + CHECKED)]
        examples = [
            Example(
                1000 * k + i,
                PictureSource("picture", data),
                f"{k} {i}".encode().ljust(16),
                fixed_split="train" if i < LEARNED else "validation",
            )
            for i, data in enumerate(files[: LEARNED + CHECKED])
        ]
        found.append(VisitorClass(k, name.name, True, tuple(examples)))
    return tuple(found)


def made_up(label: int, index: int) -> bytes:
    rng = np.random.default_rng(1000 * label + index)
    small = rng.integers(0, 200, (12, 12, 3)).astype(np.uint8)
    small[..., label % 3] += 10 + 9 * label
    Image.fromarray(small).resize((280, 240)).save(file := io.BytesIO(), "JPEG")
    return file.getvalue()


def ours(key: str, classes: tuple[VisitorClass, ...], config: dict[str, object]) -> tuple[float, float]:
    """(seconds from the click to the network in the menu, validation accuracy)."""
    networks = VisitorNetworks()
    store = NetworkStore(own=networks.get)
    service = FineTuneService(store, networks, ExampleStore(), FeatureCache(), TrainingQueue(), Workers())
    store.get(key)
    start = time.perf_counter()
    *_, last = service.fine_tune(FineTuneConfig.from_json({"network": key, **config}), "somebody", classes)
    taken = time.perf_counter() - start
    return taken, last.result.correct / len(last.result.labels) if last.result else float("nan")


def job_for(key: str, classes: tuple[VisitorClass, ...], config: dict[str, object]) -> tuple[FineTuneJob, Tensor]:
    """The same network and split for the others: (job, pictures (N, C, H, W))."""
    base = NetworkStore().get(key)
    job = prepare_job(base, FineTuneConfig.from_json({"network": key, **config}), classes)
    every = torch.stack([prepare(example, base.spec.preparation) for example in job.examples])
    return job, normalise(every, base.spec.preparation)


def tutorial(job: FineTuneJob, epochs: int, run: int, seed: int) -> tuple[float, float]:
    """(seconds of `epochs`, validation accuracy after `run` of them), as the tutorial has it: in every epoch every picture is opened,
    cut and mirrored anew and goes through all of the network, which is in training mode but for the validation pictures; batches of 4,
    SGD, a tenth of the rate every seven epochs. What is measured of fewer epochs is multiplied."""
    network, wants = copy.deepcopy(job.network), job.base.spec.preparation
    names = {id(parameter): name for name, parameter in job.network.named_parameters()}
    chosen = {names[id(parameter)] for parameter in job.tail.parameters}
    learning = [parameter.requires_grad_(name in chosen) for name, parameter in network.named_parameters()]
    optimiser = torch.optim.SGD([parameter for parameter in learning if parameter.requires_grad], lr=0.001, momentum=0.9)
    schedule = torch.optim.lr_scheduler.StepLR(optimiser, step_size=7, gamma=0.1)
    ends = [transforms.ToTensor(), transforms.Normalize(wants.mean, wants.std)]
    drawn = transforms.Compose([transforms.RandomResizedCrop(wants.height), transforms.RandomHorizontalFlip(), *ends])
    plain = transforms.Compose([transforms.Resize(wants.resize), transforms.CenterCrop(wants.height), *ends])
    files = [example.source.data for example in job.examples]
    train, checked = (torch.from_numpy(part) for part in (job.split.train, job.split.validation))
    labels, generator, right = job.labels, torch.Generator().manual_seed(seed), 0.0
    torch.manual_seed(seed)

    def batch(some: Tensor, view: transforms.Compose) -> Tensor:
        return torch.stack([view(Image.open(io.BytesIO(files[i])).convert("RGB")) for i in some.tolist()])

    start = time.perf_counter()
    for _ in range(run):
        network.train()
        for some in train[torch.randperm(len(train), generator=generator)].split(4):
            optimiser.zero_grad()
            F.cross_entropy(network(batch(some, drawn)), labels[some]).backward()
            optimiser.step()
        schedule.step()
        network.eval()
        with torch.no_grad():
            answers = torch.cat([network(batch(some, plain)).argmax(1) for some in checked.split(4)])
            right = float((answers == labels[checked]).float().mean())
    return (time.perf_counter() - start) * epochs / run, right


def limit(job: FineTuneJob, inputs: Tensor) -> float:
    """Seconds of one forward pass over all pictures, as fast as PyTorch goes here: the best of three, batches of 16."""

    def once() -> float:
        start = time.perf_counter()
        with torch.inference_mode():
            for some in inputs.split(16):
                job.network(some)
        return time.perf_counter() - start

    return min(once() for _ in range(3))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--pictures", type=Path)
    ask.add_argument("--network", default="resnet109")
    ask.add_argument("--epochs", type=int, default=20)
    ask.add_argument("--measured", type=int, help="so many of the tutorial's epochs are run and multiplied (its accuracy is of these)")
    ask.add_argument("--seeds", type=int, default=1, help="median of the times and mean of the accuracies of so many")
    ask.add_argument("--last-block", default="layer4.1")
    ask.add_argument("--fastai", action="store_true")
    want = ask.parse_args()
    if want.fastai:
        print(FASTAI)
        return
    keep_freed_memory()
    torch.set_num_threads(1)
    classes = pictures(want.pictures)
    rows: list[list[str]] = []
    for title, freeze in (("head alone", "all"), (f"from {want.last_block}", want.last_block)):
        config: dict[str, object] = {"freeze": freeze, "epochs": want.epochs}
        job, inputs = job_for(want.network, classes, config)
        least = limit(job, inputs)
        runs: dict[str, Callable[[int], tuple[float, float]]] = {
            "tutorial's loop": lambda seed, job=job: tutorial(job, want.epochs, want.measured or want.epochs, seed),  # type: ignore[misc]
            "ours, 1 view": lambda seed, plan=config: ours(want.network, classes, {**plan, "seed": seed}),  # type: ignore[misc]
            "ours, 4 more views": lambda seed, plan=config: ours(  # type: ignore[misc]
                want.network, classes, {**plan, "seed": seed, "augmentation": FLIP_AND_CROP}
            ),
        }
        every = [{name: run(seed) for name, run in runs.items()} for seed in range(want.seeds)]
        least = min(least, limit(job, inputs))
        taken = {name: (median(one[name][0] for one in every), fmean(one[name][1] for one in every)) for name in runs}
        slow = taken["tutorial's loop"][0]
        rows += [
            [title, name, f"{seconds:.2f}", f"{slow / seconds:.1f}", f"{seconds / least:.1f}", f"{100 * right:.1f}"]
            for name, (seconds, right) in taken.items()
        ]
    heads = ("learns", "how", "seconds", "times the tutorial's speed", "times one forward pass", "validation %")
    print(table(f"{CLASSES} × {LEARNED} pictures, {want.epochs} epochs, {want.network}", heads, rows), where(), sep="\n")


if __name__ == "__main__":
    main()
