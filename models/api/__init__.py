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

from models.api.attribution import deletion_curves, explain, explain_code, explain_methods, explain_per_layer, explain_stages, explain_steps
from models.api.augmentation import augment_code, sweep, sweeps, transforms, variants
from models.api.colouring import colour_picture
from models.api.export import code_zip, network_code
from models.api.faces import face_window, find_faces
from models.api.filter_analysis import (
    apply_weight_edits,
    count_correct,
    edit_network,
    filter_code,
    filter_tiles,
    maximize_activation,
    top_patches,
    unit_activations,
)
from models.api.fine_tune import (
    compare_with_scratch,
    fine_tune,
    fine_tune_code,
    fine_tune_folder,
    freeze_point_costs,
    head_weights,
    heads,
    stop_fine_tune,
)
from models.api.fine_tune_classes import (
    add_class,
    add_examples,
    add_readable_examples,
    built_in_datasets,
    change_class,
    class_undo_state,
    classes,
    clear_classes,
    example_split,
    example_thumbnails,
    import_zip,
    keep_own_classes,
    load_dataset,
    redo_classes,
    remove_class,
    remove_examples,
    split_counts,
    undo_classes,
)
from models.api.imagenet_history import (
    alexnet_counts,
    challenge_entries,
    datasets,
    extractors,
    feature_race,
    feature_race_code,
    history_networks,
    labelled_pictures,
    measured_points,
)
from models.api.network_list import (
    class_groups,
    export_files,
    export_onnx,
    import_network,
    layers,
    network,
    networks,
    open_network,
    own_networks,
    remove_network,
    state_dict_question,
    weights_can_be_fetched,
)
from models.api.paired_runs import cached_runs, open_run, run_code, run_pair, runs_at_start, stop_runs, training_menu
from models.api.parking import parking, pklot
from models.api.pictures import (
    centre_square,
    channel_map,
    convolve,
    digit_on_paper,
    feature_maps,
    filters,
    forward_view,
    hog_steps,
    layer_maps,
    logits,
    predict,
    predict_with_report,
    translations,
)
from models.api.process import add_local_network, forget_visitor, free_caches, process_state, return_freed_memory, start, warm_up
from models.api.projects import class_folders, open_project, project_contents, project_files, save_project, unzip_project
from models.api.receipts import effective_receptive_field, receipt, receipt_code, trace
from models.api.sgd_step import dropout_samples, forward_backward, loss_along_step, sgd_step_code, take_step, undo_step, weight_update
from models.api.style_transfer import style_example, transfer_style
from models.api.tissue import colour_tissue, tissue_patches, tissue_picture, tissue_samples, tissue_section
from models.argument_types import typed

__all__ = [
    "add_class",
    "add_examples",
    "add_local_network",
    "add_readable_examples",
    "alexnet_counts",
    "apply_weight_edits",
    "augment_code",
    "built_in_datasets",
    "cached_runs",
    "centre_square",
    "challenge_entries",
    "change_class",
    "channel_map",
    "class_folders",
    "class_groups",
    "class_undo_state",
    "classes",
    "clear_classes",
    "code_zip",
    "colour_picture",
    "colour_tissue",
    "compare_with_scratch",
    "convolve",
    "count_correct",
    "datasets",
    "deletion_curves",
    "digit_on_paper",
    "dropout_samples",
    "edit_network",
    "effective_receptive_field",
    "example_split",
    "example_thumbnails",
    "explain",
    "explain_code",
    "explain_methods",
    "explain_per_layer",
    "explain_stages",
    "explain_steps",
    "export_files",
    "export_onnx",
    "extractors",
    "face_window",
    "feature_maps",
    "feature_race",
    "feature_race_code",
    "filter_code",
    "filter_tiles",
    "filters",
    "find_faces",
    "fine_tune",
    "fine_tune_code",
    "fine_tune_folder",
    "forget_visitor",
    "forward_backward",
    "forward_view",
    "free_caches",
    "freeze_point_costs",
    "head_weights",
    "heads",
    "history_networks",
    "hog_steps",
    "import_network",
    "import_zip",
    "keep_own_classes",
    "labelled_pictures",
    "layer_maps",
    "layers",
    "load_dataset",
    "logits",
    "loss_along_step",
    "maximize_activation",
    "measured_points",
    "network",
    "network_code",
    "networks",
    "open_network",
    "open_project",
    "open_run",
    "own_networks",
    "parking",
    "pklot",
    "predict",
    "predict_with_report",
    "process_state",
    "project_contents",
    "project_files",
    "receipt",
    "receipt_code",
    "redo_classes",
    "remove_class",
    "remove_examples",
    "remove_network",
    "return_freed_memory",
    "run_code",
    "run_pair",
    "runs_at_start",
    "save_project",
    "sgd_step_code",
    "split_counts",
    "start",
    "state_dict_question",
    "stop_fine_tune",
    "stop_runs",
    "style_example",
    "sweep",
    "sweeps",
    "take_step",
    "tissue_patches",
    "tissue_picture",
    "tissue_samples",
    "tissue_section",
    "top_patches",
    "trace",
    "training_menu",
    "transfer_style",
    "transforms",
    "translations",
    "undo_classes",
    "undo_step",
    "unit_activations",
    "unzip_project",
    "variants",
    "warm_up",
    "weight_update",
    "weights_can_be_fetched",
]

for _name in __all__:
    globals()[_name] = typed(globals()[_name])
