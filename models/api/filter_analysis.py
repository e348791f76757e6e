"""One unit: what it looks for, and what the network is without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models import service
from models.export.filter_code import script
from models.filters.kernel_tiles import filter_tiles as tiles_of
from models.types.activations import PictureSource
from models.types.code import Code
from models.types.filters import (
    CorrectCounts,
    Edit,
    EditedAnswer,
    FilterTiles,
    MaximizationProgress,
    Objective,
    TopPatches,
    UnitActivations,
)


def filter_tiles(key: str, layer: str, *, visitor: str = "") -> FilterTiles:
    """Returns every filter of one convolution as a picture, with its norm.

    Args:
        key: Key of the network.
        layer: Name of a convolution.

    Returns:
        float32 tiles [out, plane, y, x]: all three planes of a filter that reads three, else its strongest input channel, int64
        [out] in `slices`; float32 L2 norms [out] and largest absolute weights [out].

    Raises:
        UserError: When the network cannot be opened, or it has no such convolution.
    """
    return tiles_of(service.store.get(key, visitor), layer)


def unit_activations(key: str, source: PictureSource, layer: str, unit: object, *, visitor: str = "") -> UnitActivations:
    """Returns how much a picture excites each unit of a layer, and the exact map of one unit.

    Units are read before a ReLU and after a batch norm. Runs no forward pass while the picture is cached for the visitor, else one
    that ends at the layer.

    Args:
        key: Key of the network.
        source: The picture.
        layer: Name of the layer.
        unit: Index of the unit (a channel, or a cell of a vector layer) whose map is wanted, 0 to units - 1.

    Returns:
        float32 maximum of each unit [unit], int64 row and column of its cell [unit, 2], float32 map [y, x] of the one unit.

    Raises:
        UserError: When the network cannot be opened, it has no such layer or unit, the picture cannot be read, or the service is busy.

    Source:
        Olah, Mordvintsev and Schubert, "Feature Visualization", Distill 2017, who read pre-activations too.
    """
    return service.filters.unit_activations(key, source, layer, unit, visitor)


def maximize_activation(
    key: str, layer: str, unit: object, *, objective: Objective = "channel", steps: int = 128, seed: int = 0, visitor: str = ""
) -> Iterator[MaximizationProgress]:
    """Optimises a picture to excite a unit and yields it as it forms; the same seed gives the same picture.

    A worker is held for one step at a time. Closing the iterator stops the work.

    Args:
        key: Key of the network.
        layer: Name of the layer; not read where a class is aimed at.
        unit: Index of the unit, 0 to units - 1; of the class, 0 to classes - 1.
        objective: "channel" for the whole map, "neuron" for its middle cell, "class" for a logit.
        steps: Steps of Adam, 1 to PLAYGROUND_ASCENT_STEPS.
        seed: Seed of the first noise and of the jitter, 0 to 2^53.

    Returns:
        An iterator of uint8 pictures [height, width, channel] with the step and the score (unit of the activation): after the first
        step, every 8 steps or 0.25 s, and after the last. Sides are those of the network's input, at most 128 px for a map of a
        network of photographs.

    Raises:
        UserError: When the network cannot be opened, it has no such layer or unit, or `objective`, `steps` or `seed` is not accepted;
            from the iterator, when the service is busy.

    Source:
        Erhan, Bengio, Courville and Vincent, "Visualizing Higher-Layer Features of a Deep Network", 2009: x* = argmax_x a(x).
        Parametrised and jittered as in Olah, Mordvintsev and Schubert, "Feature Visualization", Distill 2017.
        a of a channel: mean(relu(map)) + 0.1 * max(map).
    """
    return service.filters.maximize_activation(key, layer, unit, objective, steps, seed, visitor)


def top_patches(key: str, layer: str, unit: object, *, own: Sequence[bytes] = (), visitor: str = "") -> Iterator[TopPatches]:
    """Yields the nine patches of a gallery that excite a unit most, after each batch of pictures.

    One pass finds them for all units of the layer. What the bundled gallery gives is cached; of own pictures nothing is.

    Args:
        key: Key of the network.
        layer: Name of the layer.
        unit: Index of the unit, 0 to units - 1.
        own: Encoded picture files to search, at most PLAYGROUND_GALLERY_PICTURES; () for the bundled gallery.

    Returns:
        An iterator with an item after each batch of at most 100 pictures, one alone where the result is cached: uint8 patches
        [height, width, channel], at most one of a picture, the strongest first; float32 scores [patch]; int64 index of the picture
        [patch] and cell [patch, 2]; and the label of each picture.

    Raises:
        UserError: When the network cannot be opened, it has no such layer or unit, or `own` holds too many pictures or one that
            cannot be read; from the iterator, when the service is busy.

    Source:
        Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014.
    """
    return service.filters.top_patches(key, layer, unit, own, visitor)


def edit_network(key: str, edits: Sequence[Edit], *, visitor: str = "") -> str:
    """Stores weight edits for the visitor and returns the key under which every other function answers with the edited network.

    The two newest sets of edits of a visitor are kept; the shared network is not changed.

    Args:
        key: Key of the network.
        edits: Changes in their order, at most PLAYGROUND_EDITS: layer (a convolution or a dense layer), unit (0 to units - 1),
            factor (-1000 to 1000) of its weights and bias, and a kernel float32 [in, y, x] or [in] (-1000 to 1000) painted before.

    Returns:
        The key `<key>~<digest of the edits>`; without edits `key` itself.

    Raises:
        UserError: When the network cannot be opened, there are too many edits, or one is not accepted.
    """
    return service.edited_networks.put(visitor, key, edits)


def apply_weight_edits(key: str, source: PictureSource, edits: Sequence[Edit], *, visitor: str = "") -> EditedAnswer:
    """Returns the logits of a picture before and after weight edits; the network itself is not changed.

    Args:
        key: Key of the network.
        source: The picture.
        edits: Changes in their order, as in `edit_network`.

    Returns:
        float32 logits [class] before and after, and the milliseconds of the edited part.

    Raises:
        UserError: When the network cannot be opened, the picture cannot be read, an edit is not accepted, or the service is busy.
    """
    return service.filters.apply_weight_edits(key, source, edits, visitor)


def count_correct(key: str, edits: Sequence[Edit], *, visitor: str = "") -> Iterator[CorrectCounts]:
    """Counts right answers per class on bundled pictures before and after weight edits, and yields the counts after each batch.

    The pictures are digits of MNIST, or crops of the photographs whose class the network knows. For a network that knows none of the
    classes, an answer counts as right when it is that of the unedited network.

    Args:
        key: Key of the network.
        edits: Changes in their order, as in `edit_network`.

    Returns:
        An iterator with an item after each batch of at most 100 pictures: int64 [class] counts of pictures, of right answers before
        and of right answers after, over the pictures so far, and how many answers stayed the same.

    Raises:
        UserError: When the network cannot be opened, or an edit is not accepted; from the iterator, when the service is busy.
    """
    return service.filters.count_correct(key, edits, visitor)


def filter_code(
    key: str,
    source: PictureSource,
    layer: str,
    unit: object,
    edits: Sequence[Edit] = (),
    *,
    objective: Objective = "channel",
    seed: int = 0,
    visitor: str = "",
) -> Code:
    """Returns plain PyTorch that runs `maximize_activation` for a filter or class, edits weights, and prints the answer then.

    Args:
        key: Key of the network.
        source: The picture that the edited network is asked about.
        layer: Name of a convolution; not read where a class is aimed at.
        unit: Index of the filter, 0 to filters - 1; of the class, 0 to classes - 1.
        edits: Changes in their order, as in `edit_network`.
        objective: "channel", "neuron" or "class", as in `maximize_activation`.
        seed: Seed of the first noise, 0 to 2^53.

    Returns:
        The code in both languages, and the files that it reads.

    Raises:
        UserError: When the network cannot be opened, it has no such convolution or unit, an edit or `seed` is not accepted, or the
            picture cannot be read.

    Source:
        The papers of `maximize_activation`.
    """
    return service.filters.code(script, key, source, layer, unit, edits, objective, seed, visitor)
