"""Questions about one step of learning, on a copy of a network that belongs to the visitor who asks."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.activations.service import Looking
from models.engine.plan import Step
from models.errors import UserError, unknown
from models.filters import gallery
from models.filters.weight_edits import editable, weights_of
from models.inputs import pictures
from models.number_spec import real, whole
from models.store.store import Shelved, to_batch
from models.text import Text
from models.training.sgd_step import dropout_masks, forward_backward, loss_along_step, summaries
from models.training.sgd_step.copies import Copies, Copy, Numbers
from models.training.sgd_step.dropout_masks import Place
from models.training.sgd_step.loss_along_step import Labelled
from models.types.activations import Source
from models.types.code import Code
from models.types.sgd_step import Along, Layered, Lesson, Passes, Pulse, Taught, Update

Script = Callable[[Shelved, NDArray[np.uint8], Lesson, Step, int, Sequence[Place], int, Mapping[str, Tensor]], Code]
"""What writes the code of a step: models/export/sgd_step_code.py."""

HIGHEST_RATE, HIGHEST_MOMENTUM, HIGHEST_DROPOUT = 10.0, 0.999, 0.9
MOST_PASSES = 100
OTHERS = 10  # labelled pictures of each class along the line of a step


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question needs, while its copy is held."""

    base: Shelved
    held: Copy
    picture: Tensor  # (1, C, H, W)


