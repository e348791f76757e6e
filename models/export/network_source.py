"""A network as plain PyTorch: its class with all that it reads, from the very source that runs here; and the file of its weights."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from types import ModuleType

from torch import nn

from models.export.predict_script import predict_script
from models.store import registry
from models.store.local import LocalWeights
from models.store.packaged import PackagedWeights
from models.store.registry import RANDOM_SUFFIX, SEED, NetworkSpec
from models.store.store import OWN_PREFIX, LoadedNetwork
from models.store.weights import ShippedWeights, TorchvisionWeights, safetensors_bytes
from models.text import Language, Text
from models.types.code import File
from models.types.filters import Edit

_UNTRAINED = Text("untrained: anybody's after this seed", "sem treino: a de qualquer um com esta semente")
_HOME = Text("predict.py lies in the folder to download", "predict.py está na pasta para baixar")
_ORDER = Text("as the page computes: with more, sums differ in their last digits", "como a página calcula: com mais, somas mudam no fim")
_WRITTEN = Text("{name}, written out", "{name}, por extenso")
_SURGERY = Text("the surgery", "a cirurgia")
_WHOLE = Text("zeros where nothing is connected", "zeros onde nada está ligado")
_YOURS = Text("the file that --network names", "o arquivo que --network indica")
_WEIGHTS = Text("in the folder to download", "na pasta para baixar")
_TOOL_COMMENT = re.compile(r"  # (?:fmt: skip|type: ignore\S*|noqa\S*)")


def network_lines(loaded: LoadedNetwork, language: Language) -> list[str]:
    """`network`, built and filled as the one in use, with what a visitor has changed of its weights."""
    built = _build_lines(loaded.spec, loaded.network, language)
    return [f"torch.set_num_threads(1)  # {_ORDER[language]}", *built, *edit_lines(loaded, loaded.edits, language)]


def edit_lines(loaded: LoadedNetwork, edits: Sequence[Edit], language: Language) -> list[str]:
    """The weights of `network` changed as a visitor changed them; no line where nothing is."""
    if not edits:
        return []
    lines = ["", f"with torch.no_grad():  # {_SURGERY[language]}"]
    whole: set[str] = set()
    for edit in edits:
        lines.append(f'    layer = network.get_submodule("{edit.layer}")')
        if edit.layer not in whole and hasattr(loaded.network.get_submodule(edit.layer), "full_weight"):
            lines += _whole(edit.layer, language)
            whole.add(edit.layer)
        if edit.kernel is not None:
            lines.append(f"    layer.weight[{edit.unit}] = torch.tensor({edit.kernel.tolist()})")
        if edit.factor != 1:
            lines += [
                f"    layer.weight[{edit.unit}] *= {edit.factor!r}",
                "    if layer.bias is not None:",
                f"        layer.bias[{edit.unit}] *= {edit.factor!r}",
            ]
    return lines


def _whole(layer: str, language: Language) -> list[str]:
    """A convolution that stores only the kernels of its connections becomes a plain one, whose units are rows of its weights."""
    return [
        f"    whole = nn.Conv2d(layer.in_channels, layer.out_channels, layer.kernel_size)  # {_WHOLE[language]}",
        "    whole.weight.copy_(layer.full_weight())",
        "    whole.bias.copy_(layer.bias)",
        f'    network.set_submodule("{layer}", whole)',
        "    layer = whole",
    ]


def _build_lines(spec: NetworkSpec, network: nn.Module, language: Language) -> list[str]:
    key = spec.key.removesuffix(RANDOM_SUFFIX)
    known, untrained = registry.specs().get(key, spec), spec.key.endswith(RANDOM_SUFFIX)
    seed = [f"torch.manual_seed({SEED})  # {_UNTRAINED[language]}"] if untrained else []
    if isinstance(known.weights, TorchvisionWeights):
        named = "None" if untrained else f'"{known.weights.entry.name}"'
        return [*seed, f"network = torchvision.models.{key}(weights={named}).eval()"]
    if isinstance(known.weights, LocalWeights):
        return _local_lines(known.weights, spec, network, language)
    if key.startswith(OWN_PREFIX):
        return [f"from predict import Network  # {_HOME[language]}", "network = Network().eval()", _load_line(spec, network, language)]
    built = [*source_region(spec.build, language), *seed, f"network = {spec.build.__name__}().eval()"]
    return built if untrained else [*built, _load_line(spec, network, language)]


def _local_lines(weights: LocalWeights, spec: NetworkSpec, network: nn.Module, language: Language) -> list[str]:
    """A network from a file of whoever runs the playground: that file is its code."""
    source = weights.source
    built = [f"from {source.module} import {source.name}  # {_YOURS[language]}", "", f"network = {source.name}().eval()"]
    if not spec.key.endswith(RANDOM_SUFFIX):
        return [*built, _load_line(spec, network, language)]
    return [
        *built,
        f"torch.manual_seed({SEED})  # {_UNTRAINED[language]}",
        "for module in network.modules():",
        '    if hasattr(module, "reset_parameters"):',
        "        module.reset_parameters()",
    ]


def _load_line(spec: NetworkSpec, network: nn.Module, language: Language) -> str:
    loose = ", strict=False" if any(isinstance(module, nn.BatchNorm2d) for module in network.modules()) else ""
    return f'network.load_state_dict(load_file("{_file(spec)}"){loose})  # {_WEIGHTS[language]}'


def _file(spec: NetworkSpec) -> str:
    if isinstance(spec.weights, ShippedWeights):
        return spec.weights.path.name
    return spec.key.removeprefix(OWN_PREFIX).replace(RANDOM_SUFFIX, "-untrained") + ".safetensors"


def network_files(loaded: LoadedNetwork) -> tuple[File, ...]:
    """What `network_lines` read: the weights of a network of ours; those of a visitor's own, and its predict.py."""
    spec = loaded.spec
    if isinstance(spec.weights, ShippedWeights):
        path = spec.weights.path
        return ((path.name, lambda language: path.read_bytes()),)
    file = _file(spec)
    known = registry.specs().get(spec.key.removesuffix(RANDOM_SUFFIX), spec).weights
    if isinstance(known, LocalWeights):
        text = known.source.text
        return ((file, lambda language: weights_bytes(loaded.network)), (f"{known.source.module}.py", lambda language: text.encode()))
    if isinstance(spec.weights, PackagedWeights):
        return ((file, lambda language: weights_bytes(loaded.network)),)
    if not spec.key.startswith(OWN_PREFIX):
        return ()

    def written(language: Language) -> bytes:
        return predict_script(loaded, [name[language] for name in spec.classes()], file, language).encode()

    return ((file, lambda language: weights_bytes(loaded.network)), ("predict.py", written))


