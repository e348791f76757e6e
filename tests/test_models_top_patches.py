"""What excites a unit most in a gallery, against a search through every window, one after the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import nn

from models import api, limits, service
from models.byte_lru import bytes_by_name
from models.errors import UserError
from models.filters import gallery, top_patches
from models.filters.gallery import Gallery
from models.filters.target import unit_target
from models.store.registry import NetworkSpec
from models.store.store import LoadedNetwork, load
from tests import oracle
from tests.network_pictures import stored


@pytest.fixture(scope="module", autouse=True)
def as_the_service_runs() -> None:
    api.start()


SIDE = 28


class Small(nn.Module):
    """Two convolutions with padding, strides and a pooling between, a batch norm behind the second."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 5, stride=2, padding=2)
        self.relu1 = nn.ReLU()
        self.pool = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(4, 6, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(6)
        self.relu2 = nn.ReLU(inplace=True)
        self.flatten = nn.Flatten()
        self.head = nn.Linear(6 * 7 * 7, 10)
        with torch.no_grad():
            self.norm.weight.copy_(torch.tensor([1.0, -1.0, 0.5, 2.0, -0.3, 1.5]))
            assert self.norm.running_mean is not None
            self.norm.running_mean.normal_()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.head(self.flatten(self.relu2(self.norm(self.conv2(self.pool(self.relu1(self.conv1(x))))))))
        return logits


@pytest.fixture(scope="module")
def loaded() -> LoadedNetwork:
    spec: NetworkSpec = replace(service.store.get("lenet5@random").spec, key="small", build=Small)
    return load(spec)


@pytest.fixture(scope="module")
def pictures() -> NDArray[np.uint8]:
    return np.random.default_rng(7).integers(0, 256, (14, SIDE, SIDE, 1), dtype=np.uint8)


def by_hand(loaded: LoadedNetwork, pictures: NDArray[np.uint8]) -> tuple[NDArray[Any], NDArray[Any]]:
    """(best value, corner of its window) of every unit in every picture: each window cut out and run by itself, without padding."""
    network: Any = loaded.network
    # A cell of conv2 reads 3 × 3 of the pooled, each 2 × 2 of conv1, each 5 × 5 at steps of 2: 5 + 2 + 2 · 4 px, every 4 px, and the
    # padding of 2 px and of one pooled cell (4 px) lies before the first.
    size, stride, offset = 5 + 2 + 2 * 4, 4, -2 - 4
    values = np.full((len(pictures), 6), -np.inf)
    corners = np.zeros((len(pictures), 6, 2), int)
    for which, picture in enumerate(pictures):
        batch = loaded.batch(picture)
        for row in range(7):
            for column in range(7):
                top, left = offset + row * stride, offset + column * stride
                if min(top, left) < 0 or max(top, left) + size > SIDE:
                    continue
                window = batch[:, :, top : top + size, left : left + size]
                with torch.no_grad():
                    inner = torch.relu(torch.nn.functional.conv2d(window, network.conv1.weight, network.conv1.bias, stride=2))
                    inner = torch.nn.functional.conv2d(torch.nn.functional.max_pool2d(inner, 2), network.conv2.weight)
                    unit = network.norm(inner)[0, :, 0, 0].numpy()
                better = unit > values[which]
                values[which][better] = unit[better]
                corners[which][better] = (top, left)
    return values, corners


def test_the_patches_are_those_of_a_search_through_every_window(loaded: LoadedNetwork, pictures: NDArray[np.uint8]) -> None:
    values, corners = by_hand(loaded, pictures)
    target = unit_target(loaded, "conv2")
    *_, best = top_patches.search_top_patches(loaded, target, Gallery(pictures))
    for unit in range(6):
        order = np.argsort(-values[:, unit], kind="stable")[:9]
        np.testing.assert_array_equal(best.pictures[unit], order)
        np.testing.assert_allclose(best.scores[unit], values[order, unit], rtol=1e-4, atol=1e-5)
        found = top_patches.cut_patches(best, unit, target.layer_step.layer.receptive_field, Gallery(pictures))
        for patch, which in zip(found, order, strict=True):
            top, left = corners[which, unit]
            np.testing.assert_array_equal(patch, pictures[which, top : top + 15, left : left + 15])


def test_it_comes_in_parts_and_the_parts_do_not_matter(
    loaded: LoadedNetwork, pictures: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = list(top_patches.search_top_patches(loaded, unit_target(loaded, "relu2"), Gallery(pictures)))
    monkeypatch.setattr(top_patches, "_MAX_BATCH", 3)
    parts = list(top_patches.search_top_patches(loaded, unit_target(loaded, "relu2"), Gallery(pictures)))
    assert [part.done for part in parts] == [3, 6, 9, 12, 14] and {part.total for part in parts} == {14}
    np.testing.assert_array_equal(parts[-1].pictures, whole[-1].pictures)
    np.testing.assert_array_equal(parts[-1].cells, whole[-1].cells)
    assert (parts[0].pictures[:, 3:] == -1).all() and np.isneginf(parts[0].scores[:, 3:]).all()
    assert len(top_patches.cut_patches(parts[0], 0, unit_target(loaded, "relu2").layer_step.layer.receptive_field, Gallery(pictures))) == 3


def test_all_units_take_one_pass_which_ends_at_the_layer(loaded: LoadedNetwork, pictures: NDArray[np.uint8]) -> None:
    runs = []

    def counting(call: Any, name: str) -> Any:
        return lambda *inputs: runs.append((name, len(inputs[0]))) or call(*inputs)

    steps = tuple(replace(step, call=counting(step.call, step.name)) for step in loaded.plan.steps)
    counted = replace(loaded, plan=replace(loaded.plan, steps=steps))
    list(top_patches.search_top_patches(counted, unit_target(counted, "conv2"), Gallery(pictures)))
    assert runs == [(name, 14) for name in ("conv1", "relu1", "pool", "conv2", "norm")]


def test_among_equals_the_first_picture_wins(loaded: LoadedNetwork, pictures: NDArray[np.uint8]) -> None:
    *_, best = top_patches.search_top_patches(loaded, unit_target(loaded, "conv1"), Gallery(np.repeat(pictures[:1], 12, 0)))
    np.testing.assert_array_equal(best.pictures, np.tile(np.arange(9), (4, 1)))


def test_the_gallery_of_digits_is_mnists_own() -> None:
    """Against the 500 test digits that the tests keep by themselves."""
    data = Path(__file__).parent / "data"
    sheet = np.asarray(Image.open(data / "mnist500.png"))
    digits = sheet.reshape(-1, SIDE, 25, SIDE).transpose(0, 2, 1, 3).reshape(500, SIDE, SIDE)
    found = gallery.bundled_gallery(service.store.get("lenet5").spec.preparation)
    assert len(found) == 1000 and found.labels is not None
    np.testing.assert_array_equal(found.pictures[:500, :, :, 0], digits)
    assert "".join(map(str, found.labels[:500])) == (data / "mnist500.txt").read_text().replace("\n", "")


def test_a_gallery_is_prepared_once_and_counted() -> None:
    preparation = service.store.get("lenet5").spec.preparation
    found = gallery.bundled_gallery(preparation)
    assert gallery.bundled_gallery(replace(preparation)) is found
    assert bytes_by_name()["galleries"] >= found.nbytes > 1000 * SIDE * SIDE


def test_the_squares_of_a_photograph_lie_in_it_and_do_not_overlap() -> None:
    boxes = gallery.square_boxes(512, 341)
    assert [right - left for left, _, right, _ in boxes] == [341] + [170] * 6 + [113] * 12
    seen = np.zeros((3, 341, 512), int)
    for left, top, right, bottom in boxes:
        assert 0 <= left < right <= 512 and 0 <= top < bottom <= 341 and right - left == bottom - top
        seen[{341: 0, 170: 1, 113: 2}[right - left], top:bottom, left:right] += 1
    assert seen.max() == 1


def test_a_visitors_own_pictures_are_searched_and_not_kept() -> None:
    own = [stored(picture) for picture in np.random.default_rng(1).integers(0, 256, (3, SIDE, SIDE, 1), dtype=np.uint8)]
    before = service.filters._cache.items()
    *_, found = api.top_patches("lenet5", "conv1", 2, own=own)
    assert len(found.patches) == 3 and found.total == 3 and found.labels[0].en == ""
    assert service.filters._cache.items() == before


def test_the_shipped_gallery_answers_for_every_unit_after_one_pass() -> None:
    parts = list(api.top_patches("lenet5", "conv2", 3))
    assert len(parts) > 3 and parts[-1].done == 1000 and len(parts[-1].patches) == 9
    (again,) = api.top_patches("lenet5", "conv2", 4)
    loaded = service.store.get("lenet5")
    among = gallery.bundled_gallery(loaded.spec.preparation)
    value = oracle.modules(loaded.network, torch.cat([loaded.batch(picture) for picture in among.pictures]))["conv2"][0]
    best = value[:, 4, 1:-1, 1:-1].flatten(1).max(1).values  # windows of 14 px at steps of 2 that begin at −2 … 18
    np.testing.assert_allclose(again.scores, best.sort(descending=True).values[:9], rtol=1e-5)
    assert again.labels[0].en == str(among.labels[int(again.pictures[0])])  # type: ignore[index]
    assert again.patches[0].shape == (14, 14, 1)


def test_what_is_kept_is_bounded_and_goes_with_its_network(loaded: LoadedNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.filters.service import TopPatchesCache

    found = TopPatchesCache()
    *_, best = top_patches.search_top_patches(loaded, unit_target(loaded, "conv1"), Gallery(np.zeros((1, SIDE, SIDE, 1), np.uint8)))
    found.put(loaded, "conv1", best)
    assert found.get(loaded, "conv1") is best and found.get(loaded, "conv2") is None
    assert found.get(replace(loaded, plan=replace(loaded.plan)), "conv1") is None  # another network under the same key
    monkeypatch.setenv(limits.PATCHES_MB.variable, str(1.5 * best.nbytes / 1e6))
    found.put(loaded, "conv2", best)
    assert found.get(loaded, "conv1") is None and found.get(loaded, "conv2") is best
    found.forget("small")
    assert found.get(loaded, "conv2") is None


def test_too_many_pictures_and_none_that_is_one_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError):
        api.top_patches("lenet5", "conv1", 0, own=[b"no picture"])
    monkeypatch.setenv(limits.GALLERY_PICTURES.variable, "1")
    with pytest.raises(UserError, match="1 to 1"):
        api.top_patches("lenet5", "conv1", 0, own=[b"", b""])
