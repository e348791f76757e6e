"""The routes of Train: the menu, the lanes before the start, a race in parts, what is known of it, its code, and a network to keep."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator
from typing import Any

import httpx
import numpy as np
import pytest

from tests.serving import Server, http
from tests.wire import read

LANE = {"each": 2, "epochs": 3, "batch": 5, "seed": 21}


def get(server: Server, path: str, **query: Any) -> httpx.Response:
    who = query.pop("who", None)
    said = {key: value if isinstance(value, str) else json.dumps(value) for key, value in query.items()}
    return http.get(f"{server.url}/cnn/{path}", params=said, timeout=120, headers={"X-Visitor": who} if who else {})


def visitor(server: Server) -> str:
    page = http.get(server.url, timeout=60).text
    return re.search(r'cnnVisitor\s*=\s*"([^"]+)"', page).group(1)  # type: ignore[union-attr]


def parts(body: bytes) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    while body:
        (length,) = struct.unpack_from("<I", body)
        yield read(body[4 : 4 + length])
        body = body[4 + length :]


def events(body: bytes) -> list[dict[str, Any]]:
    return [event for head, _ in parts(body) for event in head["events"]]


def test_the_menu_speaks_the_language_of_who_asks(server: Server) -> None:
    english, portuguese = (get(server, "train_options", language=language).json() for language in ("en", "pt"))
    assert [one["key"] for one in english["materials"]] == ["mnist", "digits", "textures", "shapes"]
    assert {one["key"] for one in english["networks"]} == {"lenet5", "dense", "vgg", "residual"}
    assert english["presets"][0]["title"] == "memorise" and portuguese["presets"][0]["title"] == "memorização"
    assert english["usual"]["epochs"] == 60 and english["ranges"]["dropout"] == {"low": 0, "high": 0.7, "whole": False}


def test_a_line_has_twelve_pictures_and_the_filters_of_both_lanes(server: Server) -> None:
    header, arrays = read(get(server, "train_initial", lanes=[LANE, LANE | {"network": "residual"}]).content)
    assert arrays["pictures"].shape == (12, 28, 28, 1) and arrays["filters:0"].shape == (6, 5, 5) and arrays["filters:1"].shape == (6, 3, 3)
    assert [lane["learned_from"] for lane in header["lanes"]] == [20, 20] and header["checked"] == 300 and len(header["classes"]) == 10


def test_a_race_comes_event_by_event_and_is_known_afterwards(server: Server) -> None:
    asked = [LANE, LANE | {"dropout": 0.5}]
    assert events(get(server, "train_cached", lanes=asked).content) == []
    body = get(server, "train_run", lanes=asked, repeats=2).content
    found = events(body)
    standings = [one for one in found if one["what"] == "standing"]
    assert [(one["lane"], one["epoch"]) for one in standings if one["seed"] == 21 and one["lane"] == 0] == [(0, e) for e in range(4)]
    assert [one["how"] for one in found if one["what"] == "ended"] == ["done"] * 4 and not any(one.get("kept") for one in found)
    first = next((head, arrays) for head, arrays in parts(body) if head["events"][0]["what"] == "standing")
    assert (
        first[1]["filters:0"].shape == (6, 5, 5)
        and first[1]["filters:0"].dtype == np.float32
        and len(first[0]["events"][0]["answers"]) == 12
    )
    again = get(server, "train_cached", lanes=asked, repeats=2)
    known = events(again.content)
    assert len(list(parts(again.content))) < 4 and all(one["kept"] for one in known)

    def scores(some: list[dict[str, Any]]) -> list[Any]:
        return sorted(
            (o["seed"], o["lane"], o["epoch"], o["train"], o["validation"], o["answers"]) for o in some if o["what"] == "standing"
        )

    assert scores(known) == scores(found)


def test_a_network_is_kept_by_its_visitor_and_by_nobody_else(server: Server) -> None:
    lane, who = LANE | {"seed": 22}, visitor(server)
    get(server, "train_run", lanes=[lane], who=who)
    assert get(server, "train_network", lane=lane, name="first one", who=who).json() == {"network": "mine/first_one"}
    opened = get(server, "network", network="mine/first_one", who=who)
    assert opened.status_code == 200 and opened.json()["parameters"] == 61706
    assert get(server, "network", network="mine/first_one", who=visitor(server)).status_code == 422
    assert get(server, "train_network", lane=lane, name="x").status_code == 422


def test_the_code_is_that_of_the_lane(server: Server) -> None:
    text = get(server, "train_code", lane={"dropout": 0.5, "seed": 3}).text
    assert "nn.Dropout(p=0.5" in text and "torch.manual_seed(3)" in text and compile(text, "code", "exec")


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("train_initial", {"lanes": "{"}),
        ("train_initial", {"lanes": {}}),
        ("train_run", {"lanes": [{"each": 1000}]}),
        ("train_run", {"lanes": [{}], "repeats": 11}),
        ("train_run", {"lanes": [{}, {}, {}]}),
        ("train_cached", {"lanes": [{"network": "x"}]}),
        ("train_code", {"lane": []}),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_a_sentence(server: Server, path: str, query: dict[str, Any]) -> None:
    answer = get(server, path, **query, language="pt")
    assert answer.status_code == 422 and len(answer.json()["error"]) > 10


def test_stopping_nothing_is_no_trouble(server: Server) -> None:
    assert get(server, "train_stop", who=visitor(server)).json() == {}
