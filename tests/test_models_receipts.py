"""Receipts against PyTorch: every term is a value that a layer really returned, and together they make what the next one returned."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
import torchvision
from torch import Tensor, nn

from models.engine import kinds
from models.engine.capture import capture
from models.engine.layers import LayerStep, describe_layers
from models.engine.tracing import trace_verified
from models.inputs.pictures import Preparation
from models.receipts import receipt
from models.receipts.receipt import ReceiptBuilder
from models.store import registry
from models.store.store import to_batch
from models.types.receipts import Receipt
from tests import oracle
from tests.network_pictures import channels_first, picture_for, truths

QUICK = ("lenet5", "lenet5_1998", "mlp", "resnet18", "mobilenet_v3_small", "squeezenet1_1", "efficientnet_lite0")
SLOW = ("resnet109", "alexnet109", "googlenet", "convnext_tiny", "alexnet", "efficientnet_b0", "vgg11")
CELLS = 20  # of every kind of layer of every network
SIDE = 128  # px; every layer has cells at this size too
CLOSE = 1e-4  # relative to the larger of the value and the largest term: a value that cancels to nothing has no relative error


def ledger_of(network: nn.Module, picture: np.ndarray[Any, Any], preparation: Preparation) -> ReceiptBuilder:
    batch = to_batch(picture, preparation)
    plan = trace_verified(network, batch)
    captured = capture(plan, batch)
    return ReceiptBuilder(captured.without_recomputable(), describe_layers(plan, captured), picture, preparation)


def cells_of(layer_steps: tuple[LayerStep, ...], draw: random.Random) -> Iterator[tuple[LayerStep, tuple[int, ...]]]:
    """A cell of every layer, and more until every kind has had CELLS."""
    kinds = defaultdict(list)
    for layer_step in layer_steps:
        kinds[layer_step.layer.kind].append(layer_step)
    for members in kinds.values():
        for layer_step in members + draw.choices(members, k=max(0, CELLS - len(members))):
            yield layer_step, tuple(draw.randrange(size) for size in layer_step.layer.shape)


def returned_by(network: nn.Module, layer_steps: tuple[LayerStep, ...], batch: Tensor) -> dict[str, Tensor]:
    """What each layer returned, channels first, by hooks; functions among the layers by the order of their calls."""
    hooked = oracle.modules(network, batch)
    if all(layer_step.layer.name in hooked or layer_step.layer.name in ("input", "softmax") for layer_step in layer_steps):
        kept: list[Tensor | None] = [hooked[layer_step.layer.name][0] for layer_step in layer_steps[1:-1]]
        kept = [batch, *kept, hooked[""][0].softmax(1)]
    else:
        kept = truths(network, layer_steps, batch)
    return {
        layer_step.layer.name: channels_first(layer_step, true)
        for layer_step, true in zip(layer_steps, kept, strict=True)
        if true is not None
    }


def assert_adds_up(made: Receipt, true: float) -> None:
    terms = made.terms
    scale = max(abs(true), float(np.abs(terms.products).max(initial=0)), 1e-20)
    assert abs(made.sum - true) <= CLOSE * scale, (made.layer, made.cell, made.sum, true)
    assert made.torch_value == true and made.agrees, (made.layer, made.cell, made.difference, made.bound)
    assert made.sum == pytest.approx(float(terms.products.sum()) + made.bias, rel=1e-12, abs=1e-12)
    assert len(terms.source) * terms.window[0] * terms.window[1] == len(terms.values) == len(terms.cells) == len(terms.weights)


def assert_made_of(made: Receipt, returned: dict[str, Tensor], true: float) -> None:
    """Its terms are what the layers that they name returned; multiplied and added by PyTorch they are the value again."""
    terms = made.terms
    source = np.repeat(terms.source, terms.window[0] * terms.window[1])
    for which, layer in enumerate(terms.layers):
        read = np.where(source == which, terms.cells[:, 0] >= 0, False)
        axes = terms.cells[read].T[: returned[layer].dim()]
        assert np.array_equal(terms.values[read], returned[layer].numpy()[tuple(axes)].astype(np.float64)), (made.layer, made.cell, layer)
    assert not terms.values[terms.cells[:, 0] < 0].any(), "padding"
    if made.rule in ("sum", "largest", "copy"):
        weighted = torch.tensor(terms.values * np.nan_to_num(terms.weights), dtype=torch.float64)
        largest = float(weighted.abs().max()) if len(weighted) else 0.0
        assert float(weighted.sum() + made.bias) == pytest.approx(true, rel=CLOSE, abs=CLOSE * largest)


@pytest.mark.parametrize("key", [*QUICK, *(pytest.param(key, marks=pytest.mark.slow) for key in SLOW)])
def test_receipts_make_what_pytorch_returned(key: str) -> None:
    """Cells of every layer of a network against forward hooks on the network itself."""
    spec = registry.specs()[key]
    picture = picture_for(key)[:SIDE, :SIDE]
    batch = to_batch(picture, spec.preparation)
    network = oracle.as_if_trained(registry.build_network(spec), batch)
    book = ledger_of(network, picture, spec.preparation)
    returned = returned_by(network, book.layer_steps, batch)
    assert len(returned) == len(book.layer_steps)
    for layer_step, cell in cells_of(book.layer_steps, random.Random(key)):
        true = float(returned[layer_step.layer.name][cell])
        made = book.receipt(layer_step, cell)
        assert_adds_up(made, true)
        assert_made_of(made, returned, true)


class Said(nn.Module):
    """A function as a network."""

    def __init__(self, says: Any, *inside: nn.Module) -> None:
        super().__init__()
        self.says = says
        self.inside = nn.ModuleList(inside)

    def forward(self, x: Tensor) -> Tensor:
        answer: Tensor = self.says(x, *self.inside)
        return answer


def normal(module: nn.Module) -> nn.Module:
    """A normalisation with numbers of its own."""
    for name, numbers in (*module.named_parameters(), *module.named_buffers()):
        if numbers.is_floating_point():
            numbers.data = torch.rand(numbers.shape) + 0.5 if "var" in name else torch.randn(numbers.shape)
    return module


CONVOLUTIONS = {
    "plain": nn.Conv2d(4, 6, 3),
    "without bias": nn.Conv2d(4, 6, 3, bias=False),
    "grouped": nn.Conv2d(4, 6, 3, groups=2, padding=1),
    "depthwise": nn.Conv2d(4, 8, 5, groups=4, padding=2),
    "dilated and strided": nn.Conv2d(4, 2, 3, dilation=(2, 3), stride=(3, 2), padding=(4, 1)),
    "lopsided": nn.Conv2d(4, 2, (1, 5), padding=(0, 2)),
    "same, even kernel": nn.Conv2d(4, 2, (4, 2), padding="same", dilation=(1, 2)),
    "reflect": nn.Conv2d(4, 2, 5, padding=3, padding_mode="reflect"),
    "replicate": nn.Conv2d(4, 2, 3, padding=(2, 1), padding_mode="replicate"),
    "circular": nn.Conv2d(4, 2, 3, padding=1, padding_mode="circular", stride=2),
    "same and reflect": nn.Conv2d(4, 2, (4, 3), padding="same", padding_mode="reflect"),
    "window beyond the picture": nn.Conv2d(4, 2, 3, padding=5),
}
POOLINGS = {
    "max": nn.MaxPool2d(2),
    "max, overlapping, padded": nn.MaxPool2d(3, 2, padding=1),
    "max, ceil": nn.MaxPool2d(3, 2, ceil_mode=True),
    "max, dilated": nn.MaxPool2d((2, 3), (1, 2), dilation=(3, 2)),
    "max, function": Said(lambda x: F.max_pool2d(x, 3, stride=2, padding=1)),
    "average": nn.AvgPool2d(3, 2, padding=1),
    "average, padding not counted": nn.AvgPool2d(3, 2, padding=1, count_include_pad=False),
    "average, ceil": nn.AvgPool2d((3, 2), 2, padding=1, ceil_mode=True),
    "average, own divisor": nn.AvgPool2d(3, 2, divisor_override=5),
    "average, function": Said(lambda x: F.avg_pool2d(x, 3, 2, 1)),
    "adaptive, uneven": nn.AdaptiveAvgPool2d((4, 3)),
    "adaptive, one side kept": nn.AdaptiveAvgPool2d((None, 2)),
    "adaptive, function": Said(lambda x: F.adaptive_avg_pool2d(x, (2, 3))),
    "adaptive maximum": nn.AdaptiveMaxPool2d((4, 3)),
    "mean": Said(lambda x: x.mean([2, 3])),
    "mean, axes kept": Said(lambda x: x.mean((-2, -1), keepdim=True)),
    "mean of rows": Said(lambda x: torch.mean(x, dim=2, keepdim=True)),
}
NORMALISATIONS = {
    "batch": normal(nn.BatchNorm2d(4)),
    "batch, bare": normal(nn.BatchNorm2d(4, affine=False)),
    "group": normal(nn.GroupNorm(2, 4)),
    "layer, last axis": normal(nn.LayerNorm(9)),
    "layer, two axes": normal(nn.LayerNorm((11, 9))),
    "layer, bare": normal(nn.LayerNorm(9, elementwise_affine=False)),
    "layer, function": Said(lambda x: F.layer_norm(x, (9,), eps=1e-3)),
    "response": nn.LocalResponseNorm(3, alpha=0.5, beta=0.7, k=2.0),
    "response, even": nn.LocalResponseNorm(4, alpha=0.1),
}
ACTIVATIONS = {
    **{
        type(module).__name__: module
        for module in (
            nn.ReLU(),
            nn.ReLU6(),
            nn.LeakyReLU(0.2),
            normal(nn.PReLU(4)),
            nn.ELU(0.7),
            nn.SELU(),
            nn.GELU(),
            nn.SiLU(),
            nn.Mish(),
            nn.Sigmoid(),
            nn.Tanh(),
            nn.Hardswish(),
            nn.Hardsigmoid(),
            nn.Hardtanh(-0.5, 2),
            nn.Softplus(2.0, 3.0),
        )
    },
    "PReLU, one slope": nn.PReLU(init=0.3),
    "GELU, tanh": nn.GELU("tanh"),
    "in place": nn.Hardswish(inplace=True),
    "relu": Said(F.relu),
    "leaky_relu": Said(lambda x: F.leaky_relu(x, 0.3)),
    "hardtanh": Said(lambda x: F.hardtanh(x, -2, 0.5)),
    "elu": Said(lambda x: F.elu(x, alpha=2.0)),
    "torch.tanh": Said(torch.tanh),
    "method": Said(lambda x: x.sigmoid()),
}
COMBINATIONS = {
    "sum": Said(lambda x, m: m(x) + x, nn.ReLU()),
    "difference": Said(lambda x, m: m(x) - x, nn.ReLU()),
    "sum, scaled": Said(lambda x, m: torch.add(m(x), x, alpha=3), nn.ReLU()),
    "gate": Said(lambda x, m: x * m(x), nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Sigmoid())),
    "quotient": Said(lambda x, m: x / m(x), nn.Softplus()),
    "concatenation": Said(lambda x, m: torch.cat([m(x), x, m(x)], 1), nn.ReLU()),
    "rows joined": Said(lambda x: torch.cat((x, x), dim=-2)),
    "flatten": nn.Flatten(),
    "flatten, function": Said(lambda x: torch.flatten(x, 1)),
    "dropout": nn.Dropout(0.4),
    "softmax": nn.Softmax(dim=1),
    "log_softmax": nn.LogSoftmax(dim=-1),
    "dense, channels last": nn.Sequential(nn.Linear(9, 5), nn.Linear(5, 3, bias=False)),
}
FAMILIES = {"convolution": CONVOLUTIONS, "pooling": POOLINGS, "normalisation": NORMALISATIONS}
FAMILIES |= {"activation": ACTIVATIONS, "combination": COMBINATIONS}
EVERY = [(f"{family}, {name}", module) for family, members in FAMILIES.items() for name, module in members.items()]
SMALL = Preparation("photograph", 3, 11, 9, resize=11, mean=(0.5,) * 4, std=(0.25,) * 4)


@pytest.mark.parametrize("module", [module for _, module in EVERY], ids=[name for name, _ in EVERY])
@pytest.mark.filterwarnings("ignore:Using padding")
def test_a_single_layer_is_taken_apart(module: nn.Module) -> None:
    """Each kind with every setting that it has, against the layer called by itself."""
    picture = np.random.default_rng(1).integers(0, 256, (11, 9, 4), dtype=np.uint8)
    network = (module if isinstance(module, nn.Sequential) else nn.Sequential(module)).eval().requires_grad_(False)
    book = ledger_of(network, picture, SMALL)
    batch = to_batch(picture, SMALL)
    with torch.no_grad():
        truth = network(batch.clone())[0]
    draw = random.Random(0)
    layer_step = book.layer_steps[-2]  # the last but our softmax
    assert truth.shape == layer_step.layer.shape
    for _ in range(40):
        cell = tuple(draw.randrange(size) for size in truth.shape)
        made = book.receipt(layer_step, cell)
        assert_adds_up(made, float(truth[cell]))
        for term in range(len(made.terms.values)):
            at = made.terms.cell_of(term)
            if at and made.terms.layer_of(term) == "input":
                assert made.terms.values[term] == float(batch[0][at])


def taken_apart(says: Any, *inside: nn.Module) -> tuple[ReceiptBuilder, Tensor, Tensor]:
    """A network of one convolution 1 × 1 after `says`: (its receipts, the picture, its answer)."""
    picture = np.random.default_rng(2).integers(0, 256, (11, 9, 4), dtype=np.uint8)
    network = nn.Sequential(Said(says, *inside), nn.Conv2d(4, 3, 1)).eval().requires_grad_(False)
    batch = to_batch(picture, SMALL)
    with torch.no_grad():
        return ledger_of(network, picture, SMALL), batch[0], network(batch)[0]


GLUE = {
    "permuted": lambda x: x.permute(0, 1, 3, 2),
    "cut and joined as views": lambda x: x.view(x.size(0), 2, 2, 11, 9).transpose(1, 2).contiguous().view(-1, 4, 11, 9),
    "a share": lambda x: x.repeat(1, 2, 1, 1).chunk(2, 1)[1],
    "sliced": lambda x: x[:, :, 2:9, ::2],
    "scaled": lambda x: (x * 0.25 - 1.5) / 2,
    "added to itself": lambda x: x + x,
    "one axis more and less": lambda x: x.unsqueeze(1).squeeze(1),
}


@pytest.mark.parametrize("says", GLUE.values(), ids=list(GLUE))
def test_terms_name_layers_that_are_seen(says: Any) -> None:
    """Through steps that are no layers a term keeps its way back to a cell of the input; what they multiply is in the weight."""
    book, picture, truth = taken_apart(says)
    layer_step = next(layer_step for layer_step in book.layer_steps if layer_step.layer.kind == "convolution")
    for cell in ((0, 0, 0), (1, 3, 2), (2, 6, 4)):
        made = book.receipt(layer_step, cell)
        assert_adds_up(made, float(truth[cell]))
        assert made.terms.layers == ("input",) and (made.terms.cells >= 0).all()
        terms = range(len(made.terms.values))
        assert [made.terms.values[term] for term in terms] == [float(picture[made.terms.cell_of(term)]) for term in terms]
        again = sum(made.terms.values * made.terms.weights) + made.bias
        assert again == pytest.approx(float(truth[cell]), rel=1e-5, abs=1e-6)


def test_a_hidden_step_that_computes_leaves_the_value_and_names_the_layer_before_it() -> None:
    book, _, truth = taken_apart(lambda x: torch.flip(x, [3]).abs())
    made = book.receipt(book.layer_steps[1], (1, 2, 3))
    assert_adds_up(made, float(truth[1, 2, 3]))
    assert made.terms.layers == ("input",) and (made.terms.cells == -1).all()


def test_googlenet_reads_its_picture_through_numbers_of_its_own() -> None:
    """With torchvision's weights it rescales the picture first: the receipt says pixel × factor + offset."""
    spec = registry.specs()["googlenet"]
    network = torchvision.models.googlenet(weights=None, aux_logits=False, transform_input=True, init_weights=False).eval()
    picture = picture_for("googlenet")[:32, :32]
    book = ledger_of(network, picture, spec.preparation)
    layer_step = book.layer_steps[1]
    assert layer_step.layer.kind == "concatenation"
    for channel, (mean, std) in enumerate(zip((0.485, 0.456, 0.406), (0.229, 0.224, 0.225), strict=True)):
        made = book.receipt(layer_step, (channel, 5, 7))
        assert (made.terms.layers, made.terms.cell_of(0)) == (("input",), (channel, 5, 7))
        assert made.terms.weights[0] == pytest.approx(std / 0.5, rel=1e-6) and made.bias == pytest.approx((mean - 0.5) / 0.5, rel=1e-6)
        assert made.agrees and made.sum == pytest.approx(made.torch_value, rel=1e-5)


