"""The playground as people start it; its log says when everything that it loads by itself is there."""

import runpy
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from models import api

WARM = "warmed up"
really = api.warm_up


def warm_up() -> None:
    really()
    print(WARM, flush=True)


if __name__ == "__main__":
    api.warm_up = warm_up
    runpy.run_path(str(ROOT / "app.py"), run_name="__main__")
