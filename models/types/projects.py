"""A visitor's work as one value: what a project file holds, and what came of opening one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.types.fine_tune import Classes


@dataclass(frozen=True, slots=True)
class Project:
    """A project that was read and found whole. Ids of its classes and examples are 0: whoever takes them gives them theirs."""

    link: str  # the permalink's query
    classes: Classes
    networks: Mapping[str, bytes]  # name → .safetensors
    runs: tuple[Mapping[str, Any], ...]  # rows of Train's table, the newest first
    taught: Mapping[str, Any] | None  # what the run of Transfer has told
    picture: bytes | None  # the visitor's own, in Look


@dataclass(frozen=True, slots=True)
class OpenedProject:
    """What came of opening a project. `asks`: the visitor has classes of their own, and must say what shall become of them first."""

    needs_choice: bool
    link: str = ""
    classes: int = 0
    pictures: int = 0
    networks: tuple[str, ...] = ()  # keys, as they are now
    runs: tuple[Mapping[str, Any], ...] = ()
    taught: Mapping[str, Any] | None = None
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """One file of a project, without its content. `digest`: of the content, as hexadecimal digits."""

    path: str
    digest: str
    nbytes: int