def test_the_first_of_equals_wins_as_in_torch() -> None:
    picture = np.full((11, 9, 4), 7, np.uint8)
    picture[:, :, 1] = 9
    network = nn.Sequential(nn.MaxPool2d(3, 2, padding=1, return_indices=False)).eval()
    book = ledger_of(network, picture, SMALL)
    _, winners = F.max_pool2d(to_batch(picture, SMALL), 3, 2, padding=1, return_indices=True)
    for cell in np.ndindex(*book.layer_steps[1].layer.shape):
        made = book.receipt(book.layer_steps[1], cell)
        won = int(np.flatnonzero(made.terms.weights)[0])
        _, y, x = made.terms.cell_of(won) or ()
        assert y * 9 + x == int(winners[0][cell]) and made.terms.order[0] == won


def test_padding_is_a_term_without_a_cell() -> None:
    network = nn.Sequential(nn.Conv2d(4, 1, 3, padding=1)).eval().requires_grad_(False)
    picture = np.full((11, 9, 4), 200, np.uint8)
    made = ledger_of(network, picture, SMALL).receipt(describe_one(network, picture), (0, 0, 0))
    outside = [term for term in range(36) if made.terms.cell_of(term) is None]
    assert len(outside) == 4 * 5 and not made.terms.values[outside].any() and (made.terms.values != 0).sum() == 16
    assert np.array_equal(made.terms.weights, network[0].weight.double().numpy().reshape(-1))  # type: ignore[union-attr,operator]


