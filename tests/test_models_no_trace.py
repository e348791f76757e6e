"""After every public call, also one that failed, the shelf and the process are as before."""

from __future__ import annotations

import gc
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch

from models import api
from models.errors import UserError
from models.types import Sliding, Source
from tests.test_models_capture import picture_for

KEYS = ("lenet5@random", "resnet109@random")  # one plain, one with in-place and shared activations
PICTURE = {key: Source("pixels", picture_for(key).tobytes()) for key in KEYS}
LAYER = {"lenet5@random": "relu2", "resnet109@random": "layer1.0.relu"}

CALLS: dict[str, Callable[[str], Any]] = {
    "start": lambda key: api.start(),
    "networks": lambda key: api.networks(),
    "network": api.network,
    "open_network": api.open_network,
    "layers": api.layers,
    "look": lambda key: api.look(key, PICTURE[key], LAYER[key], visitor="v"),
    "maps": lambda key: api.maps(key, PICTURE[key], LAYER[key], visitor="v"),
    "channel": lambda key: api.channel(key, PICTURE[key], LAYER[key], 1),
    "predict": lambda key: api.predict(key, PICTURE[key]),
    "feature_maps": lambda key: api.feature_maps(key, PICTURE[key], LAYER[key]),
    "filters": lambda key: api.filters(key, "conv1"),
    "convolve": lambda key: api.convolve(np.ones((1, 9, 9), np.uint8), np.ones((1, 3, 3), np.float32), 0.5, Sliding(padding=1)),
    "receipt": lambda key: api.receipt(key, PICTURE[key], LAYER[key], (1, 2, 3)),
    "trail": lambda key: api.trail(key, PICTURE[key], "softmax", (3,), visitor="v"),
    "code": lambda key: api.code(key, PICTURE[key], LAYER[key], (1, 2, 3)),
    "effective_field": lambda key: api.effective_field(key, PICTURE[key], LAYER[key], (1, 2, 3)),
    "felt": lambda key: api.felt(key, (3, 4)),
    "forget": lambda key: api.forget("v"),
}
SETTINGS = (
    torch.get_num_threads,
    torch.get_num_interop_threads,
    torch.get_default_dtype,
    torch.get_default_device,
    torch.is_grad_enabled,
    torch.is_inference_mode_enabled,
    torch.are_deterministic_algorithms_enabled,
)
NOTHING = Source("pixels", b"nothing")
FAILURES: dict[str, Callable[[str], Any]] = {
    "network": lambda key: api.network("no network"),
    "open_network": lambda key: api.open_network("no network"),
    "layers": lambda key: api.layers("no network"),
    "look": lambda key: api.look(key, NOTHING, LAYER[key], visitor="v"),
    "look, layer": lambda key: api.look(key, PICTURE[key], "no layer"),
    "maps": lambda key: api.maps(key, NOTHING, LAYER[key]),
    "channel": lambda key: api.channel(key, PICTURE[key], LAYER[key], 10_000),
    "predict": lambda key: api.predict(key, PICTURE[key], temperature=0),
    "predict, picture": lambda key: api.predict(key, NOTHING),
    "feature_maps": lambda key: api.feature_maps(key, PICTURE[key], "no layer"),
    "receipt": lambda key: api.receipt(key, PICTURE[key], LAYER[key], (1, 2, 10_000)),
    "trail": lambda key: api.trail(key, NOTHING, "softmax", (3,)),
    "code": lambda key: api.code(key, PICTURE[key], "no layer", (3,)),
    "effective_field": lambda key: api.effective_field(key, PICTURE[key], LAYER[key], (1, 2)),
    "felt": lambda key: api.felt(key, (3, -4)),
    "filters": lambda key: api.filters(key, LAYER[key]),
    "convolve": lambda key: api.convolve(np.ones((1, 2, 2), np.uint8), np.ones((1, 3, 3), np.float32), 0.5, Sliding()),
}


