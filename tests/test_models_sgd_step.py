"""One step of learning against modules written out here: autograd, torch's own SGD and dropout, and differences of the loss itself."""

from __future__ import annotations

import copy
import itertools

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from models import api, service
from models.filters import gallery
from models.training.sgd_step import summaries
from models.training.sgd_step.copies import MAX_UNDO_STEPS
from models.types.activations import PictureSource
from models.types.sgd_step import StepConfig
from tests.network_pictures import picture_for
from tests.sgd_step_reference import KEY, THREE, UNTRAINED, WRONG, as_read, backward, columns_of, folded_cells, three, visitors, written


@pytest.fixture(scope="module", autouse=True)
def as_the_service_runs() -> None:
    api.start()


@pytest.fixture
def who() -> str:
    return next(visitors)


# There and back


@pytest.mark.parametrize("key", [KEY, UNTRAINED])
def test_values_and_gradients_are_those_of_autograd_on_another_module(key: str, who: str) -> None:
    network, answer = written(key), api.forward_backward(key, THREE, WRONG, visitor=who)
    loss = backward(network, three(), WRONG.label)
    assert answer.loss == pytest.approx(float(loss), rel=1e-5)
    assert [column.layer for column in answer.columns] == ["input", "conv1", "pool1", "conv2", "pool2", "fc1", "fc2", "fc3"]
    for name, column in columns_of(answer).items():
        value, slope = network.seen[name].detach()[0].numpy(), network.seen[name].grad[0].numpy()
        assert column.shape == value.shape and column.tensor.factor == (1, 1)
        for shown, true in ((column.tensor.values, value), (column.tensor.gradients, slope)):
            np.testing.assert_allclose(folded_cells(shown, true.size), true.reshape(-1), rtol=1e-4, atol=1e-6 * np.abs(true).max())
        assert column.tensor.gradient_norm == pytest.approx(float(np.linalg.norm(slope.astype(np.float64))), rel=1e-5)
        assert column.tensor.max_abs_gradient == pytest.approx(float(np.abs(slope).max()), rel=1e-5)
        assert (column.tensor.zero_gradients, column.tensor.numbers) == (int((slope == 0).sum()), slope.size)
    gradients = [parameter.grad for parameter in network.parameters()]
    assert answer.gradient_norm == pytest.approx(float(torch.cat([slope.flatten() for slope in gradients]).double().norm()), rel=1e-5)
    assert answer.parameters == sum(parameter.numel() for parameter in network.parameters()) == 61_706


def test_the_gradient_of_the_logits_is_what_was_said_less_what_was_told(who: str) -> None:
    answer = api.forward_backward(UNTRAINED, THREE, WRONG, visitor=who)
    told = np.eye(10, dtype=np.float32)[WRONG.label]
    np.testing.assert_allclose(answer.logit_gradients, answer.probabilities - told, atol=1e-6)
    powers = np.exp(answer.logits.astype(np.float64) - answer.logits.max())
    np.testing.assert_allclose(answer.probabilities, powers / powers.sum(), rtol=1e-5)
    assert answer.loss == pytest.approx(-np.log(powers[WRONG.label] / powers.sum()), rel=1e-5)


def test_weights_stand_beside_their_gradients_and_each_units_norm(who: str) -> None:
    network, answer = written(), api.forward_backward(KEY, THREE, WRONG, visitor=who)
    backward(network, three(), WRONG.label)
    shown = {column.weights.layer: column.weights for column in answer.columns if column.weights}
    assert set(shown) == {"conv1", "conv2", "fc1", "fc2", "fc3"}
    for name, weights in shown.items():
        layer = network.get_submodule(name)
        weight, slope = layer.weight.detach().numpy(), layer.weight.grad.numpy()
        assert weights.shape == weight.shape
        norms = np.linalg.norm(slope.reshape(len(slope), -1).astype(np.float64), axis=1)
        np.testing.assert_allclose(weights.gradient_norms, norms, rtol=1e-4, atol=1e-6 * norms.max())
        assert weights.tensor.gradient_norm == pytest.approx(float(np.linalg.norm(norms)), rel=1e-5)
    first, second, last = shown["conv1"], shown["conv2"], shown["fc3"]
    np.testing.assert_array_equal(first.tensor.values, network.conv1.weight.detach().numpy()[:, 0])
    for unit, plane in itertools.product(range(16), range(6)):  # kernels: units as columns, inputs as rows
        cell = second.tensor.values[0, 5 * plane : 5 * plane + 5, 5 * unit : 5 * unit + 5]
        np.testing.assert_array_equal(cell, network.conv2.weight.detach().numpy()[unit, plane])
    np.testing.assert_allclose(last.tensor.gradients[0], network.fc3.weight.grad.numpy(), rtol=1e-4, atol=1e-5)
    longest = (network.conv2.weight.grad.square().sum((2, 3))).argmax(1)
    assert second.planes.tolist() == longest.tolist()


