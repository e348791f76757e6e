"""After every public call, also one that failed, the store and the process are as before."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import pkgutil
import random
import threading
from dataclasses import dataclass

import numpy as np
import pytest
import torch

from models import api, service
from models.errors import UserError
from tests import threads
from tests.api_calls import CALLS, FAILURES, KEYS, PICTURE

SETTINGS = (
    torch.get_num_threads,
    torch.get_num_interop_threads,
    torch.get_default_dtype,
    torch.get_default_device,
    torch.is_grad_enabled,
    torch.is_inference_mode_enabled,
    torch.are_deterministic_algorithms_enabled,
)


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
        for loaded in service.store.all():
            for name, tensor in loaded.network.state_dict(keep_vars=True).items():
                tensors[f"{loaded.spec.key} {name}"] = (tensor.data_ptr(), tensor._version, tensor.detach().clone())
            for path, module in loaded.network.named_modules():
                hooks = sum(len(v) for k, v in vars(module).items() if k.endswith("_hooks") and v is not None)
                gradients = any(p.grad is not None or p.requires_grad for p in module.parameters())
                switches.append((f"{loaded.spec.key} {path}", module.training, hooks, gradients))
        numpy_state = np.random.get_state(legacy=True)
        return cls(
            tensors,
            sorted(switches),
            torch.get_rng_state(),
            random.getstate(),
            (numpy_state[1].tolist(), numpy_state[2:]),
            tuple(setting() for setting in SETTINGS),
            threads.ours(),
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
    gc.collect()  # pools that other files have left behind end now and not during a call
    for thread in threading.enumerate():
        if thread.name.startswith("ThreadPoolExecutor"):
            thread.join(2)
    api.start()
    for key in (*KEYS, "resnet109"):
        api.open_network(key)
        api.forget_visitor("v")


def test_every_function_of_the_door_is_here() -> None:
    assert set(CALLS) == set(api.__all__)
    modules = [importlib.import_module(f"{api.__name__}.{module.name}") for module in pkgutil.iter_modules(api.__path__)]
    written = {name: getattr(module, name).__module__ for module in modules for name in vars(module) if callable(getattr(module, name))}
    assert {name for name, home in written.items() if home.startswith(api.__name__) and not name.startswith("_")} == set(CALLS)


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
    from models.activations import service as looking

    def breaks(*_: object) -> None:
        raise RuntimeError("out of memory")

    before = Traces.now()
    monkeypatch.setattr(looking, "layer_summary", breaks)
    for _ in range(5):
        with pytest.raises(RuntimeError):
            CALLS["forward_view"](KEYS[1])
    monkeypatch.undo()
    assert CALLS["forward_view"](KEYS[1]).network == KEYS[1]
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
    api.forward_view(key, PICTURE[key], "conv1", visitor="gone")
    assert Here.count() > before
    api.forget_visitor("gone")
    assert Here.count() == before
