"""SmoothGrad: Smilkov et al., "SmoothGrad: removing noise by adding noise", 2017: the mean gradient over noisy copies of the picture.

The noise is Gaussian, NOISE of the picture's range; its seed is fixed, so that the same picture gives the same heat.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from models.attribution.methods import AttributionInput, Method, Partial, growing_batches, max_over_channels, stack_maps
from models.engine.backward_tail import input_gradients
from models.text import Text

COPIES = 24
NOISE = 0.15  # standard deviation over the range of the picture
SEED = 0


def sample_noise(picture: Tensor, seed: int = SEED) -> Tensor:
    """The noise of every copy, (COPIES, C, H, W), for a picture (1, C, H, W)."""
    noise = torch.randn((COPIES, *picture.shape[1:]), generator=torch.Generator().manual_seed(seed))
    return noise * (NOISE * (picture.max() - picture.min()))


def steps(inputs: AttributionInput) -> Iterator[Partial]:
    """A forward pass for each copy, and a backward pass for each copy and class."""
    noise = sample_noise(inputs.picture)
    totals = [torch.zeros_like(inputs.picture) for _ in inputs.targets]
    plan = inputs.batched_plan()
    for part in growing_batches(COPIES, inputs.batch):
        gradients, _ = input_gradients(plan, inputs.picture + noise[part], inputs.targets)
        totals = [total + gradient.sum(0, keepdim=True) for total, gradient in zip(totals, gradients, strict=True)]
        heats = stack_maps(max_over_channels(total / part.stop) for total in totals)
        yield Partial(heats, part.stop, COPIES, tuple({"copies": COPIES, "noise": NOISE} for _ in totals))


CODE = f"""\
noise = torch.randn({COPIES}, *x.shape[1:], generator=torch.Generator().manual_seed({SEED}))
noisy = x + {NOISE} * (x.max() - x.min()) * noise  # ({COPIES}, C, H, W)
total = torch.zeros_like(x)
for copy in noisy.split(1):  # (1, C, H, W)
    copy.requires_grad_()
    total += torch.autograd.grad(network(copy)[0, target], copy)[0]
heat = (total / {COPIES}).abs().amax(1)[0]  # (H, W)"""

METHOD = Method(
    key="smoothgrad",
    order=50,
    title=Text("SmoothGrad", "SmoothGrad"),
    description=Text(
        f"The mean gradient over {COPIES} copies of the picture with noise: what one pixel’s gradient says by accident falls out.",
        f"A média do gradiente em {COPIES} cópias da imagem com ruído: o que um gradiente diz por acaso some.",
    ),
    formula=(Text("heat = max_c | mean_n ∂z / ∂x ( x + ε_n ) |", "calor = max_c | média_n ∂z / ∂x ( x + ε_n ) |"),),
    attributed_to="input",
    signed=False,
    passes=50,
    steps=steps,
    code=CODE,
    unit=Text("logit per unit of input", "logit por unidade de entrada"),
)
