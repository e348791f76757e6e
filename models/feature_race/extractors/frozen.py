"""A shipped network that has learned elsewhere: its last features, as they are, and a linear machine on top."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from models.datasets.bundled import LabelledSplits
from models.feature_race.extractors import ExtractorCode, FeatureExtractor, FixedFeatureSvm, GetNetwork, ScriptContext, TrainAndPredict
from models.inputs import pictures as preparing
from models.store.store import LoadedNetwork, to_batch
from models.text import Text
from models.types.activations import PictureSource
from models.types.feature_race import PictureKind

C: dict[PictureKind, float] = {"drawing": 10.0, "photograph": 1.0}
CHUNK: dict[PictureKind, int] = {"drawing": 64, "photograph": 8}  # pictures that go through the network together
NETWORKS: dict[PictureKind, str] = {"drawing": "lenet5", "photograph": "efficientnet_lite0"}


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
    return FixedFeatureSvm(parts, lambda pictures: features(loaded, pictures), C[kind], chunk=CHUNK[kind])


_READS = Text("what the last dense layer reads", "o que a última camada densa lê")


def code_lines(context: ScriptContext) -> Iterator[str]:
    """`frozen` of the script: what the last dense layer of `network` reads."""
    last = next(layer_step.layer.name for layer_step in reversed(context.loaded.layer_steps) if layer_step.layer.kind == "dense")
    yield context.scale_line
    yield "seen = []"
    hook = "register_forward_pre_hook(lambda module, given: seen.append(given[0]))"
    yield f'network.get_submodule("{last}").{hook}  # {_READS[context.language]}'
    yield from ("", "")
    if context.kind == "photograph":
        yield "def prepared(picture):"
        yield "    picture = Image.fromarray(picture)"
        yield from (f"    {line}" for line in context.resize_lines)
        yield "    return np.array(picture)"
        yield from ("", "")
    chunk = CHUNK[context.kind]
    batch = "np.stack([prepared(one) for one in some])" if context.kind == "photograph" else "some"
    yield "def frozen(pictures):"
    yield "    seen.clear()"
    yield "    with torch.no_grad():"
    yield f"        for some in (pictures[at:at + {chunk}] for at in range(0, len(pictures), {chunk})):"
    yield f"            x = torch.from_numpy({batch}).permute(0, 3, 1, 2).contiguous()"
    yield "            network((x / 255 - mean) / std)"
    yield "    return torch.cat(seen).flatten(1).numpy()"
    yield from ("", "")


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
            "EfficientNet-Lite0, trained before on 1.28 million photographs of ImageNet, then frozen; an SVM on top.",
            "EfficientNet-Lite0, treinada antes com 1,28 milhão de fotografias do ImageNet e congelada; depois uma SVM.",
        ),
    },
    learned=True,
    build=build,
    code=ExtractorCode(lambda kind: f"machine(frozen, {C[kind]})", lines=code_lines),
    mark="hollow",
    networks=NETWORKS,
)
