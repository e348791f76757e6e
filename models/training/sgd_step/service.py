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

from models.activations.service import Activations
from models.engine.plan import Step
from models.errors import UserError, unknown
from models.filters import gallery
from models.filters.weight_edits import editable_layers, weights_of
from models.inputs import pictures
from models.number_spec import real, whole_number
from models.store.store import LoadedNetwork, to_batch
from models.text import Text
from models.training.sgd_step import dropout_masks, forward_backward, loss_along_step, summaries
from models.training.sgd_step.copies import NetworkCopies, NetworkCopy, ParameterTensors
from models.training.sgd_step.dropout_masks import DropoutSite
from models.training.sgd_step.loss_along_step import LabelledPictures
from models.types.activations import PictureSource
from models.types.code import Code
from models.types.sgd_step import DropoutSamples, ForwardBackward, LossAlongStep, SiteSamples, StepConfig, StepResult, WeightUpdate

Script = Callable[[LoadedNetwork, NDArray[np.uint8], StepConfig, Step, int, Sequence[DropoutSite], int, Mapping[str, Tensor]], Code]
"""What writes the code of a step: models/export/sgd_step_code.py."""

MAX_LEARNING_RATE, MAX_MOMENTUM, MAX_DROPOUT = 10.0, 0.999, 0.9
MAX_SAMPLES = 100
TEST_PER_CLASS = 10  # labelled pictures of each class along the line of a step


@dataclass(frozen=True, slots=True)
class _StepRequest:
    """What a question needs, while its copy is held."""

    base: LoadedNetwork
    network_copy: NetworkCopy
    picture: Tensor  # (1, C, H, W)


