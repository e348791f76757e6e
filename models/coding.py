"""The code behind a number: a few lines of plain PyTorch that load the network and compute one cell anew."""

from __future__ import annotations

import base64
import re
import textwrap
import zlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from torch import nn

from models.engine.layers import Stop
from models.pictures import Preparation
from models.receipts.receipt import Ledger
from models.receipts.receipting import Cell, Reading
from models.shelf import registry
from models.shelf.registry import RANDOM, SEED, NetworkSpec
from models.shelf.shelf import MINE, Shelved
from models.shelf.weights import SHIPPED, ShippedWeights, TorchvisionWeights
from models.text import LANGUAGES, Language, Text
from models.types.units import Edit

CARRIED = 1600  # characters of a picture that still travels inside the code
WIDE = 96  # characters of a line of them

_UNTRAINED = Text("untrained: anybody's after this seed", "sem treino: a de qualquer um com esta semente")
_TAKEN = Text("what you took home in the Transfer tab", "o que você levou para casa na aba Transferir")
_OTHER = Text("untrained: other random numbers than on the page", "sem treino: outros números aleatórios que na página")
_HERE = Text("run it from the folder of this app", "rode na pasta deste aplicativo")
_PICTURE = Text("your picture, as a file", "a sua imagem, em arquivo")
_PREPARED = Text("as the weights want it", "como os pesos a querem")
_CARRIED = Text("the picture as the network took it", "a imagem como a rede a recebeu")
_SURGERY = Text("the surgery", "a cirurgia")
_STEPS = Text("every step of the network by name", "cada passo da rede por nome")
_READS = Text("what {layer} read, without the batch", "o que {layer} leu, sem o lote")


def script(shelved: Shelved, ledger: Ledger, stop: Stop, cell: Cell) -> Text:
    """Lines that end with `number`, the cell's value in float64, and print it."""
    return Text(*("\n".join(_lines(shelved, ledger, stop, cell, language)) + "\n" for language in LANGUAGES))


def _lines(shelved: Shelved, ledger: Ledger, stop: Stop, cell: Cell, language: Language) -> list[str]:
    picture = picture_lines(ledger.picture, shelved.spec.preparation, language)
    reads = _reads(ledger.reading(stop, cell), shelved, stop, language) if stop.slot else []
    number = [*ledger.sheet(stop, cell).code, f"print(number.item())  # {stop.layer.name} {list(cell)}"]
    edits = edit_lines(shelved.edits, language)
    body = [*network_lines(shelved.spec, shelved.network, language), "", *edits, *picture, "", *reads, *number]
    return [*import_lines(body), "", *body]


_WANTED = {
    "base64.": "import base64",
    "io.": "import io",
    "zlib.": "import zlib",
    "np.": "import numpy as np",
    "torch.": "import torch",
    "F.": "import torch.nn.functional as F",
    "torchvision.models.": "import torchvision",
    "Image.": "from PIL import Image",
    "load_file(": "from safetensors.torch import load_file",
    "transforms.": "from torchvision import transforms",
    "create_feature_extractor(": "from torchvision.models.feature_extraction import create_feature_extractor",
    "NodePathTracer(": "from torchvision.models.feature_extraction import NodePathTracer",
}
"""What a line of code must hold for an import to be needed."""


def import_lines(body: Iterable[str]) -> list[str]:
    """What the lines of `body` need."""
    text = "\n".join(body)
    return [line for sign, line in _WANTED.items() if re.search(rf'(?<![\w."]){re.escape(sign)}', text)]


def network_lines(spec: NetworkSpec, network: nn.Module, language: Language) -> list[str]:
    """`network`, built and filled as the one in use."""
    key = spec.key.removesuffix(RANDOM)
    known, untrained = registry.specs().get(key, spec), spec.key.endswith(RANDOM)
    seed = [f"torch.manual_seed({SEED})  # {_UNTRAINED[language]}"] if untrained else []
    if isinstance(known.weights, TorchvisionWeights):
        named = "None" if untrained else f'"{known.weights.entry.name}"'
        return [*seed, f"network = torchvision.models.{key}(weights={named}).eval()"]
    if key.startswith(MINE):
        filled = f'network.load_state_dict(load_file("{key.removeprefix(MINE)}.safetensors"))'
        last = f"# {_OTHER[language]}" if untrained else filled
        return [f"from predict import Network  # {_TAKEN[language]}", "", "network = Network().eval()", last]
    if not isinstance(spec.build, type):
        return [f"from models import registry  # {_HERE[language]}", f'network = registry.construct(registry.specs()["{spec.key}"])']
    built = [
        f"from {spec.build.__module__} import {spec.build.__name__}  # {_HERE[language]}",
        "",
        *seed,
        f"network = {spec.build.__name__}().eval()",
    ]
    if isinstance(spec.weights, ShippedWeights):
        loose = ", strict=False" if any(isinstance(module, nn.BatchNorm2d) for module in network.modules()) else ""
        file = spec.weights.path.relative_to(SHIPPED.parents[1]).as_posix()
        built.append(f'network.load_state_dict(load_file("{file}"){loose})')
    return built


def edit_lines(edits: Sequence[Edit], language: Language) -> list[str]:
    """The weights of `network` changed as a visitor changed them; no line where nothing is."""
    if not edits:
        return []
    lines = [f"with torch.no_grad():  # {_SURGERY[language]}"]
    for edit in edits:
        lines.append(f'    layer = network.get_submodule("{edit.layer}")')
        if edit.kernel is not None:
            lines.append(f"    layer.weight[{edit.unit}] = torch.tensor({edit.kernel.tolist()})")
        if edit.factor != 1:
            lines += [
                f"    layer.weight[{edit.unit}] *= {edit.factor!r}",
                "    if layer.bias is not None:",
                f"        layer.bias[{edit.unit}] *= {edit.factor!r}",
            ]
    return [*lines, ""]


