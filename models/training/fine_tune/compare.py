"""Two lanes: the same network taught, and trained from scratch, on the same pictures, measured on the same others.

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
from models.statistics import mcnemar
from models.store.registry import RANDOM
from models.store.store import is_own
from models.text import Text
from models.training.core.queue import COMPARE, Turn
from models.training.fine_tune.config import TeachingPlan
from models.training.fine_tune.freeze_points import NONE
from models.training.fine_tune.job import Job, job_of, ready, split_of
from models.training.fine_tune.service import Course, Teacher
from models.types.fine_tune import Classes, Compared, Comparing

Lane = Literal["transfer", "scratch"]
LANES: tuple[Lane, Lane] = ("transfer", "scratch")
COUNTS = (1, 2, 5, 10, 20, 40, 80)
_WAIT, _PACE = 0.2, 0.2  # seconds


def compare(
    teacher: Teacher, plan: TeachingPlan, visitor: str, classes: Classes | None = None
) -> Generator[Comparing | Compared, None, None]:
    """Every point as soon as it is measured, the smallest numbers first. `plan.freeze` and `plan.head` are those of the taught lane.

    UserError where there is nothing to compare: a network that has learned nothing, or too few pictures.
    """
    if plan.network.endswith(RANDOM) or is_own(plan.network):
        raise _no_twin()
    given = ready(teacher.examples.classes(visitor) if classes is None else classes)
    job_of(teacher.shelf.borrow(plan.network, visitor), plan, given)  # what cannot be taught is refused now
    seed = dict(plan.given).get("seed", 0)
    taught, most = parted(given, seed)
    counts = [count for count in COUNTS if count < most] + [most]
    with teacher.turns.enter(visitor, COMPARE) as turn:
        while not turn.wait(_WAIT):
            yield Comparing("", 0, 0.0, turn.before)
        yield from _lanes(teacher, plan, visitor, turn, taught, counts)


def _lanes(
    teacher: Teacher, plan: TeachingPlan, visitor: str, turn: Turn, taught: Classes, counts: list[int]
) -> Generator[Comparing | Compared, None, None]:
    until, done = time.monotonic() + limits.TRAINING_SECONDS.value, 0
    hits: dict[Lane, NDArray[np.bool_]] = {}  # [picture]
    for count in counts:
        for lane in LANES:
            if ended := _ended(turn, until):
                yield Comparing(lane, count, 0.0, ended=ended)
                return
            job = lane_job(teacher, plan, visitor, few(taught, count), lane)
            course, began = Course(job, visitor, turn, teacher.features, teacher.computing, _PACE, until), time.monotonic()
            signs = course.measured()
            while True:
                try:
                    sign = next(signs)
                except StopIteration as end:
                    score = end.value
                    break
                yield Comparing(lane, count, sign.step / sign.steps if sign.steps else 0.0)
            if score is None:
                yield Comparing(lane, count, 0.0, ended=_ended(turn, until) or "time")
                return
            done += 1
            labels = job.labels.numpy()[job.split.validation]
            hits[lane] = score.answers == labels
            p, only = _apart(hits) if lane == "scratch" else (math.nan, (0, 0))
            yield Compared(lane, count, int(hits[lane].sum()), len(labels), time.monotonic() - began, done, 2 * len(counts), p, only)


def _ended(turn: Turn, until: float) -> Literal["", "stopped", "time"]:
    return "stopped" if turn.stopped else "time" if time.monotonic() > until else ""


def _apart(hits: dict[Lane, NDArray[np.bool_]]) -> tuple[float, tuple[int, int]]:
    """(p of McNemar's test, pictures that each lane alone had right): both lanes answered the same pictures."""
    transfer, scratch = hits["transfer"], hits["scratch"]
    return mcnemar(transfer, scratch), (int((transfer & ~scratch).sum()), int((scratch & ~transfer).sum()))


def lane_job(teacher: Teacher, plan: TeachingPlan, visitor: str, classes: Classes, lane: Lane) -> Job:
    """The plan as it is, or the same shape from its random start with everything learning."""
    if lane == "scratch":
        settings = tuple((name, value) for name, value in plan.given if name not in ("epochs", "learning_rate"))
        plan = replace(plan, network=plan.network + RANDOM, freeze=NONE, head="linear", given=settings)
    return job_of(teacher.shelf.borrow(plan.network, visitor), plan, classes, least=1)


def parted(classes: Classes, seed: int) -> tuple[Classes, int]:
    """Every picture with its side said, in the order in which a seed draws them; how many of the smallest class can be learned from."""
    labels = [one.id for one in classes for _ in one.examples]
    examples = [example for one in classes for example in one.examples]
    checked = set(split_of(examples, labels, seed).validation.tolist())
    order = np.random.default_rng(seed).permutation(len(examples))
    said = [(labels[i], replace(examples[i], side="validation" if i in checked else "train")) for i in order]
    made = tuple(replace(one, examples=tuple(example for label, example in said if label == one.id)) for one in classes)
    return made, min(sum(example.side == "train" for example in one.examples) for one in made)


def few(classes: Classes, count: int) -> Classes:
    """The first `count` of every class to learn from, and all that are kept back."""
    made = []
    for one in classes:
        learned = [example for example in one.examples if example.side == "train"][:count]
        made.append(replace(one, examples=(*learned, *(example for example in one.examples if example.side != "train"))))
    return tuple(made)


def _no_twin() -> UserError:
    return UserError(
        Text(
            "Only a network that came here trained can be compared with its own shape from scratch; choose one in the menu.",
            "Só uma rede que veio treinada pode ser comparada com a sua própria forma do zero; escolha uma no menu.",
        )
    )
