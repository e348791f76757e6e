"""MTCNN's three networks: is this window a face, where is its box, and where are eyes, nose and mouth?

Zhang, Zhang, Li and Qiao, "Joint Face Detection and Alignment Using Multitask Cascaded Convolutional Networks", IEEE Signal Processing
Letters 23 (10), 2016, figure 2. Each is small; the next one reads only what the one before took for a face.

The two or three heads of a network read the same features. The answer is that of the last one, `faces`; what the others say has a layer
of its own all the same, which `models.uses.faces` reads. Weights: the package mtcnn (MIT), of which only the files of numbers are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import torch
from torch import Tensor, nn

from models.inputs.pictures import Preparation
from models.store.joblib_arrays import read_arrays
from models.store.packaged import PackagedWeights
from models.store.registry import NetworkSpec
from models.text import Text


class PNet(nn.Module):
    """Proposes: 12 × 12 px → no face or face, and a box. Convolutions alone, so it slides over a picture of any size."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 10, kernel_size=3)
        self.prelu1 = nn.PReLU(10)
        self.pool1 = nn.MaxPool2d(kernel_size=2, ceil_mode=True)
        self.conv2 = nn.Conv2d(10, 16, kernel_size=3)
        self.prelu2 = nn.PReLU(16)
        self.conv3 = nn.Conv2d(16, 32, kernel_size=3)
        self.prelu3 = nn.PReLU(32)
        self.boxes = nn.Conv2d(32, 4, kernel_size=1)
        self.faces = nn.Conv2d(32, 2, kernel_size=1)
        self.flatten = nn.Flatten()

    def forward(self, x: Tensor) -> Tensor:  # (N, 3, 12, 12)
        x = self.pool1(self.prelu1(self.conv1(x)))  # (N, 10, 5, 5)
        x = self.prelu2(self.conv2(x))  # (N, 16, 3, 3)
        x = self.prelu3(self.conv3(x))  # (N, 32, 1, 1)
        self.boxes(x)  # (N, 4, 1, 1), how the box lies in the window; the answer does not need it
        logits: Tensor = self.flatten(self.faces(x))  # (N, 2)
        return logits


class RNet(nn.Module):
    """Refines: 24 × 24 px → no face or face, and a box."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 28, kernel_size=3)
        self.prelu1 = nn.PReLU(28)
        self.pool1 = nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True)
        self.conv2 = nn.Conv2d(28, 48, kernel_size=3)
        self.prelu2 = nn.PReLU(48)
        self.pool2 = nn.MaxPool2d(kernel_size=3, stride=2)
        self.conv3 = nn.Conv2d(48, 64, kernel_size=2)
        self.prelu3 = nn.PReLU(64)
        self.flatten = nn.Flatten()
        self.fc4 = nn.Linear(64 * 3 * 3, 128)
        self.prelu4 = nn.PReLU(128)
        self.boxes = nn.Linear(128, 4)
        self.faces = nn.Linear(128, 2)

    def forward(self, x: Tensor) -> Tensor:  # (N, 3, 24, 24)
        x = self.pool1(self.prelu1(self.conv1(x)))  # (N, 28, 11, 11)
        x = self.pool2(self.prelu2(self.conv2(x)))  # (N, 48, 4, 4)
        x = self.flatten(self.prelu3(self.conv3(x)))  # (N, 576)
        x = self.prelu4(self.fc4(x))  # (N, 128)
        self.boxes(x)  # (N, 4), how the box lies in the window; the answer does not need it
        logits: Tensor = self.faces(x)  # (N, 2)
        return logits


class ONet(nn.Module):
    """The output network: 48 × 48 px → no face or face, a box, and five landmarks."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, kernel_size=3)
        self.prelu1 = nn.PReLU(32)
        self.pool1 = nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True)
        self.conv2 = nn.Conv2d(32, 64, kernel_size=3)
        self.prelu2 = nn.PReLU(64)
        self.pool2 = nn.MaxPool2d(kernel_size=3, stride=2)
        self.conv3 = nn.Conv2d(64, 64, kernel_size=3)
        self.prelu3 = nn.PReLU(64)
        self.pool3 = nn.MaxPool2d(kernel_size=2, ceil_mode=True)
        self.conv4 = nn.Conv2d(64, 128, kernel_size=2)
        self.prelu4 = nn.PReLU(128)
        self.flatten = nn.Flatten()
        self.fc5 = nn.Linear(128 * 3 * 3, 256)
        self.prelu5 = nn.PReLU(256)
        self.boxes = nn.Linear(256, 4)
        self.landmarks = nn.Linear(256, 10)
        self.faces = nn.Linear(256, 2)

    def forward(self, x: Tensor) -> Tensor:  # (N, 3, 48, 48)
        x = self.pool1(self.prelu1(self.conv1(x)))  # (N, 32, 23, 23)
        x = self.pool2(self.prelu2(self.conv2(x)))  # (N, 64, 10, 10)
        x = self.pool3(self.prelu3(self.conv3(x)))  # (N, 64, 4, 4)
        x = self.flatten(self.prelu4(self.conv4(x)))  # (N, 1152)
        x = self.prelu5(self.fc5(x))  # (N, 256)
        self.boxes(x)  # (N, 4), how the box lies in the window
        self.landmarks(x)  # (N, 10), where eyes, nose and corners of the mouth are; the answer needs neither
        logits: Tensor = self.faces(x)  # (N, 2)
        return logits


