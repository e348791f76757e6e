"""The colouring network's pieces: CIELAB, classes of colour, hints, cut skip connections, the temperature, the figures."""

from __future__ import annotations

import io
from itertools import pairwise

import numpy as np
import pytest
import torch
from PIL import Image
from skimage import color

from models import api, limits
from models.cielab import lab_of_srgb, srgb_of_lab
from models.errors import UserError
from models.networks.colouring import GRID, HINT_SCALE, LEVELS, TEMPERATURE, Colouring, class_centres, pooled_hints
from models.store import registry
from models.store.store import LoadedNetwork, load
from models.types.activations import PictureSource
from models.types.colouring import ColourHint
from models.uses.colouring.ciede2000 import ciede2000
from models.uses.colouring.figures import colour_difference, colourfulness
from models.uses.colouring.run import hint_maps, run
from tests.serving import ROOT

SAMPLE = PictureSource("picture", (ROOT / "assets" / "samples" / "rocamadour.jpg").read_bytes())


@pytest.fixture(scope="module")
def loaded() -> LoadedNetwork:
    return load(registry.specs()["colouring@random"])


def some_colours() -> torch.Tensor:
    """(3, 80, 60): every corner and many colours between, dark ones too."""
    colours = torch.rand(3, 80, 60, generator=torch.Generator().manual_seed(3)).double()
    colours[:, 0, :8] = torch.cartesian_prod(*[torch.tensor([0.0, 1.0])] * 3).T
    colours[:, 1:9] *= 0.03
    return colours


def test_lab_is_scikit_images_both_ways() -> None:
    colours = some_colours()
    ours, theirs = lab_of_srgb(colours).permute(1, 2, 0).numpy(), color.rgb2lab(colours.permute(1, 2, 0).numpy())
    assert np.abs(ours - theirs).max() < 1e-4
    back = srgb_of_lab(torch.from_numpy(theirs).permute(2, 0, 1))
    assert np.abs(back.permute(1, 2, 0).numpy() - color.lab2rgb(theirs)).max() < 1e-4
    assert (back - colours).abs().max() < 1e-4


def test_ciede2000_is_scikit_images() -> None:
    colours = some_colours()
    one, other = lab_of_srgb(colours), lab_of_srgb(colours.roll(7, dims=2) * 0.7 + 0.1)
    one[1:, :, :4] = 0  # grey beside coloured, and beside grey
    other[1:, :, 2:6] = 0
    expected = color.deltaE_ciede2000(one.permute(1, 2, 0).numpy(), other.permute(1, 2, 0).numpy())
    assert np.abs(ciede2000(one, other).numpy() - expected).max() < 1e-4
    dark = torch.tensor([[[50.0]], [[2.6772]], [[-79.7751]]]), torch.tensor([[[50.0]], [[0.0]], [[-82.7485]]])
    assert float(ciede2000(*dark)) == pytest.approx(2.0425, abs=1e-4)  # the first pair of table 1


def test_every_colour_of_a_screen_has_a_class_and_every_class_a_colour() -> None:
    centres = class_centres()
    ab = lab_of_srgb(some_colours())[1:].flatten(1).T.float()
    nearest = torch.cdist(ab, centres).min(1)
    assert nearest.values.max() <= GRID * 2**-0.5 + 1e-3
    assert len(centres.unique(dim=0)) == len(centres) == Colouring().colour.out_channels
    assert centres.remainder(GRID).abs().max() == 0


def test_without_wishes_the_plan_runs_as_it_is(loaded: LoadedNetwork) -> None:
    picture = torch.rand(1, 3, 48, 80, generator=torch.Generator().manual_seed(1))
    values = run(loaded, picture, None, (), TEMPERATURE)
    assert torch.equal(values[loaded.plan.logits_slot], loaded.plan.logits(picture))


@pytest.mark.parametrize("cut", [(1,), (4,), (2, 3), LEVELS])
def test_hints_and_cuts_are_those_of_the_module(loaded: LoadedNetwork, cut: tuple[int, ...]) -> None:
    picture = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(2))
    hints = hint_maps((ColourHint(0.5, 0.4, 0.05, (200, 30, 30)),), 64, 64)
    values = run(loaded, picture, hints, cut, 0.7)
    net: Colouring = loaded.network  # type: ignore[assignment]
    with torch.no_grad():
        light, classes = net.decode(net.encode(net.lightness(picture)), hints, cut)
        ab = net.enlarge(net.mean(net.probabilities(classes / 0.7)))
        expected = net.to_rgb(torch.cat((light, ab), 1))
    assert torch.allclose(values[loaded.plan.logits_slot], expected, atol=1e-5)
    assert not torch.allclose(values[loaded.plan.logits_slot], loaded.plan.logits(picture), atol=1e-3)


def test_near_zero_the_likeliest_class_is_the_colour(loaded: LoadedNetwork) -> None:
    picture = torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(4))
    values = run(loaded, picture, None, (), 1e-7)
    classes, mean = (values[loaded.layer_step(name).slot] for name in ("colour", "mean"))
    assert torch.allclose(mean[0].flatten(1).T, class_centres()[classes[0].argmax(0).flatten()], atol=0.1)


