"""Where did it look? Questions to the methods in `methods`, answered from what `Looking` remembers where it can."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from models import limits
from models.activations.quantise import Floats, extent, thumbnail
from models.activations.service import Looking
from models.attribution import deletion_curves as measuring
from models.attribution.methods import Method, Partial, Question, methods
from models.engine.backward_tail import tail_through
from models.engine.layers import Stop
from models.engine.stages import default_of, has_maps, stages
from models.errors import UserError, unknown
from models.inputs import pictures
from models.number_spec import whole
from models.store.store import Shelved
from models.text import Text
from models.types.activations import Source
from models.types.attribution import Curves, Explanation, Heat, MethodCard, StageHeat, Stages
from models.types.code import Code

Script = Callable[[Shelved, Method, Stop | None, NDArray[np.uint8], int, int], Code]
"""What writes the code of a heat map: models/export/attribution_code.py."""

TOGETHER = 4  # classes that may be asked about at once
_MOST_BATCH = 32  # pictures that go through a network together: more of them are no faster
THUMBNAIL = 48  # cells of a side at most


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question is about, checked before anything is computed."""

    shelved: Shelved
    method: Method
    stop: Stop | None
    picture: NDArray[np.uint8]
    points: int


class Explaining:
    """Runs methods in turns: between two of them somebody else may compute."""

    def __init__(self, looking: Looking) -> None:
        self._looking = looking

    def methods(self) -> tuple[MethodCard, ...]:
        return tuple(_card(method) for method in methods().values())

    def stages(self, key: str, visitor: str) -> Stages:
        shelved = self._looking.shelf.borrow(key, visitor)
        found = stages(shelved.plan, shelved.stops)
        return Stages(tuple(stop.layer.name for stop in found), default_of(found).layer.name if found else "")

    def steps(
        self, key: str, source: Source, method: str, targets: Sequence[object] | None, layer: str | None, points: object, visitor: str
    ) -> Iterator[Explanation]:
        """What is known so far, again and again; the last one is whole."""
        asked = self._asked(key, source, method, layer, visitor, points)
        classes = None if targets is None else self._targets(asked, targets)
        start = time.perf_counter()
        with self._looking.workers.turn():
            question = self._question(asked, classes, visitor)
            spent = time.perf_counter() - start
        parts = asked.method.steps(question)
        while True:
            with self._looking.workers.turn():
                start = time.perf_counter()
                part = next(parts, None)
                if part is None:
                    return
                spent += time.perf_counter() - start
                answer = _explanation(asked, question, part, 1e3 * spent)
            yield answer

    def explain(
        self, key: str, source: Source, method: str, targets: Sequence[object] | None, layer: str | None, points: object, visitor: str
    ) -> Explanation:
        """The whole of it."""
        *_, last = self.steps(key, source, method, targets, layer, points, visitor)
        return last

    def along(self, key: str, source: Source, method: str, target: object, visitor: str) -> tuple[StageHeat, ...]:
        """The heat of a class at every stage, small: one pass through what follows the first stage, and one backward pass."""
        shelved = self._looking.shelf.borrow(key, visitor)
        found = stages(shelved.plan, shelved.stops)
        if not found:
            return ()
        asked = self._asked(key, source, method, None, visitor)
        (index,) = self._targets(asked, [target])
        weigh = asked.method.weigh or methods()["grad_cam"].weigh
        assert weigh is not None
        with self._looking.workers.turn():
            seen = self._looking.up_to(asked.shelved, asked.picture, found[0].slot, visitor)
            tails = tail_through(seen, [(stop.slot, stop.channel_axis) for stop in found])
            heats = [weigh(maps, gradient)[0].numpy() for maps, gradient in tails(index)]
            return tuple(_stage_heat(stop, heat) for stop, heat in zip(found, heats, strict=True))

    def curves(self, key: str, source: Source, heat: Floats, target: object, visitor: str) -> Iterator[Curves]:
        """Deletion and insertion by a heat [y, x] of the prepared picture, as they are measured."""
        asked = self._asked(key, source, "saliency", None, visitor)  # any method that needs no layer: the heat is here already
        (index,) = self._targets(asked, [target])
        batch = asked.shelved.batch(asked.picture)
        _same_size(heat, asked.picture)
        parts = measuring.curves(asked.shelved.plan, batch, _black(asked), heat, index, _together(asked.shelved))
        while True:
            with self._looking.workers.turn():
                part = next(parts, None)
            if part is None:
                return
            yield part

    def code(
        self, script: Script, key: str, source: Source, method: str, target: object, layer: str | None, points: object, visitor: str
    ) -> Code:
        """A few lines of PyTorch that compute the same heat."""
        asked = self._asked(key, source, method, layer, visitor, points)
        (index,) = self._targets(asked, [target])
        return script(asked.shelved, asked.method, asked.stop, asked.picture, index, asked.points)

    def answer(self, key: str, source: Source, visitor: str) -> NDArray[np.float32]:
        """The logits [class] of a picture, of which nothing is kept."""
        shelved = self._looking.shelf.borrow(key, visitor)
        picture = shelved.batch(pictures.prepare(source, shelved.spec.preparation))
        with self._looking.workers.turn():
            return shelved.plan.logits(picture)[0].numpy()

    def _asked(self, key: str, source: Source, method: str, layer: str | None, visitor: str, points: object = None) -> _Asked:
        if method not in methods():
            raise unknown("method", method, methods())
        shelved, found = self._looking.shelf.borrow(key, visitor), methods()[method]
        return _Asked(
            shelved, found, _stop(shelved, found, layer), pictures.prepare(source, shelved.spec.preparation), _points(found, points)
        )

    def _targets(self, asked: _Asked, given: Sequence[object]) -> tuple[int, ...]:
        whole("targets", len(given), 1, TOGETHER)
        last = len(asked.shelved.spec.classes()) - 1
        return tuple(whole("target", one, 0, last) for one in given)

    def _question(self, asked: _Asked, targets: tuple[int, ...] | None, visitor: str) -> Question:
        """Nothing is computed that is remembered, and nothing after the layer unless the best class must be found first."""
        shelved, stop = asked.shelved, asked.stop
        picture, seen = shelved.batch(asked.picture), None
        if stop is not None or targets is None:
            last = shelved.plan.answer if targets is None or stop is None else stop.slot
            seen = self._looking.up_to(shelved, asked.picture, last, visitor)
        best = targets or (int(seen.logits[0].argmax()),) if seen is not None else targets or ()
        place = (stop.slot, stop.channel_axis) if stop else (0, 1)
        return Question(shelved.plan, picture, _black(asked), best, _together(shelved), seen if stop else None, *place, points=asked.points)