_P_ORDER = ("conv1", "prelu1", "conv2", "prelu2", "conv3", "prelu3", "boxes", "faces")
_R_ORDER = ("conv1", "prelu1", "conv2", "prelu2", "conv3", "prelu3", "fc4", "prelu4", "boxes", "faces")
_O_ORDER = (
    "conv1", "prelu1", "conv2", "prelu2", "conv3", "prelu3", "conv4", "prelu4", "fc5", "prelu5", "boxes", "landmarks", "faces",
)  # fmt: skip
"""Layers in the order of the package's arrays: kernels and biases, or the slopes of a PReLU."""


def _state(order: Sequence[str], flattened: str, packed: bytes) -> dict[str, Tensor]:
    """The package's arrays under our names and in PyTorch's order. `flattened`: the dense layer that reads maps in a row, "": none."""
    arrays = iter(read_arrays(packed))
    state = {}
    for layer in order:
        weights = torch.from_numpy(next(arrays).copy())
        if layer.startswith("prelu"):
            state[f"{layer}.weight"] = weights.flatten()  # [1, 1, C] or [unit] → [C]
            continue
        state[f"{layer}.weight"] = _of_flattened(weights) if layer == flattened else _kernels(weights)
        state[f"{layer}.bias"] = torch.from_numpy(next(arrays).copy())
    if next(arrays, None) is not None:
        raise ValueError("more arrays than layers")
    return state


def _kernels(weights: Tensor) -> Tensor:
    """[y, x, in, out] → [out, in, y, x]; of a dense layer [in, out] → [out, in]."""
    return (weights.permute(3, 2, 0, 1) if weights.dim() == 4 else weights.T).contiguous()


def _of_flattened(weights: Tensor) -> Tensor:
    """[x · y · channel, out], columns first as the paper's own program has pictures, → [out, channel · y · x]."""
    side = 3  # cells of the last maps of both networks that have such a layer
    return weights.reshape(side, side, -1, weights.shape[1]).permute(3, 2, 1, 0).flatten(1).contiguous()


def _packaged(file: str, nbytes: int, sha256: str, order: Sequence[str], flattened: str = "") -> PackagedWeights:
    return PackagedWeights("mtcnn", "1.0.0", f"mtcnn/assets/weights/{file}", nbytes, sha256, read=partial(_state, order, flattened))


def _preparation(side: int) -> Preparation:
    """(v − 127.5) / 128 of values from 0 to 255; of a picture that is no square the middle."""
    return Preparation("photograph", 3, side, side, side, "bilinear", (0.5,) * 3, (128 / 255,) * 3)


_PAPER = "Zhang, Zhang, Li, Qiao · IEEE Signal Processing Letters 2016"


def _spec(key: str, build: type[nn.Module], side: int, weights: PackagedWeights, note: Text) -> NetworkSpec:
    title = f"{key[0].upper()}-Net"
    return NetworkSpec(
        key=key,
        title=Text(f"{title} · faces", f"{title} · rostos"),
        note=note,
        year=2016,
        build=build,
        classes=lambda: (Text("no face", "sem rosto"), Text("face", "rosto")),
        preparation=_preparation(side),
        weights=weights,
        task="faces",
        family="MTCNN",
        paper=_PAPER,
    )


NETWORKS = (
    _spec(
        "pnet", PNet, 12,
        _packaged("pnet.lz4", 27_119, "ea6b0c3e685ebee3165326ad6484acc95f2ef78f1c94fbf40a55704fa989f7b5", _P_ORDER),
        Text(
            "The first of MTCNN's three networks: trained on windows of WIDER FACE, it proposes where a face may be. It names nobody.",
            "A primeira das três redes da MTCNN: treinada em janelas do WIDER FACE, propõe onde há rostos. Não identifica ninguém.",
        ),
    ),
    _spec(
        "rnet", RNet, 24,
        _packaged("rnet.lz4", 401_659, "cb00e6460f3c98b0bfafaba3c0a0ded4bdf6e62cee7174d969e8670d7e757fee", _R_ORDER, "fc4"),
        Text(
            "The second of MTCNN's three networks: it looks again at what P-Net proposes and throws most of it out. It names nobody.",
            "A segunda das três redes da MTCNN: olha de novo o que a P-Net propõe e descarta a maior parte. Não identifica ninguém.",
        ),
    ),
    _spec(
        "onet", ONet, 48,
        _packaged("onet.lz4", 1_557_637, "94f6ea2f4cf985275ee958cdd762d17b6009348a4fb9d8c6be39ba73ffd22ca3", _O_ORDER, "fc5"),
        Text(
            "The last of MTCNN's three networks: it decides on what R-Net left over and marks eyes, nose and mouth. It names nobody.",
            "A última das três redes da MTCNN: decide sobre o que a R-Net deixou e marca olhos, nariz e boca. Não identifica ninguém.",
        ),
    ),
)  # fmt: skip
