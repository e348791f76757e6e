"""What moves a portrait in the browser, against scipy's and numpy's own: the thin-plate spline, the warp, the spectrum."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from scipy.interpolate import RBFInterpolator
from scipy.ndimage import map_coordinates

FOLDER = Path(__file__).parents[1] / "app" / "instruments" / "uses" / "animation"
REST = np.array([[100.0, 120], [160, 118], [131, 155], [108, 188], [155, 186]])
SHIFTED = REST + np.array([[6.0, -3], [9, 2], [14, 5], [2, -6], [11, 1]])
SIZE = (256, 240)


def run(node: str, script: str, given: Any) -> Any:
    """What a piece of JavaScript says as JSON, with `given` and the modules of the folder at hand."""
    files = [FOLDER / "thin_plate.js", FOLDER / "warp.js", FOLDER / "spectrum.js", FOLDER.parent / "pose.js"]
    imports = "".join(f"import * as {file.stem} from {json.dumps(file.as_uri())}\n" for file in files)
    reading = "import { readFileSync } from 'node:fs'\nconst given = JSON.parse(readFileSync(0, 'utf-8'))\n"
    text = f"{imports}{reading}console.log(JSON.stringify((() => {{ {script} }})()))"
    command = [node, "--input-type=module", "-e", text]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=True, timeout=120)
    return json.loads(done.stdout)


def framed() -> tuple[np.ndarray, np.ndarray]:
    """Points with the frame's eight, at rest and moved."""
    w, h = SIZE[0] - 1, SIZE[1] - 1
    frame = np.array([[u * w, v * h] for v in (0, 0.5, 1) for u in (0, 0.5, 1) if (u, v) != (0.5, 0.5)])
    return np.concatenate([REST, frame]), np.concatenate([SHIFTED, frame])


def test_the_spline_is_scipys(node: str) -> None:
    rest, moved = framed()
    places = np.random.default_rng(1).uniform(0, 250, (50, 2))
    theirs = RBFInterpolator(rest, moved, kernel="thin_plate_spline", degree=1)(places)
    script = "const f = thin_plate.thinPlateSpline(given.rest, given.moved); return given.places.map(([x, y]) => f(x, y))"
    ours = run(node, script, {"rest": rest.tolist(), "moved": moved.tolist(), "places": places.tolist()})
    np.testing.assert_allclose(ours, theirs, atol=1e-6)


def test_points_on_one_line_have_no_spline(node: str) -> None:
    line = [[0, 0], [1, 1], [2, 2], [3, 3]]
    assert run(node, "return thin_plate.thinPlateSpline(given, given)", line) is None


def test_the_picture_is_read_where_the_mesh_says(node: str) -> None:
    """Each corner of the mesh by scipy's spline, the pixels by scipy's bilinear reading of a mesh enlarged bilinearly."""
    width, height = SIZE
    picture = np.random.default_rng(2).integers(0, 255, (height, width, 4), np.uint8)
    script = """const [w, h] = given.size, mesh = warp.meshOf(given.rest, given.moved, w, h), out = new Uint8ClampedArray(4 * w * h)
      warp.warp(Uint8ClampedArray.from(given.picture), w, h, mesh, out); return [...out]"""
    asked = {"size": SIZE, "rest": REST.tolist(), "moved": SHIFTED.tolist(), "picture": picture.ravel().tolist()}
    ours = np.array(run(node, script, asked)).reshape(height, width, 4)
    rest, moved = framed()
    cells = 24
    grid = np.stack(np.meshgrid(np.linspace(0, width - 1, cells + 1), np.linspace(0, height - 1, cells + 1)), -1)
    corners = RBFInterpolator(moved, rest, kernel="thin_plate_spline", degree=1)(grid.reshape(-1, 2)).reshape(*grid.shape)
    rows, columns = np.meshgrid(np.linspace(0, cells, height), np.linspace(0, cells, width), indexing="ij")
    x, y = (map_coordinates(corners[..., k], [rows, columns], order=1, mode="nearest") for k in (0, 1))
    for c in range(3):
        theirs = map_coordinates(picture[..., c].astype(float), [y, x], order=1, mode="nearest")
        assert np.abs(ours[..., c] - theirs).max() < 1.01  # a grey level, for rounding
    assert (ours[..., 3] == 255).all()


