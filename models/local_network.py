"""Any nn.Module of whoever runs the playground: built from a file of theirs, traced, proven, and listed before all others.

It runs the code of a file, so it is reached from the command line alone (app/command_line.py) and never by a request.
"""

from __future__ import annotations

import copy
import importlib.util
import math
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from models.engine.tracing import TRACING_LOCK, NotTraceable, line_of
from models.errors import UserError, short_repr
from models.inputs.drawing import MNIST_SIDE
from models.inputs.pictures import Preparation
from models.state_dicts.opening import NOT_FINITE
from models.state_dicts.recognition import without_prefixes
from models.state_dicts.safetensors_file import PICKLE
from models.state_dicts.signatures import COUNTER
from models.store import registry
from models.store.counts import Counts
from models.store.local import LocalWeights, SourceFile
from models.store.registry import SEED, NetworkSpec
from models.store.store import LoadedNetwork, load, random_input
from models.text import Text

PHOTOGRAPH_SIDE = 224  # px
IMAGENET_MEAN, IMAGENET_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
_LEAST_SIDE, _MOST_SIDE = 8, 1024  # px
_LONGEST = 60  # letters of a key


@dataclass(frozen=True, slots=True)
class LocalNetwork:
    """What the command line says of a network. `size` and `resize` in px; None stands for what is usual."""

    network: str  # "my_model.py:build"
    weights: str | None = None  # path of a .safetensors; None: as `build` leaves them
    classes: str | None = None  # path of a text with a name per line
    size: int | None = None
    resize: int | None = None
    mean: tuple[float, ...] | None = None
    std: tuple[float, ...] | None = None
    drawings: bool = False


def add(given: LocalNetwork) -> NetworkSpec:
    """The network, proven bit for bit and listed. UserError for what is wrong with it, with the line of its code where there is one."""
    source, make = _maker(given.network)
    network = _built(make)
    state = _state(network, given.weights)
    preparation = preparation_of(network, given)
    stem = re.sub(r"[^a-z0-9]+", "_", Path(source.path).stem.lower()).strip("_")[:_LONGEST] or "network"
    spec = NetworkSpec(
        key=_free_key(stem),
        title=Text(Path(source.path).stem, Path(source.path).stem),
        note=Text("A network of your own, from {file}.", "Uma rede sua, de {file}.").format(file=Path(source.path).name),
        year=datetime.now(UTC).year,
        build=_reset(make),
        classes=tuple,
        preparation=preparation,
        weights=LocalWeights(state, source),
        usual=True,
    )
    loaded = _loaded(spec)
    names = _class_names(given.classes, _outputs(loaded))
    spec = replace(spec, classes=lambda: names)
    counted = Counts(
        parameters=sum(one.numel() for one in loaded.network.parameters()),
        macs=sum(layer.macs for layer in loaded.layers),
        cells=sum(math.prod(layer.shape) for layer in loaded.layers),
    )
    registry.add_spec(spec, counted)
    return spec


# Its code


def _maker(where: str) -> tuple[SourceFile, Callable[[], Any]]:
    """("my_model.py:build") → where it is, and what makes the network."""
    path, _, name = str(where).rpartition(":")
    file = Path(path)
    if not name.isidentifier() or not file.is_file():
        raise UserError(_NO_FILE.format(given=short_repr(where)))
    text = file.read_text("utf-8")
    module = file.stem if file.stem.isidentifier() and file.stem not in sys.modules else "own_" + re.sub(r"\W", "_", file.stem)
    found = importlib.util.spec_from_file_location(module, file)
    assert found is not None
    assert found.loader is not None
    loaded = importlib.util.module_from_spec(found)
    sys.modules[module] = loaded
    sys.path.insert(0, str(file.resolve().parent))  # for the files beside it that it imports
    try:
        with torch.random.fork_rng(devices=[]):
            found.loader.exec_module(loaded)
    except Exception as problem:
        _refuse_code(_IMPORT_FAILS, problem)
    make = getattr(loaded, name, None)
    if isinstance(make, nn.Module):
        make = partial(copy.deepcopy, make)
    if not callable(make):
        raise UserError(_NO_MAKER.format(name=name, file=file.name))
    return SourceFile(str(file), module, name, text), make


def _built(make: Callable[[], Any]) -> nn.Module:
    """A network as its code makes it after our seed."""
    try:
        with TRACING_LOCK, torch.random.fork_rng(devices=[]):
            torch.default_generator.manual_seed(SEED)
            network = make()
    except Exception as problem:
        _refuse_code(_BUILD_FAILS, problem)
    if not isinstance(network, nn.Module):
        raise UserError(_NO_MODULE.format(given=type(network).__name__))
    return network


