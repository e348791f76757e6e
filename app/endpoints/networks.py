"""/networks: every network there is."""

from __future__ import annotations

from typing import Any

from app.encode import binary
from app.endpoints.base import LANGUAGE, Endpoint
from app.http.files import TemporaryFiles
from models import api
from models.text import Language

WANTED = ("key", "title", "year", "parameters", "macs", "input", "classes", "weights", "download_mb")


def networks(files: TemporaryFiles, language: Language) -> list[dict[str, Any]]:
    cards = [binary.network_info(info, language) for info in api.networks()]
    return [{key: card[key] for key in WANTED} for card in cards]


ENDPOINT = Endpoint(
    "networks",
    "Every network: its key, title, year, parameters (count), macs (multiply-accumulates for one picture), input size (pixels), "
    "classes, where its weights are (shipped, present, download, random, trained) and, if they must be fetched, download_mb.",
    networks,
    (LANGUAGE,),
    (("networks", "array", "{key, title, year, parameters, macs, input: {channels, height, width}, classes, weights, download_mb}"),),
)
