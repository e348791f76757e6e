"""Two runs on one clock: each moves on when it is behind, so both are at the same epoch on the same core.

for event in paired_runs.run([left, right], visitor, repeats=3):   # closing it, or `training_queue.stop`, ends it within a batch
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
from models.number_spec import whole_number
from models.store.visitor_networks import VisitorNetworks
from models.text import Text
from models.training.compare import architecture, to_network, training_set
from models.training.compare.bundled_runs import bundled_curves
from models.training.compare.experiment import OWN_CLASSES, RANGES, Experiment
from models.training.compare.presets import presets
from models.training.compare.run import Run
from models.training.compare.run_cache import CachedRun, Curve, RunCache
from models.training.compare.training_set import WATCHED_PICTURES
from models.training.core.queue import PAIRED_RUNS, Ticket, TrainingQueue
from models.training.core.settings import SEED_LIMIT
from models.training.fine_tune.examples import ExampleStore
from models.types.code import Code
from models.types.compare import ArchitectureInfo, BatchProgress, EpochResult, Queued, RunEnded, RunEvent, RunsAtStart, TrainingMenu

EVENT_SECONDS, QUEUE_POLL_SECONDS = 0.1, 0.2  # seconds between two reports of progress; between two looks at the queue
MAX_REPEATS = 10


class PairedRuns:
    """Runs races and keeps what was run. Thread-safe."""

    def __init__(self, examples: ExampleStore, networks: VisitorNetworks, queue: TrainingQueue, workers: Workers) -> None:
        self._examples, self._owned, self._queue = examples, networks, queue
        self.acquire: Callable[[], AbstractContextManager[None]] = partial(workers.acquire, unbounded=True)
        self.cache = RunCache(bundled_curves())

    def menu(self, visitor: str) -> TrainingMenu:
        """Everything that can be chosen."""
        own = self._examples.classes(visitor)
        try:
            mine = training_set.own_classes_info(own)
        except UserError:  # too few yet: Transfer says what is missing
            mine = None
        shown = tuple(ArchitectureInfo(one.key, one.title, one.about, one.sized) for one in architecture.architectures().values())
        return TrainingMenu(
            (*training_set.training_set_infos(), *([mine] if mine else [])), shown, RANGES, presets(), Experiment().to_json()
        )

    def at_start(self, given: Sequence[object], visitor: str) -> RunsAtStart:
        """Both runs before the start."""
        runs = self._prepare_runs(given, visitor)
        with self.acquire():
            first = runs[0].training_set
            watched = first.validation[:WATCHED_PICTURES].permute(0, 2, 3, 1).numpy()  # [12, h, w, c]
            shown = tuple(run.initial_state() for run in runs)
            return RunsAtStart(
                watched, first.validation_labels[:WATCHED_PICTURES].numpy(), len(first.validation_labels), first.classes, shown
            )

    def run(
        self, given: Sequence[object], visitor: str, *, repeats: int = 1, fresh: bool = False, pace: float = EVENT_SECONDS
    ) -> Iterator[RunEvent]:
        """Every event of a race. `repeats`: seeds, one after the other; `fresh`: nothing kept is used. Refusals come at once."""
        whole_number("repeats", repeats, 1, MAX_REPEATS)
        experiments = [run.experiment for run in self._prepare_runs(given, visitor)]
        return self._run(experiments, visitor, repeats, fresh, pace)

    def cached_events(self, given: Sequence[object], repeats: int = 1) -> Iterator[RunEvent]:
        """What is kept of a race, without running it: nothing where the first seed of a run is missing."""
        whole_number("repeats", repeats, 1, MAX_REPEATS)
        experiments = [Experiment.from_json(one) for one in given]
        for ahead in range(repeats):
            found = [self.cache.get(with_later_seed(one, ahead), whole=ahead == 0) for one in experiments]
            if not all(found):
                return
            for index, curve in enumerate(found):
                assert curve is not None
                yield from curve.replayed(index)

    def open(self, given: object, name: str, visitor: str) -> str:
        """The trained network as one of the visitor's own, `mine/<name>`; its key. UserError where it is not in memory any more."""
        experiment = Experiment.from_json(given)
        run = self.cache.find_weights(visitor, experiment)
        if run is None:
            raise UserError(
                Text(
                    "The weights of this run are not in memory: train it here, then open it.",
                    "Os pesos desta rodada não estão na memória: treine aqui e depois abra.",
                )
            )
        with self.acquire():
            return to_network.add_to_visitor(run, name, self._owned, visitor)

    def code(self, script: Callable[[Run], Code], given: object, visitor: str) -> Code:
        """The run's training in plain PyTorch, as `script` (models/export/run_code.py) writes it."""
        (run,) = self._prepare_runs([given], visitor)
        return script(run)

    def _prepare_runs(self, given: Sequence[object], visitor: str) -> list[Run]:
        """The runs of a race, ready to run. UserError for whatever cannot be raced."""
        found = [Experiment.from_json(one) for one in given]
        if not 1 <= len(found) <= 2:
            raise UserError(
                Text("{given} lanes were given; a race has one or two.", "foram dadas {given} raias; são uma ou duas.").format(
                    given=len(found)
                )
            )
        if any(one.data != found[0].data for one in found):
            raise UserError(Text("Both lanes learn from the same data.", "As duas raias aprendem com os mesmos dados."))
        return self.build_runs(found, visitor)

    def _run(self, experiments: list[Experiment], visitor: str, repeats: int, fresh: bool, pace: float) -> Iterator[RunEvent]:
        self._queue.stop(visitor, PAIRED_RUNS)
        until = 0.0
        with ExitStack() as stack:
            ticket: Ticket | None = None
            for ahead in range(repeats):
                wanted = [with_later_seed(one, ahead) for one in experiments]
                known = [None if fresh else self.cache.get(one, whole=ahead == 0) for one in wanted]
                if ticket is None and not all(known):
                    ticket = stack.enter_context(self._queue.enqueue(visitor, PAIRED_RUNS))
                    while not ticket.wait(QUEUE_POLL_SECONDS):
                        yield Queued(ticket.ahead, ticket.wait_seconds)
                    if ticket.stopped:
                        return
                    until = time.monotonic() + limits.TRAINING_SECONDS.value
                race = _OneSeed(self, visitor, wanted, known, ticket, until, ahead == 0)
                with closing(race.events(pace)) as events:
                    yield from events
                if race.stopped_early:
                    return

    def build_runs(self, experiments: Sequence[Experiment], visitor: str) -> list[Run]:
        """Runs that are about to run."""
        dataset = training_set.find_training_set(experiments[0], self._examples.classes(visitor))
        with self.acquire():
            return [Run(one, dataset) for one in experiments]

    def forget(self, visitor: str) -> None:
        """The visitor has left."""
        self.cache.forget(visitor)


