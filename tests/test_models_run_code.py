"""The code that the page shows is run as a student would, and makes the same curve and the same weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from models import api, service
from models.training.compare.experiment import Experiment
from models.types.compare import EpochResult
from tests.standalone import here

TURNED = [{"transform": "rotation", "parameters": {"degrees": [-15, 15]}}, {"transform": "translation"}]
SHORT = {"each": 2, "epochs": 2, "batch": 7}
CASES: dict[str, dict[str, Any]] = {
    "plain": {},
    "dropout": {"dropout": 0.4, "seed": 3},
    "random labels": {"random_labels": 0.5, "label_smoothing": 0.1},
    "augmented": {"augmentation": TURNED, "dropout": 0.2, "seed": 1},
    "sgd, cosine": {"optimiser": "sgd", "learning_rate": 0.01, "schedule": "cosine", "weight_decay": 0.01},
    "adamw, step, clipped": {"optimiser": "adamw", "schedule": "step", "clip": 0.5, "weight_decay": 0.1},
    "mixed": {"augmentation": [{"transform": "mixup"}, {"transform": "rotation"}, {"transform": "cutmix"}], "dropout": 0.2, "seed": 2},
    "dense": {"network": "dense"},
    "a stack": {"network": "vgg", "depth": 6, "width": 4},
    "shortcuts": {"network": "residual", "depth": 8, "width": 4},
    "photographs": {"data": "textures", "batch": 19},
}


@pytest.mark.parametrize("name", CASES)
def test_the_shown_code_trains_to_the_same_weights(name: str, tmp_path: Path) -> None:
    settings = SHORT | CASES[name]
    events = api.run_pair([settings], fresh=True, visitor="code")
    epochs = [event for event in events if isinstance(event, EpochResult)]
    run = service.paired_runs.cache.find_weights("code", Experiment.from_json(settings))
    assert run is not None
    scope, _ = here(api.run_code(settings), tmp_path)
    expected = [(*one.train, *one.validation) for one in epochs]
    np.testing.assert_allclose(np.array(scope["curve"]), np.array(expected), rtol=2e-4, atol=2e-4)
    for ours, theirs in zip(run.state_dict.values(), scope["network"].state_dict().values(), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-5)
    api.forget_visitor("code")


def test_the_code_of_both_languages_differs_in_its_comments_alone() -> None:
    code = api.run_code({"dropout": 0.5, "random_labels": 0.2, "augmentation": TURNED})

    def bare(text: str) -> list[str]:
        return [line.partition("#")[0].rstrip() for line in text.splitlines()]

    assert bare(code.en) == bare(code.pt) and code.en != code.pt
