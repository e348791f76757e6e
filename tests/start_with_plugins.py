"""The playground with the plugins of one more folder, `PLUGINS`: every family looks there before the page is built."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import plugins

plugins.add(Path(os.environ["PLUGINS"]))

from app.page import build, launch

launch(build())
