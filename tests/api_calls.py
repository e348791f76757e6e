"""Every function of `models.api`, called once as it should be and once as it should not."""

from __future__ import annotations

import importlib
import importlib.util
import io
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import pytest
from PIL import Image

from models import api
from models.errors import UserError
from models.store import registry
from models.types.activations import PictureSource
from models.types.colouring import ColourHint
from models.types.convolution import ConvolutionSettings
from models.types.filters import Edit
from models.types.sgd_step import StepConfig
from models.types.tissue import TissueStroke
from tests import own_modules
from tests.class_zips import GOOD, picture, zipped
from tests.network_pictures import picture_for
from tests.pklot import small
from tests.serving import ROOT


def png_of(key: str) -> bytes:
    """A picture as a file."""
    Image.fromarray(picture_for(key).squeeze()).save(stored := io.BytesIO(), "PNG")
    return stored.getvalue()


def bars() -> tuple[int, ...]:
    """Two classes of five pictures each, the visitor's own."""
    api.forget_visitor("v")
    for kind in ("PNG", "BMP"):
        which = api.add_class("v", kind)
        api.add_examples("v", which, [PictureSource("picture", picture(20 * i, kind)) for i in range(5)])
    return tuple(one.id for one in api.classes("v"))


def taught(key: str, after: int = 0) -> str:
    """A network taught for one epoch, or broken off after so many events."""
    bars()
    events = api.fine_tune({"network": key, "name": "bars", "epochs": 1}, visitor="v")
    if after:
        left(events, after)
        return ""
    return list(events)[-1].network


def exported(key: str) -> bytes:
    """As ONNX, where that extra is; without it the refusal is what is tried."""
    if importlib.util.find_spec("onnxscript"):
        return api.export_onnx("v", key)
    with pytest.raises(UserError):
        api.export_onnx("v", key)
    return b""


KEYS = ("lenet5@random", "resnet109@random")  # one plain, one with in-place and shared activations
for trained in KEYS:
    api.layers(trained.removesuffix("@random"))  # in the store from the start: two lanes need both
for used in ("efficientnet_lite0", "colouring", "pnet", "rnet", "onet", "resnet109"):
    api.layers(used)  # likewise: `warm_up` and the functions of Uses open them
PICTURE = {key: PictureSource("pixels", picture_for(key).tobytes()) for key in KEYS}
TISSUE = PictureSource("picture", png_of("resnet109@random"))
MARKED = [TissueStroke(kind, 0.2, ((place, place),)) for kind, place in enumerate((0.2, 0.8))]
EXPLAINED = {
    "lenet5@random": [info.key for info in api.explain_methods()],
    "resnet109@random": ["grad_cam", "guided_backpropagation", "integrated_gradients"],
}
HEAT = {key: picture_for(key).max(2).astype(np.float32) for key in KEYS}
EVERY = [{"transform": card.key} for card in api.transforms()]
TRAINED = {"each": 2, "epochs": 2, "dropout": 0.5, "augmentation": [{"transform": "rotation"}]}
LAYER = {"lenet5@random": "relu2", "resnet109@random": "layer1.0.relu"}
STEP_CONFIG = StepConfig(label=5, learning_rate=0.01, momentum=0.9, dropout=0.5, seed=3)
PHOTOGRAPH = PictureSource("picture", (ROOT / "assets" / "samples" / "cat.jpg").read_bytes())


def left(events: Iterator[object], after: int) -> None:
    """Somebody who stops listening after so many events, or when there are no more."""
    for _ in range(after):
        next(events, None)
    events.close()  # type: ignore[attr-defined]


def whole(data: bytes) -> tuple[bytes, int]:
    return data, len(data)


