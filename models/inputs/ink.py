"""Ink on paper: which marks of a picture are a digit, whatever the light, the ruling, the desk around the sheet or the specks on it.

`models.inputs.marks` says what stands out from the paper; here, marks that lie together as strokes of one digit do are one group. Several
windows and both polarities are tried until one gives a group that looks like a digit.

Numbers and arrays only, so that it can be written out into a program of its own. Lengths are in pixels of the array that is given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from models.inputs.desk import without_bands
from models.inputs.faint import with_faint_strokes
from models.inputs.marks import EIGHT_NEIGHBOURS, SURE, Marks, find_marks, likely_polarity, value_below
from models.inputs.ruling import Floats, Mask

Box = tuple[int, int, int, int]  # left, top, right, bottom; the last two are outside

CLOSING_WINDOWS = ((0.14, False), (0.55, False), (0.55, True))
"""Sides of the closing's window, as shares of the picture's longer side: for strokes thin in their picture, and for thick ones; and
whether the frame is taken to lie on paper, as in a tight scan, whose ink touches it."""


@dataclass(frozen=True, slots=True)
class DigitCandidate:
    """Marks that belong together."""

    mask: Mask  # [h, w]
    box: Box
    score: float
    touches_border: bool  # reaches the picture's frame
    conclusive: bool  # nothing better is to be expected of another assumption
    bare: bool  # light, and as light as most of the picture: paper between dark strokes and a dark desk rather than ink


@dataclass(frozen=True, slots=True)
class DetectedDigits:
    """A picture's digits, the likeliest first."""

    marks: Marks
    candidates: tuple[DigitCandidate, ...]


@dataclass(frozen=True, slots=True)
class _Component:
    label: int
    box: Box
    area: int
    touching: int  # sides of the frame that it reaches
    thick: float  # its widest place

    @property
    def filled(self) -> float:
        left, top, right, bottom = self.box
        return self.area / ((right - left) * (bottom - top))

    @property
    def size(self) -> int:
        left, top, right, bottom = self.box
        return max(right - left, bottom - top)


def detect_digits(grey: Floats) -> DetectedDigits | None:
    """A grey picture [h, w], 0 to 255 → its digits; None where nothing stands out as ink does."""
    best: DetectedDigits | None = None
    likely, odds = likely_polarity(grey)  # the likely one is tried first; the other decides as well where that is not sure
    for dark in (likely, not likely):
        if (
            best
            and dark != likely
            and not best.candidates[0].bare
            and (odds >= SURE or (odds > 1 and best.candidates[0].score > CLEAR_SCORE and not best.candidates[0].touches_border))
        ):
            break
        framed = True
        for share, beyond in CLOSING_WINDOWS:
            if beyond and not framed:
                continue
            marks = find_marks(grey if dark else 255 - grey, dark, odds if dark == likely else 1.0, share, beyond)
            groups = _candidates(marks) if marks else ()
            framed = not groups or groups[0].touches_border
            new = DetectedDigits(marks, groups) if marks and groups else None
            if new and (best is None or _is_better(groups[0], best.candidates[0]) or _was_eaten(best, new)):
                best = new
                if groups[0].conclusive:
                    return best
    return best


def _is_better(new: DigitCandidate, old: DigitCandidate) -> bool:
    """What reaches the frame may be a shadow's corner that grew into a digit which is already found without it."""
    return new.score > old.score * (1.3 if new.touches_border and not old.touches_border else 1.0)


def _was_eaten(old: DetectedDigits, new: DetectedDigits) -> bool:
    """Whether a narrow window left only parts of strokes that are wider than itself: their edges and ends, or all but their crossings.

    The new digit then holds the old one, and what it has besides is as dark: a shadow around a digit is paler than the digit in it. Or
    the narrow window took the ink itself for paper, which then lies far below that of the wide one: a shadow does so too, but
    what grows by it reaches the frame or is less like a digit.
    """
    if old.marks.dark != new.marks.dark:
        return False
    before, after = old.candidates[0], new.candidates[0]
    part, whole = before.mask, after.mask
    rest = whole & ~ndimage.binary_dilation(part, iterations=2)
    if (part & whole).sum() < 0.9 * part.sum() or rest.sum() < 0.1 * part.sum():
        return False
    contrast = new.marks.contrast
    if rest.sum() > 0.5 * part.sum() and np.median(contrast[rest]) > 0.95 * np.median(contrast[part]):
        return True
    sunk = float(np.median(new.marks.paper[part] - old.marks.paper[part]))
    grown = after.touches_border and not before.touches_border
    return sunk > 0.3 * new.marks.depth and not grown and after.score > 0.75 * before.score


