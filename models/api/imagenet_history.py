"""The ImageNet challenge, the networks of those years, and the race of features."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from models import service
from models.datasets import bundled as labelled
from models.export import feature_race_code as race_writing
from models.feature_race import service as racing
from models.history import challenge
from models.history import networks as museum
from models.history import style_transfer as manners
from models.types.activations import Source
from models.types.code import Code
from models.types.feature_race import DataSetCard, Finish, RunnerCard, Running
from models.types.history import Count, Entry, Exhibit, Styled


def history() -> tuple[Entry, ...]:
    """The ImageNet challenge by year, its second places and the human figure; each with its source."""
    return challenge.entries()


def exhibits() -> tuple[Exhibit, ...]:
    """The networks of those years with their layers, built without weights and counted: 2 s the first time."""
    return museum.exhibits()


def alexnets() -> tuple[Count, ...]:
    """The three numbers of parameters that are quoted for AlexNet, each counted of a network built so."""
    return museum.alexnets()


def datasets() -> tuple[DataSetCard, ...]:
    """The sets of labelled pictures on which the race runs."""
    return tuple(racing.card_of(key) for key, one in labelled.datasets().items() if one.raced)


def labelled_pictures(dataset: str, count: int) -> NDArray[np.uint8]:
    """The first `count` pictures of each class that can be learned from, [class, picture, height, width, channel]."""
    return racing.shown(dataset, count)


def racers(dataset: str) -> tuple[RunnerCard, ...]:
    """Who races on these pictures, in the order in which they start."""
    return racing.cards(dataset)


def race(
    dataset: str, *, counts: Sequence[int] = racing.COUNTS, draws: int = racing.DRAWS, seed: int = 0, fresh: bool = False
) -> Iterator[Running | Finish]:
    """The race of hand-crafted against learned features, point by point: `counts` labelled pictures per class, `draws` times each.

    What was measured before comes at once and says when, unless `fresh`. Closing it stops the work within a batch.
    """
    return service.races.run(racing.settings_of(dataset, counts, draws, seed), fresh=fresh)


def raced(dataset: str, *, counts: Sequence[int] = racing.COUNTS, draws: int = racing.DRAWS, seed: int = 0) -> tuple[Finish, ...]:
    """What is already known of a race, without running it."""
    return service.races.kept(racing.settings_of(dataset, counts, draws, seed))


def style(
    key: str, content: Source, manner: Source, *, share: float = 0.9, steps: int = manners.STEPS, visitor: str = ""
) -> Iterator[Styled]:
    """One picture taking another's style (Gatys et al., CVPR 2016), as it forms; `share`: how much the style counts, from 0 to 1.

    Closing it stops the work within a step.
    """
    return service.styling.style(key, content, manner, share, steps, visitor)


def race_code(dataset: str) -> Code:
    """The race of a set in plain numpy and PyTorch: every runner, every draw, every point."""
    key = racing.settings_of(dataset, racing.COUNTS, racing.DRAWS, 0).dataset
    return race_writing.script(key, service.shelf.borrow)
