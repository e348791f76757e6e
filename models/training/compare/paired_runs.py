"""Two lanes on one clock: each moves on when it is behind, so both are at the same epoch on the same core.

for event in lanes.run(left, right, visitor, repeats=3):   # closing it, or `turns.stop`, ends it within a batch
    ...                                                    # the first seed with all its pictures, then the others' curves

What ran to its end is kept by its settings alone, and the next who asks gets it at once, marked with its time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from models import limits
from models.engine.workers import Workers
from models.errors import UserError
from models.number_spec import whole
from models.store.visitor_networks import Owned
from models.text import Text
from models.training.compare import architecture, to_network, training_set
from models.training.compare.bundled_runs import recorded
from models.training.compare.experiment import OWN, RANGES, Experiment
from models.training.compare.presets import presets
from models.training.compare.run import Lane
from models.training.compare.run_cache import Curve, Kept, Run
from models.training.compare.training_set import WATCHED
from models.training.core.queue import RACE, Turn, Turns
from models.training.core.settings import SEEDS
from models.training.fine_tune.examples import Examples
from models.types.code import Code
from models.types.compare import Ended, Event, Line, Menu, Queued, Standing, Trainable, Under

PACE, WAIT = 0.1, 0.2  # seconds between two signs of life; between two looks at the line
MOST_REPEATS = 10


class Lanes:
    """Runs races and keeps what was run. Thread-safe."""

    def __init__(self, examples: Examples, owned: Owned, turns: Turns, workers: Workers) -> None:
        self._examples, self._owned, self._turns = examples, owned, turns
        self.computing: Callable[[], AbstractContextManager[None]] = partial(workers.turn, patient=True)
        self.kept = Kept(recorded())

    def menu(self, visitor: str) -> Menu:
        """Everything that can be chosen."""
        own = self._examples.classes(visitor)
        try:
            mine = training_set.own_material(own)
        except UserError:  # too few yet: Transfer says what is missing
            mine = None
        shown = tuple(Trainable(one.key, one.title, one.about, one.sized) for one in architecture.networks().values())
        return Menu((*training_set.materials(), *([mine] if mine else [])), shown, RANGES, presets(), Experiment().to_json())

    def line(self, given: Sequence[object], visitor: str) -> Line:
        """Both lanes before the start."""
        lanes = self._ready(given, visitor)
        with self.computing():
            first = lanes[0].stock
            watched = first.validation[:WATCHED].permute(0, 2, 3, 1).numpy()  # [12, h, w, c]
            shown = tuple(lane.untrained() for lane in lanes)
            return Line(watched, first.labels[:WATCHED].numpy(), len(first.labels), first.classes, shown)

    def run(self, given: Sequence[object], visitor: str, *, repeats: int = 1, fresh: bool = False, pace: float = PACE) -> Iterator[Event]:
        """Every event of a race. `repeats`: seeds, one after the other; `fresh`: nothing kept is used. Refusals come at once."""
        whole("repeats", repeats, 1, MOST_REPEATS)
        experiments = [lane.experiment for lane in self._ready(given, visitor)]
        return self._run(experiments, visitor, repeats, fresh, pace)

    def known(self, given: Sequence[object], repeats: int = 1) -> Iterator[Event]:
        """What is kept of a race, without running it: nothing where the first seed of a lane is missing."""
        whole("repeats", repeats, 1, MOST_REPEATS)
        experiments = [Experiment.read(one) for one in given]
        for ahead in range(repeats):
            found = [self.kept.get(later(one, ahead), whole=ahead == 0) for one in experiments]
            if not all(found):
                return
            for index, curve in enumerate(found):
                assert curve is not None
                yield from curve.replayed(index)

    def open(self, given: object, name: str, visitor: str) -> str:
        """The trained network as one of the visitor's own, `mine/<name>`; its key. UserError where it is not in memory any more."""
        experiment = Experiment.read(given)
        run = self.kept.opened(visitor, experiment)
        if run is None:
            raise UserError(
                Text(
                    "The weights of this run are not in memory: train it here, then open it.",
                    "Os pesos desta rodada não estão na memória: treine aqui e depois abra.",
                )
            )
        with self.computing():
            return to_network.put(run, name, self._owned, visitor)

    def code(self, script: Callable[[Lane], Code], given: object, visitor: str) -> Code:
        """The lane's training in plain PyTorch, as `script` (models/export/run_code.py) writes it."""
        (lane,) = self._ready([given], visitor)
        return script(lane)

    def _ready(self, given: Sequence[object], visitor: str) -> list[Lane]:
        """The lanes of a race, ready to run. UserError for whatever cannot be raced."""
        found = [Experiment.read(one) for one in given]
        if not 1 <= len(found) <= 2:
            raise UserError(
                Text("{given} lanes were given; a race has one or two.", "foram dadas {given} raias; são uma ou duas.").format(
                    given=len(found)
                )
            )
        if any(one.data != found[0].data for one in found):
            raise UserError(Text("Both lanes learn from the same data.", "As duas raias aprendem com os mesmos dados."))
        return self.started(found, visitor)

    def _run(self, experiments: list[Experiment], visitor: str, repeats: int, fresh: bool, pace: float) -> Iterator[Event]:
        self._turns.stop(visitor, RACE)
        until = 0.0
        with ExitStack() as stack:
            turn: Turn | None = None
            for ahead in range(repeats):
                wanted = [later(one, ahead) for one in experiments]
                known = [None if fresh else self.kept.get(one, whole=ahead == 0) for one in wanted]
                if turn is None and not all(known):
                    turn = stack.enter_context(self._turns.enter(visitor, RACE))
                    while not turn.wait(WAIT):
                        yield Queued(turn.before, turn.seconds)
                    if turn.stopped:
                        return
                    until = time.monotonic() + limits.TRAINING_SECONDS.value
                race = _Race(self, visitor, wanted, known, turn, until, ahead == 0)
                with closing(race.events(pace)) as events:
                    yield from events
                if race.cut:
                    return

    def started(self, experiments: Sequence[Experiment], visitor: str) -> list[Lane]:
        """Lanes that are about to run."""
        stock = training_set.stock_of(experiments[0], self._examples.classes(visitor))
        with self.computing():
            return [Lane(one, stock) for one in experiments]

    def forget(self, visitor: str) -> None:
        """The visitor has left."""
        self.kept.forget(visitor)


