"""`predict.py`: a network written out as plain PyTorch, with the preparation of its pictures; it needs nothing of this package.

The forward pass is torch.fx's own transcript of the network, its layers are built as they describe themselves; classes of layers that
are ours come with their source.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from torch import Tensor, fx, nn

from models.engine.kinds import KINDS, name_of
from models.engine.tracing import TRACING_LOCK, is_one_layer
from models.inputs import desk, drawing, faint, ink, marks, ruling, windows
from models.inputs.pictures import SMALL_OVERSAMPLING, SMALL_QUALITIES, Preparation
from models.store.store import LoadedNetwork
from models.text import Language, Text

_DRAWING = (drawing.fit_like_mnist, drawing._round_half_up, drawing._area_weights, drawing._centre_of_mass, drawing.border_mask)
_DRAWING_IMPORTS = """
from collections.abc import Iterator
from dataclasses import dataclass, replace

from numpy.typing import NDArray
from scipy import ndimage
from skimage.filters import threshold_otsu
"""


_WRAPPED = re.compile(r"^torch\.fx\.(?:\w+\.)?wrap(\(.*\))$", re.MULTILINE)


class _Tracer(fx.Tracer):
    """torch's own layers and those of ours that are one layer stay whole."""

    def is_leaf_module(self, module: nn.Module, path: str) -> bool:
        return is_one_layer(module) or super().is_leaf_module(module, path)


def predict_script(loaded: LoadedNetwork, classes: Sequence[str], file: str, language: Language) -> str:
    """The text of predict.py."""
    imports, network = network_code(loaded)
    title = re.sub(r'[\\"\x00-\x1f]', "'", loaded.spec.title[language])  # a visitor chose it, and it stands within three quotes
    more = ", scikit-image" if loaded.spec.preparation.kind == "drawing" else ""
    head = _HEAD.format(title=title, file=file, more=more)[language]
    names = f'WEIGHTS = Path(__file__).parent / "{file}"\nCLASSES = {list(classes)!r}'
    drawing = loaded.spec.preparation.kind == "drawing"
    main = (_MAIN_DRAWING.replace("@NO_INK", _NO_INK[language]) if drawing else _MAIN).strip()
    return "\n\n\n".join([head, imports, names, *network, main]) + "\n"


def network_code(loaded: LoadedNetwork) -> tuple[str, list[str]]:
    """(the imports, and the parts that read them): a network as a class `Network`, and `prepare` and `opened` for its pictures."""
    imports, parts = _class_code(loaded.network)
    return imports, [*parts, *_preparation(loaded.spec.preparation), _OPENED.strip()]


def module_source(network: nn.Module) -> str:
    """The text of a module with a class `Network` that does the same, and nothing else."""
    imports, parts = _class_code(network)
    return "\n\n\n".join([imports, *parts]) + "\n"


def _class_code(network: nn.Module) -> tuple[str, list[str]]:
    """(the imports, and the parts that read them): a network as a class `Network`."""
    with TRACING_LOCK:
        graph = _Tracer().trace(network)
    written = graph.python_code("self")
    wrapped = [f"torch.fx.wrap{name}" for name in _WRAPPED.findall(written.src)]  # torch.fx.wrap is called at the top of a module alone
    body = _WRAPPED.sub("", written.src).strip()
    transcript = re.sub(r"def forward\(self, (\w+)[^)]*\)[^:\n]*:", r"def forward(self, \1: Tensor) -> Tensor:", body)
    parts = [
        *(["\n".join(wrapped)] if wrapped else []),
        *_sources(network),
        _BUILDING.strip(),
        "class Network(nn.Module):\n    def __init__(self) -> None:\n        super().__init__()\n"
        + "\n".join(f"        {line}" for line in _layers(network, graph))
        + "\n\n"
        + textwrap.indent(transcript, "    "),
    ]
    return "\n".join([*_imports(written.globals, transcript), *_classes(network, graph)]), parts


