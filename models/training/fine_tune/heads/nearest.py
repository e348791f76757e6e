"""The nearest neighbour as layers: a class's logit is −½ of the squared distance to its nearest example (Cover and Hart, 1967).

Nothing is learned, the examples' features are remembered. The ½ makes the distance a Gaussian's exponent, as in the output of LeNet-5
of 1998; a softmax over such logits orders the classes rightly and is no measured probability.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.text import Text
from models.training.fine_tune.head import Head, HeadSpec

_ROWS = 32  # codes at a time: (N, 32, d) is what it takes in memory


class Distances(nn.Module):
    """Output i is −½ of the squared distance of the features to example i: (N, d) → (N, M)."""

    codes: Tensor

    def __init__(self, codes: int, features: int) -> None:
        super().__init__()
        self.register_buffer("codes", torch.zeros(codes, features))  # (M, d), class by class

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([-0.5 * (x[:, None] - some).square().sum(2) for some in self.codes.split(_ROWS)], 1)


def build(head_spec: HeadSpec) -> nn.Module:
    """Distances to as many examples of every class, then the largest of each class: layers that have a receipt."""
    each = head_spec.codes // head_spec.classes
    return nn.Sequential(
        Distances(head_spec.codes, head_spec.features),
        nn.Unflatten(1, (1, head_spec.classes, each)),  # (N, 1, K, M / K)
        nn.MaxPool2d((1, each)),  # (N, 1, K, 1)
        nn.Flatten(),
    )


@torch.no_grad()
def fit(head: nn.Module, features: Tensor, labels: Tensor, seed: int, class_weights: Tensor | None = None) -> None:
    """Distances know no weights of classes.

    A class with fewer examples than another has some of them twice, which changes no distance to the nearest.
    """
    distances = next(module for module in head.modules() if isinstance(module, Distances))
    classes = int(labels.max()) + 1
    each = len(distances.codes) // classes
    rows = [torch.nonzero(labels == k)[:, 0] for k in range(classes)]
    distances.codes.copy_(features[torch.cat([own.repeat(-(-each // len(own)))[:each] for own in rows])])


_CODE = '''
def teach(train: tuple[Tensor, Tensor], check: tuple[Tensor, Tensor], classes: int) -> tuple[Tensor, Tensor]:
    """(pictures (N, C, H, W), labels (N)) of both sides -> what is remembered, and -1/2 squared distance to each class."""
    network = headless()
    views, others = views_of(network, train[0]).flatten(0, 1), features(network, check[0])
    labels = train[1].repeat(1 + VIEWS)
    distance = torch.cdist(others, views).square()
    return views, torch.stack([-0.5 * distance[:, labels == k].amin(1) for k in range(classes)], 1)
'''

HEAD = Head(
    key="nearest",
    order=40,
    title=Text("nearest neighbour", "vizinho mais próximo"),
    about=Text(
        "Remembers the examples; the class of the one whose features are nearest is the answer.",
        "Lembra os exemplos; a classe daquele cujas características estão mais próximas é a resposta.",
    ),
    build=build,
    fit=fit,
    standardizes=False,
    stores_examples=True,
    behind=(nn.Unflatten, nn.MaxPool2d, nn.Flatten),
    code=lambda hidden, dropout: _CODE,
    subject=Text("A nearest neighbour", "O vizinho mais próximo"),
    found=Text(
        "No curves: nothing is learned, the features of every training picture are remembered. On these it is always right, since each is "
        "nearest to itself; what counts is validation. The matrix beside shows which classes it confuses.",
        "Sem curvas: nada é aprendido, as características de cada imagem de treino são lembradas. Nelas acerta sempre, pois cada uma é a "
        "mais próxima de si mesma; o que conta é a validação. A matriz ao lado mostra que classes ela confunde.",
    ),
    why_unweighted=Text(
        "A nearest neighbour learns nothing, so there is no loss to weigh.",
        "O vizinho mais próximo não aprende nada: não há perda a ponderar.",
    ),
)
