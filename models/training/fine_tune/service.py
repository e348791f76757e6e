"""A network learns a visitor's classes: in line, features once, then the part right of the freeze line, and a network of their own.

for sign in teacher.teach(plan, visitor):   # queued … preparing … training … done
    ...                                     # closing it, or `turns.stop`, keeps what has been learned
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from models import limits
from models.engine.workers import Workers
from models.errors import UserError
from models.store.registry import NetworkSpec
from models.store.store import Shelf, load
from models.store.visitor_networks import Claim, Owned, Trained, key_of
from models.text import LANGUAGES, Text, number
from models.training.core.batches import Fixed, Lessons, Pictures
from models.training.core.batches import Views as CachedViews
from models.training.core.loop import Report, train
from models.training.core.queue import TEACH, Turn, Turns
from models.training.fine_tune.config import TeachingPlan
from models.training.fine_tune.examples import Examples
from models.training.fine_tune.features import Features, Views, each, normalised, prepared
from models.training.fine_tune.head import Scale, fold
from models.training.fine_tune.job import Job, constructor_of, job_of
from models.types.fine_tune import Classes, Result, Score, State, Teaching

PACE = 0.05  # seconds between two signs of life at least; scores always come
NOTHING: NDArray[np.float32] = np.zeros(0, np.float32)
Computing = Callable[[], AbstractContextManager[None]]
Lessons3 = tuple[Lessons, Lessons, Lessons]  # to learn from, to check, untouched
_WAIT = 0.2  # seconds


class Teacher:
    """Puts together what visitors have, the networks, and whose turn it is."""

    def __init__(self, shelf: Shelf, owned: Owned, examples: Examples, features: Features, turns: Turns, workers: Workers) -> None:
        self.shelf, self.owned, self.examples, self.features, self.turns = shelf, owned, examples, features, turns
        self.computing: Computing = partial(workers.turn, patient=True)

    def teach(
        self, plan: TeachingPlan, visitor: str, classes: Classes | None = None, *, pace: float = PACE
    ) -> Generator[Teaching, None, None]:
        """Signs of life, the last one with how it ended and the network's key. `classes`: instead of the visitor's own."""
        job = job_of(self.shelf.borrow(plan.network, visitor), plan, self.examples.classes(visitor) if classes is None else classes)
        with self.owned.claim(visitor, key_of(plan.name), job.nbytes) as claim, self.turns.enter(visitor, TEACH) as turn:
            while not turn.wait(_WAIT):
                yield Teaching("queued", before=turn.before, seconds=turn.seconds)
            if turn.stopped:
                yield Teaching("stopped")
                return
            yield from Course(job, visitor, turn, self.features, self.computing, pace).run(claim)


class Course:
    """One training, from its first picture to its network."""

    def __init__(
        self, job: Job, visitor: str, turn: Turn, features: Features, computing: Computing, pace: float = PACE, until: float = math.inf
    ) -> None:
        """`until`: a moment of time.monotonic at which it stops with what it has learned."""
        self.job, self.visitor, self.turn, self.features, self.computing, self.pace = job, visitor, turn, features, computing, pace
        self.began = time.monotonic()
        self.until = min(until, self.began + limits.TRAINING_SECONDS.value)
        self.learner = job.learner
        self.scale: Scale | None = None
        self.now = Teaching(
            "preparing",
            weights=0 if job.head.fit else sum(p.numel() for p in self.learner.parameters),
            views=-1 if job.live and job.plan.augmentation.steps else self._views().count,
        )

    def run(self, claim: Claim) -> Generator[Teaching, None, None]:
        """Signs of life; the last one has the network, which is its visitor's from then on."""
        parts: Lessons3 | None = yield from self._prepare()
        if parts is None:
            yield Teaching("stopped" if self.turn.stopped else "time")
            return
        try:
            yield from self._learn(parts)
        except GeneratorExit:
            if self.now.step and claim.open:
                self._finish(parts, claim)
            raise
        yield self._finish(parts, claim)

    def measured(self) -> Generator[Teaching, None, Score | None]:
        """The same without a network at the end: only what it is worth on the validation pictures, None where it was stopped."""
        parts: Lessons3 | None = yield from self._prepare()
        if parts is None:
            return None
        yield from self._learn(parts)
        return self.now.validation if self.now.state == "done" else None

    def _learn(self, parts: Lessons3) -> Generator[Teaching, None, None]:
        lessons, validation, _ = parts
        yield from self._fit(lessons, validation) if self.job.head.fit else self._train(lessons, validation)

    # Preparing

    def _views(self) -> Views:
        plan = self.job.plan
        cached = plan.augmentation.steps and not self.job.live
        return Views(plan.views, plan.augmentation, self.job.settings.seed) if cached else Views()

    def _prepare(self) -> Generator[Teaching, None, Lessons3 | None]:
        """The three parts, ready to learn from; None where it was stopped before anything was learned."""
        job, split = self.job, self.job.split
        views = self._views()
        wanted = [(split.train, views), (split.validation, Views()), (split.untouched, Views())]
        total = sum(len(part) * (1 + views.count) for part, views in wanted)
        before, made = 0, []
        for part, seen in wanted:
            making = self._pictures(part.tolist()) if job.live else self._features(part.tolist(), seen)
            while True:
                try:
                    done, _ = next(making)
                except StopIteration as end:
                    made.append(end.value)
                    break
                if self.turn.stopped or time.monotonic() > self.until:
                    return None
                yield replace(self.now, done=before + done, total=total)
            before += len(part) * (1 + seen.count)
        with self.computing():
            return self._lessons(made)

    def _features(self, part: list[int], views: Views) -> Generator[tuple[int, int], None, Tensor]:
        job = self.job
        if not part:
            return torch.zeros(1, 0)
        return (
            yield from self.features.compute(job.base, job.steps, job.slot, job.place, job.of(part), views, self.visitor, self.computing)
        )

    def _pictures(self, part: list[int]) -> Generator[tuple[int, int], None, Tensor]:
        """(1, N, C, H, W) uint8."""
        wants, found = self.job.base.spec.preparation, []
        for at, example in enumerate(self.job.of(part)):
            found.append(prepared(example, wants))
            if at % each(wants) == 0:
                yield at, len(part)
        return torch.stack(found)[None] if found else torch.zeros(1, 0, wants.channels, wants.height, wants.width, dtype=torch.uint8)

    def _lessons(self, made: list[Tensor]) -> Lessons3:
        """`made`: (views, N, ...) of each part: features, or pictures where none are kept."""
        job, split = self.job, self.job.split
        labels = [job.labels[torch.from_numpy(part)] for part in (split.train, split.validation, split.untouched)]
        if job.live:
            augmented = [job.plan.augmentation, None, None]
            first, second, third = (
                Pictures(one[0], label, len(job.classes), self._through, plan, job.settings.seed, each(job.base.spec.preparation))
                for one, label, plan in zip(made, labels, augmented, strict=True)
            )
            return first, second, third
        if job.head.standardised and job.all_frozen and made[0].dim() == 3:
            self.scale = Scale.of(made[0][0])
            made = [self.scale.of_features(one) if one.shape[1] else one for one in made]
        return (
            CachedViews(made[0], labels[0], job.settings.seed),
            Fixed(made[1][0], labels[1]),
            Fixed(made[2][0], labels[2]),
        )

    @torch.no_grad()
    def _through(self, pictures: Tensor) -> Tensor:
        """uint8 (n, C, H, W) → what is left of the line answers to them."""
        batch = normalised(pictures, self.job.base.spec.preparation)
        value: Tensor = self.job.steps.value(batch, self.job.slot) if self.job.slot else batch
        return value

    # Learning

    def _train(self, lessons: Lessons, validation: Lessons) -> Generator[Teaching, None, None]:
        last = -math.inf
        running = train(
            self.learner,
            lessons,
            validation if len(validation) else None,
            self.job.settings,
            class_weights=self._class_weights(),
            turn=self.computing,
            stopped=lambda: self.turn.stopped,
            seconds=self.until - time.monotonic(),
        )
        with closing(running):
            for report in running:
                self.now = self._sign(report)
                if report.train is not None or time.monotonic() - last >= self.pace:
                    last = time.monotonic()
                    yield replace(self.now, state="training")

    def _sign(self, report: Report) -> Teaching:
        state: State = report.ended or "training"
        so_far = self._result(report.validation) if report.validation is not None else None
        return replace(
            self.now,
            state=state,
            epoch=report.epoch,
            epochs=report.epochs,
            step=report.step,
            steps=report.steps,
            loss=report.loss,
            accuracy=report.accuracy,
            train=report.train or self.now.train,
            validation=report.validation or self.now.validation,
            exploded=report.exploded,
            growth=report.growth,
            so_far=so_far,
        )

    def _fit(self, lessons: Lessons, validation: Lessons) -> Generator[Teaching, None, None]:
        """A head that is found at once, from every view of every picture."""
        assert isinstance(lessons, CachedViews) and self.job.head.fit
        if not bool(torch.isfinite(lessons.views).all()):
            raise UserError(_NOT_FINITE)
        with self.computing():
            labels = lessons.labels.repeat(len(lessons.views))
            head = self.job.graft.head_in(self.job.network)
            self.job.head.fit(head, lessons.views.flatten(0, 1), labels, self.job.settings.seed, self._class_weights())
            scores = [self._score(part) for part in (lessons, validation)]
        self.now = replace(self.now, state="done", epoch=1, epochs=1, step=1, steps=1, train=scores[0], validation=scores[1])
        yield replace(self.now, state="training", so_far=self._result(scores[1]) if scores[1] else None)

    def _class_weights(self) -> Tensor | None:
        """(K): N / (K N_k), so that every class counts alike in the loss; None where each picture counts alike."""
        if not self.job.plan.class_weights:
            return None
        labels = self.job.labels[torch.from_numpy(self.job.split.train)]
        counts = torch.bincount(labels, minlength=len(self.job.classes)).clamp_min(1)
        return len(labels) / (len(counts) * counts.float())

    def _score(self, lessons: Lessons) -> Score | None:
        if not len(lessons):
            return None
        logits, labels = (torch.cat(parts) for parts in zip(*((self.learner.answer(x), y) for x, y in lessons.clean()), strict=True))
        answers = logits.argmax(1)
        return Score(float(F.cross_entropy(logits, labels)), float((answers == labels).float().mean()), answers.numpy())

    # The network

    def _finish(self, parts: Lessons3, claim: Claim) -> Teaching:
        """The network goes to its visitor, unless that one has left."""
        _, validation, untouched = parts
        with self.computing():
            score, sure = self._checked(validation)
            last = self._score(untouched)
            if self.scale is not None:
                fold(self.job.graft.head_in(self.job.network), self.scale)
            shelved = load(self._spec(claim.key, score))
        kept = claim.put(shelved)
        result = self._result(score, last, sure)
        return replace(
            self.now, network=shelved.spec.key if kept else "", result=result, so_far=None, seconds=time.monotonic() - self.began
        )

    def _checked(self, validation: Lessons) -> tuple[Score | None, NDArray[np.float32]]:
        """The score of the weights as they are now, and how sure every answer is."""
        if not len(validation):
            return None, np.zeros(0, np.float32)
        sure = torch.cat([self.learner.answer(x).softmax(1).amax(1) for x, _ in validation.clean()])
        return self._score(validation), sure.numpy()

    def _result(self, score: Score | None, last: Score | None = None, sure: NDArray[np.float32] = NOTHING) -> Result:
        job = self.job
        labels = job.labels.numpy()
        of = len(job.split.untouched)
        untouched = (int((labels[job.split.untouched] == last.answers).sum()), of) if last else None
        checked = job.split.validation if score else job.split.validation[:0]
        ids = torch.tensor([job.examples[i].id for i in checked], dtype=torch.int64).numpy()
        answers = score.answers if score else labels[:0]
        return Result(job.classes, ids, labels[checked], answers, score.loss if score else math.nan, len(job.split.train), untouched, sure)

    def _spec(self, key: str, score: Score | None) -> NetworkSpec:
        job = self.job
        base = job.base.spec
        return NetworkSpec(
            key=key,
            title=Text(job.plan.name, job.plan.name),
            note=_note(job, score),
            year=base.year,
            build=constructor_of(base, job.graft, job.blueprint),
            classes=_named(job.classes),
            preparation=base.preparation,
            weights=Trained(job.network.state_dict(), _about(job, score, self.now)),
        )


