"""Picture files for the tests: of every type, written by hand where Pillow does not write them, and some that only promise."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def scene(width: int, height: int, channels: int = 3, seed: int = 0) -> NDArray[np.uint8]:
    """Smooth colours with grain: nothing in it is symmetric."""
    y, x = np.mgrid[0:height, 0:width]
    waves = [127 + 90 * np.sin(x / (7 + 3 * c) + y / (11 - 2 * c) + c) + 60 * x / width - 60 * y / height for c in range(channels)]
    grain = np.random.default_rng(seed).normal(0, 6, (height, width, channels))
    pixels = (np.stack(waves, -1) + grain).clip(0, 255).astype(np.uint8)
    return pixels if channels > 1 else pixels[..., 0]


def file_of(picture: Image.Image | NDArray[np.uint8], kind: str, **how: Any) -> bytes:
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def png(rows: NDArray[np.generic], colour: int, bits: int, **chunks: bytes) -> bytes:
    """A PNG written by hand from its packed rows [h, bytes], for depths that Pillow does not write."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    height, row = rows.shape
    width = row * 8 // bits // {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    data = zlib.compress(b"".join(b"\0" + r.tobytes() for r in rows))
    extra = b"".join(chunk(name.encode(), body) for name, body in chunks.items())
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


TYPES: dict[str, Callable[[], bytes]] = {
    "PNG": lambda: file_of(scene(61, 47), "PNG"),
    "JPEG": lambda: file_of(scene(61, 47), "JPEG", quality=90),
    "progressive JPEG": lambda: file_of(scene(61, 47), "JPEG", progressive=True),
    "WebP": lambda: file_of(scene(61, 47), "WEBP", lossless=True),
    "lossy WebP": lambda: file_of(scene(61, 47), "WEBP"),
    "AVIF": lambda: file_of(scene(61, 47), "AVIF", quality=100, subsampling="4:4:4"),
    "GIF": lambda: file_of(Image.fromarray(scene(61, 47)).quantize(64), "GIF"),
    "BMP": lambda: file_of(scene(61, 47), "BMP"),
}


def box(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1" + brand + bytes(40)


def header_only(kind: str, width: int, height: int) -> bytes:
    """A file that announces a size and holds next to nothing."""
    if kind == "PNG":
        start = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + start + struct.pack(">I", zlib.crc32(b"IHDR" + start)) + zlib_idat()
    if kind == "GIF":
        return (
            b"GIF89a"
            + struct.pack("<HH", width, height)
            + b"\x80\0\0"
            + bytes(6)
            + b",\0\0\0\0"
            + struct.pack("<HH", width, height)
            + b"\0\x02\x02L\x01\0;"
        )
    if kind == "BMP":
        return (
            b"BM"
            + struct.pack("<IHHI", 100, 0, 0, 54)
            + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
            + bytes(99)
        )
    if kind == "AVIF":
        data = file_of(scene(16, 16), "AVIF")
        at = data.index(b"ispe") + 8
        return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]
    if kind == "JPEG":
        data = file_of(scene(16, 16), "JPEG")
        at = data.index(b"\xff\xc0") + 5
        return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]
    return b"RIFF\x64\0\0\0WEBPVP8X\n\0\0\0\x10\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little") + bytes(80)


def zlib_idat() -> bytes:
    data = zlib.compress(bytes(1000))
    return struct.pack(">I", len(data)) + b"IDAT" + data + struct.pack(">I", zlib.crc32(b"IDAT" + data))