def _imports(names: dict[str, Any], transcript: str) -> Iterator[str]:
    """What every program needs, and what torch.fx's transcript reads by name."""
    yield _IMPORTS.strip()
    for name, value in sorted(names.items()):
        if name != "torch" and re.search(rf"\b{name}\b", transcript):
            told = f"import {value.__name__} as {name}" if inspect.ismodule(value) else ""
            yield told or f"from {value.__module__} import {value.__qualname__} as {name}"


def _classes(network: nn.Module, graph: fx.Graph) -> list[str]:
    """One import for every class of layers that is neither torch.nn's nor ours.

    By the module that defines it: as an attribute of its package, `torchvision.ops.stochastic_depth` is a function.
    """
    kinds = {type(network.get_submodule(str(node.target))) for node in graph.nodes if node.op == "call_module"}
    others = [kind for kind in kinds if not kind.__module__.startswith(("torch.nn.", "models."))]
    return sorted(f"from {kind.__module__} import {kind.__qualname__}" for kind in others)


def _layers(network: nn.Module, graph: fx.Graph) -> Iterator[str]:
    """One line for every layer that the transcript calls, and for every number of a network that it reads by itself."""
    done: set[str] = set()
    for node in graph.nodes:
        path = str(node.target)
        if path in done or node.op not in ("call_module", "get_attr"):
            continue
        done.add(path)
        if node.op == "call_module":
            yield f'_put(self, "{path}", {_constructed(network.get_submodule(path))})'
        else:
            yield _number_line(network, path)


def _number_line(network: nn.Module, path: str) -> str:
    """A parameter or a buffer that the network reads by itself; one that no file holds comes with its numbers."""
    above, _, name = path.rpartition(".")
    value = getattr(network.get_submodule(above), name)
    if isinstance(value, nn.Parameter):
        return f'_put(self, "{path}", nn.Parameter(torch.zeros({tuple(value.shape)})))'
    if path in network.state_dict():
        return f'_put(self, "{path}", nn.Buffer(torch.zeros({tuple(value.shape)}, dtype={value.dtype})))'
    return f'_put(self, "{path}", nn.Buffer(torch.tensor({value.tolist()!r}, dtype={value.dtype}), persistent=False))'


def _constructed(module: nn.Module) -> str:
    """A layer of torch.nn as it describes itself; one of ours as it is, without its weights."""
    if _is_ours(module):
        return _bare(module)
    if type(module).__module__.startswith("torch.nn."):
        return f"nn.{module!r}"
    asked = [name for name in inspect.signature(type(module).__init__).parameters if name != "self"]
    given = {name: getattr(module, name, module) for name in asked}
    known = not any(isinstance(value, nn.Module | Tensor) for value in given.values())
    told = (
        f"({', '.join(f'{name}={value!r}' for name, value in given.items())})"
        if known
        else repr(module).removeprefix(type(module).__name__)
    )
    return f"{type(module).__qualname__}{told}"


def _is_ours(module: nn.Module) -> bool:
    return type(module).__module__.startswith("models.")


def _bare(module: nn.Module) -> str:
    """A layer of ours without asking its constructor: its settings, the shapes of its weights, and the numbers that no file holds."""
    stored = set(module.state_dict())
    weights = {name: tuple(value.shape) for name, value in module.named_parameters()}
    buffers = {name: tuple(value.shape) for name, value in module.named_buffers() if name in stored}
    fixed = {name: value.tolist() for name, value in module.named_buffers() if name not in stored}
    settings = {name: value for name, value in vars(module).items() if not name.startswith("_") and name != "training"}
    return f"_bare({type(module).__name__}, {weights!r}, {buffers!r}, {fixed!r}, {settings!r})"