def test_what_is_larger_than_its_place_is_area_means(who: str) -> None:
    weights = columns_of(api.forward_backward(KEY, THREE, WRONG, visitor=who))["fc1"].weights
    rows, across = weights.tensor.factor
    true = written().fc1.weight.detach().numpy()  # [120, 400]
    means = [[true[y : y + rows, x : x + across].mean() for x in range(0, 400, across)] for y in range(0, 120, rows)]
    assert weights.tensor.values.shape == (1, len(means), len(means[0])) and max(rows, across) > 1
    np.testing.assert_allclose(weights.tensor.values[0], means, rtol=1e-4, atol=1e-7)
    odd = np.arange(35, dtype=np.float32).reshape(1, 5, 7)
    np.testing.assert_allclose(summaries.area_means(odd, (2, 3))[0, 2], [odd[0, 4, :3].mean(), odd[0, 4, 3:6].mean(), odd[0, 4, 6]])


LAYERS = {"conv1": (3, 0), "conv2": (5, 2), "fc1": (40, None), "fc2": (17, None), "fc3": (8, None)}


@pytest.mark.parametrize("layer", LAYERS)
def test_gradients_are_what_the_loss_itself_does(layer: str, who: str) -> None:
    """Central differences in float64 of the steepest weights of a unit."""
    unit, plane = LAYERS[layer]
    shown = api.weight_update(UNTRAINED, THREE, WRONG, layer=layer, unit=unit, plane=plane, visitor=who)
    network, x, label = written(UNTRAINED).double(), three().double(), torch.tensor([WRONG.label])
    weight = network.get_submodule(layer).weight.detach()
    flat = weight[unit] if plane is None else weight[unit, plane]
    cells = shown.gradient.reshape(-1)
    for at in np.argsort(-np.abs(cells[: shown.numbers]))[:3]:
        where = flat.view(-1) if flat.is_contiguous() else flat.reshape(-1)
        kept, losses = float(where[at]), []
        for shift in (1e-5, -1e-5):
            where[at] = kept + shift
            with torch.no_grad():
                losses.append(float(F.cross_entropy(network(x), label)))
        where[at] = kept
        assert cells[at] == pytest.approx((losses[0] - losses[1]) / 2e-5, rel=1e-3, abs=1e-7)


# The update


