"""The training as plain PyTorch that the page shows: run as a program of its own, it answers as the taught network does."""

from __future__ import annotations

import io
import subprocess
import sys
import types
import zipfile
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from models import api
from models.errors import UserError
from models.export.fine_tune_code import fine_tune_script
from models.training.fine_tune.config import FineTuneConfig
from models.training.fine_tune.job import prepare_job
from tests.fine_tune_setup import Setup, batch_of, digits, unequal

PLANS: dict[str, dict[str, Any]] = {
    "linear": {"epochs": 5, "batch": 5},
    "one hidden layer": {"epochs": 5, "batch": 5, "head": "mlp", "hidden": 12, "dropout": 0.4, "seed": 3},
    "svm": {"head": "svm"},
    "nearest": {"head": "nearest"},
    "further left": {"epochs": 3, "batch": 4, "freeze": "fc1"},
    "everything": {"epochs": 2, "batch": 8, "freeze": "none"},
    "the last layer is a convolution": {"network": "squeezenet1_1@random", "epochs": 5, "batch": 5},
    "a rare class counts as much": {"epochs": 5, "batch": 5, "class_weights": True},
    "and for a machine": {"head": "svm", "class_weights": True},
    "and further left": {"epochs": 3, "batch": 4, "freeze": "fc1", "class_weights": True},
    "further left of a convolution": {"network": "squeezenet1_1@random", "epochs": 2, "batch": 5, "freeze": "features.12"},
}


@pytest.fixture
def setup() -> Setup:
    return Setup()


def written(folder: Path, setup: Setup, given: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """teach.py with the base's weights beside it, loaded; nothing in it may come from this package."""
    base = setup.store.get(given["network"])
    text = fine_tune_script(base, FineTuneConfig.from_json(given), "en")
    assert "import models" not in text and "from models" not in text
    save_file({name: value.clone() for name, value in base.network.state_dict().items()}, folder / f"{given['network']}.safetensors")
    module = types.ModuleType("teach")  # listed as one that is imported: its dataclasses look themselves up there
    monkeypatch.setitem(sys.modules, "teach", module)
    scope: dict[str, Any] = vars(module)
    scope["__file__"] = str(folder / "teach.py")
    with torch.random.fork_rng(devices=[]):
        exec(compile(text, "teach.py", "exec"), scope)
    scope["WEIGHTS"] = f"{given['network']}.safetensors"  # also where the base is untrained: both begin with the same numbers
    return scope


@pytest.mark.parametrize("name", PLANS)
def test_it_answers_as_the_taught_network(setup: Setup, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"network": "lenet5", "name": "x", **PLANS[name]}
    base, classes = given["network"], unequal() if "class_weights" in given else digits()
    job = prepare_job(setup.store.get(base), FineTuneConfig.from_json(given), classes)
    train, check = (job.examples_at(part.tolist()) for part in (job.split.train, job.split.validation))
    labels = [job.labels[torch.from_numpy(part)] for part in (job.split.train, job.split.validation)]
    scope = written(tmp_path, setup, given, monkeypatch)
    with torch.random.fork_rng(devices=[]):
        _, logits = scope["teach"]((batch_of(setup, train, base), labels[0]), (batch_of(setup, check, base), labels[1]), len(classes))
    last = setup.fine_tune(classes=classes, **given)[-1]
    own = setup.own_networks.get("ana", last.network)
    assert torch.allclose(own.plan.logits(batch_of(setup, check, base)), logits.float(), atol=2e-3, rtol=1e-3)


def test_it_runs_as_a_program_on_a_folder_of_classes(setup: Setup, tmp_path: Path) -> None:
    given = {"network": "lenet5", "epochs": 3, "augmentation": [{"transform": "rotation"}], "views": 2}
    base = setup.store.get("lenet5")
    (tmp_path / "teach.py").write_text(fine_tune_script(base, FineTuneConfig.from_json(given), "pt"), "utf-8")
    save_file({name: value.clone() for name, value in base.network.state_dict().items()}, tmp_path / "lenet5.safetensors")
    for one in digits():
        folder = tmp_path / "pictures" / one.name
        folder.mkdir(parents=True)
        for i, example in enumerate(one.examples):
            (folder / f"{i}.png").write_bytes(example.source.data)
    command = [sys.executable, "-I", "teach.py", "pictures"]  # -I: this repository is not on the path
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.endswith("% of 6 pictures that it had not seen\n")


def test_the_downloaded_folder_gives_the_accuracy_of_the_page(tmp_path: Path) -> None:
    """Its weights and pictures lie with it, parted as they were; without an argument it says how it is used."""
    who, config = "folder", {"network": "lenet5_1998", "epochs": 4, "batch": 8, "seed": 5, "name": "x", "class_weights": True}
    api.start()
    assert api.load_dataset(who, "shapes", 12)
    *_, last = api.fine_tune(config, visitor=who)
    with zipfile.ZipFile(io.BytesIO(api.fine_tune_folder(config, visitor=who, language="pt"))) as archive:
        archive.extractall(tmp_path)
    api.forget_visitor(who)
    for arguments, code in ((["pictures"], 0), ([], 1)):
        ran = subprocess.run([sys.executable, "-I", "teach.py", *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=300)
        assert ran.returncode == code, ran.stderr
        if code:
            assert "python teach.py PASTA" in ran.stderr and "Traceback" not in ran.stderr
        else:
            assert last.validation is not None
            assert f"{100 * last.validation.accuracy:.1f} % of {len(last.validation.predictions)} pictures" in ran.stdout
    assert "python teach.py pictures" in (tmp_path / "README.txt").read_text("utf-8")


def test_what_cannot_be_written_out_is_refused(setup: Setup) -> None:
    base = setup.store.get("lenet5")
    for given, says in (
        ({"augmentation": [{"transform": "mixup"}]}, "MixUp"),
        ({"head": "svm", "freeze": "fc1"}, "freeze line at the head"),
    ):
        with pytest.raises(UserError, match=says):
            fine_tune_script(base, FineTuneConfig.from_json({"network": "lenet5", **given}), "en")
