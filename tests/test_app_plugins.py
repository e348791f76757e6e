"""A plugin of every family is one file: in a folder that its package looks into, it is in the menus, the API and the scripts."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import nn

from app import endpoints, routes
from app.encode import attribution, binary, fine_tune, history
from app.tabs import tabs
from models import api
from models.augment.config import AugmentationConfig, transforms
from models.engine.tracing import trace_verified
from models.export import views
from models.receipts import receipt
from models.training.fine_tune import head as heads
from models.training.fine_tune.head import HeadSpec
from models.training.fine_tune.replace_head import head_replacement
from tests import plugins


@pytest.fixture(scope="module", autouse=True)
def added(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("plugins")
    plugins.write(folder)
    take_away = plugins.add(folder)
    yield folder
    take_away()


@pytest.mark.parametrize("package", plugins.FAMILIES)
def test_every_family_finds_its_plugin(package: str, added: Path) -> None:
    plugins.discovery(package)()
    assert Path(str(sys.modules[f"{package}.{plugins.NAME}"].__file__)).is_relative_to(added)


def test_what_was_added_goes_again(tmp_path: Path) -> None:
    """So that no other test of this process meets it."""
    plugins.add(tmp_path)()
    assert all(str(tmp_path) not in place for package in plugins.FAMILIES for place in sys.modules[package].__path__)


def test_menus_of_the_api_list_it() -> None:
    assert "dense_again" in [one.key for one in api.networks()]
    assert "saliency_again" in [one.key for one in api.explain_methods()]
    assert "bars" in [one.key for one in api.datasets()]
    assert "brightness" in [one.key for one in api.extractors("bars")]
    assert {"bars", "cifar_again"} <= {one.key for one in api.built_in_datasets()}
    assert "hello" in [one.name for one in endpoints.endpoints()]
    assert "hello" in [one.name for one in routes.all_routes()]
    assert [one.key for one in tabs()][-1] == "notes"
    assert "softmax again" in receipt.makers()


def test_a_head_tells_the_page_all_that_it_shows() -> None:
    told = next(fine_tune.head_info(one, "pt") for one in api.heads() if one.key == "class_means")
    assert told == {
        "key": "class_means",
        "title": "médias de classe",
        "about": "A média de classe mais próxima.",
        "stepwise": False,
        "choice": "class_means",
        "settings": (),
        "subject": "médias de classe",
        "found": "Sem curvas: uma média é uma soma.",
        "why_unweighted": None,
    }


def test_a_head_is_built_fitted_and_counted() -> None:
    head_spec = HeadSpec("class_means", 3, 2)
    built, labels = heads.build(head_spec), torch.tensor([0, 0, 1, 1])
    features = torch.tensor([[0.0, 0, 0], [0, 0, 2], [5, 5, 5], [5, 5, 7]])
    heads.find("class_means").fit(built, features, labels, 0, None)  # type: ignore[misc]
    assert built(features).argmax(1).tolist() == labels.tolist()
    assert heads.count_parameters(head_spec) == sum(parameter.numel() for parameter in built.parameters()) == 8


@pytest.mark.parametrize("key", ["linear", "mlp", "svm", "nearest"])
def test_weights_are_counted_without_making_them(key: str) -> None:
    head_spec = HeadSpec(key, 7, 3, hidden=5, dropout=0.1)
    wanted = {"linear": 8 * 3, "svm": 8 * 3, "mlp": 8 * 5 + 6 * 3, "nearest": 0}[key]
    assert heads.count_parameters(head_spec) == wanted


def test_an_extractor_is_in_the_race_and_in_its_script() -> None:
    one = next(history.extractor(one, "en") for one in api.extractors("bars") if one.key == "brightness")
    assert (one["mark"], one["faint"], one["title"]) == ("full", False, "Brightness + SVM")
    script = api.feature_race_code("bars")["en"]
    assert "def brightness(pictures):" in script and '"brightness": machine(brightness, 1.0),' in script


def test_a_head_that_is_a_chain_is_replaced_as_a_whole() -> None:
    network = nn.Sequential(OrderedDict(classify=heads.build(HeadSpec("class_means", 3, 2)))).eval()
    replacement = head_replacement(network, trace_verified(network, torch.ones(1, 3)))
    assert (replacement.path, replacement.features) == ("classify", 3)


def test_a_method_says_which_heat_the_layer_slider_shows_for_it() -> None:
    shown = {one.key: attribution.method_info(one, "en")["per_layer"] for one in api.explain_methods()}
    assert shown["saliency_again"] == shown["saliency"] == "grad_cam" and shown["grad_cam_pp"] == "grad_cam_pp"


def test_a_transform_that_mixes_runs_in_a_plan_and_brings_its_function_to_the_script() -> None:
    assert list(transforms())[-1] == "lighten"
    plan = AugmentationConfig.from_json([{"transform": "lighten"}])
    assert plan.mixes
    script = "\n".join([*views.functions(plan.steps, "en"), views.line(plan.steps[0], (1, 28, 28), "seeds", "en")])
    assert "def brighter(pictures, target, seeds, share):" in script
    assert "pictures, target = brighter(pictures, target, seeds, share=0.25)  # lighten(0.25)" in script


def test_a_network_says_beside_which_one_it_is_compared() -> None:
    found = {one.key: binary.network_info(one, "en")["counterpart"] for one in api.networks()}
    assert found["dense_again"] == "mlp" and found["dense_again@random"] == ""


def test_an_architecture_and_a_data_set_are_in_the_menu_of_trainings() -> None:
    menu = api.training_menu()
    assert "one_layer" in [one.key for one in menu.architectures]
    assert "bars" in [one.key for one in menu.training_sets]
