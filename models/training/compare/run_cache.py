"""What was trained and is shown again: everybody's runs by their settings, each visitor's latest, those that come with the playground."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from torch import Tensor

from models import limits
from models.byte_lru import ByteLru
from models.training.compare.experiment import OWN_CLASSES, Experiment
from models.training.compare.training_set import TrainingSet
from models.types.compare import EpochResult, RunEnded

_EVENT_BYTES = 200  # bytes of an epoch's result beside its arrays


@dataclass(frozen=True)
class Curve:
    """A run's epochs, epoch by epoch, and how it ended; each says when it was measured."""

    epochs: tuple[EpochResult, ...]
    ended: RunEnded

    @property
    def complete(self) -> bool:
        """Whether it has answers and filters, not the scores alone."""
        return all(one.filters.size for one in self.epochs)

    def replayed(self, index: int) -> Iterator[EpochResult | RunEnded]:
        """The same events again, in that run."""
        for one in self.epochs:
            yield replace(one, run_index=index)
        yield replace(self.ended, run_index=index)


@dataclass(frozen=True)
class CachedRun(Curve):
    """One whose weights are kept too: it can be opened."""

    experiment: Experiment
    training_set: TrainingSet
    state_dict: Mapping[str, Tensor]

    @property
    def nbytes(self) -> int:
        """Of curve and weights; pictures are everybody's."""
        curve = sum(one.predictions.nbytes + one.filters.nbytes + _EVENT_BYTES for one in self.epochs)
        return curve + sum(tensor.nbytes for tensor in self.state_dict.values())


class RunCache:
    """Runs by their settings, and the latest of each visitor's runs; together PLAYGROUND_RUNS_MB, the oldest go. Thread-safe.

    A visitor's own pictures are nobody else's, so what was learned from them is found under that visitor only.
    """

    def __init__(self, recorded: Mapping[str, Curve]) -> None:
        """`recorded`: curves by the keys of their experiments, for those that nobody has trained here yet."""
        self._bundled = recorded
        self._runs: ByteLru[tuple[str, ...], CachedRun] = ByteLru(
            lambda run: run.nbytes, lambda: limits.RUNS_MB.value * 1e6, rank=len, name="runs"
        )

    def get(self, experiment: Experiment, *, whole: bool = False) -> Curve | None:
        """What is known of an experiment; `whole`: only with the answers and filters of every epoch."""
        if experiment.data == OWN_CLASSES:
            return None
        found = self._runs.get((experiment.key,)) or self._bundled.get(experiment.key)
        return found if found and (found.complete or not whole) else None

    def put(self, run: CachedRun) -> None:
        self._runs.put((run.experiment.key,), run)

    def find_weights(self, visitor: str, experiment: Experiment) -> CachedRun | None:
        """A run with its weights: the visitor's latest, or anybody's with these settings."""
        own = [run for (who, *index), run in self._runs.items() if index and who == visitor and run.experiment == experiment]
        return own[-1] if own else self._runs.peek((experiment.key,))

    def put_latest(self, visitor: str, index: int, run: CachedRun) -> None:
        """What came of a visitor's run. "" is nobody, and keeps nothing."""
        if visitor:
            self._runs.put((visitor, str(index)), run)

    def forget(self, visitor: str) -> None:
        self._runs.drop(lambda key: len(key) > 1 and key[0] == visitor)

    def nbytes(self) -> int:
        return self._runs.nbytes()
