"""The playground as people start it; its log says when everything that it loads by itself is there."""

from __future__ import annotations

import runpy
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]
WARM = "warmed up"

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    api = import_module("models.api")
    really = api.warm_up

    def warm_up() -> None:
        really()
        print(WARM, flush=True)

    api.warm_up = warm_up
    runpy.run_path(str(ROOT / "app.py"), run_name="__main__")
