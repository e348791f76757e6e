"""A picture moved about, over HTTP: the bytes that the page gets against the network itself."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from models.networks.lenet5 import LeNet5
from tests import wire
from tests.app_requests import ask
from tests.serving import Server

ROOT = Path(__file__).parents[1]
KEY = "lenet5@random"


def digit() -> NDArray[np.uint8]:
    pixels = np.zeros((28, 28), np.uint8)
    pixels[6:22, 12:15] = 255
    pixels[6:9, 9:18] = 180
    return pixels


def test_every_place_comes_in_one_answer(server: Server) -> None:
    answer = ask(server, "translations", digit().tobytes(), network=KEY, layers="conv1,pool2", reach=2, form="pixels")
    header, arrays = wire.read(answer.content)
    assert (header["network"], header["reach"]) == (KEY, 2) and header["names"][0] == "input"
    assert arrays["logits"].shape == (5, 5, 10) and arrays["alike"].shape == arrays["follow"].shape == (len(header["names"]), 5, 5)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = LeNet5().eval()
    moved = np.roll(digit(), (-2, 1), (0, 1))  # nothing but background comes round
    batch = ((torch.from_numpy(moved.astype(np.float32)) / 255 - 0.1307) / 0.3081)[None, None]
    with torch.no_grad():
        first, logits = network.conv1(batch)[0], network(batch)[0]
    np.testing.assert_allclose(arrays["logits"][0, 3], logits.numpy(), rtol=1e-4, atol=1e-5)
    conv, pool = header["layers"]
    assert (conv["name"], pool["name"], pool["apart"]) == ("conv1", "pool2", None) and conv["apart"] < 1e-5
    shown = conv["low"] + conv["step"] * arrays["codes:0"][0, 3].astype(np.float64)
    np.testing.assert_allclose(shown, first[conv["channel"]].numpy(), atol=0.51 * conv["step"])
    assert arrays["codes:1"].shape == (5, 5, 5, 5) and np.array_equal(arrays["picture"][:, :, 0], digit())


def test_what_cannot_be_is_a_sentence_in_the_readers_language(server: Server) -> None:
    for query, says in (
        ({"network": "resnet18@random"}, "fotografias"),
        ({"network": KEY, "reach": "9"}, "reach: '9' não é um inteiro de 1 a 8"),
        ({"network": KEY, "layers": "conv8"}, "conv"),
        ({"network": KEY, "layers": "conv1,conv1,conv1,conv1,conv1"}, "layers: 5"),
    ):
        answer = ask(server, "translations", digit().tobytes(), form="pixels", language="pt", **query)
        assert answer.status_code == 422 and says in answer.json()["error"], answer.text


@pytest.mark.parametrize("key", ["lenet5", "mlp"])
def test_the_page_says_what_the_model_cards_say(key: str) -> None:
    """The shares that stand beside the picture are those that the recipes measured and wrote."""
    source = (ROOT / "app/instruments/convolve/translation/test_accuracy.js").read_text("utf-8")
    said = [float(v) for v in re.search(rf"\b{key}: \[([^\]]+)\]", source).group(1).split(",")]  # type: ignore[union-attr]
    pixels = [int(v) for v in re.search(r"pixels: \[([^\]]+)\]", source).group(1).split(",")]  # type: ignore[union-attr]
    card = (ROOT / f"assets/weights/{key}.md").read_text("utf-8")
    unmoved = float(re.search(r"^[\d,]+ of 10,000 right: \*\*([\d.]+) %\*\*", card, re.MULTILINE).group(1))  # type: ignore[union-attr]
    moved = {int(px): float(share) for px, share in re.findall(r"by (\d) px: ([\d.]+) %", card)}
    assert said == [({0: unmoved} | moved)[px] for px in pixels]