def describe_one(network: nn.Module, picture: np.ndarray[Any, Any]) -> LayerStep:
    return ledger_of(network, picture, SMALL).layer_steps[1]


def test_the_order_is_by_size_and_nothing_is_left_out() -> None:
    network = nn.Sequential(nn.Conv2d(4, 3, 3, padding=1)).eval().requires_grad_(False)
    picture = np.random.default_rng(3).integers(0, 256, (11, 9, 4), dtype=np.uint8)
    terms = ledger_of(network, picture, SMALL).receipt(describe_one(network, picture), (2, 0, 8)).terms
    sizes = np.abs(terms.products[terms.order])
    assert (np.diff(sizes) <= 0).all() and sorted(terms.order) == list(range(36))


def test_a_trace_ends_at_a_pixel() -> None:
    """Each step is the strongest term of the one before, down to a number of the input."""
    spec = registry.specs()["lenet5"]
    book = ledger_of(registry.build_network(spec), picture_for("lenet5"), spec.preparation)
    steps = list(book.trace(book.layer_steps[-1], (3,)))
    assert [step.layer for step in steps] == [layer_step.layer.name for layer_step in reversed(book.layer_steps)]
    for step, before in pairwise(steps):
        strongest = int(np.argmax(np.abs(step.terms.products))) if step.rule != "largest" else int(np.argmax(step.terms.weights))
        if step.rule != "function":
            assert step.terms.cell_of(strongest) == before.cell
        assert before.torch_value in step.terms.values
    assert steps[-1].rule == "given" and steps[-1].facts["pixel"] == float(picture_for("lenet5")[steps[-1].cell[1:]][0])


