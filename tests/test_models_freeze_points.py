"""Where the freeze line may stand, counted on the networks themselves; and heads beside scikit-learn."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
from torch import Tensor, nn

from models.engine.kinds import kind_of
from models.engine.tracing import trace_verified
from models.errors import UserError
from models.receipts.receipt import ReceiptBuilder
from models.store.store import NetworkStore, random_input
from models.training.fine_tune import head as heads
from models.training.fine_tune.freeze_points import MAX_SHOWN, find_freeze_point, freeze_points
from models.training.fine_tune.head import FeatureScaler, HeadSpec, fold_scaler
from models.training.fine_tune.replace_head import head_replacement

STORE = NetworkStore()
QUICK = ("lenet5@random", "lenet5_1998@random", "resnet109@random", "mlp@random")
SLOW = (
    "alexnet@random",
    "squeezenet1_1@random",
    "mobilenet_v3_small@random",
    "googlenet@random",
    "convnext_tiny@random",
    "efficientnet_b0@random",
)
KEYS = [*QUICK, *(pytest.param(key, marks=pytest.mark.slow) for key in SLOW)]


@pytest.mark.parametrize("key", KEYS)
def test_everything_goes_through_every_place(key: str) -> None:
    """The layers right of the line, run from what stands at it alone, give the network's own answer, bit for bit."""
    loaded = STORE.get(key)
    picture = random_input(loaded.spec.preparation)
    with torch.no_grad():
        expected = loaded.plan.logits(picture)
        for point in freeze_points(loaded):
            values = {point.slot: loaded.plan.value(picture, point.slot)}
            for step in loaded.plan.steps[point.slot : loaded.plan.logits_slot]:
                values[step.slot] = step.call(*[values[slot] if slot in values else _constant(loaded.plan, slot) for slot in step.inputs])
            assert torch.equal(values[loaded.plan.logits_slot], expected), point


def _constant(config: object, slot: int) -> object:
    step = config.steps[slot - 1]  # type: ignore[attr-defined]
    assert not step.inputs, f"{step.name} is read over the line"
    return step.call()


@pytest.mark.parametrize("key", KEYS)
def test_the_line_stands_just_before_a_layer_with_weights(key: str) -> None:
    loaded = STORE.get(key)
    found = freeze_points(loaded)
    modules = dict(loaded.network.named_modules())
    begins = [kind_of(modules[point.layer.partition(":")[0]]) for point in found]
    assert set(begins) <= {"convolution", "dense", "distances"}
    assert (
        found[0].slot == 0
        and found[0].last_frozen == "input"
        and [point.slot for point in found] == sorted({point.slot for point in found})
    )
    assert found[0].shown and found[-1].shown and sum(point.shown for point in found) <= MAX_SHOWN
    weights = [point.trainable_parameters for point in found]
    head = sum(p.numel() for p in modules[found[-1].layer].parameters())
    assert weights == sorted(weights, reverse=True) and weights[-1] == 0
    assert weights[0] == sum(p.numel() for p in loaded.network.parameters()) - head


def test_of_lenet_it_is_every_layer_with_weights() -> None:
    found = freeze_points(STORE.get("lenet5@random"))
    assert [(point.layer, point.last_frozen) for point in found] == [
        ("conv1", "input"),
        ("conv2", "pool1"),
        ("fc1", "flatten"),
        ("fc2", "relu3"),
        ("fc3", "relu4"),
    ]
    assert [point.trainable_parameters for point in found] == [60_856, 60_700, 58_284, 10_164, 0]  # 61,706 in all, fc3 has 850


def test_of_a_resnet_it_is_every_block() -> None:
    found = freeze_points(STORE.get("resnet109@random"))
    assert [point.layer for point in found] == ["conv1", *(f"layer{i}.{j}.conv1" for i in (1, 2, 3, 4) for j in (0, 1)), "fc"]
    assert found[1].last_frozen == "maxpool" and found[-1].last_frozen == "flatten"