@dataclass
class _OneSeed:
    """Both runs with one seed."""

    paired_runs: PairedRuns
    visitor: str
    experiments: list[Experiment]
    cached: list[Curve | None]
    ticket: Ticket | None
    deadline: float
    is_first_seed: bool  # of the seeds: its runs are the visitor's latest
    stopped_early: bool = False  # stopped, or out of time: no further seed

    def events(self, pace: float) -> Generator[RunEvent, None, None]:
        """Who is behind moves on. Progress every `pace` seconds at most, and each epoch."""
        running = {index: self._run_events(index) for index in range(len(self.experiments))}
        done, last = dict.fromkeys(running, 0.0), time.monotonic()
        with ExitStack() as stack:
            for run in running.values():
                stack.enter_context(closing(run))
            while running:
                index = min(running, key=done.__getitem__)
                event = next(running[index], None)
                if event is None:
                    del running[index]
                    continue
                done[index] = self._fraction_done(index, event)
                if not isinstance(event, BatchProgress) or time.monotonic() - last >= pace:
                    last = time.monotonic()
                    yield event

    def _fraction_done(self, index: int, event: RunEvent) -> float:
        """How much of its epochs a run has behind it."""
        if isinstance(event, BatchProgress):
            return event.step / event.steps
        return event.epoch / self.experiments[index].settings.epochs if isinstance(event, EpochResult | RunEnded) else 0.0

    def _run_events(self, index: int) -> Generator[RunEvent, None, None]:
        kept = self.cached[index]
        if kept:
            if self.is_first_seed and isinstance(kept, CachedRun):
                self.paired_runs.cache.put_latest(self.visitor, index, kept)
            yield from kept.replayed(index)
        else:
            yield from self._train(index)

    def _train(self, index: int) -> Generator[RunEvent, None, None]:
        ticket = self.ticket
        assert ticket is not None
        (run,) = self.paired_runs.build_runs([self.experiments[index]], self.visitor)
        running = run.run(index, self.paired_runs.acquire, lambda: ticket.stopped, self.deadline)
        epochs: list[EpochResult] = []
        with closing(running):
            ended = yield from self._collect(running, epochs)
        self.stopped_early |= ended.reason in ("stopped", "time")
        self._cache_run(index, run, epochs, ended)
        yield ended

    def _collect(
        self, running: Generator[BatchProgress | EpochResult, None, RunEnded], epochs: list[EpochResult]
    ) -> Generator[RunEvent, None, RunEnded]:
        """Every event of a run; its epochs are noted."""
        while True:
            try:
                event = next(running)
            except StopIteration as end:
                ended: RunEnded = end.value
                return ended
            if isinstance(event, EpochResult):
                epochs.append(event)
            yield event

    def _cache_run(self, index: int, run: Run, epochs: list[EpochResult], ended: RunEnded) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        marked = tuple(replace(one, measured_at=now) for one in epochs)
        state = {name: tensor.detach().clone() for name, tensor in run.network.state_dict().items()}
        cached = CachedRun(marked, replace(ended, measured_at=now), run.experiment, run.training_set, state)
        if ended.reason in ("done", "diverged") and run.experiment.data != OWN_CLASSES:
            self.paired_runs.cache.put(cached)
        if self.is_first_seed:
            self.paired_runs.cache.put_latest(self.visitor, index, cached)


def with_later_seed(experiment: Experiment, by: int) -> Experiment:
    """The same with a later seed."""
    seed = (experiment.settings.seed + by) % SEED_LIMIT
    return replace(experiment, settings=replace(experiment.settings, seed=seed))