def test_a_wrong_sum_is_not_passed() -> None:
    """The tick is computed: with one weight changed after the forward pass, it is gone."""
    spec = registry.specs()["lenet5"]
    network = registry.build_network(spec)
    book = ledger_of(network, picture_for("lenet5"), spec.preparation)
    layer_step = next(layer_step for layer_step in book.layer_steps if layer_step.layer.name == "conv2")
    assert book.receipt(layer_step, (3, 4, 5)).agrees
    kernel = network.get_submodule("conv2").weight.data  # type: ignore[union-attr]
    kernel[3, 0, 0, 0] += 0.05  # type: ignore[index,operator]
    assert not book.receipt(layer_step, (3, 4, 5)).agrees


def test_numbers_that_are_none_are_passed_on() -> None:
    """NaN and infinities are shown as what they are, and nothing breaks."""
    network = nn.Sequential(nn.ReLU(), nn.Conv2d(4, 2, 3), nn.MaxPool2d(2)).eval().requires_grad_(False)
    network[1].weight[0, 0, 0, 0] = torch.nan  # type: ignore[union-attr,index]
    network[1].bias[1] = torch.inf  # type: ignore[union-attr,index]
    book = ledger_of_unproven(network)
    for layer_step in book.layer_steps:
        for cell in ((0, 1, 1), (1, 2, 2)):
            made = book.receipt(layer_step, cell)
            assert made.agrees, (made.layer, made.sum, made.torch_value)


def ledger_of_unproven(network: nn.Module) -> ReceiptBuilder:
    """NaN is not equal to itself: such a network cannot be proven, but what it computes can be taken apart."""
    from models.engine.tracing import trace

    picture = np.random.default_rng(3).integers(0, 256, (11, 9, 4), dtype=np.uint8)
    plan = trace(network)
    captured = capture(plan, to_batch(picture, SMALL))
    return ReceiptBuilder(captured, describe_layers(plan, captured), picture, SMALL)


def test_every_kind_that_is_shown_has_a_receipt_and_none_has_two(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(receipt.makers()) == set(kinds.KINDS.values()) - kinds.HIDDEN_KINDS
    monkeypatch.setattr("models.registry.discover", lambda package, attribute: [{"dense": None}, {"dense": None}])
    with pytest.raises(ValueError, match="'dense' comes twice"):
        receipt.makers.__wrapped__()
