"""Is this space taken? A drawn car park and three readers of its spaces."""

from __future__ import annotations

from collections.abc import Iterator

from models import service
from models.types.uses import ParkingAnswers, ParkingDay, ParkingScore


def parking(
    *, weather: str = "sun", camera: str = "mast", day: int = 3, training: str = "sun"
) -> Iterator[ParkingDay | ParkingAnswers | ParkingScore]:
    """Draws a car park of forty spaces and lets three readers say which are taken; each has learned from ten spaces on other days.

    Args:
        weather: "sun", "cloud", "rain", "dusk" or "snow".
        camera: Where the camera stands: "mast", "left" or "roof".
        day: Which day, 1 to 999: other cars in other spaces.
        training: What was learned from: "sun", "augmented" or "rain".

    Returns:
        An iterator: the day as soon as it is drawn (uint8 picture [height, width, 3], float32 corners [space, 4, 2]); what the
        readers say of it (bool [space]), some seconds later where nobody has asked for this training before; then how many of 200
        spaces each reader gets right, weather by weather.

    Raises:
        UserError: When an argument is not accepted; from the iterator, when the service is busy.

    Source:
        The task: Almeida et al., "PKLot – A robust dataset for parking lot classification", Expert Systems with Applications 42, 2015. The
        readers: a small convolutional network; local binary patterns (Ojala et al., 2002) and histograms of oriented gradients (Dalal and
        Triggs, 2005), each with a linear support vector machine.
    """
    return service.parking.follow(weather, camera, day, training)
