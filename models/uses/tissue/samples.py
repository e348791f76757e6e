"""Pictures of tissue that come with scikit-image, with a few strokes that somebody made in each."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image

from models.errors import unknown
from models.text import Text
from models.types.activations import PictureSource
from models.types.tissue import TissueSample, TissueStroke

WIDTH = 0.03  # of the brush

_files: dict[str, bytes] = {}  # what was read already: of a sample there is one object
_Way = tuple[int, ...]  # x, y of every point in turn, in px of the picture
_COLON: tuple[tuple[int, _Way], ...] = (
    (0, (60, 60, 110, 90, 160, 120)),
    (0, (200, 170, 150, 200)),
    (0, (400, 90, 420, 190)),
    (0, (300, 370, 340, 430)),
    (0, (90, 350, 100, 450)),
    (1, (150, 280, 240, 290, 330, 280)),
    (1, (200, 380, 210, 460)),
    (1, (480, 120, 490, 220)),
    (1, (420, 340, 470, 300)),
    (2, (15, 320, 25, 400)),
    (2, (430, 420, 440, 480)),
    (2, (340, 130, 370, 180)),
)
_RETINA: tuple[tuple[int, _Way], ...] = (
    (0, (600, 450, 520, 360, 430, 330)),
    (0, (610, 980, 520, 1060)),
    (1, (900, 700, 1000, 750, 1050, 850)),
    (1, (330, 620, 420, 760)),
    (1, (760, 300, 860, 260)),
    (2, (60, 60, 120, 90)),
    (2, (1340, 1340, 1300, 1380)),
)
_SAMPLES = {
    "colon": (
        "immunohistochemistry",
        Text("Colon, stained", "Cólon, corado"),
        Text(
            "Center for Microscopy and Molecular Imaging (CMMI), by way of scikit-image; no known copyright restrictions",
            "Center for Microscopy and Molecular Imaging (CMMI), via scikit-image; sem restrições de direitos conhecidas",
        ),
        (Text("Glands", "Glândulas"), Text("Stroma", "Estroma"), Text("Background", "Fundo")),
        _COLON,
        True,
    ),
    "retina": (
        "retina",
        Text("Retina", "Retina"),
        Text("Mikael Häggström, by way of scikit-image; CC0", "Mikael Häggström, via scikit-image; CC0"),
        (Text("Vessels", "Vasos"), Text("Retina", "Retina"), Text("Outside", "Fora")),
        _RETINA,
        False,
    ),
}


@cache
def samples() -> tuple[TissueSample, ...]:
    """Every sample with its strokes."""
    found = []
    for key, (name, title, credit, kinds, ways, stained) in _SAMPLES.items():
        with Image.open(io.BytesIO(_file(name))) as opened:
            width, height = opened.size
        strokes = tuple(
            TissueStroke(kind, WIDTH, tuple((x / width, y / height) for x, y in zip(way[::2], way[1::2], strict=True)))
            for kind, way in ways
        )
        found.append(TissueSample(key, title, credit, kinds, strokes, stained))
    return tuple(found)


def picture(key: str) -> PictureSource:
    """The file of a sample. UserError for an unknown key."""
    if key not in _SAMPLES:
        raise unknown("sample", key, _SAMPLES)
    return PictureSource("picture", _file(_SAMPLES[key][0]))


def is_sample(source: PictureSource) -> bool:
    """Whether a picture is one that `picture` gave out."""
    return any(source.data is file for file in _files.values())


def _file(name: str) -> bytes:
    """What scikit-image has in its wheel, as a PNG."""
    if name not in _files:
        from skimage import data  # slow to import: only who wants these pictures waits

        Image.fromarray(getattr(data, name)()).save(stored := io.BytesIO(), "PNG", compress_level=1)
        _files.setdefault(name, stored.getvalue())
    return _files[name]
