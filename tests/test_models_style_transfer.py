"""Style transfer: Gram matrices and distances by numpy from what PyTorch's own modules answer, and what the pictures become."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from models import api, service
from models.errors import UserError
from models.types.activations import PictureSource
from models.uses import style_transfer

ROOT = Path(__file__).parents[1]
CONTENT, MANNER = (PictureSource("picture", (ROOT / "assets" / "samples" / f"{name}.jpg").read_bytes()) for name in ("taj-mahal", "bricks"))
KEY = "resnet109"


@pytest.fixture(scope="module", autouse=True)
def as_the_service_runs() -> None:
    api.start()


def hooked(picture: np.ndarray, names: list[str]) -> dict[str, np.ndarray]:
    """What modules answer to uint8 [h, w, c], read by hooks from the network itself."""
    loaded = service.store.get(KEY)
    seen: dict[str, np.ndarray] = {}

    def keep(name: str) -> Any:
        return lambda module, inputs, output: seen.__setitem__(name, output[0].double().numpy().copy())

    handles = [loaded.network.get_submodule(name).register_forward_hook(keep(name)) for name in names]
    with torch.no_grad():
        loaded.network(loaded.batch(picture))
    for handle in handles:
        handle.remove()
    return seen


def smaller(picture: np.ndarray) -> np.ndarray:
    """uint8 [h, w, c] at the side at which styles are made, by Pillow."""
    return np.asarray(Image.fromarray(picture).resize((style_transfer.SIDE, style_transfer.SIDE), Image.Resampling.BILINEAR))


def together(maps: np.ndarray) -> np.ndarray:
    return np.einsum("iyx,jyx->ij", maps, maps) / (maps.shape[1] * maps.shape[2])


def far(mine: np.ndarray, wanted: np.ndarray) -> float:
    return float(((mine - wanted) ** 2).sum() / (wanted**2).sum())


def test_the_distances_are_those_of_the_paper() -> None:
    first, *_, last = api.transfer_style(KEY, CONTENT, MANNER, steps=6)
    names = ["conv1", "relu", "maxpool", "layer1", "layer2", "layer3"]
    loaded = service.store.get(KEY)
    content, manner = (
        hooked(smaller(style_transfer.pictures.prepare(source, loaded.spec.preparation)), names) for source in (CONTENT, MANNER)
    )
    begun, now = (hooked(frame.picture, names) for frame in (first, last))
    assert first.style == pytest.approx(1)
    assert last.step == 6 and first.step == 0
    assert last.content == pytest.approx(far(now["layer1"], content["layer1"]), rel=0.05)  # the picture is rounded to bytes
    left = [far(together(now[name]), together(manner[name])) / far(together(begun[name]), together(manner[name])) for name in names]
    assert last.style == pytest.approx(np.mean(left), rel=0.02)  # each layer against where it began


def test_the_style_comes_and_most_of_the_content_stays() -> None:
    first, *_, last = api.transfer_style(
        KEY, CONTENT, MANNER, steps=24
    )  # bricks: one layer begins hundreds of times farther away than the others
    assert first.content < 0.01 and last.style < 0.4 * first.style and last.content < 0.5
    assert last.picture.shape == (128, 128, 3) and last.picture.dtype == np.uint8


def test_without_style_the_picture_stays_what_it_is() -> None:
    first, *_, last = api.transfer_style(KEY, CONTENT, MANNER, share=0, steps=8)
    assert last.content < 0.02
    assert abs(last.picture.astype(int) - first.picture).mean() < 6


def test_the_same_pictures_make_the_same_picture_and_a_larger_one_is_made_smaller() -> None:
    one, other = (list(api.transfer_style("resnet18@random", CONTENT, MANNER, steps=2))[-1] for _ in range(2))
    np.testing.assert_array_equal(one.picture, other.picture)
    assert one.picture.shape == (128, 128, 3)


def test_drawings_too_and_who_stops_listening_has_stopped_it() -> None:
    stream = api.transfer_style("lenet5", CONTENT, MANNER, steps=500)
    first, second = islice(stream, 2)
    assert first.step == 0 < second.step and first.picture.shape == (28, 28, 1)
    stream.close()  # type: ignore[attr-defined]
    assert next(stream, None) is None


@pytest.mark.parametrize("wrong", [{"share": 1.5}, {"share": "much"}, {"steps": 0}, {"steps": 10**6}])
def test_what_is_wrong_is_refused_at_once(wrong: dict[str, Any]) -> None:
    with pytest.raises(UserError):
        api.transfer_style(KEY, CONTENT, MANNER, **wrong)


def test_a_network_without_maps_is_refused() -> None:
    with pytest.raises(UserError, match="mlp"):
        api.transfer_style("mlp", CONTENT, MANNER)
