"""Somebody in a classroom, as a server sees them: a page opened, digits drawn, layers walked, photographs looked at, by a seed."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np

from models.inputs import drawing
from tests import pen, wire

SAMPLES = Path(__file__).parents[1] / "assets" / "samples"
DIGITS, PHOTOGRAPHS = "lenet5", "efficientnet_lite0"
RACE = {"data": "digits", "each": 40, "epochs": 60, "batch": 10}
PIECES = 8  # questions while a digit grows under the pen
_REFUSALS = (422, 503)
_MANY = httpx.Limits(max_connections=None, max_keepalive_connections=None)


@dataclass
class Observations:
    """What happened, by the kind of a question."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # until the last byte
    refused: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    said: set[str] = field(default_factory=set)  # sentences of refusals


class Visitor:
    """One page, with one question in flight; `pace` divides every pause. It stops at `until`, in seconds of time.monotonic()."""

    def __init__(self, url: str, seed: int, observations: Observations, until: float, pace: float = 1) -> None:
        self.url, self.observations, self.until, self.pace = url, observations, until, pace
        self.chance = random.Random(seed)
        self.client = httpx.AsyncClient(timeout=120, limits=_MANY)
        self.token = ""
        self.layers: dict[str, list[str]] = {}
        self.stages = [""]  # of the network for photographs, where heat maps are asked for

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.until

    async def visit(self) -> None:
        """From the opened page to the closed one."""
        await self._stay(self._look)

    async def train(self) -> None:
        """The same, one race of Train after the other, each of a seed of its own."""
        await self._stay(self._race)

    async def _stay(self, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await self._open()
            while not self.is_over:
                await act()
            await self.client.post(f"{self.url}/cnn/leave", content=self.token)
        finally:
            await self.client.aclose()

    async def _open(self) -> None:
        start = time.perf_counter()
        page = await self.client.get(self.url)
        self.observations.seconds["page"].append(time.perf_counter() - start)
        found = re.search(r'window\.cnnVisitor = "([\w-]+)"', page.text)
        assert found, "the page has no token"
        self.token = found.group(1)
        for network in (DIGITS, PHOTOGRAPHS):
            opened = await self._ask("network", "network", network=network)
            self.layers[network] = [layer["name"] for layer in json.loads(opened)["layers"]] if opened else ["input"]
        methods = await self._ask("network", "attribution_methods", network=PHOTOGRAPHS)
        self.stages = json.loads(methods)["stages"] if methods else self.stages

    async def _look(self) -> None:
        await (self._digit() if self.chance.random() < 0.5 else self._photograph())

    async def _digit(self) -> None:
        """A digit grows under the pen, question after question; then its layers are walked."""
        rng = np.random.default_rng(self.chance.randrange(2**32))
        strokes = pen.strokes(pen.write(rng), rng, 180)
        seen = None
        for piece in range(1, PIECES + 1):
            grown = [drawing.Stroke(one.pen, one.points[: max(1, len(one.points) * piece // PIECES)]) for one in strokes]
            seen = await self._ask("pen", "forward", drawing.encode(grown), network=DIGITS, layer="conv1", form="strokes") or seen
            await self._pause(0.05)
        await self._walk("layer of a digit", DIGITS, seen, 4)

    async def _photograph(self) -> None:
        """A sample that others look at too, or one's own; then its layers, in the end perhaps heat maps and variants."""
        body = self.chance.choice(sorted(SAMPLES.glob("*.jpg"))).read_bytes()
        if self.chance.random() < 0.5:
            body += self.chance.randbytes(16)  # behind the end of a JPEG: the same picture, and bytes that nobody else has
        asked = {"network": PHOTOGRAPHS, "layer": self.layers[PHOTOGRAPHS][1], "form": "picture"}
        seen = await self._ask("photograph", "forward", body, **asked)
        await self._think(3)
        await self._walk("layer of a photograph", PHOTOGRAPHS, seen, 4)
        if seen and self.chance.random() < 0.5:
            pixels, targets = wire.read(seen)[1]["picture"].tobytes(), f"{self.chance.randrange(500)},{500 + self.chance.randrange(500)}"
            await self._ask(
                "heat", "attribution", pixels, network=PHOTOGRAPHS, method="grad_cam", targets=targets, layer=self.stages[-1], form="pixels"
            )
            await self._think(4)
        if self.chance.random() < 0.3 and not self.is_over:
            plan = json.dumps([{"transform": "horizontal_flip"}, {"transform": "random_resized_crop"}])
            await self._ask("variants", "variants", body, network=PHOTOGRAPHS, plan=plan, count=24, tiles=24, form="picture")
            await self._think(4)

    async def _walk(self, kind: str, network: str, seen: bytes | None, steps: int) -> None:
        """Other layers of the prepared picture, as the page asks for them."""
        for _ in range(steps):
            await self._think(2)
            if self.is_over or seen is None:
                return
            pixels = wire.read(seen)[1]["picture"].tobytes()
            await self._ask(kind, "feature_maps", pixels, network=network, layer=self.chance.choice(self.layers[network]), form="pixels")

    async def _race(self) -> None:
        lane = RACE | {"seed": self.chance.randrange(10**6)}
        await self._ask("training", "train_run", lanes=json.dumps([lane]), fresh=1)
        await self._think(1)

    async def _ask(self, kind: str, route: str, body: bytes | None = None, **query: str | int) -> bytes | None:
        """The whole answer, None where there is none; the observations say how long it took."""
        start = time.perf_counter()
        query = {key: str(value) for key, value in query.items()}
        asked = self.client.build_request(
            "GET" if body is None else "POST", f"{self.url}/cnn/{route}", params=query, content=body, headers={"X-Visitor": self.token}
        )
        try:
            answer = await self._send(asked)
        except httpx.HTTPError:
            self.observations.failed[kind] += 1
            return None
        if answer.status_code == 200:
            self.observations.seconds[kind].append(time.perf_counter() - start)
            return answer.content
        refused = answer.status_code in _REFUSALS
        (self.observations.refused if refused else self.observations.failed)[kind] += 1
        self.observations.said.add(answer.text[:120])
        return None

    async def _send(self, asked: httpx.Request) -> httpx.Response:
        """As browsers do, once more where the server closed a resting connection at that very moment."""
        try:
            return await self.client.send(asked)
        except httpx.RemoteProtocolError:
            return await self.client.send(asked)

    async def _think(self, seconds: float) -> None:
        await self._pause(self.chance.expovariate(1 / seconds))

    async def _pause(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds / self.pace, max(0.0, self.until - time.monotonic())))
