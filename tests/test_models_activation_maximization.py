"""Pictures made to excite a unit, of networks built so that the best picture is known, and of trained ones."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from scipy.ndimage import gaussian_filter
from torch import Tensor, nn

from models import api, service
from models.engine.plan import Plan
from models.engine.tracing import trace_verified
from models.errors import UserError
from models.filters import activation_maximization
from models.filters.activation_maximization import Canvas, Frame, all_cells, cell_score, channel_score, maximize_activation
from models.store.store import random_input
from tests import oracle


@pytest.fixture(scope="module", autouse=True)
def as_the_service_runs() -> None:
    api.start()


GREY, COLOUR = Canvas(1, 28, 28, (0.5,), (0.25,)), Canvas(3, 28, 28, (0.4, 0.5, 0.6), (0.2, 0.25, 0.3))


def as_it_is(value: Tensor) -> Tensor:
    return value


def built(*modules: nn.Module, channels: int) -> Plan:
    network = nn.Sequential(*modules, nn.Flatten(), nn.Linear(1, 1)).eval().requires_grad_(False)
    network[-1] = nn.Linear(network[:-1](torch.zeros(1, channels, 28, 28)).shape[1], 2).requires_grad_(False)
    return trace_verified(network, torch.randn(1, channels, 28, 28, generator=torch.Generator().manual_seed(1)))


def last(frames: Any) -> Frame:
    *_, frame = frames
    found: Frame = frame
    return found


def convolution(weight: Tensor, bias: float = 0.0) -> nn.Conv2d:
    made = nn.Conv2d(weight.shape[1], weight.shape[0], tuple(weight.shape[2:]))  # type: ignore[arg-type]
    with torch.no_grad():
        made.weight.copy_(weight)
        assert made.bias is not None
        made.bias.fill_(bias)
    return made


def test_a_neuron_gets_the_picture_of_its_kernel() -> None:
    """A linear unit is excited most by white under its positive weights and black under its negative ones."""
    signs = torch.ones(7, 7)
    signs[:, :3] = -1
    signs[2:5, 2:5] = -signs[2:5, 2:5]
    plan = built(convolution(signs[None, None] / 7), channels=1)
    frame = last(maximize_activation(plan, 1, cell_score(0, as_it_is), replace(GREY), steps=160, seed=3))
    middle = 11  # of 22 rows and columns of cells; its window begins there
    seen = frame.picture[middle : middle + 7, middle : middle + 7, 0]
    # Whole-pixel moves of one pixel either way blur what lies at an edge of the pattern: the inner part is judged.
    assert ((seen > 127) == (signs.numpy() > 0)).mean() > 0.85
    assert frame.score > 0.5 * 2 * float(signs.abs().sum()) / 7


def wants_red() -> Plan:
    wanted = torch.tensor([1.0, -1.0, -1.0])[None, :, None, None] * torch.ones(1, 3, 3, 3) / 9
    return built(convolution(wanted), nn.ReLU(inplace=True), channels=3)


def test_a_channel_that_wants_red_gets_red() -> None:
    picture = last(maximize_activation(wants_red(), 1, channel_score(0, as_it_is, all_cells), COLOUR, steps=96)).picture
    red, green, blue = picture.reshape(-1, 3).mean(0)
    assert red > 130 and green < 100 and blue < 100


def test_where_a_step_sees_a_part_every_part_is_made() -> None:
    canvas = replace(COLOUR, window=(18, 18))
    picture = last(maximize_activation(wants_red(), 1, channel_score(0, as_it_is, all_cells), canvas, steps=96)).picture
    for half in np.split(picture, 2):
        for corner in np.split(half, 2, axis=1):
            red, green, blue = corner.reshape(-1, 3).mean(0)
            assert red > 1.3 * max(green, blue)


def test_a_batch_norm_that_turns_the_sign_is_heeded() -> None:
    """The convolution alone likes white; after a norm with a negative scale the unit likes black. In eval mode, from its statistics."""
    norm = nn.BatchNorm2d(1)
    with torch.no_grad():
        norm.weight.fill_(-1)
        norm.running_mean.fill_(0.3)  # type: ignore[union-attr]
    plan = built(convolution(torch.ones(1, 1, 3, 3) / 9), norm, nn.ReLU(), channels=1)
    before = norm.running_mean.clone()  # type: ignore[union-attr]
    bright = last(maximize_activation(plan, 1, channel_score(0, as_it_is, all_cells), GREY, steps=64)).picture.mean()
    dark = last(maximize_activation(plan, 2, channel_score(0, as_it_is, all_cells), GREY, steps=64)).picture.mean()
    assert bright > 165 and dark < 90
    assert torch.equal(norm.running_mean, before) and not norm.training  # type: ignore[arg-type]


def test_a_unit_that_is_silent_for_every_random_picture_is_woken() -> None:
    quarters = torch.ones(8, 8)
    quarters[:4, :4] = quarters[4:, 4:] = -1
    plan = built(convolution(quarters[None, None] / 64, bias=-0.9), nn.ReLU(), channels=1)
    random = torch.rand(64, 1, 28, 28, generator=torch.Generator().manual_seed(5))
    values = plan.empty_values((random - 0.5) / 0.25)
    plan.run(values, 0, 2)
    assert float(values[2].max()) == 0.0
    frame = last(maximize_activation(plan, 1, channel_score(0, as_it_is, all_cells), replace(GREY, wraps=True), steps=128))
    values = plan.empty_values((torch.from_numpy(frame.picture[None, None, ..., 0]).float() / 255 - 0.5) / 0.25)
    plan.run(values, 0, 2)
    assert float(values[2].max()) > 0.2


def test_no_channel_of_a_trained_network_is_left_dead() -> None:
    """After the ReLU, as PyTorch computes it, every channel of the second convolution answers its own picture above zero."""
    loaded = service.store.get("lenet5")
    for unit in range(16):
        *_, found = api.maximize_activation("lenet5", "relu2", unit, steps=24)
        value = oracle.modules(loaded.network, loaded.batch(found.picture))["relu2"][0]
        assert float(value[0, unit].mean()) > 0.05, unit


@pytest.mark.parametrize("layer", ["conv1", "conv2"])
def test_the_score_rises_above_random_pictures(layer: str) -> None:
    """Against 200 pictures of noise and 200 of smooth noise, scored by the formula written out on the module's own output."""
    loaded = service.store.get("lenet5")
    rng = np.random.default_rng(2)
    noisy = rng.integers(0, 256, (200, 28, 28, 1), dtype=np.uint8)
    waves = np.array([gaussian_filter(picture, 3) for picture in rng.standard_normal((200, 28, 28))])
    smooth = (255 / (1 + np.exp(-8 * waves / waves.std()))).astype(np.uint8)[..., None]
    batch = torch.cat([loaded.batch(picture) for picture in (*noisy, *smooth)])
    value = oracle.modules(loaded.network, batch)[layer][0]
    inner = value[:, :, 2:-2, 2:-2] if layer == "conv1" else value[:, :, 1:-1, 1:-1]  # windows that lie in the picture
    others = (inner.relu().mean((2, 3)) + 0.1 * inner.amax((2, 3))).max(0).values
    for unit in (0, 5):
        frames = list(api.maximize_activation("lenet5", layer, unit))
        assert frames[-1].score > float(others[unit]), (layer, unit)
        assert frames[-1].score > frames[0].score
        own = oracle.modules(loaded.network, loaded.batch(frames[-1].picture))[layer][0][0, unit]
        own = own[2:-2, 2:-2] if layer == "conv1" else own[1:-1, 1:-1]
        assert (
            abs(float(own.relu().mean() + 0.1 * own.max()) - frames[-1].score) < 0.1
        )  # the picture that is shown is rounded to 256 levels