def weights_bytes(network: nn.Module) -> bytes:
    """The weights of a network as a .safetensors file."""
    return safetensors_bytes({name: tensor.contiguous().clone() for name, tensor in network.state_dict().items()}, {})


def source_region(thing: object, language: Language) -> list[str]:
    """A class or function with all that it reads, between the marks that editors fold by."""
    name = getattr(thing, "__name__", "")
    return [f"# region {_WRITTEN.format(name=name)[language]}", *source_of(thing), "# endregion", ""]


def source_of(thing: object) -> list[str]:
    """The imports and the source of a class or function of ours, of whatever of our modules it reads before it; without docstrings.

    ValueError for what reads more of a module that is imported whole than numbers.
    """
    module = inspect.getmodule(thing)
    assert module is not None
    return _source_of_names(module, (getattr(thing, "__name__", ""),))


def _source_of_names(module: ModuleType, names: Sequence[str]) -> list[str]:
    text = inspect.getsource(module)
    nodes = {name: node for node in ast.parse(text).body for name in _defines(node)}
    wanted = _reads(names, nodes)
    found = {node.lineno: node for name, node in nodes.items() if name in wanted}
    lines: list[str] = []
    for _, node in sorted(found.items()):
        if isinstance(node, ast.Import | ast.ImportFrom):
            lines += _imported(node, wanted) or _of_ours(node, wanted)
        else:
            spaced = ["", ""] if isinstance(node, ast.ClassDef | ast.FunctionDef) else []
            lines += [*spaced, *_inline_constants(_source_lines(node, text.splitlines()), module)]
    return lines


def _defines(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((alias.asname or alias.name).partition(".")[0] if not alias.asname else alias.asname for alias in node.names)
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        yield from (one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store))


def _reads(names: Sequence[str], nodes: dict[str, ast.stmt]) -> set[str]:
    """Every name of the module that some need, themselves included."""
    wanted, ahead = set(), [*names]
    while ahead:
        one = ahead.pop()
        if one in nodes and one not in wanted:
            wanted.add(one)
            ahead += [found.id for found in ast.walk(nodes[one]) if isinstance(found, ast.Name)]
    return wanted


def _imported(node: ast.Import | ast.ImportFrom, wanted: set[str]) -> list[str]:
    module = getattr(node, "module", None) or ""
    if module.partition(".")[0] == "models":
        return []
    names = [alias for alias in node.names if (alias.asname or alias.name) in wanted or alias.name.partition(".")[0] in wanted]
    told = [f"{alias.name} as {alias.asname}" if alias.asname else alias.name for alias in names]
    return [f"from {module} import {', '.join(told)}"] if module else [f"import {name}" for name in told]


def _of_ours(node: ast.Import | ast.ImportFrom, wanted: set[str]) -> list[str]:
    """What is wanted of another module of ours, where functions and classes are taken out of it by name."""
    place = getattr(node, "module", None) or ""
    if place.partition(".")[0] != "models":
        return []
    module = import_module(place)
    named = [alias.name for alias in node.names if alias.name in wanted]
    written = [name for name in named if inspect.isfunction(getattr(module, name)) or inspect.isclass(getattr(module, name))]
    return _source_of_names(module, written) if written else []


def _source_lines(node: ast.stmt, lines: list[str]) -> list[str]:
    """The lines of a statement without docstrings and without what is said to our own tools."""
    dropped: set[int] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.ClassDef | ast.FunctionDef) and ast.get_docstring(inner) is not None:
            first, last = inner.body[0].lineno, inner.body[0].end_lineno or 0
            dropped |= {*range(first, last + 1), *([last + 1] if lines[last : last + 1] == [""] else [])}
    start = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
    return [_TOOL_COMMENT.sub("", lines[at - 1]) for at in range(start, (node.end_lineno or start) + 1) if at not in dropped]


def _inline_constants(lines: list[str], module: ModuleType) -> list[str]:
    """Numbers of other modules of ours in place of their names: `imagenet109.COUNT` is 109."""

    def number(found: re.Match[str]) -> str:
        value = getattr(getattr(module, found[1], None), found[2], None)
        return repr(value) if isinstance(value, int | float | str | tuple) else found[0]

    ours = [name for name, one in vars(module).items() if isinstance(one, ModuleType) and one.__name__.startswith("models.")]
    if not ours:
        return lines
    text = re.sub(rf"\b({'|'.join(ours)})\.(\w+)", number, "\n".join(lines))
    if left := re.search(rf"\b(?:{'|'.join(ours)})\.", text):
        raise ValueError(f"{module.__name__} reads {left[0]} of ours, which cannot be written out")
    return text.split("\n")
