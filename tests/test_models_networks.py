"""The family's tests: each file of models/networks is held to them before its author has written one."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file
from torchvision import models as torchvision

from models import api
from models.engine.tracing import trace
from models.errors import UserError
from models.inputs.pictures import prepare
from models.store import registry, weights
from models.store.store import load, to_batch
from models.store.weights import ShippedWeights, load_state
from models.types.activations import PictureSource
from tests.every_network import CLOSELY, EIGHT, KEYS, ZOO
from tests.network_pictures import picture_for


@pytest.mark.parametrize("key", registry.specs())
def test_a_card_is_complete_in_both_languages(key: str) -> None:
    info = registry.info_of(registry.specs()[key])
    for text in (info.title, info.note, *info.classes[:3]):
        assert text.en.strip() and text.pt.strip()
    assert info.note.en != info.note.pt and info.title.en != info.title.pt
    assert "!" not in info.note.en + info.note.pt
    assert 1943 < info.year < 2100 and info.parameters > 0 and info.macs > 0
    assert (info.download_mb is not None) == (info.weights == "download")
    assert info.drawing == (info.input.channels == 1)


@pytest.mark.parametrize("key", CLOSELY)
def test_the_card_counts_what_the_network_has(key: str) -> None:
    spec = registry.specs()[key]
    info, network = registry.info_of(spec), registry.build_network(spec)
    assert info.parameters == sum(parameter.numel() for parameter in network.parameters())
    with torch.no_grad():
        logits = network(to_batch(picture_for(key), spec.preparation))
    assert logits.shape == (1, len(info.classes))
    assert not network.training and not any(parameter.requires_grad for parameter in network.parameters())


@pytest.mark.parametrize("key", ["lenet5", "resnet109", "resnet18", "googlenet", "mobilenet_v3_small"])
def test_an_untrained_network_is_what_anyone_builds_after_the_seed(key: str) -> None:
    state = torch.get_rng_state()
    built = {"googlenet": lambda: torchvision.googlenet(init_weights=True)}.get(key, registry.specs()[key].build)
    torch.manual_seed(0)
    expected = built().state_dict()
    torch.set_rng_state(state)
    network = registry.build_network(registry.specs()[f"{key}@random"])
    assert all(torch.equal(value, expected[name]) for name, value in network.state_dict().items())
    assert torch.equal(torch.get_rng_state(), state)


def test_a_counterpart_has_the_same_classes_and_points_back() -> None:
    specs = registry.specs()
    named = {spec.key: specs[spec.counterpart] for spec in specs.values() if spec.counterpart}
    assert named
    for key, other in named.items():
        assert other.counterpart == key and other.classes() == specs[key].classes()


def test_the_networks_that_were_promised_are_there() -> None:
    assert {"lenet5", "resnet109", *EIGHT} <= set(KEYS)
    assert set(ZOO) >= set(EIGHT)
    listed = [info.key for info in api.networks()]
    assert {f"{key}@random" for key in KEYS} <= set(listed) and set(ZOO) <= set(listed)
    known = {"alexnet": 61_100_840, "resnet18": 11_689_512, "googlenet": 6_624_904, "lenet5@random": 61_706}
    assert {key: api.network(key).parameters for key in known} == known


@pytest.mark.parametrize("key", ZOO)
def test_pictures_are_prepared_as_the_weights_say(key: str) -> None:
    """Bit for bit what torchvision's own preset makes of the same picture."""
    spec = registry.specs()[key]
    noise = np.random.default_rng(0).integers(0, 256, (40, 57, 3), dtype=np.uint8)
    image = Image.fromarray(noise).resize((457, 320), Image.Resampling.BICUBIC)
    expected = spec.weights.entry.transforms()(image)[None]  # type: ignore[union-attr]
    pixels = prepare(PictureSource("picture", _png(image)), spec.preparation)
    assert torch.equal(to_batch(pixels, spec.preparation), expected)


def _png(image: Image.Image) -> bytes:
    image.save(out := io.BytesIO(), "PNG")
    return out.getvalue()


