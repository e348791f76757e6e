"""Reading what somebody sends, and no more of it than may be sent."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.requests import Request


class TooLarge(Exception):
    """What is sent is larger than it may be; it was not read to its end."""


async def read_chunks(request: Request, most: int) -> AsyncIterator[bytes]:
    """The body piece by piece, at most `most` bytes: refused at its announcement, or as soon as it has grown past that."""
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > most:
        raise TooLarge
    taken = 0
    async for chunk in request.stream():
        taken += len(chunk)
        if taken > most:
            raise TooLarge
        yield chunk


async def read_all(request: Request, most: int) -> bytes:
    """The body, at most `most` bytes."""
    body = bytearray()
    async for chunk in read_chunks(request, most):
        body += chunk
    return bytes(body)
