"""Networks of torchvision with the ImageNet weights that it offers, their own preprocessing and class names included."""

from __future__ import annotations

from collections.abc import Callable

from torch import nn
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


def _preparation(entry: WeightsEnum) -> Preparation:
    preset = entry.transforms()
    (side,), (shorter,) = preset.crop_size, preset.resize_size
    interpolation = preset.interpolation.value
    return Preparation("photograph", 3, side, side, shorter, interpolation, tuple(preset.mean), tuple(preset.std))


def _network(
    key: str,
    name: str,
    year: int,
    entry: WeightsEnum,
    build: Callable[[], nn.Module],
    unused: tuple[str, ...] = (),
    adapt: Callable[[nn.Module], None] | None = None,
) -> NetworkSpec:
    return NetworkSpec(
        key=key,
        title=Text(f"{name} · photographs", f"{name} · fotografias"),
        note=_NOTE,
        year=year,
        build=build,
        classes=imagenet.class_names,
        preparation=_preparation(entry),
        weights=TorchvisionWeights(entry, unused, adapt),
        task=imagenet.TASK,
    )


def _googlenet() -> torchvision.GoogLeNet:
    """GoogLeNet without the two side answers that only its training used."""
    network = torchvision.googlenet(weights=None, init_weights=True)
    network.aux_logits = False
    network.aux1 = network.aux2 = None
    return network


def _rescale_its_input(googlenet: torchvision.GoogLeNet) -> None:
    """These weights came from TensorFlow and read values from −1 to 1; the network itself converts."""
    googlenet.transform_input = True


NETWORKS = (
    _network("alexnet", "AlexNet", 2012, torchvision.AlexNet_Weights.IMAGENET1K_V1, torchvision.alexnet),
    _network("vgg11", "VGG-11", 2014, torchvision.VGG11_Weights.IMAGENET1K_V1, torchvision.vgg11),
    _network(
        "googlenet", "GoogLeNet", 2014, torchvision.GoogLeNet_Weights.IMAGENET1K_V1, _googlenet, ("aux1.", "aux2."), _rescale_its_input
    ),
    _network("resnet18", "ResNet-18", 2015, torchvision.ResNet18_Weights.IMAGENET1K_V1, torchvision.resnet18),
    _network("squeezenet1_1", "SqueezeNet 1.1", 2016, torchvision.SqueezeNet1_1_Weights.IMAGENET1K_V1, torchvision.squeezenet1_1),
    _network(
        "mobilenet_v3_small",
        "MobileNetV3-small",
        2019,
        torchvision.MobileNet_V3_Small_Weights.IMAGENET1K_V1,
        torchvision.mobilenet_v3_small,
    ),
    _network("efficientnet_b0", "EfficientNet-B0", 2019, torchvision.EfficientNet_B0_Weights.IMAGENET1K_V1, torchvision.efficientnet_b0),
    _network("convnext_tiny", "ConvNeXt-tiny", 2022, torchvision.ConvNeXt_Tiny_Weights.IMAGENET1K_V1, torchvision.convnext_tiny),
)
