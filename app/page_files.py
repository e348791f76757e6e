"""The page's own files, its modules and its one stylesheet, each at an address that names the version of all of them.

`/kit/<version>/page.js`: a module that imports another relative to itself finds it under the same version. A browser keeps what it has
and asks for nothing twice; once a file has changed, the next page names another version.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from app import instruments, theme
from app.http import static

KINDS = frozenset({".js", ".css", ".html"})
_FOR_GOOD = "public, max-age=31536000, immutable"  # a year, the longest that browsers take


def folder() -> str:
    """The address of the version of this moment, relative to the page; it ends in a slash."""
    return f"kit/{_version()}/"


def routes() -> list[BaseRoute]:
    """Where they are served. Another version's address, of a page that is open since before a change, gets what there is now."""
    return [
        Route("/kit/{version}/style.css", _style),
        static.static_route("/kit/{version}", instruments.FOLDER, KINDS, cache=_cache_control),
    ]


def stylesheet() -> str:
    """The tokens, the kit's sheets, every tab's, then every instrument's, each group by name; of an instrument's own index.css comes first.

    Linked from the head and not given to Gradio as `css=`, which sends rules through CSSOM and loses some on the way.
    """
    kit, root = instruments.KIT, instruments.FOLDER
    files = [
        *sorted(kit.glob("*.css")),
        *sorted(set(root.glob("*/*.css")) - set(kit.glob("*.css"))),
        *sorted(root.glob("*/*/*.css"), key=lambda file: (file.parent, file.name != "index.css", file.name)),
    ]
    return theme.css_variables() + "\n".join(file.read_text("utf-8") for file in files)


@dataclass(slots=True)
class _Seen:
    """What was last seen of all files: (path, time of the last change, bytes) of each, and the version that they make."""

    files: list[tuple[Path, int, int]] = field(default_factory=list)
    version: str = ""


_seen = _Seen()


def _version() -> str:
    """A digest of what all of them hold. It looks at every file: once for a page, not for each of the page's files."""
    paths = sorted(file for file in instruments.FOLDER.rglob("*") if file.suffix in KINDS)
    files = [(file, stat.st_mtime_ns, stat.st_size) for file in paths for stat in [file.stat()]]
    if files != _seen.files:
        _seen.version, _seen.files = _digest(paths), files  # in this order: another thread reads both
    return _seen.version


def _digest(paths: list[Path]) -> str:
    digest = hashlib.blake2b(theme.css_variables().encode(), digest_size=8)
    for file in paths:
        digest.update(f"\n{file.relative_to(instruments.FOLDER).as_posix()}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _cache_control(request: Request) -> str:
    return _FOR_GOOD if request.path_params["version"] == (_seen.version or _version()) else "no-cache"


async def _style(request: Request) -> Response:
    headers = {"Cache-Control": _cache_control(request), "X-Content-Type-Options": "nosniff"}
    return Response(stylesheet(), media_type="text/css", headers=headers)
