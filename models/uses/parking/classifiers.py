"""Three readers of one training: what they learn from, and what they answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.linear_svm import LinearSvm
from models.types.uses import ParkingReader
from models.uses.parking import camera, hand_crafted, network
from models.uses.parking.layout import SPACES

READERS: tuple[ParkingReader, ...] = ("network", "lbp", "hog")
TRAININGS = ("sun", "augmented", "rain")
"""Ten spaces on sunny days; the network sees the same augmented; and with those on rainy days."""
SPACES_LEARNED = tuple(range(3, SPACES, 4))  # ten of forty, from every row
SUNNY_DAYS, RAINY_DAYS = range(1000, 1012), range(1100, 1106)
_C = 1.0  # of the support vector machines

Patches = NDArray[np.uint8]  # [patch, y, x, rgb]
LabelledPatches = tuple[Patches, NDArray[np.bool_]]  # and whether each is taken, [patch]
Photograph = Callable[[int, str, str], LabelledPatches]  # all spaces of a day, in some weather, from a place


@dataclass(frozen=True, slots=True)
class SpaceClassifiers:
    """All three, having learned from the same patches."""

    model: network.SpaceNetwork
    lbp: LinearSvm
    hog: LinearSvm
    learned_from: int  # patches

    def answers(self, patches: Patches) -> dict[ParkingReader, NDArray[np.bool_]]:
        """Whether each space is taken, by each reader."""
        return {
            "network": network.probabilities(self.model, patches) > 0.5,
            "lbp": self.lbp.predict(hand_crafted.lbp_features(patches)) > 0,
            "hog": self.hog.predict(hand_crafted.hog_features(patches)) > 0,
        }


def training_spaces(training: str, place: str, photograph: Photograph) -> LabelledPatches:
    """The ten spaces on the days that a training has."""
    days = [(day, "sun") for day in SUNNY_DAYS] + [(day, "rain") for day in RAINY_DAYS if training == "rain"]
    found = [photograph(day, kind, place) for day, kind in days]
    chosen = list(SPACES_LEARNED)
    return np.concatenate([cut[chosen] for cut, _ in found]), np.concatenate([taken[chosen] for _, taken in found])


def fit(training: str, place: str, seed: int, photograph: Photograph) -> SpaceClassifiers:
    """Readers of one training at one place of the camera."""
    cut, taken = training_spaces(training, place, photograph)
    return fit_patches(cut, taken, augment=training != "sun", seed=seed)


def fit_patches(cut: Patches, taken: NDArray[np.bool_], *, augment: bool, seed: int) -> SpaceClassifiers:
    """Readers that have learned from these patches; the network sees them augmented where that is asked."""
    model = network.fit(cut, taken, augment=augment, seed=seed)
    labels = taken.astype(np.int64)
    lbp, hog = (LinearSvm(features(cut), labels, _C) for features in (hand_crafted.lbp_features, hand_crafted.hog_features))
    return SpaceClassifiers(model, lbp, hog, len(cut))


def photograph(day: int, kind: str, place: str) -> LabelledPatches:
    """Patches of all spaces of a day, drawn anew."""
    picture, layout = camera.photograph(day, kind, place)
    return camera.patches(picture, place), layout.taken
