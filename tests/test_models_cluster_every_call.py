"""Every function of `models.api` through a cluster answers what this process answers: bit for bit, and the same errors."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest

from models import api
from models.errors import UserError
from models.types.code import Code
from tests.api_calls import CALLS, FAILURES, KEYS
from tests.clusters import differences, joined

pytestmark = pytest.mark.slow
Outcomes = dict[tuple[str, str, str], Any]
LAST = "add_local_network"  # its network stays in the menus of the workers, so it is asked for once
TRIED = [(name, key) for name in sorted(CALLS, key=lambda name: name == LAST) for key in KEYS if key == KEYS[0] or name != LAST]
TRIED.remove(("process_state", KEYS[0]))  # of two workers it says other things than of one process
TRIED.remove(("process_state", KEYS[1]))
TRIED.remove(("run_pair", KEYS[0]))  # how many lines of the queue it tells is a matter of time
TRIED.remove(("run_pair", KEYS[1]))
REFUSED = [(name, key) for name in FAILURES for key in KEYS]


def outcome(call: Callable[[str], Any], key: str) -> Any:
    """What a call comes to, errors too."""
    try:
        return with_files(call(key))
    except UserError as refused:
        return type(refused).__name__, refused.text, refused.brief


def with_files(value: Any) -> Any:
    """As it is at this moment, codes with what their files hold."""
    if isinstance(value, Code):
        return value.en, value.pt, value.called, {name: content("en") for name, content in value.files}
    return [with_files(one) for one in value] if isinstance(value, list) else copy.deepcopy(value)


@pytest.fixture(scope="module")
def answers() -> Iterator[tuple[Outcomes, Outcomes]]:
    """(by one process, by a cluster of two workers); all of them fresh, since ids of classes and pictures count up in each."""
    with ProcessPoolExecutor(1, get_context("spawn"), api.start) as process:
        here = process.submit(all_outcomes).result()
    with joined():
        yield here, all_outcomes()


def all_outcomes() -> Outcomes:
    refused = {("refused", name, key): outcome(FAILURES[name], key) for name, key in REFUSED}
    return refused | {("", name, key): outcome(CALLS[name], key) for name, key in TRIED}


@pytest.mark.parametrize(("name", "key"), TRIED)
def test_a_cluster_answers_as_one_process(name: str, key: str, answers: tuple[Outcomes, Outcomes]) -> None:
    here, there = (one["", name, key] for one in answers)
    assert differences(here, there) == []


@pytest.mark.parametrize(("name", "key"), REFUSED)
def test_a_cluster_refuses_as_one_process(name: str, key: str, answers: tuple[Outcomes, Outcomes]) -> None:
    here, there = (one["refused", name, key] for one in answers)
    assert here == there and here[0] in ("UserError", "NoDigitFound")
