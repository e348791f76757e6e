"""Questions to a running server, as a page asks them."""

from __future__ import annotations

import re
from typing import Any

import httpx
import numpy as np
import torch
from numpy.typing import NDArray

from tests.serving import Server, http


def noise(height: int, width: int, channels: int, seed: int = 0) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), dtype=np.uint8)


def ask(server: Server, path: str, body: bytes | None = None, token: str = "", **query: Any) -> httpx.Response:
    headers = {"X-Visitor": token} if token else {}
    method = "GET" if body is None else "POST"
    return http.request(method, f"{server.url}/cnn/{path}", params=query, content=body, headers=headers, timeout=60)


def token_of(server: Server) -> str:
    found = re.search(r'window\.cnnVisitor = "([\w-]+)"', http.get(server.url).text)
    assert found
    return found.group(1)


def normalised(pixels: NDArray[np.uint8]) -> torch.Tensor:
    """ImageNet's preset, written out: (x / 255 − mean) / std."""
    mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    scaled = torch.from_numpy(pixels.transpose(2, 0, 1).astype(np.float32)) / 255  # (C, H, W)
    return ((scaled - mean[:, None, None]) / std[:, None, None])[None]
