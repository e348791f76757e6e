"""What photographs cost in Transfer before a head can learn, and what a head on them is worth.

    python benchmarks/transfer_photographs.py                     # made-up photographs of 12 and of 2 megapixels: milliseconds of each step
    python benchmarks/transfer_photographs.py --pictures FOLDER   # FOLDER/{train,val}/<class>/<picture>: a linear head on their features

The features of all are a ratio to the network itself in the same run: the same pictures, eight at a time, in one thread, prepared already.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.timing import medians, table
from models import api
from models.engine.malloc import keep_freed_memory
from models.engine.workers import Workers
from models.inputs import pictures
from models.statistics import wilson_interval
from models.store.store import LoadedNetwork, NetworkStore
from models.training.fine_tune.features import FeatureCache, ViewConfig, normalise, prepare
from models.training.fine_tune.stored_pictures import STORED_SIDE, shrink, shrink_all
from models.types.activations import PictureSource
from models.types.fine_tune import Example

NETWORK = "efficientnet_lite0"
SIZES = {"12 MP": (4032, 3024), "2 MP": (1632, 1224)}
COUNT = 32  # photographs that are made up


def photograph(index: int, size: tuple[int, int]) -> bytes:
    """Clouds of colour with grain, as a JPEG."""
    rng = np.random.default_rng(index)
    small = Image.fromarray(rng.integers(0, 255, (24, 32, 3), np.uint8)).resize(size, Image.Resampling.BICUBIC)
    grain = rng.integers(-8, 9, (size[1] // 2, size[0] // 2, 1)).repeat(2, 0).repeat(2, 1)
    Image.fromarray((np.asarray(small) + grain).clip(0, 255).astype(np.uint8)).save(file := io.BytesIO(), "JPEG", quality=88)
    return file.getvalue()


def taking(files: Sequence[bytes]) -> dict[str, float]:
    """Milliseconds a picture: decoded whole, decoded as Transfer decodes, made small, and made small in threads."""
    sources = [PictureSource("picture", data) for data in files]
    some = medians(
        {
            "decoded whole": lambda: pictures.decode(files[0]),
            "decoded from low frequencies": lambda: pictures.decode(files[0], 2 * STORED_SIDE),
            "taken: decoded, made small, saved": lambda: shrink(sources[0]),
        },
        rounds=7,
        warm=1,
    )
    start = time.perf_counter()
    shrink_all(sources)
    return some | {f"taken, {len(sources)} in threads": 1e3 * (time.perf_counter() - start) / len(sources)}


def features(loaded: LoadedNetwork, files: Sequence[bytes]) -> dict[str, float]:
    """Milliseconds a picture: the network itself, and features as Transfer computes them from kept pictures."""
    examples = [Example(i, one.source, one.digest) for i, one in enumerate(map(shrink, (PictureSource("picture", data) for data in files)))]
    batch = normalise(torch.stack([prepare(example, loaded.spec.preparation) for example in examples[:8]]), loaded.spec.preparation)
    last = next(step.layer for step in reversed(loaded.layer_steps) if step.layer.kind == "dense")
    slot, workers = loaded.layer_step(last.inputs[0]).slot, Workers()

    @torch.no_grad()
    def bare() -> torch.Tensor:
        return loaded.network(batch)  # type: ignore[no-any-return]

    def computed() -> int:
        return len(list(FeatureCache().compute(loaded, loaded.plan, slot, "head", examples, ViewConfig(), "", workers.acquire)))

    found = medians({"bare": bare, "features": computed}, rounds=5, warm=1)
    return {"the network itself, 8 at a time": found["bare"] / 8, "features": found["features"] / len(examples)}


def head_on(folder: Path, network: str) -> str:
    """A linear head that learns from `train` alone, by the way of `/train` and of the page; how it does on `val`."""
    visitor, file = "benchmark", io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for path in sorted((folder / "train").rglob("*.*")):
            made.write(path, f"{path.parent.name}/{path.name}")
    api.import_zip(visitor, file.getvalue())
    start = time.perf_counter()
    *_, last = api.fine_tune({"network": network}, visitor=visitor)
    taken = time.perf_counter() - start
    assert last.result is not None
    right, of = 0, 0
    for path in sorted((folder / "val").rglob("*.*")):
        (answer,) = api.predict(last.network, PictureSource("picture", path.read_bytes()), top=1, visitor=visitor)
        right += last.result.classes[answer.index] == path.parent.name
        of += 1
    low, high = wilson_interval(right, of)
    kept, checked = last.result.correct, len(last.result.labels)
    api.forget_visitor(visitor)
    return (
        f"{network}: {last.result.learned_from} learned from, {kept} of {checked} kept back right; {right} of {of} others right: "
        f"{100 * right / of:.1f} %, 95 % interval (Wilson) {100 * low:.1f} % to {100 * high:.1f} %; {taken:.1f} s"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pictures", type=Path)
    arguments.add_argument("--networks", nargs="+", default=[NETWORK, "resnet109", "alexnet109"])
    given = arguments.parse_args()
    torch.set_num_threads(1)
    keep_freed_memory()
    if given.pictures:
        print(*(head_on(given.pictures, network) for network in given.networks), sep="\n")
        return
    loaded = NetworkStore().get(NETWORK)
    for title, size in SIZES.items():
        files = [photograph(i, size) for i in range(COUNT)]
        found = taking(files) | features(loaded, files)
        print(table(f"{title}, {len(files[0]) / 1e6:.1f} MB", ("milliseconds a picture", ""), [(k, f"{v:.1f}") for k, v in found.items()]))
        print(f"features are {found['features'] / found['the network itself, 8 at a time']:.2f} of the network itself\n")


if __name__ == "__main__":
    main()
