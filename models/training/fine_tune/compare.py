"""Two arms: the same network fine-tuned, and trained from scratch, on the same pictures, measured on the same others.

The pictures kept back to check are those of every training with this seed; of the rest each point takes the first so many of every class,
so a larger number holds the smaller one.
"""

from __future__ import annotations

import math
import time
from collections.abc import Generator
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models import limits
from models.errors import UserError
from models.statistics import mcnemar_test
from models.store.registry import RANDOM_SUFFIX
from models.store.store import is_own
from models.text import Text
from models.training.core.queue import TRANSFER_VS_SCRATCH, Ticket
from models.training.fine_tune.config import DEFAULT_HEAD, FineTuneConfig
from models.training.fine_tune.freeze_points import FREEZE_NONE
from models.training.fine_tune.job import FineTuneJob, enabled_classes, prepare_job, split_examples
from models.training.fine_tune.service import FineTuneRun, FineTuneService
from models.types.fine_tune import Classes, ComparisonPoint, ComparisonProgress

Arm = Literal["transfer", "scratch"]
ARMS: tuple[Arm, Arm] = ("transfer", "scratch")
COUNTS = (1, 2, 5, 10, 20, 40, 80)
_WAIT, _PACE = 0.2, 0.2  # seconds


def compare_with_scratch(
    service: FineTuneService, config: FineTuneConfig, visitor: str, classes: Classes | None = None
) -> Generator[ComparisonProgress | ComparisonPoint, None, None]:
    """Every point as soon as it is measured, the smallest numbers first. `plan.freeze` and `plan.head` are those of the fine-tuned arm.

    UserError where there is nothing to compare: a network that has learned nothing, or too few pictures.
    """
    if config.network.endswith(RANDOM_SUFFIX) or is_own(config.network):
        raise _not_pretrained()
    given = enabled_classes(service.examples.classes(visitor) if classes is None else classes)
    prepare_job(service.store.get_classifier(config.network, visitor), config, given)  # what cannot be taught is refused now
    seed = dict(config.overrides).get("seed", 0)
    taught, most = with_fixed_split(given, seed)
    counts = [count for count in COUNTS if count < most] + [most]
    with service.queue.enqueue(visitor, TRANSFER_VS_SCRATCH) as ticket:
        while not ticket.wait(_WAIT):
            yield ComparisonProgress("", 0, 0.0, ticket.ahead)
        yield from _measure_points(service, config, visitor, ticket, taught, counts)


def _measure_points(
    service: FineTuneService, config: FineTuneConfig, visitor: str, ticket: Ticket, taught: Classes, counts: list[int]
) -> Generator[ComparisonProgress | ComparisonPoint, None, None]:
    until, done = time.monotonic() + limits.TRAINING_SECONDS.value, 0
    hits: dict[Arm, NDArray[np.bool_]] = {}  # [picture]
    for count in counts:
        for arm in ARMS:
            if ended := _end_reason(ticket, until):
                yield ComparisonProgress(arm, count, 0.0, ended=ended)
                return
            job = arm_job(service, config, visitor, first_of_each_class(taught, count), arm)
            run, began = FineTuneRun(job, visitor, ticket, service.feature_cache, service.acquire, _PACE, until), time.monotonic()
            events = run.measure()
            while True:
                try:
                    event = next(events)
                except StopIteration as end:
                    score = end.value
                    break
                yield ComparisonProgress(arm, count, event.step / event.steps if event.steps else 0.0)
            if score is None:
                yield ComparisonProgress(arm, count, 0.0, ended=_end_reason(ticket, until) or "time")
                return
            done += 1
            labels = job.labels.numpy()[job.split.validation]
            hits[arm] = score.predictions == labels
            p, only = _mcnemar(hits) if arm == "scratch" else (math.nan, (0, 0))
            yield ComparisonPoint(arm, count, int(hits[arm].sum()), len(labels), time.monotonic() - began, done, 2 * len(counts), p, only)


def _end_reason(ticket: Ticket, until: float) -> Literal["", "stopped", "time"]:
    return "stopped" if ticket.stopped else "time" if time.monotonic() > until else ""


def _mcnemar(hits: dict[Arm, NDArray[np.bool_]]) -> tuple[float, tuple[int, int]]:
    """(p of McNemar's test, pictures that each arm alone had right): both arms answered the same pictures."""
    transfer, scratch = hits["transfer"], hits["scratch"]
    return mcnemar_test(transfer, scratch), (int((transfer & ~scratch).sum()), int((scratch & ~transfer).sum()))


def arm_job(service: FineTuneService, config: FineTuneConfig, visitor: str, classes: Classes, arm: Arm) -> FineTuneJob:
    """The plan as it is, or the same shape from its random start with everything learning."""
    if arm == "scratch":
        settings = tuple((name, value) for name, value in config.overrides if name not in ("epochs", "learning_rate"))
        config = replace(config, network=config.network + RANDOM_SUFFIX, freeze=FREEZE_NONE, head=DEFAULT_HEAD, overrides=settings)
    return prepare_job(service.store.get_classifier(config.network, visitor), config, classes, least=1)


def with_fixed_split(classes: Classes, seed: int) -> tuple[Classes, int]:
    """Every picture with its side said, in the order in which a seed draws them; how many of the smallest class can be learned from."""
    labels = [one.id for one in classes for _ in one.examples]
    examples = [example for one in classes for example in one.examples]
    checked = set(split_examples(examples, labels, seed).validation.tolist())
    order = np.random.default_rng(seed).permutation(len(examples))
    said = [(labels[i], replace(examples[i], fixed_split="validation" if i in checked else "train")) for i in order]
    made = tuple(replace(one, examples=tuple(example for label, example in said if label == one.id)) for one in classes)
    return made, min(sum(example.fixed_split == "train" for example in one.examples) for one in made)


def first_of_each_class(classes: Classes, count: int) -> Classes:
    """The first `count` of every class to learn from, and all that are kept back."""
    made = []
    for one in classes:
        learned = [example for example in one.examples if example.fixed_split == "train"][:count]
        made.append(replace(one, examples=(*learned, *(example for example in one.examples if example.fixed_split != "train"))))
    return tuple(made)


def _not_pretrained() -> UserError:
    return UserError(
        Text(
            "Only a network that came here trained can be compared with its own shape from scratch; choose one in the menu.",
            "Só uma rede que veio treinada pode ser comparada com a sua própria forma do zero; escolha uma no menu.",
        )
    )
