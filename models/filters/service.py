"""Questions about one unit: what it looks like, what excites it, and what the network is without it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from models import limits
from models.activations.service import Activations
from models.byte_lru import ByteLru
from models.engine.capture import capture
from models.engine.plan import Plan
from models.errors import unknown
from models.filters import activation_maximization, gallery, top_patches, weight_edits
from models.filters.canvas_weights import cell_selection, with_wrapping
from models.filters.gallery import Gallery
from models.filters.kernels import kernels
from models.filters.target import UnitTarget, check_unit, unit_target
from models.filters.target_picture import TargetPicture
from models.filters.top_patches import BestCells
from models.inputs import pictures
from models.number_spec import whole_number
from models.store.store import OWN_PREFIX, LoadedNetwork
from models.text import Text
from models.types.activations import PictureSource
from models.types.code import Code
from models.types.filters import AIMED, CorrectCounts, Edit, EditedAnswer, MaximizationProgress, Objective, TopPatches, UnitActivations

STEPS = 128  # of a picture that is made for a unit, unless somebody wants more
SIDE = 128  # px: of a picture made for a unit of a network that takes larger ones
NO_LABEL = Text("", "")

Script = Callable[[LoadedNetwork, TargetPicture, NDArray[np.uint8], Sequence[Edit]], Code]
"""What writes the code of a made picture: models/export/filter_code.py."""


class FilterService:
    """Answers over the store's networks and what `Activations` keeps of a visitor's picture."""

    def __init__(self, activations: Activations) -> None:
        self._activations, self._cache = activations, TopPatchesCache()

    def unit_activations(self, key: str, source: PictureSource, layer: str, unit: object, visitor: str) -> UnitActivations:
        """How much a picture excites the units of a layer, and the map of one."""
        loaded = self._activations.store.get(key, visitor)
        target = unit_target(loaded, layer)
        chosen = check_unit(target, unit)
        picture = pictures.prepare(source, loaded.spec.preparation)
        with self._activations.workers.acquire(), torch.no_grad():
            units = target.unit_maps(
                self._activations.captured_up_to(loaded, picture, target.slot, visitor)[target.slot]
            )  # (1, units, y, x)
            highest, cells = top_patches.max_per_unit(target, units, picture.shape[:2])
        read = loaded.plan.steps[target.slot - 1].name if target.slot else layer
        return UnitActivations(layer, read, highest[0].numpy().copy(), cells[0].numpy().copy(), units[0, chosen].numpy().copy())

    def maximize_activation(
        self, key: str, layer: str, unit: object, objective: Objective, steps: int, seed: int, visitor: str
    ) -> Iterator[MaximizationProgress]:
        """A picture made to excite a unit, as it forms. What is wrong is refused now, not when the first one is asked for."""
        loaded = self._activations.store.get(key, visitor)
        if objective not in AIMED:
            raise unknown("aimed", objective, AIMED)
        steps, seed = whole_number("steps", steps, 1, int(limits.ASCENT_STEPS.value)), whole_number("seed", seed, 0, 2**53)
        slot, canvas, score = _objective(loaded, layer, unit, objective)
        frames = activation_maximization.maximize_activation(
            loaded.plan, slot, score, canvas, steps=steps, seed=seed, acquire=self._activations.workers.acquire
        )
        return (MaximizationProgress(frame.step, steps, frame.picture, frame.score) for frame in frames)

    def top_patches(self, key: str, layer: str, unit: object, own: Sequence[bytes], visitor: str) -> Iterator[TopPatches]:
        """The patches that excite a unit most: of the shipped gallery, or of a visitor's own pictures, which are not kept."""
        loaded = self._activations.store.get(key, visitor)
        target = unit_target(loaded, layer)
        chosen = check_unit(target, unit)
        pictures_of = gallery.own_gallery(own, loaded.spec.preparation) if own else gallery.bundled_gallery(loaded.spec.preparation)
        found = self._search(loaded, target, pictures_of, kept=not own and not key.startswith(OWN_PREFIX) and not loaded.edits)
        return (_top_patches(loaded, target, best, chosen, pictures_of) for best in found)

    def _search(self, loaded: LoadedNetwork, target: UnitTarget, among: Gallery, *, kept: bool) -> Iterator[BestCells]:
        known = self._cache.get(loaded, target.layer_step.layer.name) if kept else None
        if known:
            yield known
            return
        for best in top_patches.search_top_patches(loaded, target, among, self._activations.workers.acquire):
            if kept and best.done == best.total:
                self._cache.put(loaded, target.layer_step.layer.name, best)
            yield best

    def apply_weight_edits(self, key: str, source: PictureSource, edits: Sequence[Edit], visitor: str) -> EditedAnswer:
        """What the network answers to a picture before and after edits."""
        loaded = self._activations.store.get_classifier(key, visitor)
        changed = weight_edits.edited_calls(loaded, edits)
        picture = pictures.prepare(source, loaded.spec.preparation)
        with self._activations.workers.acquire():
            kept = self._activations.captured_up_to(loaded, picture, loaded.plan.logits_slot, visitor)
            before = kept.logits[0].numpy().copy()  # (classes)
            start = time.perf_counter()
            after = weight_edits.edited_logits(loaded.plan, kept.memoizing(), changed)[0].numpy().copy()
            return EditedAnswer(before, after, 1e3 * (time.perf_counter() - start))

    def count_correct(self, key: str, edits: Sequence[Edit], visitor: str) -> Iterator[CorrectCounts]:
        """Right answers of every class on shipped pictures before and after edits, after every batch."""
        loaded = self._activations.store.get_classifier(key, visitor)
        changed = weight_edits.edited_calls(loaded, edits)
        return self._count_correct(loaded, changed, gallery.accuracy_gallery(loaded.spec.preparation, loaded.spec.classes()))

    def _count_correct(self, loaded: LoadedNetwork, changed: weight_edits.EditedCalls, among: Gallery) -> Iterator[CorrectCounts]:
        classes = len(loaded.spec.classes())
        counts = np.zeros((3, classes), np.int64)  # pictures, right before, right after
        stayed = 0
        for part in top_patches.batches(among):
            with self._activations.workers.acquire():
                kept = capture(loaded.plan, top_patches.batch_of(among, part, loaded), loaded.plan.logits_slot)
                before = kept.logits.argmax(1).numpy()  # (N)
                after = weight_edits.edited_logits(loaded.plan, kept, changed).argmax(1).numpy()
            truth = before if among.labels is None else among.labels[part]
            for row, right in enumerate((truth == truth, before == truth, after == truth)):
                counts[row] += np.bincount(truth[right], minlength=classes)
            stayed += int((before == after).sum())
            shown, right, still = counts.copy()
            yield CorrectCounts(part.stop, len(among), among.labels is not None, shown, right, still, stayed)

    def code(
        self,
        script: Script,
        key: str,
        source: PictureSource,
        layer: str,
        unit: object,
        edits: Sequence[Edit],
        objective: Objective,
        seed: int,
        visitor: str,
    ) -> Code:
        """Lines of PyTorch that make the picture for a unit of a convolution, or a class, and ask the network after the edits."""
        loaded = self._activations.store.get(key, visitor)
        weight_edits.edited_calls(loaded, edits)
        seed = whole_number("seed", seed, 0, 2**53)
        if objective == "class":
            target, chosen = None, whole_number("unit", unit, 0, len(loaded.spec.classes()) - 1)
        else:
            kernels(loaded, layer)  # refuses what has none
            target = unit_target(loaded, layer)
            chosen = check_unit(target, unit)
        _, canvas, _ = _objective(loaded, layer, chosen, objective)
        picture = pictures.prepare(source, loaded.spec.preparation)
        made = TargetPicture(target, canvas, chosen, objective, STEPS, seed)
        return script(loaded, made, picture, edits)

    def forget_network(self, key: str) -> None:
        """A network has left the store."""
        self._cache.forget(key)


