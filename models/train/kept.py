"""What was trained and is shown again: everybody's runs by their settings, each visitor's latest, those that come with the playground."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from torch import Tensor

from models import limits
from models.train.experiment import OWN, Experiment
from models.train.material import Stock
from models.types.training import Ended, Standing

_EVENT = 200  # bytes of a standing beside its arrays


@dataclass(frozen=True)
class Curve:
    """A lane's standings, epoch by epoch, and how it ended; each says when it was measured."""

    standings: tuple[Standing, ...]
    ended: Ended

    @property
    def whole(self) -> bool:
        """Whether it has answers and filters, not the scores alone."""
        return all(one.filters.size for one in self.standings)

    def replayed(self, index: int) -> Iterator[Standing | Ended]:
        """The same events again, in that lane."""
        for one in self.standings:
            yield replace(one, lane=index)
        yield replace(self.ended, lane=index)


@dataclass(frozen=True)
class Run(Curve):
    """One whose weights are kept too: it can be opened."""

    experiment: Experiment
    stock: Stock
    state: Mapping[str, Tensor]

    @property
    def nbytes(self) -> int:
        """Of curve and weights; pictures are everybody's."""
        curve = sum(one.answers.nbytes + one.filters.nbytes + _EVENT for one in self.standings)
        return curve + sum(tensor.nbytes for tensor in self.state.values())


class Kept:
    """Runs by their settings, and the latest of each visitor's lanes; together PLAYGROUND_RUNS_MB, the oldest go. Thread-safe.

    A visitor's own pictures are nobody else's, so what was learned from them is found under that visitor only.
    """

    def __init__(self, recorded: Mapping[str, Curve]) -> None:
        """`recorded`: curves by the keys of their experiments, for those that nobody has trained here yet."""
        self._recorded = recorded
        self._lock = threading.Lock()
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._latest: OrderedDict[tuple[str, int], Run] = OrderedDict()

    def get(self, experiment: Experiment, *, whole: bool = False) -> Curve | None:
        """What is known of an experiment; `whole`: only with the answers and filters of every epoch."""
        if experiment.data == OWN:
            return None
        with self._lock:
            run = self._runs.get(experiment.key)
            if run:
                self._runs.move_to_end(experiment.key)
        found = run or self._recorded.get(experiment.key)
        return found if found and (found.whole or not whole) else None

    def put(self, run: Run) -> None:
        with self._lock:
            self._runs[run.experiment.key] = run
            self._runs.move_to_end(run.experiment.key)
            self._bound()

    def opened(self, visitor: str, experiment: Experiment) -> Run | None:
        """A run with its weights: the visitor's latest, or anybody's with these settings."""
        with self._lock:
            own = [run for (who, _), run in self._latest.items() if who == visitor and run.experiment == experiment]
            return own[-1] if own else self._runs.get(experiment.key)

    def put_latest(self, visitor: str, index: int, run: Run) -> None:
        """What came of a visitor's lane. "" is nobody, and keeps nothing."""
        if not visitor:
            return
        with self._lock:
            self._latest[visitor, index] = run
            self._latest.move_to_end((visitor, index))
            self._bound()

    def forget(self, visitor: str) -> None:
        with self._lock:
            for place in [place for place in self._latest if place[0] == visitor]:
                del self._latest[place]

    def nbytes(self) -> int:
        with self._lock:
            return self._size()

    def _size(self) -> int:
        return sum({id(run): run.nbytes for run in (*self._runs.values(), *self._latest.values())}.values())

    def _bound(self) -> None:
        while self._size() > limits.RUNS_MB.value * 1e6 and (self._runs or self._latest):
            (self._runs or self._latest).popitem(last=False)
