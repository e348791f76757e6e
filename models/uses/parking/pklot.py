"""A zip in PKLot's own layout: which spaces it holds, and what is left out.

    PKLotSegmented/
      PUC/                     the car park: PUC, UFPR04 or UFPR05, or any other name
        Sunny/                 Sunny, Cloudy or Rainy
          2012-09-11/          the day
            Empty/*.jpg        Empty or Occupied: one picture for each space, cut out and turned upright
            Occupied/*.jpg

Folders around it do not matter, nor does their spelling in capitals. All of PKLot has 695,899 spaces, far more than are learned from here:
of each weather and state as many as the limit allows are taken, evenly along the names of the files, and so along car parks and days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models import limits
from models.errors import UserError
from models.inputs import pictures
from models.text import LANGUAGES, Text, number
from models.training.fine_tune import zips
from models.types.fine_tune import SkippedFile
from models.uses.parking.camera import PATCH

WEATHERS = {"sunny": "sun", "cloudy": "cloud", "rainy": "rain"}
STATES = {"empty": False, "occupied": True}
ORDER = tuple(WEATHERS.values())


@dataclass(frozen=True, slots=True)
class Space:
    """One picture of a space, not yet decoded."""

    file: str
    parking: str
    weather: str
    day: str
    taken: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class DecodedSpaces:
    """Spaces of one weather, as the readers are given them."""

    spaces: tuple[Space, ...]
    patches: NDArray[np.uint8]  # [space, y, x, rgb]
    taken: NDArray[np.bool_]  # [space]

    def part(self, chosen: Sequence[int]) -> DecodedSpaces:
        """Those at these places."""
        at = np.asarray(chosen, np.int64)
        return DecodedSpaces(tuple(self.spaces[i] for i in at), self.patches[at], self.taken[at])


@dataclass(slots=True)
class PklotFile:
    """What a zip holds: spaces by weather, what is left out and why, and how many are beyond the limit."""

    spaces: dict[str, list[Space]]
    skipped: list[SkippedFile]
    beyond: int


def read(data: bytes) -> PklotFile:
    """The spaces of a zip in PKLot's layout. UserError, with a sentence of its own, for whatever else it may be."""
    if not data.startswith(b"PK"):
        raise UserError(_NO_ZIP.format(what=zips.what(data)))
    held = zips.read_pictures(data)
    found, skipped = [], list(held.skipped)
    for path, content in held.pictures:
        stall = parse_path(path, content)
        if isinstance(stall, Space):
            found.append(stall)
        else:
            skipped.append(SkippedFile(zips.display_path(str(path)), stall))
    if not found:
        raise UserError(_NO_SPACES.format(files=zips.skipped_text(skipped)))
    chosen = {weather: _chosen([one for one in found if one.weather == weather]) for weather in ORDER}
    taken = {weather: spaces for weather, spaces in chosen.items() if spaces}
    return PklotFile(taken, skipped, len(found) - sum(map(len, taken.values())))


def parse_path(path: PurePosixPath, data: bytes) -> Space | Text:
    """The space that a file is by its folders, or why it is none."""
    folders = path.parts[:-1]
    names = [folder.lower() for folder in folders]
    if not names or names[-1] not in STATES:
        return _NO_STATE
    at = next((i for i in reversed(range(len(names))) if names[i] in WEATHERS), None)
    if at is None:
        return _NO_WEATHER
    day, parking = "/".join(folders[at + 1 : -1]), folders[at - 1] if at else ""
    return Space(str(path), parking, WEATHERS[names[at]], day, STATES[names[-1]], data)


def _chosen(spaces: Sequence[Space]) -> list[Space]:
    """As many of each state as the limit allows, evenly along their names."""
    most = int(limits.PKLOT_SPACES.value)
    kept = []
    for state in STATES.values():
        those = sorted((one for one in spaces if one.taken == state), key=lambda one: one.file)
        kept += [those[i] for i in np.unique(np.linspace(0, len(those) - 1, min(most, len(those))).round().astype(int))]
    return sorted(kept, key=lambda one: one.file)


def decode(spaces: Sequence[Space], skipped: list[SkippedFile]) -> Iterator[tuple[Space, NDArray[np.uint8]]]:
    """Each space with its patch [y, x, rgb]; one that cannot be decoded is added to `skipped`."""
    for stall in spaces:
        try:
            picture = pictures.decode(stall.data, PATCH).convert("RGB")
        except UserError as error:
            skipped.append(SkippedFile(zips.display_path(stall.file), error.brief or error.text))
            continue
        yield stall, np.asarray(picture.resize((PATCH, PATCH), Image.Resampling.BILINEAR))


