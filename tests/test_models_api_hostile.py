"""Every public function, with one argument that nobody should give: it answers, or refuses in a sentence, or says which type it takes."""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

import numpy as np
import pytest

from models import api
from models.errors import UserError
from models.types.activations import PictureSource
from models.types.code import Code
from models.types.convolution import ConvolutionSettings
from models.types.filters import Edit
from models.types.sgd_step import StepConfig
from models.types.tissue import TissueStroke
from tests.class_zips import GOOD, zipped
from tests.network_pictures import picture_for
from tests.pklot import small

KEY = "lenet5@random"
PICTURE = PictureSource("pixels", picture_for(KEY).tobytes())
ENCODED = PictureSource("picture", GOOD[0][1])
HOSTILE = {
    "None": None,
    "NaN": math.nan,
    "-1": -1,
    "a billion": 10**9,
    "endless": math.inf,
    "nothing": "",
    "a word": "hostile",
    "a list": [],
    "a list of lists": [[]],
    "a mapping": {},
    "bytes": b"\0",
    "a thing": object(),
}
GIVEN: dict[str, Any] = {
    "key": KEY,
    "keys": [KEY],
    "source": PICTURE,
    "content": PICTURE,
    "style": PICTURE,
    "layer": "conv1",
    "cell": (1, 2, 3),
    "unit": 1,
    "channel": 1,
    "method": "saliency",
    "target": 1,
    "heat": np.zeros((28, 28), np.float32),
    "along": "angle",
    "places": [1],
    "dataset": "digits",
    "count": 2,
    "counts": (1,),
    "runs": [{"each": 2, "epochs": 1}],
    "run": {"each": 2, "epochs": 1},
    "config": StepConfig(label=5),
    "edits": [Edit("conv1", 2, -1.0)],
    "planes": np.ones((1, 9, 9), np.uint8),
    "kernels": np.ones((1, 3, 3), np.float32),
    "bias": 0.5,
    "settings": ConvolutionSettings(padding=1),
    "visitor": "hostile",
    "name": "a name",
    "which": 1,
    "sources": [ENCODED],
    "examples": [1],
    "example": 1,
    "each": 2,
    "ids": [1],
    "side": 32,
    "digests": [],
    "files": {},
    "shown": Code("", ""),
    "language": "en",
    "classes": "add",
    "data": b"",
    "head": b"",
    "size": 0,
    "network": "nothing.py:build",
    "strokes": [TissueStroke(kind, 0.05, ((0.2 + 0.3 * kind, 0.2), (0.2 + 0.3 * kind, 0.8))) for kind in (0, 1)],
    "kinds": 2,
    "window": (0, 0, 24, 24),
    "sample": "colon",
}
OF: dict[str, dict[str, Any]] = {  # what a function means by a name that others share
    "import_zip": {"data": zipped(GOOD)},
    "pklot": {"data": small()},
    "centre_square": {"source": ENCODED},
    "network_code": {"name": "alexnet"},
    "fine_tune": {"config": {"network": KEY}},
    "compare_with_scratch": {"config": {"network": "lenet5"}},
    "freeze_point_costs": {"config": {"network": KEY}},
    "fine_tune_code": {"config": {"network": KEY}},
    "fine_tune_folder": {"config": {"network": KEY}},
    "augment_code": {"config": []},
    "variants": {"config": []},
    "face_window": {"source": ENCODED, "network": "rnet"},
    "colour_tissue": {"source": ENCODED},
    "tissue_patches": {"source": ENCODED},
}


def arguments(name: str) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(getattr(api, name)).parameters)


def given(name: str) -> dict[str, Any]:
    """Arguments that are in order; of those with a default only what the function is about."""
    known = GIVEN | OF.get(name, {})
    return {one: known[one] for one, has in arguments(name).items() if has.default is inspect.Parameter.empty}


def called(name: str, **changed: Any) -> None:
    answer = getattr(api, name)(**{**given(name), **changed})
    if isinstance(answer, Iterator):
        list(islice(answer, 2))
        answer.close()  # type: ignore[attr-defined]


QUIET = ("feature_race", "warm_up", "history_networks")  # seconds each; `measured_points` reads the same arguments as `feature_race`
TAKING = [name for name in api.__all__ if name not in QUIET and inspect.signature(getattr(api, name)).parameters]


SOME = ("None", "NaN", "-1", "nothing", "a list of lists")
LABELS = ("visitor", "language", "gesture", "burst", "chosen", "with_test", "fresh", "original", "with_untrained", "everything")
"""Arguments that change little of what is computed: whatever they are given, most of the work is done."""


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["some", "every"])
@pytest.mark.parametrize("name", TAKING)
def test_no_argument_crashes_a_function(name: str, every: bool) -> None:
    nobody = "`visitor` is" in (getattr(api, name).__doc__ or "")  # then it is said that this is a ValueError
    for argument, word in product(arguments(name), HOSTILE):
        value = HOSTILE[word]
        if every or (word in SOME and argument not in LABELS):
            try:
                called(name, **{argument: value})
            except UserError as refusal:
                for said in (refusal.say("en"), refusal.say("pt")):
                    assert said.endswith(".") and not re.search(r"\{\w", said), (argument, word, said)
            except TypeError as wrong:
                assert str(wrong), (argument, word)
            except ValueError as wrong:
                assert nobody and argument == "visitor" and not value, (argument, word, wrong)
    api.forget_visitor("hostile")


SENTENCES = [
    ("load_dataset", "each", math.nan, "each: nan is not accepted. Accepted: a whole number from 2 to 2,000."),
    ("load_dataset", "each", -1, "each: -1 is not accepted. Accepted: a whole number from 2 to 2,000."),
    ("centre_square", "side", 0, "side: 0 is not accepted. Accepted: a whole number from 1 to 4,096."),
    ("example_thumbnails", "side", 10**9, "side: 1000000000 is not accepted. Accepted: a whole number from 1 to 512."),
    ("split_counts", "seed", -1, "seed: -1 is not accepted. Accepted: a whole number from 0 to 2,147,483,647."),
    ("convolve", "bias", math.nan, "bias: nan is not accepted. Accepted: a number from −1,000,000 to 1,000,000."),
    ("sweep", "keys", [], "keys: a curve takes one network or more, and none was named."),
]


@pytest.mark.parametrize(("name", "argument", "value", "said"), SENTENCES)
def test_what_was_taken_unread_is_refused_in_a_sentence(name: str, argument: str, value: object, said: str) -> None:
    with pytest.raises(UserError) as refusal:
        called(name, **{argument: value})
    assert refusal.value.say("en") == said and refusal.value.say("pt") != said


def test_what_is_of_another_type_is_said_by_name() -> None:
    with pytest.raises(TypeError, match=r"logits: source takes PictureSource, and was given str"):
        api.logits(KEY, "a picture")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"count_correct: edits takes Sequence\[Edit\], and was given list"):
        api.count_correct(KEY, [3])  # type: ignore[list-item]
    assert api.augment_code(KEY, PICTURE, [], partner=None), "None where None is taken"
