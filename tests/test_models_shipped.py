"""The shipped networks for photographs: their files, their cards, and that the service computes with these numbers."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors import safe_open
from safetensors.torch import load_file

from models import api, imagenet109
from models.recipes import card
from models.store import registry
from models.types.activations import PictureSource

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "assets" / "weights"
MOST = {"resnet109": (8.0, 4_000_000), "alexnet109": (9.0, 4_500_000)}  # MB, parameters
LEAST = {"resnet109": {"All": 68.0, "Imagenette": 88.0, "Imagenette, only its own 10 classes allowed": 89.0}, "alexnet109": {"All": 45.0}}
"""Shares of right answers, in percent, below which a file is not shipped."""

KEYS = [key for key in MOST if registry.specs()[key].weights_location == "shipped"]


def told(key: str) -> str:
    return (WEIGHTS / f"{key}.md").read_text("utf-8")


def test_the_residual_network_is_there() -> None:
    assert "resnet109" in KEYS


@pytest.mark.parametrize("key", KEYS)
def test_the_file_is_the_one_that_its_card_describes_and_small(key: str) -> None:
    file, (megabytes, parameters) = WEIGHTS / f"{key}.safetensors", MOST[key]
    assert card.sha256(file) in told(key) and f"{file.stat().st_size:,} bytes" in told(key)
    assert file.stat().st_size <= megabytes * 1e6 and api.network(key).parameters <= parameters
    with safe_open(file, "pt") as opened:
        notes = opened.metadata()
    assert notes["network"] == key and "research and teaching" in notes["data"]
    assert tuple(notes["classes"].split()) == imagenet109.wnids()
    for promised in (f"python -m models.recipes.{key} ", "--seed 0", "Wilson", "Known failures", "evaluate", "research and teaching"):
        assert promised in told(key), promised


def test_all_weights_together_stay_small() -> None:
    assert sum(file.stat().st_size for file in WEIGHTS.glob("*.safetensors")) < 40e6


@pytest.mark.parametrize("key", KEYS)
def test_the_cards_classes_add_up_to_its_accuracy(key: str) -> None:
    right, total = (int(n.replace(",", "")) for n in re.search(r"- All: ([\d,]+) of ([\d,]+) right", told(key)).groups())  # type: ignore[union-attr]
    rows = re.findall(r"^\| .+ \((n\d+)\) \| ([\d.]+) % .* \| (\d+) \|", told(key), re.MULTILINE)
    assert sorted(wnid for wnid, _, _ in rows) == sorted(imagenet109.wnids())
    assert sum(int(count) for *_, count in rows) == total == 13_925
    assert sum(round(float(share) / 100 * int(count)) for _, share, count in rows) == right


@pytest.mark.parametrize("key", KEYS)
def test_no_file_is_worse_than_it_may_be(key: str) -> None:
    for name, least in LEAST[key].items():
        share = re.search(rf"^- {re.escape(name)}: .*\*\*([\d.]+) %\*\*", told(key), re.MULTILINE)
        assert share and float(share[1]) >= least, name


@pytest.mark.parametrize("key", KEYS)
def test_the_first_kernels_are_smooth_not_noise(key: str) -> None:
    """Neighbouring weights of a learnt edge or colour are alike; those of noise are not."""
    weight = next(value for value in load_file(WEIGHTS / f"{key}.safetensors").values() if value.ndim == 4).float()
    energy = weight.square().sum((1, 2, 3))
    used = weight[energy > 0.1 * energy.max()]
    centred = used - used.mean((2, 3), keepdim=True)
    along = (centred[..., 1:] * centred[..., :-1]).sum() + (centred[..., 1:, :] * centred[..., :-1, :]).sum()
    assert used.shape[0] >= 12
    assert along / 2 / centred.square().sum() > 0.5
    for picture in ("confusion", "filters", "curve"):
        assert min(Image.open(WEIGHTS / f"{key}-{picture}.png").size) > 100


@pytest.mark.parametrize("key", KEYS)
def test_the_service_answers_what_the_file_computes(key: str) -> None:
    """The shipped numbers put into the network by hand, without our loading code."""
    spec = registry.specs()[key]
    network = spec.build().eval()
    state = {name: value.float() for name, value in load_file(WEIGHTS / f"{key}.safetensors").items()}
    network.load_state_dict(state, strict=False)
    pixels = np.random.default_rng(0).integers(0, 256, (spec.preparation.height, spec.preparation.width, 3), dtype=np.uint8)
    mean, std = (torch.tensor(v).view(1, 3, 1, 1) for v in (spec.preparation.mean, spec.preparation.std))
    with torch.no_grad():
        logits = network((torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 255 - mean) / std)[0]
    ours = api.predict(key, PictureSource("pixels", pixels.tobytes()), top=109)
    assert [one.index for one in ours[:5]] == logits.argsort(descending=True)[:5].tolist()
    assert [one.logit for one in ours] == pytest.approx(logits.sort(descending=True).values.tolist(), abs=1e-4)
