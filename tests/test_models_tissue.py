"""A section of tissue: cells against PyTorch's own modules, the head against scikit-learn, the brown stain against scikit-image."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image
from skimage import color, data, filters
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import jaccard_score

from models import api, service
from models.errors import UserError
from models.types.activations import PictureSource
from models.types.tissue import TissueProgress, TissueStroke
from models.uses.tissue import cells, head, samples, strokes
from models.uses.tissue.colouring import largest_difference

LARGEST = 1e-5
"""Difference of a probability between one pass and patch by patch that counts as equal."""


@pytest.fixture(scope="module")
def layer() -> cells.CellLayer:
    api.start()
    return cells.cell_layer(service.store.get(cells.NETWORK, ""))


def pixels(height: int, width: int) -> np.ndarray:
    """The left upper corner of the section, uint8 [height, width, 3]."""
    return np.ascontiguousarray(data.immunohistochemistry()[:height, :width])


def filled(layer: cells.CellLayer, picture: np.ndarray) -> np.ndarray:
    """All cells by tiles."""
    channels = layer.run(picture[None, :64, :64]).shape[1]
    into = np.full((*layer.grid_size(picture.shape[:2]), channels), np.nan, np.float32)
    list(cells.features_by_tiles(layer, picture, into, service.activations.workers.acquire))
    return into


def by_modules(picture: np.ndarray) -> np.ndarray:
    """The whole picture at once through the network's own modules, [row, column, channel]."""
    network = service.store.get(cells.NETWORK, "").network
    x = (
        torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 255 - torch.tensor([0.485, 0.456, 0.406])[:, None, None]
    ) / torch.tensor([0.229, 0.224, 0.225])[:, None, None]
    with torch.no_grad():
        x = network.maxpool(torch.relu(network.bn1(network.conv1(x))))
        return network.layer2(network.layer1(x))[0].permute(1, 2, 0).numpy()


@pytest.mark.parametrize("size", [(120, 200), (133, 77), (16, 50)])
def test_tiles_are_one_pass_over_the_whole_picture(layer: cells.CellLayer, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "TILE", 5)
    picture = pixels(*size)
    assert np.abs(filled(layer, picture) - by_modules(picture)).max() < 1e-4


def test_patch_by_patch_is_the_one_pass_at_the_edges_too(layer: cells.CellLayer) -> None:
    picture = pixels(133, 205)
    features = filled(layer, picture)
    every = [(row, column) for row in range(features.shape[0]) for column in range(features.shape[1])]
    patches = cells.features_by_patches(layer, picture, every)
    made = head.Head(np.random.default_rng(1).normal(size=(3, features.shape[2])).astype(np.float32), np.zeros(3, np.float32))
    assert largest_difference(made, features, every, patches) <= LARGEST


def test_a_cell_reads_its_patch_and_nothing_else(layer: cells.CellLayer) -> None:
    picture, cell = pixels(256, 256), (14, 17)
    rows, columns, top, left = layer.crop(cell, (cell[0] + 1, cell[1] + 1))
    other = np.full_like(picture, 255)
    other[rows, columns] = picture[rows, columns]
    assert np.abs(filled(layer, picture)[cell] - filled(layer, other)[cell]).max() < 1e-5
    assert (rows.stop - rows.start, top, left) == (layer.patch, layer.before, layer.before)


def test_the_head_is_scikit_learns() -> None:
    random = np.random.default_rng(3)
    labels = np.repeat([0, 1, 2], [70, 25, 40])
    features = (random.normal(size=(len(labels), 12)) * 3 + labels[:, None] * random.normal(size=12) + 5).astype(np.float32)
    scaled = (features - features.mean(axis=0, dtype=np.float64)) / features.std(axis=0, dtype=np.float64)
    oracle = LogisticRegression(C=1.0, class_weight="balanced", tol=1e-10, max_iter=20_000).fit(scaled, labels)
    found = head.fit(features, labels, 3).probabilities(features)
    assert np.abs(found - oracle.predict_proba(scaled)).max() < 1e-4
    assert (found == head.fit(features, labels, 3).probabilities(features)).all()


def test_resampled_heads_are_about_the_head_and_come_again() -> None:
    random = np.random.default_rng(4)
    labels = np.repeat([0, 1], 60)
    features = (random.normal(size=(120, 4)) + 1.5 * labels[:, None]).astype(np.float32)
    pieces = np.arange(120) // 6
    first, many = head.fit_resampled(features, labels, pieces, 2)
    _, again = head.fit_resampled(features, labels, pieces, 2)
    assert (first.weights == head.fit(features, labels, 2).weights).all()
    assert len(many) == head.HEADS and all((one.weights == other.weights).all() for one, other in zip(many, again, strict=True))
    spread = np.stack([one.weights for one in many]).std(axis=0)
    assert (spread > 0).all()


def test_one_kind_separated_at_once_still_ends() -> None:
    features = np.repeat(np.eye(2, dtype=np.float32) * 100, 3, axis=0)
    found = head.fit(features, np.repeat([0, 1], 3), 2).probabilities(features)
    assert np.isfinite(found).all() and found[:3, 0].min() > 0.5 > found[3:, 0].max()


def test_the_brown_stain_is_scikit_images() -> None:
    found = api.tissue_section(api.tissue_picture("colon"))
    brown = color.rgb2hed(data.immunohistochemistry())[:, :, 2]
    assert (found.picture == data.immunohistochemistry()).all() and found.size == (512, 512)
    assert found.threshold == pytest.approx(filters.threshold_otsu(brown))
    assert (found.brown == (brown > filters.threshold_otsu(brown))).all()


@pytest.fixture(scope="module")
def coloured() -> TissueProgress:
    sample = samples.samples()[0]
    *_, last = api.colour_tissue(api.tissue_picture("colon"), sample.strokes, 3)
    return last


