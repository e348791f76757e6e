"""Layer facts against PyTorch's own counters, against gradients, and against numbers that were worked out by hand."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from models import api
from models.engine.capture import capture
from models.engine.layers import LayerStep, describe_layers
from models.engine.plan import Plan
from models.engine.tracing import trace, trace_verified
from models.store import registry
from models.types.networks import Layer
from tests.every_network import EIGHT, KEYS, params


def described(network: nn.Module, picture: Tensor) -> tuple[LayerStep, ...]:
    plan = trace(network)
    with torch.no_grad():
        plan.run(values := plan.empty_values(picture), 0, len(plan.steps))
    return describe_layers(plan, dict(enumerate(values)))


def on_meta(key: str) -> tuple[nn.Module, Tensor]:
    size = registry.specs()[key].preparation
    with torch.device("meta"):
        return registry.specs()[key].build().eval(), torch.empty(1, size.channels, size.height, size.width)


def test_lenet_is_the_one_of_the_lecture() -> None:
    """Shapes, parameters and formulas as worked out by hand."""
    rows = [(layer.name, layer.shape, layer.formula.en, layer.title.pt) for layer in api.layers("lenet5@random")]
    assert rows == [
        ("input", (1, 28, 28), "", "entrada"),
        ("conv1", (6, 28, 28), "(5·5·1 + 1)·6 = 156", "conv 5×5"),
        ("relu1", (6, 28, 28), "", "ReLU"),
        ("pool1", (6, 14, 14), "", "máx 2×2"),
        ("conv2", (16, 10, 10), "(5·5·6 + 1)·16 = 2,416", "conv 5×5"),
        ("relu2", (16, 10, 10), "", "ReLU"),
        ("pool2", (16, 5, 5), "", "máx 2×2"),
        ("flatten", (400,), "", "achata"),
        ("fc1", (120,), "(400 + 1)·120 = 48,120", "densa"),
        ("relu3", (120,), "", "ReLU"),
        ("fc2", (84,), "(120 + 1)·84 = 10,164", "densa"),
        ("relu4", (84,), "", "ReLU"),
        ("fc3", (10,), "(84 + 1)·10 = 850", "densa"),
        ("softmax", (10,), "", "softmax"),
    ]
    assert api.network("lenet5@random").parameters == 61_706


@pytest.mark.parametrize(
    "key", params([key for key in KEYS if key != "lenet5_1998"], EIGHT)
)  # its kernels and distances are not torch's own
def test_multiply_accumulates_are_half_of_what_torch_counts(key: str) -> None:
    network, picture = on_meta(key)
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        network(picture)
    assert 2 * sum(layer_step.layer.macs for layer_step in described(network, picture)) == counter.get_total_flops()


@pytest.mark.parametrize("key", params(KEYS, EIGHT))
def test_every_parameter_is_in_one_layer_and_every_formula_holds(key: str) -> None:
    network, picture = on_meta(key)
    layers = [layer_step.layer for layer_step in described(network, picture)]
    assert sum(layer.parameters for layer in layers) == sum(parameter.numel() for parameter in network.parameters())
    for layer in layers:
        for formula, thousands in ((layer.formula.en, ","), (layer.formula.pt, ".")):
            assert bool(formula) == bool(layer.parameters)
            sides = [eval(side.replace("·", "*").replace(thousands, "")) for side in formula.split(" = ") if side]
            assert set(sides) <= {layer.parameters}, layer.name


def test_lenet_of_1998_has_the_numbers_of_its_paper() -> None:
    """LeCun et al. 1998, section II.B: parameters and connections of every layer; 60,000 and 340,908 in all."""
    layers = {layer.name: layer for layer in api.layers("lenet5_1998@random")}
    told = {name: (layers[name].parameters, layers[name].connections) for name in ("c1", "s2", "c3", "s4", "c5", "f6")}
    assert told == {
        "c1": (156, 122_304), "s2": (12, 5_880), "c3": (1_516, 151_600), "s4": (32, 2_000), "c5": (48_120, 48_120), "f6": (10_164, 10_164),
    }  # fmt: skip
    assert sum(layer.parameters for layer in layers.values()) == 60_000 == api.network("lenet5_1998@random").parameters
    assert sum(layer.connections for layer in layers.values()) == 340_908
    assert layers["c3"].formula.pt == "5·5·60 + 16 = 1.516"
    assert layers["c3"].macs == 60 * 25 * 100 and layers["output"].macs == 84 * 10


class Uneven(nn.Module):
    """Layers whose connections are easy to count one by one."""

    def __init__(self) -> None:
        super().__init__()
        self.grouped = nn.Conv2d(4, 6, 3, groups=2, stride=2)
        self.plain = nn.Conv2d(6, 2, 1, bias=False)
        self.average = nn.AdaptiveAvgPool2d(3)
        self.dense = nn.Linear(18, 5)

    def forward(self, x: Tensor) -> Tensor:
        return self.dense(self.average(self.plain(self.grouped(x)).relu()).flatten(1))


def test_connections_are_what_the_gradients_count() -> None:
    """One per input that an output depends on, one per bias: counted in the Jacobian of each layer alone."""
    network, picture = positive(Uneven()), torch.rand(1, 4, 10, 10)
    connections = {layer_step.layer.name: layer_step.layer.connections for layer_step in described(network, picture)}
    x = picture
    for name in ("grouped", "plain", "average", "dense"):
        layer: nn.Module = network.get_submodule(name)
        x = x.relu().flatten(1) if name == "dense" else x
        jacobian = torch.autograd.functional.jacobian(layer, x)
        out = layer(x)
        biased = getattr(layer, "bias", None) is not None
        assert connections[name] == int((jacobian != 0).sum()) + out.numel() * biased, name
        x = out
    assert connections["relu"] == connections["flatten"] == 0


@pytest.mark.parametrize("key", params(KEYS, EIGHT))
def test_layers_run_in_order_and_read_layers_before_them(key: str) -> None:
    network, picture = on_meta(key)
    layers = [layer_step.layer for layer_step in described(network, picture)]
    names = [layer.name for layer in layers]
    assert names[0] == "input" and names[-1] == "softmax" and len(set(names)) == len(names)
    for place, layer in enumerate(layers):
        assert bool(layer.inputs) == (place > 0)
        assert set(layer.inputs) <= set(names[:place]), layer.name
        assert layer.title.en and layer.title.pt


class Branches(nn.Module):
    """Dilation, a lopsided kernel, a stride in a shortcut, overlapping poolings of both kinds, a concatenation, a sum."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 5, stride=2, padding=2)
        self.pool = nn.AvgPool2d(3, 2, padding=1)
        self.far = nn.Conv2d(4, 4, 3, padding=2, dilation=2)
        self.wide = nn.Conv2d(4, 4, (1, 7), padding=(0, 3))
        self.same = nn.Conv2d(8, 8, (4, 3), padding="same")
        self.down = nn.Conv2d(8, 4, 3, stride=2, padding=1)
        self.shortcut = nn.Conv2d(8, 4, 1, stride=2)
        self.third = nn.AdaptiveAvgPool2d(2)

    def forward(self, x: Tensor) -> Tensor:
        x = self.pool(self.stem(x).relu_())
        x = self.same(torch.cat([self.far(x), self.wide(x)], 1))
        return self.third(self.down(x) + self.shortcut(x)).flatten(1)


