"""A network learns a visitor's classes: in line, features once, then the part right of the freeze line, and a network of their own.

for progress in fine_tuning.fine_tune(config, visitor):   # queued … preparing … training … done
    ...                                     # closing it, or `training_queue.stop`, keeps what has been learned
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from models import limits
from models.engine.workers import AcquireWorker, Workers
from models.errors import UserError
from models.inputs.normalisation import normalise
from models.store.registry import NetworkSpec
from models.store.store import NetworkStore, loaded_network
from models.store.visitor_networks import InMemoryWeights, Reservation, VisitorNetworks, own_key
from models.text import LANGUAGES, Text, number
from models.training.core.batches import Batches, FixedBatches, PictureBatches, ViewBatches
from models.training.core.loop import TrainingProgress, train
from models.training.core.queue import FINE_TUNE, Ticket, TrainingQueue
from models.training.fine_tune.config import FineTuneConfig
from models.training.fine_tune.examples import ExampleStore
from models.training.fine_tune.features import FeatureCache, ViewConfig, pictures_per_forward, prepare
from models.training.fine_tune.head import FeatureScaler, fold_scaler
from models.training.fine_tune.job import FineTuneJob, network_builder, prepare_job
from models.types.fine_tune import Classes, FineTuneProgress, FineTuneResult, FineTuneState, Score

EVENT_SECONDS = 0.05  # seconds between two reports of progress at least; scores always come
NO_CONFIDENCES: NDArray[np.float32] = np.zeros(0, np.float32)
SplitBatches = tuple[Batches, Batches, Batches]  # to learn from, to check, untouched
_QUEUE_POLL_SECONDS = 0.2  # seconds


class FineTuneService:
    """Puts together what visitors have, the networks, and whose turn it is."""

    def __init__(
        self,
        store: NetworkStore,
        networks: VisitorNetworks,
        examples: ExampleStore,
        features: FeatureCache,
        queue: TrainingQueue,
        workers: Workers,
    ) -> None:
        self.store, self.owned, self.examples, self.feature_cache, self.queue = store, networks, examples, features, queue
        self.acquire: AcquireWorker = partial(workers.acquire, unbounded=True)

    def fine_tune(
        self, config: FineTuneConfig, visitor: str, classes: Classes | None = None, *, pace: float = EVENT_SECONDS
    ) -> Generator[FineTuneProgress, None, None]:
        """Events of the training; the last says how it ended and has the network's key. `classes`: instead of the visitor's own."""
        job = prepare_job(
            self.store.get_classifier(config.network, visitor), config, self.examples.classes(visitor) if classes is None else classes
        )
        with self.owned.reserve(visitor, own_key(config.name), job.nbytes) as reservation, self.queue.enqueue(visitor, FINE_TUNE) as ticket:
            while not ticket.wait(_QUEUE_POLL_SECONDS):
                yield FineTuneProgress("queued", ahead=ticket.ahead, seconds=ticket.wait_seconds)
            if ticket.stopped:
                yield FineTuneProgress("stopped")
                return
            yield from FineTuneRun(job, visitor, ticket, self.feature_cache, self.acquire, pace).run(reservation)


class FineTuneRun:
    """One training, from its first picture to its network."""

    def __init__(
        self,
        job: FineTuneJob,
        visitor: str,
        ticket: Ticket,
        features: FeatureCache,
        acquire: AcquireWorker,
        pace: float = EVENT_SECONDS,
        until: float = math.inf,
    ) -> None:
        """`until`: a moment of time.monotonic at which it stops with what it has learned."""
        self.job, self.visitor, self.ticket, self.feature_cache, self.acquire, self.event_seconds = (
            job,
            visitor,
            ticket,
            features,
            acquire,
            pace,
        )
        self.started = time.monotonic()
        self.deadline = min(until, self.started + limits.TRAINING_SECONDS.value)
        self.tail = job.tail
        self.scaler: FeatureScaler | None = None
        self.progress = FineTuneProgress(
            "preparing",
            trainable_parameters=0 if job.head.fit else sum(p.numel() for p in self.tail.parameters),
            views=-1 if job.uncached and job.config.augmentation.steps else self._view_config().count,
        )

    def run(self, reservation: Reservation) -> Generator[FineTuneProgress, None, None]:
        """Events of the training; the last has the network, which belongs to the visitor from then on."""
        parts: SplitBatches | None = yield from self._prepare()
        if parts is None:
            yield FineTuneProgress("stopped" if self.ticket.stopped else "time")
            return
        try:
            yield from self._train_or_fit(parts)
        except GeneratorExit:
            if self.progress.step and reservation.open:
                self._finish(parts, reservation)
            raise
        yield self._finish(parts, reservation)

    def measure(self) -> Generator[FineTuneProgress, None, Score | None]:
        """The same without a network at the end: only what it is worth on the validation pictures, None where it was stopped."""
        parts: SplitBatches | None = yield from self._prepare()
        if parts is None:
            return None
        yield from self._train_or_fit(parts)
        return self.progress.validation if self.progress.state == "done" else None

    def _train_or_fit(self, parts: SplitBatches) -> Generator[FineTuneProgress, None, None]:
        batches, validation, _ = parts
        yield from self._fit(batches, validation) if self.job.head.fit else self._train(batches, validation)

    # Preparing

    def _view_config(self) -> ViewConfig:
        config = self.job.config
        cached = config.augmentation.steps and not self.job.uncached
        return ViewConfig(config.views, config.augmentation, self.job.settings.seed) if cached else ViewConfig()

    def _prepare(self) -> Generator[FineTuneProgress, None, SplitBatches | None]:
        """The three parts, ready to learn from; None where it was stopped before anything was learned."""
        job, split = self.job, self.job.split
        views = self._view_config()
        wanted = [(split.train, views), (split.validation, ViewConfig()), (split.test, ViewConfig())]
        total = sum(len(part) * (1 + views.count) for part, views in wanted)
        before, made = 0, []
        for part, seen in wanted:
            making = self._pictures(part.tolist()) if job.uncached else self._features(part.tolist(), seen)
            while True:
                try:
                    done, _ = next(making)
                except StopIteration as end:
                    made.append(end.value)
                    break
                if self.ticket.stopped or time.monotonic() > self.deadline:
                    return None
                yield replace(self.progress, done=before + done, total=total)
            before += len(part) * (1 + seen.count)
        with self.acquire():
            return self._make_batches(made)

    def _features(self, part: list[int], views: ViewConfig) -> Generator[tuple[int, int], None, Tensor]:
        job = self.job
        if not part:
            return torch.zeros(1, 0)
        return (
            yield from self.feature_cache.compute(
                job.base, job.plan, job.slot, job.freeze_layer, job.examples_at(part), views, self.visitor, self.acquire
            )
        )

    def _pictures(self, part: list[int]) -> Generator[tuple[int, int], None, Tensor]:
        """(1, N, C, H, W) uint8."""
        wants, found = self.job.base.spec.preparation, []
        for at, example in enumerate(self.job.examples_at(part)):
            found.append(prepare(example, wants))
            if at % pictures_per_forward(wants) == 0:
                yield at, len(part)
        return torch.stack(found)[None] if found else torch.zeros(1, 0, wants.channels, wants.height, wants.width, dtype=torch.uint8)

    def _make_batches(self, made: list[Tensor]) -> SplitBatches:
        """`made`: (views, N, ...) of each part: features, or pictures where none are kept."""
        job, split = self.job, self.job.split
        labels = [job.labels[torch.from_numpy(part)] for part in (split.train, split.validation, split.test)]
        if job.uncached:
            augmented = [job.config.augmentation, None, None]
            first, second, third = (
                PictureBatches(
                    one[0],
                    label,
                    len(job.classes),
                    self._frozen_forward,
                    augmentation,
                    job.settings.seed,
                    pictures_per_forward(job.base.spec.preparation),
                )
                for one, label, augmentation in zip(made, labels, augmented, strict=True)
            )
            return first, second, third
        if job.head.standardizes and job.all_frozen and made[0].dim() == 3:
            self.scaler = FeatureScaler.fit(made[0][0])
            made = [self.scaler.transform(one) if one.shape[1] else one for one in made]
        return (
            ViewBatches(made[0], labels[0], job.settings.seed),
            FixedBatches(made[1][0], labels[1]),
            FixedBatches(made[2][0], labels[2]),
        )

    @torch.no_grad()
    def _frozen_forward(self, pictures: Tensor) -> Tensor:
        """uint8 (n, C, H, W) → the output of the frozen layers."""
        batch = normalise(pictures, self.job.base.spec.preparation)
        value: Tensor = self.job.plan.value(batch, self.job.slot) if self.job.slot else batch
        return value

    # Learning

    def _train(self, batches: Batches, validation: Batches) -> Generator[FineTuneProgress, None, None]:
        last = -math.inf
        running = train(
            self.tail,
            batches,
            validation if len(validation) else None,
            self.job.settings,
            class_weights=self._class_weights(),
            acquire=self.acquire,
            should_stop=lambda: self.ticket.stopped,
            seconds=self.deadline - time.monotonic(),
        )
        with closing(running):
            for progress in running:
                self.progress = self._progress_of(progress)
                if progress.train is not None or time.monotonic() - last >= self.event_seconds:
                    last = time.monotonic()
                    yield replace(self.progress, state="training")

    def _progress_of(self, progress: TrainingProgress) -> FineTuneProgress:
        state: FineTuneState = progress.ended or "training"
        so_far = self._result(progress.validation) if progress.validation is not None else None
        return replace(
            self.progress,
            state=state,
            epoch=progress.epoch,
            epochs=progress.epochs,
            step=progress.step,
            steps=progress.steps,
            loss=progress.loss,
            accuracy=progress.accuracy,
            train=progress.train or self.progress.train,
            validation=progress.validation or self.progress.validation,
            exploded=progress.exploded,
            growth=progress.growth,
            interim_result=so_far,
        )

    def _fit(self, batches: Batches, validation: Batches) -> Generator[FineTuneProgress, None, None]:
        """A head that is found at once, from every view of every picture."""
        assert isinstance(batches, ViewBatches) and self.job.head.fit
        if not bool(torch.isfinite(batches.views).all()):
            raise UserError(_NOT_FINITE)
        with self.acquire():
            labels = batches.labels.repeat(len(batches.views))
            head = self.job.replacement.head_of(self.job.network)
            self.job.head.fit(head, batches.views.flatten(0, 1), labels, self.job.settings.seed, self._class_weights())
            scores = [self._evaluate(part) for part in (batches, validation)]
        self.progress = replace(self.progress, state="done", epoch=1, epochs=1, step=1, steps=1, train=scores[0], validation=scores[1])
        yield replace(self.progress, state="training", interim_result=self._result(scores[1]) if scores[1] else None)

    def _class_weights(self) -> Tensor | None:
        """(K): N / (K N_k), so that every class counts alike in the loss; None where each picture counts alike."""
        if not self.job.config.class_weights:
            return None
        labels = self.job.labels[torch.from_numpy(self.job.split.train)]
        counts = torch.bincount(labels, minlength=len(self.job.classes)).clamp_min(1)
        return len(labels) / (len(counts) * counts.float())

    def _evaluate(self, batches: Batches) -> Score | None:
        if not len(batches):
            return None
        logits, labels = (
            torch.cat(parts) for parts in zip(*((self.tail.forward_eval(x), y) for x, y in batches.unaugmented()), strict=True)
        )
        answers = logits.argmax(1)
        return Score(float(F.cross_entropy(logits, labels)), float((answers == labels).float().mean()), answers.numpy())

    # The network

    def _finish(self, parts: SplitBatches, reservation: Reservation) -> FineTuneProgress:
        """The network goes to its visitor, unless that one has left."""
        _, validation, untouched = parts
        with self.acquire():
            score, sure = self._score_validation(validation)
            last = self._evaluate(untouched)
            if self.scaler is not None:
                fold_scaler(self.job.replacement.head_of(self.job.network), self.scaler)
            loaded = loaded_network(
                self._spec(reservation.key, score), self.job.network, self.job.plan
            )  # its plan was proven before it learned
        kept = reservation.put(loaded)
        result = self._result(score, last, sure)
        return replace(
            self.progress,
            network=loaded.spec.key if kept else "",
            result=result,
            interim_result=None,
            seconds=time.monotonic() - self.started,
        )

    def _score_validation(self, validation: Batches) -> tuple[Score | None, NDArray[np.float32]]:
        """The score of the weights as they are now, and how sure every answer is."""
        if not len(validation):
            return None, np.zeros(0, np.float32)
        sure = torch.cat([self.tail.forward_eval(x).softmax(1).amax(1) for x, _ in validation.unaugmented()])
        return self._evaluate(validation), sure.numpy()

    def _result(self, score: Score | None, last: Score | None = None, sure: NDArray[np.float32] = NO_CONFIDENCES) -> FineTuneResult:
        job = self.job
        labels = job.labels.numpy()
        of = len(job.split.test)
        untouched = (int((labels[job.split.test] == last.predictions).sum()), of) if last else None
        checked = job.split.validation if score else job.split.validation[:0]
        ids = torch.tensor([job.examples[i].id for i in checked], dtype=torch.int64).numpy()
        answers = score.predictions if score else labels[:0]
        return FineTuneResult(
            job.classes, ids, labels[checked], answers, score.loss if score else math.nan, len(job.split.train), untouched, sure
        )

    def _spec(self, key: str, score: Score | None) -> NetworkSpec:
        job = self.job
        base = job.base.spec
        return NetworkSpec(
            key=key,
            title=Text(job.config.name, job.config.name),
            note=_note(job, score),
            year=base.year,
            build=network_builder(base, job.replacement, job.head_spec),
            classes=_class_texts(job.classes),
            preparation=base.preparation,
            weights=InMemoryWeights(job.network.state_dict(), _provenance(job, score, self.progress)),
        )


def _class_texts(classes: Sequence[str]) -> Callable[[], tuple[Text, ...]]:
    """The visitor's own words, in whatever language they are."""
    names = tuple(Text(name, name) for name in classes)
    return lambda: names


