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


def warm_up() -> None:
    """Loads what the first visitor would wait for otherwise: scikit-learn's digits and the layers of History's networks, some 2 s each.

    Returns:
        None.
    """
    bundled.load_splits("digits")
    networks.history_networks()


def free_caches(visitor: str) -> None:
    """Frees the visitor's cached activations and features, which come back by asking again; own networks and examples stay.

    Returns:
        None.
    """
    service.activation_cache.forget(visitor)
    service.feature_cache.forget(visitor)


def forget_visitor(visitor: str) -> None:
    """Frees everything that is kept for the visitor, own networks and examples too, and stops their training.

    Returns:
        None.
    """
    service.visitor_networks.forget(visitor)
    service.training_queue.forget(visitor)
    service.examples.forget(visitor)
    service.sgd_steps.forget(visitor)
    service.paired_runs.forget(visitor)
    service.edited_networks.forget(visitor)
    free_caches(visitor)
