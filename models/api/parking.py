"""Is this space taken? A drawn car park and three readers of its spaces."""

from __future__ import annotations

from collections.abc import Iterator

from models import service
from models.types.uses import ParkingAnswers, ParkingDay, ParkingScore, PklotAnswers, PklotContents


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


def pklot(data: bytes, *, training: str = "") -> Iterator[PklotContents | PklotAnswers | ParkingScore]:
    """Learns from the spaces of one weather in a zip in PKLot's layout, and answers those of the others.

    Args:
        data: A zip; pictures of single spaces in <car park>/<Sunny, Cloudy or Rainy>/<day>/<Empty or Occupied>, in whatever folders.
        training: The weather that is learned from: "sun", "cloud" or "rain"; "": the first that is there. Where it has several days, every
            other one is learned from and those between are asked about.

    Returns:
        An iterator: what the zip holds, and what was left out of it; then, weather by weather, up to forty of its spaces side by side
        (uint8 picture [540, 960, 3], uint8 patches [space, 32, 32, 3]) with what three readers say of them, and how many each reader
        gets right of at most 400 spaces (`limits.PKLOT_SPACES` of each state). Nothing of it is kept.

    Raises:
        UserError: When a weather is not one of the three; from the iterator, when the file is no such zip, is larger than the limits
            allow, is hostile, or holds no such weather or only one state; when the service is busy.

    Source:
        The layout and the task: Almeida et al., "PKLot – A robust dataset for parking lot classification", Expert Systems with
        Applications 42, 2015.
    """
    return service.parking.follow_pklot(data, training)
