"""The process and its visitors: the start, and what is freed when somebody leaves."""

from __future__ import annotations

import torch

from models import service
from models.api import network_list
from models.datasets import bundled
from models.engine.memory import keep_freed_memory
from models.history import networks


def start() -> None:
    """Prepares the process, once, before the first picture: memory settings, one thread per forward pass, the list of networks.

    Returns:
        None.
    """
    keep_freed_memory()
    torch.set_num_threads(1)  # a worker a core: more answers a second than two threads on one picture
    network_list.networks()


def get_ready() -> None:
    """Loads what the first visitor would wait for otherwise: scikit-learn's digits and the layers of History's networks, some 2 s each.

    Returns:
        None.
    """
    bundled.parts_of("digits")
    networks.exhibits()


def rest(visitor: str) -> None:
    """Frees the visitor's cached activations and features, which come back by asking again; own networks and examples stay.

    Returns:
        None.
    """
    service.remembered.forget(visitor)
    service.features.forget(visitor)


def forget(visitor: str) -> None:
    """Frees everything that is kept for the visitor, own networks and examples too, and stops their training.

    Returns:
        None.
    """
    service.owned.forget(visitor)
    service.turns.forget(visitor)
    service.examples.forget(visitor)
    service.descending.forget(visitor)
    service.lanes.forget(visitor)
    service.edited.forget(visitor)
    rest(visitor)
