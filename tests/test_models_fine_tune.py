"""Teaching a network: the weights of PyTorch's usual loop, cached or not; Stop, queue, a closed tab; nothing left in the store."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.augment.config import AugmentationConfig
from models.engine.workers import Workers
from models.errors import UserError
from models.inputs.pictures import prepare
from models.store import registry
from models.store.store import to_batch
from models.training.core.settings import TrainingSettings
from models.training.fine_tune import job as jobs
from models.training.fine_tune.config import FineTuneConfig
from models.training.fine_tune.costs import freeze_point_costs
from models.training.fine_tune.features import ViewConfig
from models.types.fine_tune import Classes, VisitorClass
from tests import threads
from tests.fine_tune_setup import KEY, Setup, batch_of, digits
from tests.network_pictures import picture_for


@pytest.fixture
def setup() -> Setup:
    return Setup()


def usual_loop(network: nn.Module, frozen: tuple[str, ...], inputs: Tensor, labels: Tensor, settings: TrainingSettings) -> None:
    """The tutorial's: everything forward in every epoch, frozen parameters, torch's optimiser; batch norms as they are."""
    network.eval().requires_grad_(True)
    for path in frozen:
        network.get_submodule(path).requires_grad_(False)
    learning = [p for p in network.parameters() if p.requires_grad]
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}.get(settings.optimiser)
    assert kind is not None
    optimiser = kind(learning, lr=settings.learning_rate, weight_decay=settings.weight_decay)
    generator = torch.Generator().manual_seed(settings.seed)
    for _ in range(settings.epochs):
        for some in torch.randperm(len(labels), generator=generator).split(settings.batch):
            optimiser.zero_grad()
            F.cross_entropy(network(inputs[some]), labels[some]).backward()
            optimiser.step()
    network.eval()


class Standardised(nn.Module):
    def __init__(self, mean: Tensor, spread: Tensor, head: nn.Module) -> None:
        super().__init__()
        self.mean, self.spread, self.head = nn.Buffer(mean), nn.Buffer(spread), head

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.head((x - self.mean) / self.spread)
        return out


FROZEN = {"all": ("conv1", "conv2", "fc1", "fc2"), "fc1": ("conv1", "conv2"), "none": ()}


@pytest.mark.parametrize("freeze", FROZEN)
def test_it_ends_with_the_weights_of_the_usual_loop(setup: Setup, freeze: str) -> None:
    config = {"freeze": freeze, "epochs": 4, "batch": 5, "seed": 2, "weight_decay": 0.01}
    job = jobs.prepare_job(setup.store.get(KEY), FineTuneConfig.from_json({"network": KEY, **config}), digits())
    theirs = copy.deepcopy(job.network)
    train = job.split.train.tolist()
    inputs, labels = batch_of(setup, job.examples_at(train)), job.labels[train]
    if freeze == "all":  # there the features are standardised: written as a layer of its own
        own_head, theirs.fc3 = theirs.fc3, nn.Identity()
        with torch.no_grad():
            features = theirs(inputs)
        spread = features.std(0, correction=0)
        theirs.fc3 = Standardised(features.mean(0), torch.where(spread > 0, spread, 1.0), own_head)
    usual_loop(theirs, FROZEN[freeze], inputs, labels, job.settings)
    last = setup.fine_tune(**config)[-1]
    assert (last.state, last.network) == ("done", "mine/x")
    ours = setup.own_networks.get("ana", "mine/x")
    others = batch_of(setup, job.examples_at(job.split.validation.tolist()))
    with torch.no_grad():
        expected = theirs(others)
    assert torch.allclose(ours.plan.logits(others), expected, atol=2e-3, rtol=1e-3)
    for path in ("conv1", "fc1"):
        pairs = zip(ours.network.get_submodule(path).parameters(), theirs.get_submodule(path).parameters(), strict=True)
        assert all(torch.allclose(one, other, atol=1e-4) for one, other in pairs)


def test_a_residual_network_keeps_its_statistics_and_what_is_frozen(setup: Setup) -> None:
    key = "resnet109@random"
    before = copy.deepcopy(setup.store.get(key).network.state_dict())
    setup.fine_tune(network=key, freeze="layer4.1", epochs=1, batch=8, classes=digits(2, 5))
    after = setup.own_networks.get("ana", "mine/x").network.state_dict()
    moved = {name for name in before if not name.startswith("fc.") and not torch.equal(before[name], after[name])}
    assert moved and all(name.startswith("layer4.1.") and "running" not in name for name in moved)


def test_cached_and_uncached_training_give_the_same_weights(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    plan: dict[str, Any] = {"freeze": "fc1", "epochs": 3, "batch": 6}
    setup.fine_tune(**plan)
    cached = setup.own_networks.get("ana", "mine/x").network.state_dict()
    monkeypatch.setattr(jobs, "_is_uncached", lambda *_: True)
    setup.fine_tune(**plan)
    live = setup.own_networks.get("ana", "mine/x").network.state_dict()
    assert all(torch.allclose(cached[name], live[name], atol=1e-5) for name in cached)
    assert not torch.equal(cached["fc1.weight"], setup.store.get(KEY).network.state_dict()["fc1.weight"])


@pytest.mark.parametrize("head", ["linear", "mlp", "svm", "nearest"])
def test_every_head_learns_what_can_be_learned_and_says_what_it_is_worth(setup: Setup, head: str) -> None:
    events = setup.fine_tune(head=head, epochs=60)
    last = events[-1]
    assert last.state == "done" and last.result is not None and last.validation is not None
    own = setup.own_networks.get("ana", last.network)
    by_id = {example.id: example for one in digits() for example in one.examples}
    logits = own.plan.logits(batch_of(setup, tuple(by_id[int(i)] for i in last.result.example_ids)))
    assert logits.argmax(1).tolist() == last.result.predictions.tolist()
    assert [int(i) // 100 for i in last.result.example_ids] == last.result.labels.tolist()
    assert last.result.correct >= 5 and last.result.confusion.sum() == 6 == len(last.result.labels)
    assert np.trace(last.result.confusion) == last.result.correct and last.validation.accuracy == last.result.correct / 6
    assert [one.en for one in own.spec.classes()] == ["class 0", "class 1", "class 2"]
    assert own.layer_steps[-1].layer.shape == (3,)


def test_progress_tells_every_state_in_order(setup: Setup) -> None:
    events = setup.fine_tune(epochs=3, batch=8, augmentation=[{"transform": "rotation"}], views=2)
    states = [event.state for event in events]
    assert states == sorted(states, key=["preparing", "training", "done"].index)
    preparing = [event for event in events if event.state == "preparing"]
    assert preparing[-1].done == preparing[-1].total == 18 * 3 + 6 and events[-1].views == 2
    training = [event for event in events if event.state == "training"]
    assert {event.step for event in training} == set(range(10)) and training[-1].steps == 9  # 18 pictures in batches of 8, 3 epochs
    scored = next(event for event in training if event.train is not None)
    assert scored.step == scored.epoch == 0 and scored.validation is not None  # before anything was learned
    assert events[-1].trainable_parameters == 84 * 3 + 3


def test_features_are_computed_once(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second training computes nothing; one example more, that one and its views alone."""
    from models.training.fine_tune import features

    seen: list[int] = []
    normalised = features.normalise
    monkeypatch.setattr(features, "normalise", lambda batch, wants: (seen.append(len(batch)), normalised(batch, wants))[1])

    def computed(classes: Classes, seed: int = 0) -> int:
        seen.clear()
        setup.fine_tune(classes=classes, epochs=1, augmentation=[{"transform": "rotation"}], views=3, seed=seed)
        return sum(seen)

    few, more = digits(3, 8), digits(3, 9)
    assert computed(few) == 18 * 4 + 6
    assert computed(few) == 0
    assert 3 <= computed(more) <= 3 * 4 + 3 * 8  # three examples more; some changed sides and are seen in views now
    assert computed(more) == 0
    setup.features.forget("ana")
    assert setup.features.nbytes() == 0 and computed(few) == 18 * 4 + 6


