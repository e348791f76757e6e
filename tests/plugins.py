"""One plugin of every family, each in one file, in a folder outside the project; and how a family is made to look there too."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

HEAD = '''
import torch
from torch import nn

from models.text import Text
from models.training.fine_tune.head import Head


def fit(head, features, labels, seed, class_weights=None):
    """The nearest mean of a class: its logit is mean · x − ½ |mean|²."""
    means = torch.stack([features[labels == k].mean(0) for k in range(int(labels.max()) + 1)])
    with torch.no_grad():
        head[0].weight.copy_(means)
        head[0].bias.copy_(-0.5 * means.square().sum(1))


HEAD = Head(
    key="class_means",
    order=990,
    title=Text("class means", "médias de classe"),
    about=Text("The nearest mean of a class.", "A média de classe mais próxima."),
    build=lambda head_spec: nn.Sequential(nn.Linear(head_spec.features, head_spec.classes), nn.Flatten()),
    behind=(nn.Flatten,),
    fit=fit,
    standardizes=True,
    code=lambda hidden, dropout: "def teach(train, check, classes):\\n    raise NotImplementedError",
    found=Text("No curves: a mean is a sum.", "Sem curvas: uma média é uma soma."),
)
'''
EXTRACTOR = '''
import numpy as np

from models.feature_race.extractors import ExtractorCode, FeatureExtractor, FixedFeatureSvm
from models.text import Text


def brightness(pictures):
    """The mean of every picture, [picture, 1]."""
    return pictures.reshape(len(pictures), -1).mean(1, keepdims=True).astype(np.float32)


EXTRACTOR = FeatureExtractor(
    key="brightness",
    order=990,
    title=Text("Brightness + SVM", "Brilho + SVM"),
    short=Text("brightness", "brilho"),
    about={"drawing": Text("One number a picture.", "Um número por imagem.")},
    learned=False,
    build=lambda parts, kind, get_network: FixedFeatureSvm(parts, brightness, 1.0),
    code=ExtractorCode(lambda kind: "machine(brightness, 1.0)", {"brightness": brightness}),
)
'''
ARCHITECTURE = """
from torch import nn

from models.text import Text
from models.training.compare.architecture import Architecture

ARCHITECTURE = Architecture(
    key="one_layer",
    order=990,
    title=Text("One layer", "Uma camada"),
    about=Text("A dense layer on the pixels.", "Uma camada densa sobre os pixels."),
    year=1958,
    sized=False,
    build=lambda shape: nn.Sequential(nn.Flatten(), nn.Linear(shape.channels * shape.side**2, shape.classes)),
)
"""
DATASET = """
import numpy as np

from models.datasets.bundled import BundledDataset, LabelledSplit, LabelledSplits
from models.text import Text


def load():
    rng, parts = np.random.default_rng(0), []
    for count in (120, 30, 30):
        labels = np.tile(np.arange(2), count)
        pictures = rng.integers(0, 60, (len(labels), 28, 28, 1), dtype=np.uint8)
        pictures[labels == 0, :, 12:16] = 255
        pictures[labels == 1, 12:16] = 255
        parts.append(LabelledSplit(pictures, labels.astype(np.int64)))
    return LabelledSplits(*parts)


DATASET = BundledDataset(
    key="bars",
    order=990,
    title=Text("bars", "barras"),
    about=Text("Upright and lying bars.", "Barras em pé e deitadas."),
    kind="drawing",
    classes=(Text("upright", "em pé"), Text("lying", "deitada")),
    credit="drawn here",
    load=load,
    in_race=True,
)
"""
COLLECTION = """
from dataclasses import replace

from models.datasets.torchvision.cifar10 import DATASET as LIKE
from models.text import Text

DATASET = replace(LIKE, key="cifar_again", order=990, title=Text("CIFAR again", "CIFAR de novo"))
"""
NETWORK = """
from dataclasses import replace

from models.networks.mlp import NETWORKS as LIKE
from models.text import Text

NETWORKS = (replace(LIKE[0], key="dense_again", title=Text("Dense again", "Densa de novo"), weights=None, counterpart="mlp"),)
"""
METHOD = """
from dataclasses import replace

from models.attribution.methods.saliency import METHOD as LIKE
from models.text import Text

