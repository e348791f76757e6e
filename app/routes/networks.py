"""
GET cnn/networks            cards of every network and of the visitor's own, with the number of their classes
GET cnn/network?network=    one card with classes and layers; 202 while its weights are on their way
GET cnn/weights_hosts       whether weights that are not here can be fetched
GET cnn/samples             what there is to try
GET cnn/own_picture         the picture that the command line names, as it is; a sentence where it names none
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app import samples
from app.encode import binary
from app.http.requests import NO_STORE, json_response, language_of, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api
from models.errors import UserError
from models.text import Text

_NO_PICTURE = Text("The command line names no picture.", "A linha de comando não indica imagem nenhuma.")


async def _networks(server: AppServer, request: Request) -> Response:
    language = language_of(request)
    who = server.visitor_of(request)
    infos = await server.run_io(request, lambda: (*api.networks(), *api.own_networks(who, with_untrained=True)))
    rows = [binary.network_info(info, language) for info in infos]
    return json_response([row | {"classes": len(row["classes"])} for row in rows])


async def _network(server: AppServer, request: Request) -> Response:
    language, key, who = language_of(request), required_param(request, "network"), server.visitor_of(request)
    opening = await server.run_io(request, lambda: api.open_network(key, visitor=who))
    if not opening.ready:
        return json_response({"loading": {"done_mb": opening.done_mb, "total_mb": opening.total_mb}}, 202)
    info, layers = await server.run_io(request, lambda: (api.network(key, visitor=who), api.layers(key, visitor=who)))
    groups = await server.run_io(request, lambda: api.class_groups(key, visitor=who))
    return json_response(binary.network_details(info, layers, groups, language))


async def _weights_hosts(server: AppServer, request: Request) -> Response:
    return json_response({"answer": await server.run_shared("weights_hosts", api.weights_can_be_fetched)})


async def _samples(server: AppServer, request: Request) -> Response:
    return json_response(samples.list_samples(language_of(request)))


async def _own_picture(server: AppServer, request: Request) -> Response:
    found = samples.own_picture()
    if found is None:
        raise UserError(_NO_PICTURE)
    return Response(found[0], media_type=found[1], headers=NO_STORE)


ROUTES = (
    RouteSpec("GET", "networks", _networks),
    RouteSpec("GET", "network", _network),
    RouteSpec("GET", "weights_hosts", _weights_hosts),
    RouteSpec("GET", "samples", _samples),
    RouteSpec("GET", "own_picture", _own_picture),
)
