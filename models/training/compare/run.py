"""A lane: one network, what it learns from, and how it stands after every epoch."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from models import limits
from models.engine.plan import Plan, Step
from models.engine.tracing import plan_of
from models.errors import UserError
from models.store.store import noise
from models.text import LANGUAGES, Text, number
from models.training.compare.architecture import Shape, construct
from models.training.compare.experiment import Experiment
from models.training.compare.training_set import WATCHED, Stock
from models.training.core.batches import Fixed, Labelled, Lessons, Pictures
from models.training.core.loop import Report, train
from models.training.core.trainable_tail import Learner, dropped_share
from models.types.compare import Ended, Standing, Under, Untrained

SHOWN, FINEST = 6, 14  # filters of the first layer that are shown, and their cells a side at most
Turn = Callable[[], AbstractContextManager[None]]


class Augmented(Pictures):
    """Pictures augmented anew in every epoch, measured on as they are; those are normalised once."""

    def __init__(self, stock: Stock, pictures: Tensor, labels: Tensor, experiment: Experiment) -> None:
        classes = len(stock.classes)
        super().__init__(pictures, labels, classes, stock.normalised, experiment.augmentation, experiment.settings.seed)
        self._still = Fixed(stock.normalised(pictures), labels)

    def clean(self) -> Iterator[Labelled]:
        return self._still.clean()


def by_lot(labels: Tensor, share: float, classes: int, seed: int) -> Tensor:
    """Labels (N) of which a share is drawn by lot, each class as likely: some keep theirs by chance.

    Zhang, Bengio, Hardt, Recht and Vinyals, "Understanding deep learning requires rethinking generalization", ICLR 2017.
    """
    chance = torch.Generator().manual_seed(seed)
    chosen = torch.randperm(len(labels), generator=chance)[: round(share * len(labels))]
    drawn = torch.randint(classes, (len(labels),), generator=chance)
    return labels.index_copy(0, chosen, drawn[chosen])


class Watched(Learner):
    """A learner that notes which units its dropouts put out."""

    out: tuple[NDArray[np.uint8], ...] = ()  # of the last batch's first picture, per dropout [unit]

    def learn(self, inputs: Tensor, dropout: torch.Generator) -> Tensor:
        again = torch.Generator().set_state(dropout.get_state())
        logits = super().learn(inputs, dropout)
        places = [step for step in self.plan.steps if dropped_share(step)]
        shapes = [(len(inputs), _units(self.plan, step)) for step in places]
        kept = [torch.empty(shape).bernoulli_(1 - dropped_share(step), generator=again) for step, shape in zip(places, shapes, strict=True)]
        self.out = tuple((1 - mask[0]).to(torch.uint8).numpy() for mask in kept)
        return logits


def _units(plan: Plan, dropout: Step) -> int:
    """Units of the dense layer before a dropout."""
    dense = [step.origin for step in plan.steps[: dropout.slot] if isinstance(step.origin, nn.Linear)]
    return dense[-1].out_features


class Lane:
    """Ready to run. The network is its own, and nobody else's."""

    def __init__(self, experiment: Experiment, stock: Stock) -> None:
        """UserError where it would take more memory than a training may."""
        self.experiment, self.stock = experiment, stock
        wants = stock.preparation
        self.shape: Shape = experiment.shape(wants.channels, wants.height, len(stock.classes))
        self.network: nn.Module = construct(experiment.net, self.shape, experiment.settings.seed)
        self.plan: Plan = plan_of(self.network, noise(wants))
        self.pictures, labels = stock.drawn(experiment.each)
        self.labels = by_lot(labels, experiment.random_labels, len(stock.classes), experiment.settings.seed)
        self._bound()

    @property
    def nbytes(self) -> int:
        """Of its weights."""
        return sum(tensor.nbytes for tensor in (*self.network.parameters(), *self.network.buffers()))

    def untrained(self) -> Untrained:
        """What there is to see before the start."""
        step, count, batch = first_layer(self.plan), len(self.labels), self.experiment.settings.batch
        parameters = sum(p.numel() for p in self.network.parameters())
        filters, finer = self.filters()
        return Untrained(parameters, step.name, step.parameters()[0].shape[0], filters, finer, count, -(-count // batch))

    def filters(self) -> tuple[NDArray[np.float32], int]:
        """The first SHOWN filters [filter, y, x], each the mean over the picture's channels, and how many cells a shown one stands for."""
        weights: Tensor = first_layer(self.plan).parameters()[0].detach()[:SHOWN]
        if weights.dim() == 2:  # a dense layer looks at the whole picture
            weights = weights.unflatten(1, (self.shape.channels, self.shape.side, self.shape.side))
        shown = weights.mean(1)  # (F, k, k)
        finer = math.ceil(shown.shape[1] / FINEST)
        if finer > 1:
            shown = F.avg_pool2d(shown, finer)
        return shown.numpy().copy(), finer

    def lessons(self) -> tuple[Lessons, Lessons]:
        """What is learned from and what is held back, in memory."""
        if self.experiment.augmentation.steps:
            learned: Lessons = Augmented(self.stock, self.pictures, self.labels, self.experiment)
        else:
            learned = Fixed(self.stock.normalised(self.pictures), self.labels)
        return learned, Fixed(self.stock.normalised(self.stock.validation), self.stock.labels)

    def run(self, index: int, turn: Turn, stopped: Callable[[], bool], until: float) -> Generator[Under | Standing, None, Ended]:
        """Signs of life after every batch and part, a standing after every epoch and before the first; `until`: of time.monotonic()."""
        seed, spent, epochs_told = self.experiment.settings.seed, 0.0, -1
        learned, validation = self.lessons()
        learner = Watched(self.plan) if self.experiment.dropout else Learner(self.plan)
        running = train(
            learner, learned, validation, self.experiment.settings, turn=turn, stopped=stopped, seconds=until - time.monotonic()
        )
        with closing(running):
            while True:
                begun = time.thread_time()
                report = next(running)
                spent += time.thread_time() - begun
                if report.train is not None and report.validation is not None and report.epoch > epochs_told:
                    epochs_told = report.epoch
                    yield self._standing(index, report)
                if report.ended:
                    last = report.epoch, report.step, spent, ""
                    return Ended(index, seed, report.ended, *last, report.exploded, report.growth)
                if report.train is None:
                    yield Under(
                        index, seed, report.epoch, report.step, report.steps, report.loss, report.accuracy, getattr(learner, "out", ())
                    )

    def _standing(self, index: int, report: Report) -> Standing:
        learned, held = report.train, report.validation
        assert learned is not None and held is not None
        return Standing(
            lane=index,
            seed=self.experiment.settings.seed,
            epoch=report.epoch,
            train=(learned.loss, learned.accuracy),
            validation=(held.loss, held.accuracy),
            answers=held.answers[:WATCHED].copy(),
            filters=self.filters()[0],
            kept="",
        )

    def _bound(self) -> None:
        """Weights, gradients and two moments; the maps of a batch, twice; the pictures, once more as numbers."""
        with torch.no_grad():
            values = self.plan.blank(noise(self.stock.preparation))
            self.plan.run(values, 0, self.plan.answer)
        cells = sum(value.numel() for value in values[: self.plan.answer + 1] if isinstance(value, Tensor))
        batch = min(self.experiment.settings.batch, len(self.labels))
        numbers = 5 * (self.pictures.numel() + self.stock.validation.numel())
        needed, most = 4 * self.nbytes + 8 * batch * cells + numbers, limits.TRAINING_MB.value * 1e6
        if needed > most:
            sizes: list[Any] = [Text(*(number(size / 1e6, language) for language in LANGUAGES)) for size in (needed, most)]
            raise UserError(
                Text(
                    "This training would take {needed} MB of memory, and the limit is {most} MB; choose a smaller batch or network.",
                    "Este treino ocuparia {needed} MB de memória, e o limite é {most} MB; escolha um lote ou uma rede menor.",
                ).format(needed=sizes[0], most=sizes[1])
            )


def first_layer(plan: Plan) -> Step:
    """The first step that has learned weights."""
    return next(step for step in plan.steps if any(p.dim() > 1 for p in step.parameters()))