def _reset(make: Callable[[], Any]) -> Callable[[], nn.Module]:
    """The same without what it may have learned: what `<key>@random` shows."""

    def construct() -> nn.Module:
        network: nn.Module = make()
        for module in network.modules():
            reset: Any = getattr(module, "reset_parameters", None)
            if reset:
                reset()
        return network

    return construct


def _refuse_code(text: Text, problem: BaseException) -> NoReturn:
    raise UserError(text.format(line=_indented(line_of(problem)), problem=f"{type(problem).__name__}: {problem}")) from problem


def _indented(line: str) -> str:
    return f"\n    {line}\n" if line else " "


# Its weights, classes and pictures


def _state(network: nn.Module, path: str | None) -> dict[str, Tensor]:
    """Its state dict, float32: from a file, or as its code leaves it."""
    own = {name: _float32(tensor.detach().clone()) for name, tensor in network.state_dict().items()}
    if path is None:
        return own
    if not Path(path).is_file():
        raise UserError(_NO_WEIGHTS.format(given=short_repr(path)))
    try:
        given = load_file(path)
    except Exception as problem:  # safetensors raises a dozen types for a file that is none
        raise UserError(Text("{file}: {why}", "{file}: {why}").format(file=Path(path).name, why=PICKLE)) from problem
    plain = next((one for one in without_prefixes(given) if set(one) == set(own)), given)
    wrong = [name for name in (*own, *plain) if not _fits(name, own, plain)]
    if wrong:
        raise UserError(_OTHER_WEIGHTS.format(file=Path(path).name, names=", ".join(dict.fromkeys(wrong[:3]))))
    if bad := [name for name, tensor in plain.items() if not bool(torch.isfinite(tensor).all())]:
        raise UserError(NOT_FINITE.format(name=bad[0]))
    return own | {name: _float32(tensor) for name, tensor in plain.items()}


def _float32(tensor: Tensor) -> Tensor:
    return tensor.float() if tensor.is_floating_point() else tensor