class Descending:
    """Answers over the shelf's networks. Holds what visitors have taught."""

    def __init__(self, looking: Looking) -> None:
        self._looking, self.copies = looking, Copies()

    def pulse(self, key: str, source: Source, lesson: Lesson, visitor: str) -> Pulse:
        """One picture forward, its loss, the gradient back. Nothing is learned."""
        with self._asked(key, source, lesson, visitor) as asked:
            base, held = asked.base, asked.held
            stops = [stop for stop in base.stops if stop.slot <= held.plan.answer]
            gone = forward_backward.there_and_back(held, asked.picture, lesson, [stop.slot for stop in stops])
            shown = summaries.columns(held.plan, stops)
            among = dropout_masks.places(held.plan, maps=lesson.maps) if lesson.dropout else ()
            masks = forward_backward.masks_for(held.plan, lesson)
            return Pulse(
                network=key,
                taken=held.taken,
                undoable=len(held.past),
                label=lesson.label,
                loss=float(gone.loss),
                logits=gone.logits[0].numpy().copy(),
                logit_gradients=gone.gradients[held.plan.answer][0].reshape(-1).numpy().copy(),
                probabilities=torch.softmax(gone.logits[0], 0).numpy(),
                columns=tuple(summaries.column(held.plan, gone, held, shown, at) for at in range(len(shown))),
                norms=tuple((stop.layer.name, forward_backward.norm_of([gone.gradients[stop.slot]])) for stop in stops),
                norm=gone.norm,
                parameters=sum(parameter.numel() for parameter in held.parameters),
                dropped=tuple(summaries.dropped(place, masks[place.slot]) for place in among),
                droppable=dropout_masks.may_drop_maps(held.plan),
            )

    def update(self, key: str, source: Source, lesson: Lesson, layer: str, unit: object, plane: object, visitor: str) -> Update:
        """What the step would do to one unit and to the answer. It is taken and undone at once.

        `layer` "": the first one that has weights; `plane` None: the one whose gradient is longest.
        """
        with self._asked(key, source, lesson, visitor) as asked:
            held = asked.held
            step = _weighed(asked, layer)
            slopes = forward_backward.there_and_back(held, asked.picture, lesson, [held.plan.answer]).slopes
            slope = summaries.laid_out(step, slopes, held)
            chosen = whole("unit", unit, 0, len(slope) - 1)
            at = _plane(slope[chosen], plane)
            return self._updated(asked, lesson, step, slopes, chosen, at)

    def _updated(self, asked: _Asked, lesson: Lesson, step: Step, slopes: Numbers, unit: int, plane: int) -> Update:
        held, base = asked.held, asked.base
        before_loss, before = forward_backward.loss_at(held, asked.picture, lesson)
        with forward_backward.step_taken(held, slopes, lesson) as (past, velocity):
            after_weights = held.weights()
            after_loss, after = forward_backward.loss_at(held, asked.picture, lesson)
        grids = {
            name: summaries.unit_grid(summaries.laid_out(step, numbers, held), unit, plane)
            for name, numbers in {"before": past.weights, "gradient": slopes, "velocity": velocity, "after": after_weights}.items()
        }
        direction = grids["velocity"][0]
        return Update(
            network=base.spec.key,
            taken=held.taken,
            layer=step.name,
            unit=unit,
            plane=plane,
            before=grids["before"][0],
            gradient=grids["gradient"][0],
            velocity=direction,
            delta=np.float32(-lesson.learning_rate) * direction,
            after=grids["after"][0],
            numbers=grids["before"][1],
            length=lesson.learning_rate * forward_backward.norm_of(velocity),
            loss=(before_loss, after_loss),
            probabilities=torch.softmax(torch.stack([before, after]), 1).numpy(),
        )

    def along(self, key: str, source: Source, lesson: Lesson, reach: float, visitor: str) -> Along:
        """The loss along the line of the step, at multiples of the learning rate `reach`: of the picture, and of labelled ones."""
        real("reach", reach, 0, HIGHEST_RATE)
        with self._asked(key, source, lesson, visitor) as asked:
            held, others = asked.held, _others(asked.base)
            slopes = forward_backward.there_and_back(held, asked.picture, lesson, [held.plan.answer]).slopes
            now = loss_along_step.judge(held, others) if others else None
            with forward_backward.step_taken(held, slopes, lesson) as (past, velocity):
                then = loss_along_step.judge(held, others) if others else None
            at = loss_along_step.places(fine=sum(stop.layer.macs for stop in asked.base.stops) <= loss_along_step.SMALL_MACS) * np.float32(
                reach
            )
            own: list[float] = []
            theirs: list[float] = []
            for _ in loss_along_step.walk(held, past.weights, velocity, at):
                own.append(forward_backward.loss_at(held, asked.picture, lesson)[0])
                theirs += [loss_along_step.judge(held, others).loss] if others else []
            return Along(
                network=key,
                taken=held.taken,
                rates=at,
                losses=np.array(own, np.float32),
                others=np.array(theirs, np.float32),
                here=(now.loss, then.loss) if now and then else (math.nan, math.nan),
                labels=others.labels.to(torch.uint8).numpy() if others else np.zeros(0, np.uint8),
                answers=np.stack([now.answers, then.answers]) if now and then else np.zeros((2, 0), np.uint8),
            )

    def learn(self, key: str, source: Source, lesson: Lesson, visitor: str) -> Taught:
        """The step, for good: the visitor's copy has learned it, and the next question is asked of what it has become."""
        with self._asked(key, source, lesson, visitor) as asked:
            held = asked.held
            gone = forward_backward.there_and_back(held, asked.picture, lesson, [held.plan.answer])
            if not math.isfinite(gone.norm):
                raise _too_far()
            forward_backward.take(held, gone.slopes, lesson)
            after, _ = forward_backward.loss_at(held, asked.picture, lesson)
            taught = Taught(key, held.taken, len(held.past), (float(gone.loss), after))
        self.copies.trim()
        return taught

    def unlearn(self, key: str, visitor: str, *, everything: bool) -> Taught:
        """The copy as it was before its last step, or as it is on the shelf."""
        base = self._looking.shelf.borrow(key, visitor)
        if everything:
            self.copies.drop(visitor, key)
        held = self.copies.get(base, visitor)
        with held.lock:
            if not everything:
                held.undo()
            return Taught(key, held.taken, len(held.past), (math.nan, math.nan))

    def passes(self, key: str, source: Source, lesson: Lesson, count: object, visitor: str) -> Passes:
        """The answers of `count` passes with dropout, seeds one after the other from the lesson's; and of one with every unit."""
        count = whole("count", count, 1, MOST_PASSES)
        with self._asked(key, source, lesson, visitor) as asked, torch.no_grad():
            plan = asked.held.plan
            among = dropout_masks.places(plan, maps=lesson.maps)
            plain = forward_backward.values_of(plan, asked.picture, {}, 0.0)
            masks = (
                dropout_masks.together([dropout_masks.draw(among, lesson.dropout, lesson.seed + i) for i in range(count)]) if among else {}
            )
            dropped = forward_backward.values_of(plan, asked.picture, masks, lesson.dropout)[plan.answer]  # (count, classes)
            return Passes(
                network=key,
                probabilities=torch.softmax(dropped, 1).expand(count, -1).numpy().copy(),
                whole=torch.softmax(plain[plan.answer][0], 0).numpy(),
                places=tuple(
                    Layered(place.layer, summaries.strengths(plain[place.slot]), summaries.out(masks[place.slot])) for place in among
                ),
            )

    def code(self, script: Script, key: str, source: Source, lesson: Lesson, layer: str, unit: object, visitor: str) -> Code:
        """The next step of such a lesson in PyTorch."""
        base = self._looking.shelf.borrow(key, visitor)
        shown = pictures.prepare(source, base.spec.preparation)
        with self._asked(key, source, lesson, visitor) as asked:
            plan, step = asked.held.plan, _weighed(asked, layer)
            chosen = whole("unit", unit, 0, len(weights_of(step)[0]) - 1)
            among = dropout_masks.places(plan, maps=lesson.maps) if lesson.dropout else ()
            now = asked.held.state() if asked.held.taken else {}
            return script(base, shown, lesson, step, chosen, among, asked.held.taken, now)

    def forget(self, visitor: str) -> None:
        """The visitor has left: what was taught goes."""
        self.copies.forget(visitor)

    @contextmanager
    def _asked(self, key: str, source: Source, lesson: Lesson, visitor: str) -> Iterator[_Asked]:
        """The visitor's copy, held for this question alone, and a turn at computing."""
        base = self._looking.shelf.borrow(key, visitor)
        _check(lesson, len(base.spec.classes()))
        picture = base.batch(pictures.prepare(source, base.spec.preparation))
        held = self.copies.get(base, visitor)
        with held.lock, self._looking.workers.turn():
            yield _Asked(base, held, picture)