@pytest.mark.parametrize("layer", LAYERS)
def test_the_rule_written_out(layer: str, who: str) -> None:
    unit, plane = LAYERS[layer]
    config = StepConfig(label=8, learning_rate=0.003)
    shown = api.weight_update(KEY, THREE, config, layer=layer, unit=unit, plane=plane, visitor=who)
    network = written()
    loss = backward(network, three(), 8)
    own = network.get_submodule(layer).weight
    weight, slope = (of[unit] if plane is None else of[unit, plane] for of in (own.detach().numpy(), own.grad.numpy()))
    count = shown.numbers
    assert (shown.layer, shown.unit, shown.plane, count) == (layer, unit, plane or 0, weight.size)
    np.testing.assert_array_equal(shown.before.reshape(-1)[:count], weight.reshape(-1))
    np.testing.assert_allclose(shown.gradient.reshape(-1)[:count], slope.reshape(-1), rtol=1e-4, atol=1e-6 * np.abs(slope).max())
    np.testing.assert_allclose(shown.after, shown.before - 0.003 * shown.gradient, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(shown.delta, -0.003 * shown.gradient, rtol=1e-6)
    torch.optim.SGD(network.parameters(), lr=0.003).step()
    with torch.no_grad():
        logits = network(three())
    after = float(F.cross_entropy(logits, torch.tensor([8])))
    assert shown.loss == (pytest.approx(float(loss), rel=1e-5), pytest.approx(after, rel=1e-3))
    np.testing.assert_allclose(shown.probabilities[1], logits.softmax(1)[0].numpy(), rtol=2e-3, atol=1e-9)
    norm = float(torch.cat([parameter.grad.flatten() for parameter in network.parameters()]).norm())
    assert shown.step_norm == pytest.approx(0.003 * norm, rel=1e-4)


def test_looking_at_an_update_does_not_take_it(who: str) -> None:
    first = api.weight_update(KEY, THREE, WRONG, layer="conv1", unit=2, visitor=who)
    api.loss_along_step(KEY, THREE, WRONG, visitor=who)
    again = api.weight_update(KEY, THREE, WRONG, layer="conv1", unit=2, visitor=who)
    np.testing.assert_array_equal(first.before, again.before)
    assert again.steps_taken == 0 and first.loss == again.loss


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_steps_that_are_taken_are_those_of_torchs_sgd(momentum: float, who: str) -> None:
    config = StepConfig(label=8, learning_rate=0.01, momentum=momentum)
    network = written(UNTRAINED)
    rule = torch.optim.SGD(network.parameters(), lr=0.01, momentum=momentum)
    for step in range(1, 4):
        before = backward(network, three(), 8)
        rule.step()
        taught = api.take_step(UNTRAINED, THREE, config, visitor=who)
        assert (taught.steps_taken, taught.undo_count) == (step, step)
        assert taught.loss[0] == pytest.approx(float(before), rel=1e-4)
    shown = api.weight_update(UNTRAINED, THREE, config, layer="fc3", unit=8, visitor=who)
    np.testing.assert_allclose(shown.before.reshape(-1)[:84], network.fc3.weight.detach()[8].numpy(), rtol=1e-4, atol=1e-6)
    backward(network, three(), 8)
    rule.step()
    np.testing.assert_allclose(shown.after.reshape(-1)[:84], network.fc3.weight.detach()[8].numpy(), rtol=1e-4, atol=1e-6)
    if momentum:
        assert not np.allclose(shown.velocity, shown.gradient)


def test_a_wrong_label_is_learned_on_a_copy_that_is_the_visitors_alone(who: str) -> None:
    store = {name: tensor.clone() for name, tensor in service.store.get(KEY).network.state_dict().items()}
    before = api.forward_backward(KEY, THREE, WRONG, visitor=who)
    for _ in range(8):
        api.take_step(KEY, THREE, WRONG, visitor=who)
    after = api.forward_backward(KEY, THREE, WRONG, visitor=who)
    assert before.probabilities.argmax() == 3 and after.probabilities.argmax() == 8
    assert after.probabilities[8] > 0.9 > 0.01 > before.probabilities[8]
    along = api.loss_along_step(KEY, THREE, WRONG, visitor=who)
    fresh = api.loss_along_step(KEY, THREE, WRONG, visitor=next(visitors))
    right = [int((answers == one.labels).sum()) for one in (fresh, along) for answers in one.predictions[:1]]
    assert right[1] < right[0], "what was learned wrong shows on others too"
    for name, tensor in service.store.get(KEY).network.state_dict().items():
        assert torch.equal(tensor, store[name])
    assert api.forward_backward(KEY, THREE, WRONG, visitor=next(visitors)).loss == before.loss
    assert api.forward_backward(KEY, THREE, WRONG).steps_taken == 0, "of nobody nothing is kept"


def weights_now(key: str, who: str) -> list[Tensor]:
    return list(service.sgd_steps.copies.get(service.store.get(key), who).weights())


def test_undo_restores_every_bit_and_starting_again_all_of_it(who: str) -> None:
    config = StepConfig(label=8, learning_rate=0.01, momentum=0.9)
    states = [weights_now(KEY, who)]
    for _ in range(3):
        api.take_step(KEY, THREE, config, visitor=who)
        states.append(weights_now(KEY, who))
    ahead = api.weight_update(KEY, THREE, config, layer="fc3", unit=8, visitor=who)
    api.take_step(KEY, THREE, config, visitor=who)
    assert api.undo_step(KEY, visitor=who).steps_taken == 3
    same = api.weight_update(KEY, THREE, config, layer="fc3", unit=8, visitor=who)
    np.testing.assert_array_equal(same.after, ahead.after)  # the velocity came back too
    for taken in (2, 1, 0):
        assert api.undo_step(KEY, visitor=who).steps_taken == taken
        assert all(torch.equal(a, b) for a, b in zip(weights_now(KEY, who), states[taken], strict=True))
    assert api.undo_step(KEY, visitor=who).steps_taken == 0
    api.take_step(KEY, THREE, config, visitor=who)
    assert api.undo_step(KEY, everything=True, visitor=who).steps_taken == 0
    assert all(torch.equal(a, b) for a, b in zip(weights_now(KEY, who), states[0], strict=True))


def test_only_so_many_steps_can_be_undone(who: str) -> None:
    for _ in range(MAX_UNDO_STEPS + 3):
        taught = api.take_step("mlp", THREE, StepConfig(1, 0.001), visitor=who)
    assert (taught.steps_taken, taught.undo_count) == (MAX_UNDO_STEPS + 3, MAX_UNDO_STEPS)


# Along the line


def test_the_loss_along_the_line_is_that_of_the_weights_there(who: str) -> None:
    config, reach = StepConfig(label=8, learning_rate=0.0017), 0.001
    along = api.loss_along_step(KEY, THREE, config, reach=reach, visitor=who)
    others = gallery.bundled_gallery(service.store.get(KEY).spec.preparation)
    assert others.labels is not None
    chosen = np.concatenate([np.flatnonzero(others.labels == digit)[:10] for digit in range(10)])
    x, labels = as_read(others.pictures[chosen, :, :, 0]), torch.from_numpy(others.labels[chosen])
    np.testing.assert_array_equal(along.labels, labels)
    assert along.rates[0] == pytest.approx(-reach) and along.rates[-1] == pytest.approx(5 * reach)
    assert any(rate == 0 for rate in along.rates)
    network = written()
    backward(network, three(), 8)
    start = [(parameter.detach().clone(), parameter.grad.clone()) for parameter in network.parameters()]

    @torch.no_grad()
    def at(rate: float) -> tuple[float, float, Tensor]:
        for parameter, (weight, slope) in zip(network.parameters(), start, strict=True):
            parameter.copy_(weight - rate * slope)
        logits = network(x)
        return float(F.cross_entropy(network(three()), torch.tensor([8]))), float(F.cross_entropy(logits, labels)), logits.argmax(1)

    for i, rate in enumerate(along.rates):
        own, theirs, _ = at(float(rate))
        assert along.losses[i] == pytest.approx(own, rel=2e-3, abs=1e-5)
        assert along.test_losses[i] == pytest.approx(theirs, rel=2e-3, abs=1e-6)
    (_, before, answers), (_, after, then) = at(0.0), at(0.0017)
    assert along.test_loss == (pytest.approx(before, rel=1e-4), pytest.approx(after, rel=2e-3))
    np.testing.assert_array_equal(along.predictions, np.stack([answers, then]))


def test_a_network_of_photographs_has_no_hundred_digits(who: str) -> None:
    source = PictureSource("pixels", picture_for("resnet109").tobytes())
    along = api.loss_along_step("resnet109@random", source, StepConfig(5, 0.0001), visitor=who)
    assert len(along.test_losses) == len(along.labels) == 0 and len(along.losses) > 5 and np.isnan(along.test_loss).all()


# Dropout


@pytest.mark.parametrize("seed", [0, 7])
def test_dropout_puts_out_the_units_that_torch_puts_out(seed: int, who: str) -> None:
    config = StepConfig(label=8, learning_rate=0.001, dropout=0.5, seed=seed)
    answer, network = api.forward_backward(KEY, THREE, config, visitor=who), written()
    network.rate = 0.5
    torch.manual_seed(seed)
    loss = backward(network, three(), 8)
    assert answer.loss == pytest.approx(float(loss), rel=1e-5)
    slope = network.seen["fc2"].grad[0].numpy()
    np.testing.assert_allclose(folded_cells(columns_of(answer)["fc2"].tensor.gradients, 84), slope, rtol=1e-4, atol=1e-5)
    out = {place.layer: place.dropped for place in answer.dropout_masks}
    assert list(out) == ["fc1", "fc2"] and (slope[out["fc2"] == 1] == 0).all()
    assert 0.3 < out["fc1"].mean() < 0.7


def test_whole_maps_drop_out_where_that_is_asked_for(who: str) -> None:
    answer = api.forward_backward(KEY, THREE, StepConfig(8, dropout=0.5, maps=True, seed=3), visitor=who)
    out = {place.layer: place.dropped for place in answer.dropout_masks}
    assert [(layer, len(units)) for layer, units in out.items()] == [("conv1", 6), ("conv2", 16), ("fc1", 120), ("fc2", 84)]
    values = columns_of(answer)["pool1"].tensor.values
    assert out["conv1"].any() and not out["conv1"].all()
    for gone, tile in zip(out["conv1"], values, strict=True):
        assert (np.abs(tile).max() == 0) == (gone == 1)
    assert not api.forward_backward(
        "resnet109@random", PictureSource("pixels", picture_for("resnet109").tobytes()), StepConfig(0), visitor=who
    ).can_drop_maps


def test_passes_are_so_many_answers_of_torchs_own_dropout(who: str) -> None:
    passes, network = api.dropout_samples(KEY, THREE, StepConfig(8, dropout=0.5, seed=4), count=6, visitor=who), written()
    with torch.no_grad():
        np.testing.assert_allclose(passes.without_dropout, network(three()).softmax(1)[0].numpy(), rtol=1e-4, atol=1e-9)
        network.rate = 0.5
        for i, row in enumerate(passes.probabilities):
            torch.manual_seed(4 + i)
            np.testing.assert_allclose(row, network(three()).softmax(1)[0].numpy(), rtol=1e-4, atol=1e-9)
    assert [place.dropped.shape for place in passes.sites] == [(6, 120), (6, 84)]
    assert len({row.tobytes() for row in passes.sites[0].dropped}) == 6, "other units each time"


def test_without_dropout_every_pass_says_the_same(who: str) -> None:
    passes = api.dropout_samples(UNTRAINED, THREE, StepConfig(8), count=3, visitor=who)
    np.testing.assert_allclose(passes.probabilities, np.stack([passes.without_dropout] * 3), rtol=1e-5)


# Other networks


def test_kernels_that_lie_flat_are_laid_out_and_learn_nothing_where_they_read_nothing(who: str) -> None:
    """LeNet-5 of 1998 reads a table of maps: its module is run and trained as it is, in torch alone."""
    key, config = "lenet5_1998", StepConfig(label=8, learning_rate=1e-4)
    shown = [api.weight_update(key, THREE, config, layer="c3", unit=0, plane=plane, visitor=who) for plane in range(6)]
    table = [bool(np.abs(one.before).any()) for one in shown]
    assert 0 < sum(table) < 6
    for reads, one in zip(table, shown, strict=True):
        assert reads == bool(np.abs(one.gradient).any()) == bool(np.abs(one.after - one.before).any())
    network = copy.deepcopy(service.store.get(key).network).requires_grad_(True)
    x = service.store.get(key).batch(api.forward_view(key, THREE, "c1").picture)
    F.cross_entropy(network(x), torch.tensor([8])).backward()
    before = network.c3.full_weight().detach().clone()
    torch.optim.SGD(network.parameters(), lr=1e-4).step()
    after = network.c3.full_weight().detach()
    for plane, one in enumerate(shown):
        np.testing.assert_array_equal(one.before, before[0, plane].numpy())
        np.testing.assert_allclose(one.after, after[0, plane].numpy(), rtol=1e-5, atol=1e-8)


def test_a_deep_network_is_shown_by_its_stages(who: str) -> None:
    answer = api.forward_backward(
        "resnet109@random", PictureSource("pixels", picture_for("resnet109").tobytes()), StepConfig(3), visitor=who
    )
    names = [column.layer for column in answer.columns]
    assert names[0] == "input" and names[-1] == "fc" and len(names) <= summaries.MAX_COLUMNS + 1
    assert all(any(name.startswith(f"layer{stage}") for name in names) for stage in range(1, 5))
    assert max(column.tensor.values.size for column in answer.columns) <= summaries.MAX_CELLS
