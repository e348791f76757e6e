"""A visitor's own network over HTTP: in that visitor's menu, behind every question, and nowhere for anybody else."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.http.server import AppServer
from app.http.visitors import Visitors
from app.routes import mount_routes
from models import api, service
from tests.own_networks import PICTURE, give, made

ASKED = (
    "GET network",
    "GET attribution_methods",
    "GET filter_tiles?layer=conv2",
    "GET kernel?layer=conv2&unit=3",
    "GET filters?layer=conv1",
    "GET maximize_activation?layer=conv2&unit=3&steps=2&aimed=channel",
    "POST forward?layer=conv1",
    "POST feature_maps?layer=conv1",
    "POST channel?layer=conv1&channel=1",
    "POST receipt?layer=conv2&cell=0,1,2",
    "POST effective_receptive_field?layer=conv2&cell=0,1,2",
    "POST receipt_code?layer=conv2&cell=0,1,2",
    "POST logits?",
    "POST attribution?method=grad_cam&targets=3",
    "POST attribution_per_layer?method=grad_cam&target=3",
    "POST attribution_code?method=grad_cam&target=3",
    "POST unit_activations?layer=conv2&unit=3",
    "POST translations?reach=1",
    "POST gradient_orientations?",
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    visitors = Visitors()
    with TestClient(Starlette(routes=mount_routes(AppServer(visitors)))) as client:
        client.app_state = {"ana": visitors.issue(), "bia": visitors.issue()}
        give(service.visitor_networks, client.app_state["ana"], made("flowers"))
        yield client
    api.forget_visitor(client.app_state["ana"])


def ask(client: TestClient, question: str, who: str) -> httpx.Response:
    method, path = question.split(" ")
    headers = {"X-Visitor": client.app_state[who]} if who else {}
    join = "&" if "?" in path else "?"
    body = PICTURE.data if method == "POST" else None
    return client.request(method, f"/cnn/{path}{join}network=mine/flowers&form=pixels", content=body, headers=headers)


@pytest.mark.parametrize("question", ASKED)
def test_every_question_is_answered_to_its_visitor_alone(client: TestClient, question: str) -> None:
    answer = ask(client, question, "ana")
    assert answer.status_code == 200, answer.text[:300]
    for stranger in ("bia", ""):
        assert ask(client, question, stranger).status_code == 422


def test_it_stands_in_its_visitors_menu_with_its_twin(client: TestClient) -> None:
    own = {
        who: [card["title"] for card in ask(client, "GET networks", who).json() if card["key"].startswith("mine/")]
        for who in ("ana", "bia")
    }
    assert own == {"ana": ["flowers", "flowers · untrained"], "bia": []}