def test_cached_features_are_those_of_the_network_itself(setup: Setup) -> None:
    base = setup.store.get(KEY)
    examples = digits(2, 5)[0].examples
    augmentation = AugmentationConfig.from_json([{"transform": "translation"}])
    slot = next(step.slot for step in base.plan.steps if step.name == "relu4")
    making = setup.features.compute(base, base.plan, slot, "head", examples, ViewConfig(2, augmentation, 5), "ana", Workers().acquire)
    try:
        while True:
            next(making)
    except StopIteration as end:
        found = end.value  # (3, 5, 84)
    assert found.shape == (3, 5, 84)
    with torch.no_grad():
        assert torch.allclose(found[0], base.plan.value(batch_of(setup, examples), slot), atol=1e-6)
        picture = torch.from_numpy(prepare(examples[3].source, base.spec.preparation).transpose(2, 0, 1).copy())[None]
        drawn = augmentation.draw(5, int.from_bytes(examples[3].digest[:6], "little") + 2, (1, 28, 28))
        moved = augmentation.apply(picture, [drawn])[0].permute(1, 2, 0).numpy()
        assert torch.allclose(found[2, 3], base.plan.value(to_batch(moved, base.spec.preparation), slot)[0], atol=1e-6)


def test_two_visitors_train_at_once_and_the_third_is_told_its_place(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_TRAININGS", "2")
    config = FineTuneConfig.from_json({"network": KEY, "name": "x", "epochs": 2})
    runs = {name: setup.service.fine_tune(config, name, digits(), pace=0.0) for name in ("ana", "bia", "eva")}
    first = {name: next(run) for name, run in runs.items()}
    assert (first["ana"].state, first["bia"].state) == ("preparing", "preparing")
    assert first["eva"].state == "queued" and first["eva"].ahead == 0 and first["eva"].seconds > 0
    endings = {}
    for name in ("ana", "bia", "eva"):
        *_, endings[name] = runs[name]
    assert {ending.state for ending in endings.values()} == {"done"} and len(setup.queue) == 0
    for name in runs:
        assert [info.key for info in setup.own_networks.infos(name)] == ["mine/x"]


def test_stop_takes_effect_within_a_batch_and_keeps_what_was_learned(setup: Setup) -> None:
    config = FineTuneConfig.from_json({"network": KEY, "name": "x", "epochs": 500, "batch": 4})
    stopped_at, last = 0, None
    for event in setup.service.fine_tune(config, "ana", digits(), pace=0.0):
        if event.state == "training" and event.step == 13:
            setup.queue.stop("ana")
            stopped_at = event.step
        last = event
    assert last is not None and (last.state, last.step, stopped_at) == ("stopped", 13, 13)
    assert last.network == "mine/x" and last.result is not None and len(setup.queue) == 0


def test_a_stream_that_is_closed_keeps_what_was_learned(setup: Setup) -> None:
    config = FineTuneConfig.from_json({"network": KEY, "name": "x", "epochs": 500, "batch": 4})
    run = setup.service.fine_tune(config, "ana", digits(), pace=0.0)
    next(event for event in run if event.step == 13)
    run.close()  # type: ignore[attr-defined]
    assert len(setup.queue) == 0 and [info.key for info in setup.own_networks.infos("ana")] == ["mine/x"]


def test_a_closed_tab_frees_the_place_and_keeps_nothing(setup: Setup) -> None:
    config = FineTuneConfig.from_json({"network": KEY, "name": "x", "epochs": 500, "batch": 4})
    last = None
    for event in setup.service.fine_tune(config, "ana", digits(), pace=0.0):
        if event.step == 13 and event.state == "training":
            setup.own_networks.forget("ana")
            setup.queue.forget("ana")
        last = event
    assert last is not None and (last.state, last.step, last.network) == ("stopped", 13, "")
    assert len(setup.queue) == 0 and setup.own_networks.infos("ana") == () and setup.own_networks.nbytes() == 0


def test_stop_in_the_line_ends_it(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_TRAININGS", "1")
    config = FineTuneConfig.from_json({"network": KEY, "name": "x"})
    other, mine = (setup.service.fine_tune(config, name, digits()) for name in ("bia", "ana"))
    assert (next(other).state, next(mine).state) == ("preparing", "queued")
    setup.queue.stop("ana")
    assert [event.state for event in mine] == ["stopped"] and len(setup.queue) == 1


def test_nothing_of_it_is_left_in_the_store_or_in_the_process(setup: Setup) -> None:
    base = setup.store.get(KEY)
    before = {name: (value.data_ptr(), value._version, value.clone()) for name, value in base.network.state_dict(keep_vars=True).items()}
    random, python = torch.get_rng_state(), np.random.get_state()[1].copy()  # type: ignore[index]
    running, settings = threads.ours(), (torch.is_grad_enabled(), torch.get_num_threads())
    for config in (
        {"freeze": "none", "epochs": 2},
        {"head": "svm"},
        {"head": "mlp", "epochs": 2, "augmentation": [{"transform": "mixup"}]},
    ):
        setup.fine_tune(**config)
        run = setup.service.fine_tune(FineTuneConfig.from_json({"network": KEY, "name": "x"}), "ana", digits(), pace=0.0)
        for _ in range(5):
            next(run)
            assert (torch.is_grad_enabled(), torch.get_num_threads()) == settings
        run.close()  # type: ignore[attr-defined]
    assert torch.equal(random, torch.get_rng_state()) and np.array_equal(python, np.random.get_state()[1])  # type: ignore[index]
    assert running == threads.ours()
    for name, value in base.network.state_dict(keep_vars=True).items():
        assert (value.data_ptr(), value._version) == before[name][:2] and torch.equal(value.detach(), before[name][2].detach()), name
        assert not value.requires_grad and value.grad is None


def test_from_scratch_learns_its_statistics_too(setup: Setup) -> None:
    key = "resnet109@random"
    events = setup.fine_tune(network=key, freeze="none", epochs=1, batch=8, classes=digits(2, 5))
    before, after = setup.store.get(key).network.state_dict(), setup.own_networks.get("ana", "mine/x").network.state_dict()
    assert not torch.equal(before["bn1.running_mean"], after["bn1.running_mean"]) and events[-1].state == "done"


def test_a_taught_network_is_looked_at_like_any_other_and_taught_again(setup: Setup) -> None:
    from models.activations.service import Activations

    setup.fine_tune(epochs=2)
    activations = Activations(setup.store, setup.activation_cache, Workers())
    own = setup.store.get("mine/x", "ana")
    assert own.layer_step("fc3").layer.shape == (3,) and own.plan.logits(own.batch(picture_for(KEY))).shape == (1, 3)
    again = setup.fine_tune(network="mine/x", name="y", epochs=2, head="mlp")
    assert again[-1].network == "mine/y" and len(setup.own_networks.infos("ana")) == 2
    assert activations.store.get("mine/y", "ana").spec.weights.about["base"] == KEY  # type: ignore[union-attr]


def test_classes_that_are_not_named_do_not_take_part_and_keep_nobody_waiting(setup: Setup) -> None:
    empty = VisitorClass(9, "empty", True, ())
    last = setup.fine_tune(classes=(*digits(3), empty), only=[0, 2], epochs=1)[-1]
    assert last.state == "done" and last.result and last.result.classes == ("class 0", "class 2")
    same = setup.fine_tune(classes=tuple(one for one in digits(3) if one.id != 1), epochs=1)[-1].result
    assert same and np.array_equal(same.predictions, last.result.predictions)
    config = FineTuneConfig.from_json({"network": KEY, "only": [0, 2]})
    costs = freeze_point_costs(setup.store.get(KEY), config, (*digits(3), empty), setup.features, "ana")
    assert all(one.seconds > 0 for one in costs)


REFUSED: dict[str, tuple[dict[str, Any], Classes | None, str]] = {
    "one class": ({}, digits(1), "two or more, and there is 1"),
    "disabled": ({}, tuple(VisitorClass(one.id, one.name, one.id > 0, one.examples) for one in digits(2)), "there is 1"),
    "too few": ({}, (*digits(2), VisitorClass(9, "rare", True, digits(1)[0].examples[:4])), "and rare has 4"),
    "no network": ({"network": "lenet6"}, None, "Did you mean lenet5"),
    "another's network": ({"network": "mine/other"}, None, "mine/other"),
    "no place": ({"freeze": "conv3"}, None, "freeze"),
    "an SVM further left": ({"head": "svm", "freeze": "fc1"}, None, "put the freeze line at the head"),
    "an SVM of mixtures": ({"head": "svm", "augmentation": [{"transform": "mixup"}]}, None, "leave the mixing out"),
    "a setting": ({"epochs": 0}, None, "epochs"),
    "a word": ({"epoch": 3}, None, "Did you mean epochs"),
    "no plan": ({"network": 3}, None, "plan: it takes"),
    "views": ({"views": 99}, None, "views"),
    "no ids": ({"only": "0, 1"}, None, "only is '0, 1'; it takes a list of up to 20 ids"),
    "not two of them": ({"only": [1, 99]}, None, "two or more, and there is 1"),
    "augmentation": ({"augmentation": [{"transform": "rotate"}]}, None, "Did you mean rotation"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taught_is_refused_and_takes_no_place(setup: Setup, name: str) -> None:
    plan, classes, said = REFUSED[name]
    with pytest.raises(UserError, match=said) as refused:
        setup.fine_tune(classes=classes, **plan)
    assert "{" not in refused.value.say("pt").replace('{"network": chave}', "")
    assert len(setup.queue) == 0 and not setup.own_networks._reservations


def test_what_does_not_fit_is_refused_before_memory_is_taken(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_TRAINING_MB", "1")
    with pytest.raises(UserError, match="the limit is 1 MB"):
        setup.fine_tune(freeze="none")
    setup.fine_tune(freeze="all", epochs=1)
    monkeypatch.setenv("PLAYGROUND_OWNED_MB", "0.1")
    with pytest.raises(UserError, match="MB are left"):
        setup.fine_tune(freeze="all", epochs=1)
    assert len(setup.queue) == 0


def test_its_time_is_bounded_and_it_says_so(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_TRAINING_SECONDS", "0.5")
    last = setup.fine_tune(epochs=1000, batch=1)[-1]
    assert last.state == "time" and (last.network == "mine/x" or last.step == 0)


def test_a_network_that_was_taught_is_the_one_that_learned_and_not_built_and_proven_anew(
    setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a head for photographs that took as long as the learning itself."""
    setup.store.get(KEY)
    built: list[str] = []
    monkeypatch.setattr(registry, "build_network", lambda spec: built.append(spec.key))
    last = setup.fine_tune(epochs=2)[-1]
    taught = setup.own_networks.get("ana", last.network)
    assert not built
    assert not any(parameter.requires_grad for parameter in taught.network.parameters())
    picture = taught.batch(picture_for(KEY))
    with torch.no_grad():
        assert torch.equal(taught.plan.logits(picture), taught.network(picture))
