"""Two machines, simulated: one goes away under its visitors, and each is answered again. `test_models_cluster_machines.py` runs this."""

from __future__ import annotations

import importlib.util
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models import api
from models.errors import UserError
from models.types.activations import PictureSource
from tests.class_zips import picture
from tests.clusters import Cluster, joined
from tests.conftest import leave_out
from tests.network_pictures import picture_for

KEY = "lenet5@random"
SOURCE = PictureSource("pixels", picture_for(KEY).tobytes())
PEOPLE = [f"person {i}" for i in range(12)]
AFTERWARDS = 5  # answers of every visitor after the death


@pytest.fixture
def two_machines(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Cluster, Callable[[str], None]]]:
    """A worker on each; and what takes away the machine of a worker."""
    if importlib.util.find_spec("ray") is None:
        leave_out("no Ray here: requirements-cluster.txt")
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    from ray.cluster_utils import Cluster as Machines

    store = {"object_store_memory": 100_000_000, "include_dashboard": False}
    quick = {"health_check_period_ms": 1000, "health_check_failure_threshold": 3, "worker_niceness": 0}
    machines = Machines(initialize_head=True, head_node_args={"num_cpus": 0, **store, "_system_config": quick})
    nodes = [machines.add_node(num_cpus=2, object_store_memory=100_000_000) for _ in range(2)]
    monkeypatch.setenv("RAY_ADDRESS", machines.address)

    def take_away(pid: int) -> None:
        parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        (gone,) = [node for node in nodes if parent in [one.process.pid for one in node.all_processes["raylet"]]]
        machines.remove_node(gone, allow_graceful=False)

    try:
        with joined(cluster="auto") as cluster:
            yield cluster, lambda worker: take_away(cluster.process(worker))
    finally:
        machines.shutdown()


def test_a_machine_that_goes_takes_nothing_along(
    two_machines: tuple[Cluster, Callable[[str], None]], record_property: Callable[[str, Any], None]
) -> None:
    cluster, take_away = two_machines
    for who in PEOPLE:
        api.add_class(who, f"of {who}")
    right = api.logits(KEY, SOURCE)
    at_first = {who: cluster.worker_of(who) for who in PEOPLE}
    assert set(at_first.values()) == {"worker 1", "worker 2"}
    trainee = next(who for who in PEOPLE if at_first[who] == "worker 1")
    training = begin_training(trainee)
    answers: dict[str, list[float]] = {who: [] for who in PEOPLE}
    wrong: list[str] = []
    gone = threading.Event()

    def stay(who: str) -> None:
        after = 0
        while after < AFTERWARDS:
            same = np.array_equal(api.logits(KEY, SOURCE, visitor=who), right)
            if not same or api.classes(who)[0].name != f"of {who}":
                wrong.append(who)
            answers[who].append(time.monotonic())
            after += gone.is_set() and cluster.worker_of(who) == "worker 2"

    threads = [threading.Thread(target=stay, args=(who,)) for who in PEOPLE]
    for thread in threads:
        thread.start()
    take_away("worker 1")
    gone.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert {who: cluster.worker_of(who) for who in PEOPLE} == dict.fromkeys(PEOPLE, "worker 2")
    with pytest.raises(UserError, match="stopped before the end"):
        list(training)
    assert len(api.classes(trainee)) == 3
    longest = max(after - before for times in answers.values() for before, after in pairwise(times))
    record_property("longest silence for a visitor, seconds", longest)
    print(f"the longest silence for a visitor took {longest:.1f} s")
    cluster.wait_for("worker 1")  # Ray starts it where there is a core


def begin_training(visitor: str) -> Any:
    for kind in ("PNG", "BMP"):
        which = api.add_class(visitor, kind)
        api.add_examples(visitor, which, [PictureSource("picture", picture(20 * i, kind)) for i in range(6)])
    api.change_class(visitor, api.classes(visitor)[0].id, enabled=False)
    training = api.fine_tune({"network": KEY, "name": "lost", "epochs": 1000}, visitor=visitor)
    while next(training).state != "training":
        pass
    return training
