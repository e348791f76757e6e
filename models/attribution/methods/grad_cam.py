"""Grad-CAM: Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization", ICCV 2017, eq. 1, 2."""

from __future__ import annotations

from torch import Tensor

from models.attribution.methods import Method, relu_of, weighted_sum_steps
from models.text import Text


def weighted_sum(maps: Tensor, gradient: Tensor) -> Tensor:
    """Σ_k α_k A_k: (1, C, h, w) twice → (1, h, w)."""
    weights = gradient.mean((2, 3), keepdim=True)  # (1, C, 1, 1)
    return (weights * maps).sum(1)


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
    steps=weighted_sum_steps(weighted_sum),
    code=CODE,
    combine=relu_of(weighted_sum),
)
