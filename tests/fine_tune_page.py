"""A page that asks for trainings, without a browser."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.http.server import AppServer
from app.http.visitors import Visitors
from app.routes import mount_routes
from models import api
from tests import wire
from tests.class_zips import zipped

PLAN = {"network": "lenet5", "epochs": 4, "name": "bars"}


class Page:
    """One visitor's page."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client, self.token = client, token

    def ask(self, method: str, path: str, body: bytes | None = None, **query: Any) -> Any:
        return self.client.request(method, f"/cnn/{path}", params=query, content=body, headers={"X-Visitor": self.token})

    def classes(self) -> list[dict[str, Any]]:
        found = self.ask("GET", "classes").json()["classes"]
        assert isinstance(found, list)
        return found

    def parts(self, path: str, plan: dict[str, Any]) -> list[dict[str, Any]]:
        answer = self.ask("POST", path, json.dumps(plan).encode())
        assert answer.status_code == 200, answer.text
        return list(cut(answer.content))


def bars(page: Page, classes: int = 3, each: int = 8) -> None:
    """Classes of bars at different heights, by zip."""
    files = []
    for k in range(classes):
        for i in range(each):
            pixels = np.zeros((28, 28), np.uint8)
            pixels[5 + 6 * k : 9 + 6 * k, 3 + i % 5 : 16 + i] = 255 - 3 * i
            Image.fromarray(pixels).save(made := io.BytesIO(), "PNG")
            files.append((f"bar {k}/{i}.png", made.getvalue()))
    assert page.ask("POST", "classes_zip", zipped(files)).status_code == 200


def cut(data: bytes) -> Iterator[dict[str, Any]]:
    """An answer in parts: each behind its length; a header, and the arrays under their names."""
    while data:
        (length,) = struct.unpack("<I", data[:4])
        header, arrays = wire.read(data[4 : 4 + length])
        yield header | {"carried": arrays}
        data = data[4 + length :]


@pytest.fixture
def pages() -> Iterator[list[Page]]:
    visitors = Visitors()
    with TestClient(Starlette(routes=mount_routes(AppServer(visitors)))) as client:
        made = [Page(client, visitors.issue()) for _ in range(3)]
        yield made
        for page in made:
            api.forget_visitor(page.token)


@pytest.fixture
def page(pages: list[Page]) -> Page:
    return pages[0]
