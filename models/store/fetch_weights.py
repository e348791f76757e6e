"""Fetches weights beforehand, for a lecture without a connection: python -m models.store.fetch_weights NETWORK ...

They go where torchvision keeps them (TORCH_HOME). What is here already is left alone. The exit code is 1 where one could not be had.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence

from models.errors import UserError
from models.store import registry
from models.store.downloads import DownloadProgress
from models.text import number

_PAUSE = 0.5  # s between two questions about one download
_SIZE = "{done} of {total} MB"


def fetch(key: str, say: Callable[[str], None], pause: Callable[[float], None] = time.sleep) -> None:
    """Returns when the weights of the network `key` are here. UserError where it is unknown, or they cannot be had."""
    spec = registry.find_spec(key)
    if spec.weights is None:
        say(f"{key}: untrained, it has no weights")
        return
    if spec.weights_location not in ("download", "install"):
        say(f"{key}: already here")
        return
    progress = spec.weights.fetch()
    while spec.weights_location == "download":
        say(f"{key}: {_sizes(progress)}")
        pause(_PAUSE)
        progress = spec.weights.fetch()
    say(f"{key}: here, {number(progress.total, 'en')} MB")


def _sizes(progress: DownloadProgress) -> str:
    return _SIZE.format(done=number(round(progress.done, 1), "en"), total=number(progress.total, "en"))


def main(keys: Sequence[str]) -> int:
    """The exit code: 0 where every network's weights are here. The first that cannot be had ends it, as the next would wait too."""
    if not keys:
        print('Say which networks: make weights NETWORKS="resnet18 vgg16"', file=sys.stderr)
        return 1
    for key in keys:
        try:
            fetch(key, print)
        except UserError as problem:
            print(f"{key}: {problem}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