@dataclass
class _Race:
    """Both lanes with one seed."""

    lanes: Lanes
    visitor: str
    wanted: list[Experiment]
    known: list[Curve | None]
    turn: Turn | None
    until: float
    first: bool  # of the seeds: its runs are the visitor's latest
    cut: bool = False  # stopped, or out of time: no further seed

    def events(self, pace: float) -> Generator[Event, None, None]:
        """Who is behind moves on. A sign of life every `pace` seconds at most, and each standing."""
        running = {index: self._lane(index) for index in range(len(self.wanted))}
        done, last = dict.fromkeys(running, 0.0), time.monotonic()
        with ExitStack() as stack:
            for lane in running.values():
                stack.enter_context(closing(lane))
            while running:
                index = min(running, key=done.__getitem__)
                event = next(running[index], None)
                if event is None:
                    del running[index]
                    continue
                done[index] = self._done(index, event)
                if not isinstance(event, Under) or time.monotonic() - last >= pace:
                    last = time.monotonic()
                    yield event

    def _done(self, index: int, event: Event) -> float:
        """How much of its epochs a lane has behind it."""
        if isinstance(event, Under):
            return event.step / event.steps
        return event.epoch / self.wanted[index].settings.epochs if isinstance(event, Standing | Ended) else 0.0

    def _lane(self, index: int) -> Generator[Event, None, None]:
        kept = self.known[index]
        if kept:
            if self.first and isinstance(kept, Run):
                self.lanes.kept.put_latest(self.visitor, index, kept)
            yield from kept.replayed(index)
        else:
            yield from self._fresh(index)

    def _fresh(self, index: int) -> Generator[Event, None, None]:
        turn = self.turn
        assert turn is not None
        (lane,) = self.lanes.started([self.wanted[index]], self.visitor)
        running = lane.run(index, self.lanes.computing, lambda: turn.stopped, self.until)
        standings: list[Standing] = []
        with closing(running):
            ended = yield from self._heard(running, standings)
        self.cut |= ended.how in ("stopped", "time")
        self._keep(index, lane, standings, ended)
        yield ended

    def _heard(self, running: Generator[Under | Standing, None, Ended], standings: list[Standing]) -> Generator[Event, None, Ended]:
        """Every event of a lane; its standings are noted."""
        while True:
            try:
                event = next(running)
            except StopIteration as end:
                ended: Ended = end.value
                return ended
            if isinstance(event, Standing):
                standings.append(event)
            yield event

    def _keep(self, index: int, lane: Lane, standings: list[Standing], ended: Ended) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        marked = tuple(replace(one, kept=now) for one in standings)
        state = {name: tensor.detach().clone() for name, tensor in lane.network.state_dict().items()}
        run = Run(marked, replace(ended, kept=now), lane.experiment, lane.stock, state)
        if ended.how in ("done", "diverged") and lane.experiment.data != OWN:
            self.lanes.kept.put(run)
        if self.first:
            self.lanes.kept.put_latest(self.visitor, index, run)


def later(experiment: Experiment, by: int) -> Experiment:
    """The same with a later seed."""
    seed = (experiment.settings.seed + by) % SEEDS
    return replace(experiment, settings=replace(experiment.settings, seed=seed))
