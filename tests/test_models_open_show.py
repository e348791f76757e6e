"""`show(module, picture)` writes a network out, proves that the text does the same, and starts the playground with it."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest
import torch
from PIL import Image

from models import open as opening
from models.errors import UserError
from models.inputs.pictures import Preparation
from models.local_network import LocalNetwork, preparation_of
from models.store.store import random_input
from tests import own_modules

NETWORKS = {"ConvNeXtLike": 64, "Functional": 48, "OneReluThreeTimes": 32, "Loop": 28, "Wrapped": 32}


@pytest.mark.parametrize("name", NETWORKS)
def test_the_written_code_answers_bit_for_bit(name: str) -> None:
    network = getattr(own_modules, name)().train()
    before = {one: value.clone() for one, value in network.state_dict().items()}
    wants = preparation_of(network, LocalNetwork("", size=NETWORKS[name]))
    source, state = opening.write_module(network, wants)
    scope: dict[str, Any] = {}
    exec(source, scope)
    again = scope["Network"]().eval()
    again.load_state_dict(state)
    probe = random_input(wants)
    assert network.training, "the caller's network is left as it is"
    assert all(torch.equal(value, before[one]) for one, value in network.state_dict().items())
    with torch.no_grad():
        assert torch.equal(again(probe), network.eval()(probe))


def test_a_network_that_cannot_be_traced_names_its_line() -> None:
    wants = Preparation("photograph", 3, 32, 32, 32, mean=(0.5,) * 3, std=(0.5,) * 3)
    with pytest.raises(UserError, match=r"own_modules.py:\d+: if x.mean\(\) > 0:"):
        opening.write_module(own_modules.Decides(), wants)


@pytest.mark.slow
def test_a_notebook_gets_the_page_with_its_network_and_picture() -> None:
    shown = opening.show(
        own_modules.OneReluThreeTimes(), Image.new("RGB", (60, 40), "teal"), classes=["a", "b", "c", "d"], size=32, mean=[0.5], std=[0.5]
    )
    try:
        with urllib.request.urlopen(f"{shown.url}cnn/networks") as response:
            card = json.load(response)[0]
        assert (card["key"], card["input"]["height"]) == ("onereluthreetimes", 32)
        with urllib.request.urlopen(f"{shown.url}cnn/samples") as response:
            assert json.load(response)[0]["key"] == "own_picture"
        with urllib.request.urlopen(shown.url) as response:
            assert 'window.cnnStart = "?network=onereluthreetimes&sample=own_picture";' in response.read().decode()
        assert f'<iframe src="{shown.url}"' in shown._repr_html_()
    finally:
        shown.stop()
    assert shown.process.poll() is not None


def test_a_playground_that_does_not_start_says_why() -> None:
    with pytest.raises(UserError, match=r"did not start.*names, one per line"):
        opening.show(own_modules.OneReluThreeTimes(), classes=["only one"], size=32)