def _named(classes: Sequence[str]) -> Callable[[], tuple[Text, ...]]:
    """The visitor's own words, in whatever language they are."""
    names = tuple(Text(name, name) for name in classes)
    return lambda: names


def _note(job: Job, score: Score | None) -> Text:
    title = Text(job.base.spec.title.en.split(" · ")[0], job.base.spec.title.pt.split(" · ")[0])
    taught = Text(
        "{title}, taught {classes} classes here from {pictures} pictures",
        "{title}, ensinada aqui a distinguir {classes} classes com {pictures} imagens",
    ).format(title=title, classes=len(job.classes), pictures=len(job.split.train))
    if score is None:
        return Text(f"{taught.en}; nothing was kept back to check it.", f"{taught.pt}; nada foi reservado para validação.")
    share = Text(*(number(100 * score.accuracy, language) for language in LANGUAGES))
    checked = Text("{taught}; {share} % of {count} others right.", "{taught}; {share} % de {count} outras certas.")
    return checked.format(taught=taught, share=share, count=len(score.answers))


def _about(job: Job, score: Score | None, now: Teaching) -> dict[str, object]:
    """How it came about, for its file and card."""
    origin = job.base.spec.weights
    before = dict(origin.about) if isinstance(origin, Trained) else {}
    return {
        "base": before.get("base", job.base.spec.key),
        **({"origin": before["origin"]} if "origin" in before else {}),
        "heads": [*before.get("heads", []), job.blueprint.to_json()],
        "name": job.plan.name,
        "classes": list(job.classes),
        "plan": job.plan.to_json(),
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