class Gated(nn.Module):
    """Squeeze and excitation: the gate has seen everything."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.squeeze = nn.AdaptiveAvgPool2d(1)
        self.gate = nn.Conv2d(4, 4, 1)
        self.after = nn.Conv2d(4, 4, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        return self.after(x * self.gate(self.squeeze(x))).flatten(1)


def positive(network: nn.Module) -> nn.Module:
    """All weights above zero, so that no gradient cancels or dies."""
    for parameter in network.parameters():
        parameter.data = parameter.data.abs() + 0.1
    return network.eval()


def support(plan: Plan, picture: Tensor, layer_step: LayerStep, row: int, column: int) -> tuple[int, int, int, int]:
    """First and last row, first and last column of the pixels on which a cell depends, by its gradient."""
    leaf = picture.clone().requires_grad_()
    plan.value(leaf, layer_step.slot)[0, :, row, column].sum().backward()
    assert leaf.grad is not None
    seen = leaf.grad.abs().sum((0, 1)) > 0  # (H, W)
    rows, columns = seen.any(1).nonzero().flatten(), seen.any(0).nonzero().flatten()
    return int(rows[0]), int(rows[-1]), int(columns[0]), int(columns[-1])


def told(layer: Layer, row: int, column: int, side: int) -> tuple[int, int, int, int]:
    """The same by the receptive field, cut to the picture."""
    field, ends = layer.receptive_field, []
    for axis, cell in enumerate((row, column)):
        start = field.offset[axis] + cell * field.stride[axis]
        ends += [max(0, start), min(side, start + field.size[axis]) - 1]
    return ends[0], ends[1], ends[2], ends[3]


@pytest.mark.filterwarnings("ignore:Using padding")  # an even kernel with padding="same" is the hard case
def test_receptive_fields_are_where_the_gradient_is() -> None:
    network, picture = positive(Branches()), torch.rand(1, 3, 64, 64)
    plan, layer_steps = trace(network), [layer_step for layer_step in described(network, picture) if len(layer_step.layer.shape) == 3]
    assert {"concatenation", "addition", "average pooling", "activation"} <= {layer_step.layer.kind for layer_step in layer_steps}
    for layer_step in layer_steps:
        _, height, width = layer_step.layer.shape
        for row in range(0, height, max(1, height // 3)):
            for column in range(0, width, max(1, width // 3)):
                assert told(layer_step.layer, row, column, 64) == support(plan, picture, layer_step, row, column), (
                    layer_step.layer.name,
                    row,
                    column,
                )
        assert not layer_step.layer.receptive_field.whole


class Flat(nn.Module):
    """Maps that are put in a row, halved by a ReLU, and read by a dense layer."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 2, 5, stride=3, padding=1)
        self.pool = nn.MaxPool2d((2, 3))
        self.fc = nn.Linear(2 * 5 * 3, 4)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.relu(self.pool(self.conv(x)).flatten(1))
        return self.fc(x)


