"""Guided backpropagation: Springenberg et al., "Striving for Simplicity: The All Convolutional Net", ICLR workshop 2015, section 3.4.

On the way back a ReLU lets through only what is positive twice: its own value, and the gradient that arrives. A network without a
ReLU gives its plain gradient; the facts say how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from models.attribution.methods import AttributionInput, Method, Partial, stack_maps
from models.engine.backward_tail import input_gradients
from models.engine.kinds import name_of
from models.engine.plan import Plan, Step
from models.text import Text


class _GuidedRelu(torch.autograd.Function):
    @staticmethod
    def forward(context: Any, value: Tensor) -> Tensor:
        answer = value.relu()
        context.save_for_backward(answer)
        return answer

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> Tensor:
        (answer,) = context.saved_tensors
        led: Tensor = gradient.relu() * (answer > 0)
        return led


def is_relu(step: Step) -> bool:
    return name_of(step.operation).lower() == "relu"


def with_guided_relus(plan: Plan) -> Plan:
    """The same plan, whose ReLUs lead back only what is positive twice."""
    return replace(plan, steps=tuple(replace(step, call=_guided_relu) if is_relu(step) else step for step in plan.steps))


def _guided_relu(value: Tensor, *_: Any) -> Tensor:
    answer: Tensor = _GuidedRelu.apply(value)
    return answer


def steps(inputs: AttributionInput) -> Iterator[Partial]:
    """One forward pass, and a backward pass for each class."""
    gradients, _ = input_gradients(with_guided_relus(inputs.plan), inputs.picture, inputs.targets)
    relus = sum(map(is_relu, inputs.plan.steps))
    yield Partial(stack_maps(gradient.sum(1) for gradient in gradients), facts=tuple({"relus": relus} for _ in gradients))


CODE = """\
class Guided(torch.autograd.Function):
    @staticmethod
    def forward(context, value):
        context.save_for_backward(value)
        return value.relu()

    @staticmethod
    def backward(context, gradient):
        (value,) = context.saved_tensors
        return gradient.relu() * (value > 0)

F.relu = torch.relu = lambda value, inplace=False: Guided.apply(value)
for module in network.modules():
    if isinstance(module, torch.nn.ReLU):
        module.forward = Guided.apply
x.requires_grad_()
(gradient,) = torch.autograd.grad(network(x)[0, target], x)  # (1, C, H, W)
heat = gradient.sum(1)[0]  # (H, W)"""

METHOD = Method(
    key="guided_backpropagation",
    order=70,
    title=Text("Guided backpropagation", "Retropropagação guiada"),
    description=Text(
        "The gradient, but on its way back ReLU also stops what is negative. Blue lowers the logit. Only edges? Compare below.",
        "O gradiente, mas na volta a ReLU barra também o que é negativo. Azul baixa o logit. Só bordas? Compare abaixo.",
    ),
    formula=(
        Text("heat = Σ_c ∂z / ∂x", "calor = Σ_c ∂z / ∂x"),
        Text("ReLU back: g if g > 0 and a > 0", "volta na ReLU: g se g > 0 e a > 0"),
    ),
    attributed_to="input",
    signed=True,
    passes=2.2,
    steps=steps,
    code=CODE,
    unit=Text("logit per unit of input", "logit por unidade de entrada"),
)
