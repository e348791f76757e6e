"""Questions about one unit: what it looks like, what excites it, and what the network is without it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from models import limits
from models.activations.service import Looking
from models.byte_lru import ByteLru
from models.engine.capture import capture
from models.engine.plan import Plan
from models.errors import unknown
from models.filters import activation_maximization, gallery, top_patches, weight_edits
from models.filters.canvas_weights import counted, spread
from models.filters.gallery import Gallery
from models.filters.kernels import kernels
from models.filters.made import Made
from models.filters.target import Aim, aim, legal
from models.filters.top_patches import Best
from models.inputs import pictures
from models.number_spec import whole
from models.store.store import MINE, Shelved
from models.text import Text
from models.types.activations import Source
from models.types.code import Code
from models.types.filters import AIMED, Aimed, Edit, Exciting, Forming, Operated, Strengths, Tally

STEPS = 128  # of a picture that is made for a unit, unless somebody wants more
SIDE = 128  # px: of a picture made for a unit of a network that takes larger ones
NOBODY = Text("", "")

Script = Callable[[Shelved, Made, NDArray[np.uint8], Sequence[Edit]], Code]
"""What writes the code of a made picture: models/export/filter_code.py."""


class Units:
    """Answers over the shelf's networks and what `Looking` remembers of a visitor's picture."""

    def __init__(self, looking: Looking) -> None:
        self._looking, self._found = looking, Found()

    def strengths(self, key: str, source: Source, layer: str, unit: object, visitor: str) -> Strengths:
        """How much a picture excites the units of a layer, and the map of one."""
        shelved = self._looking.shelf.borrow(key, visitor)
        target = aim(shelved, layer)
        chosen = legal(target, unit)
        picture = pictures.prepare(source, shelved.spec.preparation)
        with self._looking.workers.turn(), torch.no_grad():
            units = target.of(self._looking.up_to(shelved, picture, target.slot, visitor)[target.slot])  # (1, units, y, x)
            highest, cells = top_patches.strongest(target, units, picture.shape[:2])
        read = shelved.plan.steps[target.slot - 1].name if target.slot else layer
        return Strengths(layer, read, highest[0].numpy().copy(), cells[0].numpy().copy(), units[0, chosen].numpy().copy())

    def ascend(self, key: str, layer: str, unit: object, aimed: Aimed, steps: int, seed: int, visitor: str) -> Iterator[Forming]:
        """A picture made to excite a unit, as it forms. What is wrong is refused now, not when the first one is asked for."""
        shelved = self._looking.shelf.borrow(key, visitor)
        if aimed not in AIMED:
            raise unknown("aimed", aimed, AIMED)
        steps, seed = whole("steps", steps, 1, int(limits.ASCENT_STEPS.value)), whole("seed", seed, 0, 2**53)
        slot, canvas, score = _climb(shelved, layer, unit, aimed)
        frames = activation_maximization.ascend(shelved.plan, slot, score, canvas, steps=steps, seed=seed, turn=self._looking.workers.turn)
        return (Forming(frame.step, steps, frame.picture, frame.score) for frame in frames)

    def exciting(self, key: str, layer: str, unit: object, own: Sequence[bytes], visitor: str) -> Iterator[Exciting]:
        """The patches that excite a unit most: of the shipped gallery, or of a visitor's own pictures, which are not kept."""
        shelved = self._looking.shelf.borrow(key, visitor)
        target = aim(shelved, layer)
        chosen = legal(target, unit)
        pictures_of = gallery.own(own, shelved.spec.preparation) if own else gallery.shipped(shelved.spec.preparation)
        found = self._search(shelved, target, pictures_of, kept=not own and not key.startswith(MINE) and not shelved.edits)
        return (_exciting(shelved, target, best, chosen, pictures_of) for best in found)

    def _search(self, shelved: Shelved, target: Aim, among: Gallery, *, kept: bool) -> Iterator[Best]:
        known = self._found.get(shelved, target.stop.layer.name) if kept else None
        if known:
            yield known
            return
        for best in top_patches.most_exciting(shelved, target, among, self._looking.workers.turn):
            if kept and best.done == best.total:
                self._found.put(shelved, target.stop.layer.name, best)
            yield best

    def operate(self, key: str, source: Source, edits: Sequence[Edit], visitor: str) -> Operated:
        """What the network answers to a picture before and after edits."""
        shelved = self._looking.shelf.borrow(key, visitor)
        changed = weight_edits.calls(shelved, edits)
        picture = pictures.prepare(source, shelved.spec.preparation)
        with self._looking.workers.turn():
            kept = self._looking.up_to(shelved, picture, shelved.plan.answer, visitor)
            before = kept.logits[0].numpy().copy()  # (classes)
            start = time.perf_counter()
            after = weight_edits.logits(shelved.plan, kept.keeping(), changed)[0].numpy().copy()
            return Operated(before, after, 1e3 * (time.perf_counter() - start))

    def tally(self, key: str, edits: Sequence[Edit], visitor: str) -> Iterator[Tally]:
        """Right answers of every class on shipped pictures before and after edits, after every batch."""
        shelved = self._looking.shelf.borrow(key, visitor)
        changed = weight_edits.calls(shelved, edits)
        return self._tallied(shelved, changed, gallery.judged(shelved.spec.preparation, shelved.spec.classes()))

    def _tallied(self, shelved: Shelved, changed: weight_edits.Changed, among: Gallery) -> Iterator[Tally]:
        classes = len(shelved.spec.classes())
        counts = np.zeros((3, classes), np.int64)  # pictures, right before, right after
        stayed = 0
        for part in top_patches.batches(among):
            with self._looking.workers.turn():
                kept = capture(shelved.plan, top_patches.batch_of(among, part, shelved), shelved.plan.answer)
                before = kept.logits.argmax(1).numpy()  # (N)
                after = weight_edits.logits(shelved.plan, kept, changed).argmax(1).numpy()
            truth = before if among.labels is None else among.labels[part]
            for row, right in enumerate((truth == truth, before == truth, after == truth)):
                counts[row] += np.bincount(truth[right], minlength=classes)
            stayed += int((before == after).sum())
            shown, right, still = counts.copy()
            yield Tally(part.stop, len(among), among.labels is not None, shown, right, still, stayed)

    def code(
        self,
        script: Script,
        key: str,
        source: Source,
        layer: str,
        unit: object,
        edits: Sequence[Edit],
        aimed: Aimed,
        seed: int,
        visitor: str,
    ) -> Code:
        """Lines of PyTorch that make the picture for a unit of a convolution, or a class, and ask the network after the edits."""
        shelved = self._looking.shelf.borrow(key, visitor)
        weight_edits.calls(shelved, edits)
        seed = whole("seed", seed, 0, 2**53)
        if aimed == "class":
            target, chosen = None, whole("unit", unit, 0, len(shelved.spec.classes()) - 1)
        else:
            kernels(shelved, layer)  # refuses what has none
            target = aim(shelved, layer)
            chosen = legal(target, unit)
        _, canvas, _ = _climb(shelved, layer, chosen, aimed)
        picture = pictures.prepare(source, shelved.spec.preparation)
        made = Made(target, canvas, chosen, aimed, STEPS, seed)
        return script(shelved, made, picture, edits)

    def forget_network(self, key: str) -> None:
        """A network has left the shelf."""
        self._found.forget(key)


