"""A state dict from elsewhere opens as the network that it is of, or is refused with one sentence that says why."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torchvision
from PIL import Image
from safetensors.torch import save
from torch import Tensor, nn

from models import api, service
from models.errors import UserError
from models.export import weights_file
from models.inputs import pictures
from models.state_dicts import opening, safetensors_file, signatures
from models.store import registry
from models.store.store import to_batch
from models.store.visitor_networks import InMemoryWeights
from models.training.fine_tune.head import HeadSpec
from models.training.fine_tune.job import network_builder
from models.training.fine_tune.replace_head import head_replacement
from models.types.activations import PictureSource

NAMES = ["daisy", "dandelion", "rose", "sunflower", "tulip"]
ANSWERS: dict[str, Any] = {"classes": NAMES, "size": 64, "resize": 72, "mean": [0.5, 0.4, 0.3], "std": [0.25, 0.25, 0.5]}


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Any:
    yield
    for visitor in ("v", "w"):
        api.forget_visitor(visitor)


def fine_tuned(classes: int = 5) -> nn.Module:
    """A ResNet-18 of torchvision as somebody fine-tunes it."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        network = torchvision.models.resnet18(weights=None)
        network.fc = nn.Linear(512, classes)
    return network.eval()


def file_of(state: Mapping[str, Tensor], metadata: dict[str, str] | None = None) -> bytes:
    return save({name: value.contiguous().clone() for name, value in state.items()}, metadata)


def told(metadata: dict[str, Any]) -> dict[str, str]:
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in metadata.items()}


def opened(data: bytes, answers: object = ANSWERS, name: str = "flowers.safetensors") -> str:
    return api.import_network("v", data, answers=answers, name=name)


def photograph() -> PictureSource:
    rows, columns = np.mgrid[0:90, 0:120]
    image = Image.fromarray(np.stack([rows * 2, columns * 2, (rows * columns) % 251], 2).astype(np.uint8))
    image.save(held := io.BytesIO(), "PNG")
    return PictureSource("picture", held.getvalue())


def test_a_fine_tuned_resnet_answers_as_it_does_elsewhere() -> None:
    network = fine_tuned()
    key = opened(file_of(network.state_dict()))
    assert key == "mine/flowers"
    card = api.network(key, visitor="v")
    assert [one.en for one in card.classes] == NAMES
    assert (card.input.height, card.weights, card.drawing) == (64, "trained", False)
    loaded = service.store.get(key, "v")
    prepared = pictures.prepare(photograph(), loaded.spec.preparation)
    with torch.no_grad():
        theirs = network(to_batch(prepared, loaded.spec.preparation))
    assert torch.equal(loaded.plan.logits(loaded.batch(prepared)), theirs)
    assert (loaded.spec.preparation.resize, loaded.spec.preparation.mean) == (72, (0.5, 0.4, 0.3))


RENAMED: dict[str, Callable[[dict[str, Tensor]], dict[str, Tensor]]] = {
    "as it is": lambda state: state,
    "DataParallel": lambda state: {f"module.{name}": value for name, value in state.items()},
    "Lightning": lambda state: {f"model.{name}": value for name, value in state.items()},
    "Lightning, net": lambda state: {f"net.{name}": value for name, value in state.items()},
    "both": lambda state: {f"model.module.{name}": value for name, value in state.items()},
    "torch.compile": lambda state: {f"_orig_mod.{name}": value for name, value in state.items()},
    "no counters": lambda state: {name: value for name, value in state.items() if "num_batches" not in name},
    "head in a Sequential": lambda state: {name.replace("fc.", "fc.1."): value for name, value in state.items()},
    "half": lambda state: {name: value.half() if value.is_floating_point() else value for name, value in state.items()},
    "bfloat16": lambda state: {name: value.bfloat16() if value.is_floating_point() else value for name, value in state.items()},
    "double": lambda state: {name: value.double() if value.is_floating_point() else value for name, value in state.items()},
}


@pytest.mark.parametrize("way", RENAMED)
def test_other_spellings_of_the_same_weights_are_recognised(way: str) -> None:
    state = fine_tuned().state_dict()
    spec = opening.parse_state_dict(file_of(RENAMED[way](state)), ANSWERS, "a")
    assert spec.weights is not None
    assert spec.weights.about["architecture"]["network"] == "resnet18"  # type: ignore[attr-defined]
    loaded = weights_file.build_network(spec)
    rounded = {"half": torch.float16, "bfloat16": torch.bfloat16}.get(way, torch.float32)
    held = loaded.network.state_dict()
    assert set(held) == set(state)
    assert all(value.dtype == torch.float32 for name, value in held.items() if "num_batches" not in name)
    assert all(torch.equal(held[name], state[name].to(rounded).float()) for name in state if "num_batches" not in name)


