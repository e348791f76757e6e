"""The service's only door: typed functions over values. What is behind it can move to another process.

Every function takes and gives values (bytes, arrays, frozen dataclasses), raises `UserError` for what a visitor
did wrong, and leaves no trace: see rule 5 in CONTRIBUTING.md.
"""

from __future__ import annotations

from models.api.augmenting import augment_code, sweep, sweeps, transforms, variants
from models.api.explaining import explain, explain_along, explain_code, explain_curves, explain_methods, explain_stages, explain_steps
from models.api.museum import alexnets, datasets, exhibits, history, labelled_pictures, race, raced, racers
from models.api.pictures import answer, channel, convolve, feature_maps, filters, look, maps, orientations, predict, translations
from models.api.receipts import code, effective_field, felt, receipt, trail
from models.api.shelf import bring_home, layers, network, networks, open_network, own_networks, remove_network, take_home
from models.api.teaching import (
    add_class,
    add_examples,
    bring_dataset,
    bring_zip,
    change_class,
    classes,
    freeze_places,
    heads,
    remove_class,
    remove_example,
    stop_teaching,
    teach,
)
from models.api.units import ascend, exciting, filter_tiles, operate, strengths, tally, unit_code
from models.api.visits import forget, rest, start

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
    "change_class",
    "channel",
    "classes",
    "code",
    "convolve",
    "datasets",
    "effective_field",
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
    "felt",
    "filter_tiles",
    "filters",
    "forget",
    "freeze_places",
    "heads",
    "history",
    "labelled_pictures",
    "layers",
    "look",
    "maps",
    "network",
    "networks",
    "open_network",
    "operate",
    "orientations",
    "own_networks",
    "predict",
    "race",
    "raced",
    "racers",
    "receipt",
    "remove_class",
    "remove_example",
    "remove_network",
    "rest",
    "start",
    "stop_teaching",
    "strengths",
    "sweep",
    "sweeps",
    "take_home",
    "tally",
    "teach",
    "trail",
    "transforms",
    "translations",
    "unit_code",
    "variants",
]
