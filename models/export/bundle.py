"""Code to take along: the lines, the files that they read, and a line that says how to run them, as a zip."""

from __future__ import annotations

import io
import re
import zipfile

from models.text import Language, Text
from models.types.code import Code

_PACKAGES = {"PIL": "pillow", "sklearn": "scikit-learn", "skimage": "scikit-image"}
_ORDER = ("torch", "torchvision", "numpy", "pillow", "safetensors", "scikit-learn", "scikit-image")
_README = Text(
    "Unpack this folder and run it:\n\n    pip install {packages}\n    python {called}\n\n{files}\n",
    "Descompacte esta pasta e rode:\n\n    pip install {packages}\n    python {called}\n\n{files}\n",
)
_FILES = Text("{name} reads {files}, which lie beside it.", "{name} lê {files}, que estão ao lado.")
_MORE = Text("{count} pictures", "{count} imagens")
_ALONE = Text("{name} reads nothing else.", "{name} não lê mais nada.")
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the same bytes whenever it is packed


def zip_folder(code: Code, language: Language) -> bytes:
    """The lines, every file that they read, and README.txt."""
    name = code.called.partition(" ")[0]
    text = code[language]
    made = {file: make(language) for file, make in code.files}
    few = [file for file in made if "/" not in file]
    more = [_MORE.format(count=len(made) - len(few))[language]] if len(few) < len(made) else []
    told = _FILES.format(name=name, files=", ".join([*few, *more])) if made else _ALONE.format(name=name)
    every = [text, *(data.decode() for file, data in made.items() if file.endswith(".py"))]
    readme = _README.format(packages=" ".join(packages("\n".join(every))), called=code.called, files=told)
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for file, data in {name: text.encode(), "README.txt": readme[language].encode(), **made}.items():
            archive.writestr(zipfile.ZipInfo(file, _ZIP_DATE), data, zipfile.ZIP_DEFLATED if len(data) < 1_000_000 else zipfile.ZIP_STORED)
    return stored.getvalue()


def packages(text: str) -> list[str]:
    """What must be installed for a text of Python to run."""
    tops = {found[1].partition(".")[0] for found in re.finditer(r"^\s*(?:import|from) (\S+)", text, re.MULTILINE)}
    needed = {_PACKAGES.get(top, top) for top in tops} & set(_ORDER)
    return [one for one in _ORDER if one in needed | {"torch", "numpy"}]