LISTED = [spec.key for spec in signatures.trained_specs()]
SMALL = [key for key in LISTED if key in ("lenet5", "mlp", "resnet109", "squeezenet1_1", "mobilenet_v3_small")]


@pytest.mark.parametrize("key", [pytest.param(key, marks=[] if key in SMALL else [pytest.mark.slow]) for key in LISTED])
def test_every_listed_network_is_recognised_by_its_own_state(key: str) -> None:
    """Where two have the same tensors, as `lenet5` and `lenet5_plain`, the file says which, or either will do."""
    spec = registry.specs()[key]
    with torch.random.fork_rng(devices=[]):
        shapes = {name: value for name, value in registry.build_network(spec).state_dict().items() if "num_batches" not in name}
    found = {name: safetensors_file.TensorHeader(tuple(value.shape), "F32") for name, value in shapes.items()}
    recognised = opening.find_network(found)
    assert signatures.signature(recognised.spec).shapes == {name: tuple(value.shape) for name, value in shapes.items()}
    assert opening.find_network(found, hint=key).spec.key == key
    head = signatures.signature(spec).head
    if head:
        changed = {
            name: safetensors_file.TensorHeader((7, *entry.shape[1:]), "F32") if name.rpartition(".")[0] == head else entry
            for name, entry in found.items()
        }
        assert (opening.find_network(changed, hint=key).spec.key, opening.find_network(changed).classes) == (key, 7)


def test_a_regnet_whose_constructor_computes_has_a_signature() -> None:
    spec = replace(registry.specs()["resnet18"], build=torchvision.models.regnet_x_400mf)
    network = signatures.build_empty(spec)
    assert network.fc.weight.shape == (1000, 400)
    assert network.fc.weight.is_meta


def test_metadata_leaves_nothing_to_ask() -> None:
    said = told({"classes": NAMES, "size": 64, "mean": 0.5, "std": [0.5, 0.5, 0.5]})
    data = file_of(fine_tuned().state_dict(), said)
    asked = api.state_dict_question(data[: 8 + struct.unpack_from("<Q", data)[0]], len(data))
    assert asked is not None
    assert asked.complete
    key = api.import_network("v", data, name="C:\\my.flowers.safetensors")
    loaded = service.store.get(key, "v")
    assert [one.en for one in loaded.spec.classes()] == NAMES
    assert (loaded.spec.preparation.height, loaded.spec.preparation.mean) == (64, (0.5, 0.5, 0.5))


@pytest.mark.parametrize("classes", ["\n".join(NAMES) + "\n\n", json.dumps(NAMES), json.dumps(dict(enumerate(NAMES)))])
def test_names_come_as_lines_as_a_list_or_by_number(classes: str) -> None:
    data = file_of(fine_tuned().state_dict(), {"classes": classes})
    asked = opening.question(data, len(data))
    assert [one.en for one in asked.names] == NAMES
    assert not asked.complete  # the preparation is still to say, with the network's own as a proposal
    assert (asked.network, asked.title.en, asked.classes, asked.size, asked.resize) == ("resnet18", "ResNet-18", 5, 224, 256)
    assert asked.mean == (0.485, 0.456, 0.406)


def test_a_network_of_imagenet_proposes_its_names_and_keeps_its_tree() -> None:
    data = file_of(torchvision.models.squeezenet1_1(weights=None).state_dict())
    asked = api.state_dict_question(data, len(data))
    assert asked is not None
    assert len(asked.names) == 1000
    key = opened(data, {"classes": [one.en for one in asked.names]})
    assert api.class_groups(key, visitor="v") is not None
    assert api.network(key, visitor="v").classes[0].pt != api.network(key, visitor="v").classes[0].en


def test_it_is_kept_as_trained_networks_are() -> None:
    key = opened(file_of(fine_tuned().state_dict()))
    files = api.save_project("v", link=f"?network={key}")
    back = api.open_project("w", files)
    assert back.networks == ("mine/flowers",)
    ours, theirs = service.store.get(key, "v"), service.store.get(key, "w")
    assert theirs.spec.preparation == ours.spec.preparation
    assert theirs.spec.classes() == ours.spec.classes()
    assert all(torch.equal(value, theirs.network.state_dict()[name]) for name, value in ours.network.state_dict().items())
    assert api.open_project("w", files).networks == ("mine/flowers",)  # the same bits are not taken twice
    taken_home = api.export_files("v", key)["flowers.safetensors"]
    assert api.state_dict_question(taken_home, len(taken_home)) is None
    assert api.import_network("v", taken_home) == "mine/flowers_2"