@pytest.mark.parametrize("key", ["resnet18", "efficientnet_lite0"])
def test_classes_are_those_of_imagenet_in_both_languages(key: str) -> None:
    classes = registry.info_of(registry.specs()[key]).classes
    listed = torchvision.ResNet18_Weights.IMAGENET1K_V1.meta["categories"]
    assert len(classes) == len(listed) and sum(name.en == their for name, their in zip(classes, listed, strict=True)) > 800
    assert (classes[0].en, classes[0].pt) == ("tench", "tenca")
    assert sum(name.en != name.pt for name in classes) > 800


def test_one_network_is_the_usual_one_for_each_kind_of_picture() -> None:
    usual = [spec for spec in registry.specs().values() if spec.usual]
    assert sorted((spec.preparation.kind, spec.key) for spec in usual) == [("drawing", "lenet5"), ("photograph", "efficientnet_lite0")]


def test_networks_of_one_task_have_the_same_classes() -> None:
    by_task: dict[str, set[tuple[str, ...]]] = {}
    for spec in registry.specs().values():
        by_task.setdefault(spec.task, set()).add(tuple(name.en for name in spec.classes()))
    assert "" not in by_task and {task: len(classes) for task, classes in by_task.items()} == {
        "digits": 1,
        "imagenet109": 1,
        "imagenet": 1,
        "faces": 1,
        "colouring": 1,
    }


def test_a_key_that_comes_twice_refuses_to_start() -> None:
    lenet = registry.specs()["lenet5"]
    with pytest.raises(ValueError, match="'lenet5' comes twice"):
        registry.collect([(lenet,), (lenet,)])


@pytest.mark.parametrize("key", ["Le Net", "lenet5@random", "mine/lenet", ""])
def test_a_key_that_cannot_be_one_refuses_to_start(key: str) -> None:
    with pytest.raises(ValueError, match="lower-case"):
        registry.collect([(replace(registry.specs()["lenet5"], key=key),)])


def test_without_its_shipped_weights_a_network_is_only_listed_untrained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "WEIGHTS_FOLDER", tmp_path)
    listed = [info.key for info in api.networks()]
    assert "resnet109" not in listed and "resnet109@random" in listed
    with pytest.raises(UserError, match=r"Did you mean resnet101\?"):
        api.network("resnet109")


def test_shipped_weights_in_half_precision_compute_in_float32(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = registry.specs()["resnet109"]
    monkeypatch.setattr(weights, "WEIGHTS_FOLDER", tmp_path)
    state = {
        name: value.half() if value.is_floating_point() else value for name, value in registry.build_network(spec).state_dict().items()
    }
    save_file({name: value for name, value in state.items() if "num_batches" not in name}, tmp_path / "resnet109.safetensors")
    assert spec.weights_location == "shipped"
    network = load(spec).network
    assert all(torch.equal(value, state[name].float()) for name, value in network.named_parameters())
    assert all(value.dtype == torch.float32 for value in network.parameters())


@pytest.mark.parametrize("content", [b"", b"no weights", b"\x10\0\0\0\0\0\0\0{}"])
def test_damaged_shipped_weights_are_said(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "WEIGHTS_FOLDER", tmp_path)
    (tmp_path / "x.safetensors").write_bytes(content)
    with pytest.raises(UserError, match=r"x\.safetensors is damaged"):
        ShippedWeights("x.safetensors").load_into(registry.build_network(registry.specs()["lenet5"]))


def test_weights_of_another_network_do_not_fit() -> None:
    lenet = registry.build_network(registry.specs()["lenet5"])
    state = dict(lenet.state_dict())
    del state["fc3.bias"]
    with pytest.raises(RuntimeError, match=r"fc3\.bias"):
        load_state(lenet, state)


def test_lists_of_networks_are_cheap_and_leave_no_numbers_behind() -> None:
    """A card comes from the table, or from a network on the meta device: no weights, no chance."""
    state = torch.get_rng_state()
    registry._counted.cache_clear()
    assert len(api.networks()) >= len(KEYS)
    assert torch.equal(torch.get_rng_state(), state)
    assert trace(registry.build_network(registry.specs()["lenet5"])).steps