def _fits(name: str, own: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> bool:
    if name.endswith(COUNTER):
        return True
    return name in own and name in given and own[name].shape == given[name].shape


def preparation_of(network: nn.Module, given: LocalNetwork) -> Preparation:
    """A photograph of three channels, or a drawing where the first convolution reads one."""
    first = next((module.in_channels for module in network.modules() if isinstance(module, nn.Conv2d)), 3)
    if first not in (1, 3):
        raise UserError(_CHANNELS.format(count=first))
    drawing = given.drawings or first == 1
    least = MNIST_SIDE if drawing else _LEAST_SIDE
    size = (MNIST_SIDE if drawing else PHOTOGRAPH_SIDE) if given.size is None else given.size
    if not least <= size <= _MOST_SIDE:
        raise UserError(_SIZE.format(given=size, least=least, most=_MOST_SIDE))
    mean = _per_channel("mean", given.mean or ((0.0,) if drawing else IMAGENET_MEAN), first)
    std = _per_channel("std", given.std or ((1.0,) if drawing else IMAGENET_STD), first)
    if min(std) <= 0 or not all(map(math.isfinite, (*mean, *std))):
        raise UserError(_STD.format(given=short_repr([*mean, *std])))
    if drawing:
        return Preparation("drawing", first, size, size, size, mean=mean, std=std)
    resize = round(size * 256 / PHOTOGRAPH_SIDE) if size == PHOTOGRAPH_SIDE and given.size is None else size
    return Preparation("photograph", 3, size, size, max(size, given.resize or resize), mean=mean, std=std)


def _per_channel(name: str, numbers: tuple[float, ...], channels: int) -> tuple[float, ...]:
    if len(numbers) not in (1, channels):
        raise UserError(_NUMBERS.format(name=name, given=len(numbers), channels=channels))
    return numbers if len(numbers) == channels else numbers * channels


def _class_names(path: str | None, outputs: int) -> tuple[Text, ...]:
    if path is None:
        return tuple(Text(f"class {place}", f"classe {place}") for place in range(outputs))
    if not Path(path).is_file():
        raise UserError(_NO_NAMES.format(given=short_repr(path)))
    names = [line.strip() for line in Path(path).read_text("utf-8-sig").rstrip().splitlines()]
    if len(names) != outputs or not all(names):
        raise UserError(_COUNT.format(file=Path(path).name, given=len([name for name in names if name]), count=outputs))
    return tuple(Text(name, name) for name in names)


# The proof


def _loaded(spec: NetworkSpec) -> LoadedNetwork:
    """UserError with the line that cannot be traced, or that fails on a picture."""
    try:
        return load(spec)
    except NotTraceable as problem:
        raise not_traced(problem) from problem
    except (RuntimeError, ValueError, IndexError) as problem:
        _refuse_code(_RUN_FAILS.format(size=spec.preparation.height, line="{line}", problem="{problem}"), _own_error(spec) or problem)


def _own_error(spec: NetworkSpec) -> Exception | None:
    """The same error as the network's own code meets it: the steps of a plan have no lines of that code."""
    network = registry.build_network(spec)
    try:
        with TRACING_LOCK, torch.no_grad():
            network(random_input(spec.preparation))
    except Exception as problem:
        return problem
    return None


def not_traced(problem: NotTraceable) -> UserError:
    """The sentence with the line of its code that cannot be traced, and what to do about it."""
    return UserError(_NOT_TRACED.format(line=_indented(problem.line), problem=str(problem)))


def _outputs(loaded: LoadedNetwork) -> int:
    with torch.no_grad():
        logits = loaded.plan.logits(random_input(loaded.spec.preparation))
    if logits.dim() != 2 or logits.shape[1] < 2:
        raise UserError(_NO_CLASSES.format(shape=" × ".join(map(str, logits.shape))))
    return int(logits.shape[1])


def _free_key(stem: str) -> str:
    key, n = stem, 1
    while key in registry.specs():
        n += 1
        key = f"{stem}_{n}"
    return key


_NO_FILE = Text(
    "--network: {given} is not accepted; give a Python file and the name of what makes the network in it, as in my_model.py:build.",
    "--network: {given} não é aceito; dê um arquivo Python e o nome do que faz a rede nele, como em my_model.py:build.",
)
_NO_MAKER = Text(
    "--network: {file} has no function, class or module named {name}.",
    "--network: {file} não tem função, classe nem módulo chamado {name}.",
)
_NO_MODULE = Text(
    "--network: what it makes is {given}; it must be an nn.Module, made without arguments.",
    "--network: o que ele faz é {given}; precisa ser um nn.Module, feito sem argumentos.",
)
_IMPORT_FAILS = Text(
    "The file of --network cannot be run.{line}{problem}",
    "O arquivo de --network não pode ser executado.{line}{problem}",
)
_BUILD_FAILS = Text(
    "The network cannot be built.{line}{problem}",
    "A rede não pode ser construída.{line}{problem}",
)
_RUN_FAILS = Text(
    "The network fails on a picture of {size} × {size} px; --size says which it reads.{line}{problem}",
    "A rede falha com uma imagem de {size} × {size} px; --size diz qual ela lê.{line}{problem}",
)
_NOT_TRACED = Text(
    "The network cannot be looked through.{line}{problem}\nWhat a line decides by the numbers or the shape of a tensor is known only when "
    "a picture runs. Decide by a setting that the constructor knows, or put these lines into a function of the file with @torch.fx.wrap "
    "above it: the function is one step then.",
    "Não se pode olhar por dentro da rede.{line}{problem}\nO que uma linha decide pelos números ou pela forma de um tensor só se sabe "
    "quando uma imagem passa. Decida por um ajuste que o construtor conhece, ou ponha essas linhas em uma função do arquivo com "
    "@torch.fx.wrap acima dela: a função é então um passo só.",
)
_NO_CLASSES = Text(
    "The network answers {shape}; one row with two or more logits for a picture is looked through here.",
    "A rede responde {shape}; aqui se olha por dentro de uma rede que dá uma linha com dois logits ou mais por imagem.",
)
_NO_WEIGHTS = Text("--weights: there is no file {given}.", "--weights: não há arquivo {given}.")
_OTHER_WEIGHTS = Text(
    "--weights: {file} is not of this network: {names} differ in name or shape.",
    "--weights: {file} não é desta rede: {names} diferem em nome ou forma.",
)
_CHANNELS = Text(
    "The first convolution reads {count} channels; pictures here have three, drawings one.",
    "A primeira convolução lê {count} canais; imagens aqui têm três, desenhos um.",
)
_SIZE = Text(
    "--size: {given} is not accepted; a whole number from {least} to {most} px is.",
    "--size: {given} não é aceito; é um número inteiro de {least} a {most} px.",
)
_STD = Text(
    "--mean, --std: {given} are not accepted; each is finite, and each standard deviation more than 0.",
    "--mean, --std: {given} não são aceitos; cada um é finito, e cada desvio padrão é maior que 0.",
)
_NUMBERS = Text(
    "--{name}: {given} numbers were given; it takes one, or {channels}, one per channel.",
    "--{name}: foram dados {given} números; é um, ou {channels}, um por canal.",
)
_NO_NAMES = Text("--classes: there is no file {given}.", "--classes: não há arquivo {given}.")
_COUNT = Text(
    "--classes: {file} has {given} names, one per line, and the network answers {count} classes.",
    "--classes: {file} tem {given} nomes, um por linha, e a rede responde {count} classes.",
)