def _check(lesson: Lesson, classes: int) -> None:
    whole("label", lesson.label, 0, classes - 1)
    whole("seed", lesson.seed, 0, 2**31)
    highest = {"learning_rate": HIGHEST_RATE, "momentum": HIGHEST_MOMENTUM, "dropout": HIGHEST_DROPOUT}
    for name, most in highest.items():
        real(name, getattr(lesson, name), 0, most)


def _weighed(asked: _Asked, layer: str) -> Step:
    """The step of a layer whose weights learn."""
    own: Mapping[str, Step] = {
        step.name: step
        for step in asked.held.plan.steps[: asked.held.plan.answer]
        if step.name in editable(asked.base) and any(p is one for p in asked.held.parameters for one in step.parameters())
    }
    if layer and layer not in own:
        raise unknown("layer", layer, own)
    return own[layer] if layer else next(iter(own.values()))


def _plane(slope: Tensor, plane: object) -> int:
    """The input channel whose kernel is shown: the asked one, else the one whose gradient is longest; 0 for a dense unit."""
    if slope.dim() == 1:
        return 0
    if plane is None:
        return int(slope.square().sum((1, 2)).argmax())
    return whole("plane", plane, 0, len(slope) - 1)


def _others(base: Shelved) -> Labelled | None:
    """Ten test digits of each class for a network that tells digits apart; None for any other."""
    names = [name.en for name in base.spec.classes()]
    if base.spec.preparation.kind != "drawing" or names != [str(digit) for digit in range(10)]:
        return None
    among = gallery.shipped(base.spec.preparation)
    if among.labels is None:
        return None
    first: list[NDArray[np.int64]] = [np.flatnonzero(among.labels == digit)[:OTHERS] for digit in range(10)]
    chosen = np.concatenate(first)
    batch = torch.cat([to_batch(among.pictures[i], base.spec.preparation) for i in chosen])  # (100, C, H, W)
    return Labelled(batch, torch.from_numpy(among.labels[chosen]))


def _too_far() -> UserError:
    return UserError(
        Text(
            "The gradient is no longer a number: the steps were too long. Undo one, or begin anew with a smaller learning rate.",
            "O gradiente já não é um número: os passos foram longos demais. Desfaça um, ou recomece com uma taxa menor.",
        )
    )
