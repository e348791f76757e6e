"""When a picture may be none of the classes: the rule of each network, its card, and the recipe that measures it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import torch

from models import api
from models.recipes import unknown
from models.store import registry
from models.store.weights import WEIGHTS_FOLDER
from models.types.activations import PictureSource

MEASURED = [spec for spec in registry.specs().values() if spec.least_logit is not None]


def test_every_network_that_comes_along_has_a_measured_rule_and_no_untrained_one_has() -> None:
    """Not those of faces, since what is no face is one of their classes, nor one that answers with a picture."""
    here = {
        spec.key
        for spec in registry.specs().values()
        if spec.weights_location in ("shipped", "packaged") and spec.task != "faces" and spec.answer == "classes"
    }
    assert {spec.key for spec in MEASURED} == here
    assert all(info.least_logit is None for info in api.networks() if info.weights == "random")


@pytest.mark.parametrize("spec", MEASURED, ids=lambda spec: spec.key)
def test_the_card_tells_the_rule_that_the_page_follows(spec: registry.NetworkSpec) -> None:
    text = (WEIGHTS_FOLDER / f"{spec.key}.md").read_text("utf-8")
    assert text.count(unknown.HEADING) == 1
    told = re.search(r"largest logit is below \*\*(-?[\d.]+)\*\*: 95.00 % of .*\d", text)
    assert told and float(told[1]) == spec.least_logit
    rows = re.findall(r"^\| [\w ]+ \| (\d+) of (\d+) \| ([\d.]+) % to ([\d.]+) % \|$", text, re.MULTILINE)
    assert rows
    for called, total, low, high in rows:
        assert float(low) <= 100 * int(called) / int(total) <= float(high)


def test_the_rule_is_the_largest_logit_that_nineteen_of_twenty_reach() -> None:
    text = unknown.section(float(torch.arange(100.0).quantile(1 - unknown.KEPT)), "100 numbers", {"zeros": torch.zeros(4)})
    assert "below **4.95**" in text and "| zeros | 4 of 4 |" in text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# A\n\n## Known failures\n\n- x\n", "# A\n\n{}\n\n## Known failures\n\n- x\n"),
        ("# A\n", "# A\n\n{}\n"),
        ("# A\n\n{}\n\n## Known failures\n", "# A\n\n{}\n\n## Known failures\n"),
    ],
)
def test_a_card_has_the_section_once_wherever_it_was(before: str, after: str, tmp_path: Path) -> None:
    card = tmp_path / "card.md"
    old, new = (f"{unknown.HEADING}\n\n{said}" for said in ("old", "new"))
    card.write_text(before.format(old), "utf-8")
    unknown.write_into_card(card, new)
    unknown.write_into_card(card, new)
    assert card.read_text("utf-8") == after.format(new)


def test_noise_and_ink_are_called_unknown_by_the_network_for_photographs_and_a_cat_is_not() -> None:
    least = registry.specs()["efficientnet_lite0"].least_logit
    cat = (Path(__file__).parents[1] / "assets" / "samples" / "cat.jpg").read_bytes()
    assert least is not None
    assert api.predict("efficientnet_lite0", PictureSource("picture", cat))[0].logit > least
    for kind in ("handwritten digits", "clouds of colour"):
        some = unknown.made_strangers(drawing=False, seed=9)[kind][:5]
        below = [api.predict("efficientnet_lite0", PictureSource("picture", picture))[0].logit < least for picture in some]
        assert sum(below) >= 4, kind


def test_letters_are_drawn_with_ink_that_is_found() -> None:
    logits = unknown.largest_logits(registry.specs()["lenet5"], iter(unknown.made_strangers(drawing=True, seed=9)["printed letters"][:8]))
    assert len(logits) >= 7 and torch.isfinite(logits).all()
