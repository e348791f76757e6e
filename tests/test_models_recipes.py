"""The recipes for photographs: what is trained on, that a stopped run goes on bit for bit, what the cards measure."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import Generator, Tensor, nn
from torchvision.transforms import InterpolationMode
from torchvision.transforms._presets import ImageClassification

from models.networks.resnet109 import NETWORKS, ResNet109
from models.recipes import card, figures, photo_card, transfer
from models.recipes.crops import random_resized_crop, resize
from models.recipes.loop import Plan, Run, Stage, _batches, judge, train
from models.recipes.photo_answers import Features, answered, files_of
from models.recipes.photographs import Photographs, PhotographSet, Source, as_small_jpegs

COLOURS = {"n01": (200, 40, 40), "n02": (40, 200, 40), "n03": (40, 40, 200)}
TINY = Plan(stages=(Stage(32, 2, 0.5), Stage(48, 2, 0.5)), batch=8, peak=0.05, average=0.5)
SPEC = replace(NETWORKS[0], build=partial(ResNet109, widths=(8, 8, 16, 16), classes=3))


def paint(file: Path, colour: tuple[int, int, int], seed: int, side: int = 64) -> None:
    """A patchy picture of one colour: learnt in a few steps, and no two alike."""
    noise = np.random.default_rng(seed).integers(-40, 40, (8, 8, 1)).repeat(side // 8, 0).repeat(side // 8, 1)
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray((np.array(colour) + noise).clip(0, 255).astype(np.uint8)).save(file)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Source]:
    """Two folders: red and green; green and blue, with one validation picture that the first trains on."""
    root, seed = tmp_path_factory.mktemp("photographs"), 0
    for folder, names in (("first", ("n01", "n02")), ("second", ("n02", "n03"))):
        for split, count in (("train", 16), ("val", 6)):
            for name in names:
                for i in range(count):
                    seed += 1
                    paint(root / folder / split / name / f"{i:02}.png", COLOURS[name], seed)
    stripes = np.zeros((64, 64, 3), np.uint8)
    stripes[:, ::16] = stripes[:, 1::16] = stripes[:, 2::16] = 255
    Image.fromarray(stripes).save(root / "first" / "train" / "n02" / "twin.png")
    Image.fromarray(stripes).resize((60, 60)).save(root / "second" / "val" / "n02" / "twin.png")
    return [Source(root / "first", 64), Source(root / "second", 64)]


@pytest.fixture(scope="module")
def data(sources: list[Source], tmp_path_factory: pytest.TempPathFactory) -> PhotographSet:
    return PhotographSet.load(sources, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def run(data: PhotographSet, tmp_path_factory: pytest.TempPathFactory) -> Run:
    torch.set_num_threads(1)
    return train(SPEC.build, data, TINY, seed=0, checkpoint=tmp_path_factory.mktemp("run") / "seed0.pt", say=lambda _: None)


# What is trained on


def test_a_picture_that_another_folder_validates_on_is_not_trained_on(data: PhotographSet) -> None:
    flat = [d for d in range(len(data.training[0])) if data.training[0].pictures[d].float().std() > 100]
    assert data.left_out == 1 and flat == []  # the stripes are gone from the first folder's training pictures
    assert data.classes == ("n01", "n02", "n03")
    assert [len(part) for part in data.validation] == [12, 13]
    assert data.training[1].labels.unique().tolist() == [1, 2]


def test_pictures_are_kept_as_pillow_decodes_them(sources: list[Source], data: PhotographSet) -> None:
    file = sources[0].folder / "val" / "n01" / "00.png"
    assert np.array_equal(data.validation[0].pictures[0].permute(1, 2, 0).numpy(), np.array(Image.open(file)))


def test_larger_photographs_are_also_kept_as_small_jpegs(data: PhotographSet) -> None:
    """So small, and with colour at half of that, as mini-ImageNet's files are."""
    stripes = torch.zeros(1, 3, 84, 84, dtype=torch.uint8)
    stripes[0, 0, :, ::2] = 255  # red and black, each one px wide
    small = as_small_jpegs(Photographs(stripes, torch.zeros(1, dtype=torch.int64)))
    assert small.pictures.shape == (1, 3, 84, 84) and small.labels.tolist() == [0]
    redness = (small.pictures[0, 0].float() - small.pictures[0, 1].float())[:, 20:60]
    uneven = float((redness[:, ::2] - redness[:, 1::2]).abs().mean())  # it was 255
    assert uneven < 60 < float(redness.mean())
    assert as_small_jpegs(Photographs(torch.zeros(1, 3, 128, 128, dtype=torch.uint8), small.labels)).pictures.shape[2:] == (84, 84)
    assert data.small == (None, None)  # 64 px and less are small enough


