"""The service's only door: typed functions over values. What is behind it can move to another process.

Every function takes and gives values (bytes, arrays, frozen dataclasses), raises `UserError` for what a visitor
did wrong, and leaves no trace: see rule 5 in CONTRIBUTING.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from models import convolve as convolving
from models import datasets as labelled
from models import exhibits as museum
from models import filters as learned
from models import history as challenge
from models import orientations as edges
from models import racing, registry
from models import variants as augmented
from models.accounts import Accounts
from models.augmentation import AugmentationPlan
from models.explaining import Explaining
from models.looking import Looking
from models.memory import keep_freed_memory
from models.owned import Owned
from models.remembered import Remembered
from models.shelf import Shelf, is_own
from models.text import Language, Text
from models.tiles import filter_tiles as tiles_of
from models.training.turns import Turns
from models.transfer import take_home as home
from models.transfer import zips
from models.transfer.examples import Examples, TaughtClass
from models.transfer.features import Features
from models.transfer.head import HeadCard
from models.transfer.head import cards as head_cards
from models.transfer.line import Place, places
from models.transfer.teach import Teacher
from models.transfer.values import Teaching, TeachingPlan
from models.translation import Translating
from models.types.augmenting import Augmented, Sweep, SweepCard, TransformCard
from models.types.convolving import Filters, Sliding
from models.types.explaining import Curves, Explanation, MethodCard, StageHeat, Stages
from models.types.history import Count, Entry, Exhibit, Orientations
from models.types.looking import Guess, LayerMaps, Look, Source
from models.types.moving import Translations
from models.types.networks import Layer, NetworkCard, Opening
from models.types.races import DataSetCard, Finish, RunnerCard, Running
from models.types.receipts import Felt, Receipt, Station
from models.types.units import Aimed, Edit, Exciting, FilterTiles, Forming, Operated, Strengths, Tally
from models.units import Units
from models.workers import Workers

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

_remembered = Remembered()
_owned = Owned(on_leave=_remembered.forget_one)
_shelf = Shelf(on_leave=lambda key: _left(key), own=_owned.get)
_looking = Looking(_shelf, _remembered, Workers())
_accounts = Accounts(_looking)
_races = racing.Races(_shelf.borrow, _looking.workers)
_explaining = Explaining(_looking)
_units = Units(_looking)
_translating = Translating(_looking)
_variations = augmented.Variations(_looking)
_examples, _features, _turns = Examples(), Features(), Turns()
_teacher = Teacher(_shelf, _owned, _examples, _features, _turns, _looking.workers)


def _left(key: str) -> None:
    """A network has left the shelf, and with it everything that holds on to it."""
    _remembered.forget_network(key)
    _units.forget_network(key)


def start() -> None:
    """Once per process, before the first picture: memory settings, threads."""
    keep_freed_memory()
    torch.set_num_threads(1)  # a worker a core: more answers a second than two threads on one picture
    networks()


def networks() -> tuple[NetworkCard, ...]:
    """Every network of the menu, `<key>@random` included, cheap: no weights are loaded."""
    return tuple(registry.card_of(spec) for spec in registry.listed())


def network(key: str, *, visitor: str = "") -> NetworkCard:
    """One card, or a UserError that names the nearest key."""
    return _owned.card(visitor, key) if is_own(key) else registry.card_of(registry.find(key))


def open_network(key: str, *, visitor: str = "") -> Opening:
    """Make a network ready; returns at once. Starts a download where one is needed; call again to see how far it is.

    UserError within PLAYGROUND_CONNECT_SECONDS where there is no network connection.
    """
    return _shelf.open(key, visitor)


def layers(key: str, *, visitor: str = "") -> tuple[Layer, ...]:
    """The layers in the order in which they run, `input` first, `softmax` last."""
    return _shelf.borrow(key, visitor).layers


def look(key: str, source: Source, layer: str, *, side: int = 56, visitor: str = "") -> Look:
    """One forward pass seen whole. `side`: largest useful tile, in cells; `visitor`: whose memory keeps the values."""
    return _looking.look(key, source, layer, side, visitor)


def maps(key: str, source: Source, layer: str, *, side: int = 56, visitor: str = "") -> LayerMaps:
    """The maps of another layer of the same picture; no second forward pass while it is remembered."""
    return _looking.maps(key, source, layer, side, visitor)


def channel(key: str, source: Source, layer: str, channel: int, *, visitor: str = "") -> NDArray[np.float32]:
    """Exact values of one channel [y, x]; of a vector layer all units [unit] whatever the channel."""
    return _looking.channel(key, source, layer, channel, visitor)


def predict(key: str, source: Source, *, top: int = 5, temperature: float = 1.0) -> tuple[Guess, ...]:
    """The `top` classes, most probable first. Probabilities are softmax(logit / temperature) over all classes."""
    return _looking.predict(key, source, top, temperature)


def feature_maps(key: str, source: Source, layer: str) -> NDArray[np.float32]:
    """Every exact value of a layer: [channel, y, x] or [unit]."""
    return _looking.feature_maps(key, source, layer)


def receipt(key: str, source: Source, layer: str, cell: object, *, visitor: str = "") -> Receipt:
    """The terms, bias and sum behind one cell, [channel, y, x] or [unit], of any layer, beside what PyTorch computed.

    Costs no forward pass while the picture is remembered for the visitor, else one that ends at the layer.
    """
    return _accounts.receipt(key, source, layer, cell, visitor)


def trail(key: str, source: Source, layer: str, cell: object, *, visitor: str = "") -> tuple[Station, ...]:
    """The receipt of a cell, that of its strongest term's cell, and so on back to a pixel, each with its map. Costs as much as one."""
    return _accounts.trail(key, source, layer, cell, visitor)