def test_the_section_is_coloured_and_agrees_with_its_marks(layer: cells.CellLayer, coloured: TissueProgress) -> None:
    found = coloured.colouring
    assert found is not None and coloured.done == coloured.tiles and found.probabilities.shape == (3, 64, 64)
    marks = strokes.mark_cells(samples.samples()[0].strokes, (512, 512), layer, 3)
    assert (found.probabilities.argmax(axis=0)[marks.rows, marks.columns] == marks.kinds).mean() > 0.97
    assert found.largest_difference <= LARGEST and found.patches_compared == 64
    assert sum(found.area) == pytest.approx(1)
    for share, low, high in zip(found.area, found.area_low, found.area_high, strict=True):
        assert 0 < low <= high < 1 and low - 0.05 < share < high + 0.05


def test_the_overlap_is_scikit_learns_jaccard_of_the_very_maps(layer: cells.CellLayer, coloured: TissueProgress) -> None:
    found = coloured.colouring
    assert found is not None
    likeliest = found.probabilities.argmax(axis=0)
    row, column = (np.minimum((np.arange(512) + found.stride // 2 - found.centre) // found.stride, 63) for _ in range(2))
    gland = likeliest[row][:, column] == 0
    brown = api.tissue_section(api.tissue_picture("colon")).brown
    assert found.overlap[0] == pytest.approx(jaccard_score(brown.ravel(), gland.ravel()), abs=0.01)
    assert found.overlap[0] > max(found.overlap[1:])


def test_the_least_sure_place_is_unmarked_and_unsure(coloured: TissueProgress) -> None:
    found = coloured.colouring
    assert found is not None and found.certainty < 0.9
    assert all(0 <= part <= 1 for part in found.least_sure)


def test_patches_say_what_the_one_pass_says_while_they_come(coloured: TissueProgress) -> None:
    stream = api.tissue_patches(api.tissue_picture("colon"), samples.samples()[0].strokes, 3)
    first, second = next(stream), next(stream)
    stream.close()
    assert (first.first, second.first, first.total) == (0, 16, 4096) and second.seconds > first.seconds > 0
    assert second.largest_difference <= LARGEST and second.one_pass_seconds > 0
    assert coloured.colouring is not None
    there = coloured.colouring.probabilities[:, second.rows.astype(int), second.columns.astype(int)].astype(int)
    assert np.abs(there - second.probabilities).max() <= 1


def test_a_brush_marks_the_cells_under_it(layer: cells.CellLayer) -> None:
    across = TissueStroke(0, 32 / 512, ((0.25, 0.5), (0.75, 0.5)))
    dot = TissueStroke(1, 0.001, ((0.5, 0.5),))
    marks = strokes.mark_cells([across, dot], (512, 512), layer, 2)
    centres = np.arange(64) * layer.stride + layer.centre
    x, y = np.meshgrid(centres, centres)
    near = np.hypot(np.maximum(np.abs(x - 256) - 128, 0), y - 256) <= 16
    found = np.zeros((64, 64), bool)
    found[marks.rows, marks.columns] = True
    assert (found == near).all()
    assert [(row, column) for row, column, kind in zip(marks.rows, marks.columns, marks.kinds, strict=True) if kind == 1] == [(32, 32)]


def test_a_wide_picture_is_answered_in_tiles_and_its_parts_come() -> None:
    file = io.BytesIO()
    Image.fromarray(np.tile(pixels(300, 512), (1, 3, 1))).save(file, "PNG")
    given = [replace(one, points=tuple((x / 3, y) for x, y in one.points)) for one in samples.samples()[0].strokes]
    parts = list(api.colour_tissue(PictureSource("picture", file.getvalue()), given, 3))
    assert [one.done for one in parts] == [1, 2, 3] and parts[-1].tiles == 3
    assert [one.colouring is None for one in parts] == [True, True, False]


STROKE = TissueStroke(0, 0.1, ((0.5, 0.5),))


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        ([STROKE], 2),
        ([STROKE, replace(STROKE, kind=2)], 2),
        ([STROKE, replace(STROKE, kind=1, width=0)], 2),
        ([STROKE, replace(STROKE, kind=1, points=((0.5, float("nan")),))], 2),
        ([STROKE, replace(STROKE, kind=1, points=())], 2),
        ([STROKE, replace(STROKE, kind=1)] * 101, 2),
        ([STROKE, replace(STROKE, kind=1, points=((0.5, 0.5),) * 5001)], 2),
        ([STROKE, replace(STROKE, kind=1)], 4),
    ],
)
def test_strokes_that_cannot_be_are_refused_at_once(given: list[TissueStroke], kinds: int) -> None:
    with pytest.raises(UserError):
        api.colour_tissue(api.tissue_picture("colon"), given, kinds)


def test_a_kind_painted_over_everywhere_is_said() -> None:
    with pytest.raises(UserError, match="every kind"):
        list(api.colour_tissue(api.tissue_picture("colon"), [STROKE, replace(STROKE, kind=1)], 2))


def test_what_is_kept_goes_with_its_visitor() -> None:
    file = io.BytesIO()
    Image.fromarray(pixels(64, 64)).save(file, "PNG")
    given = [STROKE, TissueStroke(1, 0.1, ((0.1, 0.1),))]
    before = len(service.tissue._sections)
    list(api.colour_tissue(PictureSource("picture", file.getvalue()), given, 2, visitor="tissue"))
    assert len(service.tissue._sections) == before + 1
    list(api.colour_tissue(PictureSource("picture", file.getvalue() + b"x"), given, 2))
    assert len(service.tissue._sections) == before + 1
    api.forget_visitor("tissue")
    assert len(service.tissue._sections) == before
