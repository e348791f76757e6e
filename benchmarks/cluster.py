"""What a cluster costs and gives, on this machine: the way to a worker and back, answers per second, and a worker that dies.

    python -m benchmarks.cluster                      # all three tables
    python -m benchmarks.cluster --only hop --rounds 300
    python -m benchmarks.cluster --only death --visitors 30 --seconds 30

`hop`: the same call in this process and through the cluster, in turn, so that whatever else the machine does hits both alike.
`rate`: 16 visitors who ask without pause, at 1, 2 and 4 workers of one thread each; this process asks beside them.
`death`: visitors with classes of their own ask without pause; halfway one of two workers is killed.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from statistics import quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from benchmarks.timing import markdown_table, where
from models import api
from models.cluster import connect
from models.errors import UserError
from models.types.activations import PictureSource

PHOTOGRAPH = PictureSource("picture", (Path(__file__).parents[1] / "assets" / "samples" / "cat.jpg").read_bytes())
DIGITS, PHOTOGRAPHS = "lenet5", "efficientnet_lite0"
PAYLOAD = 200_000  # bytes of maps
ASKING = 16  # visitors who ask without pause
Functions = Mapping[str, Callable[..., Any]]


@contextmanager
def cluster(workers: int) -> Iterator[connect.Connection]:
    """So many workers of one thread each, all of them ready."""
    os.environ |= {connect.VARIABLE: "local", "PLAYGROUND_WORKERS": "1", "PLAYGROUND_CLUSTER_WORKERS": str(workers)}
    connected = connect.connect()
    assert connected is not None
    try:
        assert all(connected.pool.wait_for(name, 600) for name in connected.workers)
        api.warm_up()
        yield connected
    finally:
        connected.end()


def digit(seed: int) -> PictureSource:
    """A picture for LeNet-5 that nobody else has."""
    return PictureSource("pixels", np.random.default_rng(seed).integers(0, 256, (28, 28, 1), np.uint8).tobytes())


def hop(rounds: int) -> None:
    here = {name: getattr(api, name) for name in api.__all__}
    here["start"]()
    here["warm_up"]()
    layer = min(here["layers"](PHOTOGRAPHS), key=lambda one: abs(prod(one.shape) - PAYLOAD))
    calls: dict[str, Callable[[Functions], object]] = {
        "a look (a layer of a digit, kept)": lambda of: of["layer_maps"](DIGITS, digit(0), "conv1", visitor="v"),
        f"maps of {prod(layer.shape) / 1e3:.0f} KB (kept)": lambda of: of["layer_maps"](PHOTOGRAPHS, PHOTOGRAPH, layer.name, visitor="v"),
        "a stream of 16 parts": lambda of: list(of["maximize_activation"](DIGITS, "conv1", 0, steps=16)),
        "its first part, and a stop": lambda of: first(of["maximize_activation"](DIGITS, "conv1", 0, steps=16)),
    }
    with cluster(1):
        there = {name: getattr(api, name) for name in api.__all__}
        lines = [line(name, call, here, there, rounds) for name, call in calls.items()]
    heads = ["", "one process: p50", "p95", "a worker: p50", "p95", "more: p50", "p95"]
    print(markdown_table("Milliseconds until the answer", heads, lines))


def first(parts: Any) -> object:
    part = next(parts)
    parts.close()
    return part


def line(name: str, call: Callable[[Functions], object], here: Functions, there: Functions, rounds: int) -> list[str]:
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 5):
        for into, of in zip(taken, (here, there), strict=True):
            begin = time.perf_counter()
            call(of)
            if turn >= 5:
                into.append(1e3 * (time.perf_counter() - begin))
    more = [after - before for before, after in zip(*taken, strict=True)]
    return [name, *(f"{at:.1f}" for values in (*taken, more) for at in middle_and_tail(values))]


def middle_and_tail(values: list[float]) -> tuple[float, float]:
    """(p50, p95)"""
    cut = quantiles(values, n=20, method="inclusive")
    return cut[9], cut[18]


@dataclass
class Asked:
    """What one visitor met."""

    answers: list[float] = field(default_factory=list)  # when each came, in seconds of time.monotonic()
    wrong: int = 0
    said: list[str] = field(default_factory=list)


def all_asking(visitors: int, seconds: float, ask: Callable[[int, int, Asked], None], meanwhile: Callable[[], None]) -> list[Asked]:
    """So many visitors, each in a thread of its own, who ask one question after the other."""
    met, until = [Asked() for _ in range(visitors)], time.monotonic() + seconds

    def stay(who: int) -> None:
        turn = 0
        while time.monotonic() < until:
            try:
                ask(who, turn, met[who])
                met[who].answers.append(time.monotonic())
            except UserError as refused:
                met[who].said.append(refused.text.en)
            turn += 1

    threads = [threading.Thread(target=stay, args=(who,)) for who in range(visitors)]
    for thread in threads:
        thread.start()
    meanwhile()
    for thread in threads:
        thread.join()
    return met


def rate(seconds: float) -> None:
    lines = []
    for workers in (1, 2, 4):
        with cluster(workers):
            counts = []
            for network in (DIGITS, PHOTOGRAPHS):

                def ask(who: int, turn: int, met: Asked, network: str = network) -> None:
                    given = digit(1000 * who + turn) if network == DIGITS else own(1000 * who + turn)
                    api.predict(network, given, visitor=f"v{who}")

                met = all_asking(ASKING, seconds, ask, lambda: None)
                counts.append(sum(len(one.answers) for one in met) / seconds)
        lines.append([str(workers), *(f"{count:,.0f}" for count in counts)])
    print(markdown_table("Answers a second", ["workers", "a digit, LeNet-5", "a photograph, EfficientNet-Lite0"], lines))


def own(seed: int) -> PictureSource:
    """The photograph with bytes behind its end that nobody else has: the same picture, computed anew."""
    return PictureSource("picture", PHOTOGRAPH.data + seed.to_bytes(4, "little"))


def death(visitors: int, seconds: float) -> None:
    with cluster(2) as connected:
        for who in range(visitors):
            api.add_class(f"v{who}", f"of {who}")
        right = [api.logits(DIGITS, digit(who), visitor=f"v{who}") for who in range(visitors)]
        hit = {who for who in range(visitors) if connected.dispatcher.worker_of(f"v{who}") == "worker 1"}
        killed = 0.0

        def ask(who: int, turn: int, met: Asked) -> None:
            name = f"v{who}"
            same = np.array_equal(api.logits(DIGITS, digit(who), visitor=name), right[who])
            met.wrong += not (same and [one.name for one in api.classes(name)] == [f"of {who}"])
            time.sleep(0.2)

        def kill() -> None:
            nonlocal killed
            time.sleep(seconds / 2)
            os.kill(connected.workers["worker 1"].process(), signal.SIGKILL)
            killed = time.monotonic()
            while connected.pool.lives("worker 1"):
                time.sleep(0.01)
            back.append(connected.pool.wait_for("worker 1", 600) and time.monotonic() - killed)

        back: list[float] = []
        met = all_asking(visitors, seconds, ask, kill)
    groups = {"its visitors": hit, "the others": set(range(visitors)) - hit}
    lines = [death_line(name, [met[who] for who in group], killed) for name, group in groups.items() if group]
    heads = ["", "visitors", "seconds until the next answer: median", "worst", "wrong answers", "refusals"]
    print(markdown_table(f"A worker of two is killed under {visitors} visitors", heads, lines))
    print(f"Ray's new worker answered {back[0]:.1f} s after the death.")


def death_line(name: str, met: list[Asked], killed: float) -> list[str]:
    waits = sorted(min(at for at in one.answers if at > killed) - killed for one in met)
    wrong, said = sum(one.wrong for one in met), sum(len(one.said) for one in met)
    return [name, str(len(met)), f"{waits[len(waits) // 2]:.2f}", f"{waits[-1]:.2f}", str(wrong), str(said)]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--only", choices=("hop", "rate", "death"))
    ask.add_argument("--rounds", type=int, default=200)
    ask.add_argument("--seconds", type=float, default=20)
    ask.add_argument("--visitors", type=int, default=30)
    want = ask.parse_args()
    print(where(), "\n")
    if want.only in (None, "hop"):
        hop(want.rounds)
    if want.only in (None, "rate"):
        rate(want.seconds)
    if want.only in (None, "death"):
        death(want.visitors, want.seconds)


if __name__ == "__main__":
    main()
