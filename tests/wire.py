"""The binary answers of the server read back, from their description alone (not from `app/http/server.py` or `app/encode/binary.py`)."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

ITEM = {"uint8": 1, "float32": 4}


def read(data: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """(header, arrays by name). Fails on anything that is not exactly as described, bytes left over included."""
    length = int.from_bytes(data[:4], "little")
    assert (4 + length) % 4 == 0
    header = json.loads(data[4 : 4 + length].decode("utf-8"), parse_constant=lambda word: pytest_fail(f"{word} is no JSON"))
    assert header["version"] == 1
    arrays, at = {}, 4 + length
    for entry in header["arrays"]:
        size = math.prod(entry["shape"]) * ITEM[entry["type"]]
        assert at % 4 == 0
        kind = np.uint8 if entry["type"] == "uint8" else np.dtype("<f4")
        assert entry["name"] not in arrays
        arrays[entry["name"]] = np.frombuffer(data[at : at + size], kind).reshape(entry["shape"])
        at += -(-size // 4) * 4
    assert at == len(data)
    return header, arrays


def pytest_fail(sentence: str) -> None:
    raise AssertionError(sentence)