def code(key: str, source: Source, layer: str, cell: object, *, visitor: str = "") -> Text:
    """Lines of plain PyTorch that load the network and compute one cell anew; they end with `number`."""
    return _accounts.code(key, source, layer, cell, visitor)


def effective_field(key: str, source: Source, layer: str, cell: object) -> NDArray[np.float32]:
    """How much each pixel moves one cell, [y, x]: Σ over channels of |∂ cell / ∂ input|. One forward and one backward pass."""
    return _accounts.effective_field(key, source, layer, cell)


def felt(key: str, pixel: object) -> tuple[Felt, ...]:
    """The cells of every layer that pixel [y, x] of the prepared picture reaches, at most."""
    return _accounts.felt(key, pixel)


def filters(key: str, layer: str, *, visitor: str = "") -> Filters:
    """The learned kernels of one convolution, [out, in, y, x], and its bias, [out]."""
    return learned.kernels(_shelf.borrow(key, visitor), layer)


def filter_tiles(key: str, layer: str, *, visitor: str = "") -> FilterTiles:
    """All filters of one convolution as pictures, with their norms."""
    return tiles_of(_shelf.borrow(key, visitor), layer)


def strengths(key: str, source: Source, layer: str, unit: object, *, visitor: str = "") -> Strengths:
    """How much a picture excites every unit of a layer (before a ReLU, after a batch norm), and the exact map of one.

    Costs no forward pass while the picture is remembered for the visitor, else one that ends at the layer.
    """
    return _units.strengths(key, source, layer, unit, visitor)


def ascend(
    key: str, layer: str, unit: object, *, aimed: Aimed = "channel", steps: int = 128, seed: int = 0, visitor: str = ""
) -> Iterator[Forming]:
    """A picture made to excite a unit, as it forms; a class of the answer takes no layer. The same seed makes the same picture.

    A worker is held for one step at a time; whoever stops asking has stopped it.
    """
    return _units.ascend(key, layer, unit, aimed, steps, seed, visitor)


def exciting(key: str, layer: str, unit: object, *, own: Sequence[bytes] = (), visitor: str = "") -> Iterator[Exciting]:
    """The nine patches that excite a unit most, after every batch of the shipped gallery, or of a visitor's own encoded pictures.

    One pass finds them for every unit of the layer; of the shipped gallery it is kept, of own pictures nothing is.
    """
    return _units.exciting(key, layer, unit, own, visitor)


def operate(key: str, source: Source, edits: Sequence[Edit], *, visitor: str = "") -> Operated:
    """The logits for a picture before and after edits, in order, of units' weights. The network itself is not touched."""
    return _units.operate(key, source, edits, visitor)


def tally(key: str, edits: Sequence[Edit], *, visitor: str = "") -> Iterator[Tally]:
    """Right answers of every class on the shipped gallery before and after edits, after every batch."""
    return _units.tally(key, edits, visitor)


def unit_code(key: str, source: Source, layer: str, unit: object, edits: Sequence[Edit] = (), *, seed: int = 0, visitor: str = "") -> Text:
    """Lines of plain PyTorch that make the picture for one filter, change the weights, and print what the network answers then."""
    return _units.code(key, source, layer, unit, edits, seed, visitor)


def convolve(planes: NDArray[np.uint8], kernels: NDArray[np.float32], bias: float, rule: Sliding) -> NDArray[np.float32]:
    """PyTorch's own result [y, x] of kernels [plane, y, x] over a picture's planes [plane, y, x], levels 0 … 255 taken as x / 255."""
    with _looking.workers.turn():
        return convolving.convolve(planes, kernels, bias, rule)