def test_places_are_found_by_name() -> None:
    loaded = STORE.get("resnet109@random")
    found = freeze_points(loaded)
    assert find_freeze_point(loaded, "all") == found[-1] and find_freeze_point(loaded, "none") == found[0]
    assert find_freeze_point(loaded, "layer3.1.conv1").layer == find_freeze_point(loaded, "layer3.1").layer == "layer3.1.conv1"
    assert find_freeze_point(loaded, "layer4").layer == "layer4.0.conv1"
    for wrong in ("layer4.0.conv2", "layer", "bn1", 4, None):
        with pytest.raises(UserError, match="freeze"):
            find_freeze_point(loaded, wrong)


@pytest.mark.slow
def test_dropout_before_the_head_stays_right_of_the_line() -> None:
    loaded = STORE.get("mobilenet_v3_small@random")
    head = freeze_points(loaded)[-1]
    assert (head.layer, head.last_frozen) == ("classifier.3", "classifier.1")


# Heads


def data(count: int = 60, width: int = 7, classes: int = 3) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(2)
    labels = torch.arange(count) % classes
    return torch.randn(count, width, generator=generator) * torch.arange(1, width + 1) + labels[:, None] * 1.5 + 5, labels


@pytest.mark.parametrize("classes", [2, 3])
def test_the_svm_is_scikit_learns_on_standardised_features(classes: int) -> None:
    features, labels = data(classes=classes)
    scaler = FeatureScaler.fit(features)
    head = heads.build(HeadSpec("svm", 7, classes))
    heads.find("svm").fit(head, scaler.transform(features), labels, 0)  # type: ignore[misc]
    fold_scaler(head, scaler)
    theirs = LinearSVC(C=0.01, random_state=0, max_iter=5000).fit(StandardScaler().fit_transform(features.double().numpy()), labels)
    decision = theirs.decision_function(StandardScaler().fit(features.double().numpy()).transform(features.double().numpy()))
    ours = head(features).numpy()
    assert np.allclose(ours if classes > 2 else ours[:, 1], decision, atol=2e-4)
    assert np.array_equal(ours.argmax(1), theirs.predict(StandardScaler().fit_transform(features.double().numpy())))


def test_the_nearest_neighbour_is_scikit_learns() -> None:
    features, labels = data()
    asked = features + torch.randn(features.shape, generator=torch.Generator().manual_seed(9))
    kept, known = features[:41], labels[:41]  # classes of unequal size
    head = heads.build(HeadSpec("nearest", 7, 3, codes=3 * 14))
    heads.find("nearest").fit(head, kept, known, 0)  # type: ignore[misc]
    logits = head(asked).numpy()
    theirs = KNeighborsClassifier(1).fit(kept.numpy(), known.numpy())
    assert np.array_equal(logits.argmax(1), theirs.predict(asked.numpy()))
    for k in range(3):
        distance, _ = KNeighborsClassifier(1).fit(kept[known == k].numpy(), known[known == k].numpy()).kneighbors(asked.numpy())
        assert np.allclose(logits[:, k], -0.5 * distance[:, 0] ** 2, rtol=1e-4)


@pytest.mark.parametrize("key", ["linear", "mlp", "svm"])
def test_standardisation_is_folded_into_the_head(key: str) -> None:
    features, _ = data()
    features[:, 3] = 4.0  # never changes
    scaler = FeatureScaler.fit(features)
    head = heads.build(HeadSpec(key, 7, 3, hidden=5), seed=3)
    expected = head(scaler.transform(features))
    theirs = StandardScaler().fit_transform(features.double().numpy())
    assert np.allclose(scaler.transform(features).numpy(), theirs, atol=1e-5)
    fold_scaler(head, scaler)
    assert torch.allclose(head(features), expected, atol=1e-5)


def test_heads_are_built_by_seed_and_leave_the_global_generator_alone() -> None:
    before = torch.get_rng_state()
    first, again, other = (heads.build(HeadSpec("mlp", 7, 3, hidden=5), seed=seed) for seed in (1, 1, 2))
    assert torch.equal(before, torch.get_rng_state())
    assert torch.equal(first[0].weight, again[0].weight) and not torch.equal(first[0].weight, other[0].weight)  # type: ignore[index]
    with pytest.raises(UserError, match="Did you mean nearest"):
        heads.find("neares")