CLEAR_SCORE = 2.5
"""Score of a digit away from the frame beside which the less likely polarity is not asked."""


def ink_of(reading: DetectedDigits, digit: int = 0) -> Floats:
    """[h, w] from 0 to 1: the marks of one digit and the haze of their edges, nothing else."""
    marks, group = reading.marks, reading.candidates[digit]
    left, top, right, bottom = group.box
    here = slice(max(0, top - 2), bottom + 2), slice(max(0, left - 2), right + 2)
    near = ndimage.binary_dilation(group.mask[here], iterations=2)
    floor, ink = marks.noise_floor, np.zeros_like(marks.contrast)
    ink[here] = ((marks.contrast[here] - floor) / max(marks.ink_contrast - floor, 1e-6)).clip(0, 1) * near
    return ink


# Which marks are a digit


def _candidates(marks: Marks) -> tuple[DigitCandidate, ...]:
    """Groups of marks, the likeliest digit first."""
    labelled = _labelled(marks)
    labels = without_bands(labelled)
    found = _without_desk(_components(labels), labels)
    if not found:
        return ()
    gathered = _clusters(found)
    largest = max(max(mark.size for mark in group) for group in gathered)
    made = [_candidate(group, labels, marks) for group in gathered if max(mark.size for mark in group) >= 0.3 * largest]
    if labels is not labelled:  # the band may be a shadow, under which the digit goes on: another window may see all of it
        made = [replace(group, score=0.7 * group.score, touches_border=True, conclusive=False) for group in made]
    return tuple(sorted(made, key=lambda group: -group.score))


def _labelled(marks: Marks) -> NDArray[np.int32]:
    """Marks numbered from 1: what is half as dark as full ink, and what goes on from there less dark, unless that is ruling."""
    strong = marks.contrast > max(marks.noise_floor, 0.5 * marks.ink_contrast)
    if marks.lines:
        labels: NDArray[np.int32] = ndimage.label(strong, EIGHT_NEIGHBOURS)[0]
        return labels
    labels, count = ndimage.label(marks.contrast > max(marks.noise_floor, MARK * marks.ink_contrast), EIGHT_NEIGHBOURS)
    seeded = np.zeros(count + 1, np.int32)
    seeded[labels[strong]] = 1
    seeded[0] = 0
    numbered: NDArray[np.int32] = (seeded.cumsum(dtype=np.int32) * seeded)[labels]
    return with_faint_strokes(numbered, marks)


MARK = 0.38
"""Share of full ink's contrast from which on what goes on from a mark is part of it."""


def _components(labels: NDArray[np.int32]) -> list[_Component]:
    h, w = labels.shape
    areas = np.bincount(labels.ravel())
    made = []
    for label, (rows, columns) in enumerate(ndimage.find_objects(labels), 1):
        box = (columns.start, rows.start, columns.stop, rows.stop)
        touching = (box[0] == 0) + (box[1] == 0) + (box[2] == w) + (box[3] == h)
        wide, high = box[2] - box[0], box[3] - box[1]
        thick = float(min(wide, high))
        if max(wide, high) > 0.04 * max(h, w):
            thick = 2.0 * _depth(labels[rows, columns] == label, box, (w, h)) - 1
        made.append(_Component(label, box, int(areas[label]), touching, thick))
    return made


def _depth(own: Mask, box: Box, size: tuple[int, int]) -> int:
    """How far the inmost pixel of a mark lies from its edge; where it leaves the picture, it goes on."""
    left, top, right, bottom = box
    mask = np.zeros((own.shape[0] + 2, own.shape[1] + 2), bool)
    mask[1:-1, 1:-1] = own
    if top == 0:
        mask[0] = mask[1]
    if bottom == size[1]:
        mask[-1] = mask[-2]
    if left == 0:
        mask[:, 0] = mask[:, 1]
    if right == size[0]:
        mask[:, -1] = mask[:, -2]
    return int(ndimage.distance_transform_cdt(mask, "chessboard")[1:-1, 1:-1].max())


def _without_desk(found: list[_Component], labels: NDArray[np.int32]) -> list[_Component]:
    """Without what lies along the frame as a desk beside the sheet does, or fills a corner as a shadow does.

    A digit that itself reaches the frame, in a tight scan, does neither, or nothing else is there.
    """
    free = max((mark.size for mark in found if not mark.touching), default=0) / max(labels.shape)
    kept = []
    for mark in found:
        foreign = (free >= 0.06 and mark.filled > MAX_FILL) or (free >= 0.12 and mark.touching > 1) or _along_the_frame(mark, labels)
        if not (mark.touching and foreign):
            kept.append(mark)
    return kept