def test_at_rest_the_picture_stays_as_it_is(node: str) -> None:
    width, height = SIZE
    picture = np.random.default_rng(3).integers(0, 255, (height, width, 4), np.uint8)
    picture[..., 3] = 255
    script = """const [w, h] = given.size, mesh = warp.meshOf(given.rest, given.rest, w, h), out = new Uint8ClampedArray(4 * w * h)
      warp.warp(Uint8ClampedArray.from(given.picture), w, h, mesh, out)
      return { out: [...out], stretch: [...warp.stretch(mesh, w, h)] }"""
    found = run(node, script, {"size": SIZE, "rest": REST.tolist(), "picture": picture.ravel().tolist()})
    assert np.abs(np.array(found["out"]).reshape(picture.shape) - picture).max() <= 1
    np.testing.assert_allclose(found["stretch"], 1, atol=1e-3)


def test_the_power_is_numpys(node: str) -> None:
    grey = np.random.default_rng(4).uniform(0, 255, (32, 32))
    ours = np.array(run(node, "return [...spectrum.power(given, 32)]", grey.ravel().tolist())).reshape(32, 32)
    np.testing.assert_allclose(ours, np.abs(np.fft.fft2(grey)) ** 2, rtol=1e-9, atol=1e-3)


def test_enlarging_leaves_a_grid_that_the_spectrum_shows(node: str) -> None:
    """A smooth picture has next to nothing at the finest detail; enlarged by a transposed convolution it has."""
    y, x = np.mgrid[0:128, 0:128]
    grey = 120 + 60 * np.sin(x / 17) * np.cos(y / 11)
    script = "return [given, [...spectrum.upsampled(Float64Array.from(given), 128)]].map(g => spectrum.spectrum(g, 128))"
    plain, made = run(node, script, grey.ravel().tolist())
    assert len(plain) == 64 and plain[0] == made[0] == 0
    assert made[-1] - plain[-1] > 20  # decibels, at n / 2 waves
    assert abs(made[3] - plain[3]) < 3


def test_handles_and_another_face_move_the_points(node: str) -> None:
    at = REST.tolist()
    turned = np.array(run(node, "return pose.posed(given, { ...pose.REST, turn: 1 })", at)) - REST
    assert turned[2, 0] > turned[:2, 0].max() > -2, "the nose goes further than the eyes"
    still = run(node, "return pose.posed(given, pose.REST)", at)
    np.testing.assert_allclose(still, REST)
    other = REST * 2 + [40, -10]
    script = "return pose.driven(given.at, given.first, given.now)"
    moved = run(node, script, {"at": at, "first": other.tolist(), "now": (other + np.array([5, 7])).tolist()})
    np.testing.assert_allclose(moved, REST, err_msg="a shift of the whole head is left out")
    other_nose = other.copy()
    other_nose[2] += [10, 0]
    nose = np.array(run(node, script, {"at": at, "first": other.tolist(), "now": other_nose.tolist()})) - REST
    np.testing.assert_allclose(nose, [[-1, 0], [-1, 0], [4, 0], [-1, 0], [-1, 0]], atol=1e-9)  # half the size, the mean taken off


def test_a_pose_travels_in_a_link(node: str) -> None:
    script = "return given.map(text => { const found = pose.poseOf(text); return found ? pose.poseText(found) : null })"
    texts = ["0_0_0_0", "0.5_-1_0.25_1", "2_0_0_0", "0_0_0", "a_0_0_0", "._0_0_0"]
    assert run(node, script, texts) == ["0_0_0_0", "0.5_-1_0.25_1", None, None, None, None]
