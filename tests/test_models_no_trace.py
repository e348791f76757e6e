"""After every public call, also one that failed, the shelf and the process are as before."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import io
import pkgutil
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from models import api, service
from models.errors import UserError
from models.types.activations import Source
from models.types.convolution import Sliding
from models.types.filters import Edit
from models.types.sgd_step import Lesson
from tests import threads
from tests.serving import ROOT
from tests.test_models_capture import picture_for
from tests.test_models_transfer_zips import GOOD, picture, zipped


def png_of(key: str) -> bytes:
    """A picture as a file."""
    Image.fromarray(picture_for(key).squeeze()).save(stored := io.BytesIO(), "PNG")
    return stored.getvalue()


def bars() -> tuple[int, ...]:
    """Two classes of five pictures each, the visitor's own."""
    api.forget("v")
    for kind in ("PNG", "BMP"):
        which = api.add_class("v", kind)
        api.add_examples("v", which, [Source("picture", picture(20 * i, kind)) for i in range(5)])
    return tuple(one.id for one in api.classes("v"))


def taught(key: str, after: int = 0) -> str:
    """A network taught for one epoch, or broken off after so many signs of life."""
    bars()
    signs = api.teach({"network": key, "name": "bars", "epochs": 1}, visitor="v")
    if after:
        left(signs, after)
        return ""
    return list(signs)[-1].network


def exported(key: str) -> bytes:
    """As ONNX, where that extra is; without it the refusal is what is tried."""
    if importlib.util.find_spec("onnxscript"):
        return api.take_home_onnx("v", key)
    with pytest.raises(UserError):
        api.take_home_onnx("v", key)
    return b""


KEYS = ("lenet5@random", "resnet109@random")  # one plain, one with in-place and shared activations
for trained in KEYS:
    api.layers(trained.removesuffix("@random"))  # on the shelf from the start: two lanes need both
PICTURE = {key: Source("pixels", picture_for(key).tobytes()) for key in KEYS}
EXPLAINED = {
    "lenet5@random": [card.key for card in api.explain_methods()],
    "resnet109@random": ["grad_cam", "guided_backpropagation", "integrated_gradients"],
}
HEAT = {key: picture_for(key).max(2).astype(np.float32) for key in KEYS}
EVERY = [{"transform": card.key} for card in api.transforms()]
TRAINED = {"each": 2, "epochs": 2, "dropout": 0.5, "augmentation": [{"transform": "rotation"}]}
LAYER = {"lenet5@random": "relu2", "resnet109@random": "layer1.0.relu"}
LESSON = Lesson(label=5, learning_rate=0.01, momentum=0.9, dropout=0.5, seed=3)
PHOTOGRAPH = Source("picture", (ROOT / "assets" / "samples" / "cat.jpg").read_bytes())


def left(events: Iterator[object], after: int) -> None:
    """Somebody who stops listening after so many events, or when there are no more."""
    for _ in range(after):
        next(events, None)
    events.close()  # type: ignore[attr-defined]