MAX_FILL = 0.42
"""Share of its box that a blot fills and a digit's strokes do not."""


def _along_the_frame(mark: _Component, labels: NDArray[np.int32]) -> bool:
    h, w = labels.shape
    left, top, right, bottom = mark.box
    own = labels[top:bottom, left:right] == mark.label
    band = max(2, round(0.12 * min(h, w)))
    inner = own[max(0, band - top) : max(0, h - band - top), max(0, band - left) : max(0, w - band - left)]
    if mark.touching < 2 or inner.sum() > 0.15 * mark.area:
        return False
    return bool(max((right - left) / w, (bottom - top) / h) > 0.95)


def _clusters(found: list[_Component]) -> list[list[_Component]]:
    """Marks that belong together; specks belong to nothing unless they lie within a digit's reach.

    Each mark, the largest first, goes to the first group one of whose marks is near. The marks before it are looked at together: a
    picture of nothing but grain has thousands.
    """
    order = sorted(found, key=lambda mark: -mark.size)
    boxes = np.array([mark.box for mark in order])
    areas = np.array([mark.area for mark in order])
    thick = np.array([mark.thick for mark in order])
    groups: list[list[_Component]] = []
    homes = np.zeros(len(order), int)
    sizes = np.zeros(len(order), int)  # of the largest mark of each one's group
    for i, mark in enumerate(order):
        near = _are_near(boxes[:i], thick[:i], boxes[i], areas[i], sizes[:i])
        homes[i] = homes[:i][near].min(initial=len(groups))
        if homes[i] == len(groups):
            groups.append([])
        groups[homes[i]].append(mark)
        sizes[i] = groups[homes[i]][0].size
    return groups


def _are_near(ones: NDArray[np.int_], thick: NDArray[np.float64], other: NDArray[np.int_], area: int, sizes: NDArray[np.int_]) -> Mask:
    """Which boxes [n, 4] lie as near to another as strokes of one digit do; the digits are so large."""
    across, down = (_gaps(ones, other, axis) for axis in (0, 1))
    gap = np.maximum(np.maximum(across, down), 0)
    speck = (max(other[2] - other[0], other[3] - other[1]) < 0.12 * sizes) & (area < 0.5 * np.maximum(thick, 1) ** 2 * 3)
    below = (across < 0) & (gap <= 0.3 * sizes) & (_are_fragments(ones, sizes) | _are_fragments(other, sizes))
    near: Mask = np.where(speck, gap <= 0.03 * sizes, (gap <= 0.06 * sizes) | below | _are_halves(ones, other))
    return near


def _are_fragments(boxes: NDArray[np.int_], sizes: NDArray[np.int_]) -> Mask:
    """A hat or a half of a broken digit: low beside the rest, or wider than high."""
    wide, high = boxes[..., 2] - boxes[..., 0], boxes[..., 3] - boxes[..., 1]
    fragments: Mask = (high < 0.5 * sizes) | (wide > 1.1 * high)
    return fragments


def _are_halves(ones: NDArray[np.int_], other: NDArray[np.int_]) -> Mask:
    """Whether boxes [n, 4] and another are the top and the foot of one digit whose sides are missing: flat, as wide, not far apart."""
    wide, high = ones[:, 2] - ones[:, 0], ones[:, 3] - ones[:, 1]
    own_wide, own_high = other[2] - other[0], other[3] - other[1]
    joint = np.maximum(ones[:, 3], other[3]) - np.minimum(ones[:, 1], other[1])
    halves: Mask = (
        (-_gaps(ones, other, 0) > 0.75 * np.maximum(wide, own_wide))
        & (_gaps(ones, other, 1) < 0.4 * joint)
        & (wide > 1.1 * high)
        & (own_wide > 1.1 * own_high)
    )
    return halves


def _gaps(ones: NDArray[np.int_], other: NDArray[np.int_], axis: int) -> NDArray[np.int_]:
    """Pixels between boxes and another along an axis; negative where they overlap."""
    gaps: NDArray[np.int_] = np.maximum(ones[:, axis], other[axis]) - np.minimum(ones[:, axis + 2], other[axis + 2])
    return gaps


