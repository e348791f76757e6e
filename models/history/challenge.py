"""The ImageNet challenge by year, as `assets/history.csv` has it: every figure with its source, checked when it is read."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlparse

from models.text import Text
from models.types.history import METHODS, ROLES, ChallengeEntry

FILE = Path(__file__).parents[2] / "assets" / "history.csv"
YEARS = range(2010, 2018)  # the challenge was held in these

_Word = TypeVar("_Word", bound=str)


class InvalidHistory(ValueError):
    """The file says something that cannot be: which line, and what."""


@cache
def entries() -> tuple[ChallengeEntry, ...]:
    """Every row of the file, in its order. `Wrong` for one that cannot be true, a year without a winner, or one with two."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return read(csv.DictReader(file))


def read(rows: Iterable[dict[str, str]]) -> tuple[ChallengeEntry, ...]:
    """Rows as text → entries, each checked, and then all of them together."""
    found = tuple(_entry(line, row) for line, row in enumerate(rows, start=2))
    won = [entry.year for entry in found if entry.role == "winner"]
    if won != list(YEARS):
        raise InvalidHistory(f"one winner a year from {YEARS[0]} to {YEARS[-1]}, in order; the file has {won}")
    if sum(entry.role == "person" for entry in found) != 1:
        raise InvalidHistory("one row with role person")
    best = {entry.year: entry.error for entry in found if entry.role == "winner"}
    for entry in found:
        if entry.role == "second" and entry.error < best[entry.year]:
            raise InvalidHistory(f"{entry.year}: the second has fewer errors than the winner")
    return found


def _entry(line: int, row: dict[str, str]) -> ChallengeEntry:
    def need(holds: bool, what: str) -> None:
        if not holds:
            raise InvalidHistory(f"history.csv, line {line}: {what}")

    def one_of(name: str, accepted: tuple[_Word, ...]) -> _Word:
        for one in accepted:
            if one == row[name]:
                return one
        raise InvalidHistory(f"history.csv, line {line}: {name} {row[name]!r}")

    need(None not in row and None not in row.values(), "it has another number of columns")
    need(row["year"].isdigit() and int(row["year"]) in YEARS, f"year {row['year']!r}")
    role, method = one_of("role", ROLES), one_of("method", METHODS)
    need(row["outside_data"] in ("yes", "no"), f"outside_data {row['outside_data']!r} is neither yes nor no")
    need((row["outside_data"] == "yes") == bool(row["error_without"]), "error_without stands where outside data were used, and only there")
    for name in ("team", "institution", "about_en", "about_pt", "source"):
        need(bool(row[name].strip()), f"{name} is empty")
    address = urlparse(row["url"])
    need(address.scheme == "https" and bool(address.netloc), f"url {row['url']!r}")
    error = _percent(row["error"])
    without = _percent(row["error_without"]) if row["error_without"] else None
    need(error is not None and (without is None or without >= error), f"error {row['error']!r}, without {row['error_without']!r}")
    assert error is not None
    return ChallengeEntry(
        year=int(row["year"]),
        role=role,
        team=row["team"],
        institution=row["institution"],
        system=row["system"],
        error=error,
        method=method,
        error_without=without,
        networks=tuple(row["networks"].split()),
        about=Text(row["about_en"], row["about_pt"]),
        source=row["source"],
        url=row["url"],
    )


def _percent(text: str) -> float | None:
    """A figure in per cent above 0 and below 100; None for anything else."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value < 100 else None
