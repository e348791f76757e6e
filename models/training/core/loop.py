"""The one loop that trains: deterministic, in memory, in steps that can be watched and stopped.

    for report in train(learner, lessons, validation, Settings(seed=3)):
        ...  # closing it, or `stopped`, ends the training within a batch; what has been learned is in the learner's weights

Order, dropout and augmentation each have a generator of their own, so that a lane with more chance in it sees the same order as one with
less. Nothing outside the learner's own weights changes: neither the global generator nor modes, threads or the shelf.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor

from models.training.core.batches import Lessons
from models.training.core.divergence import exploded, norm
from models.training.core.settings import SEEDS, Settings
from models.training.core.trainable_tail import Learner
from models.types.fine_tune import Score as Score

Ended = Literal["", "done", "stopped", "time", "diverged"]
"""Why a training ended: all epochs done, somebody stopped it, its time was over, its loss became infinite. "": it goes on."""
Turn = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Report:
    """A sign of life after every batch; after every epoch, and before the first, with both scores."""

    epoch: int  # that the batch belongs to, counted from 1; 0: nothing has been learned yet
    epochs: int
    step: int  # batches done
    steps: int
    loss: float  # of the batch, as it was learned from; NaN before the first
    accuracy: float
    train: Score | None = None
    validation: Score | None = None
    ended: Ended = ""
    exploded: int = 0  # of the last one: the epoch from which on the training loss is far above that of the start; 0 where it is not
    growth: float = math.nan  # of the last one: the norm of what learns, as a multiple of that at the start


def train(
    learner: Learner,
    lessons: Lessons,
    validation: Lessons | None,
    settings: Settings,
    *,
    class_weights: Tensor | None = None,
    turn: Turn = nullcontext,
    stopped: Callable[[], bool] = lambda: False,
    seconds: float = math.inf,
    clock: Callable[[], float] = time.monotonic,
) -> Generator[Report, None, None]:
    """Reports, the last one with `ended`.

    `class_weights`: (K), how much each class counts in the loss that is learned from; scores stay unweighted.
    `turn`: held for one batch at a time; `seconds`: of the clock, from the first report on.
    """
    run = _Run(learner, lessons, validation, settings, turn, stopped, class_weights)
    with learner.learning():
        yield from run.reports(clock() + seconds, clock)


def orders(count: int, settings: Settings) -> Iterator[tuple[Tensor, ...]]:
    """The batches of each epoch, as indices: every picture once an epoch. A picture that would be left alone joins the batch before."""
    chance = torch.Generator().manual_seed(settings.seed)
    while True:
        cut = list(torch.randperm(count, generator=chance).split(settings.batch))
        if len(cut) > 1 and len(cut[-1]) == 1 < settings.batch:
            cut[-2:] = [torch.cat(cut[-2:])]  # a batch norm knows no variance of one
        yield tuple(cut)


def optimiser_of(parameters: Sequence[Tensor], settings: Settings) -> torch.optim.Optimizer:
    """torch's own, with torch's own defaults for what the settings do not say."""
    rate, decay = settings.learning_rate, settings.weight_decay
    if settings.optimiser == "sgd":
        return torch.optim.SGD(parameters, lr=rate, momentum=settings.momentum, weight_decay=decay)
    kind = torch.optim.Adam if settings.optimiser == "adam" else torch.optim.AdamW
    return kind(parameters, lr=rate, weight_decay=decay)


class _Run:
    def __init__(
        self,
        learner: Learner,
        lessons: Lessons,
        validation: Lessons | None,
        settings: Settings,
        turn: Turn,
        stopped: Callable[[], bool],
        class_weights: Tensor | None,
    ) -> None:
        self.learner, self.lessons, self.validation, self.settings = learner, lessons, validation, settings
        self.turn, self.stopped, self.class_weights = turn, stopped, class_weights
        self.optimiser = optimiser_of(learner.parameters, settings)
        self.dropout = torch.Generator().manual_seed(settings.seed + SEEDS)
        self.orders = orders(len(lessons), settings)
        self.norm = norm(learner.parameters)
        self.losses: list[float] = []  # of training, one an epoch

    def reports(self, until: float, clock: Callable[[], float]) -> Generator[Report, None, None]:
        batches = next(self.orders)
        steps = self.settings.epochs * len(batches)
        now = yield from self._scored(Report(0, self.settings.epochs, 0, steps, math.nan, math.nan))
        for epoch in range(1, self.settings.epochs + 1):
            for chosen in batches:
                ended: Ended = "stopped" if self.stopped() else "time" if clock() > until else ""
                now = now if ended else self._step(replace(now, epoch=epoch, step=now.step + 1, train=None, validation=None), chosen)
                if ended or now.ended:
                    yield (yield from self._last(replace(now, ended=ended or now.ended)))
                    return
                if now.step % len(batches):
                    yield now
            now = yield from self._scored(now)
            batches = next(self.orders)
            if epoch < self.settings.epochs:
                yield now
        yield (yield from self._last(replace(now, ended="done")))

    def _step(self, now: Report, chosen: Tensor) -> Report:
        """One batch. Where its loss is no number the weights stay as they were, and the training has ended."""
        with self.turn():
            inputs, labels = self.lessons.batch(now.epoch, chosen)  # (n, ...), (n) or (n, K)
            for group in self.optimiser.param_groups:
                group["lr"] = self.settings.rate(now.step - 1, now.steps)
            logits = self.learner.learn(inputs, self.dropout)  # (n, K)
            with torch.enable_grad():
                loss = F.cross_entropy(logits, labels, self.class_weights, label_smoothing=self.settings.label_smoothing)
            value = float(loss.detach())
            if not math.isfinite(value):
                return replace(now, loss=value, accuracy=math.nan, ended="diverged")
            self.optimiser.zero_grad(set_to_none=True)
            loss.backward()
            if self.settings.clip:
                torch.nn.utils.clip_grad_norm_(self.learner.parameters, self.settings.clip)
            self.optimiser.step()
            right = labels if labels.dim() == 1 else labels.argmax(1)
            return replace(now, loss=value, accuracy=float((logits.detach().argmax(1) == right).float().mean()))

    def _scored(self, now: Report) -> Generator[Report, None, Report]:
        """The report with both scores; signs of life while they are taken. None where the training was stopped meanwhile."""
        train = yield from self._score(self.lessons, now)
        validation = (yield from self._score(self.validation, now)) if self.validation is not None else None
        done = replace(now, train=train, validation=validation)
        if train is not None:
            self.losses.append(train.loss)
        if not now.step:
            yield done
        return done

    def _last(self, now: Report) -> Generator[Report, None, Report]:
        """What was learned until here, on the validation pictures: they say what the result is worth; and whether the loss exploded."""
        losses = [*self.losses, now.loss] if now.ended == "diverged" else self.losses
        growth = norm(self.learner.parameters) / self.norm if self.norm else math.nan
        now = replace(now, exploded=exploded(losses), growth=growth)
        if now.validation is not None or self.validation is None:
            return now
        return replace(now, validation=(yield from self._score(self.validation, now, even_if_stopped=True)))

    def _score(self, lessons: Lessons, now: Report, *, even_if_stopped: bool = False) -> Generator[Report, None, Score | None]:
        loss, right, answers = 0.0, 0, []
        parts = lessons.clean()
        while True:
            with self.turn(), torch.no_grad():
                part = next(parts, None)
                if part is None:
                    break
                logits = self.learner.answer(part[0])  # (n, K)
                loss += float(F.cross_entropy(logits, part[1], reduction="sum"))
                answers.append(logits.argmax(1))
                right += int((answers[-1] == part[1]).sum())
            if self.stopped() and not even_if_stopped:
                return None
            yield replace(now, ended="")
        count = len(lessons)
        return Score(loss / count, right / count, torch.cat(answers).numpy()) if count else None
