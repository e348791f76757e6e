"""A head that learns from marked cells: multinomial logistic regression with an L2 penalty, by Newton's method, the same every time.

minimise  sum_i v_i · -log softmax(W z_i + b)[kind_i]  +  |W|² / (2 · INVERSE_PENALTY),  z = (features - mean) / deviation

v_i gives every kind the same weight, however much of it was marked. The problem is strictly convex but for a number added to every b, which
changes no answer and is held at 0. Learnt so, W and b are folded back onto the features: a 1 × 1 convolution.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

INVERSE_PENALTY = 1.0  # as scikit-learn's C
HEADS = 20  # that learn from other draws of the marks
PIECE = 8  # cells: marks beside one another say the same, so they are drawn in pieces
_STEPS = 50  # of Newton at most; most need seven
_STILL = 1e-7  # the largest change of a weight at which it ends
_ROUGHLY = 1e-3  # the same of heads of which only the spread counts

Doubles = NDArray[np.float64]
Floats = NDArray[np.float32]
Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Head:
    """A dense layer for features as they are."""

    weights: Floats  # [kind, channel]
    bias: Floats  # [kind]

    def probabilities(self, features: Floats) -> Floats:
        """[cell, channel] → [cell, kind]."""
        return softmax(matmul(features, self.weights.T) + self.bias)


@dataclass(frozen=True, slots=True)
class FeatureScale:
    """Where features are and how far they reach."""

    mean: Doubles
    deviation: Doubles

    def folded(self, solution: Doubles) -> Head:
        """[kind, channel and 1] for scaled features → the head for features as they are."""
        weights = solution[:, :-1] / self.deviation
        return Head(weights.astype(np.float32), (solution[:, -1] - weights @ self.mean).astype(np.float32))


def fit(features: Floats, labels: Labels, kinds: int) -> Head:
    """The head for cells [cell, channel] that are marked [cell]; every kind is marked somewhere."""
    scale, inputs = _scaled(features)
    return scale.folded(_solve(inputs, labels, kinds, np.zeros((kinds, inputs.shape[1]))))


def fit_resampled(features: Floats, labels: Labels, pieces: Labels, kinds: int) -> tuple[Head, tuple[Head, ...]]:
    """The head as `fit` has it, and as many as HEADS that learn from other draws of the marks (bootstrap).

    Each draws pieces [cell] with replacement, kind by kind, and starts where the first head has come to.
    """
    scale, inputs = _scaled(features)
    first = _solve(inputs, labels, kinds, np.zeros((kinds, inputs.shape[1])))
    random = np.random.default_rng(0)
    found = []
    for _ in range(HEADS):
        counts = np.zeros(len(labels))
        for kind in range(kinds):
            own = np.unique(pieces[labels == kind])
            drawn, times = np.unique(random.choice(own, len(own)), return_counts=True)
            for piece, often in zip(drawn, times, strict=True):
                counts[(pieces == piece) & (labels == kind)] = often
        there = counts > 0
        found.append(scale.folded(_solve(inputs[there], labels[there], kinds, first, counts[there], _ROUGHLY)))
    return scale.folded(first), tuple(found)


def matmul(left: NDArray[np.floating], right: NDArray[np.floating]) -> NDArray[Any]:
    """left @ right by PyTorch: it keeps to the worker's threads, where numpy's own wait for every core."""
    found: NDArray[Any] = (torch.from_numpy(left) @ torch.from_numpy(right)).numpy()
    return found


def softmax(logits: NDArray[np.floating]) -> Floats:
    """[cell, kind] → probabilities."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: Floats = exponentials / exponentials.sum(axis=1, keepdims=True)
    return found


def _scaled(features: Floats) -> tuple[FeatureScale, Doubles]:
    """The scale, and the scaled features with a 1 behind them for the bias."""
    own = features.astype(np.float64)
    deviation = own.std(axis=0)
    scale = FeatureScale(own.mean(axis=0), np.where(deviation > 1e-6, deviation, 1.0))
    return scale, np.concatenate([(own - scale.mean) / scale.deviation, np.ones((len(own), 1))], axis=1)


def _solve(inputs: Doubles, labels: Labels, kinds: int, start: Doubles, counts: Doubles | None = None, still: float = _STILL) -> Doubles:
    """[kind, channel and 1] at the minimum."""
    weights: Doubles = np.ones(len(labels)) if counts is None else counts
    many = np.bincount(labels, weights, kinds)
    value: Doubles = np.asarray(weights * weights.sum() / (kinds * many[labels]), np.float64)
    wanted, now = np.eye(kinds)[labels], start
    for _ in range(_STEPS):
        gradient, hessian = _derivatives(inputs, wanted, value, now)
        step = _divide(hessian, gradient.ravel()).reshape(now.shape)
        now = _downhill(inputs, wanted, value, now, step, float((gradient * step).sum()))
        if np.abs(step).max() < still:
            break
    return now


def _divide(matrix: Doubles, vector: Doubles) -> Doubles:
    """The solution of matrix · x = vector, by PyTorch for the same reason as `matmul`."""
    found: Doubles = torch.linalg.solve(torch.from_numpy(matrix), torch.from_numpy(vector)).numpy()
    return found


def _derivatives(inputs: Doubles, wanted: Doubles, value: Doubles, now: Doubles) -> tuple[Doubles, Doubles]:
    kinds, numbers = now.shape
    answer = softmax(matmul(inputs, now.T))
    ridge = np.full(numbers, 1 / INVERSE_PENALTY)
    ridge[-1] = 0
    gradient = matmul(((answer - wanted) * value[:, None]).T, inputs) + now * ridge
    gradient[:, -1] += now[:, -1].sum()
    hessian = np.zeros((kinds, numbers, kinds, numbers))
    for one in range(kinds):
        for other in range(one + 1):
            share = value * answer[:, one] * ((one == other) - answer[:, other])
            block = matmul((inputs * share[:, None]).T, inputs)
            block[-1, -1] += 1  # holds the sum of the biases at 0
            hessian[one, :, other] = block + np.diag(ridge) * (one == other)
            hessian[other, :, one] = hessian[one, :, other].T
    return gradient, hessian.reshape(kinds * numbers, kinds * numbers)


def _downhill(inputs: Doubles, wanted: Doubles, value: Doubles, now: Doubles, step: Doubles, slope: float) -> Doubles:
    """A step of Newton, halved as often as it takes to go down."""
    before, length = _loss(inputs, wanted, value, now), 1.0
    while length > 1e-6 and _loss(inputs, wanted, value, now - length * step) > before - 1e-4 * length * slope + 1e-12 * abs(before):
        length /= 2
    return now - length * step


def _loss(inputs: Doubles, wanted: Doubles, value: Doubles, now: Doubles) -> float:
    logits = matmul(inputs, now.T)
    most = logits.max(axis=1)
    normaliser = most + np.log(np.exp(logits - most[:, None]).sum(axis=1))
    penalty = (now[:, :-1] ** 2).sum() / (2 * INVERSE_PENALTY) + now[:, -1].sum() ** 2 / 2
    return float(value @ (normaliser - (logits * wanted).sum(axis=1)) + penalty)
