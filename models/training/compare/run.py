"""A run: one network, what it learns from, and how it stands after every epoch."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from models import limits
from models.engine.plan import Plan, Step
from models.engine.tracing import trace_verified
from models.engine.workers import AcquireWorker
from models.errors import UserError
from models.store.store import random_input
from models.text import LANGUAGES, Text, number
from models.training.compare.architecture import NetworkShape, construct
from models.training.compare.experiment import Experiment
from models.training.compare.training_set import WATCHED_PICTURES, TrainingSet
from models.training.core.batches import Batches, FixedBatches, LabelledBatch, PictureBatches
from models.training.core.loop import TrainingProgress, train
from models.training.core.trainable_tail import TrainableTail, dropout_rate
from models.types.compare import BatchProgress, EpochResult, InitialState, RunEnded

SHOWN_FILTERS, MAX_FILTER_SIDE = 6, 14  # filters of the first layer that are shown, and their cells a side at most


class AugmentedBatches(PictureBatches):
    """Pictures augmented anew in every epoch, measured on as they are; those are normalised once."""

    def __init__(self, dataset: TrainingSet, pictures: Tensor, labels: Tensor, experiment: Experiment) -> None:
        classes = len(dataset.classes)
        super().__init__(pictures, labels, classes, dataset.normalise, experiment.augmentation, experiment.settings.seed)
        self._unaugmented = FixedBatches(dataset.normalise(pictures), labels)

    def unaugmented(self) -> Iterator[LabelledBatch]:
        return self._unaugmented.unaugmented()


def randomise_labels(labels: Tensor, share: float, classes: int, seed: int) -> Tensor:
    """Labels (N) of which a share is drawn by lot, each class as likely: some keep theirs by chance.

    Zhang, Bengio, Hardt, Recht and Vinyals, "Understanding deep learning requires rethinking generalization", ICLR 2017.
    """
    generator = torch.Generator().manual_seed(seed)
    chosen = torch.randperm(len(labels), generator=generator)[: round(share * len(labels))]
    drawn = torch.randint(classes, (len(labels),), generator=generator)
    return labels.index_copy(0, chosen, drawn[chosen])


class DropoutRecorder(TrainableTail):
    """A trainable tail that notes which units its dropouts put out."""

    dropped: tuple[NDArray[np.uint8], ...] = ()  # of the last batch's first picture, per dropout [unit]

    def forward_train(self, inputs: Tensor, dropout: torch.Generator) -> Tensor:
        again = torch.Generator().set_state(dropout.get_state())
        logits = super().forward_train(inputs, dropout)
        places = [step for step in self.plan.steps if dropout_rate(step)]
        shapes = [(len(inputs), _dense_units(self.plan, step)) for step in places]
        kept = [torch.empty(shape).bernoulli_(1 - dropout_rate(step), generator=again) for step, shape in zip(places, shapes, strict=True)]
        self.dropped = tuple((1 - mask[0]).to(torch.uint8).numpy() for mask in kept)
        return logits


def _dense_units(plan: Plan, dropout: Step) -> int:
    """Units of the dense layer before a dropout."""
    dense = [step.operation for step in plan.steps[: dropout.slot] if isinstance(step.operation, nn.Linear)]
    return dense[-1].out_features


class Run:
    """Ready to run. The network is its own, and nobody else's."""

    def __init__(self, experiment: Experiment, dataset: TrainingSet) -> None:
        """UserError where it would take more memory than a training may."""
        self.experiment, self.training_set = experiment, dataset
        wants = dataset.preparation
        self.shape: NetworkShape = experiment.shape(wants.channels, wants.height, len(dataset.classes))
        self.network: nn.Module = construct(experiment.architecture, self.shape, experiment.settings.seed)
        self.plan: Plan = trace_verified(self.network, random_input(wants))
        self.pictures, labels = dataset.first_per_class(experiment.each)
        self.labels = randomise_labels(labels, experiment.random_labels, len(dataset.classes), experiment.settings.seed)
        self._check_memory()

    @property
    def nbytes(self) -> int:
        """Of its weights."""
        return sum(tensor.nbytes for tensor in (*self.network.parameters(), *self.network.buffers()))

    def initial_state(self) -> InitialState:
        """What there is to see before the start."""
        step, count, batch = first_layer(self.plan), len(self.labels), self.experiment.settings.batch
        parameters = sum(p.numel() for p in self.network.parameters())
        filters, finer = self.filters()
        return InitialState(parameters, step.name, step.parameters()[0].shape[0], filters, finer, count, -(-count // batch))

    def filters(self) -> tuple[NDArray[np.float32], int]:
        """The first SHOWN filters [filter, y, x], each the mean over the picture's channels, and how many cells a shown one stands for."""
        weights: Tensor = first_layer(self.plan).parameters()[0].detach()[:SHOWN_FILTERS]
        if weights.dim() == 2:  # a dense layer looks at the whole picture
            weights = weights.unflatten(1, (self.shape.channels, self.shape.side, self.shape.side))
        shown = weights.mean(1)  # (F, k, k)
        finer = math.ceil(shown.shape[1] / MAX_FILTER_SIDE)
        if finer > 1:
            shown = F.avg_pool2d(shown, finer)
        return shown.numpy().copy(), finer

    def batches(self) -> tuple[Batches, Batches]:
        """What is learned from and what is held back, in memory."""
        if self.experiment.augmentation.steps:
            learned: Batches = AugmentedBatches(self.training_set, self.pictures, self.labels, self.experiment)
        else:
            learned = FixedBatches(self.training_set.normalise(self.pictures), self.labels)
        return learned, FixedBatches(self.training_set.normalise(self.training_set.validation), self.training_set.validation_labels)

    def run(
        self, index: int, acquire: AcquireWorker, should_stop: Callable[[], bool], until: float
    ) -> Generator[BatchProgress | EpochResult, None, RunEnded]:
        """Progress after every batch and part, an `EpochResult` after every epoch and before the first; `until`: of time.monotonic()."""
        seed, spent, epochs_told = self.experiment.settings.seed, 0.0, -1
        learned, validation = self.batches()
        tail = DropoutRecorder(self.plan) if self.experiment.dropout else TrainableTail(self.plan)
        running = train(
            tail, learned, validation, self.experiment.settings, acquire=acquire, should_stop=should_stop, seconds=until - time.monotonic()
        )
        with closing(running):
            while True:
                begun = time.thread_time()
                progress = next(running)
                spent += time.thread_time() - begun
                if progress.train is not None and progress.validation is not None and progress.epoch > epochs_told:
                    epochs_told = progress.epoch
                    yield self._epoch_result(index, progress)
                if progress.ended:
                    last = progress.epoch, progress.step, spent, ""
                    return RunEnded(index, seed, progress.ended, *last, progress.exploded, progress.growth)
                if progress.train is None:
                    yield BatchProgress(
                        index,
                        seed,
                        progress.epoch,
                        progress.step,
                        progress.steps,
                        progress.loss,
                        progress.accuracy,
                        getattr(tail, "dropped", ()),
                    )

    def _epoch_result(self, index: int, progress: TrainingProgress) -> EpochResult:
        learned, held = progress.train, progress.validation
        assert learned is not None and held is not None
        return EpochResult(
            run_index=index,
            seed=self.experiment.settings.seed,
            epoch=progress.epoch,
            train=(learned.loss, learned.accuracy),
            validation=(held.loss, held.accuracy),
            predictions=held.predictions[:WATCHED_PICTURES].copy(),
            filters=self.filters()[0],
            measured_at="",
        )

    def _check_memory(self) -> None:
        """Weights, gradients and two moments; the maps of a batch, twice; the pictures, once more as numbers."""
        with torch.no_grad():
            values = self.plan.empty_values(random_input(self.training_set.preparation))
            self.plan.run(values, 0, self.plan.logits_slot)
        cells = sum(value.numel() for value in values[: self.plan.logits_slot + 1] if isinstance(value, Tensor))
        batch = min(self.experiment.settings.batch, len(self.labels))
        numbers = 5 * (self.pictures.numel() + self.training_set.validation.numel())
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
