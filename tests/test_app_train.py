"""/train: streams progress, gives the weights at the end, keeps nothing, and is over when the caller hangs up."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
import torch
from gradio_client import Client, handle_file
from safetensors.torch import load, load_file

from app.endpoints import endpoints
from app.endpoints.base import in_callers_language, stream_in_callers_language
from app.endpoints.train import ENDPOINT, train
from app.http.files import TemporaryFiles
from models import api, service
from models.errors import UserError
from tests.class_zips import HOSTILE, zipped
from tests.fine_tune_setup import digits
from tests.serving import Server

PLAN = {"network": "lenet5@random", "epochs": 2}
BARS = zipped((f"{one.name}/{i}.png", example.source.data) for one in digits() for i, example in enumerate(one.examples))


@pytest.fixture
def files() -> TemporaryFiles:
    return TemporaryFiles()


def sent(files: TemporaryFiles, data: bytes = BARS) -> dict[str, Any]:
    return {"path": files.store(data, "examples.zip", fetchable=False)}


def kept() -> tuple[int, int, int, int]:
    return len(service.training_queue), service.visitor_networks.nbytes(), service.examples.nbytes(), service.feature_cache.nbytes()


def test_it_streams_and_ends_with_the_weights_and_keeps_nothing(files: TemporaryFiles) -> None:
    before = kept()
    events = list(train(files, sent(files), PLAN, "en"))
    told = [event for event, _ in events]
    assert [file for _, file in events[:-1]] == [None] * (len(events) - 1)
    assert {"preparing", "training", "done"} == {one["state"] for one in told} and told[-1]["state"] == "done"
    assert all(one.keys() >= {"state", "epoch", "step", "steps", "train", "validation"} for one in told)
    assert told[-1]["classes"] == ["class 0", "class 1", "class 2"] and sum(map(sum, told[-1]["confusion"])) == 6
    file = events[-1][1]
    assert file is not None and file["orig_name"] == "my_classes.safetensors"
    state = load(files.read(file["path"]) or b"")
    assert state["fc3.weight"].shape == (3, 84) and all(torch.isfinite(tensor).all() for tensor in state.values())
    assert kept() == before


def test_who_hangs_up_stops_it_and_leaves_nothing(files: TemporaryFiles) -> None:
    before = kept()
    events = train(files, sent(files), PLAN | {"epochs": 1000}, "en")
    while next(events)[0]["state"] != "training":
        pass
    assert kept() != before
    events.close()  # type: ignore[attr-defined]
    assert kept() == before


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (None, "plan is missing"),
        ({"freeze": "all"}, "plan: .* was given"),
        ({"network": "lenet55"}, "Did you mean lenet5"),
        (PLAN | {"head": "linaer"}, "Did you mean linear"),
        (PLAN | {"epochs": "two"}, "epochs: 'two'"),
    ],
)
def test_a_wrong_plan_is_refused(files: TemporaryFiles, plan: Any, said: str) -> None:
    before = kept()
    with pytest.raises(UserError, match=said):
        list(train(files, sent(files), plan, "en"))
    assert kept() == before


@pytest.mark.parametrize("name", ["slip", "bomb", "nested", "no pictures but files", "one class"])
def test_hostile_zips_are_refused_in_the_callers_language(files: TemporaryFiles, name: str) -> None:
    before = kept()
    made, said = HOSTILE[name]
    call = stream_in_callers_language(ENDPOINT, files)
    with pytest.raises(gr.Error, match=said):
        list(call(sent(files, made()), PLAN, "en"))
    with pytest.raises(gr.Error) as refused:
        list(call(sent(files, made()), PLAN, "pt"))
    assert "zip" in str(refused.value) and kept() == before


def test_without_its_file_it_says_what_it_takes(files: TemporaryFiles) -> None:
    for given in (None, {"path": "/etc/passwd"}, {"path": "https://example.org/x.zip"}, 3):
        with pytest.raises(UserError, match="a zip with one folder of pictures"):
            list(train(files, given, PLAN, "en"))


def test_what_nobody_foresaw_is_one_sentence(files: TemporaryFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "fine_tune", lambda *_, **__: 1 / 0)
    with pytest.raises(gr.Error) as refused:
        list(stream_in_callers_language(ENDPOINT, files)(sent(files), PLAN, "en"))
    assert "division" not in str(refused.value)


def test_gradio_knows_which_endpoints_stream(files: TemporaryFiles) -> None:
    for endpoint in endpoints():
        made = stream_in_callers_language(endpoint, files) if endpoint.streams else in_callers_language(endpoint, files)
        assert inspect.isgeneratorfunction(made) == endpoint.streams == inspect.isgeneratorfunction(endpoint.call)
        assert len(inspect.signature(made).parameters) == len(endpoint.takes)


def test_through_gradios_own_client(server: Server, tmp_path: Path) -> None:
    (tmp_path / "bars.zip").write_bytes(BARS)
    client = Client(server.url, ssl_verify=False, verbose=False, download_files=str(tmp_path / "got"))
    job = client.submit(handle_file(tmp_path / "bars.zip"), PLAN, api_name="/train")
    progress, file = job.result(timeout=300)
    assert progress["state"] == "done" and len(job.outputs()) > 3
    assert load_file(file)["fc3.weight"].shape == (3, 84)