CALLS: dict[str, Callable[[str], Any]] = {
    "start": lambda key: api.start(),
    "get_ready": lambda key: api.get_ready(),
    "networks": lambda key: api.networks(),
    "network": api.network,
    "open_network": api.open_network,
    "layers": api.layers,
    "look": lambda key: api.look(key, PICTURE[key], LAYER[key], visitor="v"),
    "maps": lambda key: api.maps(key, PICTURE[key], LAYER[key], visitor="v"),
    "channel": lambda key: api.channel(key, PICTURE[key], LAYER[key], 1),
    "predict": lambda key: api.predict(key, PICTURE[key]),
    "predict_told": lambda key: api.predict_told(key, PICTURE[key]),
    "digit_on_paper": lambda key: api.digit_on_paper(PICTURE[key]),
    "feature_maps": lambda key: api.feature_maps(key, PICTURE[key], LAYER[key]),
    "filters": lambda key: api.filters(key, "conv1"),
    "convolve": lambda key: api.convolve(np.ones((1, 9, 9), np.uint8), np.ones((1, 3, 3), np.float32), 0.5, Sliding(padding=1)),
    "square": lambda key: api.square(PHOTOGRAPH),
    "receipt": lambda key: api.receipt(key, PICTURE[key], LAYER[key], (1, 2, 3)),
    "trail": lambda key: api.trail(key, PICTURE[key], "softmax", (3,), visitor="v"),
    "code": lambda key: api.code(key, PICTURE[key], LAYER[key], (1, 2, 3)),
    "effective_field": lambda key: api.effective_field(key, PICTURE[key], LAYER[key], (1, 2, 3)),
    "filter_tiles": lambda key: api.filter_tiles(key, "conv1"),
    "strengths": lambda key: api.strengths(key, PICTURE[key], LAYER[key], 1, visitor="v"),
    "ascend": lambda key: list(api.ascend(key, LAYER[key], 1, steps=3)),
    "exciting": lambda key: list(api.exciting(key, "conv1", 1, own=[png_of(key)])),
    "edited": lambda key: api.edited(key, [Edit("conv1", 2, -1.0)], visitor="v"),
    "operate": lambda key: api.operate(key, PICTURE[key], [Edit("conv1", 2, -1.0)], visitor="v"),
    "tally": lambda key: next(api.tally(key, [Edit("conv1", 2, 0.0)])),
    "translations": lambda key: api.translations(KEYS[0], PICTURE[KEYS[0]], ("conv1",), reach=1),
    "pulse": lambda key: api.pulse(key, PICTURE[key], LESSON, visitor="v"),
    "step_update": lambda key: api.step_update(key, PICTURE[key], LESSON, visitor="v"),
    "step_along": lambda key: api.step_along(key, PICTURE[key], LESSON, visitor="v"),
    "step_learn": lambda key: [api.step_learn(key, PICTURE[key], LESSON, visitor=who) for who in ("v", "")],
    "step_unlearn": lambda key: [api.step_unlearn(key, visitor="v"), api.step_unlearn(key, everything=True, visitor="v")],
    "dropout_passes": lambda key: api.dropout_passes(key, PICTURE[key], LESSON, count=3, visitor="v"),
    "step_code": lambda key: api.step_code(key, PICTURE[key], LESSON, layer="conv1", unit=2),
    "transforms": lambda key: api.transforms(),
    "sweeps": lambda key: api.sweeps(),
    "variants": lambda key: api.variants([key], PICTURE[key], EVERY, indices=range(3), partner=PICTURE[key], original=True),
    "sweep": lambda key: [api.sweep([key], PICTURE[key], card.key, [1]) for card in api.sweeps()],
    "augment_code": lambda key: api.augment_code(key, PICTURE[key], EVERY, seed=3, index=2),
    "unit_code": lambda key: api.unit_code(key, PICTURE[key], "conv1", 1, [Edit("conv1", 2, -1.0)]),
    "answer": lambda key: api.answer(key, PICTURE[key]),
    "explain": lambda key: [api.explain(key, PICTURE[key], method, targets=[1, 2], visitor="v") for method in EXPLAINED[key]],
    "explain_along": lambda key: api.explain_along(key, PICTURE[key], "grad_cam", 1, visitor="v"),
    "explain_code": lambda key: api.explain_code(key, PICTURE[key], "grad_cam", 1),
    "explain_curves": lambda key: list(islice(api.explain_curves(key, PICTURE[key], HEAT[key], 1), 3)),
    "explain_methods": lambda key: api.explain_methods(),
    "explain_stages": api.explain_stages,
    "explain_steps": lambda key: next(api.explain_steps(key, PICTURE[key], "smoothgrad", targets=[1])),  # broken off
    "history": lambda key: api.history(),
    "exhibits": lambda key: api.exhibits(),
    "alexnets": lambda key: api.alexnets(),
    "orientations": lambda key: api.orientations(key, PICTURE[key]),
    "datasets": lambda key: api.datasets(),
    "labelled_pictures": lambda key: api.labelled_pictures("digits", 2),
    "racers": lambda key: api.racers("digits"),
    "race": lambda key: left(api.race("digits", counts=(1,), draws=1, seed=3, fresh=True), after=20),
    "raced": lambda key: api.raced("digits"),
    "style": lambda key: left(api.style(key, PICTURE[key], PICTURE[key], steps=3), after=2),
    "train_menu": lambda key: api.train_menu("v"),
    "train_line": lambda key: api.train_line([TRAINED, TRAINED | {"network": "residual"}]),
    "train_known": lambda key: list(api.train_known([TRAINED])),
    "train_lanes": lambda key: (list(api.train_lanes([TRAINED], visitor="v")), left(api.train_lanes([TRAINED], fresh=True), after=5)),
    "train_code": lambda key: api.train_code(TRAINED),
    "stop_training": lambda key: api.stop_training("v"),
    "open_trained": lambda key: (list(api.train_lanes([TRAINED], visitor="v")), api.open_trained(TRAINED, "it", visitor="v")),
    "forget": lambda key: api.forget("v"),
    "rest": lambda key: api.rest("v"),
    "own_networks": lambda key: api.own_networks("v"),
    "remove_network": lambda key: (taught(key), api.remove_network("v", "mine/bars")),
    "classes": lambda key: api.classes("v"),
    "add_class": lambda key: (api.forget("v"), api.add_class("v", "a name")),
    "change_class": lambda key: api.change_class("v", bars()[0], enabled=True),
    "remove_class": lambda key: api.remove_class("v", bars()[0]),
    "add_examples": lambda key: api.add_examples("v", bars()[0], [Source("picture", png_of(key))]),
    "remove_examples": lambda key: api.remove_examples("v", bars()[0], [-1]),
    "class_state": lambda key: api.class_state("v"),
    "undo_classes": lambda key: (api.remove_class("v", bars()[0]), api.undo_classes("v")),
    "redo_classes": lambda key: (api.remove_class("v", bars()[0]), api.undo_classes("v"), api.redo_classes("v")),
    "own_classes": lambda key: (bars(), api.own_classes("v")),
    "example_part": lambda key: (bars(), api.example_part("v", api.classes("v")[0].examples[0].id)),
    "bring_zip": lambda key: api.bring_zip("w", zipped(GOOD)),
    "bring_dataset": lambda key: api.bring_dataset("w", "digits", 3),
    "built_in_sets": lambda key: api.built_in_sets(),
    "start_over": lambda key: (bars(), api.start_over("v")),
    "example_pictures": lambda key: (bars(), api.example_pictures("v", [e.id for one in api.classes("v") for e in one.examples], 32)),
    "shares": lambda key: (bars(), api.shares("v")),
    "heads": lambda key: api.heads(),
    "head_weights": lambda key: api.head_weights("v", taught(key)),
    "place_costs": lambda key: (bars(), api.place_costs({"network": key}, visitor="v")),
    "compare": lambda key: (bars(), left(api.compare({"network": key.removesuffix("@random"), "epochs": 1}, visitor="v"), after=6)),
    "teach_code": lambda key: api.teach_code({"network": key}, visitor="v"),
    "teach_folder": lambda key: api.teach_folder({"network": key}, visitor="v"),
    "folder": lambda key: api.folder(api.explain_code(key, PICTURE[key], "grad_cam", 1), "pt"),
    "network_code": lambda key: [api.network_code(one.key) for one in api.exhibits()],
    "race_code": lambda key: api.folder(api.race_code("digits"), "en"),
    "teach": lambda key: (taught(key), taught(key, after=4)),  # to its end, and broken off
    "stop_teaching": lambda key: api.stop_teaching("v"),
    "save_project": lambda key: (taught(key), api.save_project("v")),
    "open_project": lambda key: (taught(key), api.open_project("u", api.save_project("v"), classes="replace"), api.forget("u")),
    "project_files": lambda key: (bars(), api.project_files("v")),
    "project_contents": lambda key: (bars(), api.project_contents("v", [one.digest for one in api.project_files("v")[1]])),
    "unpack_project": lambda key: (bars(), api.unpack_project(zipped(api.save_project("v").items()))),
    "class_pictures": lambda key: (bars(), api.class_pictures("v")),
    "take_home": lambda key: api.take_home("v", taught(key)),
    "take_home_onnx": lambda key: exported(taught(key)),
    "bring_home": lambda key: api.bring_home("w", api.take_home("v", taught(key))["bars.safetensors"]),
}
SETTINGS = (
    torch.get_num_threads,
    torch.get_num_interop_threads,
    torch.get_default_dtype,
    torch.get_default_device,
    torch.is_grad_enabled,
    torch.is_inference_mode_enabled,
    torch.are_deterministic_algorithms_enabled,
)
NOTHING = Source("pixels", b"nothing")
FAILURES: dict[str, Callable[[str], Any]] = {
    "train_lanes": lambda key: api.train_lanes([{"each": 0}]),
    "open_trained": lambda key: api.open_trained({"seed": 99}, "x", visitor="v"),
    "teach": lambda key: list(api.teach({"network": key}, visitor="nobody")),
    "teach, plan": lambda key: api.teach({"network": key, "head": "no head"}, visitor="v"),
    "remove_network": lambda key: api.remove_network("v", "mine/none"),
    "add_examples": lambda key: api.add_examples("v", bars()[0], [Source("picture", b"nothing")]),
    "bring_zip": lambda key: api.bring_zip("v", b"nothing"),
    "open_project": lambda key: api.open_project("v", {"project.json": b"{}"}),
    "unpack_project": lambda key: api.unpack_project(b"nothing"),
    "save_project": lambda key: api.save_project("v", link=3),
    "bring_dataset": lambda key: api.bring_dataset("v", "no set", 3),
    "place_costs": lambda key: api.place_costs({"network": "no network"}, visitor="v"),
    "compare": lambda key: list(api.compare({"network": key}, visitor="v")),
    "teach_code": lambda key: api.teach_code({"network": key, "head": "svm", "freeze": "none"}, visitor="v"),
    "take_home": lambda key: api.take_home("v", key),
    "take_home_onnx": lambda key: api.take_home_onnx("v", key),
    "bring_home": lambda key: api.bring_home("v", b"nothing"),
    "network": lambda key: api.network("no network"),
    "open_network": lambda key: api.open_network("no network"),
    "layers": lambda key: api.layers("no network"),
    "look": lambda key: api.look(key, NOTHING, LAYER[key], visitor="v"),
    "look, layer": lambda key: api.look(key, PICTURE[key], "no layer"),
    "maps": lambda key: api.maps(key, NOTHING, LAYER[key]),
    "channel": lambda key: api.channel(key, PICTURE[key], LAYER[key], 10_000),
    "orientations": lambda key: api.orientations(key, NOTHING),
    "labelled_pictures": lambda key: api.labelled_pictures("digits", 1000),
    "racers": lambda key: api.racers("no set"),
    "race": lambda key: api.race("digits", counts=(0,)),
    "race_code": lambda key: api.race_code("digit"),
    "network_code": lambda key: api.network_code("lenet"),
    "raced": lambda key: api.raced("no set"),
    "style": lambda key: api.style(key, PICTURE[key], NOTHING),
    "style, share": lambda key: api.style(key, PICTURE[key], PICTURE[key], share=2),
    "predict": lambda key: api.predict(key, PICTURE[key], temperature=0),
    "predict, picture": lambda key: api.predict(key, NOTHING),
    "square": lambda key: api.square(NOTHING),
    "feature_maps": lambda key: api.feature_maps(key, PICTURE[key], "no layer"),
    "receipt": lambda key: api.receipt(key, PICTURE[key], LAYER[key], (1, 2, 10_000)),
    "trail": lambda key: api.trail(key, NOTHING, "softmax", (3,)),
    "code": lambda key: api.code(key, PICTURE[key], "no layer", (3,)),
    "effective_field": lambda key: api.effective_field(key, PICTURE[key], LAYER[key], (1, 2)),
    "filters": lambda key: api.filters(key, LAYER[key]),
    "translations": lambda key: api.translations(KEYS[1], PICTURE[KEYS[1]]),
    "pulse": lambda key: api.pulse(key, NOTHING, LESSON),
    "step_update": lambda key: api.step_update(key, PICTURE[key], LESSON, layer="no layer"),
    "step_along": lambda key: api.step_along(key, PICTURE[key], LESSON, reach=-1.0),
    "step_learn": lambda key: api.step_learn(key, PICTURE[key], Lesson(label=10**6), visitor="v"),
    "step_unlearn": lambda key: api.step_unlearn("no network", visitor="v"),
    "dropout_passes": lambda key: api.dropout_passes(key, PICTURE[key], LESSON, count=0),
    "step_code": lambda key: api.step_code(key, PICTURE[key], LESSON, unit=10_000),
    "variants": lambda key: api.variants([key], PICTURE[key], [{"transform": "rotate"}]),
    "variants, picture": lambda key: api.variants([key], NOTHING, EVERY),
    "sweep": lambda key: api.sweep([key], PICTURE[key], "angle", [-1]),
    "augment_code": lambda key: api.augment_code(key, PICTURE[key], "no plan"),
    "filter_tiles": lambda key: api.filter_tiles(key, LAYER[key]),
    "strengths": lambda key: api.strengths(key, PICTURE[key], LAYER[key], 10_000),
    "ascend": lambda key: api.ascend(key, LAYER[key], 1, steps=0),
    "exciting": lambda key: api.exciting(key, "conv1", 1, own=[b"nothing"]),
    "edited": lambda key: api.edited(key, [Edit("nowhere", 2, -1.0)]),
    "operate": lambda key: api.operate(key, NOTHING, [Edit("conv1", 2, -1.0)]),
    "tally": lambda key: api.tally(key, [Edit("conv1", 10_000, 0.0)]),
    "unit_code": lambda key: api.unit_code(key, PICTURE[key], LAYER[key], 1),
    "answer": lambda key: api.answer(key, NOTHING),
    "explain": lambda key: api.explain(key, PICTURE[key], "grad_cam", targets=[1], layer="no layer"),
    "explain_along": lambda key: api.explain_along(key, NOTHING, "grad_cam", 1),
    "explain_code": lambda key: api.explain_code(key, PICTURE[key], "no method", 1),
    "explain_curves": lambda key: list(api.explain_curves(key, PICTURE[key], HEAT[key][1:], 1)),
    "explain_steps": lambda key: list(api.explain_steps(key, PICTURE[key], "saliency", targets=[10**5])),
    "convolve": lambda key: api.convolve(np.ones((1, 2, 2), np.uint8), np.ones((1, 3, 3), np.float32), 0.5, Sliding()),
}


