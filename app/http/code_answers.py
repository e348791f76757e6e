"""Shown code as an answer: the text, or with `as=zip` a folder that runs."""

from __future__ import annotations

from starlette.requests import Request

from app.http.requests import language_of
from models import api
from models.types.code import Code


def wants_zip(request: Request) -> bool:
    """Whether all that the code needs is asked for, too."""
    return request.query_params.get("as") == "zip"


def code_bytes(request: Request, code: Code) -> bytes:
    """The lines in the visitor's language, or a zip of them with the files that they read."""
    language = language_of(request)
    return api.code_zip(code, language) if wants_zip(request) else code[language].encode()