def _sources(network: nn.Module) -> Iterator[str]:
    """Classes of layers that are ours, with the constants that they read."""
    for kind in {type(module): None for module in network.modules() if _is_ours(module) and name_of(module) in KINDS}:
        source, module = inspect.getsource(kind), inspect.getmodule(kind)
        for name in sorted(set(re.findall(r"\b_?[A-Z][A-Z_]+\b", source))):
            if hasattr(module, name):
                yield f"{name} = {getattr(module, name)!r}"
        yield source.strip()


def _preparation(wants: Preparation) -> Iterator[str]:
    numbers = f"MEAN, STD = ({', '.join(repr(list(given)) for given in (wants.mean, wants.std))})"
    if wants.kind == "drawing":
        yield _DRAWING_IMPORTS.strip()
        yield f"MNIST_SIDE, MNIST_BOX, _MIN_INK = {drawing.MNIST_SIDE}, {drawing.MNIST_BOX}, {drawing._MIN_INK}"
        for function in _DRAWING:
            yield _without_numpy_types(inspect.getsource(function)).strip()
        yield from (_after_imports(inspect.getsource(module)) for module in (windows, ruling, marks, faint, desk, ink))
        yield f"HEIGHT, WIDTH, CHANNELS = {wants.height}, {wants.width}, {wants.channels}\n{numbers}"
        yield _PREPARE_DRAWING.strip()
        return
    yield f"HEIGHT, WIDTH, SHORTER, SMALL = {wants.height}, {wants.width}, {wants.resize}, {wants.small}\n{numbers}"
    said = {"@WAY": wants.interpolation.upper(), "@FINER": str(SMALL_OVERSAMPLING), "@QUALITIES": str(SMALL_QUALITIES)}
    yield re.sub("|".join(said), lambda found: said[found[0]], _PREPARE_PHOTOGRAPH.strip())


def _after_imports(source: str) -> str:
    """A module's code from its first line after the imports, which `_DRAWING_IMPORTS` repeats."""
    after = max(part.end_lineno or 0 for part in ast.parse(source).body if isinstance(part, ast.Import | ast.ImportFrom))
    return "\n".join(source.splitlines()[after:]).strip()


def _without_numpy_types(source: str) -> str:
    """Without the types of numpy that only we check."""
    return re.sub(r"NDArray\[np\.\w+\]", "np.ndarray", source)