def translations(key: str, source: Source, layers: Sequence[str] = (), *, reach: int = 8) -> Translations:
    """A network of drawings, asked at every place up to `reach` cells away (8 at most); with the values of up to four layers there."""
    return _translating.translations(key, source, layers, reach)


def answer(key: str, source: Source, *, visitor: str = "") -> NDArray[np.float32]:
    """The logits [class] of a picture, of which nothing is kept."""
    return _explaining.answer(key, source, visitor)


def explain_methods() -> tuple[MethodCard, ...]:
    """Every way to say where a network looked, in the order of the menu."""
    return _explaining.methods()


def explain_stages(key: str, *, visitor: str = "") -> Stages:
    """The few layers among which a visitor chooses; the API takes any layer with maps."""
    return _explaining.stages(key, visitor)


def explain(
    key: str, source: Source, method: str, *, targets: Sequence[object] | None = None, layer: str | None = None, visitor: str = ""
) -> Explanation:
    """How much each place of a picture speaks for each of the `targets` (classes; None: the most probable one).

    `layer`: for a method that looks at maps, None is the default stage. Costs no forward pass up to the layer while the picture is
    remembered for the visitor.
    """
    return _explaining.explain(key, source, method, targets, layer, visitor)


def explain_steps(
    key: str, source: Source, method: str, *, targets: Sequence[object] | None = None, layer: str | None = None, visitor: str = ""
) -> Iterator[Explanation]:
    """The same, with what is known after each turn; closing the iterator stops the work."""
    return _explaining.steps(key, source, method, targets, layer, visitor)


def explain_along(key: str, source: Source, method: str, target: object, *, visitor: str = "") -> tuple[StageHeat, ...]:
    """The heat of one class at every stage, small; by Grad-CAM where the method itself takes many passes or looks at the input."""
    return _explaining.along(key, source, method, target, visitor)


def explain_curves(key: str, source: Source, heat: NDArray[np.float32], target: object, *, visitor: str = "") -> Iterator[Curves]:
    """Deletion and insertion of the hottest pixels by `heat`, [y, x] of the prepared picture, as they are measured."""
    return _explaining.curves(key, source, heat, target, visitor)


def explain_code(key: str, source: Source, method: str, target: object, *, layer: str | None = None, visitor: str = "") -> Text:
    """Lines of plain PyTorch that load the network and compute the heat of a class anew; they end with `heat`, [y, x]."""
    return _explaining.code(key, source, method, target, layer, visitor)


def history() -> tuple[Entry, ...]:
    """The ImageNet challenge by year, its second places and the human figure; each with its source."""
    return challenge.entries()


def exhibits() -> tuple[Exhibit, ...]:
    """The networks of those years with their layers, built without weights and counted: 2 s the first time."""
    return museum.exhibits()


def alexnets() -> tuple[Count, ...]:
    """The three numbers of parameters that are quoted for AlexNet, each counted of a network built so."""
    return museum.alexnets()


def orientations(key: str, source: Source) -> Orientations:
    """Every step of the histogram of oriented gradients of a picture, prepared as network `key` wants it."""
    return edges.oriented(source, registry.find(key).preparation)


def datasets() -> tuple[DataSetCard, ...]:
    """Every set of labelled pictures that is on this machine."""
    return tuple(racing.card_of(key) for key in labelled.datasets())


def labelled_pictures(dataset: str, count: int) -> NDArray[np.uint8]:
    """The first `count` pictures of each class that can be learned from, [class, picture, height, width, channel]."""
    return racing.shown(dataset, count)


def racers(dataset: str) -> tuple[RunnerCard, ...]:
    """Who races on these pictures, in the order in which they start."""
    return racing.cards(dataset)


def race(
    dataset: str, *, counts: Sequence[int] = racing.COUNTS, draws: int = racing.DRAWS, seed: int = 0, fresh: bool = False
) -> Iterator[Running | Finish]:
    """The race of hand-crafted against learned features, point by point: `counts` labelled pictures per class, `draws` times each.

    What was measured before comes at once and says when, unless `fresh`. Closing it stops the work within a batch.
    """
    return _races.run(racing.settings_of(dataset, counts, draws, seed), fresh=fresh)


def raced(dataset: str, *, counts: Sequence[int] = racing.COUNTS, draws: int = racing.DRAWS, seed: int = 0) -> tuple[Finish, ...]:
    """What is already known of a race, without running it."""
    return _races.kept(racing.settings_of(dataset, counts, draws, seed))


def transforms() -> tuple[TransformCard, ...]:
    """Every transform of augmentation with its settings; cheap."""
    return augmented.cards()


def sweeps() -> tuple[SweepCard, ...]:
    """Every parameter that `sweep` can move."""
    return augmented.sweep_cards()