def test_a_share_of_each_batch_is_small(data: PhotographSet) -> None:
    black = Photographs(torch.zeros(len(data.training[1]), 3, 84, 84, dtype=torch.uint8), data.training[1].labels)
    mixed = replace(data, training=(data.training[0], data.training[1]), small=(None, black))
    pictures, labels = next(_batches(mixed, Stage(32, 1, 0.5, small=0.5), 4, Generator().manual_seed(0), torch.device("cpu")))
    chosen = len(data.training[1]) // 4
    dark = int((pictures.amax((1, 2, 3)) < -1.5).sum())  # nothing in them but zero, normalised
    assert dark == chosen // 2 and len(pictures) == len(labels)


def test_a_crop_of_everything_is_the_picture_or_its_mirror(data: PhotographSet) -> None:
    pictures = data.training[0].pictures[:20]
    for picture, crop in zip(pictures, random_resized_crop(pictures, 64, 1.0, Generator().manual_seed(0)), strict=True):
        errors = [float((crop[:, 4:-4, 4:-4] - seen[:, 4:-4, 4:-4]).abs().mean()) for seen in (picture.float(), picture.flip(2).float())]
        assert min(errors) < 0.7 * max(errors)  # ratios other than one cut the sides, so that no pixel falls on one pixel


def test_resizing_is_torchvisions(data: PhotographSet) -> None:
    from torchvision.transforms.v2.functional import resize as theirs

    pictures = data.validation[0].pictures[:4].float()
    assert torch.allclose(resize(pictures, 40), theirs(pictures, [40, 40], antialias=True), atol=1e-3)


# Training


