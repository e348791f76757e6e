"""P-Net proposes, R-Net and O-Net throw out and refine; what each of them read and said is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from models.store.store import LoadedNetwork
from models.types.faces import KEPT, OVERLAPPED, THROWN_OUT, FaceNetwork, FaceSettings, FaceStage, PyramidLevel
from models.uses.faces import boxes, pyramid, windows

AFTER_RNET = 0.7  # overlap over the union, above which the worse of two of R-Net's boxes goes
AFTER_ONET = 0.7  # overlap over the smaller one: a face inside a face is none


class CascadeNetworks(NamedTuple):
    pnet: LoadedNetwork
    rnet: LoadedNetwork
    onet: LoadedNetwork


@dataclass(frozen=True, slots=True)
class Proposals:
    """P-Net's part."""

    levels: tuple[PyramidLevel, ...]
    stage: FaceStage
    cut: bool


def propose(network: LoadedNetwork, picture: Image.Image, settings: FaceSettings, most: int) -> Proposals:
    """P-Net on every level; the `most` likeliest of the windows over its score go on, then non-maximum suppression over all levels."""
    levels, found, read = [], [], 0
    for number, size in enumerate(pyramid.pyramid_sizes(picture.width, picture.height, settings.smallest)):
        level = pyramid.resize(picture, size)
        faces, offsets = pyramid.run_pnet(network, level)
        levels.append(PyramidLevel(level.width, level.height, faces.numpy()))
        read += faces.numel()
        cells = (faces >= settings.scores[0]).nonzero()  # (N, 2)
        at = level.windows(cells, picture.width, picture.height)
        rows, columns = cells.T
        found.append((at, boxes.apply_offsets(at, offsets[:, rows, columns].T), faces[rows, columns], torch.full((len(cells),), number)))
    joined = [torch.cat(parts) for parts in zip(*found, strict=True)] if found else _NOTHING
    order = joined[2].argsort(descending=True, stable=True)
    kept = order[:most]
    at, put, scores, level_of = (part[kept] for part in joined)
    stays = boxes.non_maximum_suppression(at, scores, settings.overlap)
    stage = _stage("pnet", read, at, put, scores, torch.where(stays, KEPT, OVERLAPPED), level_of)
    return Proposals(tuple(levels), stage, len(order) > most)


_NOTHING = [torch.empty(0, 4), torch.empty(0, 4), torch.empty(0), torch.empty(0, dtype=torch.long)]


def refine(network: LoadedNetwork, name: FaceNetwork, picture: Image.Image, before: FaceStage, settings: FaceSettings) -> FaceStage:
    """R-Net or O-Net on the squares about the boxes that the stage before has kept."""
    parents = torch.from_numpy((before.fates == KEPT).nonzero()[0])
    at = boxes.square_windows(torch.from_numpy(before.boxes)[parents])
    said = windows.run_heads(network, picture, at)
    put, scores = boxes.apply_offsets(at, said["boxes"]), said["faces"]
    over = scores >= settings.scores[1 if name == "rnet" else 2]
    places = over.nonzero()[:, 0]
    most, kind = (AFTER_RNET, boxes.UNION) if name == "rnet" else (AFTER_ONET, boxes.SMALLER)
    fates = torch.full((len(at),), THROWN_OUT)
    fates[places] = torch.where(boxes.non_maximum_suppression(put[places], scores[places], most, kind), KEPT, OVERLAPPED)
    order = scores.argsort(descending=True, stable=True)
    marks = boxes.place_landmarks(at, said["landmarks"])[order] if "landmarks" in said else None
    return _stage(name, len(at), at[order], put[order], scores[order], fates[order], parents[order], marks)


def _stage(
    name: FaceNetwork, read: int, at: Tensor, put: Tensor, scores: Tensor, fates: Tensor, parents: Tensor, marks: Tensor | None = None
) -> FaceStage:
    landmarks = np.empty((0, 5, 2), np.float32) if marks is None else marks.numpy()
    return FaceStage(
        name, read, at.numpy(), put.numpy(), scores.numpy(), fates.numpy().astype(np.uint8), parents.numpy().astype(np.int32), landmarks
    )
