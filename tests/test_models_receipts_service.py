"""Questions about one number through the app_server: what they cost, what they refuse, and the code that they give, run."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from models import api, service
from models.engine.plan import Plan
from models.errors import UserError
from models.inputs import drawing
from models.text import Language
from models.types.activations import PictureSource
from models.types.code import Code
from tests import hands
from tests.network_pictures import picture_for
from tests.receipt_networks import batch_of, network_of, source_for
from tests.standalone import here, plain

ROOT = Path(__file__).parents[1]
LENET, RESNET = "lenet5@random", "resnet18@random"


@pytest.fixture(scope="module", autouse=True)
def as_the_service_runs() -> None:
    api.start()


def drawn_by_hand() -> PictureSource:
    return PictureSource("strokes", drawing.encode(hands.digits()[3].strokes))


def test_a_receipt_is_the_layer_called_by_itself() -> None:
    network = network_of(LENET)
    with torch.no_grad():
        before = network.get_submodule("pool1")(network.get_submodule("relu1")(network.get_submodule("conv1")(batch_of(LENET))))
        true = network.get_submodule("conv2")(before)[0]
    made = api.receipt(LENET, source_for(LENET), "conv2", [11, 4, 4])
    assert (made.layer, made.kind, made.cell, made.rule) == ("conv2", "convolution", (11, 4, 4), "sum")
    assert made.torch_value == float(true[11, 4, 4]) and made.agrees and made.terms.layers == ("pool1",)
    assert len(made.terms.values) == 150 and made.terms.window == (5, 5)
    assert np.array_equal(made.terms.values, before[0, :, 4:9, 4:9].reshape(-1).double().numpy())


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The slots that forward passes ran to, a list of what each pass was allowed."""
    ran: list[int] = []
    real = Plan.run

    def counting(plan: Plan, values: Any, start: int, stop: int) -> None:
        ran.append(stop)
        real(plan, values, start, stop)

    monkeypatch.setattr(Plan, "run", counting)
    return ran


def test_a_receipt_costs_at_most_the_forward_up_to_its_layer(steps: list[int]) -> None:
    loaded = service.store.get(RESNET)
    steps.clear()
    for layer, cell in (("conv1", (3, 5, 5)), ("layer2.0.add", (7, 3, 3)), ("fc", (12,))):
        api.receipt(RESNET, source_for(RESNET), layer, cell)
        assert steps == [loaded.layer_step(layer).slot]
        steps.clear()


def test_a_receipt_of_a_remembered_picture_costs_no_forward_pass(steps: list[int]) -> None:
    api.forward_view(RESNET, source_for(RESNET), "conv1", visitor="reader")
    steps.clear()
    api.receipt(RESNET, source_for(RESNET), "layer4.1.relu", (5, 3, 3), visitor="reader")
    api.trace(RESNET, source_for(RESNET), "fc", (7,), visitor="reader")
    assert steps == []
    api.receipt(RESNET, source_for(RESNET), "conv1", (5, 3, 3), visitor="somebody else")
    assert len(steps) == 1
    api.forget_visitor("reader")


def test_a_trace_is_made_of_receipts() -> None:
    api.forward_view(RESNET, source_for(RESNET), "conv1", visitor="walker")
    steps = api.trace(RESNET, source_for(RESNET), "softmax", [281], visitor="walker")
    assert steps[0].receipt.layer == "softmax" and steps[-1].receipt.layer == "input"
    for step, following in pairwise(one.receipt for one in steps):
        alone = api.receipt(RESNET, source_for(RESNET), following.layer, following.cell, visitor="walker")
        assert (alone.sum, alone.torch_value) == (following.sum, following.torch_value)
        assert following.layer in step.terms.layers
        assert step.agrees and following.torch_value in step.terms.values
    middle = next(one for one in steps if one.receipt.layer == "layer1.0.conv1")
    values = api.feature_maps(RESNET, source_for(RESNET), "layer1.0.conv1")
    assert (middle.minimum, middle.maximum) == (values.min(), values.max()) and middle.thumbnail.codes.shape == (1, 28, 28)
    means = values[middle.receipt.cell[0]].reshape(28, 2, 28, 2).mean((1, 3))
    shown = middle.thumbnail.low[0] + middle.thumbnail.codes[0] * middle.thumbnail.step[0]
    assert np.abs(shown - means).max() <= 0.51 * middle.thumbnail.step[0]
    api.forget_visitor("walker")


REFUSED = [
    ((LENET, "conv2", [16, 4, 4]), ["cell: [16, 4, 4]", "conv2", "channel 0 to 15", "y 0 to 9"]),
    ((LENET, "conv2", [0, 4]), ["cell: [0, 4]"]),
    ((LENET, "conv2", [0, -1, 4]), ["cell: [0, -1, 4]"]),
    ((LENET, "conv2", [0, 1.5, 4]), ["1.5"]),
    ((LENET, "conv2", "0,1,4"), ["cell: '0,1,4'"]),
    ((LENET, "conv2", None), ["cell: None"]),
    ((LENET, "conv2", [True, 1, 1]), ["True"]),
    ((LENET, "conv2", [float("nan")] * 3), ["nan"]),
    ((LENET, "fc1", [120]), ["cell: [120]", "unit 0 to 119"]),
    ((LENET, "input", [1, 0, 0]), ["input", "channel 0 to 0"]),
    ((LENET, "con2", [0, 0, 0]), ["layer: 'con2'", "Did you mean conv2?"]),
    (("lenet", "conv2", [0, 0, 0]), ["network: 'lenet'"]),
]


