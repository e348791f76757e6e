"""The ImageNet challenge, the networks of those years, and the race of features."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from models import service
from models.datasets import bundled as labelled
from models.export import feature_race_code as race_writing
from models.feature_race import service as racing
from models.history import challenge, networks
from models.types.code import Code
from models.types.feature_race import DatasetInfo, ExtractorInfo, RacePoint, RaceProgress
from models.types.history import ChallengeEntry, HistoryNetwork, ParameterCount


def challenge_entries() -> tuple[ChallengeEntry, ...]:
    """Returns the results of the ImageNet challenge by year: winners, second places, and the human figure.

    Returns:
        One entry per result: year, role, team, system, top-5 error in %, and keys of its networks.

    Source:
        Each entry names its own, with the address.
    """
    return challenge.entries()


def history_networks() -> tuple[HistoryNetwork, ...]:
    """Returns the networks of those years with their layers, counted from networks that are built without weights; 2 s the first time.

    Returns:
        One `HistoryNetwork` per network, the oldest first: layers, parameters, multiply-accumulates of one picture, depth in layers with
        weights.
    """
    return networks.history_networks()


def alexnet_counts() -> tuple[ParameterCount, ...]:
    """Returns the three numbers of parameters that are quoted for AlexNet, each counted from a network that is built so.

    Returns:
        Per variant (torchvision, published, ungrouped) its name, kernels per convolution, and number of parameters.

    Source:
        Krizhevsky, Sutskever and Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", NIPS 2012.
    """
    return networks.alexnet_counts()


def datasets() -> tuple[DatasetInfo, ...]:
    """Returns the sets of labelled pictures on which `feature_race` runs.

    Returns:
        One card per set: key, title, kind, classes, pictures per class to learn from, and test pictures.
    """
    return tuple(racing.dataset_info(key) for key, one in labelled.datasets().items() if one.in_race)


def labelled_pictures(dataset: str, count: int) -> NDArray[np.uint8]:
    """Returns the first training pictures of each class of a set.

    Args:
        dataset: Key of a bundled set.
        count: Pictures per class, 1 to the training pictures of its rarest class.

    Returns:
        uint8 [class, picture, height, width, channel], 0 to 255.

    Raises:
        UserError: When the set is not known, or `count` is out of range.
    """
    return racing.labelled_pictures(dataset, count)


def extractors(dataset: str) -> tuple[ExtractorInfo, ...]:
    """Returns the feature extractors that race on a set, in the order in which they start.

    Args:
        dataset: Key of a bundled set.

    Returns:
        One card per extractor: key, title, what it does, and whether its features are learned.

    Raises:
        UserError: When the set is not known.
    """
    return racing.extractor_infos(dataset)


def feature_race(
    dataset: str, *, counts: Sequence[int] = racing.COUNTS, subsets: int = racing.SUBSETS, seed: int = 0, fresh: bool = False
) -> Iterator[RaceProgress | RacePoint]:
    """Measures hand-crafted against learned features on few labelled pictures, and yields point by point.

    Points that were measured before come at once. Closing the iterator stops the work within a batch.

    Args:
        dataset: Key of a bundled set.
        counts: Labelled pictures per class, at most 7 rising ints, 1 to the training pictures of the rarest class.
        subsets: Random subsets per count, 1 to 10.
        seed: Seed of the subsets, 0 to 2^31 - 1.
        fresh: Whether every point is measured anew.

    Returns:
        An iterator: a `RacePoint` per count, extractor and draw (wrong answers, test pictures, seconds of one core), the smallest count
        first; between them a `RaceProgress` per part of the work with the share of the draw, 0 to 1.

    Raises:
        UserError: When the set is not known, or `counts`, `subsets` or `seed` is not accepted; from the iterator, when a network that
            an extractor needs cannot be opened, or the service is busy.

    Source:
        Histograms of oriented gradients: Dalal and Triggs, CVPR 2005. The modules of `models.feature_race.extractors` describe the
        others.
    """
    return service.feature_races.run(racing.parse_settings(dataset, counts, subsets, seed), fresh=fresh)


def measured_points(
    dataset: str, *, counts: Sequence[int] = racing.COUNTS, subsets: int = racing.SUBSETS, seed: int = 0
) -> tuple[RacePoint, ...]:
    """Returns the points of a race that are measured already, without running it.

    Args:
        dataset: Key of a bundled set.
        counts: Labelled pictures per class, as in `feature_race`.
        subsets: Random subsets per count, 1 to 10.
        seed: Seed of the subsets, 0 to 2^31 - 1.

    Returns:
        The known points in the order of the race, each with the day on which it was measured.

    Raises:
        UserError: When the set is not known, or `counts`, `subsets` or `seed` is not accepted.
    """
    return service.feature_races.cached(racing.parse_settings(dataset, counts, subsets, seed))


def feature_race_code(dataset: str) -> Code:
    """Returns the race of a set in plain numpy and PyTorch: every extractor, every draw, every point.

    Args:
        dataset: Key of a bundled set.

    Returns:
        The code in both languages, and the files that it reads.

    Raises:
        UserError: When the set is not known, or a network that an extractor needs cannot be opened.
    """
    key = racing.parse_settings(dataset, racing.COUNTS, racing.SUBSETS, 0).dataset
    return race_writing.script(key, service.store.get)