def test_a_stopped_run_goes_on_bit_for_bit(data: PhotographSet, run: Run, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(line: str) -> None:
        if "'epoch': 3" in line:
            raise Stopped

    file = tmp_path / "seed0.pt"
    with pytest.raises(Stopped):
        train(SPEC.build, data, TINY, seed=0, checkpoint=file, say=stop)
    said: list[str] = []
    again = train(SPEC.build, data, TINY, seed=0, checkpoint=file, say=said.append)
    assert said[0] == "going on after epoch 3"
    for name, value in run.averaged.state_dict().items():
        assert torch.equal(value, again.averaged.state_dict()[name]), name
    assert [p["loss"] for p in again.curve or []] == [p["loss"] for p in run.curve or []]


def test_colours_are_learnt_and_judged(data: PhotographSet, run: Run) -> None:
    found = judge(run.averaged, data, 64, exact=True)
    assert found["all"] > 0.9
    assert (run.curve or [])[-1]["loss"] < (run.curve or [])[0]["loss"]
    assert judge(run.averaged.train(), data, 64, exact=True) == found  # the mode it was in does not matter


def test_the_learning_rate_rises_and_falls_once() -> None:
    rates = [TINY.rate(step / 100) for step in range(101)]
    top = rates.index(max(rates))
    assert max(rates) == TINY.peak and rates[: top + 1] == sorted(rates[: top + 1]) and rates[top:] == sorted(rates[top:], reverse=True)
    assert rates[-1] == pytest.approx(0, abs=1e-12) and top == 15


# What is measured


def test_pictures_on_disk_are_prepared_as_torchvisions_preset_does(sources: list[Source]) -> None:
    class Keep(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            return x.flatten(1)

    files = files_of(sources[1].folder / "val", ["n02", "n03"])
    found = answered(Keep(), files, replace(SPEC.preparation, small=0))
    preset = ImageClassification(crop_size=128, resize_size=128, interpolation=InterpolationMode.BICUBIC)
    for (file, label), value, kept in zip(files, found.values, found.labels.tolist(), strict=True):
        assert torch.equal(value.view(3, 128, 128), preset(Image.open(file))), file
        assert ("n02", "n03")[label] == file.parent.name and kept == label


def test_features_are_what_the_last_layer_reads() -> None:
    net = SPEC.build().eval()
    picture = torch.randn(2, 3, 64, 64)
    with torch.no_grad():
        assert torch.allclose(net.fc(Features(net)(picture)), net(picture), atol=1e-6)  # type: ignore[operator]
    assert not net.fc._forward_pre_hooks  # type: ignore[union-attr]


def test_few_shots_suffice_where_classes_are_apart_and_are_chance_where_there_are_none() -> None:
    random = Generator().manual_seed(0)
    labels = torch.arange(8).repeat_interleave(40)
    noise = torch.rand(320, 16, generator=random)
    apart = transfer.few_shot(noise + 5 * torch.eye(8, 16)[labels], labels, episodes=20)
    chance = transfer.few_shot(noise, labels, episodes=60)
    assert min(apart.mean[0], apart.linear[0]) > 0.99
    assert all(abs(mean - 0.2) < 0.05 and 0 < half < 0.05 for mean, half in (chance.mean, chance.linear))


def test_the_linear_head_tells_colours_apart(sources: list[Source], run: Run) -> None:
    right, total = transfer.linear_head(run.averaged, sources[0].folder, SPEC.preparation)
    assert total == 12 and right >= 11


# What is shipped


def test_halved_weights_are_half_as_large_and_the_same_bytes_twice(tmp_path: Path) -> None:
    net = SPEC.build()
    for name in ("a", "b"):
        card.write_weights(net, tmp_path / name, half=True, network="x")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    state = load_file(tmp_path / "a")
    assert {value.dtype for value in state.values() if value.ndim > 1} == {torch.float16}
    assert {value.dtype for value in state.values() if value.ndim == 1} == {torch.float32}
    for name, value in state.items():
        assert torch.allclose(value.float(), net.state_dict()[name], rtol=1e-3, atol=1e-6), name


def test_a_card_tells_what_the_file_does(data: PhotographSet, run: Run, sources: list[Source], tmp_path: Path) -> None:
    photo_card.ship(photo_card.Shipment(SPEC, TINY, {0: run}, data, sources, sources[0].folder), tmp_path)
    text = (tmp_path / "resnet109.md").read_text("utf-8")
    assert card.sha256(tmp_path / "resnet109.safetensors") in text
    net = SPEC.build().eval()
    net.load_state_dict({name: value.float() for name, value in load_file(tmp_path / "resnet109.safetensors").items()}, strict=False)
    found = [answered(net, files_of(source.folder / "val", data.classes), SPEC.preparation) for source in sources]
    right = sum(int((f.values.argmax(1) == f.labels).sum()) for f in found)
    assert f"- All: {right} of 25 right" in text
    rows = re.findall(r"^\| n0\d \(n0\d\) \| ([\d.]+) %", text, re.MULTILINE)
    assert len(rows) == 3 and [float(r) for r in rows] == sorted((float(r) for r in rows), reverse=True)
    for picture in ("confusion", "filters", "curve"):
        assert Image.open(tmp_path / f"resnet109-{picture}.png").size[0] > 200
        assert f"resnet109-{picture}.png" in text


def test_the_same_figure_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        figures.filters(torch.linspace(-1, 1, 2 * 3 * 7 * 7).view(2, 3, 7, 7), tmp_path / name)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
