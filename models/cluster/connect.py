"""PLAYGROUND_CLUSTER: whether a cluster computes, and which. Ray is imported here alone, and only where one is asked for.

(empty)     this process computes
local       a cluster is started on this machine, for this process
auto        the cluster that this machine is a node of
ray://…     a cluster elsewhere, by Ray Client
"""

from __future__ import annotations

import importlib
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from models import api, limits
from models.cluster.dispatcher import Dispatcher
from models.cluster.pool import Pool
from models.cluster.remote import Remote
from models.cluster.worker import Worker
from models.errors import UserError, short_repr
from models.text import Text

VARIABLE = "PLAYGROUND_CLUSTER"
_LOOPBACK = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"  # "0": Ray listens on 127.0.0.1 alone, here too, where it would on every address
_STREAMS, _CONTROL = 128, 16  # threads of a worker; one that holds a stream back waits, and computes nothing
_MORE = 8  # threads for questions beside those that compute
_FIRST = 300.0  # seconds until the first worker answers: a node may have to be started for it
_STORE = 256_000_000  # bytes of shared memory for what is on its way, on this machine
_SETTINGS = {
    "automatic_object_spilling_enabled": False,  # nothing of a visitor is written to a disk
    "worker_niceness": 0,  # a worker is no less than the page; Ray would let it wait for everything else (15)
    "health_check_period_ms": 1000,
    "health_check_failure_threshold": 3,
}


@dataclass(frozen=True, slots=True)
class Connection:
    """A cluster that answers `models.api`, until `end` is called."""

    ray: ModuleType
    workers: Mapping[str, Remote]  # by name
    pool: Pool
    dispatcher: Dispatcher
    restore: Callable[[], None]

    def end(self) -> None:
        """This process answers again."""
        self.pool.close()
        self.restore()
        self.ray.shutdown()


def connect() -> Connection | None:
    """Lets a cluster answer `models.api`, where PLAYGROUND_CLUSTER names one; None where none does. UserError where it cannot be."""
    where = os.environ.get(VARIABLE, "")
    if not where:
        return None
    if where not in ("local", "auto") and not where.startswith("ray://"):
        raise UserError(_UNKNOWN.format(given=short_repr(where)))
    ray = _join(where)
    workers = {f"worker {i + 1}": Remote(ray, _worker(ray)) for i in range(int(limits.CLUSTER_WORKERS.value))}
    dispatcher = Dispatcher(pool := Pool(workers))
    connected = Connection(ray, workers, pool, dispatcher, replace_functions(dispatcher))
    pool.start()
    pool.living(seconds=_FIRST)
    return connected


def replace_functions(dispatcher: Dispatcher) -> Callable[[], None]:
    """Every public function of `models.api` goes through the dispatcher; what takes that back."""
    before = {name: getattr(api, name) for name in api.__all__}
    for name, function in before.items():
        setattr(api, name, dispatcher.function(function))
    return lambda: vars(api).update(before)


def _join(where: str) -> ModuleType:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if where == "local":
        os.environ.setdefault(_LOOPBACK, "0")  # read when Ray is imported
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))  # who may ask this cluster: this process and its workers
    try:
        ray = importlib.import_module("ray")
    except ImportError:
        raise UserError(_MISSING) from None
    if ray.is_initialized():
        return ray
    given: dict[str, Any] = {"address": where}
    if where == "local":
        given |= {"num_cpus": int(limits.CLUSTER_WORKERS.value), "include_dashboard": False, "object_store_memory": _STORE}
        given["_system_config"] = _SETTINGS
    ray.init(**given, log_to_driver=False, namespace="playground")
    return ray


def _worker(ray: ModuleType) -> Any:
    settings = {name: value for name, value in os.environ.items() if name.startswith("PLAYGROUND_") and name != VARIABLE}
    remote = ray.remote(
        num_cpus=1,
        max_restarts=-1,
        max_concurrency=int(limits.WORKERS.value) + _MORE,
        concurrency_groups={"streams": _STREAMS, "control": _CONTROL},
        scheduling_strategy="SPREAD",
    )
    return remote(Worker).remote(settings)


_UNKNOWN = Text(
    "PLAYGROUND_CLUSTER is {given}; it takes local, auto or ray://host:port. See docs/cluster.md.",
    "PLAYGROUND_CLUSTER é {given}; aceita local, auto ou ray://host:porta. Veja docs/cluster.md.",
)
_MISSING = Text(
    "PLAYGROUND_CLUSTER is set, and Ray is not installed; pip install -r requirements-cluster.txt.",
    "PLAYGROUND_CLUSTER está definida, e o Ray não está instalado; pip install -r requirements-cluster.txt.",
)