def test_a_unit_of_a_flattened_map_sees_what_its_cell_saw() -> None:
    network, picture = positive(Flat()), torch.rand(1, 3, 32, 32)
    plan, layer_steps = trace(network), described(network, picture)
    rows, columns = next(layer_step.layer.shape[1:] for layer_step in layer_steps if layer_step.layer.name == "pool")
    told_of = {layer_step.layer.name: layer_step.layer.receptive_field for layer_step in layer_steps}
    assert {name for name, field in told_of.items() if field.flattened} == {"flatten", "relu"}
    for layer_step in layer_steps:
        if not layer_step.layer.receptive_field.flattened:
            continue
        for unit in range(0, layer_step.layer.shape[0], 7):
            leaf = picture.clone().requires_grad_()
            plan.value(leaf, layer_step.slot)[0, unit].backward()
            assert leaf.grad is not None
            seen = leaf.grad.abs().sum((0, 1)) > 0
            found = seen.any(1).nonzero().flatten(), seen.any(0).nonzero().flatten()
            row, column = divmod(unit % (rows * columns), columns)
            top, bottom, left, right = told(layer_step.layer, row, column, 32)
            inside = top <= found[0][0] and found[0][-1] <= bottom and left <= found[1][0] and found[1][-1] <= right
            assert inside and (bottom - top, right - left) < (31, 31), (layer_step.layer.name, unit)  # a maximum passes one gradient only
    dense = told_of["fc"]
    assert (dense.flattened, dense.size) == (None, (31, 28))  # of 32: what the strides leave over nobody reads


def test_whole_says_that_every_cell_sees_everything() -> None:
    network, picture = positive(Gated()), torch.rand(1, 3, 32, 32)
    fields = {layer_step.layer.name: (layer_step.layer.receptive_field.whole, layer_step) for layer_step in described(network, picture)}
    for name, (whole, layer_step) in fields.items():
        if len(layer_step.layer.shape) == 3:
            everything = support(trace(network), picture, layer_step, 0, 0) == (0, 31, 0, 31)
            assert whole == everything, name
    assert [name for name, (whole, _) in fields.items() if whole] == ["squeeze", "gate", "mul", "after", "flatten", "softmax"]


def test_known_receptive_fields() -> None:
    """ResNet-18's 435 px with stride 32 are in Araujo et al. 2019; VGG-11: 3, 4, 8, 10, 18, 26, 30, 46, 62, 70, 102, 134 by hand."""
    for key, name, size, stride in (("resnet18", "layer4.1.conv2", 435, 32), ("vgg11", "features.18", 134, 16)):
        layer = next(layer_step.layer for layer_step in described(*on_meta(key)) if layer_step.layer.name == name)
        assert (layer.receptive_field.size, layer.receptive_field.stride) == ((size, size), (stride, stride)), key


def test_squeezes_of_mobilenet_are_told() -> None:
    layers = [layer_step.layer for layer_step in described(*on_meta("mobilenet_v3_small"))]
    first = next(place for place, layer in enumerate(layers) if layer.kind == "multiplication")
    assert all(layer.receptive_field.whole for layer in layers[first:])
    assert not any(layer.receptive_field.whole for layer in layers if layer.name.startswith("features.0"))


def test_titles_say_the_window() -> None:
    titles = {
        layer_step.layer.name: (layer_step.layer.title.en, layer_step.layer.title.pt) for layer_step in described(*on_meta("resnet18"))
    }
    assert titles["conv1"] == ("conv 7×7", "conv 7×7")
    assert titles["maxpool"] == ("max 3×3", "máx 3×3")
    assert titles["avgpool"] == ("mean", "média")
    assert titles["bn1"] == ("batch norm", "norm. por lote")
    assert titles["layer1.0.add"] == ("sum", "soma")
    assert titles["layer1.0.relu:2"] == ("ReLU", "ReLU")


def test_channels_come_first_where_the_network_keeps_them_last() -> None:
    layers = {layer_step.layer.name: layer_step.layer for layer_step in described(*on_meta("convnext_tiny"))}
    assert layers["features.1.0.block.0"].shape == layers["features.1.0.block.5"].shape == (96, 56, 56)
    assert layers["features.1.0.block.3"].shape == (384, 56, 56)


def test_facts_do_not_depend_on_the_picture() -> None:
    network, picture = positive(Branches()), torch.rand(1, 3, 64, 64)
    plan = trace_verified(network, picture)
    facts = [[layer_step.layer for layer_step in describe_layers(plan, capture(plan, one))] for one in (picture, torch.zeros_like(picture))]
    assert facts[0] == facts[1]
    assert next(layer.title.en for layer in facts[0] if layer.name == "same") == "conv 4×3"