@dataclass
class Traces:
    """All that a call could leave behind, in a form that compares."""

    tensors: dict[str, tuple[int, int, torch.Tensor]]  # place, version, content
    switches: list[tuple[str, bool, int, bool]]  # module: training, hooks, gradients
    torch_random: torch.Tensor
    python_random: object
    numpy_random: object
    settings: tuple[object, ...]
    threads: set[threading.Thread]

    @classmethod
    def now(cls) -> Traces:
        tensors, switches = {}, []
        for shelved in service.shelf.all():
            for name, tensor in shelved.network.state_dict(keep_vars=True).items():
                tensors[f"{shelved.spec.key} {name}"] = (tensor.data_ptr(), tensor._version, tensor.detach().clone())
            for path, module in shelved.network.named_modules():
                hooks = sum(len(v) for k, v in vars(module).items() if k.endswith("_hooks") and v is not None)
                gradients = any(p.grad is not None or p.requires_grad for p in module.parameters())
                switches.append((f"{shelved.spec.key} {path}", module.training, hooks, gradients))
        numpy_state = np.random.get_state(legacy=True)
        return cls(
            tensors,
            sorted(switches),
            torch.get_rng_state(),
            random.getstate(),
            (numpy_state[1].tolist(), numpy_state[2:]),
            tuple(setting() for setting in SETTINGS),
            threads.ours(),
        )

    def assert_same(self, after: Traces) -> None:
        assert self.tensors.keys() == after.tensors.keys()
        for name, (place, version, content) in self.tensors.items():
            assert after.tensors[name][:2] == (place, version), name
            assert torch.equal(after.tensors[name][2], content), name
        assert self.switches == after.switches
        assert torch.equal(self.torch_random, after.torch_random)
        assert (self.python_random, self.numpy_random) == (after.python_random, after.numpy_random)
        assert self.settings == after.settings
        assert self.threads == after.threads