@dataclass
class Traces:
    """All that a call could leave behind, in a form that compares."""

    tensors: dict[str, tuple[int, int, torch.Tensor]]  # place, version, content
    switches: list[tuple[str, bool, int, bool]]  # module: training, hooks, gradients
    torch_random: torch.Tensor
    python_random: object
    numpy_random: object
    settings: tuple[object, ...]
    threads: set[threading.Thread]

    @classmethod
    def now(cls) -> Traces:
        tensors, switches = {}, []
        for shelved in api._shelf.all():
            for name, tensor in shelved.network.state_dict(keep_vars=True).items():
                tensors[f"{shelved.spec.key} {name}"] = (tensor.data_ptr(), tensor._version, tensor.detach().clone())
            for path, module in shelved.network.named_modules():
                hooks = sum(len(v) for k, v in vars(module).items() if k.endswith("_hooks") and v is not None)
                gradients = any(p.grad is not None or p.requires_grad for p in module.parameters())
                switches.append((f"{shelved.spec.key} {path}", module.training, hooks, gradients))
        numpy_state = np.random.get_state(legacy=True)
        return cls(
            tensors,
            sorted(switches),
            torch.get_rng_state(),
            random.getstate(),
            (numpy_state[1].tolist(), numpy_state[2:]),
            tuple(setting() for setting in SETTINGS),
            set(threading.enumerate()),
        )

    def assert_same(self, after: Traces) -> None:
        assert self.tensors.keys() == after.tensors.keys()
        for name, (place, version, content) in self.tensors.items():
            assert after.tensors[name][:2] == (place, version), name
            assert torch.equal(after.tensors[name][2], content), name
        assert self.switches == after.switches
        assert torch.equal(self.torch_random, after.torch_random)
        assert (self.python_random, self.numpy_random) == (after.python_random, after.numpy_random)
        assert self.settings == after.settings
        assert self.threads == after.threads


@pytest.fixture(scope="module", autouse=True)
def shelf_is_full() -> None:
    api.start()
    for key in KEYS:
        api.open_network(key)
        api.forget("v")


def test_every_function_of_the_door_is_here() -> None:
    assert set(CALLS) == set(api.__all__)
    assert {name for name in vars(api) if callable(getattr(api, name)) and getattr(api, name).__module__ == api.__name__} <= set(CALLS)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("name", CALLS)
def test_a_call_leaves_no_trace(name: str, key: str) -> None:
    before = Traces.now()
    CALLS[name](key)
    before.assert_same(Traces.now())
    assert not any(switch[1] or switch[2] or switch[3] for switch in before.switches)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("name", FAILURES)
def test_a_failed_call_leaves_no_trace(name: str, key: str) -> None:
    before = Traces.now()
    with pytest.raises(UserError):
        FAILURES[name](key)
    before.assert_same(Traces.now())


def test_a_call_that_breaks_off_in_the_middle_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a visitor's mistake but ours, halfway through the forward pass; the worker's turn is given back."""
    from models import looking

    def breaks(*_: object) -> None:
        raise RuntimeError("out of memory")

    before = Traces.now()
    monkeypatch.setattr(looking, "glance", breaks)
    for _ in range(5):
        with pytest.raises(RuntimeError):
            CALLS["look"](KEYS[1])
    monkeypatch.undo()
    assert CALLS["look"](KEYS[1]).network == KEYS[1]
    before.assert_same(Traces.now())


def test_loading_a_network_leaves_no_trace_on_the_others() -> None:
    before = Traces.now()
    random_before = torch.get_rng_state()
    api.open_network("squeezenet1_1@random")
    after = Traces.now()
    for traces in (before, after):
        traces.tensors = {name: value for name, value in traces.tensors.items() if not name.startswith("squeezenet")}
        traces.switches = [switch for switch in traces.switches if not switch[0].startswith("squeezenet")]
    before.assert_same(after)
    assert torch.equal(random_before, torch.get_rng_state())


def test_what_was_kept_for_a_visitor_is_freed() -> None:
    class Here:
        """Tensors alive that are large enough to be a picture's values."""

        @staticmethod
        def count() -> int:
            gc.collect()
            return sum(type(thing) is torch.Tensor and thing.nbytes > 50_000 for thing in gc.get_objects())

    key = "resnet109@random"
    api.predict(key, PICTURE[key])
    before = Here.count()
    api.look(key, PICTURE[key], "conv1", visitor="gone")
    assert Here.count() > before
    api.forget("gone")
    assert Here.count() == before
