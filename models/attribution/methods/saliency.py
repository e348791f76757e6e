"""Gradient saliency: Simonyan, Vedaldi and Zisserman, "Deep Inside Convolutional Networks", ICLR workshop 2014, section 3.1."""

from __future__ import annotations

from collections.abc import Iterator

from models.attribution.methods import AttributionInput, Method, Partial, max_over_channels, stack_maps
from models.engine.backward_tail import input_gradients
from models.text import Text


def steps(inputs: AttributionInput) -> Iterator[Partial]:
    """One forward pass, and a backward pass for each class."""
    gradients, _ = input_gradients(inputs.plan, inputs.picture, inputs.targets)
    yield Partial(stack_maps(max_over_channels(gradient) for gradient in gradients))


CODE = """\
x.requires_grad_()
(gradient,) = torch.autograd.grad(network(x)[0, target], x)  # (1, C, H, W)
heat = gradient.abs().amax(1)[0]  # (H, W)"""

METHOD = Method(
    key="saliency",
    order=40,
    title=Text("Saliency", "Saliência"),
    description=Text(
        "How much would the logit z change if this pixel changed a little? The strongest of its colours counts.",
        "Quanto mudaria o logit z se este pixel mudasse um pouco? Conta a mais forte de suas cores.",
    ),
    formula=(Text("heat = max_c | ∂z / ∂x |", "calor = max_c | ∂z / ∂x |"),),
    attributed_to="input",
    signed=False,
    passes=2.2,
    steps=steps,
    code=CODE,
    unit=Text("logit per unit of input", "logit por unidade de entrada"),
)
