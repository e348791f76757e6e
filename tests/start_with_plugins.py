"""The playground with the plugins of one more folder, `PLUGINS`: every family looks there before the page is built."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import_module("tests.plugins").add(Path(os.environ["PLUGINS"]))
page = import_module("app.page")  # afterwards: what it imports has looked for plugins
page.launch(page.build())