class SgdSteps:
    """Answers over the store's networks. Holds what visitors have taught."""

    def __init__(self, activations: Activations) -> None:
        self._activations, self.copies = activations, NetworkCopies()

    def forward_backward(self, key: str, source: PictureSource, config: StepConfig, visitor: str) -> ForwardBackward:
        """One picture forward, its loss, the gradient back. Nothing is learned."""
        with self._request(key, source, config, visitor) as request:
            base, network_copy = request.base, request.network_copy
            layer_steps = [layer_step for layer_step in base.layer_steps if layer_step.slot <= network_copy.plan.logits_slot]
            passes = forward_backward.run_passes(network_copy, request.picture, config, [layer_step.slot for layer_step in layer_steps])
            shown = summaries.shown_layers(network_copy.plan, layer_steps)
            among = dropout_masks.dropout_sites(network_copy.plan, maps=config.maps) if config.dropout else ()
            masks = forward_backward.masks_for(network_copy.plan, config)
            return ForwardBackward(
                network=key,
                steps_taken=network_copy.steps_taken,
                undo_count=len(network_copy.undo_steps),
                label=config.label,
                loss=float(passes.loss),
                logits=passes.logits[0].numpy().copy(),
                logit_gradients=passes.gradients[network_copy.plan.logits_slot][0].reshape(-1).numpy().copy(),
                probabilities=torch.softmax(passes.logits[0], 0).numpy(),
                columns=tuple(summaries.layer_column(network_copy.plan, passes, network_copy, shown, at) for at in range(len(shown))),
                gradient_norms=tuple(
                    (layer_step.layer.name, forward_backward.global_norm([passes.gradients[layer_step.slot]])) for layer_step in layer_steps
                ),
                gradient_norm=passes.gradient_norm,
                parameters=sum(parameter.numel() for parameter in network_copy.parameters),
                dropout_masks=tuple(summaries.dropout_mask(site, masks[site.slot]) for site in among),
                can_drop_maps=dropout_masks.can_drop_maps(network_copy.plan),
            )

    def weight_update(
        self, key: str, source: PictureSource, config: StepConfig, layer: str, unit: object, plane: object, visitor: str
    ) -> WeightUpdate:
        """What the step would do to one unit and to the answer. It is taken and undone at once.

        `layer` "": the first one that has weights; `plane` None: the one whose gradient is longest.
        """
        with self._request(key, source, config, visitor) as request:
            network_copy = request.network_copy
            step = _find_step(request, layer)
            gradients = forward_backward.run_passes(network_copy, request.picture, config, [network_copy.plan.logits_slot]).weight_gradients
            slope = summaries.as_layer_weights(step, gradients, network_copy)
            chosen = whole_number("unit", unit, 0, len(slope) - 1)
            at = _choose_plane(slope[chosen], plane)
            return self._weight_update(request, config, step, gradients, chosen, at)

    def _weight_update(
        self, request: _StepRequest, config: StepConfig, step: Step, gradients: ParameterTensors, unit: int, plane: int
    ) -> WeightUpdate:
        network_copy, base = request.network_copy, request.base
        before_loss, before = forward_backward.picture_loss(network_copy, request.picture, config)
        with forward_backward.trial_step(network_copy, gradients, config) as (past, velocity):
            after_weights = network_copy.weights()
            after_loss, after = forward_backward.picture_loss(network_copy, request.picture, config)
        grids = {
            name: summaries.unit_grid(summaries.as_layer_weights(step, numbers, network_copy), unit, plane)
            for name, numbers in {"before": past.weights, "gradient": gradients, "velocity": velocity, "after": after_weights}.items()
        }
        direction = grids["velocity"][0]
        return WeightUpdate(
            network=base.spec.key,
            steps_taken=network_copy.steps_taken,
            layer=step.name,
            unit=unit,
            plane=plane,
            before=grids["before"][0],
            gradient=grids["gradient"][0],
            velocity=direction,
            delta=np.float32(-config.learning_rate) * direction,
            after=grids["after"][0],
            numbers=grids["before"][1],
            step_norm=config.learning_rate * forward_backward.global_norm(velocity),
            loss=(before_loss, after_loss),
            probabilities=torch.softmax(torch.stack([before, after]), 1).numpy(),
        )

    def loss_along_step(self, key: str, source: PictureSource, config: StepConfig, reach: float, visitor: str) -> LossAlongStep:
        """The loss along the line of the step, at multiples of the learning rate `reach`: of the picture, and of labelled ones."""
        real("reach", reach, 0, MAX_LEARNING_RATE)
        with self._request(key, source, config, visitor) as request:
            network_copy, others = request.network_copy, _test_digits(request.base)
            gradients = forward_backward.run_passes(network_copy, request.picture, config, [network_copy.plan.logits_slot]).weight_gradients
            now = loss_along_step.evaluate(network_copy, others) if others else None
            with forward_backward.trial_step(network_copy, gradients, config) as (past, velocity):
                then = loss_along_step.evaluate(network_copy, others) if others else None
            at = loss_along_step.rate_factors(
                fine=sum(layer_step.layer.macs for layer_step in request.base.layer_steps) <= loss_along_step.SMALL_MACS
            ) * np.float32(reach)
            own: list[float] = []
            theirs: list[float] = []
            for _ in loss_along_step.move_along(network_copy, past.weights, velocity, at):
                own.append(forward_backward.picture_loss(network_copy, request.picture, config)[0])
                theirs += [loss_along_step.evaluate(network_copy, others).loss] if others else []
            return LossAlongStep(
                network=key,
                steps_taken=network_copy.steps_taken,
                rates=at,
                losses=np.array(own, np.float32),
                test_losses=np.array(theirs, np.float32),
                test_loss=(now.loss, then.loss) if now and then else (math.nan, math.nan),
                labels=others.labels.to(torch.uint8).numpy() if others else np.zeros(0, np.uint8),
                predictions=np.stack([now.predictions, then.predictions]) if now and then else np.zeros((2, 0), np.uint8),
            )

    def take_step(self, key: str, source: PictureSource, config: StepConfig, visitor: str) -> StepResult:
        """The step, for good: the visitor's copy has learned it, and the next question is asked of what it has become."""
        with self._request(key, source, config, visitor) as request:
            network_copy = request.network_copy
            passes = forward_backward.run_passes(network_copy, request.picture, config, [network_copy.plan.logits_slot])
            if not math.isfinite(passes.gradient_norm):
                raise _diverged()
            forward_backward.take_step(network_copy, passes.weight_gradients, config)
            after, _ = forward_backward.picture_loss(network_copy, request.picture, config)
            taught = StepResult(key, network_copy.steps_taken, len(network_copy.undo_steps), (float(passes.loss), after))
        self.copies.trim()
        return taught

    def undo_step(self, key: str, visitor: str, *, everything: bool) -> StepResult:
        """The copy as it was before its last step, or as it is in the store."""
        base = self._activations.store.get_classifier(key, visitor)
        if everything:
            self.copies.drop(visitor, key)
        network_copy = self.copies.get(base, visitor)
        with network_copy.lock:
            if not everything:
                network_copy.undo()
            return StepResult(key, network_copy.steps_taken, len(network_copy.undo_steps), (math.nan, math.nan))

    def dropout_samples(self, key: str, source: PictureSource, config: StepConfig, count: object, visitor: str) -> DropoutSamples:
        """The answers of `count` passes with dropout, seeds one after the other from the step's; and of one with every unit."""
        count = whole_number("count", count, 1, MAX_SAMPLES)
        with self._request(key, source, config, visitor) as request, torch.no_grad():
            plan = request.network_copy.plan
            among = dropout_masks.dropout_sites(plan, maps=config.maps)
            plain = forward_backward.forward_with_masks(plan, request.picture, {}, 0.0)
            masks = (
                dropout_masks.stack_masks([dropout_masks.draw_masks(among, config.dropout, config.seed + i) for i in range(count)])
                if among
                else {}
            )
            dropped = forward_backward.forward_with_masks(plan, request.picture, masks, config.dropout)[
                plan.logits_slot
            ]  # (count, classes)
            return DropoutSamples(
                network=key,
                probabilities=torch.softmax(dropped, 1).expand(count, -1).numpy().copy(),
                without_dropout=torch.softmax(plain[plan.logits_slot][0], 0).numpy(),
                sites=tuple(
                    SiteSamples(site.layer, summaries.unit_means(plain[site.slot]), summaries.dropped_flags(masks[site.slot]))
                    for site in among
                ),
            )

    def code(self, script: Script, key: str, source: PictureSource, config: StepConfig, layer: str, unit: object, visitor: str) -> Code:
        """The next step of such a step in PyTorch."""
        base = self._activations.store.get_classifier(key, visitor)
        shown = pictures.prepare(source, base.spec.preparation)
        with self._request(key, source, config, visitor) as request:
            plan, step = request.network_copy.plan, _find_step(request, layer)
            chosen = whole_number("unit", unit, 0, len(weights_of(step)[0]) - 1)
            among = dropout_masks.dropout_sites(plan, maps=config.maps) if config.dropout else ()
            now = request.network_copy.state() if request.network_copy.steps_taken else {}
            return script(base, shown, config, step, chosen, among, request.network_copy.steps_taken, now)

    def forget(self, visitor: str) -> None:
        """The visitor has left: what was taught goes."""
        self.copies.forget(visitor)

    @contextmanager
    def _request(self, key: str, source: PictureSource, config: StepConfig, visitor: str) -> Iterator[_StepRequest]:
        """The visitor's copy, held for this question alone, and a turn at computing."""
        base = self._activations.store.get_classifier(key, visitor)
        _check(config, len(base.spec.classes()))
        picture = base.batch(pictures.prepare(source, base.spec.preparation))
        network_copy = self.copies.get(base, visitor)
        with network_copy.lock, self._activations.workers.acquire():
            yield _StepRequest(base, network_copy, picture)


