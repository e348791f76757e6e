"""One step of learning, on a copy of a network that belongs to the visitor."""

from __future__ import annotations

from models import service
from models.types.activations import Source
from models.types.code import Code
from models.types.sgd_step import Along, Lesson, Passes, Pulse, Taught, Update


def pulse(key: str, source: Source, lesson: Lesson, *, visitor: str = "") -> Pulse:
    """One picture forward, its loss against the lesson's label, and the gradient back to every layer and every weight.

    Asked of the visitor's copy, which begins as the network is; nothing is learned yet.
    """
    return service.descending.pulse(key, source, lesson, visitor)


def step_update(
    key: str, source: Source, lesson: Lesson, *, layer: str = "", unit: object = 0, plane: object = None, visitor: str = ""
) -> Update:
    """What the step would do: one unit before, its change and after, and the answer."""
    return service.descending.update(key, source, lesson, layer, unit, plane, visitor)


def step_along(key: str, source: Source, lesson: Lesson, *, reach: float | None = None, visitor: str = "") -> Along:
    """The loss along the line of the step, from one `reach` behind it to five before it; `reach` None: the lesson's learning rate.

    Of networks that tell digits apart also the loss and the answers of a hundred test digits that the step does not learn from.
    """
    return service.descending.along(key, source, lesson, lesson.learning_rate if reach is None else reach, visitor)


def step_learn(key: str, source: Source, lesson: Lesson, *, visitor: str = "") -> Taught:
    """Take the step: the visitor's copy has learned it. Of nobody (`visitor` "") nothing is kept."""
    return service.descending.learn(key, source, lesson, visitor)


def step_unlearn(key: str, *, everything: bool = False, visitor: str = "") -> Taught:
    """Undo the last step of the visitor's copy, or all of them."""
    return service.descending.unlearn(key, visitor, everything=everything)


def dropout_passes(key: str, source: Source, lesson: Lesson, *, count: object = 20, visitor: str = "") -> Passes:
    """The answers of several passes with dropout, and of one with every unit; which units were out in each."""
    return service.descending.passes(key, source, lesson, count, visitor)


def step_code(key: str, source: Source, lesson: Lesson, *, layer: str = "", unit: object = 0, visitor: str = "") -> Code:
    """The step in plain PyTorch; it ends with the weights of one unit before, their change, and after."""
    return service.descending.code(key, source, lesson, layer, unit, visitor)