def test_a_class_is_climbed_by_its_logit() -> None:
    loaded = service.store.get("lenet5")
    for index in (3, 8):
        *_, found = api.maximize_activation("lenet5", "", index, objective="class", steps=40)
        logits = loaded.network(loaded.batch(found.picture))[0]
        assert int(logits.argmax()) == index
        assert abs(float(logits[index]) - found.score) < 0.5


def test_a_unit_of_a_dense_layer_is_one_cell() -> None:
    *_, found = api.maximize_activation("lenet5", "fc1", 7, steps=24)
    loaded = service.store.get("lenet5")
    assert abs(float(oracle.modules(loaded.network, loaded.batch(found.picture))["fc1"][0][0, 7]) - found.score) < 0.2


def test_colours_and_residual_blocks() -> None:
    first, *_, found = api.maximize_activation("resnet109", "layer1.0.conv2", 3, objective="neuron", steps=6)
    assert found.picture.shape == (128, 128, 3) and found.score > first.score


def same(one: list[Any], other: list[Any]) -> bool:
    return all(np.array_equal(a.picture, b.picture) and a.score == b.score for a, b in zip(one, other, strict=True))


def test_the_same_seed_makes_the_same_picture() -> None:
    def made(seed: int) -> list[Any]:
        return [frame for frame in api.maximize_activation("lenet5", "conv2", 5, steps=12, seed=seed) if frame.step in (1, 8, 12)]

    one = made(4)
    torch.manual_seed(99)
    assert same(one, made(4))
    assert not same(one, made(5))


