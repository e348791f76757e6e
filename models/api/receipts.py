"""One number taken apart, and the pixels that it depends on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models import service
from models.export.layer_code import script
from models.types.activations import PictureSource
from models.types.code import Code
from models.types.receipts import Receipt, TraceStep


def receipt(key: str, source: PictureSource, layer: str, cell: object, *, visitor: str = "") -> Receipt:
    """Returns the terms, the bias and the sum behind one activation, beside what PyTorch computed.

    Runs no forward pass while the picture is cached for the visitor, else one that ends at the layer.

    Args:
        key: Key of the network.
        source: The picture.
        layer: Name of any layer, `input` included.
        cell: The cell as whole numbers, [channel, y, x] or [unit] within the layer's shape.

    Returns:
        float64 values, weights and products [term], int32 cells that they come from [term, 3], the bias, their float64 sum, PyTorch's
        float32 value, and the largest difference that rounding explains.

    Raises:
        UserError: When the network cannot be opened, it has no such layer or cell, the picture cannot be read, or the service is busy.

    Source:
        The definition of each layer in PyTorch; of a convolution or dense layer: sum = bias + sum_i weights_i * values_i.
    """
    return service.receipts.receipt(key, source, layer, cell, visitor)


def trace(key: str, source: PictureSource, layer: str, cell: object, *, visitor: str = "") -> tuple[TraceStep, ...]:
    """Returns the receipt of a cell, that of its strongest term's cell, and so on back to a pixel; costs one forward pass at most.

    Args:
        key: Key of the network.
        source: The picture.
        layer: Name of the layer to start at.
        cell: The cell to start at, [channel, y, x] or [unit] within the layer's shape.

    Returns:
        One step per layer on the way, the given cell first: its receipt, a thumbnail of its channel (uint8 [1, y, x], at most 40
        cells a side) and the range of the layer.

    Raises:
        UserError: When the network cannot be opened, it has no such layer or cell, the picture cannot be read, or the service is busy.
    """
    return service.receipts.trace(key, source, layer, cell, visitor)


def receipt_code(key: str, source: PictureSource, layer: str, cell: object, *, visitor: str = "") -> Code:
    """Returns plain PyTorch that loads the network and computes one activation again; it ends with `number`.

    Args:
        key: Key of the network.
        source: The picture.
        layer: Name of the layer.
        cell: The cell, [channel, y, x] or [unit] within the layer's shape.

    Returns:
        The code in both languages, and the files that it reads.

    Raises:
        UserError: When the network cannot be opened, it has no such layer or cell, the picture cannot be read, or the service is busy.
    """
    return service.receipts.code(script, key, source, layer, cell, visitor)


def effective_receptive_field(key: str, source: PictureSource, layer: str, cell: object, *, visitor: str = "") -> NDArray[np.float32]:
    """Returns how much each pixel moves one activation, by one forward and one backward pass.

    Args:
        key: Key of the network.
        source: The picture.
        layer: Name of the layer.
        cell: The cell, [channel, y, x] or [unit] within the layer's shape.

    Returns:
        float32 [y, x] of the prepared picture, 0 or more, in units of the activation per unit of the normalised input.

    Raises:
        UserError: When the network cannot be opened, it has no such layer or cell, the picture cannot be read, or the service is busy.

    Source:
        Luo, Li, Urtasun and Zemel, "Understanding the Effective Receptive Field in Deep Convolutional Neural Networks", NeurIPS 2016.
        Here of one picture, with absolute values: field[y, x] = sum_c |d cell / d input[c, y, x]|.
    """
    return service.receipts.effective_receptive_field(key, source, layer, cell, visitor)
