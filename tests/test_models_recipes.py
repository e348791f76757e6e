"""The recipes for photographs: what is trained on, that a stopped run goes on bit for bit, what the cards measure."""

from __future__ import annotations

import io
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

from models import imagenet109
from models.inputs.pictures import prepare
from models.networks.resnet109 import NETWORKS, ResNet109
from models.recipes import card, control, figures, marks, photo_card, photos, stand_ins, transfer
from models.recipes.crops import cutmix, downsample, jitter_colors, random_resized_crop, resize
from models.recipes.loop import PhotoRecipe, Stage, TrainingState, _batches, evaluate, train
from models.recipes.photo_answers import PenultimateFeatures, labelled_files, outputs_of
from models.recipes.photographs import PhotographSet
from models.types.activations import PictureSource

COLOURS = {"n01": (200, 40, 40), "n02": (40, 200, 40), "n03": (40, 40, 200)}
TINY = PhotoRecipe(stages=(Stage(32, 2, 0.5), Stage(48, 2, 0.5)), batch=8, peak=0.05, average=0.5)
SPEC = replace(NETWORKS[0], build=partial(ResNet109, widths=(8, 8, 16, 16), classes=3))


def paint(file: Path, colour: tuple[int, int, int], seed: int, side: int = 64) -> None:
    """A patchy picture of one colour: learnt in a few steps, and no two alike."""
    noise = np.random.default_rng(seed).integers(-40, 40, (8, 8, 1)).repeat(side // 8, 0).repeat(side // 8, 1)
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray((np.array(colour) + noise).clip(0, 255).astype(np.uint8)).save(file)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
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
    return [root / "first", root / "second"]


@pytest.fixture(scope="module")
def data(folders: list[Path], tmp_path_factory: pytest.TempPathFactory) -> PhotographSet:
    return PhotographSet.load(folders, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def run(data: PhotographSet, tmp_path_factory: pytest.TempPathFactory) -> TrainingState:
    torch.set_num_threads(1)
    return train(SPEC.build, data, TINY, seed=0, checkpoint=tmp_path_factory.mktemp("run") / "seed0.pt", say=None)


# What is trained on


def test_a_picture_that_another_folder_validates_on_is_not_trained_on(data: PhotographSet) -> None:
    flat = [d for d in range(len(data.training[0])) if data.training[0].pictures[d].float().std() > 100]
    assert data.left_out == 1 and flat == []  # the stripes are gone from the first folder's training pictures
    assert data.classes == ("n01", "n02", "n03")
    assert [len(part) for part in data.validation] == [12, 13]
    assert data.training[1].labels.unique().tolist() == [1, 2]


def test_pictures_of_mini_imagenets_size_are_kept_as_pillow_decodes_them(tmp_path: Path) -> None:
    for split in ("train", "val"):
        paint(tmp_path / split / "n01" / "0.png", (200, 60, 60), 1, side=84 - 84 % 8)
        image = Image.open(tmp_path / split / "n01" / "0.png").resize((84, 84))
        image.save(tmp_path / split / "n01" / "0.png")
    kept = PhotographSet.load([tmp_path], tmp_path / "cache").validation[0].pictures[0]
    assert np.array_equal(kept.permute(1, 2, 0).numpy(), np.array(image))


def test_larger_photographs_are_kept_as_a_visitors_is_prepared(folders: list[Path], data: PhotographSet) -> None:
    """So small, and with colour at half of that, as mini-ImageNet's files are: neither folder is sharper than the other."""
    file = folders[0] / "val" / "n01" / "00.png"
    preparation = replace(imagenet109.PREPARATION, height=84, width=84)
    theirs = prepare(PictureSource("picture", file.read_bytes()), preparation)
    assert np.array_equal(data.validation[0].pictures[0].permute(1, 2, 0).numpy(), theirs)
    assert {part.pictures.shape[1:] for part in (*data.training, *data.validation)} == {(3, 84, 84)}


def test_batches_are_made_coarser_whole(data: PhotographSet) -> None:
    """Never one folder alone, which would tell its classes."""

    def roughness(coarse: float) -> list[float]:
        recipe = replace(TINY, coarse=coarse, coarsest=8, jitter=0.0)
        pictures, _ = next(_batches(data, recipe, Stage(84, 1, 1.0), 1, Generator().manual_seed(1), torch.device("cpu")))
        ours = [pictures[: len(data.training[0])], pictures[len(data.training[0]) :]]
        return [float((part[..., 1:] - part[..., :-1]).abs().mean()) for part in ours]

    assert all(rough < 0.8 * fine for rough, fine in zip(roughness(1.0), roughness(0.0), strict=True))
    pictures = data.training[0].pictures[:3]
    assert downsample(pictures, 20).shape == (3, 3, 20, 20) and downsample(pictures, 84).equal(pictures)


def test_marks_are_drawn_for_every_folder_alike(data: PhotographSet) -> None:
    """Some pictures of each folder are softened or saved once more, by chance and by nothing that tells the folder."""
    pictures = [part.pictures[:12] for part in data.training]
    made = marks.remake(torch.cat(pictures), 0.6, Generator().manual_seed(0))
    assert made.shape == (24, 3, 84, 84) and made.dtype == torch.uint8
    changed = (made != torch.cat(pictures)).flatten(1).any(1).view(2, 12).sum(1).tolist()
    assert all(6 <= count <= 12 for count in changed)  # of 12, 84 % are expected
    assert made.equal(marks.remake(torch.cat(pictures), 0.6, Generator().manual_seed(0)))
    assert marks.remake(pictures[0], 0.0, Generator()).equal(pictures[0])
    assert float((made.float() - torch.cat(pictures).float()).abs().mean()) < 12  # what is to be seen stays


def test_colours_keep_what_a_grey_picture_is_and_stay_in_range(data: PhotographSet) -> None:
    pictures = data.training[0].pictures[:8].float()
    found = jitter_colors(pictures, 0.3, Generator().manual_seed(0))
    assert found.shape == pictures.shape and float(found.min()) >= 0 and float(found.max()) <= 255 and not found.equal(pictures)
    grey = jitter_colors(pictures.mean(1, keepdim=True).expand(-1, 3, -1, -1).contiguous(), 0.3, Generator().manual_seed(0))
    assert torch.allclose(grey[:, 0], grey[:, 2], atol=1e-3)  # no colour comes from none
    assert torch.allclose(jitter_colors(pictures, 0.0, Generator().manual_seed(0)), pictures, atol=1e-3)


def test_cutmix_says_how_much_of_each_picture_is_left() -> None:
    pictures = torch.arange(6.0).view(6, 1, 1, 1).expand(6, 3, 40, 40).contiguous()
    for seed in range(20):
        mixed, others, own = cutmix(pictures, Generator().manual_seed(seed))
        for i, other in enumerate(others.tolist()):
            left = float((mixed[i, 0] == i).float().mean())
            assert left == (1.0 if other == i else pytest.approx(own)) and set(mixed[i].unique().tolist()) <= {i, other}


def test_a_crop_of_everything_is_the_picture_or_its_mirror(data: PhotographSet) -> None:
    pictures = data.training[0].pictures[:20]
    for picture, crop in zip(pictures, random_resized_crop(pictures, 84, 1.0, Generator().manual_seed(0)), strict=True):
        errors = [float((crop[:, 4:-4, 4:-4] - seen[:, 4:-4, 4:-4]).abs().mean()) for seen in (picture.float(), picture.flip(2).float())]
        assert min(errors) < 0.7 * max(errors)  # ratios other than one cut the sides, so that no pixel falls on one pixel


def test_resizing_is_torchvisions(data: PhotographSet) -> None:
    from torchvision.transforms.v2.functional import resize as theirs

    pictures = data.validation[0].pictures[:4].float()
    assert torch.allclose(resize(pictures, 40), theirs(pictures, [40, 40], antialias=True), atol=1e-3)


# Training


def test_a_stopped_run_goes_on_bit_for_bit(data: PhotographSet, run: TrainingState, tmp_path: Path) -> None:
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


def test_a_training_begins_with_the_weights_that_it_is_given(data: PhotographSet, run: TrainingState, tmp_path: Path) -> None:
    card.write_weights(run.averaged, tmp_path / "before.safetensors")
    still = replace(TINY, stages=(Stage(48, 1, 0.5),), peak=1e-9)
    found = train(SPEC.build, data, still, seed=1, checkpoint=tmp_path / "seed1.pt", start=tmp_path / "before.safetensors", say=None)
    assert torch.allclose(found.net.state_dict()["conv1.weight"], run.averaged.state_dict()["conv1.weight"], atol=1e-5)
    assert (found.curve or [])[0]["loss"] < (run.curve or [])[0]["loss"]


def test_colours_are_learnt_and_judged(data: PhotographSet, run: TrainingState) -> None:
    found = evaluate(run.averaged, data, 64, exact=True)
    assert found["all"] > 0.9
    assert (run.curve or [])[-1]["loss"] < (run.curve or [])[0]["loss"]
    assert evaluate(run.averaged.train(), data, 64, exact=True) == found  # the mode it was in does not matter


def test_the_learning_rate_rises_and_falls_once() -> None:
    rates = [TINY.learning_rate_at(step / 100) for step in range(101)]
    top = rates.index(max(rates))
    assert max(rates) == TINY.peak and rates[: top + 1] == sorted(rates[: top + 1]) and rates[top:] == sorted(rates[top:], reverse=True)
    assert rates[-1] == pytest.approx(0, abs=1e-12) and top == 15


# What is measured


def test_pictures_on_disk_are_prepared_as_torchvisions_preset_does(folders: list[Path]) -> None:
    class Keep(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            return x.flatten(1)

    files = labelled_files(folders[1] / "val", ["n02", "n03"])
    found = outputs_of(Keep(), files, replace(SPEC.preparation, small=0))
    side = SPEC.preparation.height
    preset = ImageClassification(crop_size=side, resize_size=side, interpolation=InterpolationMode.BICUBIC)
    for (file, label), value, kept in zip(files, found.values, found.labels.tolist(), strict=True):
        assert torch.equal(value.view(3, side, side), preset(Image.open(file))), file
        assert ("n02", "n03")[label] == file.parent.name and kept == label


def test_stand_ins_are_large_grainy_and_the_same_each_time(folders: list[Path], data: PhotographSet, run: TrainingState) -> None:
    file = folders[0] / "val" / "n01" / "00.png"
    made = stand_ins.as_from_a_camera(file)
    assert made == stand_ins.as_from_a_camera(file) and Image.open(io.BytesIO(made)).size == (640, 480)
    score = stand_ins.measure(run.averaged, SPEC.preparation, folders, data.classes, folders[0])
    assert (score.total, score.few, score.others) == (15, 2, 5) and score.right >= 13  # five of each class
    assert (score.strangers, score.strangers_drawn) == (45, 45) and score.drawn <= 1  # both folders have two classes: the first counts
    assert score.told().startswith("A photograph of one's own") and "45 of 45" in score.told()


def test_features_are_what_the_last_layer_reads() -> None:
    net = SPEC.build().eval()
    picture = torch.randn(2, 3, 64, 64)
    with torch.no_grad():
        assert torch.allclose(net.fc(PenultimateFeatures(net)(picture)), net(picture), atol=1e-6)  # type: ignore[operator]
    assert not net.fc._forward_pre_hooks  # type: ignore[union-attr]


def test_stage_statistics_are_of_the_maps_at_their_ends() -> None:
    net, x = ResNet109(widths=(8, 8, 16, 16), classes=3).eval(), torch.randn(2, 3, 64, 64)
    first = net.layer1(net.maxpool(net.relu(net.bn1(net.conv1(x)))))
    third = net.layer3(net.layer2(first))
    expected = [(value.mean((2, 3)), ((value - value.mean((2, 3), keepdim=True)) ** 2).mean((2, 3)).sqrt()) for value in (first, third)]
    found = transfer.StageStatistics(net, ["layer1", "layer3"])(x)
    assert torch.allclose(found, torch.cat([*expected[0], *expected[1]], 1), atol=1e-5)
    assert not net.layer1._forward_hooks  # it leaves nothing behind


def test_few_shots_suffice_where_classes_are_apart_and_are_chance_where_there_are_none() -> None:
    random = Generator().manual_seed(0)
    labels = torch.arange(8).repeat_interleave(40)
    noise = torch.rand(320, 16, generator=random)
    apart = transfer.few_shot(noise + 5 * torch.eye(8, 16)[labels], labels, episodes=20)
    chance = transfer.few_shot(noise, labels, episodes=60)
    assert min(apart.mean[0], apart.linear[0]) > 0.99
    assert all(abs(mean - 0.2) < 0.05 and 0 < half < 0.05 for mean, half in (chance.mean, chance.linear))


def test_classes_left_out_of_the_control_run_are_in_neither_of_its_parts(data: PhotographSet) -> None:
    kept, new = control.split_classes(data, every=2)  # the second of three goes
    assert kept.classes == ("n01", "n03") and new.labels.unique().tolist() == [1]
    assert len(new) == sum(int((part.labels == 1).sum()) for part in data.validation)
    for before, after in zip((*data.training, *data.validation), (*kept.training, *kept.validation), strict=True):
        assert after.labels.tolist() == [label // 2 for label in before.labels.tolist() if label != 1]
        assert after.pictures.equal(before.pictures[before.labels != 1])


def test_the_linear_head_tells_colours_apart(folders: list[Path], run: TrainingState) -> None:
    head = transfer.linear_head(PenultimateFeatures(run.averaged), folders[0], SPEC.preparation, divisions=2)
    assert head.total == 12 and head.correct >= 11 and head.elsewhere > 0.9


def test_other_divisions_train_on_as_many_of_a_class_and_on_others() -> None:
    labels, own = torch.tensor([0] * 6 + [1] * 8), torch.tensor([1, 1, *[0] * 9, 1, 1, 1]).bool()
    found = [transfer._random_split(labels, own, seed) for seed in (1, 2)]
    assert all(labels[chosen].bincount().tolist() == [2, 3] for chosen in found)
    assert not found[0].equal(found[1]) and found[0].equal(transfer._random_split(labels, own, 1))


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


@pytest.mark.slow
def test_a_card_tells_what_the_file_does(data: PhotographSet, run: TrainingState, folders: list[Path], tmp_path: Path) -> None:
    photo_card.ship(photo_card.Shipment(SPEC, TINY, {0: run}, data, folders, folders[0]), tmp_path)
    text = (tmp_path / "resnet109.md").read_text("utf-8")
    assert card.sha256(tmp_path / "resnet109.safetensors") in text
    net = SPEC.build().eval()
    net.load_state_dict({name: value.float() for name, value in load_file(tmp_path / "resnet109.safetensors").items()}, strict=False)
    found = [outputs_of(net, labelled_files(folder / "val", data.classes), SPEC.preparation) for folder in folders]
    right = sum(int((f.values.argmax(1) == f.labels).sum()) for f in found)
    assert f"- All: {right} of 25 right" in text
    rows = re.findall(r"^\| n0\d \(n0\d\) \| ([\d.]+) %", text, re.MULTILINE)
    assert len(rows) == 3 and [float(r) for r in rows] == sorted((float(r) for r in rows), reverse=True)
    for picture in ("confusion", "filters", "curve"):
        assert Image.open(tmp_path / f"resnet109-{picture}.png").size[0] > 200
        assert f"resnet109-{picture}.png" in text


def test_a_recipe_ships_what_it_trained_and_goes_on(folders: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = ["--data", *map(str, folders), "--work", str(tmp_path / "work"), "--out", str(tmp_path / "out"), "--threads", "1"]
    monkeypatch.setattr("sys.argv", ["resnet109", *given])
    made, file = [], tmp_path / "out" / "resnet109.safetensors"
    for _ in range(2):  # the second time the checkpoint says that all is done
        photos.main(photos.NetworkRecipe(SPEC, TINY, TINY), "")
        made.append(file.read_bytes())
    state = torch.load(tmp_path / "work" / "seed0.pt", weights_only=True)
    assert made[0] == made[1] and len(state["curve"]) == TINY.epochs
    assert torch.equal(load_file(file)["conv1.weight"], state["averaged"]["conv1.weight"].half())


def test_the_same_figure_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        figures.filters(torch.linspace(-1, 1, 2 * 3 * 7 * 7).view(2, 3, 7, 7), tmp_path / name)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
