"""Grad-CAM++: Chattopadhay et al., "Grad-CAM++: Improved Visual Explanations for Deep Convolutional Networks", WACV 2018, eq. 5 and 19.

The paper takes the score exp(z), whose derivatives are powers of g = ∂z/∂A times exp(z). That one factor is the same for every
map and is left out, as everywhere: it would overflow, and only stretches the scale.
"""

from __future__ import annotations

import torch
from torch import Tensor

from models.attribution.methods import Method, relu_of, weighted_sum_steps
from models.text import Text


def weighted_sum(maps: Tensor, gradient: Tensor) -> Tensor:
    """(1, C, h, w) twice → (1, h, w). Where g is 0, so is its share. In float64: the two terms below the line may cancel."""
    maps, gradient = maps.double(), gradient.double()
    square = gradient**2
    below = 2 * square + maps.sum((2, 3), keepdim=True) * gradient**3  # (1, C, h, w)
    share = torch.where(below != 0, square / torch.where(below != 0, below, 1), 0)
    weights = (share * gradient.relu()).sum((2, 3), keepdim=True)  # (1, C, 1, 1)
    return (weights * maps).sum(1).float()


CODE = """\
(gradient,) = torch.autograd.grad(logits[0, target], maps)  # (1, C, h, w)
maps, gradient = maps.detach().double(), gradient.double()
below = 2 * gradient**2 + maps.sum((2, 3), keepdim=True) * gradient**3  # (1, C, h, w)
share = torch.where(below != 0, gradient**2 / below, 0)  # (1, C, h, w)
weights = (share * gradient.relu()).sum((2, 3), keepdim=True)  # (1, C, 1, 1)
heat = (weights * maps).sum(1).relu()[0].float()  # (h, w)"""

METHOD = Method(
    key="grad_cam_pp",
    order=20,
    title=Text("Grad-CAM++", "Grad-CAM++"),
    description=Text(
        "As Grad-CAM, but each cell counts by its own share, so that several small things weigh as much as a large one.",
        "Como o Grad-CAM, mas cada célula conta com sua própria parte: várias coisas pequenas pesam como uma grande.",
    ),
    formula=(
        Text("heat = ReLU ( Σ_k w_k A_k ),  g = ∂z / ∂A_k", "calor = ReLU ( Σ_k w_k A_k ),  g = ∂z / ∂A_k"),
        Text("w_k = Σ g² / ( 2g² + g³ Σ A_k ) · ReLU(g)", "w_k = Σ g² / ( 2g² + g³ Σ A_k ) · ReLU(g)"),
    ),
    attributed_to="layer",
    signed=False,
    passes=1.1,
    steps=weighted_sum_steps(weighted_sum),
    code=CODE,
    combine=relu_of(weighted_sum),
)
