"""A taught network as one ONNX file, which runs without Python: an optional extra (requirements-onnx.txt).

torch's exporter takes seconds and traces with tools that are the whole process's while it does, so it runs in a process of its own:
`python -m models.export.onnx` reads a pickled order from its parent and answers with the file. Nobody else sends it anything.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import logging
import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import nn

from models import limits
from models.errors import UserError
from models.export.weights_file import provenance
from models.store.store import LoadedNetwork
from models.text import Text

_ROOT = Path(__file__).parents[2]
_EXTRA_PACKAGES = ("onnx", "onnxscript")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _ExportRequest:
    """What the other process gets."""

    network: nn.Module
    shape: tuple[int, int, int]  # (C, H, W) of a prepared picture
    facts: Mapping[str, str]  # for the file's metadata


def onnx_file(loaded: LoadedNetwork) -> bytes:
    """`pictures` float32 (N, C, H, W), any N → `logits` (N, classes).

    Its metadata hold what predict.py holds beside the network: `classes` and `preparation` as JSON. UserError where the extra is not
    installed, or where it takes longer than PLAYGROUND_ONNX_SECONDS.
    """
    about, wants = provenance(loaded), loaded.spec.preparation
    if not all(importlib.util.find_spec(name) for name in _EXTRA_PACKAGES):
        raise UserError(_NOT_INSTALLED)
    facts = {"classes": json.dumps(about["classes"], ensure_ascii=False), "preparation": json.dumps(asdict(wants)), "base": about["base"]}
    order = pickle.dumps(_ExportRequest(loaded.network, (wants.channels, wants.height, wants.width), facts))
    command = [sys.executable, "-m", "models.export.onnx"]
    try:
        done = subprocess.run(command, cwd=_ROOT, input=order, capture_output=True, timeout=limits.ONNX_SECONDS.value, check=True)
    except subprocess.TimeoutExpired:
        raise UserError(_TOO_LONG.format(seconds=int(limits.ONNX_SECONDS.value))) from None
    except subprocess.CalledProcessError as problem:
        _LOG.error("torch.onnx: %s", problem.stderr.decode(errors="replace")[-2000:])
        raise UserError(_NOT_WRITTEN) from None
    return done.stdout


def _export(order: _ExportRequest) -> bytes:
    two = torch.zeros(2, *order.shape)  # with one picture the exporter would take N for the constant 1
    made = torch.onnx.export(
        order.network,
        (two,),
        dynamo=True,
        dynamic_shapes=({0: torch.export.Dim("N")},),
        input_names=["pictures"],
        output_names=["logits"],
        verbose=False,
    )
    assert made is not None  # it is, where no file is named
    made.model.metadata_props.update(order.facts)
    for node in made.model.graph:
        node.metadata_props.clear()  # the lines of this machine's files that each step comes from
    data: bytes = made.model_proto.SerializeToString()
    return data


def _export_process() -> None:
    order = pickle.load(sys.stdin.buffer)
    with contextlib.redirect_stdout(sys.stderr):  # the exporter may talk; stdout is the file
        data = _export(order)
    sys.stdout.buffer.write(data)


_NOT_INSTALLED = Text(
    "ONNX is an extra that this server does not have: whoever runs it adds it with pip install -r requirements-onnx.txt. "
    "The zip beside it works without.",
    "ONNX é um extra que este servidor não tem: quem o mantém acrescenta-o com pip install -r requirements-onnx.txt. "
    "O zip ao lado funciona sem ele.",
)
_TOO_LONG = Text(
    "Writing the network as ONNX took longer than {seconds} seconds and was given up; try again, or take the zip.",
    "Escrever a rede em ONNX levou mais de {seconds} segundos e foi interrompido; tente de novo, ou leve o zip.",
)
_NOT_WRITTEN = Text(
    "PyTorch could not write this network as ONNX; take the zip, which has predict.py.",
    "O PyTorch não conseguiu escrever esta rede em ONNX; leve o zip, que traz predict.py.",
)

if __name__ == "__main__":
    _export_process()
