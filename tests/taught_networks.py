"""Networks that have learned two classes, one for each head."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import torch
from PIL import Image

from models.store.registry import NetworkSpec
from models.store.store import LoadedNetwork, NetworkStore
from models.store.store import load as load_network
from models.store.visitor_networks import InMemoryWeights, own_key
from models.text import Text
from models.training.fine_tune.head import HeadSpec
from models.training.fine_tune.job import network_builder
from models.training.fine_tune.replace_head import head_replacement

STORE = NetworkStore()


HEADS = {
    "linear": lambda d: HeadSpec("linear", d, 3),
    "mlp": lambda d: HeadSpec("mlp", d, 3, hidden=8, dropout=0.3),
    "nearest": lambda d: HeadSpec("nearest", d, 3, codes=12),
}


def taught(key: str, head: str, name: str = "flowers") -> LoadedNetwork:
    """A network with a new head of random numbers: what it answers is not the question here."""
    base = STORE.get(key)
    replacement = head_replacement(base.network, base.plan)
    head_spec = HEADS[head](replacement.features)
    build = network_builder(base.spec, replacement, head_spec)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        network = build().eval()
        state = network.state_dict()
        for name_of, value in state.items():
            if name_of.startswith(replacement.path) and value.is_floating_point():
                value.normal_(0, 0.3)
            elif name_of in base.network.state_dict():
                value.copy_(base.network.state_dict()[name_of])
    about = {
        "base": key,
        "heads": [head_spec.to_json()],
        "name": name,
        "classes": ["rose", "tulip", 'it\'s "x"'],
        "plan": {"network": key},
        "learned_from": 12,
        "checked_on": 5,
        "accuracy": 0.8,
    }
    classes = tuple(Text(one, one) for one in about["classes"])  # type: ignore[attr-defined]
    spec = NetworkSpec(
        own_key(name), Text(name, name), Text("", ""), 2026, build, lambda: classes, base.spec.preparation, InMemoryWeights(state, about)
    )
    return load_network(spec)


def photograph(size: tuple[int, int]) -> Image.Image:
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]]
    return Image.fromarray(np.stack([rows % 256, columns % 256, (rows * columns) % 251], 2).astype(np.uint8))


def digit(dark: bool) -> Image.Image:
    ink = np.full((90, 70), 250.0)
    ink[20:70, 30:38] = 12
    ink[20:28, 22:50] = 30
    return Image.fromarray((ink if dark else 255 - ink).astype(np.uint8))


CASES = [
    ("resnet109@random", "linear", photograph((300, 200))),
    ("lenet5@random", "mlp", digit(True)),
    ("lenet5_1998@random", "nearest", digit(False)),
    ("squeezenet1_1@random", "linear", photograph((230, 500))),
    ("convnext_tiny@random", "linear", photograph((260, 260))),
    ("mobilenet_v3_small@random", "mlp", photograph((640, 480))),
    ("googlenet@random", "linear", photograph((400, 300))),
]


def about(**more: object) -> Callable[[dict[str, object]], None]:
    def change(header: dict[str, object]) -> None:
        metadata = header["__metadata__"]
        assert isinstance(metadata, dict)
        metadata["about"] = json.dumps(json.loads(metadata["about"]) | more)

    return change
