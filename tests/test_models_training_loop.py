"""The training loop against PyTorch's usual one: same weights, same dropout, same statistics; stopped, out of time, diverged; no trace."""

from __future__ import annotations

import copy
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.augment.config import AugmentationConfig
from models.engine.tracing import trace_verified
from models.errors import UserError
from models.training.core.batches import FixedBatches, PictureBatches, ViewBatches
from models.training.core.divergence import exploded
from models.training.core.loop import TrainingProgress, shuffled_batches, train
from models.training.core.settings import SEED_LIMIT, TrainingSettings
from models.training.core.trainable_tail import TrainableTail, inverted_dropout
from models.types.divergence import sentence
from tests import threads

CLASSES = 3


class Small(nn.Module):
    """A convolution, a batch norm, in-place activation, both dropouts, two dense layers."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.norm = nn.BatchNorm2d(4)
        self.relu = nn.ReLU(inplace=True)
        self.maps_out = nn.Dropout2d(0.25)
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(4 * 36, 16)
        self.act = nn.ReLU()
        self.out = nn.Dropout(0.4)
        self.fc2 = nn.Linear(16, CLASSES)

    def forward(self, x: Tensor) -> Tensor:  # (N, 1, 8, 8)
        x = self.maps_out(self.relu(self.norm(self.conv(x))))
        logits: Tensor = self.fc2(self.out(self.act(self.fc1(self.flatten(x)))))
        return logits


def small() -> Small:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(5)
        return Small().eval().requires_grad_(False)


def data(count: int, seed: int = 0) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    labels = torch.arange(count) % CLASSES
    return torch.randn(count, 1, 8, 8, generator=generator) + labels[:, None, None, None], labels


def learner_of(network: nn.Module, at: str | None = None, *, statistics: bool = False) -> TrainableTail:
    plan = trace_verified(network, torch.randn(1, 1, 8, 8, generator=torch.Generator().manual_seed(0)))
    return TrainableTail(plan, next(step.slot for step in plan.steps if step.name == at) if at else 0, statistics=statistics)


def usual(network: nn.Module, inputs: Tensor, labels: Tensor, settings: TrainingSettings, optimiser: torch.optim.Optimizer) -> None:
    """PyTorch's own loop, as its tutorials write it; dropout draws from the global generator."""
    network.train()
    steps = 0
    total = settings.epochs * len(next(shuffled_batches(len(labels), settings)))
    turning = {
        "constant": lambda: torch.optim.lr_scheduler.ConstantLR(optimiser, factor=1.0),
        "cosine": lambda: torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, total),
        "step": lambda: torch.optim.lr_scheduler.MultiStepLR(optimiser, [-(-total // 2), -(-3 * total // 4)]),
    }[settings.schedule]()
    criterion = nn.CrossEntropyLoss(label_smoothing=settings.label_smoothing)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(settings.seed + SEED_LIMIT)
        generator = torch.Generator().manual_seed(settings.seed)
        for _ in range(settings.epochs):
            for some in torch.randperm(len(labels), generator=generator).split(settings.batch):
                optimiser.zero_grad()
                loss = criterion(network(inputs[some]), labels[some])
                loss.backward()
                if settings.clip:
                    nn.utils.clip_grad_norm_(network.parameters(), settings.clip)
                optimiser.step()
                turning.step()
                steps += 1
    network.eval()
    assert steps == total


def same(one: nn.Module, other: nn.Module, tolerance: float = 2e-5) -> None:
    state = other.state_dict()
    for name, value in one.state_dict().items():
        assert torch.allclose(value, state[name], atol=tolerance, rtol=1e-4), name


OPTIMISERS = {
    "sgd": lambda p, s: torch.optim.SGD(p, lr=s.learning_rate, momentum=s.momentum, weight_decay=s.weight_decay),
    "adam": lambda p, s: torch.optim.Adam(p, lr=s.learning_rate, weight_decay=s.weight_decay),
    "adamw": lambda p, s: torch.optim.AdamW(p, lr=s.learning_rate, weight_decay=s.weight_decay),
}


@pytest.mark.parametrize(
    "settings",
    [
        TrainingSettings(epochs=3, batch=8, optimiser="sgd", learning_rate=0.02, schedule="cosine", seed=3),
        TrainingSettings(epochs=3, batch=7, optimiser="adam", schedule="step", clip=0.5, label_smoothing=0.1),
        TrainingSettings(epochs=2, batch=8, optimiser="adamw", weight_decay=0.1, seed=11),
    ],
    ids=lambda settings: settings.optimiser,
)
def test_it_ends_with_the_weights_of_the_usual_loop(settings: TrainingSettings) -> None:
    """Both dropouts, a batch norm that learns its statistics, a schedule: all as `network.train()` would have them."""
    inputs, labels = data(30)
    ours, theirs = small(), small().requires_grad_(True)
    reports = list(train(learner_of(ours, statistics=True), FixedBatches(inputs, labels), None, settings))
    usual(theirs, inputs, labels, settings, OPTIMISERS[settings.optimiser](theirs.parameters(), settings))
    same(ours, theirs)
    assert reports[-1].ended == "done" and reports[-1].step == reports[-1].steps
    assert not torch.equal(ours.fc2.weight, small().fc2.weight)


def test_statistics_stay_where_they_are_frozen() -> None:
    inputs, labels = data(16)
    network = small()
    list(train(learner_of(network), FixedBatches(inputs, labels), None, TrainingSettings(epochs=2)))
    assert torch.equal(network.norm.running_mean, torch.zeros(4)) and not torch.equal(network.norm.weight, torch.ones(4))
    assert int(network.norm.num_batches_tracked) == 0


def test_dropout_drops_what_torch_would_drop() -> None:
    x = torch.randn(5, 6, 4, 4, generator=torch.Generator().manual_seed(1))
    with torch.random.fork_rng(devices=[]):
        for seed, share in ((0, 0.5), (9, 0.1)):
            torch.manual_seed(seed)
            assert torch.equal(F.dropout(x, share), inverted_dropout(x, share, torch.Generator().manual_seed(seed)))
            torch.manual_seed(seed)
            assert torch.equal(F.dropout2d(x, share), inverted_dropout(x, share, torch.Generator().manual_seed(seed), whole_maps=True))


def test_two_runs_with_one_seed_see_one_order_whatever_else_is_drawn() -> None:
    """One lane augments and drops out, the other does neither: the pictures of every batch are the same."""
    seen: dict[str, list[list[int]]] = {"plain": [], "other": []}
    pictures = (torch.arange(20)[:, None, None, None] * torch.ones(20, 1, 8, 8)).to(torch.uint8)
    labels = torch.arange(20) % CLASSES

    for name, augmentation in (
        ("plain", AugmentationConfig()),
        ("other", AugmentationConfig.from_json([{"transform": "rotation"}, {"transform": "mixup"}])),
    ):

        class Watched(PictureBatches):
            def batch(self, epoch: int, chosen: Tensor, name: str = name) -> tuple[Tensor, Tensor]:
                seen[name].append(chosen.tolist())
                return super().batch(epoch, chosen)

        batches = Watched(pictures, labels, CLASSES, lambda some: some.float() / 20, augmentation, seed=4)
        list(train(learner_of(small()), batches, None, TrainingSettings(epochs=3, batch=6, seed=4)))
    assert seen["plain"] == seen["other"] and sorted(i for batch in seen["plain"][:4] for i in batch) == list(range(20))


def test_the_same_settings_give_the_same_curve_and_another_seed_another() -> None:
    inputs, labels = data(20)

    def curve(seed: int) -> list[float]:
        return [r.loss for r in train(learner_of(small()), FixedBatches(inputs, labels), None, TrainingSettings(epochs=2, seed=seed))]

    assert curve(1)[1:] == curve(1)[1:] != curve(2)[1:]


def test_scores_are_measured_in_use_on_pictures_as_they_are() -> None:
    """Not as it trained: dropout off, labels not smoothed, pictures not augmented; once before the first step, once after each epoch."""
    inputs, labels = data(21)
    others = data(9, seed=7)
    network = small()
    scored = []
    batches = ViewBatches(torch.stack([inputs, inputs.flip(3) * 5]), labels, seed=0)
    for progress in train(
        learner_of(network, statistics=True), batches, FixedBatches(*others), TrainingSettings(epochs=3, batch=8, label_smoothing=0.3)
    ):
        if progress.train and progress.validation:
            scored.append(progress)
            with torch.no_grad():
                for score, (x, y) in ((progress.train, (inputs, labels)), (progress.validation, others)):
                    logits = network(x)
                    assert score.loss == pytest.approx(float(F.cross_entropy(logits, y)), rel=1e-5)
                    assert score.accuracy == pytest.approx(float((logits.argmax(1) == y).float().mean()))
                    assert score.predictions.tolist() == logits.argmax(1).tolist()
    assert [progress.epoch for progress in scored] == [0, 1, 2, 3]
    assert math.isnan(scored[0].loss) and scored[-1].ended == "done"


def test_views_show_every_picture_once_an_epoch_in_a_view_that_the_order_does_not_move() -> None:
    views = torch.arange(4 * 30).view(4, 30, 1).float()
    batches = ViewBatches(views, torch.zeros(30, dtype=torch.int64), seed=8)
    together, _ = batches.batch(2, torch.arange(30))
    apart = torch.cat([batches.batch(2, torch.tensor([i]))[0] for i in reversed(range(30))]).flip(0)
    assert torch.equal(together, apart) and torch.equal(together.flatten() % 30, torch.arange(30).float())
    assert len({int(value) // 30 for value in together.flatten()}) == 4
    assert not torch.equal(together, batches.batch(3, torch.arange(30))[0])


def test_augmented_pictures_are_new_in_every_epoch_and_mixed_labels_go_along() -> None:
    pictures = torch.randint(0, 255, (6, 1, 8, 8), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))
    labels = torch.arange(6) % CLASSES
    augmentation = AugmentationConfig.from_json([{"transform": "mixup"}])
    batches = PictureBatches(pictures, labels, CLASSES, lambda some: some.float(), augmentation, seed=3)
    (first, shares), (second, _) = (batches.batch(epoch, torch.arange(6)) for epoch in (1, 2))
    drawn = [augmentation.draw(3, index, (1, 8, 8)) for index in range(6)]
    own = torch.tensor([one[0]["share"] for one in drawn])[:, None]
    hot = torch.eye(CLASSES)[labels]
    assert torch.allclose(shares, own * hot + (1 - own) * hot.roll(1, 0))
    assert torch.equal(first, augmentation.apply(pictures, drawn).float()) and not torch.equal(first, second)
    assert torch.equal(torch.cat([part for part, _ in batches.unaugmented()]), pictures.float())


def test_stop_ends_within_a_batch_and_keeps_what_was_learned() -> None:
    inputs, labels = data(40)
    network, stop, steps = small(), threading.Event(), 0
    for progress in train(
        learner_of(network), FixedBatches(inputs, labels), FixedBatches(inputs, labels), TrainingSettings(batch=4), should_stop=stop.is_set
    ):
        steps = max(steps, progress.step)
        if progress.step == 13:
            stop.set()
    assert (steps, progress.ended) == (13, "stopped")
    assert progress.validation is not None and not torch.equal(network.fc2.weight, small().fc2.weight)
    with torch.no_grad():
        assert progress.validation.predictions.tolist() == network(inputs).argmax(1).tolist()


def test_closing_it_stops_at_once_and_keeps_what_was_learned() -> None:
    inputs, labels = data(40)
    network = small()
    running = train(learner_of(network), FixedBatches(inputs, labels), None, TrainingSettings(batch=4))
    progress = next(progress for progress in running if progress.step == 13)
    after_13 = copy.deepcopy(network.state_dict())
    running.close()
    assert progress.step == 13 and all(torch.equal(value, after_13[name]) for name, value in network.state_dict().items())
    assert not any(p.requires_grad or p.grad is not None for p in network.parameters())


def test_its_time_is_bounded() -> None:
    inputs, labels = data(40)
    now = [0.0]

    def clock() -> float:
        now[0] += 1.0
        return now[0]

    *_, last = train(learner_of(small()), FixedBatches(inputs, labels), None, TrainingSettings(batch=4), seconds=7.5, clock=clock)
    assert (last.ended, last.step) == ("time", 7)


def test_an_infinite_loss_ends_it_with_the_weights_before() -> None:
    inputs, labels = data(40)
    network = small()
    begun = torch.cat([one.detach().flatten() for one in network.parameters()]).double().norm()
    reports = list(
        train(
            learner_of(network),
            FixedBatches(inputs, labels),
            None,
            TrainingSettings(optimiser="sgd", learning_rate=10, batch=4, epochs=200),
        )
    )
    assert reports[-1].ended == "diverged" and not math.isfinite(reports[-1].loss)
    assert all(torch.isfinite(value).all() for value in network.state_dict().values())
    grown = torch.cat([one.detach().flatten() for one in network.parameters()]).double().norm()
    assert reports[-1].growth == pytest.approx(float(grown / begun)) and grown > 10 * begun
    assert 1 <= reports[-1].exploded <= reports[-1].epoch
    assert {(one.exploded, math.isnan(one.growth)) for one in reports[:-1]} == {(0, True)}


@pytest.mark.parametrize(
    ("losses", "epoch"),
    [
        ([2, 1, 0.5], 0),
        ([2, 19, 20], 0),
        ([2, 21, 22], 1),
        ([2, 1, 30, math.inf], 2),
        ([2, 30, 1], 0),
        ([2, 1, math.nan], 2),
        ([2], 0),
        ([], 0),
    ],
)
def test_a_loss_exploded_where_it_stays_ten_times_that_of_the_start(losses: list[float], epoch: int) -> None:
    assert exploded(losses) == epoch


def test_an_explosion_is_said_with_what_shows_it() -> None:
    said = sentence(3, 41.26)
    assert said.en == "The loss exploded at epoch 3: the rate is too high; the weights’ norm is 41.3 times that of the start."
    assert said.pt == "A perda explodiu na época 3: a taxa está alta demais; a norma dos pesos é 41,3 vezes a do início."
    assert "2.5·10¹²" in sentence(3, 2.5e12).en and "no longer a number" in sentence(1, math.nan).en


def test_a_picture_alone_joins_the_batch_before() -> None:
    cut = next(shuffled_batches(17, TrainingSettings(batch=8)))
    assert [len(part) for part in cut] == [8, 9] and sorted(torch.cat(cut).tolist()) == list(range(17))
    assert [len(part) for part in next(shuffled_batches(3, TrainingSettings(batch=1)))] == [1, 1, 1]
    assert [len(part) for part in next(shuffled_batches(1, TrainingSettings(batch=8)))] == [1]


def test_only_what_comes_after_the_slot_learns() -> None:
    network = small()
    tail = learner_of(network, "flatten")
    before = copy.deepcopy(network.state_dict())
    inputs, labels = data(20)
    with torch.no_grad():
        maps = tail.plan.value(inputs, tail.slot)
    list(train(tail, FixedBatches(maps, labels), None, TrainingSettings(epochs=2)))
    moved = {name for name, value in network.state_dict().items() if not torch.equal(value, before[name])}
    assert moved == {"fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"}


def test_it_leaves_no_trace_and_computes_in_turns() -> None:
    inputs, labels = data(20)
    held, most = 0, 0

    @contextmanager
    def turn() -> Iterator[None]:
        nonlocal held, most
        held, most = held + 1, max(most, held + 1)
        yield
        held -= 1

    def settings() -> tuple[object, ...]:
        return torch.is_grad_enabled(), torch.get_num_threads(), torch.get_default_dtype(), threads.ours()

    before, random = settings(), torch.get_rng_state()
    for _ in train(
        learner_of(small(), statistics=True),
        FixedBatches(inputs, labels),
        FixedBatches(inputs, labels),
        TrainingSettings(epochs=2),
        acquire=turn,
    ):
        assert settings() == before and held == 0  # nor while somebody looks at a report
    assert settings() == before and torch.equal(random, torch.get_rng_state()) and most == 1


def test_every_report_counts_up() -> None:
    inputs, labels = data(20)
    reports: list[TrainingProgress] = list(
        train(learner_of(small()), FixedBatches(inputs, labels), None, TrainingSettings(epochs=3, batch=8))
    )
    assert {progress.steps for progress in reports} == {9} and [r.step for r in reports] == sorted(r.step for r in reports)
    assert {(r.epoch, r.step) for r in reports if r.step} == {(1 + (step - 1) // 3, step) for step in range(1, 10)}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"epochs": 0}, "from 1 to 1,000"),
        ({"epochs": 2.5}, "a whole number"),
        ({"learning_rate": float("nan")}, "learning_rate: nan"),
        ({"batch": True}, "batch: True"),
        ({"seed": "3"}, "seed: '3'"),
        ({"optimiser": "adm"}, "Did you mean adam"),
        ({"learning": 3}, "Did you mean learning_rate"),
    ],
)
def test_settings_that_are_not_accepted(given: dict[str, object], said: str) -> None:
    with pytest.raises(UserError, match=said):
        TrainingSettings.from_json(given)


def test_settings_are_read_over_defaults() -> None:
    assert TrainingSettings.from_json({"epochs": 3.0}, TrainingSettings(batch=5)) == TrainingSettings(epochs=3, batch=5)
