"""Every convolutional network of torchvision for the classes of ImageNet, with its weights, preprocessing and published accuracy.

Keys, input sizes, accuracies and files are torchvision's own; the year is that of the paper's first publication. Where torchvision
offers several trainings of one network, the first is taken: the one nearest to the paper. Networks of attention (ViT, Swin, and MaxViT,
whose blocks end in it) are left out: a receipt has no terms for attention, and a cell of theirs reads no window.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import torch
from torch import nn
from torch.overrides import TorchFunctionMode
from torchvision import models as torchvision
from torchvision.models import WeightsEnum

from models import imagenet
from models.inputs.pictures import Preparation
from models.store.registry import NetworkSpec
from models.store.weights import TorchvisionWeights
from models.text import Text

_NOTE = Text(
    "Trained on the 1.28 million photographs of ImageNet, 1,000 classes; by torchvision.",
    "Treinada com as 1,28 milhão de fotografias do ImageNet, 1.000 classes; pelo torchvision.",
)


def _built_by_torchvision(key: str) -> nn.Module:
    network: nn.Module = torchvision.get_model(key, weights=None)
    return network


def _googlenet() -> torchvision.GoogLeNet:
    """GoogLeNet without the two side answers that only its training used."""
    network = torchvision.googlenet(weights=None, init_weights=True)
    network.aux_logits = False
    network.aux1 = network.aux2 = None
    return network


def _inception_v3() -> torchvision.Inception3:
    """Inception v3 without the side answer that only its training used."""
    network = torchvision.inception_v3(weights=None, init_weights=True)
    network.aux_logits = False
    network.AuxLogits = None
    return network


class _SettingsHaveNumbers(TorchFunctionMode):
    """A RegNet computes its widths with tensors; on the meta device these would have no numbers to build by."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = dict(kwargs or {})
        if func in (torch.arange, torch.tensor):
            kwargs.setdefault("device", "cpu")
        return func(*args, **kwargs)


def _regnet(key: str) -> nn.Module:
    with _SettingsHaveNumbers():
        return _built_by_torchvision(key)


def _rescale_its_input(network: Any) -> None:
    """These weights came from TensorFlow and read values from −1 to 1; the network itself converts."""
    setattr(network, "transform_input", True)  # noqa: B010 - a module's attributes are typed as tensors and modules


def _without_inner_dot(name: str) -> str:
    """The files of DenseNet are older than a rule of PyTorch on names: "norm.1" there is "norm1" in the module."""
    return re.sub(r"(denselayer\d+\.(?:norm|relu|conv))\.(\d\.)", r"\1\2", name)


@dataclass(frozen=True, slots=True)
class _Family:
    """Networks of one paper. `names`: torchvision's key → the name that people know it by."""

    title: str
    year: int
    paper: str
    names: Mapping[str, str]
    build: Callable[[str], nn.Module] = _built_by_torchvision
    weights: Mapping[str, Any] = field(default_factory=dict)  # more of `TorchvisionWeights`

    def specs(self) -> tuple[NetworkSpec, ...]:
        return tuple(self._spec(key, name) for key, name in self.names.items())

    def _spec(self, key: str, name: str) -> NetworkSpec:
        entry: WeightsEnum = next(iter(torchvision.get_model_weights(key)))
        return NetworkSpec(
            key=key,
            title=Text(f"{name} · photographs", f"{name} · fotografias"),
            note=_NOTE,
            year=self.year,
            build=partial(self.build, key),
            classes=imagenet.class_names,
            preparation=_preparation(entry),
            weights=TorchvisionWeights(entry, **self.weights),
            task=imagenet.TASK,
            family=self.title,
            paper=self.paper,
            accuracy=entry.meta["_metrics"]["ImageNet-1K"]["acc@1"],
        )


def _preparation(entry: WeightsEnum) -> Preparation:
    preset = entry.transforms()
    (side,), (shorter,) = preset.crop_size, preset.resize_size
    interpolation = preset.interpolation.value
    return Preparation("photograph", 3, side, side, shorter, interpolation, tuple(preset.mean), tuple(preset.std))


