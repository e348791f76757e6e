"""Digits by other hands: those that are learned from, those that judge, and what the shipped networks read of them."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from sklearn.neighbors import KNeighborsClassifier

from models.inputs.drawing import BOARD_SIDE, prepare
from models.recipes import drawn_hands, glyphs, strangers
from models.recipes.digit_loop import predict_logits
from models.recipes.drawn_hands import HandwritingConfig
from models.recipes.mnist import Digits
from models.store import registry

ROOT = Path(__file__).parents[1]
RECIPES, WEIGHTS = ROOT / "models" / "recipes", ROOT / "assets" / "weights"
KEYS = ("lenet5", "lenet5_plain", "lenet5_1998", "mlp")
LEAST = {"mlp": 0.93}
"""Share of a hard kind that a card must tell; 0.95 for the LeNets. The dense network's is a bound that was measured, not the goal: it reads
94.5 % of the flagged 1s here and 95.05 % of 2,000 others, and learning more of them did not help (its card)."""
HARD = ("thin", "thick", "tiny", "flagged 1", "crossed 7", "open 4", "looped 2")
CLEAN = HandwritingConfig(count=60, faulty=0)


# Those that are learned from


@cache
def bank(count: int, faulty: float, seed: int = 1) -> Digits:
    return drawn_hands.draw_digits(HandwritingConfig(count=count, faulty=faulty), seed)


def test_the_same_seed_draws_the_same_digits_each_class_as_often() -> None:
    some, again, other = bank(60, 0.5), drawn_hands.draw_digits(HandwritingConfig(count=60, faulty=0.5), 1), bank(60, 0.5, 2)
    assert torch.equal(some.pictures, again.pictures) and not torch.equal(some.pictures, other.pictures)
    assert some.labels.bincount(minlength=10).tolist() == [6] * 10
    assert len({picture.numpy().tobytes() for picture in some.pictures}) == 60
    assert len(drawn_hands.draw_digits(HandwritingConfig(count=0), 0)) == 0


@pytest.mark.parametrize("digit", range(10))
def test_every_shape_is_drawn_on_the_board_with_pens_from_thin_to_thick(digit: int) -> None:
    rng = np.random.default_rng(0)
    for name, (share, draw) in glyphs.GLYPHS[digit].items():
        assert share > 0
        for _ in range(20):
            places = np.concatenate(draw(rng))
            assert places.shape[1] == 2 and places.min() > -0.4 and places.max() < 1.4, name
    drawings = [drawn_hands.strokes_of(digit, CLEAN, rng) for _ in range(60)]
    ratios = [s[0].pen / max(1, np.ptp(np.concatenate([one.points for one in s])[:, 1].astype(int))) for s in drawings]
    heights = [np.ptp(np.concatenate([one.points for one in s])[:, 1].astype(int)) for s in drawings]
    assert min(ratios) < 0.03 and max(ratios) > 0.18 and min(heights) < 0.15 * BOARD_SIDE and max(heights) > 0.6 * BOARD_SIDE


def test_faults_leave_a_digit_that_can_be_read() -> None:
    """The nearest of 400 clean ones names most of those that a finder spoiled, and none is blank."""
    clean, spoiled = bank(400, 0), bank(100, 1.0, 3)
    assert (spoiled.pictures.flatten(1).amax(1) == 255).all()
    assert (spoiled.pictures.float().mean((1, 2)) > 3).all()
    nearest = KNeighborsClassifier(3).fit(clean.pictures.flatten(1).numpy(), clean.labels.numpy())
    assert nearest.score(spoiled.pictures.flatten(1).numpy(), spoiled.labels.numpy()) > 0.5  # chance: 0.1


def test_without_faults_a_digit_is_what_the_page_prepares() -> None:
    rng = np.random.default_rng((5, 28))
    made = drawn_hands.draw_digits(HandwritingConfig(count=3, faulty=0), 5)
    for digit in range(3):
        strokes = drawn_hands.strokes_of(digit, HandwritingConfig(), rng)
        rng.random()
        assert np.array_equal(made.pictures[digit].numpy(), prepare(strokes))


# Those that judge


def test_strangers_share_nothing_with_training() -> None:
    tree = ast.parse((RECIPES / "strangers.py").read_text("utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not imported & {"models.recipes.glyphs", "models.recipes.drawn_hands", "models.recipes.handwriting"}
    for module in ("glyphs", "drawn_hands", "digit_loop", "handwriting"):
        assert "strangers import" not in (RECIPES / f"{module}.py").read_text("utf-8")


@pytest.mark.parametrize("name", strangers.KINDS)
def test_a_kind_is_of_its_digits_and_its_pens(name: str) -> None:
    kind, some = strangers.KINDS[name], strangers.draw_kind(name, 20)
    assert torch.equal(some.pictures, strangers.draw_kind(name, 30).pictures[:20])
    assert set(some.labels.tolist()) <= {digit for digit, _ in kind.shapes}
    assert (some.pictures.flatten(1).amax(1) == 255).all()
    strokes = strangers.strokes_of(kind.shapes[0][1], kind, np.random.default_rng(0))
    assert all(round(kind.pen[0]) <= stroke.pen <= round(kind.pen[1]) for stroke in strokes)


@pytest.mark.slow  # 1,797 pictures are looked for a digit
def test_the_other_writers_are_scikit_learns_and_stay_readable() -> None:
    digits = strangers.other_writers()
    assert len(digits) == 1_797 and digits.labels[:10].tolist() == list(range(10))
    nearest = KNeighborsClassifier(3).fit(digits.pictures[:900].flatten(1).numpy(), digits.labels[:900].numpy())
    assert nearest.score(digits.pictures[900:].flatten(1).numpy(), digits.labels[900:].numpy()) > 0.9


# What the shipped networks read


def right(key: str, digits: Digits) -> int:
    spec = registry.specs()[key]
    net = spec.build()
    net.load_state_dict(load_file(WEIGHTS / f"{key}.safetensors"))
    return int((predict_logits(net.eval(), digits, spec.preparation).argmax(1) == digits.labels).sum())


def told(key: str) -> dict[str, tuple[int, int]]:
    """The card's figures on strangers: kind → right of how many."""
    rows = re.findall(r"^- (.+): ([\d,]+) of ([\d,]+) right: \*\*", (WEIGHTS / f"{key}.md").read_text("utf-8"), re.MULTILINE)
    return {name: (int(some.replace(",", "")), int(total.replace(",", ""))) for name, some, total in rows}


