"""Where a network looked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from models import service
from models.export.attribution_code import script
from models.types.activations import PictureSource
from models.types.attribution import DeletionCurves, Explanation, MethodInfo, StageAttribution, Stages
from models.types.code import Code


def explain_methods() -> tuple[MethodInfo, ...]:
    """Returns every attribution method, in the order of the menu.

    Returns:
        One card per method: key, title, formula, whether it works on the maps of a layer or on the pixels, whether its values are
        signed, their unit, about how many forward passes it costs, and the method whose heat `explain_per_layer` shows for it.

    Source:
        The papers of `explain`.
    """
    return service.attribution.methods()


def explain_stages(key: str, *, visitor: str = "") -> Stages:
    """Returns the few layers that the page offers for attribution; the other functions take any layer with maps.

    Args:
        key: Key of the network.

    Returns:
        Names of at most 7 layers, in the order in which they run, and the default one; none and "" for a network without maps.

    Raises:
        UserError: When the network cannot be opened.
    """
    return service.attribution.stages(key, visitor)


def explain(
    key: str,
    source: PictureSource,
    method: str,
    *,
    targets: Sequence[object] | None = None,
    layer: str | None = None,
    points: object = None,
    visitor: str = "",
) -> Explanation:
    """Returns a heat map per class: how much each place of the picture speaks for it.

    Costs no forward pass up to the layer while the picture is cached for the visitor.

    Args:
        key: Key of the network.
        source: The picture.
        method: Key of the method, as in `explain_methods`.
        targets: Indices of 1 to 4 classes, each 0 to classes - 1; None for the most probable one.
        layer: Name of a layer with maps; None for the default stage. A method on the pixels takes None, "" or "input".
        points: Number of points of the integral, one of those that the method's card offers; None for the usual one.

    Returns:
        Per class float32 cells [y, x] as the method computes them, and the map [y, x] at the size of the prepared picture (bilinear);
        the prepared picture, uint8; and the milliseconds of the computation. The unit is that of the method's card.

    Raises:
        UserError: When the network cannot be opened, the method, a class, the layer or `points` is not accepted, the picture cannot be
            read, or the service is busy.

    Source:
        grad_cam: Selvaraju et al., ICCV 2017, eq. 1 and 2: relu(sum_k a_k A_k), a_k the mean of dz/dA_k.
        grad_cam_pp: Chattopadhay et al., WACV 2018, eq. 5 and 19.
        score_cam: Wang et al., CVPR workshops 2020, algorithm 1.
        saliency: Simonyan, Vedaldi and Zisserman, ICLR workshop 2014: max_c |dz/dx_c|.
        smoothgrad: Smilkov et al., 2017.
        integrated_gradients: Sundararajan, Taly and Yan, ICML 2017, eq. 1.
        guided_backpropagation: Springenberg et al., ICLR workshop 2015.
        occlusion: Zeiler and Fergus, ECCV 2014.
        The modules of `models.attribution.methods` give titles and departures.
    """
    return service.attribution.explain(key, source, method, targets, layer, points, visitor)


def explain_steps(
    key: str,
    source: PictureSource,
    method: str,
    *,
    targets: Sequence[object] | None = None,
    layer: str | None = None,
    points: object = None,
    visitor: str = "",
) -> Iterator[Explanation]:
    """Yields the heat maps of `explain` as they form; closing the iterator stops the work.

    Args:
        key: Key of the network.
        source: The picture.
        method: Key of the method.
        targets: Indices of 1 to 4 classes, each 0 to classes - 1; None for the most probable one.
        layer: Name of a layer with maps; None for the default stage.
        points: Number of points of the integral, of a method that offers some; None for the usual one.

    Returns:
        An iterator with an item after each batch of passes, `done` of `of`: the float32 heat maps [y, x] of `explain` so far; the last
        item is the whole.

    Raises:
        UserError: From the first item on, for what `explain` refuses.

    Source:
        The papers of `explain`.
    """
    return service.attribution.steps(key, source, method, targets, layer, points, visitor)


def explain_per_layer(key: str, source: PictureSource, method: str, target: object, *, visitor: str = "") -> tuple[StageAttribution, ...]:
    """Returns the heat map of one class at each stage, as thumbnails, by one forward and one backward pass at most.

    Args:
        key: Key of the network.
        source: The picture.
        method: Key of the method; where it needs many passes or works on the pixels, the method that its card names as `per_layer` is
            computed in its place.
        target: Index of the class, 0 to classes - 1.

    Returns:
        Per stage its layer, the range of the heat, and uint8 [1, y, x] with a scale, at most 48 cells a side. () for a network without
        maps, where the other arguments are not read.

    Raises:
        UserError: When the network cannot be opened, the method or class is not accepted, the picture cannot be read, or the service
            is busy.

    Source:
        The papers of `explain`.
    """
    return service.attribution.per_layer(key, source, method, target, visitor)


def deletion_curves(
    key: str, source: PictureSource, heat: NDArray[np.float32], target: object, *, visitor: str = ""
) -> Iterator[DeletionCurves]:
    """Yields the deletion and insertion curves of a heat map as they are measured; closing the iterator stops the work.

    Args:
        key: Key of the network.
        source: The picture.
        heat: float32 [y, x] at the size of the prepared picture, finite; its order alone counts.
        target: Index of the class, 0 to classes - 1.

    Returns:
        An iterator with an item after each batch of passes: float32 fractions of the pixels [point], 0 to 1 at 17 points, and the
        probabilities [point] after deletion and insertion by the heat and by the mean of 3 random orders; NaN where not known yet.

    Raises:
        UserError: From the first item on: when the network cannot be opened, the class is not accepted, `heat` has another size or is
            not finite, the picture cannot be read, or the service is busy.

    Source:
        Petsiuk, Das and Saenko, "RISE: Randomized Input Sampling for Explanation of Black-box Models", BMVC 2018.
    """
    return service.attribution.deletion_curves(key, source, heat, target, visitor)


def explain_code(
    key: str, source: PictureSource, method: str, target: object, *, layer: str | None = None, points: object = None, visitor: str = ""
) -> Code:
    """Returns plain PyTorch that loads the network and computes the heat map of a class again; it ends with `heat`, [y, x].

    Args:
        key: Key of the network.
        source: The picture.
        method: Key of the method.
        target: Index of the class, 0 to classes - 1.
        layer: Name of a layer with maps; None for the default stage.
        points: Number of points of the integral, of a method that offers some; None for the usual one.

    Returns:
        The code in both languages, and the files that it reads.

    Raises:
        UserError: When the network cannot be opened, the method, class, layer or `points` is not accepted, or the picture cannot be
            read.

    Source:
        The papers of `explain`.
    """
    return service.attribution.code(script, key, source, method, target, layer, points, visitor)