FAMILIES = (
    _Family("AlexNet", 2012, "Krizhevsky, Sutskever and Hinton, NIPS 2012", {"alexnet": "AlexNet"}),
    _Family(
        "VGG",
        2014,
        "Simonyan and Zisserman, ICLR 2015",
        {f"vgg{n}{end}": f"VGG-{n}{more}" for n in (11, 13, 16, 19) for end, more in (("", ""), ("_bn", " BN"))},
    ),
    _Family(
        "GoogLeNet",
        2014,
        "Szegedy et al., CVPR 2015",
        {"googlenet": "GoogLeNet"},
        lambda key: _googlenet(),
        {"unused": ("aux1.", "aux2."), "adapt": _rescale_its_input},
    ),
    _Family(
        "Inception v3",
        2015,
        "Szegedy et al., CVPR 2016",
        {"inception_v3": "Inception v3"},
        lambda key: _inception_v3(),
        {"unused": ("AuxLogits.",), "adapt": _rescale_its_input},
    ),
    _Family("ResNet", 2015, "He, Zhang, Ren and Sun, CVPR 2016", {f"resnet{n}": f"ResNet-{n}" for n in (18, 34, 50, 101, 152)}),
    _Family(
        "Wide ResNet",
        2016,
        "Zagoruyko and Komodakis, BMVC 2016",
        {f"wide_resnet{n}_2": f"Wide ResNet-{n}-2" for n in (50, 101)},
    ),
    _Family(
        "ResNeXt",
        2016,
        "Xie et al., CVPR 2017",
        {f"resnext{shape}": f"ResNeXt-{shape.replace('_', ' ')}" for shape in ("50_32x4d", "101_32x8d", "101_64x4d")},
    ),
    _Family(
        "DenseNet",
        2016,
        "Huang, Liu, van der Maaten and Weinberger, CVPR 2017",
        {f"densenet{n}": f"DenseNet-{n}" for n in (121, 161, 169, 201)},
        weights={"rename": _without_inner_dot},
    ),
    _Family(
        "SqueezeNet", 2016, "Iandola et al., 2016", {"squeezenet1_0": "SqueezeNet 1.0", "squeezenet1_1": "SqueezeNet 1.1"}
    ),
    _Family("MobileNetV2", 2018, "Sandler et al., CVPR 2018", {"mobilenet_v2": "MobileNetV2"}),
    _Family(
        "ShuffleNetV2",
        2018,
        "Ma, Zhang, Zheng and Sun, ECCV 2018",
        {f"shufflenet_v2_x{size}": f"ShuffleNetV2 ×{size.replace('_', '.')}" for size in ("0_5", "1_0", "1_5", "2_0")},
    ),
    _Family(
        "MnasNet",
        2018,
        "Tan et al., CVPR 2019",
        {f"mnasnet{size}": f"MnasNet {size.replace('_', '.')}" for size in ("0_5", "0_75", "1_0", "1_3")},
    ),
    _Family(
        "MobileNetV3",
        2019,
        "Howard et al., ICCV 2019",
        {f"mobilenet_v3_{size}": f"MobileNetV3-{size}" for size in ("small", "large")},
    ),
    _Family("EfficientNet", 2019, "Tan and Le, ICML 2019", {f"efficientnet_b{n}": f"EfficientNet-B{n}" for n in range(8)}),
    _Family(
        "RegNet",
        2020,
        "Radosavovic et al., CVPR 2020",
        {
            f"regnet_{kind}_{size}": f"RegNet{kind.upper()}-{size.replace('_', '.').upper()}"
            for kind in "xy"
            for size in ("400mf", "800mf", "1_6gf", "3_2gf", "8gf", "16gf", "32gf", "128gf")
            if (kind, size) != ("x", "128gf")
        },
        _regnet,
    ),
    _Family(
        "EfficientNetV2",
        2021,
        "Tan and Le, ICML 2021",
        {f"efficientnet_v2_{size}": f"EfficientNetV2-{size.upper()}" for size in "sml"},
    ),
    _Family(
        "ConvNeXt",
        2022,
        "Liu et al., CVPR 2022",
        {f"convnext_{size}": f"ConvNeXt-{size}" for size in ("tiny", "small", "base", "large")},
    ),
)  # fmt: skip

NETWORKS = tuple(spec for family in FAMILIES for spec in family.specs())