def _check(config: StepConfig, classes: int) -> None:
    whole_number("label", config.label, 0, classes - 1)
    whole_number("seed", config.seed, 0, 2**31)
    highest = {"learning_rate": MAX_LEARNING_RATE, "momentum": MAX_MOMENTUM, "dropout": MAX_DROPOUT}
    for name, most in highest.items():
        real(name, getattr(config, name), 0, most)


def _find_step(request: _StepRequest, layer: str) -> Step:
    """The step of a layer whose weights learn."""
    own: Mapping[str, Step] = {
        step.name: step
        for step in request.network_copy.plan.steps[: request.network_copy.plan.logits_slot]
        if step.name in editable_layers(request.base)
        and any(p is one for p in request.network_copy.parameters for one in step.parameters())
    }
    if layer and layer not in own:
        raise unknown("layer", layer, own)
    return own[layer] if layer else next(iter(own.values()))


def _choose_plane(slope: Tensor, plane: object) -> int:
    """The input channel whose kernel is shown: the asked one, else the one whose gradient is longest; 0 for a dense unit."""
    if slope.dim() == 1:
        return 0
    if plane is None:
        return int(slope.square().sum((1, 2)).argmax())
    return whole_number("plane", plane, 0, len(slope) - 1)


def _test_digits(base: LoadedNetwork) -> LabelledPictures | None:
    """Ten test digits of each class for a network that tells digits apart; None for any other."""
    names = [name.en for name in base.spec.classes()]
    if base.spec.preparation.kind != "drawing" or names != [str(digit) for digit in range(10)]:
        return None
    among = gallery.bundled_gallery(base.spec.preparation)
    if among.labels is None:
        return None
    first: list[NDArray[np.int64]] = [np.flatnonzero(among.labels == digit)[:TEST_PER_CLASS] for digit in range(10)]
    chosen = np.concatenate(first)
    batch = torch.cat([to_batch(among.pictures[i], base.spec.preparation) for i in chosen])  # (100, C, H, W)
    return LabelledPictures(batch, torch.from_numpy(among.labels[chosen]))


def _diverged() -> UserError:
    return UserError(
        Text(
            "The gradient is no longer a number: the steps were too long. Undo one, or begin anew with a smaller learning rate.",
            "O gradiente já não é um número: os passos foram longos demais. Desfaça um, ou recomece com uma taxa menor.",
        )
    )
