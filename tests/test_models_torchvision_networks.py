"""Every convolutional network of torchvision: none missing, none wrongly named, each one a plan that gives its network's bits."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode
from torchvision import models as torchvision

from models import api, limits
from models.engine.tracing import trace_verified
from models.errors import UserError
from models.networks import torchvision_zoo
from models.store import costs, counts, downloads, fetch_weights, registry
from models.store.costs import Seconds
from models.store.store import NetworkStore
from models.store.weights import TorchvisionWeights
from models.text import Text
from tests.every_network import THIRTY, ZOO, params
from tests.weight_files import closed_port, home, serialised, serve, wait_for_downloads

__all__ = ["home", "serve"]

ATTENTION = ("vit_", "swin_", "maxvit_")
LEAST_SIDE = {"inception_v3": 75}  # px that the network can read at all
COUNTED = ("resnet50", "densenet121", "inception_v3", "regnet_y_400mf", "mnasnet0_5", "shufflenet_v2_x1_0")
YEARS = {
    "alexnet": 2012, "vgg16": 2014, "googlenet": 2014, "resnet50": 2015, "inception_v3": 2015, "squeezenet1_0": 2016, "densenet121": 2016,
    "resnext50_32x4d": 2016, "wide_resnet50_2": 2016, "mobilenet_v2": 2018, "shufflenet_v2_x1_0": 2018, "mnasnet1_0": 2018,
    "mobilenet_v3_large": 2019, "efficientnet_b0": 2019, "regnet_y_8gf": 2020, "efficientnet_v2_s": 2021, "convnext_base": 2022,
}  # fmt: skip


def test_all_of_torchvisions_convolutional_networks_are_listed_and_nothing_else() -> None:
    theirs = {key for key in torchvision.list_models(module=torchvision) if not key.startswith(ATTENTION)}
    assert set(ZOO) == theirs and len(ZOO) == 68 and len(THIRTY) == 30
    assert {registry.specs()[key].family for key in THIRTY} == {family.title for family in torchvision_zoo.FAMILIES}


def test_what_the_menu_says_is_what_torchvision_publishes() -> None:
    for key in ZOO:
        info, entry = api.network(key), next(iter(torchvision.get_model_weights(key)))
        assert info.parameters == entry.meta["num_params"] - (3_326_696 if key == "inception_v3" else 0), key  # its side answer is left out
        assert info.macs / 1e9 == pytest.approx(entry.meta["_ops"], rel=0.05, abs=2e-3), key
        assert info.accuracy == entry.meta["_metrics"]["ImageNet-1K"]["acc@1"] and info.paper, key
        assert info.download_mb in (None, entry.meta["_file_size"])
        assert (info.memory_mb or 0) > 4e-6 * info.parameters and ((info.seconds or 0) > 0) == (info.refused is None)
        twin = api.network(f"{key}@random")
        assert (twin.accuracy, twin.family, twin.macs) == (None, info.family, info.macs)


def test_years_are_those_of_the_papers_first_publication() -> None:
    assert {key: api.network(key).year for key in YEARS} == YEARS
    assert {registry.specs()[key].family for key in YEARS} == {family.title for family in torchvision_zoo.FAMILIES}


@pytest.mark.parametrize("key", params([key for key in registry.specs() if "@" not in key], THIRTY))
def test_the_table_of_counts_is_what_the_traced_network_has(key: str) -> None:
    """Where it is not: python -m models.recipes.counts."""
    spec = registry.specs()[key]
    assert asdict(counts.table()[key]) == asdict(counts.count(spec.build, spec.preparation, spec.answer))


def test_the_list_builds_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "count", lambda *given: pytest.fail("a network was traced"))
    registry._counted.cache_clear()
    assert len(api.networks()) >= 2 * len(ZOO)


@pytest.mark.parametrize("key", COUNTED)
def test_multiply_accumulates_are_half_of_what_torch_counts(key: str) -> None:
    spec = registry.specs()[key]
    with torch.device("meta"):
        network, picture = spec.build().eval(), torch.empty(1, 3, spec.preparation.height, spec.preparation.width)
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        network(picture)
    assert 2 * api.network(key).macs == counter.get_total_flops()


@pytest.mark.parametrize("key", params(ZOO, THIRTY))
def test_every_network_is_traced_bit_for_bit(key: str) -> None:
    """On a small picture: which steps a network has does not depend on the size. `trace_verified` raises where a bit differs."""
    side = LEAST_SIDE.get(key, 64)
    network = registry.build_network(registry.specs()[f"{key}@random"])
    probe = torch.randn(1, 3, side, side, generator=torch.Generator().manual_seed(0))
    plan = trace_verified(network, probe)
    with torch.no_grad():
        assert torch.equal(plan.logits(probe), network(probe)) and plan.logits(probe).shape == (1, 1000)


@pytest.mark.parametrize("key", params(ZOO, ()))
def test_every_network_that_the_limit_allows_opens_with_its_own_input(key: str) -> None:
    store = NetworkStore()
    if (api.network(key).memory_mb or 0) > limits.NETWORK_MB.value:
        with pytest.raises(UserError, match="MB of memory"):
            store.open(f"{key}@random")
        return
    assert store.open(f"{key}@random").ready and store.get(f"{key}@random").layers[-1].name == "softmax"


def test_only_two_networks_are_over_the_limit_as_it_is() -> None:
    assert {key for key in ZOO if (api.network(key).memory_mb or 0) > limits.NETWORK_MB.default} == {"regnet_y_128gf", "efficientnet_b7"}


def test_a_network_over_the_limit_is_refused_before_anything_is_fetched(home: Path) -> None:
    store = NetworkStore()
    for key in ("regnet_y_128gf", "regnet_y_128gf@random"):
        for ask in (store.open, store.get):
            with pytest.raises(UserError, match=r"5,513 MB of memory for a picture; this server opens networks up to 3,072 MB") as refused:
                ask(key)
            assert "5.513 MB" in refused.value.say("pt")
    assert store.all() == () and list(home.iterdir()) == []


def test_the_least_recently_used_network_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_SHELF_MB", "12")
    store = NetworkStore()
    for key in ("squeezenet1_1@random", "squeezenet1_0@random", "shufflenet_v2_x0_5@random"):
        store.open(key)
    assert [one.spec.key for one in store.all()] == ["squeezenet1_0@random", "shufflenet_v2_x0_5@random"]


def test_memory_is_counted_and_time_is_as_measured_there_by_the_speed_of_here(monkeypatch: pytest.MonkeyPatch) -> None:
    small = counts.table()["shufflenet_v2_x0_5"]
    assert costs.memory_mb(small) == 4 * (small.parameters + small.cells) / 1e6
    told = json.loads(costs.SECONDS_FILE.read_text("utf-8"))
    monkeypatch.setattr(costs, "speed_here", lambda: 3 * told["speed"])
    opening, picture = told["networks"]["shufflenet_v2_x0_5"]
    assert costs.seconds("shufflenet_v2_x0_5") == Seconds(pytest.approx(3 * opening), pytest.approx(3 * picture))
    assert costs.seconds("of_a_visitor") is None


def test_every_network_that_the_limit_allows_has_been_measured() -> None:
    """Where one has not: python -m models.recipes.seconds, on a quiet machine."""
    measured = json.loads(costs.SECONDS_FILE.read_text("utf-8"))["networks"]
    listed = {key for key in registry.specs() if "@" not in key}
    allowed = {key for key in listed if costs.memory_mb(counts.table()[key]) <= limits.NETWORK_MB.default}
    assert set(measured) == allowed and all(0 < picture < 60 for _, picture in measured.values())


def test_what_is_refused_says_so_before_anybody_chooses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = {key for key in ZOO if api.network(key).refused}
    assert refused == {"regnet_y_128gf", "efficientnet_b7"} == {key for key in ZOO if api.network(f"{key}@random").refused}
    assert "5.513 MB" in (api.network("regnet_y_128gf").refused or Text("", "")).pt
    monkeypatch.setenv("PLAYGROUND_NETWORK_MB", "30")
    assert api.network("resnet18").refused and not api.network("lenet5").refused


FILES = {"densenet121": lambda name: name.replace("norm1.", "norm.1.").replace("conv2.", "conv.2."), "mnasnet0_5": str, "inception_v3": str}


@pytest.mark.parametrize("key", FILES)
def test_files_as_torchvision_wrote_them_are_read(key: str, home: Path) -> None:
    """Names of an older PyTorch, versions of parts, side answers: each in the made file as in the published one."""
    spec = registry.specs()[key]
    made = torchvision.get_model(key, weights=None, **({"init_weights": False} if key == "inception_v3" else {})).eval()
    state = made.state_dict()
    renamed = type(state)((FILES[key](name), value) for name, value in state.items())
    renamed._metadata = state._metadata  # type: ignore[attr-defined]
    spec.weights.path.write_bytes(serialised(renamed))  # type: ignore[union-attr]
    assert registry.info_of(spec).weights == "present"
    network = registry.build_network(spec)
    spec.weights.load_into(network)  # type: ignore[union-attr]
    kept = {name: value for name, value in state.items() if not name.startswith("AuxLogits.")}
    assert all(torch.equal(value, kept[name]) for name, value in network.state_dict().items())
    assert getattr(network, "transform_input", True)


def weights_at(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    entry = SimpleNamespace(url=url, meta={"_file_size": 4.7})
    known = dict(registry.specs())
    known["squeezenet1_1"] = replace(known["squeezenet1_1"], weights=TorchvisionWeights(entry))  # type: ignore[arg-type]
    monkeypatch.setattr(registry, "specs", lambda: known)


def test_weights_are_fetched_beforehand(home: Path, serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    content = serialised(registry.build_network(registry.specs()["squeezenet1_1"]).state_dict())
    name = f"made-{hashlib.sha256(content).hexdigest()[:8]}.pth"
    weights_at(monkeypatch, f"{serve(content)}/{name}")
    monkeypatch.setattr(fetch_weights, "_PAUSE", 0)
    assert fetch_weights.main(["lenet5", "squeezenet1_1", "squeezenet1_1"]) == 0
    wait_for_downloads()
    assert (home / name).read_bytes() == content
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "lenet5: already here" and said[-2:] == ["squeezenet1_1: here, 4.7 MB", "squeezenet1_1: already here"]


def test_a_host_is_asked_once_in_a_while_whether_weights_can_be_fetched(
    home: Path, serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def only(url: str) -> None:
        weights_at(monkeypatch, url)
        known = {"squeezenet1_1": registry.specs()["squeezenet1_1"]}
        monkeypatch.setattr(registry, "specs", lambda: known)

    only(closed_port())
    assert not api.weights_can_be_fetched()
    monkeypatch.setattr(downloads, "urlopen", lambda *given, **more: pytest.fail("asked again at once"))
    assert not api.weights_can_be_fetched()
    monkeypatch.undo()
    monkeypatch.setenv("TORCH_HOME", str(home.parents[1]))
    only(f"{serve(b'')}/made-00000000.pth")
    assert api.weights_can_be_fetched()
    (home / "made-00000000.pth").touch()
    monkeypatch.setattr(downloads, "_ask_host", lambda url: pytest.fail("nothing is away"))
    monkeypatch.setattr(downloads, "_heard", {})
    assert api.weights_can_be_fetched()


def test_a_host_that_cannot_be_reached_ends_it_with_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    weights_at(monkeypatch, closed_port())
    assert fetch_weights.main(["squeezenet1_1", "resnet18"]) == 1
    assert "no network connection to their host" in capsys.readouterr().err and list(home.iterdir()) == []


@pytest.mark.parametrize(("given", "said"), [([], "make weights"), (["resnet180"], "resnet18")])
def test_what_cannot_be_fetched_is_said(given: list[str], said: str, capsys: Any) -> None:
    assert fetch_weights.main(given) == 1 and said in capsys.readouterr().err


@pytest.mark.slow  # a process of its own; the tests above call what it calls
def test_the_command_ends_with_its_exit_code(tmp_path: Path) -> None:
    asked = [sys.executable, "-m", "models.store.fetch_weights", "no_such_network"]
    ended = subprocess.run(asked, capture_output=True, text=True, env={**os.environ, "TORCH_HOME": str(tmp_path)}, check=False)
    assert ended.returncode == 1 and "no_such_network" in ended.stderr and "Traceback" not in ended.stderr


def test_the_table_is_written_as_the_recipe_writes_it() -> None:
    rows = json.loads(counts.TABLE_FILE.read_text("utf-8"))
    assert set(rows) == {key for key in registry.specs() if "@" not in key}
