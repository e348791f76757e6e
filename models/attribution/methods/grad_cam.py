"""Grad-CAM: Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization", ICCV 2017, eq. 1, 2."""

from __future__ import annotations

from collections.abc import Iterator

from torch import Tensor

from models.attribution.methods import AttributionInput, Method, Partial, stack_maps
from models.engine.backward_tail import tail_after
from models.text import Text


def steps(question: AttributionInput) -> Iterator[Partial]:
    """ReLU(Σ_k α_k A_k), α_k the mean of ∂z/∂A_k over the map: one backward pass through the tail for each class."""
    assert question.captured is not None
    tail = tail_after(question.captured, question.slot, question.channel_axis)
    sums = stack_maps(weighted_sum(tail.maps, tail.gradient(target)) for target in question.targets)
    yield Partial(sums.relu(), before_relu=sums)


def weighted_sum(maps: Tensor, gradient: Tensor) -> Tensor:
    """Σ_k α_k A_k: (1, C, h, w) twice → (1, h, w)."""
    weights = gradient.mean((2, 3), keepdim=True)  # (1, C, 1, 1)
    return (weights * maps).sum(1)


def combine(maps: Tensor, gradient: Tensor) -> Tensor:
    """(1, C, h, w) twice → (1, h, w)."""
    return weighted_sum(maps, gradient).relu()


CODE = """\
(gradient,) = torch.autograd.grad(logits[0, target], maps)  # (1, C, h, w)
weights = gradient.mean((2, 3), keepdim=True)  # (1, C, 1, 1)
heat = (weights * maps).sum(1).relu()[0].detach()  # (h, w)"""

METHOD = Method(
    key="grad_cam",
    order=10,
    title=Text("Grad-CAM", "Grad-CAM"),
    description=Text(
        "Weigh each map of the layer by how much the class’s logit z rises with it, add them, keep the positive part.",
        "Pese cada mapa da camada pelo quanto o logit z da classe sobe com ele, some, guarde a parte positiva.",
    ),
    formula=(
        Text("heat = ReLU ( Σ_k α_k A_k )", "calor = ReLU ( Σ_k α_k A_k )"),
        Text("α_k = mean of ∂z / ∂A_k", "α_k = média de ∂z / ∂A_k"),
    ),
    attributed_to="layer",
    signed=False,
    passes=1.1,
    steps=steps,
    code=CODE,
    combine=combine,
)