_HEAD = Text(
    '''"""What {title} says to pictures: python predict.py picture.jpg ...

It needs torch, torchvision, Pillow, numpy{more} and safetensors, and {file} beside it.
"""''',
    '''"""O que {title} diz de imagens: python predict.py imagem.jpg ...

Precisa de torch, torchvision, Pillow, numpy{more} e safetensors, e de {file} ao lado.
"""''',
)
_IMPORTS = """
import math
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageOps
from safetensors.torch import load_file
from torch import Tensor, nn
"""
_BUILDING = '''
def _put(network: nn.Module, path: str, part) -> None:
    """`part` where `path` says, with empty modules on the way: the names are those of the weights."""
    *way, name = path.split(".")
    for step in way:
        if not hasattr(network, step):
            network.add_module(step, nn.Module())
        network = getattr(network, step)
    setattr(network, name, part)


def _bare(kind, weights: dict, buffers: dict, fixed: dict, settings: dict) -> nn.Module:
    """A layer of `kind` with room for its weights; its constructor is not asked."""
    layer = kind.__new__(kind)
    nn.Module.__init__(layer)
    for name, shape in weights.items():
        layer.register_parameter(name, nn.Parameter(torch.zeros(shape)))
    for name, shape in buffers.items():
        layer.register_buffer(name, torch.zeros(shape))
    for name, numbers in fixed.items():
        layer.register_buffer(name, torch.tensor(numbers), persistent=False)
    for name, value in settings.items():
        setattr(layer, name, value)
    return layer
'''
_PREPARE_DRAWING = '''
def found(image: Image.Image) -> np.ndarray:
    """The likeliest digit of a picture, uint8 [28, 28]; blank where no ink is found."""
    if image.size == (MNIST_SIDE, MNIST_SIDE):
        digit = np.array(image.convert("L"))
        digit = 255 - digit if np.median(digit[border_mask(digit.shape, 1)]) > 127 else digit
        if has_mnist_margins(digit):
            return digit
    digits = detect_digits(to_working_size(image))
    return fit_like_mnist(ink_of(digits)) if digits else np.zeros((MNIST_SIDE, MNIST_SIDE), np.uint8)


def prepare(image: Image.Image) -> Tensor:
    """A picture of a drawing, dark on light or light on dark -> (1, C, H, W), fitted as MNIST's digits are."""
    digit = found(image)
    laid = np.zeros((CHANNELS, HEIGHT, WIDTH), np.uint8)
    top, left = (HEIGHT - MNIST_SIDE) // 2, (WIDTH - MNIST_SIDE) // 2
    laid[:, top : top + MNIST_SIDE, left : left + MNIST_SIDE] = digit
    mean, std = (torch.tensor(numbers)[:, None, None] for numbers in (MEAN, STD))
    return ((torch.from_numpy(laid.astype(np.float32)) / 255 - mean) / std)[None]
'''
_PREPARE_PHOTOGRAPH = '''
def prepare(image: Image.Image) -> Tensor:
    """A photograph -> (1, 3, H, W), as the network has learned them: squeezed to a small JPEG, or fitted and the middle cut out."""
    from torchvision.transforms import functional as f

    if SMALL:  # it has learned from small JPEGs
        import io

        if image.size != (SMALL, SMALL):
            image = image.resize((SMALL * @FINER, SMALL * @FINER), Image.Resampling.LANCZOS).reduce(@FINER)
            for quality in @QUALITIES:
                image.save(small := io.BytesIO(), "JPEG", quality=quality, subsampling="4:2:0")
                image = Image.open(small).convert("RGB")
        image = image.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    else:
        image = f.resize(image, SHORTER, f.InterpolationMode.@WAY)
    return f.normalize(f.to_tensor(f.center_crop(image, [HEIGHT, WIDTH])), MEAN, STD)[None]
'''
_OPENED = '''
def opened(path: str) -> Image.Image:
    """Upright, in colour, what is transparent laid on white."""
    image = ImageOps.exif_transpose(Image.open(path))
    if image.has_transparency_data:
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA"))
    return image.convert("RGB")
'''
_MAIN = '''
@torch.no_grad()
def predict(paths: list) -> Tensor:
    """Probabilities (N, classes)."""
    network = Network().eval()
    network.load_state_dict(load_file(WEIGHTS))
    return torch.cat([network(prepare(opened(path))) for path in paths]).softmax(1)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for path, odds in zip(sys.argv[1:], predict(sys.argv[1:])):
        order = odds.argsort(descending=True)[:5].tolist()
        print(path, ", ".join(f"{CLASSES[i]} {100 * odds[i]:.1f} %" for i in order), sep=": ")
'''
_NO_INK = Text(
    "no ink was found in this picture, so there is no answer",
    "nenhuma tinta foi encontrada nesta imagem, então não há resposta",
)
_MAIN_DRAWING = '''
@torch.no_grad()
def predict(paths: list) -> Tensor:
    """Probabilities (N, classes); a row that is no number (NaN) where no ink was found."""
    network = Network().eval()
    network.load_state_dict(load_file(WEIGHTS))
    rows = []
    for path in paths:
        x = prepare(opened(path))
        inked = bool((x != x.amin()).any())
        rows.append(network(x).softmax(1) if inked else torch.full((1, len(CLASSES)), math.nan))
    return torch.cat(rows)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for path, odds in zip(sys.argv[1:], predict(sys.argv[1:])):
        order = odds.argsort(descending=True)[:5].tolist()
        answer = "@NO_INK" if odds.isnan().any() else ", ".join(f"{CLASSES[i]} {100 * odds[i]:.1f} %" for i in order)
        print(path, answer, sep=": ")
'''
