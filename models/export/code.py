"""Lines of PyTorch that stand alone, in both languages, with the files that they read; written down once by whoever shows some."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence

from models.text import LANGUAGES, Language
from models.types.code import Code, File


def build_code(lines: Callable[[Language], Sequence[str]], *files: File) -> Code:
    """What `lines` says in each language, its imports first. A file that comes twice is taken once."""
    english, portuguese = (with_imports(lines(language)) for language in LANGUAGES)
    return Code(english, portuguese, tuple(dict(files).items()))


_IMPORTS_BY_USE = {
    "base64.": "import base64",
    "io.": "import io",
    "math.": "import math",
    "zlib.": "import zlib",
    "np.": "import numpy as np",
    "torch.": "import torch",
    "torchvision.models.": "import torchvision",
    "F.": "import torch.nn.functional as F",
    "Image.": "from PIL import Image",
    "ImageOps.": "from PIL import ImageOps",
    "blake2b(": "from hashlib import blake2b",
    "load_file(": "from safetensors.torch import load_file",
    "nn.": "from torch import nn",
    "skip_init(": "from torch.nn.utils import skip_init",
    "transforms.": "from torchvision import transforms",
    "v2.": "from torchvision.transforms import v2",
    "create_feature_extractor(": "from torchvision.models.feature_extraction import create_feature_extractor",
    "NodePathTracer(": "from torchvision.models.feature_extraction import NodePathTracer",
}
"""What a line must hold for an import to be needed."""
_IMPORT = re.compile(r"(?:import|from) \S")
_FROM = re.compile(r"from (\S+) import ([\w, ]+)$")


def with_imports(body: Sequence[str]) -> str:
    """The imports of `body`, its own and those that its lines need, and below them the rest."""
    rest = [line for line in body if not _IMPORT.match(line)]
    text = "\n".join(rest)
    needed = [line for sign, line in _IMPORTS_BY_USE.items() if re.search(rf'(?<![\w."]){re.escape(sign)}', text)]
    return "\n".join([*_merge_imports([*needed, *(line for line in body if _IMPORT.match(line))]), "", *_with_blank_lines(rest)]) + "\n"


def _with_blank_lines(lines: Sequence[str]) -> list[str]:
    """Two empty lines around what is defined, never more; none behind the mark that opens a fold."""
    found: list[str] = []
    inside = False
    for line in lines:
        begins = line.startswith(("class ", "def "))
        ends = inside and bool(line) and not line.startswith((" ", ")", "# endregion")) and not begins
        if begins or ends:
            while found and not found[-1]:
                found.pop()
            if found and not found[-1].startswith("# region"):
                found += [""] if found[-1] == "# endregion" and not begins else ["", ""]
        if line or (found and found[-2:] != ["", ""] and not found[-1].startswith("# region")):
            found.append(line)
        inside = begins or (inside and not ends)
    while found and not found[-1]:
        found.pop()
    return found


def _merge_imports(imports: Sequence[str]) -> list[str]:
    """Each once, the standard library's first; names of one module in one line."""
    whole: dict[str, None] = {}
    names: dict[str, set[str]] = {}
    for line in imports:
        if found := _FROM.match(line):
            names.setdefault(found[1], set()).update(found[2].split(", "))
        else:
            whole[line] = None
    lines = [*whole, *(f"from {module} import {', '.join(sorted(own))}" for module, own in names.items())]
    return sorted(lines, key=lambda line: (_top_package(line) not in sys.stdlib_module_names, line.startswith("from"), line))


def _top_package(line: str) -> str:
    return line.split()[1].partition(".")[0]
