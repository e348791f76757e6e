"""Where did it look? Questions to the methods in `methods`, answered from what `Activations` keeps where it can."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from models import limits
from models.activations.quantise import Floats, thumbnail, value_range
from models.activations.service import Activations
from models.attribution import deletion_curves
from models.attribution.methods import AttributionInput, Method, Partial, methods, per_layer_method
from models.engine.backward_tail import gradients_at_layers
from models.engine.layers import LayerStep
from models.engine.stages import default_stage, find_stages, has_maps
from models.errors import UserError, unknown
from models.inputs import pictures
from models.number_spec import whole_number
from models.store.store import LoadedNetwork
from models.text import Text
from models.types.activations import PictureSource
from models.types.attribution import AttributionMap, DeletionCurves, Explanation, MethodInfo, StageAttribution, Stages
from models.types.code import Code

Script = Callable[[LoadedNetwork, Method, LayerStep | None, NDArray[np.uint8], int, int], Code]
"""What writes the code of a heat map: models/export/attribution_code.py."""

MAX_TARGETS = 4  # classes that may be asked about at once
_MAX_BATCH = 32  # pictures that go through a network together: more of them are no faster
THUMBNAIL = 48  # cells of a side at most


@dataclass(frozen=True, slots=True)
class _CheckedQuestion:
    """What a question is about, checked before anything is computed."""

    loaded: LoadedNetwork
    method: Method
    layer_step: LayerStep | None
    picture: NDArray[np.uint8]
    points: int


class AttributionService:
    """Runs methods in batches: between two of them somebody else may compute."""

    def __init__(self, activations: Activations) -> None:
        self._activations = activations

    def methods(self) -> tuple[MethodInfo, ...]:
        return tuple(_info(method) for method in methods().values())

    def stages(self, key: str, visitor: str) -> Stages:
        loaded = self._activations.store.get_classifier(key, visitor)
        found = find_stages(loaded.plan, loaded.layer_steps)
        return Stages(tuple(layer_step.layer.name for layer_step in found), default_stage(found).layer.name if found else "")

    def steps(
        self,
        key: str,
        source: PictureSource,
        method: str,
        targets: Sequence[object] | None,
        layer: str | None,
        points: object,
        visitor: str,
    ) -> Iterator[Explanation]:
        """What is known so far, again and again; the last one is whole."""
        asked = self._checked(key, source, method, layer, visitor, points)
        classes = None if targets is None else _check_targets(asked.loaded, targets)
        start = time.perf_counter()
        with self._activations.workers.acquire():
            question = self._question(asked, classes, visitor)
            spent = time.perf_counter() - start
        parts = asked.method.steps(question)
        while True:
            with self._activations.workers.acquire():
                start = time.perf_counter()
                part = next(parts, None)
                if part is None:
                    return
                spent += time.perf_counter() - start
                answer = _explanation(asked, question, part, 1e3 * spent)
            yield answer

    def explain(
        self,
        key: str,
        source: PictureSource,
        method: str,
        targets: Sequence[object] | None,
        layer: str | None,
        points: object,
        visitor: str,
    ) -> Explanation:
        """The whole of it."""
        *_, last = self.steps(key, source, method, targets, layer, points, visitor)
        return last

    def per_layer(self, key: str, source: PictureSource, method: str, target: object, visitor: str) -> tuple[StageAttribution, ...]:
        """The heat of a class at every stage, small: one pass through what follows the first stage, and one backward pass."""
        loaded = self._activations.store.get_classifier(key, visitor)
        found = find_stages(loaded.plan, loaded.layer_steps)
        if not found:
            return ()
        asked = self._checked(key, source, method, None, visitor)
        (index,) = _check_targets(asked.loaded, [target])
        weigh = per_layer_method(asked.method).combine
        assert weigh is not None
        with self._activations.workers.acquire():
            captured = self._activations.captured_up_to(asked.loaded, asked.picture, found[0].slot, visitor)
            tails = gradients_at_layers(captured, [(layer_step.slot, layer_step.channel_axis) for layer_step in found])
            heats = [weigh(maps, gradient)[0].numpy() for maps, gradient in tails(index)]
            return tuple(_stage_attribution(layer_step, heat) for layer_step, heat in zip(found, heats, strict=True))

    def deletion_curves(self, key: str, source: PictureSource, heat: Floats, target: object, visitor: str) -> Iterator[DeletionCurves]:
        """Deletion and insertion by a heat [y, x] of the prepared picture, as they are measured."""
        loaded = self._activations.store.get_classifier(key, visitor)
        picture = pictures.prepare(source, loaded.spec.preparation)
        (index,) = _check_targets(loaded, [target])
        _check_size(heat, picture)
        batch, black = loaded.batch(picture), _black_picture(loaded, picture)
        parts = deletion_curves.deletion_curves(loaded.plan, batch, black, heat, index, _batch_size(loaded))
        while True:
            with self._activations.workers.acquire():
                part = next(parts, None)
            if part is None:
                return
            yield part

    def code(
        self, script: Script, key: str, source: PictureSource, method: str, target: object, layer: str | None, points: object, visitor: str
    ) -> Code:
        """A few lines of PyTorch that compute the same heat."""
        asked = self._checked(key, source, method, layer, visitor, points)
        (index,) = _check_targets(asked.loaded, [target])
        return script(asked.loaded, asked.method, asked.layer_step, asked.picture, index, asked.points)

    def logits(self, key: str, source: PictureSource, visitor: str) -> NDArray[np.float32]:
        """The logits [class] of a picture, of which nothing is kept."""
        loaded = self._activations.store.get_classifier(key, visitor)
        picture = loaded.batch(pictures.prepare(source, loaded.spec.preparation))
        with self._activations.workers.acquire():
            return loaded.plan.logits(picture)[0].numpy()

    def _checked(
        self, key: str, source: PictureSource, method: str, layer: str | None, visitor: str, points: object = None
    ) -> _CheckedQuestion:
        if method not in methods():
            raise unknown("method", method, methods())
        loaded, found = self._activations.store.get_classifier(key, visitor), methods()[method]
        return _CheckedQuestion(
            loaded,
            found,
            _layer_step(loaded, found, layer),
            pictures.prepare(source, loaded.spec.preparation),
            _check_points(found, points),
        )

    def _question(self, asked: _CheckedQuestion, targets: tuple[int, ...] | None, visitor: str) -> AttributionInput:
        """Nothing is computed that is remembered, and nothing after the layer unless the best class must be found first."""
        loaded, layer_step = asked.loaded, asked.layer_step
        picture, captured = loaded.batch(asked.picture), None
        if layer_step is not None or targets is None:
            last = loaded.plan.logits_slot if targets is None or layer_step is None else layer_step.slot
            captured = self._activations.captured_up_to(loaded, asked.picture, last, visitor)
        best = targets or (int(captured.logits[0].argmax()),) if captured is not None else targets or ()
        place = (layer_step.slot, layer_step.channel_axis) if layer_step else (0, 1)
        return AttributionInput(
            loaded.plan,
            picture,
            _black_picture(loaded, asked.picture),
            best,
            _batch_size(loaded),
            captured if layer_step else None,
            *place,
            points=asked.points,
        )


def _info(method: Method) -> MethodInfo:
    return MethodInfo(
        method.key,
        method.title,
        method.description,
        method.formula,
        method.attributed_to,
        method.signed,
        method.passes,
        method.unit,
        method.point_choices,
        per_layer_method(method).key,
    )


def _check_points(method: Method, given: object) -> int:
    """How many points a method takes; 0 for one that takes none. UserError for a number that it does not offer."""
    if given is None:
        return method.point_choices[0] if method.point_choices else 0
    if isinstance(given, int) and not isinstance(given, bool) and given in method.point_choices:
        return given
    accepted = ", ".join(map(str, method.point_choices)) or "–"
    raise UserError(
        Text(
            "points: {given} is not offered by {method}. Accepted: {accepted}.",
            "points: {method} não oferece {given}. Aceitos: {accepted}.",
        ).format(given=repr(given), method=method.title, accepted=accepted)
    )


def _check_targets(loaded: LoadedNetwork, given: Sequence[object]) -> tuple[int, ...]:
    whole_number("targets", len(given), 1, MAX_TARGETS)
    last = len(loaded.spec.classes()) - 1
    return tuple(whole_number("target", one, 0, last) for one in given)


def _black_picture(loaded: LoadedNetwork, picture: NDArray[np.uint8]) -> torch.Tensor:
    return loaded.batch(np.zeros_like(picture))


def _batch_size(loaded: LoadedNetwork) -> int:
    """How many pictures go through a network in one batch."""
    macs = max(1, sum(layer.macs for layer in loaded.layers))
    return max(1, min(_MAX_BATCH, int(limits.EXPLAIN_GMACS.value * 1e9 / macs)))


def _layer_step(loaded: LoadedNetwork, method: Method, layer: str | None) -> LayerStep | None:
    """The layer whose maps are looked at; None for a method that looks at the input."""
    if method.attributed_to == "input":
        if layer in (None, "", "input"):
            return None
        raise UserError(
            Text(
                "layer: {method} looks at the input itself, not at {layer}. Leave layer out.",
                "layer: {method} olha para a própria entrada, não para {layer}. Deixe layer de fora.",
            ).format(method=method.title, layer=repr(layer))
        )
    legal = [layer_step for layer_step in loaded.layer_steps if has_maps(layer_step) and layer_step.slot <= loaded.plan.logits_slot]
    if not legal:
        raise UserError(
            Text(
                "method: {method} needs a layer with maps, and {network} has none. Choose a method that looks at the input.",
                "method: {method} precisa de uma camada com mapas, e {network} não tem nenhuma. Escolha um método que olha a entrada.",
            ).format(method=method.title, network=loaded.spec.key)
        )
    if not layer:
        return default_stage(find_stages(loaded.plan, loaded.layer_steps) or legal)
    for layer_step in legal:
        if layer_step.layer.name == layer:
            return layer_step
    raise unknown("layer", layer, [layer_step.layer.name for layer_step in legal])


def _check_size(heat: Floats, picture: NDArray[np.uint8]) -> None:
    if heat.shape == picture.shape[:2] and np.isfinite(heat).all():
        return
    raise UserError(
        Text(
            "heat: {given} was given; the picture has {wanted} pixels, and each needs a finite number.",
            "heat: foi dado {given}; a imagem tem {wanted} pixels, e cada um precisa de um número finito.",
        ).format(given=" × ".join(map(str, heat.shape)), wanted=" × ".join(map(str, picture.shape[:2])))
    )


def _explanation(asked: _CheckedQuestion, question: AttributionInput, part: Partial, milliseconds: float) -> Explanation:
    layer = asked.layer_step.layer.name if asked.layer_step else "input"
    side = asked.picture.shape[:2]
    facts = part.facts or tuple({} for _ in question.targets)
    sums = part.before_relu if part.before_relu is not None and part.done == part.total else [None] * len(question.targets)
    attributions = tuple(
        AttributionMap(target, *_upsampled(cells, side), said, None if uncut is None else uncut.numpy().copy(order="C"))
        for target, cells, said, uncut in zip(question.targets, part.maps, facts, sums, strict=True)
    )
    return Explanation(asked.loaded.spec.key, asked.method.key, layer, asked.picture, attributions, part.done, part.total, milliseconds)


def _upsampled(cells: torch.Tensor, side: tuple[int, ...]) -> tuple[Floats, Floats]:
    """(cells [y, x], the same at the picture's size: bilinear, cell centres on cell centres)."""
    small: Floats = cells.numpy().copy(order="C")
    if small.shape == side:
        return small, small
    large: Floats = torch.nn.functional.interpolate(cells[None, None], side, mode="bilinear")[0, 0].numpy().copy(order="C")
    return small, large


def _stage_attribution(layer_step: LayerStep, heat: Floats) -> StageAttribution:
    return StageAttribution(layer_step.layer.name, *value_range(heat), thumbnail(heat[None], 0, THUMBNAIL))
