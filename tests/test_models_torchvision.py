"""torchvision's weights: here, on their way, out of reach, damaged. Every file and every host is made by the tests."""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from models.errors import UserError
from models.store import downloads, registry
from models.store.store import NetworkStore, to_batch
from models.store.weights import TorchvisionWeights
from tests.weight_files import closed_port, home, serialised, serve, wait_for_downloads

__all__ = ["home", "serve"]

KEY = "squeezenet1_1"


def trained() -> dict[str, torch.Tensor]:
    """Weights that are not those of seed 0."""
    random = torch.Generator().manual_seed(7)
    state = registry.build_network(registry.specs()[KEY]).state_dict()
    return {name: value + 0.01 * torch.randn(value.shape, generator=random) for name, value in state.items()}


@pytest.fixture
def point_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes the network's weights live at another address."""

    def point(url: str) -> None:
        entry = SimpleNamespace(url=url, meta={"_file_size": 4.7})
        spec = replace(registry.specs()[KEY], weights=TorchvisionWeights(entry))  # type: ignore[arg-type]
        known = dict(registry.specs()) | {KEY: spec}
        monkeypatch.setattr(registry, "specs", lambda: known)

    return point


def test_weights_on_this_machine_are_used_as_torchvision_names_them(home: Path) -> None:
    """The made file is not the one whose hash is in the name: torchvision checks that when it downloads, not when it loads."""
    state = trained()
    assert registry.info_of(registry.specs()[KEY]).weights == "download"
    (home / "squeezenet1_1-b8a52dc0.pth").write_bytes(serialised(state))
    assert registry.info_of(registry.specs()[KEY]).weights == "present"
    store = NetworkStore()
    assert store.open(KEY).ready
    assert all(torch.equal(value, state[name]) for name, value in store.get(KEY).network.state_dict().items())


def test_googlenet_with_its_weights_reads_its_input_as_torchvision_does(home: Path) -> None:
    """Side answers dropped, input rescaled: the same logits as torchvision's own loading code gives."""
    from torchvision.models import GoogLeNet_Weights, googlenet

    made = googlenet(weights=None, init_weights=False)
    (home / "googlenet-1378be20.pth").write_bytes(serialised(made.state_dict()))
    picture = to_batch(np.random.default_rng(0).integers(0, 256, (224, 224, 3), dtype=np.uint8), registry.specs()["googlenet"].preparation)
    with torch.no_grad():
        expected = googlenet(weights=GoogLeNet_Weights.IMAGENET1K_V1).eval()(picture)
    assert torch.equal(NetworkStore().get("googlenet").plan.logits(picture), expected)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", serialised({"features": torch.zeros(1)}), serialised([1, 2])])
def test_a_damaged_file_is_said_and_set_aside(content: bytes, home: Path) -> None:
    path = home / "squeezenet1_1-b8a52dc0.pth"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"squeezenet1_1-b8a52dc0\.pth is damaged") as refused:
        NetworkStore().open(KEY)
    assert "danificado" in refused.value.say("pt")
    assert not path.exists() and path.with_name(path.name + ".damaged").read_bytes() == content
    assert registry.info_of(registry.specs()[KEY]).weights == "download"


class Intruder:
    """What a pickle can do when it is opened."""

    def __reduce__(self) -> Any:
        return (Path.touch, (Path("/tmp/opened-by-a-pickle"),))


def test_nothing_in_a_weights_file_can_run(home: Path) -> None:
    Path("/tmp/opened-by-a-pickle").unlink(missing_ok=True)
    (home / "squeezenet1_1-b8a52dc0.pth").write_bytes(serialised({"features.0.weight": Intruder()}))
    with pytest.raises(UserError):
        NetworkStore().open(KEY)
    assert not Path("/tmp/opened-by-a-pickle").exists()


def test_a_download_tells_how_far_it_is_and_then_the_network_is_ready(home: Path, point_at: Any, serve: Any) -> None:
    state = trained()
    content, go_on = serialised(state), threading.Event()
    name = f"made-{hashlib.sha256(content).hexdigest()[:8]}.pth"
    point_at(f"{serve(content, go_on)}/{name}")
    store = NetworkStore()
    seen = [store.open(KEY)]
    while seen[-1].done_mb == 0:  # until the half that was sent has arrived
        seen.append(store.open(KEY))
    assert not any(opening.ready for opening in seen)
    assert seen[-1].done_mb < seen[-1].total_mb == 4.7
    with pytest.raises(UserError, match="on their way"):
        store.get(KEY)
    go_on.set()
    wait_for_downloads()
    opening = store.open(KEY)
    assert opening.ready and opening.done_mb == opening.total_mb
    assert all(torch.equal(value, state[name]) for name, value in store.get(KEY).network.state_dict().items())
    assert [file.name for file in home.iterdir()] == [name]
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("download") or "tqdm" in thread.name]


def test_a_download_with_another_hash_is_refused(home: Path, point_at: Any, serve: Any) -> None:
    point_at(f"{serve(serialised(trained()))}/made-00000000.pth")
    store = NetworkStore()
    assert not store.open(KEY).ready
    wait_for_downloads()
    with pytest.raises(UserError, match="arrived damaged"):
        store.open(KEY)
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("address", [closed_port, lambda: "http://nowhere.invalid/made-00000000.pth"])
def test_without_a_network_the_refusal_says_so_and_nothing_else_changes(address: Callable[[], str], home: Path, point_at: Any) -> None:
    point_at(address())
    store = NetworkStore()
    store.open("lenet5@random")
    for ask in (store.open, store.get):
        with pytest.raises(UserError, match="no network connection") as refused:
            ask(KEY)
        assert "4.7 MB" in refused.value.say("en") and "4,7 MB" in refused.value.say("pt")
    wait_for_downloads()
    assert [loaded.spec.key for loaded in store.all()] == ["lenet5@random"]
    assert list(home.iterdir()) == [] and downloads._running == {}


def test_a_host_that_never_answers_is_given_up(home: Path, point_at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the connection and says nothing; the refusal comes while it is still saying nothing."""
    monkeypatch.setenv("PLAYGROUND_CONNECT_SECONDS", "0.3")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        point_at(f"http://127.0.0.1:{silent.getsockname()[1]}/made-00000000.pth")
        with pytest.raises(UserError, match="no network connection"):
            NetworkStore().open(KEY)
    wait_for_downloads()
    assert downloads._running == {} and list(home.iterdir()) == []
