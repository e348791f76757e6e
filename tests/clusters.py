"""A cluster of two workers on this machine, and what it answers beside what this process answers."""

from __future__ import annotations

import importlib.util
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from itertools import count
from typing import Any

import numpy as np
import pytest

from models import api
from models.cluster import connect
from tests.conftest import leave_out

MEASURED = frozenset({"milliseconds", "opening_seconds", "measured_at", "seconds"})
"""Fields of results that are times of this machine."""


class Cluster:
    """Two workers, and what a test does to them."""

    def __init__(self, connected: connect.Connection, before: Mapping[str, Callable[..., Any]]) -> None:
        self._connected, self.before = connected, before

    def worker_of(self, visitor: str) -> str:
        """The name of the worker where the visitor sits."""
        return self._connected.dispatcher.worker_of(visitor)

    def somebody_at(self, worker: str) -> str:
        """A visitor who sits there."""
        for i in count():
            api.classes(who := f"somebody {i}")
            if self.worker_of(who) == worker:
                return who
        raise AssertionError

    def kill(self, worker: str) -> None:
        """The process dies at once."""
        os.kill(self.process(worker), signal.SIGKILL)

    def process(self, worker: str) -> int:
        """The number of its process."""
        return self._connected.workers[worker].process()

    def wait_for(self, worker: str) -> None:
        """Until a worker that has died answers again."""
        assert self._connected.pool.wait_for(worker, 300)


@contextmanager
def joined(**settings: str) -> Iterator[Cluster]:
    """`models.api` answered by a cluster, with these PLAYGROUND_… settings."""
    if importlib.util.find_spec("ray") is None:
        leave_out("no Ray here: requirements-cluster.txt")
    before = functions()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"cluster": "local", "workers": "1", **settings}.items():
            patch.setenv(f"PLAYGROUND_{name.upper()}", value)
        connected = connect.connect()
        assert connected is not None
        cluster = Cluster(connected, before)
        try:
            for worker in connected.workers:
                cluster.wait_for(worker)
            yield cluster
        finally:
            connected.end()


def functions() -> Mapping[str, Callable[..., Any]]:
    """Those of `models.api` as they are now."""
    return {name: getattr(api, name) for name in api.__all__}


def differences(one: Any, two: Any, where: str = "it") -> list[str]:
    """Where two results differ: types, shapes, any bit. Ids are a process's own, and times a machine's: they are passed over."""
    if type(one) is not type(two):
        return [f"{where}: {type(one).__name__} and {type(two).__name__}"]
    if isinstance(one, np.ndarray):
        same = one.dtype == two.dtype and one.shape == two.shape and one.tobytes() == two.tobytes()
        return [] if same else [f"{where}: arrays {one.shape} {one.dtype} and {two.shape} {two.dtype}"]
    if is_dataclass(one):
        named = [field.name for field in fields(one) if field.name != "id" and field.name not in MEASURED]
        return [found for name in named for found in differences(getattr(one, name), getattr(two, name), f"{where}.{name}")]
    if isinstance(one, Mapping):
        if list(one) != list(two):
            return [f"{where}: {list(one)} and {list(two)}"]
        return [found for key in one for found in differences(one[key], two[key], f"{where}[{key!r}]")]
    if isinstance(one, list | tuple):
        if len(one) != len(two):
            return [f"{where}: {len(one)} and {len(two)}"]
        return [found for i, pair in enumerate(zip(one, two, strict=True)) for found in differences(*pair, f"{where}[{i}]")]
    return [] if repr(one) == repr(two) else [f"{where}: {one!r:.80} and {two!r:.80}"]