def variants(
    keys: Sequence[str],
    source: Source,
    plan: object,
    *,
    seed: int = 0,
    indices: Sequence[int] = range(12),
    locked: Mapping[int, int] | None = None,
    partner: Source | None = None,
    original: bool = False,
    visitor: str = "",
) -> Augmented:
    """Variants of a picture by a plan (`[{"transform": key, "parameters": {...}}]`), and each network's logits of them all at once.

    Variant `index` is the same however many are made; `locked` gives some indices a seed of their own. `partner`: who MixUp and CutMix
    mix with. `original`: the picture as it is comes first. Without a network (`keys` empty) the picture keeps its own size.
    """
    read = AugmentationPlan.read(plan)
    return _variations.variants(keys, source, read, seed, indices, locked or {}, partner, original, visitor)


def sweep(keys: Sequence[str], source: Source, along: str, places: Sequence[int], *, visitor: str = "") -> Sweep:
    """What networks answer to a picture while one parameter moves: at those of its places, counted from 0."""
    return _variations.sweep(keys, source, along, places, visitor)


def augment_code(key: str, plan: object, *, seed: int = 0, index: int = 0, visitor: str = "") -> Text:
    """The plan as `torchvision.transforms.v2` writes it, and the lines that make one variant again."""
    return _variations.code(key, AugmentationPlan.read(plan), seed, index, visitor)


def own_networks(visitor: str) -> tuple[NetworkCard, ...]:
    """The networks that only this visitor has, `mine/<name>`, the oldest first."""
    return _owned.cards(visitor)


def remove_network(visitor: str, key: str) -> None:
    """A visitor's own network goes, with what is remembered of it."""
    _owned.remove(visitor, key)


def classes(visitor: str) -> tuple[TaughtClass, ...]:
    """The classes that a visitor teaches, with their examples."""
    return _examples.classes(visitor)


def add_class(visitor: str, name: str) -> int:
    """A new class without examples; its number."""
    return _examples.add_class(visitor, name)


def change_class(visitor: str, which: int, *, name: str | None = None, enabled: bool | None = None) -> None:
    """Another name, or left out of the training."""
    _examples.change_class(visitor, which, name=name, enabled=enabled)


def remove_class(visitor: str, which: int) -> None:
    """A class goes, with its examples."""
    _examples.remove_class(visitor, which)


def add_examples(visitor: str, which: int, sources: Sequence[Source], *, burst: str = "") -> tuple[int, ...]:
    """Pictures or strokes for a class, all or none. `burst`: what pictures share that were taken one right after the other."""
    return _examples.add(visitor, which, sources, burst)


def remove_example(visitor: str, which: int, example: int) -> None:
    """One example of a class goes."""
    _examples.remove(visitor, which, example)


def bring_zip(visitor: str, data: bytes) -> None:
    """Classes from a zip of class folders, read in memory: all or nothing."""
    _examples.bring(visitor, zips.read(data))


def bring_dataset(visitor: str, dataset: str, each: int) -> None:
    """Classes from a set that is on this machine, so many pictures of each."""
    _examples.bring_set(visitor, dataset, each)


def heads() -> tuple[HeadCard, ...]:
    """Every head that a network can be given."""
    return head_cards()


def freeze_places(key: str, *, visitor: str = "") -> tuple[Place, ...]:
    """Where the freeze line can stand, from left to right: everything learns, …, the head alone."""
    return places(_shelf.borrow(key, visitor))


def teach(plan: object, *, visitor: str) -> Iterator[Teaching]:
    """Teach a network the visitor's classes by a plan of training (`{"network": key, ...}`): queued, preparing, training, and how it ended.

    Another training of the same visitor stops this one. Closing it stops within a batch and keeps what has been learned.
    """
    return _teacher.teach(TeachingPlan.read(plan), visitor)


def stop_teaching(visitor: str) -> None:
    """The visitor's training ends within a batch and keeps what it has learned; one that waits leaves the line."""
    _turns.stop(visitor)


def take_home(visitor: str, key: str, language: Language = "en") -> Mapping[str, bytes]:
    """A visitor's own network as files: weights, a card, and predict.py, which runs without this package."""
    return home.files(_owned.get(visitor, key), language)


def bring_home(visitor: str, data: bytes) -> str:
    """A .safetensors file that was taken home, as a network of the visitor's own again; its key."""
    return home.bring(data, _shelf, _owned, visitor)


def rest(visitor: str) -> None:
    """Free what is kept for a visitor and would come back by asking again: networks and examples of their own stay."""
    _remembered.forget(visitor)
    _features.forget(visitor)


def forget(visitor: str) -> None:
    """Free everything that is kept for a visitor, their own networks and examples too; a training of theirs stops."""
    _owned.forget(visitor)
    _turns.forget(visitor)
    _examples.forget(visitor)
    rest(visitor)
