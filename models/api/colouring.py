"""A grey picture coloured by a network whose answer is a picture."""

from __future__ import annotations

from collections.abc import Sequence

from models import service
from models.networks.colouring import TEMPERATURE
from models.types.activations import PictureSource
from models.types.colouring import ColouredPicture, ColourHint


def colour_picture(
    source: PictureSource,
    *,
    hints: Sequence[ColourHint] = (),
    cut: Sequence[int] = (),
    temperature: float = TEMPERATURE,
    side: int = 128,
    visitor: str = "",
) -> ColouredPicture:
    """Takes the colour out of a picture and returns it grey, coloured by the network and as it was, with figures and maps.

    Args:
        source: The picture, a file.
        hints: Dabs of colour on the grey picture, at most PLAYGROUND_COLOUR_HINTS; later ones lie over earlier ones.
        cut: Skip connections that bring zeros, 1 to 4: 1 is at the picture's size, 4 at an eighth of it.
        temperature: Of the annealed mean of the classes of colour, a finite number greater than 0: 1 is their mean, near 0 the likeliest.
        side: Longer side in px, 32 to PLAYGROUND_COLOUR_SIDE; both sides become multiples of 16.

    Returns:
        uint8 pictures [height, width, channel]: the true one, the grey one and the coloured one; a uint8 map [y, x] of every block of the
        U-Net, from its least to its largest value; CIEDE2000 and colourfulness of each picture; and the time.

    Raises:
        UserError: When the picture cannot be read, the weights are missing, or an argument is out of range; when the service is busy.

    Source:
        Ronneberger, Fischer and Brox, MICCAI 2015; Zhang, Isola and Efros, ECCV 2016; Zhang et al., SIGGRAPH 2017.
        ab = sum_q c_q softmax(z / T)_q over the classes c_q of colour.
    """
    return service.colouring.colour(source, hints, cut, temperature, side, visitor)