def test_which_pictures_are_shown_changes_none_of_them() -> None:
    plan = built(convolution(torch.randn(2, 1, 5, 5, generator=torch.Generator().manual_seed(0))), channels=1)

    def run(every: int, clock: Callable[[], float]) -> list[Frame]:
        return list(maximize_activation(plan, 1, channel_score(1, as_it_is, all_cells), GREY, steps=9, every=every, clock=clock))

    rare, often = run(100, lambda: 0.0), run(1, lambda: 0.0)
    assert [frame.step for frame in rare] == [1, 9] and [frame.step for frame in often] == list(range(1, 10))
    assert same([often[0], often[-1]], rare)
    ticks = iter(range(1000))
    assert [frame.step for frame in run(100, lambda: 0.3 * next(ticks))] == list(range(1, 10))  # a slow network shows every step


def test_only_the_steps_up_to_the_unit_run() -> None:
    plan = built(convolution(torch.ones(1, 1, 3, 3)), nn.ReLU(), nn.MaxPool2d(2), channels=1)

    def never(*_: Any) -> Any:
        raise AssertionError("a step behind the unit has run")

    broken = Plan(tuple(replace(step, call=never) if step.slot > 1 else step for step in plan.steps), plan.logits_slot)
    assert last(maximize_activation(broken, 1, channel_score(0, as_it_is, all_cells), GREY, steps=2)).step == 2


def test_whoever_stops_asking_has_stopped_it() -> None:
    plan = built(convolution(torch.ones(1, 1, 3, 3)), channels=1)
    log: list[str] = []

    @contextmanager
    def turn() -> Any:
        log.append("taken")
        yield
        log.append("given back")

    frames = maximize_activation(plan, 1, channel_score(0, as_it_is, all_cells), GREY, steps=100, every=1, acquire=turn)
    next(frames)
    next(frames)
    assert log == ["taken", "given back"] * 2  # between two steps nobody is held up
    frames.close()  # type: ignore[attr-defined]
    assert len(log) == 4 and not any(step.parameters()[0].requires_grad for step in plan.steps if step.parameters())


def test_nobody_elses_gradients_are_switched_on_between_two_pictures() -> None:
    frames = api.maximize_activation("lenet5", "conv1", 0, steps=3)
    with torch.no_grad():
        next(frames)
        assert not torch.is_grad_enabled()
    next(frames)
    assert torch.is_grad_enabled()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: api.maximize_activation("lenet5", "conv1", 6), "0 to 5"),
        (lambda: api.maximize_activation("lenet5", "conv9", 0), "conv1"),
        (lambda: api.maximize_activation("lenet5", "conv1", 0, objective="pixel"), "channel, neuron, class"),  # type: ignore[arg-type]
        (lambda: api.maximize_activation("lenet5", "conv1", 0, steps=10_000), "512"),
        (lambda: api.maximize_activation("lenet5", "", 10, objective="class"), "0 to 9"),
        (lambda: api.maximize_activation("lenet5", "conv1", 0, seed=-1), "seed"),
    ],
)
def test_what_is_wrong_is_said_before_anything_runs(wrong: Callable[[], Any], says: str) -> None:
    with pytest.raises(UserError) as refused:
        wrong()
    assert says in refused.value.text.en


def test_every_frequency_is_a_wave_of_its_own_height() -> None:
    """A single spot in the spectrum is numpy's own inverse transform of it, divided by its frequency, then the colours' and sigmoid."""
    spectrum = torch.zeros(1, 16, 9, 2)
    spectrum[0, 3, 2, 0] = 1.0
    raw = np.zeros((16, 9), complex)
    raw[3, 2] = 1 / np.hypot(3 / 16, 2 / 16)
    wave = np.fft.irfft2(raw, s=(16, 16), norm="ortho") / 2.5
    painted = activation_maximization.spectrum_to_picture(spectrum, activation_maximization.frequency_scale(16, 16), 16, 16)[0].numpy()
    np.testing.assert_allclose(painted, 1 / (1 + np.exp(-wave)), atol=1e-6)


def test_the_probe_of_a_plan_is_not_touched() -> None:
    loaded = service.store.get("lenet5")
    before = loaded.plan.logits(random_input(loaded.spec.preparation))
    list(api.maximize_activation("lenet5", "conv2", 1, steps=2))
    assert torch.equal(before, loaded.plan.logits(random_input(loaded.spec.preparation)))
