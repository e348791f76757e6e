"""Two residual blocks, as networks of ours are built of them.

He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", CVPR 2016.
"""

from __future__ import annotations

from torch import nn
from torchvision.models.resnet import BasicBlock


def stage(inputs: int, outputs: int, stride: int) -> nn.Sequential:
    """Two residual blocks; the first one halves the map when `stride` is 2, its shortcut by a 1 × 1 convolution."""
    shortcut = None
    if stride != 1 or inputs != outputs:
        shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))
    return nn.Sequential(BasicBlock(inputs, outputs, stride, shortcut), BasicBlock(outputs, outputs))