@pytest.fixture(scope="module", autouse=True)
def shelf_is_full() -> None:
    gc.collect()  # pools that other files have left behind end now and not during a call
    for thread in threading.enumerate():
        if thread.name.startswith("ThreadPoolExecutor"):
            thread.join(2)
    api.start()
    for key in (*KEYS, "resnet109"):
        api.open_network(key)
        api.forget("v")


def test_every_function_of_the_door_is_here() -> None:
    assert set(CALLS) == set(api.__all__)
    modules = [importlib.import_module(f"{api.__name__}.{module.name}") for module in pkgutil.iter_modules(api.__path__)]
    written = {name: getattr(module, name).__module__ for module in modules for name in vars(module) if callable(getattr(module, name))}
    assert {name for name, home in written.items() if home.startswith(api.__name__) and not name.startswith("_")} == set(CALLS)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("name", CALLS)
def test_a_call_leaves_no_trace(name: str, key: str) -> None:
    before = Traces.now()
    CALLS[name](key)
    before.assert_same(Traces.now())
    assert not any(switch[1] or switch[2] or switch[3] for switch in before.switches)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("name", FAILURES)
def test_a_failed_call_leaves_no_trace(name: str, key: str) -> None:
    before = Traces.now()
    with pytest.raises(UserError):
        FAILURES[name](key)
    before.assert_same(Traces.now())


