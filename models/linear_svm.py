"""A linear support vector machine over numbers that are already there; the solver is scikit-learn's (libsvm)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class LinearSvm:
    """Every class against every other, each a straight cut with the widest margin; the votes decide (Cortes and Vapnik, 1995).

    The numbers are first moved to their mean and divided by their mean distance from it, one factor for all, both taken from the
    pictures it learns from: a single one per class is enough for that. `c`: how dear a picture on the wrong side is.
    Products of all pairs are computed once by numpy and handed to libsvm, which gives the same machine as its linear kernel, sooner.
    """

    def __init__(self, features: NDArray[np.floating], labels: NDArray[np.int64], c: float) -> None:
        from sklearn.svm import SVC  # here: it takes a second to load

        own = features.astype(np.float64)  # [picture, number]
        self._mean = own.mean(axis=0)
        own = own - self._mean
        self._scale = float(np.sqrt((own**2).sum(axis=1).mean())) or 1.0
        self._own = own / self._scale
        self._svm = SVC(C=c, kernel="precomputed", random_state=0).fit(self._own @ self._own.T, labels)

    def predict(self, features: NDArray[np.floating]) -> NDArray[np.int64]:
        """The class of each picture, [picture]."""
        asked = (features - self._mean) / self._scale
        classes: NDArray[np.int64] = self._svm.predict(asked @ self._own.T)
        return classes
