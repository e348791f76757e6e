"""Every code that the page shows, run where nobody has this repository: its folder, in an isolated interpreter, to the page's number."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from models import api, service
from models.attribution.methods import methods
from models.feature_race import service as racing
from models.text import LANGUAGES
from models.training.compare.experiment import Experiment
from models.types.activations import PictureSource
from models.types.code import Code
from models.types.compare import EpochResult
from models.types.feature_race import RacePoint
from models.types.filters import Edit
from models.types.sgd_step import StepConfig
from tests.network_pictures import picture_for
from tests.standalone import OURS, Ran, alone

Case = tuple[Code, tuple[str, ...], Callable[[Ran], None]]
"""The code, what of it is read when it has run, and what is asserted of that."""


@pytest.fixture(scope="module", autouse=True)
def as_the_service_runs() -> None:
    api.start()


def picture(key: str) -> PictureSource:
    return PictureSource("pixels", picture_for(key).tobytes())


def receipt(key: str, layer: str, cell: tuple[int, ...]) -> Case:
    def check(ran: Ran) -> None:
        made = api.receipt(key, picture(key), layer, cell)
        assert ran.numbers[0] == pytest.approx(made.sum, rel=1e-12, abs=1e-12 * float(np.abs(made.terms.products).max(initial=1)))

    return api.receipt_code(key, picture(key), layer, cell), (), check


def best(key: str) -> int:
    """The class that the network answers: for another one Grad-CAM may well be zero everywhere, and two blanks are equal."""
    return api.explain(key, picture(key), "saliency").maps[0].target


def heat(key: str, method: str, target: int = 1, layer: str | None = None) -> Case:
    def check(ran: Ran) -> None:
        ours = api.explain(key, picture(key), method, targets=[target], layer=layer).maps[0].map
        close = 1e-4 if service.store.get(key).spec.preparation.kind == "drawing" else 3e-3  # the page takes many passes together
        assert np.abs(ran.values["heat"] - ours).max() <= close * np.abs(ours).max() and np.abs(ours).max() > 0

    return api.explain_code(key, picture(key), method, target, layer=layer), ("heat",), check


def unit(key: str, layer: str, which: int, edits: list[Edit]) -> Case:
    def check(ran: Ran) -> None:
        *_, made = api.maximize_activation(api.edit_network(key, edits, visitor="ana"), layer, which, seed=7, visitor="ana")
        pixels = (ran.values["made"].transpose(1, 2, 0) * 255).round()
        assert np.abs(pixels - made.picture).max() <= 1
        after = torch.from_numpy(api.apply_weight_edits(key, picture(key), edits).after).softmax(0).topk(3)
        assert ran.numbers[:3] == after.indices.tolist() and ran.numbers[3:6] == pytest.approx(after.values.tolist(), rel=1e-5)

    return api.filter_code(key, picture(key), layer, which, edits, seed=7), ("made",), check


def variant(key: str, plan: list[dict[str, Any]], index: int, partner: PictureSource | None = None) -> Case:
    def check(ran: Ran) -> None:
        made = api.variants([key], picture(key), plan, seed=11, indices=[index], partner=partner)
        wants = service.store.get(key).spec.preparation
        levels = (ran.values["picture"].transpose(1, 2, 0) * np.array(wants.std) + np.array(wants.mean)) * 255
        np.testing.assert_array_equal(levels.round(), made.pictures[0])
        odds = torch.from_numpy(made.logits[0][0]).softmax(0)
        assert ran.numbers == pytest.approx([int(odds.argmax()), float(odds.max())], rel=1e-3)

    code = api.augment_code(key, picture(key), plan, seed=11, index=index, partner=partner)
    return code, ("picture",), check


def training(settings: dict[str, Any]) -> Case:
    def check(ran: Ran) -> None:
        events = api.run_pair([settings], fresh=True, visitor="alone")
        expected = [(*event.train, *event.validation) for event in events if isinstance(event, EpochResult)]
        np.testing.assert_allclose(ran.values["curve"], np.array(expected), rtol=1e-4, atol=1e-4)
        run = service.paired_runs.cache.find_weights("alone", Experiment.from_json(settings))
        assert run is not None
        api.forget_visitor("alone")

    return api.run_code(settings), ("curve",), check


def step(key: str, layer: str, which: int) -> Case:
    config = StepConfig(2, 0.02, momentum=0.9, dropout=0.5, seed=11)

    def check(ran: Ran) -> None:
        shown = api.weight_update(key, picture(key), config, layer=layer, unit=which, visitor="alone")
        assert [ran.numbers[0], ran.numbers[2]] == pytest.approx(list(shown.loss), rel=1e-5)
        assert [ran.numbers[1], ran.numbers[3]] == pytest.approx([float(odds[2]) for odds in shown.probabilities], rel=1e-5)

    return api.sgd_step_code(key, picture(key), config, layer=layer, unit=which, visitor="alone"), (), check


def counted(key: str) -> Case:
    def check(ran: Ran) -> None:
        shown = next(one for one in api.history_networks() if one.key == key)
        assert ran.numbers[-1] == shown.parameters

    return api.network_code(key), (), check


def race(dataset: str, counts: tuple[int, ...], subsets: int) -> Case:
    def check(ran: Ran) -> None:
        """As the same race runs here, to the picture; as what is shipped, which another processor has measured, but for two pictures."""
        fresh = racing.FeatureRaces(service.store.get, service.activations.workers, file=None)
        here = [one for one in fresh.run(racing.parse_settings(dataset, counts, subsets, 0)) if isinstance(one, RacePoint)]
        shipped = {(one.extractor, one.per_class, one.subset): one.wrong for one in api.measured_points(dataset)}
        assert {one.extractor for one in here} == {card.key for card in api.extractors(dataset)}
        said = re.findall(r"(\w+) (\d+) (\d+) ([\d.]+) %", ran.said)
        assert [(one.extractor, str(one.per_class), str(one.subset), f"{100 * one.wrong / one.test_count:.1f}") for one in here] == said
        assert all(abs(shipped[one.extractor, one.per_class, one.subset] - one.wrong) <= 2 for one in here)

    code = api.feature_race_code(dataset)
    texts = (re.sub(r"COUNTS, DRAWS = .*", f"COUNTS, DRAWS = {counts}, {subsets}", code[language]) for language in LANGUAGES)
    return Code(*texts, code.files), (), check


MIXING = [{"transform": "rotation"}, {"transform": "mixup"}, {"transform": "horizontal_flip"}, {"transform": "cutmix"}]
EDITS = [Edit("conv1", 2, -1.0, np.random.default_rng(1).standard_normal((1, 5, 5)).astype(np.float32)), Edit("conv2", 3, 0.0)]
OTHER = PictureSource("pixels", picture_for("lenet5").T.tobytes())

FAST: dict[str, Callable[[], Case]] = {
    "receipt, a convolution": lambda: receipt("lenet5", "conv2", (3, 4, 4)),
    "receipt, of 1998": lambda: receipt("lenet5_1998", "c3", (3, 4, 4)),
    "receipt, untrained": lambda: receipt("mlp@random", "fc2", (7,)),
    "receipt, a photograph": lambda: receipt("resnet109", "layer2.0.conv1", (3, 5, 5)),
    "receipt, torchvision's": lambda: receipt("squeezenet1_1@random", "features.3.squeeze", (3, 5, 5)),
    **{f"heat, {key}": (lambda key=key: heat("lenet5", key)) for key in methods()},  # type: ignore[misc]
    "heat, a photograph": lambda: heat("resnet109", "grad_cam", 7),
    "heat, a packaged network": lambda: heat("efficientnet_lite0", "grad_cam", 7),
    "receipt, a packaged network": lambda: receipt("efficientnet_lite0", "stage2.0.depthwise.conv", (3, 5, 5)),
    "unit": lambda: unit("lenet5", "conv2", 5, EDITS),
    "variant": lambda: variant("lenet5", [{"transform": "rotation"}, {"transform": "elastic"}], 3),
    "variant, mixed": lambda: variant("lenet5", MIXING, 5, OTHER),
    "training": lambda: training({"data": "textures", "each": 2, "epochs": 2, "batch": 7, "dropout": 0.3}),
    "training, mixed": lambda: training({"each": 2, "epochs": 2, "batch": 7, "augmentation": MIXING, "seed": 3}),
    "step": lambda: step("lenet5", "conv2", 3),
    "counted": lambda: counted("lenet5_1998"),
    "race": lambda: race("digits", (1,), 1),
}


PARTS = 8


def every() -> dict[str, Callable[[], Case]]:
    """By name; networks are loaded for it, so it is asked for in a test."""
    return {
        **{
            f"{key}, {at}": (lambda key=key, at=at: receipt(key, *at))  # type: ignore[misc]
            for key in ("lenet5_plain", "alexnet109", "lenet5_1998@random", "resnet18@random", "googlenet@random", "efficientnet_b0@random")
            for at in [(api.layers(key)[-1].name, (0,)), (api.layers(key)[1].name, tuple(n // 2 for n in api.layers(key)[1].shape))]
        },
        **{
            f"{key}, {method}": (lambda key=key, method=method: heat(key, method, best(key)))  # type: ignore[misc]
            for key in ("lenet5_1998", "mlp", "alexnet109", "resnet109")
            for method, one in methods().items()
            if key != "mlp" or one.attributed_to == "input"
        },
        **{
            f"{key}, {transform.key}": (lambda key=key, one=transform.key: variant(key, [{"transform": one}], 2))  # type: ignore[misc]
            for key in ("lenet5", "resnet109@random")
            for transform in api.transforms()
        },
        **{
            f"preset {preset.key}, {side}": (lambda lane=lane: training({**lane, "epochs": min(4, lane.get("epochs", 4))}))  # type: ignore[misc]
            for preset in api.training_menu().presets
            for side, lane in (("left", dict(preset.left)), ("right", dict(preset.right)))
        },
        **{f"step, {key}": (lambda key=key, at=at: step(key, *at)) for key, at in {"lenet5_1998": ("c3", 0), "mlp": ("fc2", 7)}.items()},  # type: ignore[misc]
        **{f"counted, {one.key}": (lambda key=one.key: counted(key)) for one in api.history_networks()},  # type: ignore[misc]
        **{f"race, {card.key}": (lambda key=card.key: race(key, (1, 5), 2)) for card in api.datasets()},  # type: ignore[misc]
    }


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_method_transform_preset_and_network_does_too(part: int, tmp_path: Path) -> None:
    cases = {name: make() for name, make in list(every().items())[part::PARTS]}
    found = alone({name: (code, names) for name, (code, names, _) in cases.items()}, tmp_path, "pt")
    for name, (_, _, check) in cases.items():
        check(found[name])


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Case, Ran]]:
    cases = {name: make() for name, make in FAST.items()}
    found = alone({name: (code, names) for name, (code, names, _) in cases.items()}, tmp_path_factory.mktemp("alone"))
    return {name: (cases[name], found[name]) for name in cases}


@pytest.mark.parametrize("name", FAST)
def test_it_gives_the_pages_number_without_this_repository(name: str, ran: dict[str, tuple[Case, Ran]]) -> None:
    (_, _, check), found = ran[name]
    check(found)


@pytest.mark.parametrize("name", FAST)
def test_both_languages_are_the_same_lines_and_name_nothing_of_ours(name: str, ran: dict[str, tuple[Case, Ran]]) -> None:
    (code, _, _), _ = ran[name]

    def bare(text: str) -> list[str]:
        return [line.partition("  #")[0] for line in text.splitlines() if not line.startswith("#")]

    assert bare(code.en) == bare(code.pt) and not re.search(rf"^\s*(?:from|import) (?:{'|'.join(OURS)})\b", code.en, re.MULTILINE)