def test_a_hint_lies_where_it_was_put_in_its_colour() -> None:
    red = (200, 30, 30)
    maps = hint_maps((ColourHint(0.25, 0.125, 0.05, red), ColourHint(1.0, 0.5, 0.0, (0, 0, 255))), 48, 96)
    assert maps is not None and maps.shape == (1, 3, 48, 96)
    lab = color.rgb2lab(np.array([[red]], np.uint8))[0, 0]
    assert maps[0, :, 12, 24].numpy() == pytest.approx([lab[1] / HINT_SCALE, lab[2] / HINT_SCALE, 1], abs=1e-5)
    rows, columns = maps[0, 2].nonzero().T
    near = columns < 60
    assert rows[near].min() >= 7 and rows[near].max() <= 17 and columns[near].min() >= 19 and columns[near].max() <= 29
    assert (rows[~near] - 48).abs().max() <= 1 and columns[~near].min() == 95
    pooled = pooled_hints(maps, 3)
    assert pooled.shape == (1, 3, 6, 12)
    assert pooled[0, 0, 1, 3] / pooled[0, 2, 1, 3] == pytest.approx(lab[1] / HINT_SCALE, abs=1e-4)
    assert pooled.isfinite().all() and (pooled[0, :, 5, 0] == 0).all()
    assert hint_maps((), 32, 32) is None


def test_colourfulness_is_the_formula_and_nothing_for_grey() -> None:
    grey = np.repeat(np.arange(256, dtype=np.uint8)[:, None, None], 3, 2)
    assert colourfulness(grey) == 0
    picture = np.random.default_rng(0).integers(0, 256, (20, 30, 3), dtype=np.uint8)
    rg = [float(r) - float(g) for r, g, b in picture.reshape(-1, 3)]
    yb = [0.5 * (float(r) + float(g)) - float(b) for r, g, b in picture.reshape(-1, 3)]
    spread = (np.var(rg) + np.var(yb)) ** 0.5
    assert colourfulness(picture) == pytest.approx(spread + 0.3 * (np.mean(rg) ** 2 + np.mean(yb) ** 2) ** 0.5)
    assert colour_difference(picture, picture) == 0
    brighter = np.clip(picture.astype(int) + 40, 0, 255).astype(np.uint8)
    assert colour_difference(brighter, picture) > 5


def test_a_picture_keeps_its_shape_and_its_grey_has_no_colour() -> None:
    found = api.colour_picture(SAMPLE, side=96)
    assert found.coloured.shape == found.grey.shape == found.truth.shape
    height, width, _ = found.truth.shape
    with Image.open(io.BytesIO(SAMPLE.data)) as opened:
        assert width == 96 and height % 16 == 0 and abs(height / width - opened.height / opened.width) < 8 / 96
    assert int(np.ptp(found.grey.astype(int), axis=2).max()) <= 1
    light = color.rgb2lab(found.truth)[..., 0]
    assert np.abs(color.rgb2lab(found.grey)[..., 0] - light).max() < 0.6
    assert found.figures["truth"].difference == 0 and found.figures["grey"].colourfulness < 1
    assert found.blocks["down1"].shape == (height, width) and found.blocks["bottleneck"].shape == (height // 16, width // 16)
    assert list(found.shapes) == list(found.blocks)


def test_the_shipped_network_colours_heeds_a_hint_and_blurs_when_it_is_cut() -> None:
    plain = api.colour_picture(SAMPLE)
    assert plain.figures["coloured"].colourfulness > 5
    dab = ColourHint(0.5, 0.1, 0.06, (200, 40, 40))
    hinted = api.colour_picture(SAMPLE, hints=(dab,))
    row, column = int(0.1 * 128), 64
    a = [float(color.rgb2lab(one.coloured)[row - 3 : row + 3, column - 3 : column + 3, 1].mean()) for one in (plain, hinted)]
    assert a[1] > a[0]
    edges = [_sharpness(api.colour_picture(SAMPLE, cut=LEVELS[:n]).coloured) for n in (0, 1, 3)]
    assert all(more > fewer for more, fewer in pairwise(edges))


def _sharpness(picture: np.ndarray) -> float:
    """Mean difference of neighbouring pixels."""
    grey = picture.mean(2)
    return float(np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean())


@pytest.mark.parametrize(
    "wrong",
    [
        {"cut": (0,)},
        {"cut": (5,)},
        {"temperature": 0.0},
        {"side": 8},
        {"side": int(limits.COLOUR_SIDE.value) + 1},
        {"hints": (ColourHint(2.0, 0.5, 0.1, (0, 0, 0)),)},
        {"hints": (ColourHint(0.5, 0.5, 0.1, (0, 0, 300)),)},
        {"hints": (ColourHint(0.5, 0.5, 0.1, (0, 0, 0)),) * (int(limits.COLOUR_HINTS.value) + 1)},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_in_both_languages(wrong: dict[str, object]) -> None:
    with pytest.raises(UserError) as refused:
        api.colour_picture(SAMPLE, **wrong)
    assert refused.value.text.en != refused.value.text.pt
