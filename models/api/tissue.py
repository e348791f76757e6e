"""A section of tissue, coloured from a few strokes of a brush."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models import service
from models.types.activations import PictureSource
from models.types.tissue import TissuePatches, TissueProgress, TissueSample, TissueSection, TissueStroke
from models.uses.tissue import samples


def tissue_samples() -> tuple[TissueSample, ...]:
    """Lists the pictures of tissue that come with the project, each with its kinds and a few strokes that mark them.

    Returns:
        The samples; `tissue_picture` has their files.
    """
    return samples.samples()


def tissue_picture(sample: str) -> PictureSource:
    """Reads the file of a sample.

    Args:
        sample: Key of one of `tissue_samples`.

    Returns:
        Its picture, as the other functions take it.

    Raises:
        UserError: When there is no such sample.
    """
    return samples.picture(sample)


def tissue_section(source: PictureSource) -> TissueSection:
    """Makes a picture as small as a page shows it, and finds its brown stain by colour deconvolution and Otsu's threshold.

    Args:
        source: A picture of up to PLAYGROUND_PICTURE_MEGAPIXELS.

    Returns:
        The picture, uint8 [height, width, channel], 1024 px a side at most, and uint8 [height, width], 1 where it is brown.

    Raises:
        UserError: When the picture cannot be read.

    Source:
        Ruifrok and Johnston, "Quantification of histochemical staining by color deconvolution", Anal. Quant. Cytol. Histol. 23(4), 2001.
    """
    return service.tissue.section(source)


def colour_tissue(source: PictureSource, strokes: Sequence[TissueStroke], kinds: int, *, visitor: str = "") -> Iterator[TissueProgress]:
    """Learns from marked cells of a frozen network's layer, and says of every cell what kind it is; what was computed is kept.

    Args:
        source: A picture of up to PLAYGROUND_PICTURE_MEGAPIXELS; it is computed in tiles.
        strokes: What is marked, the last over a cell counts; up to PLAYGROUND_TISSUE_STROKES, each kind at least once.
        kinds: 2 to 3.

    Returns:
        An iterator of how many tiles are done, after each; the last item has the probabilities, uint8 [kind, y, x], shares and comparisons.

    Raises:
        UserError: When a stroke is none, a kind is not marked, or there are too many strokes; from the iterator, when the picture cannot
            be read or the service is busy.

    Source:
        The head is multinomial logistic regression with an L2 penalty (C = 1) and equal weight of every kind; the range of a share is the
        5th to 95th percentile over 20 heads from bootstrapped pieces of the strokes (Efron, 1979).
    """
    return service.tissue.colour(source, strokes, kinds, visitor)


def tissue_patches(source: PictureSource, strokes: Sequence[TissueStroke], kinds: int, *, visitor: str = "") -> Iterator[TissuePatches]:
    """Answers cells one by one, each from its own patch of the picture, and compares them with the one pass.

    Args:
        source: As in `colour_tissue`.
        strokes: As in `colour_tissue`.
        kinds: 2 to 3.

    Returns:
        An iterator of 16 cells each, 4,096 in all at most: float32 [cell] of their places and uint8 [kind, cell] of their probabilities.

    Raises:
        UserError: As in `colour_tissue`.
    """
    return service.tissue.patches(source, strokes, kinds, visitor)
