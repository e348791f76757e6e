"""The process and its visitors: the start, and what is freed when somebody leaves."""

from __future__ import annotations

import torch

from models import limits, local_network, service
from models.api import network_list
from models.datasets import bundled
from models.engine import malloc
from models.history import networks
from models.store import registry
from models.training.fine_tune.costs import macs_per_second
from models.types.networks import NetworkInfo
from models.types.process import ProcessState


def start() -> None:
    """Prepares the process, once, before the first picture: memory settings, one thread per forward pass, the list of networks.

    Returns:
        None.
    """
    malloc.keep_freed_memory()
    torch.set_num_threads(1)  # a worker a core: more answers a second than two threads on one picture
    network_list.networks()


def add_local_network(
    network: str,
    *,
    weights: str | None = None,
    classes: str | None = None,
    size: int | None = None,
    resize: int | None = None,
    mean: tuple[float, ...] | None = None,
    std: tuple[float, ...] | None = None,
    drawings: bool = False,
) -> NetworkInfo:
    """Lists a network of whoever runs the process before all others: any nn.Module. It runs the code of a file; no request may reach it.

    Args:
        network: Path of a Python file and the name of what makes the network in it, without arguments: "my_model.py:build".
        weights: Path of a .safetensors with its state dict; None for the weights that the code leaves.
        classes: Path of a text with a name per line, in the order of the outputs; None for "class 0" and so on.
        size: Height and width of its pictures in px, 8 to 1,024; None for 224, and 28 for drawings.
        resize: Shorter side in px before the centre is cut out, `size` or more; None for `size`, and 256 where that is None.
        mean: One finite number, or one per channel, of values from 0 to 1; None for ImageNet's, and 0 for drawings.
        std: The same of the standard deviation, finite and more than 0; None for ImageNet's, and 1 for drawings.
        drawings: Whether it reads drawings as MNIST's; also where its first convolution reads one channel.

    Returns:
        Its card.

    Raises:
        UserError: When the file cannot be run, the network cannot be built or traced (with the line of its code), the traced plan does
            not reproduce its answer bit for bit, or weights, names or numbers do not fit it.
    """
    given = local_network.LocalNetwork(network, weights, classes, size, resize, mean, std, drawings)
    return network_list.network(local_network.add(given).key)


def warm_up() -> None:
    """Loads what the first visitor would wait for otherwise: the usual networks, scikit-learn's digits, and the layers of History's.

    Returns:
        None.
    """
    usual = [spec for spec in registry.available_specs() if spec.usual and spec.weights_location not in ("download", "install")]
    opened = [service.store.get(spec.key) for spec in usual]
    service.colouring.load()
    bundled.load_splits("digits")
    networks.history_networks()
    for network in opened:
        macs_per_second(network)  # by which Transfer says what a training takes; a first head waits for that
    service.ready.set()


def process_state() -> ProcessState:
    """Says what the process holds and does at this moment, for whoever runs it: figures alone, nothing of a visitor.

    Returns:
        The state; memory in bytes by the name of a cache.
    """
    return ProcessState(
        ready=service.ready.is_set(),
        memory=service.cached_bytes(),
        trainings_running=service.training_queue.running,
        trainings_waiting=service.training_queue.waiting,
        forwards_running=service.activations.workers.running,
        forwards_waiting=service.activations.workers.waiting,
        forwards_at_once=int(limits.WORKERS.value),
    )


def return_freed_memory() -> bool:
    """Gives freed memory back to the system, if nothing computes at this moment: after visitors have left, not between their questions.

    Returns:
        Whether nothing computed.
    """
    idle = not service.activations.workers.running and not service.training_queue.running
    if idle:
        malloc.return_freed_memory()
    return idle


def free_caches(visitor: str) -> None:
    """Frees the visitor's cached activations and features, which come back by asking again; own networks and examples stay.

    Returns:
        None.
    """
    service.activation_cache.forget(visitor)
    service.feature_cache.forget(visitor)
    service.tissue.forget(visitor)


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
