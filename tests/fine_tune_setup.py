"""A service for fine-tuning of one's own, and drawings that can be told apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from models.engine.workers import Workers
from models.inputs.pictures import prepare
from models.store.activation_cache import ActivationCache
from models.store.store import NetworkStore, to_batch
from models.store.visitor_networks import VisitorNetworks
from models.training.core.queue import TrainingQueue
from models.training.fine_tune.config import FineTuneConfig
from models.training.fine_tune.examples import ExampleStore
from models.training.fine_tune.features import FeatureCache
from models.training.fine_tune.service import FineTuneService
from models.types.activations import PictureSource
from models.types.fine_tune import Classes, Example, FineTuneProgress, VisitorClass

KEY = "lenet5@random"


class Setup:
    """A service of its own: nothing is shared with other tests."""

    def __init__(self) -> None:
        self.activation_cache, self.queue, self.features, self.examples = ActivationCache(), TrainingQueue(), FeatureCache(), ExampleStore()
        self.own_networks = VisitorNetworks(on_evict=self.activation_cache.forget_own_network)
        self.store = NetworkStore(own=self.own_networks.get)
        self.service = FineTuneService(self.store, self.own_networks, self.examples, self.features, self.queue, Workers())

    def fine_tune(self, visitor: str = "ana", classes: Classes | None = None, **plan: Any) -> list[FineTuneProgress]:
        given = FineTuneConfig.from_json({"network": KEY, "name": "x", **plan})
        return list(self.service.fine_tune(given, visitor, digits() if classes is None else classes, pace=0.0))


def digits(classes: int = 3, each: int = 8) -> Classes:
    """Drawings that can be told apart: a bar of another shape for each class, flat, square, upright, broken, moved a little."""
    from io import BytesIO

    from PIL import Image

    made = []
    for k in range(classes):
        examples = []
        for i in range(each):
            pixels = np.zeros((28, 28), np.uint8)
            high, wide = ((4, 18), (14, 14), (18, 4), (18, 9))[k % 4]
            pixels[3 + i % 5 : 3 + i % 5 + high, 2 + i % 3 : 2 + i % 3 + wide + i % 2] = 255 - 3 * i
            Image.fromarray(pixels).save(file := BytesIO(), "PNG")
            examples.append(Example(100 * k + i, PictureSource("picture", file.getvalue()), bytes([k, i, 7, 7, 7, 7])))
        made.append(VisitorClass(k, f"class {k}", True, tuple(examples)))
    return tuple(made)


def batch_of(setup: Setup, examples: tuple[Example, ...], key: str = KEY) -> Tensor:
    wants = setup.store.get(key).spec.preparation
    return torch.cat([to_batch(prepare(example.source, wants), wants) for example in examples])


def unequal() -> Classes:
    """Two classes, one five times as frequent as the other."""
    many, few = digits(2, 30)
    return (many, VisitorClass(few.id, few.name, True, few.examples[:6]))
