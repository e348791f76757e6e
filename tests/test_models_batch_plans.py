"""Plans for many pictures at once: the same numbers up to rounding, and a network that stays as it was."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from models.engine.batch_norm_folding import fold_batch_norm
from models.engine.channels_last import channels_last
from models.engine.plan import Plan
from models.store.store import NetworkStore

STORE = NetworkStore()
NETWORKS = ("efficientnet_lite0", "resnet109", "alexnet109", "densenet121@random", "mobilenet_v3_small@random", "lenet5")


def folded_slots(plan: Plan, slot: int) -> list[int]:
    pairs = zip(plan.steps, fold_batch_norm(plan, slot).steps, strict=True)
    return [before.slot for before, after in pairs if type(before.operation) is nn.Conv2d and after.call is not before.call]


@pytest.mark.parametrize("key", NETWORKS)
def test_a_folded_plan_gives_the_networks_answers(key: str) -> None:
    loaded = STORE.get(key)
    preparation = loaded.spec.preparation
    batch = torch.randn(2, preparation.channels, preparation.height, preparation.width, generator=torch.Generator().manual_seed(1))
    state = {name: value.clone() for name, value in loaded.network.state_dict().items()}
    with torch.no_grad():
        theirs = loaded.network(batch)
        ours = channels_last(fold_batch_norm(loaded.plan, loaded.plan.logits_slot)).logits(batch)
    assert theirs.std() > 0 and (ours - theirs).abs().max() <= 1e-4 * theirs.abs().max()
    assert all(torch.equal(value, state[name]) for name, value in loaded.network.state_dict().items())


def test_every_convolution_of_lite0_is_folded_but_the_one_that_is_wanted() -> None:
    plan = STORE.get("efficientnet_lite0").plan
    convolutions = [step.slot for step in plan.steps if type(step.operation) is nn.Conv2d]
    assert folded_slots(plan, plan.logits_slot) == convolutions
    wanted = convolutions[7]
    assert folded_slots(plan, wanted) == [slot for slot in convolutions if slot != wanted]
    batch = torch.randn(2, 3, 224, 224, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        assert torch.allclose(fold_batch_norm(plan, wanted).value(batch, wanted), plan.value(batch, wanted), atol=1e-4)


def test_a_normalisation_before_its_convolution_stays() -> None:
    """DenseNet normalises first: only its first convolution has one behind it that nothing else reads."""
    plan = STORE.get("densenet121@random").plan
    norms = sum(type(step.operation) is nn.BatchNorm2d for step in plan.steps)
    assert 0 < len(folded_slots(plan, plan.logits_slot)) < norms