def test_a_call_that_breaks_off_in_the_middle_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a visitor's mistake but ours, halfway through the forward pass; the worker's turn is given back."""
    from models.activations import service as looking

    def breaks(*_: object) -> None:
        raise RuntimeError("out of memory")

    before = Traces.now()
    monkeypatch.setattr(looking, "glance", breaks)
    for _ in range(5):
        with pytest.raises(RuntimeError):
            CALLS["look"](KEYS[1])
    monkeypatch.undo()
    assert CALLS["look"](KEYS[1]).network == KEYS[1]
    before.assert_same(Traces.now())


def test_loading_a_network_leaves_no_trace_on_the_others() -> None:
    before = Traces.now()
    random_before = torch.get_rng_state()
    api.open_network("squeezenet1_1@random")
    after = Traces.now()
    for traces in (before, after):
        traces.tensors = {name: value for name, value in traces.tensors.items() if not name.startswith("squeezenet")}
        traces.switches = [switch for switch in traces.switches if not switch[0].startswith("squeezenet")]
    before.assert_same(after)
    assert torch.equal(random_before, torch.get_rng_state())


def test_what_was_kept_for_a_visitor_is_freed() -> None:
    class Here:
        """Tensors alive that are large enough to be a picture's values."""

        @staticmethod
        def count() -> int:
            gc.collect()
            return sum(type(thing) is torch.Tensor and thing.nbytes > 50_000 for thing in gc.get_objects())

    key = "resnet109@random"
    api.predict(key, PICTURE[key])
    before = Here.count()
    api.look(key, PICTURE[key], "conv1", visitor="gone")
    assert Here.count() > before
    api.forget("gone")
    assert Here.count() == before
