"""The page: Gradio's frame, our instruments, the routes between them and the models.

What Gradio reads from the environment when it is imported is settled here, before anything of `app` imports it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
TEMPORARY = "" if os.environ.get("GRADIO_TEMP_DIR") else tempfile.mkdtemp(prefix="convolutions-")
"""A folder of this process alone, for whatever Gradio may write; "" where the environment names one. Gone when we are."""
if TEMPORARY:
    os.environ["GRADIO_TEMP_DIR"] = TEMPORARY
    atexit.register(shutil.rmtree, TEMPORARY, ignore_errors=True)
