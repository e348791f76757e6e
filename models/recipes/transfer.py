"""How well features carry over to classes that were never trained: a linear head on a few photographs, five-way five-shot.

Vinyals et al., "Matching Networks for One Shot Learning", NIPS 2016 (N-way K-shot); Snell et al., "Prototypical Networks",
NIPS 2017 (nearest class mean).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from sklearn.linear_model import LogisticRegression, LogisticRegressionCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch import Generator, Tensor, nn

from models.inputs.pictures import Preparation
from models.recipes.photo_answers import labelled_files, outputs_of


class StageStatistics(nn.Module):
    """Mean and standard deviation of every map at the end of some stages: (N, 3, H, W) → (N, 2 · channels of all stages).

    The last stage keeps what its own classes need; what else a picture shows is in the earlier ones (Evci et al., "Head2Toe", ICML 2022).
    """

    def __init__(self, net: nn.Module, stages: Sequence[str]) -> None:
        super().__init__()
        self.net = net
        self.stages = [net.get_submodule(name) for name in stages]

    def forward(self, x: Tensor) -> Tensor:
        maps: list[Tensor] = []
        handles = [stage.register_forward_hook(lambda *given: maps.append(given[-1])) for stage in self.stages]
        try:
            self.net(x)
        finally:
            for handle in handles:
                handle.remove()
        return torch.cat([each for some in maps for each in (some.mean((2, 3)), some.std((2, 3), correction=0))], 1)


@dataclass(frozen=True, slots=True)
class LinearHeadScore:
    """What a linear head got right of pictures that it was not trained on."""

    correct: int
    total: int  # pictures of the folder's own division
    elsewhere: float  # mean share of right ones when all pictures are divided otherwise, at random


def linear_head(features: nn.Module, folder: Path, preparation: Preparation, divisions: int = 12) -> LinearHeadScore:
    """Logistic regression on what `features` gives for `folder`/train, asked about `folder`/val; its strength by cross-validation in train.

    A few hundred pictures are few: the same is done for `divisions` other divisions, each class with as many to train on as it has there.
    """
    names = sorted(d.name for d in (folder / "train").iterdir() if d.is_dir())
    train, val = (outputs_of(features, labelled_files(folder / split, names), preparation) for split in ("train", "val"))
    values, labels = torch.cat([train.values, val.values]), torch.cat([train.labels, val.labels])
    own = torch.arange(len(labels)) < len(train.labels)
    hits = _correct(values, labels, own)
    others = [_correct(values, labels, _random_split(labels, own, seed)).float().mean().item() for seed in range(1, divisions + 1)]
    return LinearHeadScore(int(hits.sum()), len(hits), sum(others) / len(others))


def _random_split(labels: Tensor, own: Tensor, seed: int) -> Tensor:
    """Whether each picture is trained on: as many of a class as in `own` (N,), others."""
    generator, chosen = Generator().manual_seed(seed), torch.zeros_like(own)
    for label in labels.unique():
        here = (labels == label).nonzero()[:, 0]
        chosen[here[torch.randperm(len(here), generator=generator)[: int(own[here].sum())]]] = True
    return chosen


def _correct(values: Tensor, labels: Tensor, trained: Tensor) -> Tensor:
    """Whether each picture that was not `trained` on is told right."""
    strengths = LogisticRegressionCV(Cs=10, cv=5, max_iter=3000, l1_ratios=(0,), scoring="accuracy", use_legacy_attributes=False)
    head = make_pipeline(StandardScaler(), strengths).fit(values[trained].numpy(), labels[trained].numpy())
    return torch.from_numpy(head.predict(values[~trained].numpy())) == labels[~trained]


@dataclass(frozen=True, slots=True)
class FewShot:
    """Mean accuracy over episodes and half its 95 % interval, for two heads."""

    mean: tuple[float, float]  # nearest class mean
    linear: tuple[float, float]  # logistic regression


def few_shot(
    features: Tensor, labels: Tensor, *, ways: int = 5, shots: int = 5, queries: int = 15, episodes: int = 600, seed: int = 0
) -> FewShot:
    """Episodes drawn from features (N, D): `ways` classes, `shots` pictures each to learn from, `queries` each to be asked."""
    generator = Generator().manual_seed(seed)
    features = nn.functional.normalize(features.clamp_min(0).sqrt(), dim=1)  # as roots and of length one: no picture outshouts others
    places = {int(label): (labels == label).nonzero()[:, 0] for label in labels.unique()}
    found: list[tuple[float, float]] = []
    for _ in range(episodes):
        chosen = torch.tensor(sorted(places))[torch.randperm(len(places), generator=generator)[:ways]].tolist()
        drawn = [places[k][torch.randperm(len(places[k]), generator=generator)[: shots + queries]] for k in chosen]
        support = torch.stack([features[d[:shots]] for d in drawn])  # (ways, shots, D)
        query = torch.cat([features[d[shots:]] for d in drawn])  # (ways · queries, D)
        asked = torch.arange(ways).repeat_interleave(queries)
        nearest = torch.cdist(query, support.mean(1)).argmin(1)
        head = LogisticRegression(C=10, max_iter=1000).fit(
            support.flatten(0, 1).numpy(), torch.arange(ways).repeat_interleave(shots).numpy()
        )
        guessed = torch.from_numpy(head.predict(query.numpy()))
        found.append(((nearest == asked).float().mean().item(), (guessed == asked).float().mean().item()))
    scores = torch.tensor(found)  # (episodes, 2)
    half = (1.96 * scores.std(0) / math.sqrt(episodes)).tolist()
    mean, linear = scores.mean(0).tolist()
    return FewShot((mean, half[0]), (linear, half[1]))
