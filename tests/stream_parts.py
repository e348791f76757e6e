"""The parts of a streamed answer."""

from __future__ import annotations

import json
import struct


def parts_of(content: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(content):
        (length,) = struct.unpack_from("<I", content, at)
        found.append(content[at + 4 : at + 4 + length])
        at += 4 + length
    return found


def header_of(part: bytes) -> dict[str, object]:
    (length,) = struct.unpack_from("<I", part)
    found: dict[str, object] = json.loads(part[4 : 4 + length])
    return found
