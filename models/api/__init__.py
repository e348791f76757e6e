"""The only entry point to the models: typed functions over values, so that what is behind it can move to another process.

Every function takes and returns values (bytes, numpy arrays, frozen dataclasses of `models.types`), raises `UserError` for what a
visitor did wrong and `TypeError` for a value of another type, and leaves no trace: see rule 5 in CONTRIBUTING.md. The field comments of
the dataclasses say shape and unit.

Two arguments mean the same everywhere, so no `Args` section lists them:
    visitor: key of one open page (str). Own networks, examples, single steps and cached activations are found under it alone.
        "" is nobody: the call is answered, and nothing is kept for the next one.
    language: "en" or "pt" (Brazilian Portuguese), of the text that the function writes.

Terms that the sections use:
    [channel, y, x]: axes of an array, by name; there is no batch axis unless it is named. y counts rows down, x columns to the right,
        both from 0, in px of the prepared picture or in cells of a layer.
    prepared picture: uint8 [height, width, channel], 0 to 255, as the network's preprocessing leaves it before mean and std.
    cannot be opened: a network with an unknown key or of another visitor, or whose weights are damaged, on their way, or out of reach.
    cannot be read: a picture file that is empty, too large, of another type or damaged; one without a digit, for a network of drawings;
        damaged strokes; prepared pixels of another size than the network's.
    busy: PLAYGROUND_WAITING calls already wait for one of the PLAYGROUND_WORKERS.
    PLAYGROUND_<NAME>: a bound of `models.limits`, which says its default, its unit and why.
"""

from __future__ import annotations

from models.api.attribution import explain, explain_along, explain_code, explain_curves, explain_methods, explain_stages, explain_steps
from models.api.augmentation import augment_code, sweep, sweeps, transforms, variants
from models.api.export import folder, network_code
from models.api.fine_tune import (
    compare,
    head_weights,
    heads,
    place_costs,
    stop_teaching,
    teach,
    teach_code,
    teach_folder,
)
from models.api.fine_tune_classes import (
    add_class,
    add_examples,
    bring_dataset,
    bring_zip,
    built_in_sets,
    change_class,
    class_state,
    classes,
    example_part,
    example_pictures,
    own_classes,
    redo_classes,
    remove_class,
    remove_examples,
    shares,
    start_over,
    undo_classes,
)
from models.api.imagenet_history import alexnets, datasets, exhibits, history, labelled_pictures, race, race_code, raced, racers, style
from models.api.network_list import (
    bring_home,
    layers,
    network,
    networks,
    open_network,
    own_networks,
    remove_network,
    take_home,
    take_home_onnx,
)
from models.api.paired_runs import open_trained, stop_training, train_code, train_known, train_lanes, train_line, train_menu
from models.api.pictures import (
    answer,
    channel,
    convolve,
    digit_on_paper,
    feature_maps,
    filters,
    look,
    maps,
    orientations,
    predict,
    predict_told,
    square,
    translations,
)
from models.api.process import forget, get_ready, rest, start
from models.api.projects import class_pictures, open_project, project_contents, project_files, save_project, unpack_project
from models.api.receipts import code, effective_field, receipt, trail
from models.api.sgd_step import dropout_passes, pulse, step_along, step_code, step_learn, step_unlearn, step_update
from models.api.units import ascend, edited, exciting, filter_tiles, operate, strengths, tally, unit_code
from models.argument_types import typed

__all__ = [
    "add_class",
    "add_examples",
    "alexnets",
    "answer",
    "ascend",
    "augment_code",
    "bring_dataset",
    "bring_home",
    "bring_zip",
    "built_in_sets",
    "change_class",
    "channel",
    "class_pictures",
    "class_state",
    "classes",
    "code",
    "compare",
    "convolve",
    "datasets",
    "digit_on_paper",
    "dropout_passes",
    "edited",
    "effective_field",
    "example_part",
    "example_pictures",
    "exciting",
    "exhibits",
    "explain",
    "explain_along",
    "explain_code",
    "explain_curves",
    "explain_methods",
    "explain_stages",
    "explain_steps",
    "feature_maps",
    "filter_tiles",
    "filters",
    "folder",
    "forget",
    "get_ready",
    "head_weights",
    "heads",
    "history",
    "labelled_pictures",
    "layers",
    "look",
    "maps",
    "network",
    "network_code",
    "networks",
    "open_network",
    "open_project",
    "open_trained",
    "operate",
    "orientations",
    "own_classes",
    "own_networks",
    "place_costs",
    "predict",
    "predict_told",
    "project_contents",
    "project_files",
    "pulse",
    "race",
    "race_code",
    "raced",
    "racers",
    "receipt",
    "redo_classes",
    "remove_class",
    "remove_examples",
    "remove_network",
    "rest",
    "save_project",
    "shares",
    "square",
    "start",
    "start_over",
    "step_along",
    "step_code",
    "step_learn",
    "step_unlearn",
    "step_update",
    "stop_teaching",
    "stop_training",
    "strengths",
    "style",
    "sweep",
    "sweeps",
    "take_home",
    "take_home_onnx",
    "tally",
    "teach",
    "teach_code",
    "teach_folder",
    "trail",
    "train_code",
    "train_known",
    "train_lanes",
    "train_line",
    "train_menu",
    "transforms",
    "translations",
    "undo_classes",
    "unit_code",
    "unpack_project",
    "variants",
]

for _name in __all__:
    globals()[_name] = typed(globals()[_name])
