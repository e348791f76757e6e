"""The page's own files, its modules and its one stylesheet, each at an address that names the version of all of them.

`/kit/<version>/page.js`: a module that imports another relative to itself finds it under the same version. A browser keeps what it has
and asks for nothing twice; once a file has changed, the next page names another version.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
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
    return f"kit/{_latest().version}/"


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


@dataclass(frozen=True, slots=True)
class _Seen:
    """All files as they were last seen: the time of each one's last change and its bytes, the version that they make, and the sheet."""

    stamps: dict[Path, tuple[int, int]]
    version: str
    sheet: str


_seen: list[_Seen] = []  # the latest alone


def _latest() -> _Seen:
    """Looks at every file: once for a page, not for each of the page's files."""
    stamps = {file: _stamp(file) for file in sorted(instruments.FOLDER.rglob("*")) if file.suffix in KINDS}
    if not _seen or _seen[0].stamps != stamps:
        _seen[:] = [_Seen(stamps, _digest(list(stamps)), stylesheet())]
    return _seen[0]


def _stamp(file: Path) -> tuple[int, int]:
    stat = file.stat()
    return stat.st_mtime_ns, stat.st_size


def _digest(paths: list[Path]) -> str:
    digest = hashlib.blake2b(theme.css_variables().encode(), digest_size=8)
    for file in paths:
        digest.update(f"\n{file.relative_to(instruments.FOLDER).as_posix()}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _cache_control(request: Request) -> str:
    """For good only where the file is still the one of this version: what was edited since would otherwise stay in a browser under it."""
    seen, file = _seen[0] if _seen else _latest(), instruments.FOLDER / request.path_params["path"]
    same = request.path_params["version"] == seen.version and file in seen.stamps and file.exists() and _stamp(file) == seen.stamps[file]
    return _FOR_GOOD if same else "no-cache"


async def _style(request: Request) -> Response:
    seen = _latest()
    caching = _FOR_GOOD if request.path_params["version"] == seen.version else "no-cache"
    return Response(seen.sheet, media_type="text/css", headers={"Cache-Control": caching, "X-Content-Type-Options": "nosniff"})
