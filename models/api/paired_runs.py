"""Two networks that learn side by side from nothing, and what came of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models import service
from models.training.core.queue import RACE
from models.types.code import Code
from models.types.compare import Event, Line, Menu


def train_menu(visitor: str = "") -> Menu:
    """What can be learned from, by which networks, with which settings; and the presets."""
    return service.lanes.menu(visitor)


def train_line(lanes: Sequence[object], *, visitor: str = "") -> Line:
    """One lane or two before the start: the pictures that are watched, and the filters that nothing has changed yet.

    A lane is an experiment: `{"data": "digits", "each": 10, "dropout": 0.5, "seed": 3}`; what it does not say is as usual.
    """
    return service.lanes.line(lanes, visitor)


def train_known(lanes: Sequence[object], *, repeats: int = 1) -> Iterator[Event]:
    """What is already known of a race, without running it."""
    return service.lanes.known(lanes, repeats)


def train_lanes(lanes: Sequence[object], *, repeats: int = 1, fresh: bool = False, visitor: str = "") -> Iterator[Event]:
    """The race: queued, then every lane's standing before the first epoch and after each, seed after seed.

    What was run before comes at once and says when, unless `fresh`. Another training of the same visitor stops this one. Closing it stops
    within a batch.
    """
    return service.lanes.run(lanes, visitor, repeats=repeats, fresh=fresh)


def stop_training(visitor: str) -> None:
    """The visitor's race ends within a batch and keeps what it has learned; one that waits leaves the line."""
    service.turns.stop(visitor, RACE)


def open_trained(lane: object, name: str, *, visitor: str) -> str:
    """The network of a lane that was trained here, as one of the visitor's own, under a name that is free; its key."""
    return service.lanes.open(lane, name, visitor)


def train_code(lane: object, *, visitor: str = "") -> Code:
    """The training of a lane in plain PyTorch."""
    return service.lanes.code(lane, visitor)