METHOD = replace(LIKE, key="saliency_again", order=5, title=Text("Saliency again", "Saliência de novo"))
"""
TRANSFORM = """
from models.augment.transform import Transform
from models.number_spec import NumberSpec
from models.text import Text


def brighter(pictures, target, seeds, share):
    others = pictures.roll(1, 0)
    return pictures.maximum(others), (1 - share) * target + share * target.roll(1, 0)


TRANSFORM = Transform(
    key="lighten",
    order=990,
    title=Text("Lighten", "Clarear"),
    about=Text("The brighter of two pictures.", "A mais clara de duas imagens."),
    settings=(NumberSpec("share", Text("Share of the other", "Parte da outra"), 0.25, 0.0, 0.5, 0.05),),
    handle=("share",),
    draw=lambda values, rng, shape: {"share": values["share"]},
    apply=lambda pictures, drawn: pictures.maximum(pictures.roll(1, 0)),
    code=lambda values, shape: f"lighten({values['share']})",
    summary=lambda drawn: Text("⊔", "⊔"),
    own_label_share=lambda drawn: 1 - drawn["share"],
    mix=brighter,
)
"""
RECEIPTS = """
from models.receipts.kinds.share import softmax

MAKERS = {"softmax again": softmax}
"""
ENDPOINT = """
from app.endpoints.base import LANGUAGE, Endpoint


def hello(files, language):
    return ["hello"]


ENDPOINT = Endpoint("hello", "Says hello.", hello, (LANGUAGE,), (("words", "array", "One word."),))
"""
ROUTE = """
from starlette.responses import Response

from app.routes import RouteSpec


async def _hello(server, request):
    return Response("hello")


ROUTES = (RouteSpec("GET", "hello", _hello),)
"""
TAB = """
import gradio as gr

from app.tabs import Tab
from models.text import Text

TAB = Tab(key="notes", order=990, title=Text("Notes", "Notas"), build=lambda frame: gr.Markdown("A tab in one file."))
"""

FAMILIES: dict[str, tuple[str, str]] = {  # package: (the family's own discovery, which keeps what it found, and the file)
    "models.training.fine_tune.heads": ("models.training.fine_tune.head.heads", HEAD),
    "models.feature_race.extractors": ("models.feature_race.extractors.all_extractors", EXTRACTOR),
    "models.training.compare.architectures": ("models.training.compare.architecture.architectures", ARCHITECTURE),
    "models.datasets.bundled": ("models.datasets.bundled.datasets", DATASET),
    "models.datasets.torchvision": ("models.datasets.torchvision.torchvision_datasets", COLLECTION),
    "models.networks": ("models.store.registry.specs", NETWORK),
    "models.attribution.methods": ("models.attribution.methods.methods", METHOD),
    "models.augment.transforms": ("models.augment.config.transforms", TRANSFORM),
    "models.receipts.kinds": ("models.receipts.receipt.makers", RECEIPTS),
    "app.endpoints": ("app.endpoints.endpoints", ENDPOINT),
    "app.routes": ("app.routes.all_routes", ROUTE),
    "app.tabs": ("app.tabs.tabs", TAB),
}
NAME = "one_more"


def folder_of(folder: Path, package: str) -> str:
    return str(folder / package)


def write(folder: Path) -> None:
    """Every plugin as a file, each family's in a folder of its own."""
    for package, (_, source) in FAMILIES.items():
        own = Path(folder_of(folder, package))
        own.mkdir(parents=True)
        (own / f"{NAME}.py").write_text(source, "utf-8")


def discovery(package: str) -> Any:
    """The function that finds a family's plugins."""
    module, _, name = FAMILIES[package][0].rpartition(".")
    return getattr(import_module(module), name)


def add(folder: Path) -> Callable[[], None]:
    """Every family finds the plugins of `folder` too. → a function that takes them away again."""
    for package in FAMILIES:
        import_module(package).__path__.append(folder_of(folder, package))
        discovery(package).cache_clear()

    def take_away() -> None:
        for package in FAMILIES:
            import_module(package).__path__.remove(folder_of(folder, package))
            sys.modules.pop(f"{package}.{NAME}", None)
            vars(import_module(package)).pop(NAME, None)
            discovery(package).cache_clear()

    return take_away
