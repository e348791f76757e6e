"""Answers about sections of tissue: what is kept of a picture is its features, so that a further stroke costs a head alone."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models import limits
from models.activations.service import Activations
from models.byte_lru import ByteLru
from models.inputs import pictures
from models.types.activations import PictureSource
from models.types.tissue import TissuePatches, TissueProgress, TissueSection, TissueStroke
from models.uses.tissue import samples, stains, strokes
from models.uses.tissue.cells import NETWORK, Cell, CellLayer, cell_layer, features_by_patches, features_by_tiles, tiles
from models.uses.tissue.colouring import colour
from models.uses.tissue.head import fit

SHOWN_SIDE = 1024  # px of a side of what is shown
COMPARED = 8  # patches along each side that are compared with the one pass
SIDE = 64  # patches along each side that are coloured one by one
ROW = 16  # patches in a part

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Section:
    """A picture, its cells' features, and some of them from their own patches."""

    picture: NDArray[np.uint8]  # [height, width, 3]
    shown: TissueSection
    features: Floats  # [row, column, channel]
    sampled: tuple[Cell, ...]
    from_patches: Floats  # [cell, channel]

    @property
    def nbytes(self) -> int:
        return self.picture.nbytes + self.shown.picture.nbytes + self.shown.brown.nbytes + self.features.nbytes + self.from_patches.nbytes


class TissueService:
    """Keeps sections for visitors, the samples for everybody; the least recently used go first."""

    def __init__(self, activations: Activations) -> None:
        self._activations = activations
        self._sections: ByteLru[tuple[str, bytes], Section] = ByteLru(
            lambda section: section.nbytes, lambda: limits.TISSUE_MB.value * 1e6, name="tissue"
        )

    def forget(self, visitor: str) -> None:
        """What is kept for the visitor."""
        self._sections.drop(lambda key: key[0] == visitor)

    def section(self, source: PictureSource) -> TissueSection:
        return section_view(_decode(source))

    def colour(self, source: PictureSource, given: Sequence[TissueStroke], kinds: object, visitor: str) -> Iterator[TissueProgress]:
        """Tiles as they are done, then the colouring. What is wrong is refused now, not with the first part."""
        many, layer = strokes.check_strokes(given, kinds), self._layer(visitor)
        return self._colour(layer, source, given, many, visitor)

    def patches(self, source: PictureSource, given: Sequence[TissueStroke], kinds: object, visitor: str) -> Iterator[TissuePatches]:
        """The same colours, each cell from its own patch; of a large picture as many as a side of SIDE has, evenly."""
        many, layer = strokes.check_strokes(given, kinds), self._layer(visitor)
        return self._patches(layer, source, given, many, visitor)

    def _layer(self, visitor: str) -> CellLayer:
        return cell_layer(self._activations.store.get(NETWORK, visitor))

    def _colour(
        self, layer: CellLayer, source: PictureSource, given: Sequence[TissueStroke], kinds: int, visitor: str
    ) -> Iterator[TissueProgress]:
        section = yield from self._opened(layer, source, visitor)
        with self._activations.workers.acquire():
            found = colour(layer, section.features, section.shown, given, kinds, (section.sampled, section.from_patches))
        many = len(tiles(layer, section.shown.size))
        yield TissueProgress(many, many, found)

    def _opened(self, layer: CellLayer, source: PictureSource, visitor: str) -> Generator[TissueProgress, None, Section]:
        """The section with its features, which are computed tile by tile where they are not kept."""
        digest = blake2b(source.data, digest_size=16).digest()
        everybodys = samples.is_sample(source)
        key = ("" if everybodys else visitor, digest)
        if (kept := self._sections.get(key)) is not None:
            return kept
        picture, acquire = _decode(source), self._activations.workers.acquire
        size = picture.shape[:2]
        features = np.empty((*layer.grid_size(size), _channels(layer)), np.float32)
        many = len(tiles(layer, size))
        for done in features_by_tiles(layer, picture, features, acquire):
            if done < many:
                yield TissueProgress(done, many, None)
        with acquire():
            sampled = sample_evenly(layer.grid_size(size), COMPARED)
            section = Section(picture, section_view(picture), features, sampled, features_by_patches(layer, picture, sampled))
        if everybodys or visitor:
            self._sections.put(key, section)
        return section

    def _patches(
        self, layer: CellLayer, source: PictureSource, given: Sequence[TissueStroke], kinds: int, visitor: str
    ) -> Iterator[TissuePatches]:
        opening = self._opened(layer, source, visitor)
        section = yield from _last(opening)
        acquire = self._activations.workers.acquire
        with acquire():
            marks = strokes.mark_cells(given, section.shown.size, layer, kinds)
            head = fit(section.features[marks.rows, marks.columns], marks.kinds, kinds)
            one_pass = _one_pass_seconds(layer, section.picture)
        cells, seconds, largest = sample_evenly(section.features.shape[:2], SIDE), 0.0, 0.0
        for first in range(0, len(cells), ROW):
            some = cells[first : first + ROW]
            with acquire():
                begun = time.perf_counter()
                mine = head.probabilities(features_by_patches(layer, section.picture, some))
                seconds += time.perf_counter() - begun
            rows, columns = np.array(some).T
            theirs = head.probabilities(section.features[rows, columns])
            largest = max(largest, float(np.abs(mine - theirs).max()))
            codes = np.round(255 * mine.T).astype(np.uint8)
            yield TissuePatches(first, len(cells), rows.astype(np.float32), columns.astype(np.float32), codes, largest, seconds, one_pass)


def _last(opening: Generator[TissueProgress, None, Section]) -> Generator[TissuePatches, None, Section]:
    """What it returns, without what it says on its way."""
    while True:
        try:
            next(opening)
        except StopIteration as end:
            found: Section = end.value
            return found
        yield from ()


def _one_pass_seconds(layer: CellLayer, picture: NDArray[np.uint8]) -> float:
    """How long all cells at once take, measured on one tile of them and taken as often as there are tiles."""
    first, end = tiles(layer, picture.shape[:2])[0]
    rows, columns, _, _ = layer.crop(first, end)
    begun = time.perf_counter()
    layer.run(picture[None, rows, columns])
    return (time.perf_counter() - begun) * len(tiles(layer, picture.shape[:2]))


def sample_evenly(cells: Sequence[int], side: int) -> tuple[Cell, ...]:
    """At most `side` × `side` cells of (rows, columns), the first and the last among them, in reading order."""
    rows, columns = (np.unique(np.linspace(0, many - 1, min(side, many)).round().astype(int)).tolist() for many in cells[:2])
    return tuple((row, column) for row in rows for column in columns)


def section_view(picture: NDArray[np.uint8]) -> TissueSection:
    """A picture made as small as it is shown, and its brown stain at that size."""
    longer = max(picture.shape[:2])
    small = picture
    if longer > SHOWN_SIDE:
        height, width = (max(1, round(side * SHOWN_SIDE / longer)) for side in picture.shape[:2])
        small = np.asarray(Image.fromarray(picture).resize((width, height), Image.Resampling.BOX))
    brown, threshold = stains.brown_stain(small)
    return TissueSection(small, (picture.shape[0], picture.shape[1]), brown, threshold)


def _decode(source: PictureSource) -> NDArray[np.uint8]:
    return np.asarray(pictures.decode(source.data).convert("RGB"))


def _channels(layer: CellLayer) -> int:
    (shape,) = (one.layer.shape for one in layer.loaded.layer_steps if one.slot == layer.slot)
    return int(shape[0])
