"""Any nn.Module opens from the command line: proven bit for bit, or refused with the line of its code."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from models import api, local_network, service
from models.errors import UserError
from models.export.network_source import network_files, network_lines
from models.local_network import LocalNetwork
from models.store import registry
from models.store.store import random_input
from tests import own_modules

FILE = Path(own_modules.__file__)
NAMES = {
    "ConvNeXtLike": 64,
    "Functional": 48,
    "OneReluThreeTimes": 32,
    "Loop": 28,
    "Wrapped": 32,
    "made": 32,
    "grown": 32,
}


@pytest.fixture
def add() -> Iterator[Callable[..., str]]:
    """Lists a network and takes it off again."""
    added: list[str] = []

    def one(name: str, file: Path = FILE, **more: Any) -> str:
        spec = local_network.add(LocalNetwork(f"{file}:{name}", **more))
        added.append(spec.key)
        return spec.key

    yield one
    for key in added:
        registry.remove_spec(key)
        for one in (key, f"{key}@random"):
            service.store._loaded.pop(one)


def as_written(name: str) -> nn.Module:
    """What the file makes, by itself."""
    made = getattr(own_modules, name)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        network: nn.Module = made if isinstance(made, nn.Module) else made()
    return network.eval()


@pytest.mark.parametrize("name", NAMES)
def test_a_network_is_proven_and_answers_as_it_does_alone(name: str, add: Callable[..., str]) -> None:
    network = as_written(name)
    key = add(name, size=NAMES[name])
    loaded = service.store.get(key)
    state = network.state_dict()
    if name == "made":  # as the file was run anew: with other random numbers
        network.load_state_dict(loaded.network.state_dict())
    assert all(torch.equal(value, loaded.network.state_dict()[one]) for one, value in state.items())
    probe = random_input(loaded.spec.preparation)
    with torch.no_grad():
        assert torch.equal(loaded.plan.logits(probe), network(probe))
    assert len(loaded.spec.classes()) == loaded.plan.logits(probe).shape[1]


def test_one_relu_used_three_times_is_three_layers(add: Callable[..., str]) -> None:
    layers = api.layers(add("OneReluThreeTimes", size=32))
    assert [one.name for one in layers if one.kind == "activation"] == ["relu", "relu:2", "relu:3"]


def test_a_class_that_is_only_called_like_a_layer_is_opened(add: Callable[..., str]) -> None:
    names = [one.name for one in api.layers(add("ConvNeXtLike", size=64))]
    assert not any(name.endswith(".norm") for name in names)
    assert "blocks.0.dwconv" in names
    assert "blocks.2.pwconv2" in names


def test_it_is_listed_first_with_its_untrained_twin(add: Callable[..., str]) -> None:
    key = add("grown", size=32)
    infos = api.networks()
    assert infos[0].key == key == "own_modules"
    assert (infos[0].usual, infos[0].weights, infos[0].drawing) == (True, "present", False)
    twin = service.store.get(f"{key}@random")
    assert not torch.equal(twin.network.get_parameter("fc.bias"), service.store.get(key).network.get_parameter("fc.bias"))
    assert float(service.store.get(key).network.get_parameter("fc.bias").min()) == 7.0


def test_one_channel_makes_it_a_network_for_drawings(add: Callable[..., str]) -> None:
    card = api.network(add("Loop"))
    assert (card.drawing, card.input.height, card.input.channels) == (True, 28, 1)


def test_weights_names_and_numbers_come_from_files(add: Callable[..., str], tmp_path: Path) -> None:
    network = own_modules.OneReluThreeTimes()
    save_file({f"module.{name}": value.half() for name, value in network.state_dict().items()}, tmp_path / "w.safetensors")
    (tmp_path / "names.txt").write_text("um\ndois\ntrês\nquatro\n\n", "utf-8")
    key = add(
        "OneReluThreeTimes",
        weights=str(tmp_path / "w.safetensors"),
        classes=str(tmp_path / "names.txt"),
        size=40,
        resize=50,
        mean=(0.5,),
        std=(0.5, 0.25, 0.5),
    )
    loaded = service.store.get(key)
    assert torch.equal(loaded.network.get_parameter("a.weight"), network.a.weight.half().float())
    assert [one.en for one in loaded.spec.classes()] == ["um", "dois", "três", "quatro"]
    wants = loaded.spec.preparation
    assert (wants.height, wants.resize, wants.mean, wants.std) == (40, 50, (0.5, 0.5, 0.5), (0.5, 0.25, 0.5))


def test_the_shown_code_names_the_file_and_runs(add: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = tmp_path / "my_network.py"
    shutil.copy(FILE, copied)
    loaded = service.store.get(add("OneReluThreeTimes", copied, size=32))
    lines = network_lines(loaded, "en")
    assert any(line.startswith("from my_network import OneReluThreeTimes") for line in lines)
    for file, content in network_files(loaded):
        (tmp_path / file).write_bytes(content("en"))
    monkeypatch.chdir(tmp_path)
    scope: dict[str, Any] = {}
    exec("\n".join(["import torch", "from safetensors.torch import load_file", *lines]), scope)
    probe = random_input(loaded.spec.preparation)
    with torch.no_grad():
        assert torch.equal(scope["network"](probe), loaded.plan.logits(probe))


def test_transfer_teaches_on_it_and_writes_its_code(add: Callable[..., str]) -> None:
    key = add("OneReluThreeTimes", size=32)
    compile(api.fine_tune_code({"network": key}, visitor="v"), "teach.py", "exec")


def line_of(cls: type, text: str) -> int:
    lines, start = inspect.getsourcelines(cls)
    return start + next(i for i, line in enumerate(lines) if text in line)


def test_what_cannot_be_traced_is_refused_with_its_line() -> None:
    with pytest.raises(UserError) as refusal:
        local_network.add(LocalNetwork(f"{FILE}:Decides", size=32))
    for said in (refusal.value.say("en"), refusal.value.say("pt")):
        assert f"own_modules.py:{line_of(own_modules.Decides, 'x.mean() > 0')}: if x.mean() > 0:" in said
        assert "@torch.fx.wrap" in said
    assert not any(key.startswith("own_modules") for key in registry.specs())


REFUSED: dict[str, tuple[LocalNetwork, str]] = {
    "no file": (LocalNetwork("nothing.py:build"), "nothing.py:build' is not accepted"),
    "no name": (LocalNetwork(str(FILE)), "is not accepted; give a Python file"),
    "no such name": (LocalNetwork(f"{FILE}:nobody"), "no function, class or module named nobody"),
    "no module": (LocalNetwork(f"{FILE}:number"), "what it makes is int"),
    "code that fails": (LocalNetwork(f"{FILE}:fails"), "own_modules.py:\\d+: raise RuntimeError"),
    "chance": (LocalNetwork(f"{FILE}:Chance", size=32), "does not reproduce"),
    "two answers": (LocalNetwork(f"{FILE}:TwoAnswers", size=32), "answers tuple, not one tensor"),
    "another size": (
        LocalNetwork(f"{FILE}:FixedSize", size=40),
        r"fails on a picture of 40 × 40 px.*\n.*own_modules.py:\d+: return self.fc",
    ),
    "size": (LocalNetwork(f"{FILE}:made", size=3), "--size: 3 is not accepted"),
    "std": (LocalNetwork(f"{FILE}:made", size=32, std=(0.0,)), "--mean, --std: "),
    "no number": (LocalNetwork(f"{FILE}:made", size=32, mean=(float("nan"),)), "each is finite"),
    "mean": (LocalNetwork(f"{FILE}:made", size=32, mean=(0.5, 0.5)), "--mean: 2 numbers were given"),
    "no weights": (LocalNetwork(f"{FILE}:made", size=32, weights="none.safetensors"), "--weights: there is no file"),
    "no names": (LocalNetwork(f"{FILE}:made", size=32, classes="none.txt"), "--classes: there is no file"),
    "wrong names": (LocalNetwork(f"{FILE}:made", size=32, classes=str(FILE)), "names, one per line, and the network answers 4"),
    "no safetensors": (LocalNetwork(f"{FILE}:made", size=32, weights=str(FILE)), "torch.save"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_opened_has_its_sentence(what: str) -> None:
    given, why = REFUSED[what]
    with pytest.raises(UserError, match=why) as refusal:
        local_network.add(given)
    assert refusal.value.say("pt") != refusal.value.say("en")
    assert not any(key.startswith("own_modules") for key in registry.specs())


def test_weights_of_another_network_are_named(tmp_path: Path) -> None:
    save_file({"a.weight": torch.zeros(4, 3, 3, 3), "b.weight": torch.zeros(1)}, tmp_path / "w.safetensors")
    with pytest.raises(UserError, match=r"w.safetensors is not of this network: a.bias, b.weight"):
        local_network.add(LocalNetwork(f"{FILE}:made", size=32, weights=str(tmp_path / "w.safetensors")))


def test_a_key_of_ours_is_not_taken(add: Callable[..., str], tmp_path: Path) -> None:
    copied = tmp_path / "lenet5.py"
    shutil.copy(FILE, copied)
    assert add("made", copied, size=32) == "lenet5_2"


def test_only_the_command_line_reaches_it() -> None:
    """It runs somebody's code: nothing that answers a request may name it."""
    root = Path(api.__file__).parents[2]
    naming = {path.relative_to(root).as_posix() for path in (root / "app").rglob("*.py") if "add_local_network" in path.read_text("utf-8")}
    assert naming == {"app/command_line.py"}
    using = {
        path.relative_to(root).as_posix()
        for folder in ("app", "models")
        for path in (root / folder).rglob("*.py")
        if "local_network" in path.read_text("utf-8")
    }
    cluster = "models/cluster/dispatcher.py"  # asked once on the page's own server, and told to every worker
    assert using == {"app/command_line.py", "models/api/process.py", "models/api/__init__.py", "models/open.py", cluster}