def _note(job: FineTuneJob, score: Score | None) -> Text:
    title = Text(job.base.spec.title.en.split(" · ")[0], job.base.spec.title.pt.split(" · ")[0])
    taught = Text(
        "{title}, taught {classes} classes here from {pictures} pictures",
        "{title}, ensinada aqui a distinguir {classes} classes com {pictures} imagens",
    ).format(title=title, classes=len(job.classes), pictures=len(job.split.train))
    if score is None:
        return Text(f"{taught.en}; nothing was kept back to check it.", f"{taught.pt}; nada foi reservado para validação.")
    share = Text(*(number(100 * score.accuracy, language) for language in LANGUAGES))
    checked = Text("{taught}; {share} % of {count} others right.", "{taught}; {share} % de {count} outras certas.")
    return checked.format(taught=taught, share=share, count=len(score.predictions))


def _provenance(job: FineTuneJob, score: Score | None, now: FineTuneProgress) -> dict[str, object]:
    """How it came about, for its file and card."""
    origin = job.base.spec.weights
    before = dict(origin.about) if isinstance(origin, InMemoryWeights) else {}
    return {
        "base": before.get("base", job.base.spec.key),
        **{name: before[name] for name in ("origin", "architecture") if name in before},
        "heads": [*before.get("heads", []), job.head_spec.to_json()],
        "name": job.config.name,
        "classes": list(job.classes),
        "plan": job.config.to_json(),
        "learned_from": len(job.split.train),
        "checked_on": len(job.split.validation),
        "accuracy": None if score is None else score.accuracy,
        "ended": now.state,
        "epoch": now.epoch,
    }


_NOT_FINITE = Text(
    "The network answers the pictures with infinity, or with no number at all, as one does whose training diverged; teach another network.",
    "A rede responde às imagens com infinito, ou com algo que não é número, como uma cujo treino divergiu; ensine outra rede.",
)