def _card(method: Method) -> MethodCard:
    return MethodCard(
        method.key, method.title, method.says, method.formula, method.at, method.signed, method.passes, method.unit, method.choices
    )


def _points(method: Method, given: object) -> int:
    """How many points a method takes; 0 for one that takes none. UserError for a number that it does not offer."""
    if given is None:
        return method.choices[0] if method.choices else 0
    if isinstance(given, int) and not isinstance(given, bool) and given in method.choices:
        return given
    accepted = ", ".join(map(str, method.choices)) or "–"
    raise UserError(
        Text(
            "points: {given} is not offered by {method}. Accepted: {accepted}.",
            "points: {method} não oferece {given}. Aceitos: {accepted}.",
        ).format(given=repr(given), method=method.title, accepted=accepted)
    )


def _black(asked: _Asked) -> torch.Tensor:
    return asked.shelved.batch(np.zeros_like(asked.picture))


def _together(shelved: Shelved) -> int:
    """How many pictures go through a network in one turn."""
    macs = max(1, sum(layer.macs for layer in shelved.layers))
    return max(1, min(_MOST_BATCH, int(limits.EXPLAIN_GMACS.value * 1e9 / macs)))


def _stop(shelved: Shelved, method: Method, layer: str | None) -> Stop | None:
    """The layer whose maps are looked at; None for a method that looks at the input."""
    if method.at == "input":
        if layer in (None, "", "input"):
            return None
        raise UserError(
            Text(
                "layer: {method} looks at the input itself, not at {layer}. Leave layer out.",
                "layer: {method} olha para a própria entrada, não para {layer}. Deixe layer de fora.",
            ).format(method=method.title, layer=repr(layer))
        )
    legal = [stop for stop in shelved.stops if has_maps(stop) and stop.slot <= shelved.plan.answer]
    if not legal:
        raise UserError(
            Text(
                "method: {method} needs a layer with maps, and {network} has none. Choose a method that looks at the input.",
                "method: {method} precisa de uma camada com mapas, e {network} não tem nenhuma. Escolha um método que olha a entrada.",
            ).format(method=method.title, network=shelved.spec.key)
        )
    if not layer:
        return default_of(stages(shelved.plan, shelved.stops) or legal)
    for stop in legal:
        if stop.layer.name == layer:
            return stop
    raise unknown("layer", layer, [stop.layer.name for stop in legal])


def _same_size(heat: Floats, picture: NDArray[np.uint8]) -> None:
    if heat.shape == picture.shape[:2] and np.isfinite(heat).all():
        return
    raise UserError(
        Text(
            "heat: {given} was given; the picture has {wanted} pixels, and each needs a finite number.",
            "heat: foi dado {given}; a imagem tem {wanted} pixels, e cada um precisa de um número finito.",
        ).format(given=" × ".join(map(str, heat.shape)), wanted=" × ".join(map(str, picture.shape[:2])))
    )


def _explanation(asked: _Asked, question: Question, part: Partial, milliseconds: float) -> Explanation:
    layer = asked.stop.layer.name if asked.stop else "input"
    side = asked.picture.shape[:2]
    facts = part.facts or tuple({} for _ in question.targets)
    sums = part.sums if part.sums is not None and part.done == part.of else [None] * len(question.targets)
    heats = tuple(
        Heat(target, *_enlarged(cells, side), said, None if uncut is None else uncut.numpy().copy(order="C"))
        for target, cells, said, uncut in zip(question.targets, part.heats, facts, sums, strict=True)
    )
    return Explanation(asked.shelved.spec.key, asked.method.key, layer, asked.picture, heats, part.done, part.of, milliseconds)


def _enlarged(cells: torch.Tensor, side: tuple[int, ...]) -> tuple[Floats, Floats]:
    """(cells [y, x], the same at the picture's size: bilinear, cell centres on cell centres)."""
    small: Floats = cells.numpy().copy(order="C")
    if small.shape == side:
        return small, small
    large: Floats = torch.nn.functional.interpolate(cells[None, None], side, mode="bilinear")[0, 0].numpy().copy(order="C")
    return small, large


def _stage_heat(stop: Stop, heat: Floats) -> StageHeat:
    return StageHeat(stop.layer.name, *extent(heat), thumbnail(heat[None], 0, THUMBNAIL))
