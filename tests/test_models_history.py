"""The challenge's history: the file is checked row by row, and every network of the staircase counted again from torchvision."""

from __future__ import annotations

import csv
from typing import Any

import pytest
import torch
import torchvision
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from models.errors import UserError
from models.history import challenge, networks
from models.store import registry

WINNERS = {2010: 28.2, 2011: 25.8, 2012: 15.3, 2013: 11.7, 2014: 6.7, 2015: 3.6, 2016: 3.0, 2017: 2.3}
TORCHVISION = {key: getattr(torchvision.models, key) for key in ("alexnet", "vgg16", "resnet152", "resnet50", "resnet18")}


def rows() -> list[dict[str, str]]:
    with challenge.FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_figures_are_those_of_the_challenge() -> None:
    found = challenge.entries()
    assert {entry.year: entry.error for entry in found if entry.role == "winner"} == WINNERS
    assert [(e.year, e.team, e.error) for e in found if e.role == "second"] == [(2012, "ISI", 26.2), (2014, "VGG", 7.3)]
    assert [e.error for e in found if e.role == "person"] == [5.1]


def test_every_figure_has_a_source_and_says_where_outside_data_were_used() -> None:
    for entry in challenge.entries():
        assert len(entry.source) > 10 and entry.url.startswith("https://")
        assert entry.about.en != entry.about.pt and not entry.about.en.endswith(" ")
    assert [(e.year, e.error_without) for e in challenge.entries() if e.error_without] == [(2012, 16.4)]
    assert [e.method for e in challenge.entries() if e.role == "winner"] == ["hand-crafted"] * 2 + ["deep"] * 6


def test_networks_of_the_file_are_exhibits() -> None:
    assert {key for entry in challenge.entries() for key in entry.networks} <= set(networks.ORDER)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"year": "1998"}, "year '1998'"),
        ({"year": "x"}, "year 'x'"),
        ({"role": "third"}, "role 'third'"),
        ({"error": "0"}, "error '0'"),
        ({"error": "101"}, "error '101'"),
        ({"error": "nan"}, "error 'nan'"),
        ({"source": " "}, "source is empty"),
        ({"about_pt": ""}, "about_pt is empty"),
        ({"url": "image-net.org"}, "url 'image-net.org'"),
        ({"outside_data": "yes"}, "error_without stands where"),
        ({"outside_data": "yes", "error_without": "1.0"}, "without '1.0'"),
        ({"method": "magic"}, "method 'magic'"),
        ({"year": "2011"}, "one winner a year"),
    ],
)
def test_a_row_that_cannot_be_is_refused(change: dict[str, str], says: str) -> None:
    wrong = [rows()[0] | change, *rows()[1:]]
    with pytest.raises(challenge.InvalidHistory, match=says):
        challenge.read(wrong)


def test_all_rows_together_are_checked_too() -> None:
    with pytest.raises(challenge.InvalidHistory, match="role person"):
        challenge.read(row for row in rows() if row["role"] != "person")
    swapped = [row | {"error": "15.0"} if row["role"] == "second" else row for row in rows()]
    with pytest.raises(challenge.InvalidHistory, match="2012: the second"):
        challenge.read(swapped)


@pytest.mark.parametrize("key", TORCHVISION)
def test_counts_are_those_of_torchvisions_networks(key: str) -> None:
    with torch.device("meta"):
        built = TORCHVISION[key]().eval()
        with FlopCounterMode(display=False) as counter:
            built(torch.empty(1, 3, 224, 224))
    shown = networks.history_network(key)
    dense = sum(p.numel() for module in built.modules() if isinstance(module, nn.Linear) for p in module.parameters())
    assert (shown.parameters, shown.dense_parameters) == (sum(p.numel() for p in built.parameters()), dense)
    assert 2 * shown.macs == counter.get_total_flops()
    assert sum(layer.parameters for layer in shown.layers) == shown.parameters


def test_the_figures_of_the_lecture() -> None:
    parameters = {shown.key: shown.parameters for shown in networks.history_networks()}
    assert parameters["lenet5_1998"] == 60_000 and parameters["alexnet"] == 61_100_840
    assert parameters["vgg16"] == 138_357_544 and parameters["googlenet"] == 6_624_904
    depths = {"lenet5_1998": 5, "alexnet": 8, "vgg16": 16, "googlenet": 22, "resnet152": 152, "resnet50": 50, "resnet18": 18}
    assert {shown.key: shown.depth for shown in networks.history_networks()} == depths


def test_alexnet_weights_and_work_lie_apart() -> None:
    alexnet = networks.history_network("alexnet")
    assert alexnet.dense_parameters / alexnet.parameters == pytest.approx(0.9596, abs=1e-4)
    assert alexnet.dense_macs / alexnet.macs == pytest.approx(0.0821, abs=1e-4)


def test_googlenet_has_58_layers_with_weights_and_22_on_the_longest_way() -> None:
    layers = networks.history_network("googlenet").layers
    assert sum(layer.kind in networks.KINDS_WITH_WEIGHTS for layer in layers) == 58


def test_alexnets_three_counts_are_those_of_networks_built_so() -> None:
    counts = {count.name: count.parameters for count in networks.alexnet_counts()}
    assert counts == {"torchvision": 61_100_840, "published": 60_965_224, "ungrouped": 62_378_344}


def test_what_opens_in_look_can_be_opened() -> None:
    opens: dict[str, Any] = {shown.key: shown.key_in_look for shown in networks.history_networks()}
    assert opens["lenet5_1998"] == "lenet5_1998" and (opens["vgg16"], opens["resnet152"]) == ("vgg16@random", "resnet152@random")
    for key in opens.values():
        assert not key or registry.find_spec(key).weights_location in ("shipped", "present", "random")


def test_an_unknown_exhibit_is_refused_with_the_nearest() -> None:
    with pytest.raises(UserError, match="alexnet"):
        networks.history_network("alexnets")