def _climb(
    shelved: Shelved, layer: str, unit: object, aimed: Aimed
) -> tuple[int, activation_maximization.Canvas, activation_maximization.Score]:
    """The slot that is aimed at, how large the picture is, and what is climbed."""
    wants, plan = shelved.spec.preparation, shelved.plan
    if aimed == "class":
        index = whole("unit", unit, 0, len(shelved.spec.classes()) - 1)
        return plan.answer, _canvas(shelved, wants.height, wants.width), activation_maximization.cell_score(index, _all)
    target = aim(shelved, layer)
    chosen, field = legal(target, unit), target.stop.layer.receptive_field
    partial = len(target.stop.layer.shape) == 3 and not field.whole
    height, width = (min(side, SIDE) if partial and wants.kind == "photograph" else side for side in (wants.height, wants.width))
    canvas = _canvas(shelved, height, width)
    if aimed == "neuron" or len(target.stop.layer.shape) == 1:
        return target.slot, canvas, activation_maximization.cell_score(chosen, target.of)
    canvas = spread(canvas, target) if partial else canvas
    return target.slot, canvas, activation_maximization.channel_score(chosen, target.of, counted(canvas, target))


def _all(logits: torch.Tensor) -> torch.Tensor:
    """Logits (N, classes) as units of one cell, (N, classes, 1, 1)."""
    return logits[:, :, None, None]


def _canvas(shelved: Shelved, height: int, width: int) -> activation_maximization.Canvas:
    wants = shelved.spec.preparation
    return activation_maximization.Canvas(wants.channels, height, width, wants.mean, wants.std)


def _exciting(shelved: Shelved, target: Aim, best: Best, unit: int, among: Gallery) -> Exciting:
    cut = top_patches.cut(best, unit, target.stop.layer.receptive_field, among)
    which = best.pictures[unit, : len(cut)]
    names, labels = shelved.spec.classes(), among.labels
    said = [int(labels[i]) if labels is not None else len(names) for i in which]
    titles = tuple(names[index] if index < len(names) else NOBODY for index in said)
    return Exciting(best.done, best.total, cut, best.scores[unit, : len(cut)], which, best.cells[unit, : len(cut)], titles)


@dataclass(frozen=True, slots=True)
class _Kept:
    plan: Plan
    best: Best


class Found:
    """What was found in the shipped gallery, by network and layer: nothing of a visitor. At most PLAYGROUND_PATCHES_MB."""

    def __init__(self) -> None:
        self._kept: ByteLru[tuple[str, str], _Kept] = ByteLru(lambda one: one.best.nbytes, lambda: limits.PATCHES_MB.value * 1e6)

    def get(self, shelved: Shelved, layer: str) -> Best | None:
        """Only what this very network found: another may have come under the same key."""
        kept = self._kept.get((shelved.spec.key, layer))
        return kept.best if kept is not None and kept.plan is shelved.plan else None

    def put(self, shelved: Shelved, layer: str, best: Best) -> None:
        self._kept.put((shelved.spec.key, layer), _Kept(shelved.plan, best))

    def forget(self, key: str) -> None:
        self._kept.drop(lambda place: place[0] == key)

    def items(self) -> tuple[tuple[tuple[str, str], _Kept], ...]:
        return self._kept.items()
