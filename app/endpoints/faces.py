"""/faces: where the faces of a photograph are."""

from __future__ import annotations

from typing import Any

from app.encode import faces as encoded
from app.endpoints.arguments import read_picture
from app.endpoints.base import LANGUAGE, REQUIRED, Endpoint
from app.http.files import TemporaryFiles
from models import api
from models.text import Language
from models.types.faces import FaceSettings

_DEFAULT = FaceSettings()


def faces(files: TemporaryFiles, picture: Any, smallest: Any, overlap: Any, language: Language) -> dict[str, Any]:
    return encoded.facts(api.find_faces(read_picture(files, picture), smallest=smallest, overlap=overlap))


_RETURNS = (
    "{width, height, faces: [{box, probability, landmarks: {left_eye, right_eye, nose, left_mouth, right_mouth}}], "
    "steps: [{network, read, kept}], cut}. box: [left, top, right, bottom] and landmarks: [x, y], as seen, in px of the picture of width × "
    "height, to which a larger one is reduced; probability: 0 to 1, best first; steps: windows that P-Net, R-Net and O-Net read and kept; "
    "cut: P-Net kept more windows than are followed."
)

ENDPOINT = Endpoint(
    "faces",
    "Where the faces of a photograph are, found by MTCNN (Zhang et al. 2016). It finds faces and names nobody.",
    faces,
    (
        ("picture", "file", "PNG, JPEG, WebP, AVIF, GIF (first frame) or BMP.", REQUIRED),
        ("smallest", "integer", "Side of the smallest face looked for, px, 20 to 200.", _DEFAULT.smallest),
        ("overlap", "number", "Intersection over union above which the worse of two of P-Net's boxes goes, 0.1 to 0.9.", _DEFAULT.overlap),
        LANGUAGE,
    ),
    (("faces", "object", _RETURNS),),
)
