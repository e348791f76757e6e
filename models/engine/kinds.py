"""What a step of a network is to a visitor: its kind, and its title in the strip."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from torch import nn

from models.text import Text

Operation = nn.Module | Callable[..., Any] | str
"""What stands behind a step: a module, a function, or the name of a tensor method."""

INPUT, SOFTMAX = "input", "softmax"  # the two layers that are ours: what goes in, and the probabilities

_NAMES: Final = {
    "convolution": "Conv2d conv2d PartialConvolution",
    "dense": "Linear linear",
    "normalisation": "BatchNorm2d BatchNorm1d LayerNorm LayerNorm2d GroupNorm FrozenBatchNorm2d LocalResponseNorm layer_norm batch_norm",
    "activation": "ReLU ReLU6 LeakyReLU PReLU ELU SELU GELU SiLU Mish Sigmoid Tanh Hardswish Hardsigmoid Hardtanh Softplus ScaledTanh "
    "relu relu6 leaky_relu elu selu gelu silu mish sigmoid tanh hardswish hardsigmoid hardtanh softplus",
    "max pooling": "MaxPool2d AdaptiveMaxPool2d max_pool2d adaptive_max_pool2d boolean_dispatch",
    "average pooling": "AvgPool2d AdaptiveAvgPool2d avg_pool2d adaptive_avg_pool2d mean",
    "subsampling": "Subsampling",
    "distances": "Distances",
    "addition": "add sub",
    "multiplication": "mul truediv div",
    "concatenation": "cat concat concatenate",
    "padding": "ZeroPad2d ConstantPad2d",
    "upsampling": "Upsample UpsamplingNearest2d UpsamplingBilinear2d interpolate",
    "colour": "Lightness LabToRgb",
    "flatten": "Flatten flatten",
    "softmax": "Softmax LogSoftmax softmax log_softmax",
    "dropout": "Dropout Dropout1d Dropout2d AlphaDropout dropout dropout2d",
    "identity": "Identity StochasticDepth stochastic_depth contiguous",
    "reshape": "permute Permute view reshape transpose unsqueeze squeeze chunk split",
}
KINDS: Final[Mapping[str, str]] = {name: kind for kind, names in _NAMES.items() for name in names.split()}

HIDDEN_KINDS: Final = frozenset({"other", "identity", "reshape"})  # no stop of the strip: the values are the ones before, or no maps
CHEAP_TO_RECOMPUTE: Final = frozenset(
    {"normalisation", "activation", "multiplication", "concatenation", "padding", "flatten", "dropout", "identity", "reshape"}
)
"""Quick to make again from what they read, bit for bit. Sums are not: each shortcut reads the sum before it, back to the first."""

_CAPITALS: Final = ("ReLU", "ReLU6", "PReLU", "ELU", "SELU", "GELU", "SiLU", "LeakyReLU", "Mish")
_SPELLINGS: Final = {name.lower(): name for name in _CAPITALS} | {"leaky_relu": "LeakyReLU", "scaledtanh": "tanh"}

_TITLES: Final[Mapping[str, Text]] = {
    "input": Text("input", "entrada"),
    "convolution": Text("conv", "conv"),
    "dense": Text("dense", "densa"),
    "normalisation": Text("normalise", "normaliza"),
    "max pooling": Text("max", "máx"),
    "average pooling": Text("mean", "média"),
    "subsampling": Text("subsample", "subamostra"),
    "distances": Text("distances", "distâncias"),
    "addition": Text("sum", "soma"),
    "multiplication": Text("product", "produto"),
    "concatenation": Text("concat", "concat"),
    "padding": Text("pad", "borda"),
    "upsampling": Text("upsample", "amplia"),
    "colour": Text("colour", "cor"),
    "flatten": Text("flatten", "achata"),
    "softmax": Text("softmax", "softmax"),
    "dropout": Text("dropout", "dropout"),
}


def name_of(origin: Operation) -> str:
    """The class, function or method name behind a step: "Conv2d", "relu", "view"."""
    return origin if isinstance(origin, str) else getattr(origin, "__name__", type(origin).__name__)


def kind_of(origin: Operation) -> str:
    """A key of the kinds above, or "other" for glue such as `size` and `getitem`."""
    return KINDS.get(name_of(origin), "other")


def title_of(kind: str, origin: Operation, kernel: tuple[int, int] | None) -> Text:
    """What the strip calls a layer: "conv 5×5", "max 2×2"/"máx 2×2", "ReLU", "mean"/"média" where it spans the whole map."""
    if kind == "activation":
        return _activation(name_of(origin))
    title = _normalisation(name_of(origin)) if kind == "normalisation" else _TITLES[kind]
    if kernel is None:
        return title
    if kind == "convolution" and _is_depthwise(origin):
        title = Text("depthwise", "por canal")
    size = f"{kernel[0]}×{kernel[1]}"
    return Text(f"{title.en} {size}", f"{title.pt} {size}")


def _is_depthwise(origin: Operation) -> bool:
    """Whether every channel has a kernel of its own and reads no other (Sifre 2014; Howard et al., MobileNets, 2017)."""
    return isinstance(origin, nn.Conv2d) and origin.groups == origin.in_channels > 1


_NORMALISATIONS: Final = {  # by what they take mean and spread over; "norm" alone is the length of a filter's weights
    "batch": Text("batch norm", "norm. por lote"),
    "layer": Text("layer norm", "norm. de camada"),
    "group": Text("group norm", "norm. de grupo"),
    "local": Text("local response", "resposta local"),
}


def _normalisation(name: str) -> Text:
    return next((title for over, title in _NORMALISATIONS.items() if over in name.lower()), _TITLES["normalisation"])


def _activation(name: str) -> Text:
    if name.lower() == "sigmoid":
        return Text("sigmoid", "sigmoide")
    spelled = _SPELLINGS.get(name.lower(), name.lower())
    return Text(spelled, spelled)
