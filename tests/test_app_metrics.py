"""What an administrator sees: health, metrics as Prometheus reads them, and logs without a word of a visitor's."""

from __future__ import annotations

import json
import logging
import re
import resource
from pathlib import Path

import numpy as np
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.http.logs import JsonFormatter
from models import api, service
from models.byte_lru import ByteLru, bytes_by_name
from tests import serving
from tests.app_requests import ask, noise, token_of
from tests.serving import START_SECONDS, Server, http
from tests.waiting import until

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def resident() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()


def samples(server: Server) -> Samples:
    answer = http.get(f"{server.url}/metrics")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.text)
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


def visitors(text: str) -> int:
    (found,) = re.findall(r"^playground_visitors (\S+)$", text, re.MULTILINE)
    return int(float(found))


def test_it_is_healthy_once_the_usual_networks_are_loaded(server: Server) -> None:
    def is_ready() -> bool:
        answer = http.get(f"{server.url}/healthz")
        assert answer.status_code == (200 if answer.json()["ready"] else 503)
        return bool(answer.json()["ready"])

    until(is_ready, START_SECONDS)
    assert samples(server)["playground_ready", ()] == 1
    assert samples(server)["playground_memory_bytes", (("cache", "networks"),)] > 18e6  # EfficientNet-Lite0 alone


def test_questions_are_counted_by_their_route_and_what_they_leave_in_memory_is_seen(server: Server) -> None:
    asked = ("playground_questions_total", (("kind", "forward"), ("status", "200")))
    timed = ("playground_question_seconds_count", (("kind", "forward"),))
    held = ("playground_memory_bytes", (("cache", "activations"),))
    before, token = samples(server), token_of(server)
    body = noise(28, 28, 1).tobytes()
    assert ask(server, "forward", body, token, network="lenet5", layer="conv1", form="pixels").status_code == 200
    after = samples(server)
    assert after[asked] == before.get(asked, 0) + 1 and after[timed] == before.get(timed, 0) + 1
    assert after[held] > before[held]


def test_a_path_that_somebody_makes_up_is_no_label(server: Server) -> None:
    for path in ("cnn/made-up", "made/up?name=somebody", "cnn/samples/nobody.jpg"):
        http.get(f"{server.url}/{path}")
    text = http.get(f"{server.url}/metrics").text
    assert "made" not in text and "nobody" not in text and 'kind="other",status="404"' in text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_who_comes_through_a_proxy_reads_no_metrics(server: Server, header: str) -> None:
    assert http.get(f"{server.url}/metrics", headers={header: "203.0.113.7"}).status_code == 404
    assert http.get(f"{server.url}/healthz", headers={header: "203.0.113.7"}).status_code in (200, 503)


def test_with_a_token_nobody_else_reads_them_and_logs_are_lines_of_json_without_a_visitor(tmp_path: Path) -> None:
    server = serving.start(tmp_path, PLAYGROUND_METRICS_TOKEN="of the house", PLAYGROUND_LOG="json")
    try:
        assert http.get(f"{server.url}/metrics").status_code == 404
        assert http.get(f"{server.url}/metrics", headers={"Authorization": "Bearer of the hous"}).status_code == 404
        told = http.get(f"{server.url}/metrics", headers={"Authorization": "Bearer of the house", "X-Forwarded-For": "203.0.113.7"})
        assert told.status_code == 200
        before, token = visitors(told.text), token_of(server)
        again = http.get(f"{server.url}/metrics", headers={"Authorization": "Bearer of the house"})
        assert visitors(again.text) == before + 1
        assert ask(server, "forward", b"no picture of mine", token, network="lenet5", layer="conv1", form="pixels").status_code == 422
    finally:
        server.stop()
    lines = [json.loads(line) for line in server.log.splitlines() if line.startswith("{")]
    assert {"kind": "forward", "status": 422}.items() <= next(line for line in lines if line.get("kind") == "forward").items()
    assert all(0 <= line["seconds"] < 300 for line in lines if "seconds" in line)
    assert not any(secret in json.dumps(lines) for secret in (token, "picture of mine", "127.0.0.1", "of the hous"))


def test_an_error_is_written_with_its_places_and_without_its_message() -> None:
    try:
        raise ValueError("the class is called Ana")
    except ValueError as error:
        told = (ValueError, error, error.__traceback__)
        record = logging.LogRecord("app", logging.ERROR, __file__, 1, "%s failed", ("/cnn/classes?name=Ana",), told)
    line = json.loads(JsonFormatter().format(record))
    assert line["error"] == "ValueError" and "Ana" not in json.dumps(line)
    assert line["where"][0].endswith("test_an_error_is_written_with_its_places_and_without_its_message")


def test_what_a_library_writes_is_named_by_its_place_alone() -> None:
    record = logging.LogRecord("asyncio", logging.ERROR, "/lib/events.py", 7, "Task of Ana was never awaited", None, None)
    line = json.loads(JsonFormatter().format(record))
    assert line["at"] == "/lib/events.py:7" and line["logger"] == "asyncio" and "Ana" not in json.dumps(line)


def test_two_caches_of_one_name_are_counted_together_and_one_that_is_gone_no_more() -> None:
    one, other = (ByteLru[int, bytes](len, lambda: 100, name="of a test") for _ in range(2))
    one.put(1, b"abc")
    other.put(1, b"defgh")
    assert bytes_by_name()["of a test"] == 8
    del one, other
    assert "of a test" not in bytes_by_name()


def test_what_visitors_held_goes_back_to_the_system_when_they_have_left_and_nobody_computes() -> None:
    api.start()
    with service.activations.workers.acquire():
        assert not api.return_freed_memory()  # somebody computes
    api.return_freed_memory()  # what other tests left would be used again
    before = resident()
    kept = [np.ones(int(2e5), np.float32) for _ in range(200)]  # 160 MB, which glibc keeps when they are freed
    grown = resident()
    kept.clear()
    assert grown - before > 100e6 and resident() > grown - 50e6
    assert api.return_freed_memory() and resident() < grown - 100e6
