"""A picture in the style of another."""

from __future__ import annotations

from collections.abc import Iterator

from models import service
from models.types.activations import PictureSource
from models.types.uses import StyleExample, StyleProgress
from models.uses import style_example as bundled
from models.uses import style_transfer


def style_example() -> StyleExample:
    """Returns a pair of samples whose result comes with the project, so that a page has something to show before anybody asks.

    Returns:
        Keys of the network and the two samples, the share of the style, and the picture after the last step, as `transfer_style` yields it.
    """
    return bundled.example()


def transfer_style(
    key: str, content: PictureSource, style: PictureSource, *, share: float = 0.9, steps: int = style_transfer.STEPS, visitor: str = ""
) -> Iterator[StyleProgress]:
    """Transfers the style of one picture to another and yields the picture as it forms; closing the iterator stops within a step.

    Args:
        key: Key of a network with maps.
        content: The picture whose content stays.
        style: The picture whose style it takes.
        share: Weight of the style against the content, 0 to 1.
        steps: Steps of Adam, 1 to PLAYGROUND_ASCENT_STEPS.

    Returns:
        An iterator of uint8 pictures [height, width, channel], at most 128 px a side, with the step and the relative distances to
        content and style: before the first step, every 4 steps or 0.25 s, and after the last.

    Raises:
        UserError: When the network cannot be opened or has no maps, a picture cannot be read, or `share` or `steps` is out of range;
            from the iterator, when the service is busy.

    Source:
        Gatys, Ecker and Bethge, "Image Style Transfer Using Convolutional Neural Networks", CVPR 2016.
        G_l = F_l F_l^T / cells; loss = (1 - share) * content + share * style + 10 * smoothness, where content is
        |F - F_content|^2 / |F_content|^2 and style the mean over layers of |G_l - G_style|^2 relative to its start.
    """
    return service.style_transfer.transfer_style(key, content, style, share, steps, visitor)
