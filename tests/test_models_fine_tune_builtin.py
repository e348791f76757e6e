"""Sets of labelled pictures for classes: those of torchvision are read where they are, fetched where they can be, and refused where not."""

from __future__ import annotations

import threading
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from PIL import Image

from models.datasets import torchvision as sets
from models.datasets.torchvision import SplitName, TorchvisionDataset
from models.errors import UserError
from models.inputs.pictures import decode
from models.text import Text
from models.training.fine_tune import builtin


class Stored:
    """A data set as torchvision has them: label and part are in each picture's level."""

    def __init__(self, part: SplitName) -> None:
        self.targets = [i % 3 for i in range(60)]
        self.base = 0 if part == "train" else 100

    def __getitem__(self, i: int) -> tuple[Image.Image, int]:
        return Image.new("L", (28, 28), self.base + 10 * self.targets[i] + i // 3), self.targets[i]


def made(folder: Path) -> TorchvisionDataset:
    """A set of three classes of which two are shown; its files are one file."""

    def open_split(root: Path, part: SplitName, fetch: bool) -> Stored:
        if fetch:
            (root / "there").write_text("x")
        if not (root / "there").is_file():
            raise RuntimeError("Dataset not found.")
        return Stored(part)

    names = (Text("one", "um"), Text("two", "dois"))
    return TorchvisionDataset(
        "made", 1, Text("Made", "Feito"), Text("", ""), "drawing", names, 7, "http://host/", open_split, lambda d: d.targets, ""
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "datasets"
    monkeypatch.setattr(builtin, "dataset_dir", lambda: root)
    monkeypatch.setattr(builtin, "torchvision_datasets", lambda: MappingProxyType({"made": made(root)}))
    builtin._can_open.cache_clear()
    return root


def test_transfer_begins_with_one_set_of_each_kind() -> None:
    assert sorted(one.kind for one in builtin.dataset_infos() if one.first) == ["drawing", "photograph"]


def test_every_set_of_torchvision_is_in_the_list() -> None:
    found = sets.torchvision_datasets()
    assert list(found) == ["mnist_whole", "fashion_mnist", "cifar10", "flowers102", "imagenette"]
    assert all(len(one.classes) == 10 and one.megabytes > 0 and one.host.startswith("http") for one in found.values())


def test_what_is_there_is_read_part_by_part(folder: Path) -> None:
    folder.mkdir()
    (folder / "there").write_text("x")
    found = builtin.class_pictures("made", 9)
    assert [name.en for name, _ in found] == ["one", "two"]
    for label, (_, pictures) in enumerate(found):
        levels = [int(np.median(np.asarray(decode(source.data)))) for source, _ in pictures]
        assert [side for _, side in pictures] == ["train"] * 6 + ["validation"] * 3
        assert levels == [10 * label + i for i in range(6)] + [100 + 10 * label + i for i in range(3)]
    assert {card.key: card.available for card in builtin.dataset_infos()}["made"]


def test_what_is_not_there_is_fetched_once_its_host_answers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = threading.Event()

    class Answer:
        def close(self) -> None:
            asked.set()

    monkeypatch.setattr(builtin, "urlopen", lambda *_, **__: Answer())
    assert not {card.key: card.available for card in builtin.dataset_infos()}["made"]
    assert builtin.ensure_available("made") is False and asked.is_set()
    for thread in threading.enumerate():
        if thread.name == "fetch made":
            thread.join()
    assert builtin.ensure_available("made") is True


def test_without_a_network_it_is_said_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError("no route to host")

    monkeypatch.setattr(builtin, "urlopen", refuse)
    for _ in range(2):  # and again, where somebody asks again
        with pytest.raises(UserError, match=r"This server does not have Made \(7 MB\)"):
            builtin.ensure_available("made")
    with pytest.raises(UserError, match="dataset"):
        builtin.ensure_available("maid")
