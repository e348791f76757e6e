"""The plan: it computes what the network computes, and refuses to where it cannot."""

from __future__ import annotations

import threading

import pytest
import torch
import torchvision
from torch import Tensor, nn
from torch.nn import functional as F

from models.engine.plan import Plan
from models.engine.tracing import NotTraceable, trace, trace_verified


class Convolution(nn.Module):
    """What the networks below share."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 3, padding=1)
        self.relu = nn.ReLU(inplace=True)


class OverwritesItsShortcut(Convolution):
    """The first ReLU of a pre-activation block writes over what the shortcut reads later."""

    def forward(self, x: Tensor) -> Tensor:
        shortcut = self.conv(x)
        return (self.conv(self.relu(shortcut)) + shortcut).mean((2, 3))


class ForgetsResults(Convolution):
    """In-place calls whose results nobody takes."""

    def forward(self, x: Tensor) -> Tensor:
        h = self.conv(x)
        h.relu_()
        F.hardtanh(h, inplace=True)
        torch.sigmoid_(h)
        h *= 2
        h.add_(1.0)
        return h.mean((2, 3))


class OverwritesItsInput(Convolution):
    def forward(self, x: Tensor) -> Tensor:
        return self.conv(F.relu(x, inplace=True)).mean((2, 3)) + x.mean((2, 3))


class SharesOneActivation(Convolution):
    def forward(self, x: Tensor) -> Tensor:
        h = self.relu(self.conv(x))
        h = self.relu(self.conv(h) - 0.1)
        h += x
        return self.relu(h).flatten(2).mean(2)


class TwoNamesOfOneTensor(Convolution):
    """A trace cannot see that `k += 1` also changes `h`."""

    def forward(self, x: Tensor) -> Tensor:
        h = k = self.conv(x)
        k += 1
        return (h * k).mean((2, 3))


class WritesThroughAView(Convolution):
    def forward(self, x: Tensor) -> Tensor:
        h = self.conv(x)
        h[:, 0].relu_()
        return h.mean((2, 3))


class WritesZeros(Convolution):
    """No function computes what `zero_` writes."""

    def forward(self, x: Tensor) -> Tensor:
        h = self.conv(x)
        h.zero_()
        return h.mean((2, 3))


class BranchesOnItsData(Convolution):
    def forward(self, x: Tensor) -> Tensor:
        h = self.conv(x)
        return h.mean((2, 3)) if h.sum() > 0 else h.amax((2, 3))


class AnswersTwice(Convolution):
    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = self.conv(x)
        return h, h


def build(kind: type[nn.Module]) -> nn.Module:
    torch.manual_seed(0)
    return kind().eval().requires_grad_(False)


PICTURE = torch.randn(2, 3, 16, 16, generator=torch.Generator().manual_seed(1))
WRITERS = (OverwritesItsShortcut, ForgetsResults, OverwritesItsInput, SharesOneActivation)


@pytest.mark.parametrize("kind", WRITERS)
def test_in_place_writing_changes_no_answer(kind: type[nn.Module]) -> None:
    network = build(kind)
    plan = trace_verified(network, PICTURE)
    with torch.no_grad():
        assert torch.equal(plan.logits(PICTURE), network(PICTURE.clone()))


@pytest.mark.parametrize("kind", WRITERS)
def test_no_step_writes_to_what_it_reads(kind: type[nn.Module]) -> None:
    plan = trace(build(kind))
    values = plan.empty_values(PICTURE.clone())
    with torch.no_grad():
        for step in plan.steps:
            before = [values[slot].clone() for slot in step.inputs]
            plan.run(values, step.slot - 1, step.slot)
            assert all(torch.equal(values[slot], was) for slot, was in zip(step.inputs, before, strict=True)), step.name


@pytest.mark.parametrize("kind", [TwoNamesOfOneTensor, WritesThroughAView])
def test_a_trace_that_is_silently_wrong_is_refused(kind: type[nn.Module]) -> None:
    with pytest.raises(NotTraceable, match="does not reproduce"):
        trace_verified(build(kind), PICTURE)


@pytest.mark.parametrize("kind", [BranchesOnItsData, AnswersTwice, WritesZeros])
def test_what_cannot_be_a_plan_is_refused(kind: type[nn.Module]) -> None:
    with pytest.raises(NotTraceable):
        trace_verified(build(kind), PICTURE)


def test_a_network_in_training_mode_is_refused() -> None:
    with pytest.raises(NotTraceable, match="eval"):
        trace(build(SharesOneActivation).train())


def test_names_are_those_of_the_network() -> None:
    assert [step.name for step in trace(build(SharesOneActivation)).steps] == [
        "conv", "relu", "conv:2", "sub", "relu:2", "add", "relu:3", "flatten", "mean", "softmax",
    ]  # fmt: skip


def test_one_value_alone_equals_the_one_of_a_whole_run() -> None:
    plan = trace(build(SharesOneActivation))
    with torch.no_grad():
        plan.run(values := plan.empty_values(PICTURE), 0, len(plan.steps))
        assert all(torch.equal(plan.value(PICTURE, slot), values[slot]) for slot in range(len(values)))


def test_the_last_step_is_softmax_of_the_logits() -> None:
    plan = trace(build(SharesOneActivation))
    with torch.no_grad():
        plan.run(values := plan.empty_values(PICTURE), 0, len(plan.steps))
    logits = values[plan.logits_slot].double()
    expected = logits.exp() / logits.exp().sum(1, keepdim=True)
    slot = next(step.slot for step in plan.steps if step.name == "softmax")
    assert torch.allclose(values[slot].double(), expected, atol=1e-6)


def test_a_plan_shares_the_parameters_and_leaves_the_network_alone() -> None:
    network = build(SharesOneActivation)
    before = {name: (value.data_ptr(), value.clone()) for name, value in network.state_dict().items()}
    plan = trace_verified(network, PICTURE)
    used = {parameter.data_ptr() for step in plan.steps for parameter in step.parameters()}
    assert used == {place for place, _ in before.values()}
    assert all(torch.equal(value, before[name][1]) for name, value in network.state_dict().items())
    assert network.relu.inplace and not any(module._forward_hooks for module in network.modules())


def test_plans_run_in_other_threads_while_networks_are_traced() -> None:
    """torch.fx patches nn.Module.__call__ for the whole process while it traces."""
    network = build(SharesOneActivation)
    plan = trace_verified(network, PICTURE)
    truth = plan.logits(PICTURE)
    stop, wrong = threading.Event(), []

    def run(plan: Plan) -> None:
        while not stop.is_set():
            try:
                if not torch.equal(plan.logits(PICTURE), truth):
                    wrong.append("other logits")
            except Exception as problem:
                wrong.append(repr(problem))

    threads = [threading.Thread(target=run, args=(plan,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(30):
        trace_verified(build(SharesOneActivation), PICTURE)
        trace_verified(build(OverwritesItsShortcut), PICTURE)
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong


def test_the_first_computation_of_a_new_thread_is_the_second_ones_equal() -> None:
    """One thread a computation, as the service has it: AlexNet's 11 × 11 kernels give other last bits on all cores."""
    network = torchvision.models.alexnet().eval()
    picture = torch.randn(1, 3, 224, 224, generator=torch.Generator().manual_seed(0))
    before, proven = torch.get_num_threads(), []
    torch.set_num_threads(1)
    try:
        one = threading.Thread(target=lambda: proven.append(trace_verified(network, picture)))
        one.start()
        one.join()
    finally:
        torch.set_num_threads(before)
    assert proven


def test_a_network_that_answers_no_number_is_proven_too() -> None:
    """As after a training that diverged: NaN in the same places is the same answer."""
    network = nn.Sequential(nn.Flatten(), nn.Linear(16, 3))
    with torch.no_grad():
        network[1].weight[1] = float("nan")
        network[1].weight[2] = float("inf")
    plan = trace_verified(network.eval(), torch.ones(1, 1, 4, 4))
    assert torch.isnan(plan.logits(torch.ones(1, 1, 4, 4)))[0].tolist() == [False, True, False]
