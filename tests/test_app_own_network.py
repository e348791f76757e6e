"""The routes by which a state dict is asked about and opened, and the command line that opens any nn.Module."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
import torchvision
from safetensors.torch import save

from app import samples, start
from app.command_line import read_options
from models import api
from models.store import registry
from tests import own_modules
from tests.fine_tune_page import Page, page, pages

__all__ = ["page", "pages"]

NAMES = ["um", "dois", "três"]
ANSWERS = {"classes": NAMES, "size": 64, "resize": 64, "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}
FILE = Path(own_modules.__file__)


def squeezenet() -> bytes:
    with torch.random.fork_rng():
        network = torchvision.models.squeezenet1_1(weights=None, num_classes=3)
    return save({name: value.half() for name, value in network.state_dict().items()})


def test_the_header_is_asked_about_and_the_file_opens(pages: list[Page]) -> None:
    mine, stranger, _ = pages
    data = squeezenet()
    head = data[: 8 + struct.unpack_from("<Q", data)[0]]
    asked = mine.ask("POST", "network_question", head, size=len(data), language="pt").json()
    assert (asked["network"], asked["classes"], asked["names"], asked["size"]) == ("squeezenet1_1", 3, [], 224)
    answers = json.dumps(ANSWERS).encode()
    refused = mine.ask("POST", "network_upload", data, name="a.safetensors", language="pt")
    assert refused.status_code == 422
    assert "dê 3 nomes" in refused.json()["error"]
    key = mine.ask("POST", "network_upload", answers + data, name="a.safetensors", answers=len(answers)).json()["network"]
    assert key == "mine/a"
    card = mine.ask("GET", "network", network=key).json()
    assert (card["classes"], card["input"]["height"]) == (NAMES, 64)
    assert stranger.ask("GET", "network", network=key).status_code == 422


def test_a_file_too_large_is_refused_by_its_header(page: Page) -> None:
    head = squeezenet()[:4000]
    answer = page.ask("POST", "network_question", head, size=300_000_000)
    assert answer.status_code == 422
    assert "300 MB and the limit is 200 MB" in answer.json()["error"]


@pytest.fixture
def as_started() -> Iterator[None]:
    """What a command line has set is as before."""
    yield
    start.network, start.sample = start.LENET5, ""
    samples._own.clear()
    registry.remove_spec("own_modules")


@pytest.mark.usefixtures("as_started")
def test_the_command_line_says_what_opens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert start.query() == '""'
    picture = tmp_path / "my photo.jpg"
    picture.write_bytes(b"jpeg")
    read_options(["--network", f"{FILE}:OneReluThreeTimes", "--size", "32", "--mean", "0.5", "--std", "0.5", "--picture", str(picture)])
    assert start.query() == '"?network=own_modules&sample=own_picture"'
    assert api.networks()[0].key == "own_modules"
    assert samples.list_samples("pt")[0]["title"] == "my photo.jpg"
    assert samples.own_picture() == (b"jpeg", "image/jpeg")
    assert "bit for bit" in capsys.readouterr().out


@pytest.mark.usefixtures("as_started")
def test_without_a_picture_a_network_for_photographs_meets_one() -> None:
    read_options(["--network", f"{FILE}:OneReluThreeTimes", "--size", "32"])
    assert start.sample
    assert not next(one for one in samples.list_samples("en") if one["key"] == start.sample)["drawing"]


@pytest.mark.parametrize("language", ["en_GB.UTF-8", "pt_BR.UTF-8"])
def test_a_network_that_cannot_be_traced_ends_it_with_the_line(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", language)
    with pytest.raises(SystemExit, match=r"own_modules.py:\d+: if x.mean\(\) > 0:") as ended:
        read_options(["--network", f"{FILE}:Decides", "--size", "32"])
    assert ("Decida" if language.startswith("pt") else "Decide") in str(ended.value)


def test_options_that_belong_together_are_asked_for() -> None:
    with pytest.raises(SystemExit, match="belong to a --network"):
        read_options(["--weights", "w.safetensors"])
    with pytest.raises(SystemExit, match="there is no file"):
        read_options(["--picture", "nothing.jpg"])


def test_help_and_the_readme_name_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_options(["--help"])
    shown = capsys.readouterr().out
    readme = (FILE.parents[1] / "README.md").read_text("utf-8")
    for option in ("--network", "--weights", "--classes", "--size", "--resize", "--mean", "--std", "--drawings", "--picture"):
        assert option in shown
        assert option in readme


def test_without_options_nothing_changes() -> None:
    read_options([])
    assert (start.network, start.sample) == ("lenet5", "")