def concatenate(found: Sequence[tuple[Space, NDArray[np.uint8]]]) -> DecodedSpaces:
    """One or more decoded spaces behind each other."""
    return DecodedSpaces(tuple(stall for stall, _ in found), np.stack([patch for _, patch in found]), np.array([s.taken for s, _ in found]))


def split_by_days(spaces: DecodedSpaces) -> tuple[DecodedSpaces, DecodedSpaces | None]:
    """Those of every other day, to learn from, and those of the days between, to answer; None where all are of one day.

    PKLot's authors part its pictures by days too: two of one space on one day are nearly the same picture.
    """
    days = sorted({(stall.parking, stall.day) for stall in spaces.spaces})
    first = set(days[::2])
    lessons = [i for i, stall in enumerate(spaces.spaces) if (stall.parking, stall.day) in first]
    others = sorted(set(range(len(spaces.spaces))) - set(lessons))
    return spaces.part(lessons), spaces.part(others) if others else None


def check_both_states(lessons: DecodedSpaces) -> None:
    """UserError where they are all of one state."""
    if lessons.taken.all() or not lessons.taken.any():
        there, missing = ("Occupied", "Empty") if lessons.taken[0] else ("Empty", "Occupied")
        raise UserError(_ONE_STATE.format(there=there, missing=missing))


def no_picture_decoded() -> UserError:
    """Not one picture of a space can be decoded."""
    return UserError(_NOTHING_DECODED)


def weather_missing(weather: str, there: Sequence[str]) -> UserError:
    """A weather that the zip has no spaces of."""
    names = {key: folder.capitalize() for folder, key in WEATHERS.items()}
    return UserError(_WEATHER_MISSING.format(weather=names[weather], there=", ".join(names[one] for one in there)))


def skipped_text(file: PklotFile) -> Text:
    """What was not taken, as a sentence; "" where everything was."""
    said = zips.skipped_text(file.skipped)
    beyond = _BEYOND.format(n=_count(file.beyond), most=_count(int(limits.PKLOT_SPACES.value))) if file.beyond else Text("", "")
    left = Text(*(_LEFT_OUT[language].format(files=said[language]) if file.skipped else "" for language in LANGUAGES))
    return Text(*(" ".join(filter(None, (left[language], beyond[language]))) for language in LANGUAGES))


def _count(count: int) -> Text:
    return Text(*(number(count, language, 9) for language in LANGUAGES))


_NO_ZIP = Text(
    "The file is no zip: it is {what}. Bring a zip of PKLot's folders, or the folder itself.",
    "O arquivo não é um zip: é {what}. Traga um zip das pastas do PKLot, ou a própria pasta.",
)
_NO_SPACES = Text(
    "There is no space in PKLot's layout: pictures in …/Sunny/2012-09-11/Empty and …/Occupied, as in PKLotSegmented.{files}",
    "Não há vagas na disposição do PKLot: imagens em …/Sunny/2012-09-11/Empty e …/Occupied, como no PKLotSegmented.{files}",
)
_NOTHING_DECODED = Text(
    "Not one picture of a space in the zip can be decoded; make the zip again from PKLot's folders.",
    "Nenhuma imagem de vaga do zip pode ser decodificada; faça o zip de novo a partir das pastas do PKLot.",
)
_ONE_STATE = Text(
    "All spaces to learn from are in folders {there}; to tell both apart some in folders {missing} are needed too.",
    "Todas as vagas para aprender estão em pastas {there}; para distinguir as duas é preciso ter também algumas em pastas {missing}.",
)
_WEATHER_MISSING = Text(
    "There are no spaces below a folder {weather}; those that are there: {there}.",
    "Não há vagas em uma pasta {weather}; as que existem: {there}.",
)
_NO_STATE = Text("in no folder Empty or Occupied", "fora das pastas Empty e Occupied")
_NO_WEATHER = Text("below no folder Sunny, Cloudy or Rainy", "fora das pastas Sunny, Cloudy e Rainy")
_LEFT_OUT = Text("Left out:{files}", "De fora:{files}")
_BEYOND = Text(
    "{n} more were not read: {most} of each weather and state are.",
    "Outras {n} não foram lidas: são lidas {most} de cada tempo e estado.",
)
