"""What the process says of itself to whoever runs it: figures alone, nothing of a visitor."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProcessState:
    """What is kept and who computes, at one moment."""

    ready: bool  # the networks that a page opens with are loaded
    memory: dict[str, int]  # bytes that each cache holds, by its name
    trainings_running: int
    trainings_waiting: int
    forwards_running: int  # workers that compute
    forwards_waiting: int  # questions that wait for one
    processes: int = 1  # that answer: one, or the workers of a cluster
    forwards_at_once: int = 1  # most that may compute, all processes together
