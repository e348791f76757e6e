"""AlexNet of our own for photographs: the shape of 2012, narrowed, 109 ImageNet classes.

Krizhevsky, Sutskever and Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", NIPS 2012: a large
strided first kernel, five convolutions, overlapping 3 × 3 poolings every 2, three dense layers with dropout. Against it:
one path instead of two, half the channels or fewer, 128 px instead of 224, batch normalisation in place of local response
normalisation, 1,024 dense units instead of 4,096.
"""

from __future__ import annotations

from torch import Tensor, nn

from models import imagenet109
from models.store.registry import NetworkSpec
from models.store.weights import ShippedWeights
from models.text import Text

WIDTHS = (48, 96, 160, 128, 128)
UNITS = 1024


class AlexNet109(nn.Module):
    """Five convolutions, three dense layers; four fifths of its parameters are in the dense ones."""

    def __init__(self, widths: tuple[int, int, int, int, int] = WIDTHS, units: int = UNITS, classes: int = imagenet109.COUNT) -> None:
        super().__init__()
        a, b, c, d, e = widths
        self.features = nn.Sequential(
            *_convolution(3, a, kernel=11, stride=4, padding=5), nn.MaxPool2d(kernel_size=3, stride=2),
            *_convolution(a, b, kernel=5, padding=2), nn.MaxPool2d(kernel_size=3, stride=2),
            *_convolution(b, c, kernel=3, padding=1),
            *_convolution(c, d, kernel=3, padding=1),
            *_convolution(d, e, kernel=3, padding=1), nn.MaxPool2d(kernel_size=3, stride=2),
        )  # fmt: skip
        self.flatten = nn.Flatten()
        self.classifier = nn.Sequential(
            nn.Dropout(), nn.Linear(e * 9, units), nn.ReLU(inplace=True),
            nn.Dropout(), nn.Linear(units, units), nn.ReLU(inplace=True),
            nn.Linear(units, classes),
        )  # fmt: skip

    def forward(self, x: Tensor) -> Tensor:  # (N, 3, 128, 128)
        x = self.features(x)  # (N, 128, 3, 3)
        x = self.flatten(x)  # (N, 1152)
        logits: Tensor = self.classifier(x)  # (N, 109)
        return logits


def _convolution(inputs: int, outputs: int, kernel: int, padding: int, stride: int = 1) -> tuple[nn.Module, nn.Module, nn.Module]:
    convolution = nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False)  # the normalisation after it has the shift
    return convolution, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)


NETWORKS = (
    NetworkSpec(
        key="alexnet109",
        title=Text("Our AlexNet · photographs", "Nossa AlexNet · fotografias"),
        note=Text(
            "AlexNet's shape, narrowed, trained by us on 109 classes of ImageNet at 128 px.",
            "A forma da AlexNet, estreitada, treinada por nós em 109 classes do ImageNet, a 128 px.",
        ),
        year=2012,
        build=AlexNet109,
        classes=imagenet109.classes,
        preparation=imagenet109.PREPARATION,
        weights=ShippedWeights("alexnet109.safetensors"),
        least_logit=2.92,
        task="imagenet109",
        counterpart="resnet109",
    ),
)