@pytest.mark.parametrize("key", KEYS)
def test_the_card_begins_with_strangers_and_they_add_up(key: str) -> None:
    text, figures = (WEIGHTS / f"{key}.md").read_text("utf-8"), told(key)
    assert text.index("strangers") < text.index("## The file")
    kinds = [figures[name[0].upper() + name[1:]] for name in strangers.KINDS]
    assert figures["Drawn, all kinds"] == tuple(map(sum, zip(*kinds, strict=True)))


@pytest.mark.parametrize("key", KEYS)
def test_a_card_says_enough_to_be_shipped(key: str) -> None:
    figures = {name.lower(): some / total for name, (some, total) in told(key).items()}
    assert figures["drawn, all kinds"] >= 0.97
    assert {name: figures[name] for name in HARD if figures[name] < LEAST.get(key, 0.95)} == {}


@pytest.mark.parametrize("name", HARD)
def test_hard_kinds_are_read(name: str) -> None:
    """The first hundred of each; before hands were drawn for it, it read 78 flagged 1s of them."""
    assert right("lenet5", strangers.draw_kind(name, 100)) >= 93


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_the_cards_figures_are_measured_again(key: str) -> None:
    spec = registry.specs()[key]
    net = spec.build()
    net.load_state_dict(load_file(WEIGHTS / f"{key}.safetensors"))
    again = strangers.accuracy_by_kind(net, spec.preparation)
    assert {name[0].upper() + name[1:]: counts for name, counts in again.items()}.items() <= told(key).items()
