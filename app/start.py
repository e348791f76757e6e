"""What the page opens with where its address names nothing: a digit for LeNet-5, or what the command line says."""

from __future__ import annotations

import json
from urllib.parse import urlencode

LENET5 = "lenet5"
network = LENET5
sample = ""  # key of a picture to try; "": the page draws its digit


def query() -> str:
    """The same as the query of a permalink, as a string of the page's script; "" where all is as usual."""
    said = {"network": network if network != LENET5 else "", "sample": sample}
    told = urlencode({name: value for name, value in said.items() if value})
    return json.dumps(f"?{told}" if told else "")
