"""Integrated gradients: Sundararajan, Taly and Yan, "Axiomatic Attribution for Deep Networks", ICML 2017, eq. 1.

The integral from black to the picture is taken at Gauss-Legendre points. All heat together should be z(x) − z(black); how far it
is from that is the completeness gap, and is always said; more points close it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from models.attribution.methods import AttributionInput, Method, Partial, growing_batches, stack_maps
from models.engine.backward_tail import input_gradients
from models.text import Text

CHOICES = (16, 50, 200)  # points of the integral


def gauss_legendre(points: int = CHOICES[0]) -> tuple[Tensor, Tensor]:
    """(places in 0 … 1, their weights, which add up to 1) of Gauss and Legendre, float64."""
    nodes, weights = np.polynomial.legendre.leggauss(points)
    return torch.from_numpy((nodes + 1) / 2), torch.from_numpy(weights / 2)


def steps(inputs: AttributionInput) -> Iterator[Partial]:
    """A forward pass for each point, and a backward pass for each point and class."""
    points = inputs.points or CHOICES[0]
    places, weights = (numbers.view(-1, 1, 1, 1).to(inputs.picture.dtype) for numbers in gauss_legendre(points))
    way = inputs.picture - inputs.black  # (1, C, H, W)
    totals = [torch.zeros_like(way) for _ in inputs.targets]
    plan = inputs.batched_plan()
    for part in growing_batches(points, inputs.batch):
        gradients, _ = input_gradients(plan, inputs.black + places[part] * way, inputs.targets)
        totals = [total + (weights[part] * gradient).sum(0, keepdim=True) for total, gradient in zip(totals, gradients, strict=True)]
        done = part.stop == points
        heats = stack_maps((total * way).sum(1) / (1 if done else float(weights[: part.stop].sum())) for total in totals)
        yield Partial(heats, part.stop, points, _facts(inputs, heats, points) if done else ())


def _facts(inputs: AttributionInput, heats: Tensor, points: int) -> tuple[dict[str, float], ...]:
    ends = inputs.plan.logits(torch.cat([inputs.picture, inputs.black])).double()  # (2, classes)
    rises = [float(ends[0, target] - ends[1, target]) for target in inputs.targets]
    sums = [float(heat.double().sum()) for heat in heats]
    return tuple(
        {"points": points, "sum": total, "logit_rise": rise, "completeness_gap": total - rise}
        for total, rise in zip(sums, rises, strict=True)
    )


CODE = """\
nodes, weights = np.polynomial.legendre.leggauss(POINTS)  # over −1 … 1
total = torch.zeros_like(x)
for node, weight in zip(nodes.tolist(), weights.tolist()):
    between = (black + (node + 1) / 2 * (x - black)).requires_grad_()  # (1, C, H, W)
    total += weight / 2 * torch.autograd.grad(network(between)[0, target], between)[0]
heat = ((x - black) * total).sum(1)[0]  # (H, W)"""

METHOD = Method(
    key="integrated_gradients",
    order=60,
    title=Text("Integrated gradients", "Gradientes integrados"),
    description=Text(
        "Mean gradient from black to your picture, times how far each pixel came. Blue speaks against the class.",
        "Gradiente médio do preto à sua imagem, vezes o quanto cada pixel andou. Azul fala contra a classe.",
    ),
    formula=(Text("heat = ( x − x_0 ) · mean_t ∂z / ∂x", "calor = ( x − x_0 ) · média_t ∂z / ∂x"),),
    attributed_to="input",
    signed=True,
    passes=35,
    steps=steps,
    code=CODE,
    point_choices=CHOICES,
)
