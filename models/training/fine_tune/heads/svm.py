"""A linear support vector machine, one class against all others, as a dense layer (Cortes and Vapnik, Machine Learning 20, 1995).

The solver is scikit-learn's LinearSVC (liblinear). Its decision values are the logits: a softmax over them orders the classes
rightly and is no measured probability.
"""

from __future__ import annotations

import warnings

import numpy as np
import torch
from sklearn.exceptions import ConvergenceWarning
from sklearn.svm import LinearSVC
from torch import Tensor, nn

from models.text import Text
from models.training.fine_tune.head import Head, HeadSpec

C = 0.01  # how dear a picture on the wrong side is; small, because there are more features than pictures


def build(head_spec: HeadSpec) -> nn.Module:
    return nn.Linear(head_spec.features, head_spec.classes)


@torch.no_grad()
def fit(head: nn.Module, features: Tensor, labels: Tensor, seed: int, class_weights: Tensor | None = None) -> None:
    assert isinstance(head, nn.Linear)
    weighted = None if class_weights is None else dict(enumerate(class_weights.tolist()))
    machine = LinearSVC(C=C, class_weight=weighted, random_state=seed, max_iter=5000)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # an answer that is nearly the best one is an answer
        machine.fit(features.double().numpy(), labels.numpy())
    weights, offsets = machine.coef_, machine.intercept_  # [class, d], [class]
    if len(weights) == 1:  # two classes: one cut, whose other side is the first class
        weights, offsets = np.concatenate([-weights, weights]), np.concatenate([-offsets, offsets])
    head.weight.copy_(torch.from_numpy(weights))
    head.bias.copy_(torch.from_numpy(offsets))


_CODE = '''
def teach(train: tuple[Tensor, Tensor], check: tuple[Tensor, Tensor], classes: int) -> tuple[object, Tensor]:
    """(pictures (N, C, H, W), labels (N)) of both sides -> the machine, and its decision values for the second."""
    from sklearn.svm import LinearSVC

    network = headless()
    views, others = views_of(network, train[0]), features(network, check[0])
    mean, spread = views[0].mean(0), views[0].std(0, correction=0)
    spread = torch.where(spread > 1e-6 * views[0].abs().amax(0).clamp_min(1e-12), spread, 1.0)
    views, others = (views - mean) / spread, (others - mean) / spread
    machine = LinearSVC(C=0.01, @BALANCEDrandom_state=SEED, max_iter=5000)
    machine.fit(views.flatten(0, 1).double().numpy(), train[1].repeat(len(views)).numpy())
    values = torch.from_numpy(machine.decision_function(others.double().numpy()))
    return machine, values if values.dim() == 2 else torch.stack([-values, values], 1)
'''

HEAD = Head(
    key="svm",
    order=30,
    title=Text("linear SVM", "SVM linear"),
    about=Text(
        "The straight cut with the widest margin between each class and all others; found at once, without epochs.",
        "O corte reto com a maior margem entre cada classe e todas as outras; encontrado de uma vez, sem épocas.",
    ),
    build=build,
    fit=fit,
    standardizes=True,
    code=lambda hidden, dropout: _CODE,
    subject=Text("A linear SVM", "A SVM linear"),
    found=Text(
        "No curves: an SVM takes no steps. It solves for the widest margin between each class and all others in one go. "
        "The matrix beside shows which classes it confuses; the head above shows a row of weights for each class.",
        "Sem curvas: uma SVM não anda em passos. Ela resolve de uma vez a maior margem entre cada classe e todas as outras. "
        "A matriz ao lado mostra que classes ela confunde; a cabeça acima mostra uma linha de pesos por classe.",
    ),
)
