"""Measures how long every network takes to open and to answer: python -m models.recipes.seconds [NETWORK ...]

Writes assets/network_seconds.json, from which the menu says what one will wait. It takes some five minutes. What counts is the processor
time of the one thread that computes: on a machine that does nothing else, one waits as long. With names it measures these only, and
prints how far the estimates of the file are from that.
"""

from __future__ import annotations

import argparse
import json
import time

import torch

from models import limits
from models.activations.service import layer_summary
from models.engine.capture import capture
from models.engine.malloc import keep_freed_memory
from models.store import costs, registry
from models.store.costs import Seconds
from models.store.registry import RANDOM_SUFFIX
from models.store.store import load, probe_picture

_PICTURES = 5  # answers of which the middle one counts: the first also waits for memory


def measure(key: str) -> Seconds:
    """Of the network `key` without its weights, whose file is read at the speed of a disk."""
    start = time.thread_time()
    loaded = load(registry.find_spec(key + RANDOM_SUFFIX))
    opening = time.thread_time() - start
    picture = loaded.batch(probe_picture(loaded.spec.preparation))
    times = []
    for _ in range(_PICTURES):
        start = time.thread_time()
        captured = capture(loaded.plan, picture)
        for layer_step, channel in zip(loaded.layer_steps, loaded.thumbnail_channels, strict=True):
            layer_summary(layer_step, channel, captured)
        times.append(time.thread_time() - start)
    return Seconds(opening, sorted(times)[_PICTURES // 2])


def measurable_networks() -> list[str]:
    """Every network that the limit lets open."""
    keys = [key for key in registry.specs() if not key.endswith(RANDOM_SUFFIX)]
    return [key for key in keys if costs.memory_mb(registry.counts_of(key)) <= limits.NETWORK_MB.default]


def compare(keys: list[str]) -> None:
    """Prints estimate and measurement of each, in seconds."""
    for key in keys:
        told, took = costs.seconds(key), measure(key)
        said = f"{told.opening:.3f} and {told.picture:.3f}" if told else "nothing"
        print(f"{key}: said {said}, took {took.opening:.3f} and {took.picture:.3f} s")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("networks", nargs="*")
    names = ask.parse_args().networks
    keep_freed_memory()
    torch.set_num_threads(1)  # as the server computes
    measure("lenet5")  # what only the first one waits for
    if names:
        compare(names)
        return
    speeds, lines = [costs.measure_speed()], []
    for key in measurable_networks():
        took = measure(key)
        speeds.append(costs.measure_speed())
        lines.append(f"    {json.dumps(key)}: [{took.opening:.4f}, {took.picture:.4f}]")
        print(lines[-1].strip(), flush=True)
    rows = ",\n".join(lines)
    text = f'{{\n  "speed": {sorted(speeds)[len(speeds) // 2]:.6f},\n  "networks": {{\n{rows}\n  }}\n}}\n'
    costs.SECONDS_FILE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
