"""A shipped network that has learned elsewhere: its last features, as they are, and a linear machine on top."""

from __future__ import annotations

import io

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from models.datasets.bundled import LabelledSplits
from models.feature_race.extractors import FeatureExtractor, FixedFeatureSvm, GetNetwork, TrainAndPredict
from models.inputs import pictures as preparing
from models.store.store import LoadedNetwork, to_batch
from models.text import Text
from models.types.activations import PictureSource
from models.types.feature_race import PictureKind

C: dict[PictureKind, float] = {"drawing": 10.0, "photograph": 1.0}
NETWORKS: dict[PictureKind, str] = {"drawing": "lenet5", "photograph": "resnet109"}


def features(loaded: LoadedNetwork, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What the last dense layer of a network reads, [picture, unit]."""
    last = next(layer_step.layer for layer_step in reversed(loaded.layer_steps) if layer_step.layer.kind == "dense")
    slot = loaded.layer_step(last.inputs[0]).slot
    batch = torch.cat([to_batch(network_input(one, loaded), loaded.spec.preparation) for one in pictures])  # (N, C, H, W)
    with torch.no_grad():
        value = loaded.plan.value(batch, slot)
    units: NDArray[np.float32] = value.flatten(1).numpy()
    return units


def network_input(picture: NDArray[np.uint8], loaded: LoadedNetwork) -> NDArray[np.uint8]:
    """A picture of a data set as the network wants pictures, [height, width, channel]."""
    wanted = loaded.spec.preparation
    if picture.shape == (wanted.height, wanted.width, wanted.channels):
        return picture
    file = io.BytesIO()
    Image.fromarray(picture[..., 0] if picture.shape[2] == 1 else picture).save(file, "PNG", compress_level=0)
    return preparing.prepare(PictureSource("picture", file.getvalue()), wanted)


def build(parts: LabelledSplits, kind: PictureKind, get_network: GetNetwork) -> TrainAndPredict:
    loaded = get_network(NETWORKS[kind])
    return FixedFeatureSvm(parts, lambda pictures: features(loaded, pictures), C[kind], chunk=64 if kind == "drawing" else 8)


EXTRACTOR = FeatureExtractor(
    key="frozen",
    order=50,
    title=Text("Frozen features + SVM", "Características congeladas + SVM"),
    short=Text("frozen", "congelada"),
    about={
        "drawing": Text(
            "LeNet-5, trained before on 60,000 MNIST digits, then frozen; an SVM on top.",
            "LeNet-5, treinada antes com 60.000 dígitos do MNIST e congelada; depois uma SVM.",
        ),
        "photograph": Text(
            "Our ResNet, trained before on 109 classes of ImageNet, then frozen; an SVM on top.",
            "Nossa ResNet, treinada antes em 109 classes do ImageNet e congelada; depois uma SVM.",
        ),
    },
    learned=True,
    build=build,
)
