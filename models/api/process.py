"""The process and its visitors: the start, and what is freed when somebody leaves."""

from __future__ import annotations

import torch

from models import service
from models.api import network_list
from models.datasets import bundled
from models.engine.memory import keep_freed_memory
from models.history import networks


def start() -> None:
    """Once per process, before the first picture: memory settings, threads."""
    keep_freed_memory()
    torch.set_num_threads(1)  # a worker a core: more answers a second than two threads on one picture
    network_list.networks()


def get_ready() -> None:
    """What the first visitor would wait for otherwise: scikit-learn and its digits, and the layers of History's networks; some 2 s each."""
    bundled.parts_of("digits")
    networks.exhibits()


def rest(visitor: str) -> None:
    """Free what is kept for a visitor and would come back by asking again: networks and examples of their own stay."""
    service.remembered.forget(visitor)
    service.features.forget(visitor)


def forget(visitor: str) -> None:
    """Free everything that is kept for a visitor, their own networks and examples too; a training of theirs stops."""
    service.owned.forget(visitor)
    service.turns.forget(visitor)
    service.examples.forget(visitor)
    service.descending.forget(visitor)
    service.lanes.forget(visitor)
    service.edited.forget(visitor)
    rest(visitor)