def _candidate(group: list[_Component], labels: NDArray[np.int32], marks: Marks) -> DigitCandidate:
    box = (
        min(mark.box[0] for mark in group), min(mark.box[1] for mark in group),
        max(mark.box[2] for mark in group), max(mark.box[3] for mark in group),
    )  # fmt: skip
    mask = np.zeros(labels.shape, bool)
    here = slice(box[1], box[3]), slice(box[0], box[2])
    mask[here] = np.isin(labels[here], [mark.label for mark in group])
    framed = min(box[:2]) <= 1 or box[2] >= labels.shape[1] - 1 or box[3] >= labels.shape[0] - 1
    score, sure = _score(group, box, mask, marks)
    bare = _is_bare_paper(box, mask, marks)
    return DigitCandidate(mask, box, 0.3 * score if bare else score, framed, sure and not bare, bare)


def _score(group: list[_Component], box: Box, mask: Mask, marks: Marks) -> tuple[float, bool]:
    """How much a group is like a digit, and whether no other assumption needs to be asked."""
    left, top, right, bottom = box
    h, w = mask.shape
    size, thick = max(right - left, bottom - top), max(mark.thick for mark in group)
    clear = min(marks.ink_contrast / max(marks.noise_floor, 0.02), 8)  # how far the ink leaves the grain
    own = marks.contrast[mask]
    full = min(1.0, float(own[own > MARK * marks.ink_contrast].mean()) / marks.ink_contrast)  # faint pieces make no digit less likely
    slender = min(1.0, size / (4 * thick)) * (1.0 if size < 45 * thick else 0.5)
    sides = (left <= 1) + (top <= 1) + (right >= w - 1) + (bottom >= h - 1)
    framed = 1.0 if sides in (0, 3, 4) or marks.beyond else 0.7
    solid = 0.5 if sides and sum(mark.area for mark in group) > 0.6 * (right - left) * (bottom - top) else 1.0
    around = 2 + round(0.15 * size)
    behind = marks.paper[max(0, top - around) : bottom + around : 2, max(0, left - around) : right + around : 2]
    even = float(np.ptp(behind)) < max(0.35 * marks.depth, 12)
    score = clear * full * slender * framed * solid * (size / max(h, w)) ** 0.5 * (1 if even else 0.75) * marks.prior
    free = min(left, top, w - right, h - bottom) > 0.1 * min(h, w) and size < 0.6 * min(h, w)  # no rest of thick ink in a tight scan
    return score, not sides and clear > 3 and (size > 3 * thick if even else free and size > 6 * thick)


def _is_bare_paper(box: Box, mask: Mask, marks: Marks) -> bool:
    """Only thick ink in a tight scan, which reaches opposite sides of the frame, may be as light as most of its picture."""
    (left, top, right, bottom), (h, w) = box, mask.shape
    if marks.dark or (left <= 1 and right >= w - 1) or (top <= 1 and bottom >= h - 1):
        return False
    middle, own = value_below(marks.values[::2, ::2], 0.5), float(np.median(marks.values[mask]))
    return middle - own < 0.5 * marks.depth


# Sizes

MAX_SIDE = 320
"""px; a larger picture is made smaller before its ink is looked for."""

MIN_SIDE = 112
"""px; a smaller one is enlarged."""


def to_working_size(image: Image.Image) -> Floats:
    """A picture as grey values [h, w] of a size at which ink is looked for: whole areas are averaged, or small pictures enlarged."""
    long = max(image.size)
    if long >= 2 * MAX_SIDE:
        image = image.reduce(long // MAX_SIDE)
        long = max(image.size)
    grey = image.convert("L")
    side = MAX_SIDE if long > MAX_SIDE else MIN_SIDE if long < MIN_SIDE else long
    if side != long:
        size = (max(1, round(grey.width * side / long)), max(1, round(grey.height * side / long)))
        grey = grey.resize(size, Image.Resampling.BOX if side < long else Image.Resampling.BICUBIC)
    return np.asarray(grey, np.float32)


def has_mnist_margins(ink: NDArray[np.uint8]) -> bool:
    """Whether 28 × 28 values, ink high, lie as MNIST's digits do: 20 long, the centre of mass in the middle."""
    rows, columns = np.nonzero(ink.max(1) > 12)[0], np.nonzero(ink.max(0) > 12)[0]
    if not len(rows) or ink.max() < 60:
        return False
    y, x = ndimage.center_of_mass(ink.astype(np.float32))
    long = max(np.ptp(rows), np.ptp(columns)) + 1
    return bool(17 <= long <= 21 and abs(y - 14) < 1.2 and abs(x - 14) < 1.2)