def _objective(
    loaded: LoadedNetwork, layer: str, unit: object, objective: Objective
) -> tuple[int, activation_maximization.Canvas, activation_maximization.Score]:
    """The slot that is aimed at, how large the picture is, and what is climbed."""
    wants, plan = loaded.spec.preparation, loaded.plan
    if objective == "class":
        index = whole_number("unit", unit, 0, len(loaded.spec.classes()) - 1)
        return plan.logits_slot, _canvas(loaded, wants.height, wants.width), activation_maximization.cell_score(index, _logits_as_units)
    target = unit_target(loaded, layer)
    chosen, field = check_unit(target, unit), target.layer_step.layer.receptive_field
    partial = len(target.layer_step.layer.shape) == 3 and not field.whole
    height, width = (min(side, SIDE) if partial and wants.kind == "photograph" else side for side in (wants.height, wants.width))
    canvas = _canvas(loaded, height, width)
    if objective == "neuron" or len(target.layer_step.layer.shape) == 1:
        return target.slot, canvas, activation_maximization.cell_score(chosen, target.unit_maps)
    canvas = with_wrapping(canvas, target) if partial else canvas
    return target.slot, canvas, activation_maximization.channel_score(chosen, target.unit_maps, cell_selection(canvas, target))


def _logits_as_units(logits: torch.Tensor) -> torch.Tensor:
    """Logits (N, classes) as units of one cell, (N, classes, 1, 1)."""
    return logits[:, :, None, None]


def _canvas(loaded: LoadedNetwork, height: int, width: int) -> activation_maximization.Canvas:
    wants = loaded.spec.preparation
    return activation_maximization.Canvas(wants.channels, height, width, wants.mean, wants.std)


def _top_patches(loaded: LoadedNetwork, target: UnitTarget, best: BestCells, unit: int, among: Gallery) -> TopPatches:
    cut = top_patches.cut_patches(best, unit, target.layer_step.layer.receptive_field, among)
    which = best.pictures[unit, : len(cut)]
    names, labels = loaded.spec.classes(), among.labels
    said = [int(labels[i]) if labels is not None else len(names) for i in which]
    titles = tuple(names[index] if index < len(names) else NO_LABEL for index in said)
    return TopPatches(best.done, best.total, cut, best.scores[unit, : len(cut)], which, best.cells[unit, : len(cut)], titles)


@dataclass(frozen=True, slots=True)
class _PatchesEntry:
    plan: Plan
    best: BestCells


class TopPatchesCache:
    """What was found in the shipped gallery, by network and layer: nothing of a visitor. At most PLAYGROUND_PATCHES_MB."""

    def __init__(self) -> None:
        self._entries: ByteLru[tuple[str, str], _PatchesEntry] = ByteLru(
            lambda one: one.best.nbytes, lambda: limits.PATCHES_MB.value * 1e6, name="patches"
        )

    def get(self, loaded: LoadedNetwork, layer: str) -> BestCells | None:
        """Only what this very network found: another may have come under the same key."""
        kept = self._entries.get((loaded.spec.key, layer))
        return kept.best if kept is not None and kept.plan is loaded.plan else None

    def put(self, loaded: LoadedNetwork, layer: str, best: BestCells) -> None:
        self._entries.put((loaded.spec.key, layer), _PatchesEntry(loaded.plan, best))

    def forget(self, key: str) -> None:
        self._entries.drop(lambda place: place[0] == key)

    def items(self) -> tuple[tuple[tuple[str, str], _PatchesEntry], ...]:
        return self._entries.items()