def picture_lines(picture: NDArray[np.uint8], wants: Preparation, language: Language) -> list[str]:
    """`x`, the picture as the network reads it: inside the code where it is small, else from the visitor's own file."""
    carried = base64.b64encode(zlib.compress(picture.tobytes(), 9)).decode()
    if len(carried) > CARRIED:
        return _from_a_file(wants, language)
    mean, std = (f"torch.tensor({list(numbers)})[:, None, None]" for numbers in (wants.mean, wants.std))
    lines = [f'    "{part}"' for part in textwrap.wrap(carried, WIDE)]
    return [
        f"packed = (  # {_CARRIED[language]}",
        *lines,
        ")",
        "pixels = torch.frombuffer(bytearray(zlib.decompress(base64.b64decode(packed))), dtype=torch.uint8)",
        f"pixels = pixels.view{picture.shape}.permute(2, 0, 1)",
        f"x = ((pixels / 255 - {mean}) / {std})[None]  # (1, {picture.shape[2]}, {picture.shape[0]}, {picture.shape[1]})",
    ]


def _from_a_file(wants: Preparation, language: Language) -> list[str]:
    way = "" if wants.interpolation == "bilinear" else f", transforms.InterpolationMode.{wants.interpolation.upper()}"
    side = wants.height if wants.height == wants.width else (wants.height, wants.width)
    if wants.small:
        return _from_a_small_jpeg(wants, language)
    return [
        f'picture = Image.open("picture.png").convert("RGB")  # {_PICTURE[language]}',
        f"prepare = transforms.Compose([  # {_PREPARED[language]}",
        f"    transforms.Resize({wants.resize}{way}), transforms.CenterCrop({side}), transforms.ToTensor(),",
        f"    transforms.Normalize({list(wants.mean)}, {list(wants.std)}),",
        "])",
        f"x = prepare(picture)[None]  # (1, {wants.channels}, {wants.height}, {wants.width})",
    ]


def _from_a_small_jpeg(wants: Preparation, language: Language) -> list[str]:
    small = f"({wants.small}, {wants.small})"
    return [
        f'picture = Image.open("picture.png").convert("RGB")  # {_PICTURE[language]}',
        f"square = transforms.CenterCrop(min(picture.size))(picture).resize({small}, Image.Resampling.BICUBIC)  # {_PREPARED[language]}",
        'square.save(small := io.BytesIO(), "JPEG", quality=95, subsampling="4:2:0")',
        "prepare = transforms.Compose([",
        f"    transforms.Resize({(wants.height, wants.width)}), transforms.ToTensor(),",
        f"    transforms.Normalize({list(wants.mean)}, {list(wants.std)}),",
        "])",
        f"x = prepare(Image.open(small))[None]  # (1, {wants.channels}, {wants.height}, {wants.width})",
    ]


def _reads(reading: Reading, shelved: Shelved, stop: Stop, language: Language) -> list[str]:
    """`reads`: what the layer read, in float64; `layer`: its module, where it is one."""
    plan, network = shelved.plan, shelved.network
    names = [None if slot == 0 else plan.steps[slot - 1].name for slot in reading.step.inputs]
    seen = [node_name(name) for name, learnt in zip(names, reading.learnt, strict=True) if name and not learnt]
    got = ", ".join(_got(name, learnt) for name, learnt in zip(names, reading.learnt, strict=True))
    lines = _stages(seen, network, language) if seen else []
    lines.append(f"reads = [{got}]  # {_READS.format(layer=stop.layer.name)[language]}")
    if reading.module is not None:
        lines.append(f'layer = network.get_submodule("{reading.step.name.partition(":")[0]}").requires_grad_(False)')
    return lines


def _stages(wanted: list[str], network: nn.Module, language: Language) -> list[str]:
    """`seen`: the values of some steps by name."""
    return [*stages_lines(wanted, network, language), "with torch.no_grad():", "    seen = stages(x)"]


def stages_lines(wanted: list[str], network: nn.Module, language: Language) -> list[str]:
    """`stages`: the network cut off behind some steps, so that nothing is overwritten; it answers their values by name."""
    if not any(_closed(name, network) for name in wanted):
        return [f"stages = create_feature_extractor(network, {wanted!r}, suppress_diff_warning=True)"]
    return [
        f"tracer = NodePathTracer()  # {_STEPS[language]}",
        "stages = torch.fx.GraphModule(network, tracer.trace(network))",
        "stages.graph.erase_node(list(stages.graph.nodes)[-1])",
        f"stages.graph.output({{name: node for node, name in tracer.node_to_qualname.items() if name in {wanted!r}}})",
        "stages.graph.eliminate_dead_code()",
        "stages.recompile()",
    ]


def _closed(name: str, network: nn.Module) -> bool:
    """Whether a step lies in a block that `create_feature_extractor` takes for one step."""
    path = name.split(".")
    above = (".".join(path[:depth]) for depth in range(1, len(path)))
    return any(type(network.get_submodule(block)).__module__.startswith("torchvision.ops") for block in above)


def _got(name: str | None, learnt: bool) -> str:
    if name is None:
        return "x[0].double()"
    return f'network.get_parameter("{name}").detach().double()' if learnt else f'seen["{node_name(name)}"][0].double()'


def node_name(name: str) -> str:
    """A step's name as torchvision spells it: "relu:2", the second call, is "relu_1"."""
    path, _, call = name.partition(":")
    return f"{path}_{int(call) - 1}" if call else path