@pytest.mark.parametrize(("wrong", "said"), REFUSED)
@pytest.mark.parametrize("question", [api.receipt, api.trace, api.receipt_code, api.effective_receptive_field])
def test_a_wrong_cell_gets_the_range_that_there_is(question: Any, wrong: tuple[Any, ...], said: list[str]) -> None:
    key, layer, cell = wrong
    with pytest.raises(UserError) as refused:
        question(key, source_for(LENET), layer, cell)
    english, portuguese = refused.value.say("en"), refused.value.say("pt")
    assert all(part in english for part in said), english
    assert english != portuguese and "\n" not in english


# The code, run


def run(code: Code, folder: Path, picture: Path | None = None, language: Language = "en") -> float:
    """`picture`: a file of the visitor's own in place of the one that comes with the code."""
    if picture:
        code = replace(
            code, files=tuple(("picture.png", lambda _: picture.read_bytes()) if one[0] == "picture.png" else one for one in code.files)
        )
    names, _ = here(code, folder, language)
    return float(names["number"])


def one_of_each_kind(key: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """A layer of every kind, the last one of its kind, and a cell in the middle of it."""
    last = {(layer.kind, len(layer.shape)): layer for layer in api.layers(key)}
    for layer in last.values():
        yield layer.name, tuple(size // 2 for size in layer.shape)


def test_the_code_of_a_drawing_carries_the_picture_and_gives_the_number(tmp_path: Path) -> None:
    drawn = drawn_by_hand()
    for layer in api.layers("lenet5"):
        cell = tuple(size // 2 for size in layer.shape)
        made = api.receipt("lenet5", drawn, layer.name, cell)
        code = api.receipt_code("lenet5", drawn, layer.name, cell)
        number = run(code, tmp_path)
        assert number == pytest.approx(made.torch_value if layer.name == "input" else made.sum, rel=1e-9, abs=1e-12), layer.name
        assert run(code, tmp_path, language="pt") == number and ("a imagem" in code.pt) == ("the picture" in code.en)
        assert len(plain(code.en).splitlines()) < 32


PLAIN = ["resnet18@random"]
REST = [
    "squeezenet1_1@random",
    "mobilenet_v3_small@random",
    "lenet5_1998@random",
    "alexnet109@random",
    "googlenet@random",
    "convnext_tiny@random",
    "efficientnet_b0@random",
]


@pytest.mark.parametrize("key", [*PLAIN, *(pytest.param(key, marks=pytest.mark.slow) for key in REST)])
@pytest.mark.filterwarnings("ignore:The default weight initialization of GoogleNet")
def test_the_code_computes_the_number_on_the_screen(key: str, tmp_path: Path) -> None:
    """For every kind of layer: the text as it is copied, with nothing of ours around it."""
    y, x = np.mgrid[0:190, 0:260]
    waves = np.stack([127 + 120 * np.sin(x / 17 + c) * np.cos(y / (11 + c)) for c in range(3)], -1)
    noisy = (waves + np.random.default_rng(4).normal(0, 9, waves.shape)).clip(0, 255).astype(np.uint8)
    Image.fromarray(noisy).save(file := tmp_path / "mine.png")
    source = PictureSource("picture", file.read_bytes())
    for layer, cell in one_of_each_kind(key):
        made = api.receipt(key, source, layer, cell)
        code = api.receipt_code(key, source, layer, cell)
        number = run(code, tmp_path / "shown")
        assert number == run(code, tmp_path / "own", file), layer  # the picture that comes with it, and the visitor's own file
        close = 1e-9 * float(np.abs(made.terms.products).max(initial=1e-3))
        assert number == pytest.approx(made.torch_value if layer == "input" else made.sum, rel=1e-9, abs=close), layer
        assert number == pytest.approx(made.torch_value, rel=1e-4, abs=2 * made.bound), layer


def test_the_code_of_a_drawing_on_a_photograph_network_carries_it_too(tmp_path: Path) -> None:
    drawn = drawn_by_hand()
    code = api.receipt_code(RESNET, drawn, "conv1", (3, 50, 50))
    made = api.receipt(RESNET, drawn, "conv1", (3, 50, 50))
    if "picture.png" not in code.en:
        assert run(code, tmp_path) == pytest.approx(made.sum, rel=1e-9)


# Receptive fields, both ways


def gradient(key: str, layer: str, cell: tuple[int, ...]) -> torch.Tensor:
    """|∂ cell / ∂ pixel| by PyTorch on the network itself."""
    network, leaf = network_of(key), batch_of(key).requires_grad_()
    kept: list[torch.Tensor] = []
    handle = network.get_submodule(layer).register_forward_hook(lambda *given: kept.append(given[2]))
    network(leaf)
    handle.remove()
    kept[0][0][cell].backward()
    assert leaf.grad is not None
    return leaf.grad[0].abs().sum(0)


@pytest.mark.parametrize(
    ("key", "layer", "cell"), [(LENET, "conv2", (3, 4, 5)), (LENET, "fc3", (7,)), (RESNET, "layer2.0.conv2", (9, 14, 3))]
)
def test_the_effective_field_is_the_gradient(key: str, layer: str, cell: tuple[int, ...]) -> None:
    seen = api.effective_receptive_field(key, source_for(key), layer, list(cell))
    assert seen.shape == picture_for(key).shape[:2] and seen.dtype == np.float32
    np.testing.assert_allclose(seen, gradient(key, layer, cell).numpy(), rtol=1e-4, atol=1e-7)
    assert seen.max() > 0


def test_pictures_of_every_form_have_receipts() -> None:
    png = io.BytesIO()
    Image.fromarray(picture_for(LENET)[:, :, 0]).save(png, "PNG")
    for source in (PictureSource("picture", png.getvalue()), drawn_by_hand(), source_for(LENET)):
        assert api.receipt(LENET, source, "softmax", (2,)).agrees
