"""The cascade that finds faces: each step against plain loops, and what it finds on faces whose boxes were marked by hand."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from benchmarks import face_pictures
from models import api, limits
from models.errors import UserError
from models.inputs.pictures import prepare
from models.networks.mtcnn import NETWORKS
from models.store.store import LoadedNetwork, load
from models.types.activations import PictureSource
from models.types.faces import KEPT, OVERLAPPED, THROWN_OUT, FacesFound
from models.uses.faces import boxes, pyramid

ASTRONAUT = (face_pictures.SAMPLES / "astronaut.jpg").read_bytes()


def source(picture: Image.Image | bytes) -> PictureSource:
    if isinstance(picture, bytes):
        return PictureSource("picture", picture)
    picture.save(out := io.BytesIO(), "PNG")
    return PictureSource("picture", out.getvalue())


@pytest.fixture(scope="module")
def found() -> FacesFound:
    return api.find_faces(source(ASTRONAUT))


@pytest.fixture(scope="module")
def pnet() -> LoadedNetwork:
    return load(NETWORKS[0])


def area(box: Any) -> float:
    return float(max(0, box[2] - box[0]) * max(0, box[3] - box[1]))


def shared(one: Any, other: Any) -> float:
    return area((max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])))


def overlap(one: Any, other: Any) -> float:
    """Intersection over union, as a formula."""
    return shared(one, other) / (area(one) + area(other) - shared(one, other))


# Step by step.


@pytest.mark.parametrize("size", [(12, 12), (14, 12), (40, 26), (58, 64)])
def test_pnets_map_equals_a_loop_over_windows(size: tuple[int, int], pnet: LoadedNetwork) -> None:
    """The same answers from the network as it opens in Look, asked for one window after the other."""
    level = pyramid.resize(Image.open(io.BytesIO(ASTRONAUT)).convert("RGB"), size)
    faces, offsets = pyramid.run_pnet(pnet, level)
    assert faces.shape == ((size[1] - 12) // 2 + 1, (size[0] - 12) // 2 + 1) and offsets.shape == (4, *faces.shape)
    for row in range(faces.shape[0]):
        for column in range(faces.shape[1]):
            window = level.pixels[2 * row : 2 * row + 12, 2 * column : 2 * column + 12]
            expected = torch.softmax(pnet.plan.logits(pnet.batch(window)), 1)[0, 1]
            assert abs(float(faces[row, column] - expected)) <= 1e-5


@pytest.mark.parametrize(("width", "height", "smallest"), [(640, 480, 20), (320, 240, 40), (512, 512, 40), (101, 333, 33), (41, 40, 40)])
def test_the_pyramid_goes_from_the_smallest_face_to_a_single_window(width: int, height: int, smallest: int) -> None:
    levels = pyramid.pyramid_sizes(width, height, smallest)
    assert levels[0] == pytest.approx((width * 12 / smallest, height * 12 / smallest), abs=1.01)
    assert all(side % 2 == 0 and side >= 12 for level in levels for side in level) and min(levels[-1]) < 12 / 0.709 + 2
    for (wide, _), (narrow, _) in pairwise(levels):
        assert narrow == pytest.approx(0.709 * wide, abs=2)


def test_a_picture_smaller_than_the_smallest_face_has_no_pyramid() -> None:
    found = api.find_faces(source(Image.new("RGB", (30, 300), "white")))
    assert found.levels == () and [stage.read for stage in found.stages] == [0, 0, 0] and found.boxes.shape == (0, 4)


@pytest.mark.parametrize("over", ["union", "smaller"])
@pytest.mark.parametrize("most", [0.1, 0.5, 0.7, 0.9])
def test_suppression_is_what_its_rule_says(over: Any, most: float) -> None:
    corners = np.random.default_rng(1).uniform(0, 60, (40, 2))
    spread = np.concatenate([corners, corners + np.random.default_rng(2).uniform(10, 40, (40, 2))], 1)
    given = np.concatenate([spread, spread + np.random.default_rng(4).uniform(0, 0.3, (40, 4))])  # each twice, nearly
    scores = np.random.default_rng(3).permutation(80) / 80
    stays: list[int] = []
    for one in np.argsort(-scores):
        against = [shared(given[one], given[other]) / min(area(given[one]), area(given[other])) for other in stays]
        if over == "union":
            against = [overlap(given[one], given[other]) for other in stays]
        if all(part <= most for part in against):
            stays.append(int(one))
    ours = boxes.non_maximum_suppression(torch.from_numpy(given), torch.from_numpy(scores), most, over)
    assert sorted(stays) == ours.nonzero()[:, 0].tolist() and 1 < len(stays) < 80


def test_boxes_and_landmarks_move_by_parts_of_their_window() -> None:
    window = torch.tensor([[10.0, 20.0, 50.0, 100.0]])
    assert boxes.apply_offsets(window, torch.tensor([[0.1, -0.25, -0.1, 0.5]])).tolist() == [[14, 0, 46, 140]]
    points = torch.tensor([[0.0, 0.25, 0.5, 0.75, 1.0, 0.0, 0.0, 0.5, 1.0, 2.0]])
    assert boxes.place_landmarks(window, points).tolist() == [[[10, 20], [20, 20], [30, 60], [40, 100], [50, 180]]]
    assert boxes.square_windows(torch.tensor([[10.0, 20.0, 50.0, 101.0]])).tolist() == [[-10, 20, 71, 101]]


def test_every_step_is_in_the_answer_and_they_lead_to_each_other(found: FacesFound) -> None:
    first, second, third = found.stages
    assert first.read == sum(level.faces.size for level in found.levels) > 1000
    assert (first.scores >= 0.6).all() and set(first.fates) == {OVERLAPPED, KEPT}
    assert len(first.scores) == sum(int((level.faces >= np.float32(0.6)).sum()) for level in found.levels) and not found.cut
    for before, stage, score in ((first, second, 0.7), (second, third, 0.7)):
        assert stage.read == len(stage.scores) == (before.fates == KEPT).sum()
        assert sorted(stage.parents) == (before.fates == KEPT).nonzero()[0].tolist()
        assert ((stage.scores < score) == (stage.fates == THROWN_OUT)).all() and (np.diff(stage.scores) <= 0).all()
        for window, parent in zip(stage.windows, stage.parents, strict=True):
            box = before.boxes[parent]
            assert overlap(window, box) > 0.4 and window[2] - window[0] == window[3] - window[1]
            assert (window[2] - window[0]) == pytest.approx(max(box[2] - box[0], box[3] - box[1]), abs=0.51)
    assert first.landmarks.size == second.landmarks.size == 0 and third.landmarks.shape == (len(third.scores), 5, 2)


def test_landmarks_lie_where_eyes_nose_and_mouth_are(found: FacesFound) -> None:
    """Marked by hand."""
    (marks,) = found.stages[2].landmarks[found.stages[2].fates == KEPT]
    np.testing.assert_allclose(marks, [(204, 100), (247, 103), (225, 128), (203, 141), (245, 143)], atol=5)


def test_a_window_opens_in_its_network_with_the_very_answer_of_the_cascade(found: FacesFound) -> None:
    for stage in found.stages[1:]:
        network = load(NETWORKS[1 if stage.network == "rnet" else 2])
        for at in (0, len(stage.scores) - 1):
            corners = tuple(int(corner) for corner in stage.windows[at])
            pixels = api.face_window(source(ASTRONAUT), stage.network, corners)
            as_a_file = prepare(source(Image.fromarray(pixels)), network.spec.preparation)
            assert np.array_equal(as_a_file, pixels)
            answer = api.predict(stage.network, source(Image.fromarray(pixels)))
            assert {one.label.en: one.probability for one in answer}["face"] == pytest.approx(float(stage.scores[at]), abs=1e-5)


def test_a_window_of_pnet_opens_as_it_was_read(found: FacesFound) -> None:
    level = found.levels[1]
    row, column = (int(at) for at in np.unravel_index(level.faces.argmax(), level.faces.shape))
    corners = (2 * column, 2 * row, 2 * column + 12, 2 * row + 12)
    pixels = api.face_window(source(ASTRONAUT), "pnet", corners, size=(level.width, level.height))
    answer = api.predict("pnet", source(Image.fromarray(pixels)))
    assert answer[0].label.en == "face" and answer[0].probability == pytest.approx(float(level.faces.max()), abs=1e-5)


def test_beyond_the_picture_a_window_is_black() -> None:
    pixels = api.face_window(source(Image.new("RGB", (60, 60), "white")), "rnet", (-24, -24, 24, 24))
    assert (pixels[:11, :11] == 0).all() and (pixels[13:, 13:] == 255).all()


# What it finds.


def hits(given: face_pictures.FacePicture) -> tuple[float, int]:
    """(overlap with the box that was marked by hand, boxes found)."""
    found = api.find_faces(PictureSource("picture", given.file()))
    marked = np.array(given.box) * found.width / given.image.width
    return max([overlap(box, marked) for box in found.boxes], default=0.0), len(found.boxes)


@pytest.mark.parametrize("who", face_pictures.MARKED)
def test_a_face_is_found_where_it_was_marked_by_hand(who: str) -> None:
    plain = next(one for one in face_pictures.pictures(who) if one.setting == "1")
    part, count = hits(plain)
    assert part > 0.6 and count == 1


@pytest.mark.slow
@pytest.mark.parametrize("who", list(face_pictures.MARKED)[:2])
def test_a_face_is_found_in_every_size_turn_and_light(who: str) -> None:
    missed = {f"{one.kind} {one.setting}": said for one in face_pictures.pictures(who) if (said := hits(one))[0] < 0.5 or said[1] != 1}
    assert missed == {}


@pytest.mark.slow
@pytest.mark.parametrize("path", face_pictures.WITHOUT, ids=lambda path: path.stem)
def test_no_sample_without_a_face_gets_a_box(path: Any) -> None:
    assert len(face_pictures.WITHOUT) >= 12
    assert len(api.find_faces(source(path.read_bytes())).boxes) == 0


@pytest.mark.parametrize("name", ["cat", "bricks", "cathedral"])
def test_no_face_is_seen_in_a_cat_a_wall_or_a_church(name: str) -> None:
    assert len(api.find_faces(source((face_pictures.SAMPLES / f"{name}.jpg").read_bytes())).boxes) == 0


# Settings and bounds.


def test_the_threshold_of_suppression_decides_how_many_go_on() -> None:
    counts = [int((api.find_faces(source(ASTRONAUT), overlap=part).stages[0].fates == KEPT).sum()) for part in (0.2, 0.5, 0.8)]
    assert counts[0] < counts[1] < counts[2]


def test_stricter_scores_leave_fewer_windows() -> None:
    loose, strict = (api.find_faces(source(ASTRONAUT), scores=scores) for scores in ((0.5, 0.5, 0.5), (0.9, 0.95, 0.99)))
    for one, other in zip(loose.stages[:2], strict.stages[:2], strict=True):
        assert (one.fates == KEPT).sum() > (other.fates == KEPT).sum()
    assert len(strict.boxes) == 1


def test_more_windows_than_the_limit_are_cut_and_said(monkeypatch: pytest.MonkeyPatch, found: FacesFound) -> None:
    monkeypatch.setenv(limits.FACE_WINDOWS.variable, "20")
    cut = api.find_faces(source(ASTRONAUT))
    assert cut.cut and len(cut.stages[0].scores) == 20
    np.testing.assert_array_equal(cut.stages[0].scores, found.stages[0].scores[:20])


def test_a_large_picture_is_made_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.FACES_SIDE.variable, "256")
    found = api.find_faces(source(ASTRONAUT), smallest=20)
    assert (found.width, found.height) == (256, 256)
    assert overlap(found.boxes[0], np.array(face_pictures.MARKED["Eileen Collins"][1]) / 2) > 0.6


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"smallest": 19}, "smallest: 19 is not accepted. Accepted: a whole number from 20 to 200."),
        ({"overlap": 1.0}, "overlap: 1.0 is not accepted. Accepted: a number from 0.1 to 0.9."),
        ({"overlap": float("nan")}, "overlap: nan"),
        ({"scores": (0.6, 0.7)}, "scores: (0.6, 0.7) is not accepted. Accepted: three numbers."),
        ({"scores": (0.6, 0.7, 0.2)}, "scores: 0.2 is not accepted."),
    ],
)
def test_settings_out_of_range_are_refused(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        api.find_faces(source(ASTRONAUT), **wrong)
    assert refused.value.text.en.startswith(sentence) and refused.value.text.pt != refused.value.text.en


@pytest.mark.parametrize(
    "wrong",
    [
        {"network": "lenet5", "window": (0, 0, 24, 24)},
        {"network": "rnet", "window": (0, 0, 24, 25)},
        {"network": "rnet", "window": (0, 0, 24)},
        {"network": "rnet", "window": (24, 24, 0, 0)},
        {"network": "rnet", "window": (0, 0, 10**6, 10**6)},
        {"network": "pnet", "window": (0, 0, 12, 12), "size": (11, 40)},
    ],
)
def test_a_window_that_is_none_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UserError):
        api.face_window(source(ASTRONAUT), **wrong)


def test_a_drawing_is_no_photograph() -> None:
    with pytest.raises(UserError, match="this is a drawing"):
        api.find_faces(PictureSource("strokes", b""))
