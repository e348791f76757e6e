"""Files for the browser from one folder, of the kinds that are meant for it and no others.

A route and not Starlette's `Mount`: behind a proxy that cuts the root path off, a mount looks for its files in the wrong place.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles


def _revalidated(request: Request) -> str:
    return "no-cache"


def static_route(prefix: str, folder: Path, kinds: frozenset[str], cache: Callable[[Request], str] = _revalidated) -> Route:
    """A route for `folder` below `prefix`; `kinds`: endings with their dot. `cache` makes the header Cache-Control: as it is, a browser
    asks on every load whether there is an update."""
    static = StaticFiles(directory=folder, check_dir=False)

    async def serve(request: Request) -> Response:
        path = str(request.path_params["path"])
        if Path(path).suffix not in kinds:
            return Response(status_code=404)
        response = await static.get_response(static.get_path({**request.scope, "path": f"/{path}", "root_path": ""}), request.scope)
        response.headers.update({"Cache-Control": cache(request), "X-Content-Type-Options": "nosniff"})
        return response

    return Route(f"{prefix}/{{path:path}}", serve)
