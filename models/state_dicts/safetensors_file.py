"""The header of a .safetensors file, checked before anything of the file is believed; the format: huggingface.co/docs/safetensors.

8 bytes   length n of the header, little endian
n bytes   JSON: {"name": {"dtype": "F32", "shape": [64, 3, 7, 7], "data_offsets": [start, end]}, "__metadata__": {"key": "text"}}
the rest  the numbers of each tensor, one tensor after another
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from models import json_reader, limits
from models.errors import UserError
from models.text import LANGUAGES, Text, number

MOST_HEADER = 4 << 20  # bytes
LENGTH = 8  # bytes before the header
_MOST_AXES = 8  # of one tensor: the product of half a million sizes is a number that takes minutes
METADATA = "__metadata__"
DTYPES: Mapping[str, torch.dtype] = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
}
"""Types whose size is known here; a tensor of another type is listed, and its bytes are not counted."""
_PICKLE = (b"PK\x03\x04", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")  # how a file of torch.save begins


@dataclass(frozen=True, slots=True)
class TensorHeader:
    """One tensor as the header tells of it; `dtype` as it is written there: "F32"."""

    shape: tuple[int, ...]
    dtype: str


def header(data: bytes, total: int | None = None) -> dict[str, Any]:
    """The header of a file of `total` bytes, of which `data` holds the beginning. UserError for what is no .safetensors file."""
    total = len(data) if total is None else total
    if type(total) is not int or total < 0:
        raise UserError(NO_SAFETENSORS)
    if total > limits.WEIGHTS_MB.value * 1e6:
        raise UserError(_TOO_LARGE.format(size=_megabytes(total / 1e6), limit=_megabytes(limits.WEIGHTS_MB.value)))
    if data.startswith(_PICKLE):
        raise UserError(PICKLE)
    length = struct.unpack_from("<Q", data)[0] if len(data) > LENGTH else 0
    if not 2 <= length <= min(MOST_HEADER, len(data) - LENGTH) or data[LENGTH : LENGTH + 1] != b"{":
        raise UserError(NO_SAFETENSORS)
    found = json_reader.read(data[LENGTH : LENGTH + length], ".safetensors", MOST_HEADER)
    if not isinstance(found, dict):
        raise UserError(NO_SAFETENSORS)
    return found


def entries(data: bytes, total: int | None = None) -> dict[str, TensorHeader]:
    """Every tensor by name, in the order of their bytes, which lie where the header says, one after another to the file's end.

    UserError as `header`, and where the bytes lie elsewhere.
    """
    whole = header(data, total)
    total = len(data) if total is None else total
    found, at = {}, 0
    listed = [(name, entry) for name, entry in whole.items() if name != METADATA]
    try:
        for name, entry in sorted(listed, key=lambda one: one[1]["data_offsets"][0]):
            shape, dtype = tuple(entry["shape"]), entry["dtype"]
            start, end = entry["data_offsets"]
            whole_numbers = all(type(n) is int and 0 <= n <= total for n in (*shape, start, end))
            if not isinstance(dtype, str) or len(shape) > _MOST_AXES or not whole_numbers:
                raise UserError(NO_SAFETENSORS)
            kind = DTYPES.get(dtype)
            if start != at or end < start or (kind is not None and end - start != math.prod(shape) * kind.itemsize):
                raise UserError(NO_SAFETENSORS)
            found[name], at = TensorHeader(shape, dtype), end
    except (KeyError, TypeError, ValueError, IndexError):  # an entry that is no entry
        raise UserError(NO_SAFETENSORS) from None
    if at != total - LENGTH - struct.unpack_from("<Q", data)[0]:
        raise UserError(NO_SAFETENSORS)
    return found


def metadata(data: bytes, total: int | None = None) -> dict[str, str]:
    """What a file says of itself: texts by name; nothing where it says nothing. UserError as `header`."""
    given = header(data, total).get(METADATA)
    if not isinstance(given, dict):
        return {}
    return {name: value for name, value in given.items() if isinstance(value, str)}


def _megabytes(value: float) -> Text:
    return Text(*(number(value, language) for language in LANGUAGES))


_TOO_LARGE = Text(
    "The file has {size} MB and the limit is {limit} MB; bring a smaller network, or store this one in half precision.",
    "O arquivo tem {size} MB e o limite é {limit} MB; traga uma rede menor, ou guarde esta em meia precisão.",
)
NO_SAFETENSORS = Text(
    "The file is no .safetensors file, or is damaged; bring it as it was saved.",
    "O arquivo não é um .safetensors, ou está danificado; traga-o como foi salvo.",
)
PICKLE = Text(
    "This is a file of torch.save, and opening one can run code that is hidden in it; save the network's state_dict as .safetensors and "
    "bring that.",
    "Este é um arquivo de torch.save, e abrir um pode executar código escondido nele; salve o state_dict da rede como .safetensors e traga "
    "esse.",
)