@pytest.mark.parametrize("head", [head for head in heads.heads().values() if head.behind], ids=lambda head: head.key)
def test_a_head_says_which_modules_stand_behind_the_one_that_reads_the_features(head: heads.Head) -> None:
    built = head.build(HeadSpec(head.key, 7, 3, hidden=5, codes=6))
    assert isinstance(built, nn.Sequential) and tuple(type(module) for module in list(built)[1:]) == head.behind


@pytest.mark.parametrize("head", ["linear", "mlp", "nearest"])
@pytest.mark.parametrize("key", KEYS)
def test_a_new_head_fits_every_network_and_touches_nothing_else(key: str, head: str) -> None:
    loaded = STORE.get(key)
    replacement = head_replacement(loaded.network, loaded.plan)
    head_spec = HeadSpec(head, replacement.features, 4, hidden=6, dropout=0.5, codes=8)
    network = copy.deepcopy(loaded.network)
    replacement.apply(network, head_spec)
    plan = trace_verified(network, random_input(loaded.spec.preparation))
    logits = plan.logits(random_input(loaded.spec.preparation))
    assert logits.shape == (1, 4) and replacement.first_layer(plan).startswith(replacement.path)
    before = loaded.network.state_dict()
    kept = {name: value for name, value in network.state_dict().items() if not name.startswith(replacement.path + ".")}
    assert all(torch.equal(value, before[name]) for name, value in kept.items())
    assert {name for name in before if name not in kept} == {name for name in before if name.startswith(replacement.path + ".")}
    again = head_replacement(network, plan)  # what was taught can be taught again
    again.apply(network, HeadSpec("linear", again.features, 2))
    assert trace_verified(network, random_input(loaded.spec.preparation)).logits(random_input(loaded.spec.preparation)).shape == (1, 2)


@pytest.mark.slow
def test_squeezenets_head_reads_the_mean_of_each_map() -> None:
    """The same weights as its own 1 × 1 convolution: the same logits, but for the ReLU that cut them off."""
    loaded = STORE.get("squeezenet1_1@random")
    replacement = head_replacement(loaded.network, loaded.plan)
    network = copy.deepcopy(loaded.network)
    replacement.apply(network, HeadSpec("linear", 512, 1000))
    own, new = loaded.network.get_submodule("classifier.1"), replacement.head_of(network)
    assert isinstance(own, nn.Conv2d) and isinstance(new, nn.Linear) and own.bias is not None
    with torch.no_grad():
        new.weight.copy_(own.weight.flatten(1))
        new.bias.copy_(own.bias)
        picture = random_input(loaded.spec.preparation)
        maps = own(loaded.network.features(picture))  # type: ignore[operator]
        assert torch.allclose(network(picture), maps.mean((2, 3)), atol=1e-5)


def test_the_nearest_neighbours_layers_have_receipts() -> None:
    from dataclasses import replace

    from models.store.store import load

    loaded = STORE.get("lenet5@random")
    replacement = head_replacement(loaded.network, loaded.plan)

    def build() -> nn.Module:
        network = loaded.spec.build()
        replacement.apply(network, HeadSpec("nearest", 84, 3, codes=12))
        replacement.head_of(network)[0].codes.copy_(torch.randn(12, 84, generator=torch.Generator().manual_seed(1)))  # type: ignore[index]
        return network

    own = load(replace(loaded.spec, key="mine/x", build=build, classes=lambda: loaded.spec.classes()[:3]))
    from models.engine.capture import capture

    rng = np.random.default_rng(0)
    picture = rng.integers(0, 256, (28, 28, 1), dtype=np.uint8)
    builder = ReceiptBuilder(capture(own.plan, own.batch(picture)), own.layer_steps, picture, own.spec.preparation)
    for name, cell in (("fc3.0", (5,)), ("fc3.2", (0, 1, 0)), ("softmax", (2,))):
        receipt = builder.receipt(own.layer_step(name), cell)
        assert receipt.agrees, (name, receipt)
