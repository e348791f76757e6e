"""Files of the public API: held in memory, found only by their own path, bounded in size and time."""

from __future__ import annotations

import tempfile
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app.http.files import FilesMiddleware, TemporaryFiles, gradio_file
from models.byte_lru import bytes_by_name


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def files(clock: Clock) -> TemporaryFiles:
    return TemporaryFiles(clock)


@pytest.fixture
def client(files: TemporaryFiles) -> TestClient:
    beyond = [Route("/{rest:path}", lambda request: PlainTextResponse("beyond"), methods=["GET", "POST"])]
    return TestClient(Starlette(routes=beyond, middleware=[Middleware(FilesMiddleware, files=files)]))


def test_what_was_sent_is_taken_once(files: TemporaryFiles) -> None:
    path = files.store(b"picture", "picture", fetchable=False)
    assert files.take(path) == b"picture"
    assert files.take(path) is None


def test_only_results_can_be_fetched(files: TemporaryFiles, client: TestClient) -> None:
    result, picture = files.store(b"values", "a.npy", fetchable=True), files.store(b"private", "picture", fetchable=False)
    answer = client.get(f"/gradio_api/file={result}")
    assert answer.content == b"values" and answer.headers["content-disposition"] == 'attachment; filename="a.npy"'
    assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["cache-control"] == "no-store"
    assert client.get(f"/gradio_api/file={result}").content == b"values"
    assert client.get(f"/gradio_api/file={picture}").status_code == 404


def test_paths_cannot_be_guessed(files: TemporaryFiles) -> None:
    paths = {files.store(b"", "picture", fetchable=False) for _ in range(200)}
    secrets = {path.removeprefix(files.folder).split("/")[0] for path in paths}
    assert len(secrets) == 200 and min(map(len, secrets)) >= 32


def test_old_files_go(files: TemporaryFiles, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_FILE_MINUTES", "2")
    path = files.store(b"values", "a.npy", fetchable=True)
    clock.now = 119
    assert files.read(path) == b"values"
    clock.now = 121
    assert files.read(path) is None


def test_the_oldest_make_room(files: TemporaryFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_FILES_MB", "1")
    paths = [files.store(bytes(400_000), "a.npy", fetchable=True) for _ in range(3)]
    assert [files.read(path) is not None for path in paths] == [False, True, True]
    assert bytes_by_name()["files"] >= 800_000


def test_an_upload_never_becomes_a_file(client: TestClient, files: TemporaryFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """No temporary file can be made at all while it is read; 5 MB are well past what is usually rolled out to the disk."""
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    data = bytes(range(256)) * 20_000
    answer = client.post("/gradio_api/upload", files={"files": ("../../etc/passwd", data)})
    path = answer.json()[0]
    assert path.startswith(files.folder) and path.endswith("/picture") and "passwd" not in path
    assert files.take(path) == data


@pytest.mark.parametrize("address", ["/gradio_api/upload", "/gradio_api/upload/", "/gradio_api/upload?upload_id=x"])
def test_every_address_of_the_upload_is_ours(client: TestClient, address: str) -> None:
    assert client.post(address, files={"files": b"x"}).json()[0].endswith("/picture")


def test_an_upload_is_bounded(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_PICTURE_MB", "0.1")
    assert client.post("/gradio_api/upload", files={"files": bytes(100_000)}).status_code == 200
    for size in (100_001, 120_000, 400_000):
        answer = client.post("/gradio_api/upload", files={"files": bytes(size)})
        assert answer.status_code == 413 and "0.1 MB" in answer.json()["error"]


@pytest.mark.parametrize(
    "request_parts",
    [
        {"content": b""},
        {"content": b"x", "headers": {"content-type": "multipart/form-data"}},
        {"content": b"x", "headers": {"content-type": "multipart/form-data; boundary=b"}},
        {"files": {"other": b"x"}},
        {"data": {"files": "text"}},
        {"files": [("files", b"x"), ("files", b"y")]},
    ],
)
def test_a_mangled_upload_is_refused(client: TestClient, request_parts: dict[str, Any]) -> None:
    answer = client.post("/gradio_api/upload", **request_parts)
    assert answer.status_code == 400 and "multipart" in answer.json()["error"]


@pytest.mark.parametrize("address", ["deep_link", "deep_link/", "deep_link?session_hash=x", "process_recording"])
def test_what_would_write_files_is_closed(client: TestClient, address: str) -> None:
    assert client.get(f"/gradio_api/{address}").status_code == client.post(f"/gradio_api/{address}").status_code == 404


def test_everything_else_goes_on_to_gradio(client: TestClient) -> None:
    for address in ("/", "/gradio_api/file=/tmp/x.png", "/gradio_api/upload_progress"):
        assert client.get(address).text == "beyond"
    assert client.get("/gradio_api/upload").text == "beyond"


def test_under_a_root_path(files: TemporaryFiles) -> None:
    app = FilesMiddleware(Starlette(), files)
    path = files.store(b"values", "a.npy", fetchable=True)
    for prefix in ("", "/lab"):
        assert TestClient(app, root_path="/lab").get(f"{prefix}/gradio_api/file={path}").content == b"values"


def test_a_result_is_described_as_gradios_clients_know_files() -> None:
    from gradio import FileData
    from gradio_client.utils import is_file_obj_with_meta

    told = gradio_file("/a/b.npy", "b.npy", 3)
    assert is_file_obj_with_meta(told)
    assert FileData(**told).orig_name == "b.npy"