def test_its_program_answers_as_the_page_does(tmp_path: Path) -> None:
    key = opened(file_of(fine_tuned().state_dict()))
    for name, data in api.export_files("v", key).items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "picture.png").write_bytes(photograph().data)
    run = subprocess.run(
        [sys.executable, "-c", "import predict, torch; torch.save(predict.predict(['picture.png']), 'odds.pt')"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    loaded = service.store.get(key, "v")
    ours = loaded.plan.logits(loaded.batch(pictures.prepare(photograph(), loaded.spec.preparation))).softmax(1)
    assert torch.allclose(torch.load(tmp_path / "odds.pt", weights_only=True), ours, atol=2e-5)
    assert "resnet18" in (tmp_path / "README.md").read_text()


def without(state: Mapping[str, Tensor], *names: str) -> dict[str, Tensor]:
    return {name: value for name, value in state.items() if name not in names}


def changed(name: str, value: Tensor) -> bytes:
    return file_of({**fine_tuned().state_dict(), name: value})


def resnet(**more: Any) -> dict[str, Tensor]:
    return {**fine_tuned().state_dict(), **more}


NAN = torch.full((5,), float("nan"))
REFUSED: dict[str, tuple[Callable[[], bytes], object, str]] = {
    "no class names": (lambda: file_of(resnet()), {}, "does not name its classes: give 5 names"),
    "empty class names": (lambda: file_of(resnet()), ANSWERS | {"classes": ["", ""]}, "5 classes, and 0 names"),
    "too few names": (lambda: file_of(resnet()), ANSWERS | {"classes": NAMES[:4]}, "5 classes, and 4 names"),
    "a name of nothing": (lambda: file_of(resnet()), ANSWERS | {"classes": ["a", " ", "c", "d", "e"]}, "name of class 2 is empty"),
    "names that are none": (lambda: file_of(resnet()), ANSWERS | {"classes": [1, 2, 3, 4, 5]}, "no list of names"),
    "size": (lambda: file_of(resnet()), ANSWERS | {"size": 5000}, "size: 5000 is not accepted"),
    "shorter side": (lambda: file_of(resnet()), ANSWERS | {"resize": 10}, "resize: 10 is not accepted"),
    "std of nothing": (lambda: file_of(resnet()), ANSWERS | {"std": [0, 0, 0]}, "std: .* more than 0"),
    "two means": (lambda: file_of(resnet()), ANSWERS | {"mean": [0.5, 0.5]}, "mean: .* one per channel"),
    "answers": (lambda: file_of(resnet()), [1], "answers: "),
    "other answers": (lambda: file_of(resnet()), {"build": "os.system"}, "answers: "),
    "not a number": (lambda: changed("fc.bias", NAN), ANSWERS, "fc.bias in the file holds numbers that are infinite"),
    "infinite": (lambda: changed("fc.bias", NAN.nan_to_num(float("inf"))), ANSWERS, "fc.bias in the file holds numbers that are infinite"),
    "huge": (lambda: changed("fc.bias", torch.full((5,), 1e30)), ANSWERS, "so large"),
    "integers": (lambda: changed("conv1.weight", torch.zeros(64, 3, 7, 7, dtype=torch.int8)), ANSWERS, "conv1.weight .* I8: quantised"),
    "a layer is missing": (
        lambda: file_of(without(resnet(), "layer3.0.conv1.weight")),
        ANSWERS,
        r"nearest is ResNet-18: its layer3.0.conv1.weight \(256 × 128 × 3 × 3\) is missing",
    ),
    "a layer too many": (
        lambda: changed("attention.weight", torch.zeros(4, 4)),
        ANSWERS,
        r"ResNet-18: attention.weight \(4 × 4\) in the file is no",
    ),
    "grey pictures": (
        lambda: changed("conv1.weight", torch.zeros(64, 1, 7, 7)),
        ANSWERS,
        "conv1.weight is 64 × 1 × 7 × 7 in the file and 64 × 3",
    ),
    "another architecture": (
        lambda: file_of({"encoder.weight": torch.zeros(8, 8)}),
        ANSWERS,
        "no tensor fits one of theirs, encoder.weight",
    ),
    "one output": (lambda: file_of(fine_tuned(1).state_dict()), ANSWERS, "fc, has 1 output"),
    "too many outputs": (lambda: file_of(fine_tuned(2001).state_dict()), ANSWERS, "2,001 classes, and the limit is 2,000"),
    "head and bias differ": (lambda: changed("fc.bias", torch.zeros(4)), ANSWERS, "differ in their number of outputs: 4, 5"),
    "no tensor": (lambda: file_of({}), ANSWERS, "holds no tensor"),
    "a pickle": (lambda: b"\x80\x02" + bytes(100), ANSWERS, "file of torch.save"),
    "a zip": (lambda: b"PK\x03\x04" + bytes(100), ANSWERS, "file of torch.save"),
    "text": (lambda: b"hello world, hello", ANSWERS, "no .safetensors file"),
    "nothing": (lambda: b"", ANSWERS, "no .safetensors file"),
    "a header without end": (lambda: struct.pack("<Q", 1 << 40) + b"{" * 100, ANSWERS, "no .safetensors file"),
    "a deep header": (lambda: bomb(b'{"a":' * 50_000 + b"1" + b"}" * 50_000), ANSWERS, "deep"),
    "sizes without end": (
        lambda: bomb(b'{"a":{"dtype":"F32","shape":[' + b"9," * 400_000 + b'9],"data_offsets":[0,0]}}'),
        ANSWERS,
        "no .safetensors",
    ),
    "cut off": (lambda: file_of(resnet())[:-100], ANSWERS, "no .safetensors file, or is damaged"),
    "metadata": (lambda: file_of(resnet(), {"classes": "[1, 2"}), {}, "classes: that is no JSON"),
}


def bomb(header: bytes) -> bytes:
    return struct.pack("<Q", len(header)) + header


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_opened_is_refused_with_one_sentence_and_nothing_is_lost(what: str) -> None:
    make, answers, why = REFUSED[what]
    with pytest.raises(UserError, match=why) as refusal:
        opened(make(), answers)
    assert refusal.value.text.pt != refusal.value.text.en
    assert api.own_networks("v") == ()


def test_a_file_over_the_limit_is_refused_by_its_header_alone() -> None:
    head = file_of(resnet())[:1000]
    with pytest.raises(UserError, match="300 MB and the limit is 200 MB"):
        api.state_dict_question(head, 300_000_000)


def test_it_counts_as_a_network_of_the_visitors(monkeypatch: pytest.MonkeyPatch) -> None:
    data = file_of(fine_tuned().state_dict())
    monkeypatch.setenv("PLAYGROUND_OWNED_NETWORKS", "1")
    assert opened(data) == "mine/flowers"
    with pytest.raises(UserError, match="1 networks of your own"):
        opened(data)
    assert [one.key for one in api.own_networks("v")] == ["mine/flowers"]


def test_pictures_too_small_for_a_network_have_their_sentence() -> None:
    network = torchvision.models.alexnet(weights=None, num_classes=5).half()
    with pytest.raises(UserError, match="cannot read pictures of 16 × 16 px"):
        opened(file_of(network.state_dict()), ANSWERS | {"size": 16, "resize": 16})


def test_what_is_taught_on_it_is_kept_and_brought_back() -> None:
    base = service.store.get(opened(file_of(fine_tuned().state_dict())), "v")
    replacement = head_replacement(base.network, base.plan)
    head = HeadSpec("linear", replacement.features, 3)
    network = network_builder(base.spec, replacement, head)().eval()
    assert isinstance(base.spec.weights, InMemoryWeights)
    about = {**base.spec.weights.about, "heads": [head.to_json()], "classes": ["a", "b", "c"], "classes_pt": None}
    file = save(network.state_dict(), {"format": weights_file.FORMAT, "about": json.dumps(about)})
    key = api.import_network("v", file)
    assert [one.en for one in api.network(key, visitor="v").classes] == ["a", "b", "c"]
    assert api.network(key, visitor="v").input.height == 64


@pytest.mark.parametrize(("lost", "shape"), [("fc.bias", "5"), ("fc.weight", "5 × 512"), ("layer1.0.conv1.weight", "64 × 64 × 3 × 3")])
def test_a_missing_tensor_is_said_with_the_shape_for_the_classes_of_the_file(lost: str, shape: str) -> None:
    state = {name: value for name, value in fine_tuned().state_dict().items() if name != lost}
    with pytest.raises(UserError) as refused:
        opened(file_of(state))
    assert f"its {lost} ({shape}) is missing in the file." in refused.value.text.en
