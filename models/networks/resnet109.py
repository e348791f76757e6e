"""ResNet of our own for photographs: ResNet-18 at half width, 109 ImageNet classes.

He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", CVPR 2016. Against torchvision's ResNet-18
every layer has half as many channels: 2,826,893 parameters instead of 11,689,512.
"""

from __future__ import annotations

from dataclasses import replace

from torch import Tensor, nn
from torchvision.models.resnet import BasicBlock

from models import imagenet109
from models.residual_stage import stage
from models.store.registry import NetworkSpec
from models.store.weights import ShippedWeights
from models.text import Text

WIDTHS = (32, 64, 128, 256)
SIDE = 144
"""px: a little more than the last pictures it was trained on, whose crops show things larger than a whole picture does (Touvron et al.,
"Fixing the train-test resolution discrepancy", NeurIPS 2019)."""


class ResNet109(nn.Module):
    """A 7 × 7 convolution, four stages of two residual blocks, the mean of every map, one dense layer."""

    def __init__(self, widths: tuple[int, int, int, int] = WIDTHS, classes: int = imagenet109.COUNT) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, widths[0], kernel_size=7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
        self.layer1 = stage(widths[0], widths[0], stride=1)
        self.layer2 = stage(widths[0], widths[1], stride=2)
        self.layer3 = stage(widths[1], widths[2], stride=2)
        self.layer4 = stage(widths[2], widths[3], stride=2)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.fc = nn.Linear(widths[3], classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            elif isinstance(module, BasicBlock):
                nn.init.zeros_(module.bn2.weight)  # every block begins as its own shortcut (Goyal et al. 2017)

    def forward(self, x: Tensor) -> Tensor:  # (N, 3, H, W)
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))  # (N, 32, H/4, W/4)
        x = self.layer1(x)  # (N, 32, H/4, W/4)
        x = self.layer2(x)  # (N, 64, H/8, W/8)
        x = self.layer3(x)  # (N, 128, H/16, W/16)
        x = self.layer4(x)  # (N, 256, H/32, W/32)
        logits: Tensor = self.fc(self.flatten(self.avgpool(x)))  # (N, 109)
        return logits


NETWORKS = (
    NetworkSpec(
        key="resnet109",
        title=Text("Our ResNet · photographs", "Nossa ResNet · fotografias"),
        note=Text(
            "ResNet-18 at half width, trained by us on 109 classes of ImageNet; it reads 144 px.",
            "ResNet-18 de meia largura, treinada por nós em 109 classes do ImageNet; lê 144 px.",
        ),
        year=2015,
        build=ResNet109,
        classes=imagenet109.classes,
        preparation=replace(imagenet109.PREPARATION, resize=SIDE, height=SIDE, width=SIDE),
        weights=ShippedWeights("resnet109.safetensors"),
        least_logit=3.07,
        task="imagenet109",
        counterpart="alexnet109",
    ),
)