CALLS: dict[str, Callable[[str], Any]] = {
    "start": lambda key: api.start(),
    "warm_up": lambda key: api.warm_up(),
    "networks": lambda key: api.networks(),
    "weights_can_be_fetched": lambda key: api.weights_can_be_fetched(),
    "class_groups": api.class_groups,
    "network": api.network,
    "open_network": api.open_network,
    "layers": api.layers,
    "forward_view": lambda key: api.forward_view(key, PICTURE[key], LAYER[key], visitor="v"),
    "layer_maps": lambda key: api.layer_maps(key, PICTURE[key], LAYER[key], visitor="v"),
    "channel_map": lambda key: api.channel_map(key, PICTURE[key], LAYER[key], 1),
    "predict": lambda key: api.predict(key, PICTURE[key]),
    "predict_with_report": lambda key: api.predict_with_report(key, PICTURE[key]),
    "digit_on_paper": lambda key: api.digit_on_paper(PICTURE[key]),
    "feature_maps": lambda key: api.feature_maps(key, PICTURE[key], LAYER[key]),
    "filters": lambda key: api.filters(key, "conv1"),
    "convolve": lambda key: api.convolve(np.ones((1, 9, 9), np.uint8), np.ones((1, 3, 3), np.float32), 0.5, ConvolutionSettings(padding=1)),
    "centre_square": lambda key: api.centre_square(PHOTOGRAPH),
    "receipt": lambda key: api.receipt(key, PICTURE[key], LAYER[key], (1, 2, 3)),
    "trace": lambda key: api.trace(key, PICTURE[key], "softmax", (3,), visitor="v"),
    "receipt_code": lambda key: api.receipt_code(key, PICTURE[key], LAYER[key], (1, 2, 3)),
    "effective_receptive_field": lambda key: api.effective_receptive_field(key, PICTURE[key], LAYER[key], (1, 2, 3)),
    "filter_tiles": lambda key: api.filter_tiles(key, "conv1"),
    "unit_activations": lambda key: api.unit_activations(key, PICTURE[key], LAYER[key], 1, visitor="v"),
    "maximize_activation": lambda key: list(api.maximize_activation(key, LAYER[key], 1, steps=3)),
    "top_patches": lambda key: list(api.top_patches(key, "conv1", 1, own=[png_of(key)])),
    "edit_network": lambda key: api.edit_network(key, [Edit("conv1", 2, -1.0)], visitor="v"),
    "apply_weight_edits": lambda key: api.apply_weight_edits(key, PICTURE[key], [Edit("conv1", 2, -1.0)], visitor="v"),
    "count_correct": lambda key: next(api.count_correct(key, [Edit("conv1", 2, 0.0)])),
    "translations": lambda key: api.translations(KEYS[0], PICTURE[KEYS[0]], ("conv1",), reach=1),
    "forward_backward": lambda key: api.forward_backward(key, PICTURE[key], STEP_CONFIG, visitor="v"),
    "weight_update": lambda key: api.weight_update(key, PICTURE[key], STEP_CONFIG, visitor="v"),
    "loss_along_step": lambda key: api.loss_along_step(key, PICTURE[key], STEP_CONFIG, visitor="v"),
    "take_step": lambda key: [api.take_step(key, PICTURE[key], STEP_CONFIG, visitor=who) for who in ("v", "")],
    "undo_step": lambda key: [api.undo_step(key, visitor="v"), api.undo_step(key, everything=True, visitor="v")],
    "dropout_samples": lambda key: api.dropout_samples(key, PICTURE[key], STEP_CONFIG, count=3, visitor="v"),
    "sgd_step_code": lambda key: api.sgd_step_code(key, PICTURE[key], STEP_CONFIG, layer="conv1", unit=2),
    "transforms": lambda key: api.transforms(),
    "sweeps": lambda key: api.sweeps(),
    "variants": lambda key: api.variants([key], PICTURE[key], EVERY, indices=range(3), partner=PICTURE[key], original=True),
    "sweep": lambda key: [api.sweep([key], PICTURE[key], card.key, [1]) for card in api.sweeps()],
    "augment_code": lambda key: api.augment_code(key, PICTURE[key], EVERY, seed=3, index=2),
    "filter_code": lambda key: api.filter_code(key, PICTURE[key], "conv1", 1, [Edit("conv1", 2, -1.0)]),
    "logits": lambda key: api.logits(key, PICTURE[key]),
    "explain": lambda key: [api.explain(key, PICTURE[key], method, targets=[1, 2], visitor="v") for method in EXPLAINED[key]],
    "explain_per_layer": lambda key: api.explain_per_layer(key, PICTURE[key], "grad_cam", 1, visitor="v"),
    "explain_code": lambda key: api.explain_code(key, PICTURE[key], "grad_cam", 1),
    "deletion_curves": lambda key: list(islice(api.deletion_curves(key, PICTURE[key], HEAT[key], 1), 3)),
    "explain_methods": lambda key: api.explain_methods(),
    "explain_stages": api.explain_stages,
    "explain_steps": lambda key: next(api.explain_steps(key, PICTURE[key], "smoothgrad", targets=[1])),  # broken off
    "challenge_entries": lambda key: api.challenge_entries(),
    "history_networks": lambda key: api.history_networks(),
    "alexnet_counts": lambda key: api.alexnet_counts(),
    "hog_steps": lambda key: api.hog_steps(key, PICTURE[key]),
    "datasets": lambda key: api.datasets(),
    "labelled_pictures": lambda key: api.labelled_pictures("digits", 2),
    "extractors": lambda key: api.extractors("digits"),
    "feature_race": lambda key: left(api.feature_race("digits", counts=(1,), subsets=1, seed=3, fresh=True), after=20),
    "measured_points": lambda key: api.measured_points("digits"),
    "find_faces": lambda key: api.find_faces(PHOTOGRAPH, smallest=60),
    "parking": lambda key: next(iter(api.parking(weather="snow"))),
    "pklot": lambda key: list(api.pklot(small())),
    "style_example": lambda key: api.style_example(),
    "face_window": lambda key: api.face_window(PHOTOGRAPH, "rnet", (-3, 4, 40, 47)),
    "colour_picture": lambda key: api.colour_picture(PHOTOGRAPH, hints=(ColourHint(0.5, 0.5, 0.1, (200, 40, 40)),), cut=(1,), side=64),
    "transfer_style": lambda key: left(api.transfer_style(key, PICTURE[key], PICTURE[key], steps=3), after=2),
    "tissue_samples": lambda key: api.tissue_samples(),
    "tissue_picture": lambda key: api.tissue_picture("colon"),
    "tissue_section": lambda key: api.tissue_section(TISSUE),
    "colour_tissue": lambda key: list(api.colour_tissue(TISSUE, MARKED, 2, visitor="v")),
    "tissue_patches": lambda key: left(api.tissue_patches(TISSUE, MARKED, 2), after=2),
    "training_menu": lambda key: api.training_menu("v"),
    "runs_at_start": lambda key: api.runs_at_start([TRAINED, TRAINED | {"network": "residual"}]),
    "cached_runs": lambda key: list(api.cached_runs([TRAINED])),
    "run_pair": lambda key: (list(api.run_pair([TRAINED], visitor="v")), left(api.run_pair([TRAINED], fresh=True), after=5)),
    "run_code": lambda key: api.run_code(TRAINED),
    "stop_runs": lambda key: api.stop_runs("v"),
    "open_run": lambda key: (list(api.run_pair([TRAINED], visitor="v")), api.open_run(TRAINED, "it", visitor="v")),
    "forget_visitor": lambda key: api.forget_visitor("v"),
    "free_caches": lambda key: api.free_caches("v"),
    "return_freed_memory": lambda key: api.return_freed_memory(),
    "process_state": lambda key: api.process_state(),
    "own_networks": lambda key: api.own_networks("v"),
    "remove_network": lambda key: (taught(key), api.remove_network("v", "mine/bars")),
    "classes": lambda key: api.classes("v"),
    "add_class": lambda key: (api.forget_visitor("v"), api.add_class("v", "a name")),
    "change_class": lambda key: api.change_class("v", bars()[0], enabled=True),
    "remove_class": lambda key: api.remove_class("v", bars()[0]),
    "add_examples": lambda key: api.add_examples("v", bars()[0], [PictureSource("picture", png_of(key))]),
    "add_readable_examples": lambda key: api.add_readable_examples("v", bars()[0], [PictureSource("picture", png_of(key))] * 2),
    "remove_examples": lambda key: api.remove_examples("v", bars()[0], [-1]),
    "class_undo_state": lambda key: api.class_undo_state("v"),
    "undo_classes": lambda key: (api.remove_class("v", bars()[0]), api.undo_classes("v")),
    "redo_classes": lambda key: (api.remove_class("v", bars()[0]), api.undo_classes("v"), api.redo_classes("v")),
    "keep_own_classes": lambda key: (bars(), api.keep_own_classes("v")),
    "example_split": lambda key: (bars(), api.example_split("v", api.classes("v")[0].examples[0].id)),
    "import_zip": lambda key: api.import_zip("w", zipped(GOOD)),
    "load_dataset": lambda key: api.load_dataset("w", "digits", 3),
    "built_in_datasets": lambda key: api.built_in_datasets(),
    "clear_classes": lambda key: (bars(), api.clear_classes("v")),
    "example_thumbnails": lambda key: (bars(), api.example_thumbnails("v", [e.id for one in api.classes("v") for e in one.examples], 32)),
    "split_counts": lambda key: (bars(), api.split_counts("v")),
    "heads": lambda key: api.heads(),
    "head_weights": lambda key: api.head_weights("v", taught(key)),
    "freeze_point_costs": lambda key: (bars(), api.freeze_point_costs({"network": key}, visitor="v")),
    "compare_with_scratch": lambda key: (
        bars(),
        left(api.compare_with_scratch({"network": key.removesuffix("@random"), "epochs": 1}, visitor="v"), after=6),
    ),
    "fine_tune_code": lambda key: api.fine_tune_code({"network": key}, visitor="v"),
    "fine_tune_folder": lambda key: api.fine_tune_folder({"network": key}, visitor="v"),
    "code_zip": lambda key: api.code_zip(api.explain_code(key, PICTURE[key], "grad_cam", 1), "pt"),
    "network_code": lambda key: [api.network_code(one.key) for one in api.history_networks()],
    "feature_race_code": lambda key: api.code_zip(api.feature_race_code("digits"), "en"),
    "fine_tune": lambda key: (taught(key), taught(key, after=4)),  # to its end, and broken off
    "stop_fine_tune": lambda key: api.stop_fine_tune("v"),
    "save_project": lambda key: (taught(key), api.save_project("v")),
    "open_project": lambda key: (taught(key), api.open_project("u", api.save_project("v"), classes="replace"), api.forget_visitor("u")),
    "project_files": lambda key: (bars(), api.project_files("v")),
    "project_contents": lambda key: (bars(), api.project_contents("v", [one.digest for one in api.project_files("v")[1]])),
    "unzip_project": lambda key: (bars(), api.unzip_project(zipped(api.save_project("v").items()))),
    "class_folders": lambda key: (bars(), api.class_folders("v")),
    "export_files": lambda key: api.export_files("v", taught(key)),
    "export_onnx": lambda key: exported(taught(key)),
    "add_local_network": lambda key: (
        api.add_local_network(f"{own_modules.__file__}:made", size=32),
        registry.remove_spec("own_modules"),
    ),
    "state_dict_question": lambda key: api.state_dict_question(*whole(api.export_files("v", taught(key))["bars.safetensors"])),
    "import_network": lambda key: api.import_network("w", api.export_files("v", taught(key))["bars.safetensors"]),
}


