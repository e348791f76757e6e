"""What is shown as a layer's value is the bits that the layer returned: every layer, every network, many threads."""

from __future__ import annotations

import threading

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from models import api
from models.engine.capture import Capture, capture
from models.engine.layers import LayerStep, describe_layers
from models.engine.tracing import trace_verified
from models.store import registry
from models.store.store import to_batch
from models.types.activations import PictureSource
from tests import oracle
from tests.every_network import CLOSELY
from tests.network_pictures import channels_first, picture_for, truths


@pytest.fixture(scope="module", autouse=True)
def as_the_service_runs() -> None:
    api.start()


def wrong_layers(layer_steps: tuple[LayerStep, ...], captured: Capture, true: list[Tensor | None]) -> list[str]:
    return [
        layer_step.layer.name
        for layer_step, value in zip(layer_steps, true, strict=True)
        if value is None or not np.array_equal(layer_step.maps(captured[layer_step.slot]), channels_first(layer_step, value).numpy())
    ]


@pytest.mark.parametrize("key", CLOSELY)
def test_every_layer_of_every_network_is_what_it_returned(key: str) -> None:
    """In-place activations and ResNet's shared ones included; once as captured, once made again from what is kept."""
    spec = registry.specs()[key]
    picture = to_batch(picture_for(key), spec.preparation)[:, :, :128, :128]  # every layer has cells at this size too
    network = oracle.as_if_trained(registry.build_network(spec), picture)
    plan = trace_verified(network, picture)
    captured = capture(plan, picture)
    layer_steps = describe_layers(plan, captured)
    true = truths(network, layer_steps, picture)
    assert wrong_layers(layer_steps, captured, true) == []
    assert wrong_layers(layer_steps, captured.without_recomputable(), true) == []
    modules = {path for path, module in network.named_modules() if not list(module.children()) and not isinstance(module, nn.Identity)}
    assert modules - {layer_step.layer.name.partition(":")[0] for layer_step in layer_steps} <= _hidden(network), (
        "a layer that is not shown"
    )


def _hidden(network: nn.Module) -> set[str]:
    glue = ("Permute", "StochasticDepth", "CNBlock")
    return {path for path, module in network.named_modules() if type(module).__name__ in glue}


@pytest.mark.parametrize("key", ["resnet18", "squeezenet1_1"])
def test_the_service_answers_what_the_untrained_network_computes(key: str) -> None:
    """From a picture's bytes to the values, against the network as anyone can build it."""
    name = f"{key}@random"
    pixels = picture_for(key)
    torch.manual_seed(0)
    network = registry.specs()[key].build().eval()
    returned = oracle.modules(network, to_batch(pixels, registry.specs()[key].preparation))
    source = PictureSource("pixels", pixels.tobytes())
    names = [layer.name for layer in api.layers(name) if layer.name in returned]
    for layer in names[:: len(names) // 6]:
        assert np.array_equal(api.feature_maps(name, source, layer), returned[layer][0][0].numpy()), layer


def test_four_threads_on_one_network_get_no_wrong_answer() -> None:
    """400 layers asked for by four visitors at once, each with a picture of its own: 0 wrong."""
    key, per_thread = "resnet109", 100
    network = registry.build_network(registry.specs()[key])
    layers = [
        layer for layer in api.layers(f"{key}@random") if layer.name not in ("input", "softmax", "flatten") and layer.kind != "addition"
    ]
    wrong: list[str] = []

    def ask(visitor: int) -> None:
        source = PictureSource("pixels", picture_for(key, visitor).tobytes())
        for turn in range(per_thread):
            layer = layers[(7 * turn + visitor) % len(layers)].name
            path, _, call = layer.partition(":")
            answer = api.feature_maps(f"{key}@random", source, layer)
            if not np.array_equal(answer, returned[visitor][path][int(call or 1) - 1][0].numpy()):
                wrong.append(f"visitor {visitor}, {layer}")

    returned = [oracle.modules(network, to_batch(picture_for(key, v), registry.specs()[key].preparation)) for v in range(4)]
    threads = [threading.Thread(target=ask, args=(visitor,)) for visitor in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_lean_keeps_less_and_stays_as_large_as_it_is() -> None:
    spec = registry.specs()["resnet109"]
    plan = trace_verified(registry.build_network(spec), picture := to_batch(picture_for("resnet109"), spec.preparation))
    captured = capture(plan, picture)
    lean = captured.without_recomputable()
    kept = lean.nbytes()
    assert kept < 0.7 * captured.nbytes()
    assert all(value is not None for value in lean.values())
    assert lean.nbytes() == kept


def test_values_may_enter_autograd() -> None:
    spec = registry.specs()["lenet5"]
    plan = trace_verified(registry.build_network(spec), picture := to_batch(picture_for("lenet5"), spec.preparation))
    slot = next(step.slot for step in plan.steps if step.name == "pool1")
    value = capture(plan, picture)[slot].clone().requires_grad_()
    value.sum().backward()
    assert value.grad is not None
