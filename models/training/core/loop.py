"""The one loop that trains: deterministic, in memory, in steps that can be watched and stopped.

    for progress in train(tail, batches, validation, TrainingSettings(seed=3)):
        ...  # closing it, or `stopped`, ends the training within a batch; what has been learned is in the tail's weights

Order, dropout and augmentation each have a generator of their own, so that a run with more chance in it sees the same order as one with
less. Nothing outside the tail's own weights changes: neither the global generator nor modes, threads or the store.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor

from models.engine.workers import AcquireWorker
from models.training.core.batches import Batches
from models.training.core.divergence import exploded, norm
from models.training.core.settings import SEED_LIMIT, TrainingSettings
from models.training.core.trainable_tail import TrainableTail
from models.types.fine_tune import Score as Score

EndReason = Literal["", "done", "stopped", "time", "diverged"]
"""Why a training ended: all epochs done, somebody stopped it, its time was over, its loss became infinite. "": it goes on."""


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """Progress after every batch; after every epoch, and before the first, with both scores."""

    epoch: int  # that the batch belongs to, counted from 1; 0: nothing has been learned yet
    epochs: int
    step: int  # batches done
    steps: int
    loss: float  # of the batch, as it was learned from; NaN before the first
    accuracy: float
    train: Score | None = None
    validation: Score | None = None
    ended: EndReason = ""
    exploded: int = 0  # of the last one: the epoch from which on the training loss is far above that of the start; 0 where it is not
    growth: float = math.nan  # of the last one: the norm of what learns, as a multiple of that at the start


def train(
    tail: TrainableTail,
    batches: Batches,
    validation: Batches | None,
    settings: TrainingSettings,
    *,
    class_weights: Tensor | None = None,
    acquire: AcquireWorker = nullcontext,
    should_stop: Callable[[], bool] = lambda: False,
    seconds: float = math.inf,
    clock: Callable[[], float] = time.monotonic,
) -> Generator[TrainingProgress, None, None]:
    """Reports, the last one with `ended`.

    `class_weights`: (K), how much each class counts in the loss that is learned from; scores stay unweighted.
    `acquire`: held for one batch at a time; `seconds`: of the clock, from the first report on.
    """
    run = _TrainingLoop(tail, batches, validation, settings, acquire, should_stop, class_weights)
    with tail.gradients_enabled():
        yield from run.events(clock() + seconds, clock)


def shuffled_batches(count: int, settings: TrainingSettings) -> Iterator[tuple[Tensor, ...]]:
    """The batches of each epoch, as indices: every picture once an epoch. A picture that would be left alone joins the batch before."""
    generator = torch.Generator().manual_seed(settings.seed)
    while True:
        cut = list(torch.randperm(count, generator=generator).split(settings.batch))
        if len(cut) > 1 and len(cut[-1]) == 1 < settings.batch:
            cut[-2:] = [torch.cat(cut[-2:])]  # a batch norm knows no variance of one
        yield tuple(cut)


def build_optimiser(parameters: Sequence[Tensor], settings: TrainingSettings) -> torch.optim.Optimizer:
    """torch's own, with torch's own defaults for what the settings do not say."""
    rate, decay = settings.learning_rate, settings.weight_decay
    if settings.optimiser == "sgd":
        return torch.optim.SGD(parameters, lr=rate, momentum=settings.momentum, weight_decay=decay)
    kind = torch.optim.Adam if settings.optimiser == "adam" else torch.optim.AdamW
    return kind(parameters, lr=rate, weight_decay=decay)


class _TrainingLoop:
    def __init__(
        self,
        tail: TrainableTail,
        batches: Batches,
        validation: Batches | None,
        settings: TrainingSettings,
        acquire: AcquireWorker,
        should_stop: Callable[[], bool],
        class_weights: Tensor | None,
    ) -> None:
        self.tail, self.batches, self.validation, self.settings = tail, batches, validation, settings
        self.acquire, self.should_stop, self.class_weights = acquire, should_stop, class_weights
        self.optimiser = build_optimiser(tail.parameters, settings)
        self.dropout = torch.Generator().manual_seed(settings.seed + SEED_LIMIT)
        self.orders = shuffled_batches(len(batches), settings)
        self.norm = norm(tail.parameters)
        self.losses: list[float] = []  # of training, one an epoch

    def events(self, until: float, clock: Callable[[], float]) -> Generator[TrainingProgress, None, None]:
        batches = next(self.orders)
        steps = self.settings.epochs * len(batches)
        progress = yield from self._with_scores(TrainingProgress(0, self.settings.epochs, 0, steps, math.nan, math.nan))
        for epoch in range(1, self.settings.epochs + 1):
            for chosen in batches:
                ended: EndReason = "stopped" if self.should_stop() else "time" if clock() > until else ""
                progress = (
                    progress
                    if ended
                    else self._step(replace(progress, epoch=epoch, step=progress.step + 1, train=None, validation=None), chosen)
                )
                if ended or progress.ended:
                    yield (yield from self._with_final_score(replace(progress, ended=ended or progress.ended)))
                    return
                if progress.step % len(batches):
                    yield progress
            progress = yield from self._with_scores(progress)
            batches = next(self.orders)
            if epoch < self.settings.epochs:
                yield progress
        yield (yield from self._with_final_score(replace(progress, ended="done")))

    def _step(self, progress: TrainingProgress, chosen: Tensor) -> TrainingProgress:
        """One batch. Where its loss is no number the weights stay as they were, and the training has ended."""
        with self.acquire():
            inputs, labels = self.batches.batch(progress.epoch, chosen)  # (n, ...), (n) or (n, K)
            for group in self.optimiser.param_groups:
                group["lr"] = self.settings.learning_rate_at(progress.step - 1, progress.steps)
            logits = self.tail.forward_train(inputs, self.dropout)  # (n, K)
            with torch.enable_grad():
                loss = F.cross_entropy(logits, labels, self.class_weights, label_smoothing=self.settings.label_smoothing)
            value = float(loss.detach())
            if not math.isfinite(value):
                return replace(progress, loss=value, accuracy=math.nan, ended="diverged")
            self.optimiser.zero_grad(set_to_none=True)
            loss.backward()
            if self.settings.clip:
                torch.nn.utils.clip_grad_norm_(self.tail.parameters, self.settings.clip)
            self.optimiser.step()
            right = labels if labels.dim() == 1 else labels.argmax(1)
            return replace(progress, loss=value, accuracy=float((logits.detach().argmax(1) == right).float().mean()))

    def _with_scores(self, progress: TrainingProgress) -> Generator[TrainingProgress, None, TrainingProgress]:
        """The report with both scores; progress while they are taken. None where the training was stopped meanwhile."""
        train = yield from self._evaluate(self.batches, progress)
        validation = (yield from self._evaluate(self.validation, progress)) if self.validation is not None else None
        done = replace(progress, train=train, validation=validation)
        if train is not None:
            self.losses.append(train.loss)
        if not progress.step:
            yield done
        return done

    def _with_final_score(self, progress: TrainingProgress) -> Generator[TrainingProgress, None, TrainingProgress]:
        """What was learned until here, on the validation pictures: they say what the result is worth; and whether the loss exploded."""
        losses = [*self.losses, progress.loss] if progress.ended == "diverged" else self.losses
        growth = norm(self.tail.parameters) / self.norm if self.norm else math.nan
        progress = replace(progress, exploded=exploded(losses), growth=growth)
        if progress.validation is not None or self.validation is None:
            return progress
        return replace(progress, validation=(yield from self._evaluate(self.validation, progress, even_if_stopped=True)))

    def _evaluate(
        self, batches: Batches, progress: TrainingProgress, *, even_if_stopped: bool = False
    ) -> Generator[TrainingProgress, None, Score | None]:
        loss, right, answers = 0.0, 0, []
        parts = batches.unaugmented()
        while True:
            with self.acquire(), torch.no_grad():
                part = next(parts, None)
                if part is None:
                    break
                logits = self.tail.forward_eval(part[0])  # (n, K)
                loss += float(F.cross_entropy(logits, part[1], reduction="sum"))
                answers.append(logits.argmax(1))
                right += int((answers[-1] == part[1]).sum())
            if self.should_stop() and not even_if_stopped:
                return None
            yield replace(progress, ended="")
        count = len(batches)
        return Score(loss / count, right / count, torch.cat(answers).numpy()) if count else None