NOTHING = PictureSource("pixels", b"nothing")
FAILURES: dict[str, Callable[[str], Any]] = {
    "run_pair": lambda key: api.run_pair([{"each": 0}]),
    "open_run": lambda key: api.open_run({"seed": 99}, "x", visitor="v"),
    "fine_tune": lambda key: list(api.fine_tune({"network": key}, visitor="nobody")),
    "fine_tune, plan": lambda key: api.fine_tune({"network": key, "head": "no head"}, visitor="v"),
    "remove_network": lambda key: api.remove_network("v", "mine/none"),
    "add_examples": lambda key: api.add_examples("v", bars()[0], [PictureSource("picture", b"nothing")]),
    "import_zip": lambda key: api.import_zip("v", b"nothing"),
    "open_project": lambda key: api.open_project("v", {"project.json": b"{}"}),
    "unzip_project": lambda key: api.unzip_project(b"nothing"),
    "save_project": lambda key: api.save_project("v", link=3),
    "load_dataset": lambda key: api.load_dataset("v", "no set", 3),
    "freeze_point_costs": lambda key: api.freeze_point_costs({"network": "no network"}, visitor="v"),
    "compare_with_scratch": lambda key: list(api.compare_with_scratch({"network": key}, visitor="v")),
    "fine_tune_code": lambda key: api.fine_tune_code({"network": key, "head": "svm", "freeze": "none"}, visitor="v"),
    "export_files": lambda key: api.export_files("v", key),
    "export_onnx": lambda key: api.export_onnx("v", key),
    "import_network": lambda key: api.import_network("v", b"nothing"),
    "state_dict_question": lambda key: api.state_dict_question(b"nothing", 7),
    "add_local_network": lambda key: api.add_local_network(f"{own_modules.__file__}:Decides", size=32),
    "class_groups": lambda key: api.class_groups("no network"),
    "network": lambda key: api.network("no network"),
    "open_network": lambda key: api.open_network("no network"),
    "layers": lambda key: api.layers("no network"),
    "forward_view": lambda key: api.forward_view(key, NOTHING, LAYER[key], visitor="v"),
    "forward_view, layer": lambda key: api.forward_view(key, PICTURE[key], "no layer"),
    "layer_maps": lambda key: api.layer_maps(key, NOTHING, LAYER[key]),
    "channel_map": lambda key: api.channel_map(key, PICTURE[key], LAYER[key], 10_000),
    "hog_steps": lambda key: api.hog_steps(key, NOTHING),
    "labelled_pictures": lambda key: api.labelled_pictures("digits", 1000),
    "extractors": lambda key: api.extractors("no set"),
    "feature_race": lambda key: api.feature_race("digits", counts=(0,)),
    "feature_race_code": lambda key: api.feature_race_code("digit"),
    "network_code": lambda key: api.network_code("lenet"),
    "measured_points": lambda key: api.measured_points("no set"),
    "find_faces": lambda key: api.find_faces(PICTURE[key]),
    "parking": lambda key: api.parking(weather="hail"),
    "pklot": lambda key: list(api.pklot(b"nothing")),
    "find_faces, scores": lambda key: api.find_faces(PHOTOGRAPH, scores=(0.6, 0.7)),
    "face_window": lambda key: api.face_window(PHOTOGRAPH, "onet", (0, 0, 10, 11)),
    "colour_picture": lambda key: api.colour_picture(NOTHING),
    "colour_picture, cut": lambda key: api.colour_picture(PHOTOGRAPH, cut=(9,)),
    "transfer_style": lambda key: api.transfer_style(key, PICTURE[key], NOTHING),
    "tissue_picture": lambda key: api.tissue_picture("lung"),
    "tissue_section": lambda key: api.tissue_section(NOTHING),
    "colour_tissue": lambda key: list(api.colour_tissue(NOTHING, MARKED, 2)),
    "colour_tissue, kinds": lambda key: api.colour_tissue(TISSUE, MARKED, 3),
    "tissue_patches": lambda key: api.tissue_patches(TISSUE, [], 2),
    "transfer_style, share": lambda key: api.transfer_style(key, PICTURE[key], PICTURE[key], share=2),
    "predict": lambda key: api.predict(key, PICTURE[key], temperature=0),
    "predict, picture": lambda key: api.predict(key, NOTHING),
    "centre_square": lambda key: api.centre_square(NOTHING),
    "feature_maps": lambda key: api.feature_maps(key, PICTURE[key], "no layer"),
    "receipt": lambda key: api.receipt(key, PICTURE[key], LAYER[key], (1, 2, 10_000)),
    "trace": lambda key: api.trace(key, NOTHING, "softmax", (3,)),
    "receipt_code": lambda key: api.receipt_code(key, PICTURE[key], "no layer", (3,)),
    "effective_receptive_field": lambda key: api.effective_receptive_field(key, PICTURE[key], LAYER[key], (1, 2)),
    "filters": lambda key: api.filters(key, LAYER[key]),
    "translations": lambda key: api.translations(KEYS[1], PICTURE[KEYS[1]]),
    "forward_backward": lambda key: api.forward_backward(key, NOTHING, STEP_CONFIG),
    "weight_update": lambda key: api.weight_update(key, PICTURE[key], STEP_CONFIG, layer="no layer"),
    "loss_along_step": lambda key: api.loss_along_step(key, PICTURE[key], STEP_CONFIG, reach=-1.0),
    "take_step": lambda key: api.take_step(key, PICTURE[key], StepConfig(label=10**6), visitor="v"),
    "undo_step": lambda key: api.undo_step("no network", visitor="v"),
    "dropout_samples": lambda key: api.dropout_samples(key, PICTURE[key], STEP_CONFIG, count=0),
    "sgd_step_code": lambda key: api.sgd_step_code(key, PICTURE[key], STEP_CONFIG, unit=10_000),
    "variants": lambda key: api.variants([key], PICTURE[key], [{"transform": "rotate"}]),
    "variants, picture": lambda key: api.variants([key], NOTHING, EVERY),
    "sweep": lambda key: api.sweep([key], PICTURE[key], "angle", [-1]),
    "augment_code": lambda key: api.augment_code(key, PICTURE[key], "no plan"),
    "filter_tiles": lambda key: api.filter_tiles(key, LAYER[key]),
    "unit_activations": lambda key: api.unit_activations(key, PICTURE[key], LAYER[key], 10_000),
    "maximize_activation": lambda key: api.maximize_activation(key, LAYER[key], 1, steps=0),
    "top_patches": lambda key: api.top_patches(key, "conv1", 1, own=[b"nothing"]),
    "edit_network": lambda key: api.edit_network(key, [Edit("nowhere", 2, -1.0)]),
    "apply_weight_edits": lambda key: api.apply_weight_edits(key, NOTHING, [Edit("conv1", 2, -1.0)]),
    "count_correct": lambda key: api.count_correct(key, [Edit("conv1", 10_000, 0.0)]),
    "filter_code": lambda key: api.filter_code(key, PICTURE[key], LAYER[key], 1),
    "logits": lambda key: api.logits(key, NOTHING),
    "explain": lambda key: api.explain(key, PICTURE[key], "grad_cam", targets=[1], layer="no layer"),
    "explain_per_layer": lambda key: api.explain_per_layer(key, NOTHING, "grad_cam", 1),
    "explain_code": lambda key: api.explain_code(key, PICTURE[key], "no method", 1),
    "deletion_curves": lambda key: list(api.deletion_curves(key, PICTURE[key], HEAT[key][1:], 1)),
    "explain_steps": lambda key: list(api.explain_steps(key, PICTURE[key], "saliency", targets=[10**5])),
    "convolve": lambda key: api.convolve(np.ones((1, 2, 2), np.uint8), np.ones((1, 3, 3), np.float32), 0.5, ConvolutionSettings()),
}
