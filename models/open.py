"""Look through a network from a notebook or a program:

    from models.open import show
    show(network, "photo.jpg")

The playground starts as a process of its own, with the network written out as plain PyTorch beside its weights (what the page shows as
its code), so that a notebook's own process is left as it is. This module knows the page as a program that it starts, and nothing of it.
"""

from __future__ import annotations

import atexit
import copy
import html
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models.engine.tracing import NotTraceable, trace_verified
from models.errors import UserError
from models.export.predict_script import module_source
from models.inputs.pictures import Preparation
from models.local_network import LocalNetwork, not_traced, preparation_of
from models.store.store import random_input
from models.store.weights import safetensors_bytes
from models.text import Text

ROOT = Path(__file__).parents[1]
SECONDS = 120.0  # until the playground answers; importing PyTorch and Gradio takes about ten
_BETWEEN = 0.25  # seconds between two questions whether it does


@dataclass
class RunningApp:
    """The running playground: its address, and a frame of it in a notebook."""

    url: str
    process: subprocess.Popen[str]
    folder: tempfile.TemporaryDirectory[str]

    def __repr__(self) -> str:
        return f"Convolutions: {self.url}"

    def _repr_html_(self, height: int = 760) -> str:
        """The page in the notebook, and a link to it."""
        url = html.escape(self.url, quote=True)
        return f'<p><a href="{url}" target="_blank">{url}</a></p><iframe src="{url}" width="100%" height="{height}"></iframe>'

    def stop(self) -> None:
        """End the playground and remove what was written for it; nothing where that is done."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        self.folder.cleanup()


def show(
    network: nn.Module,
    picture: Any = None,
    *,
    classes: Sequence[str] | None = None,
    size: int | None = None,
    resize: int | None = None,
    mean: Sequence[float] | None = None,
    std: Sequence[float] | None = None,
    drawings: bool = False,
    port: int = 0,
) -> RunningApp:
    """The playground with `network` open, in the background.

    `picture`: a path, the bytes of an encoded picture, or a Pillow image. `classes`: names in the order of the outputs. `size` and
    `resize` in px, `mean` and `std` as for `python app.py --network`. `port`: 0 for any that is free.
    UserError for a network that cannot be traced (with the line of its code), or that the written code does not reproduce bit for bit.
    """
    given = LocalNetwork("", size=size, resize=resize, mean=_numbers(mean), std=_numbers(std), drawings=drawings)
    folder = tempfile.TemporaryDirectory(prefix="convolutions-")
    place = Path(folder.name)
    source, state = write_module(network, preparation_of(network, given))
    code, weights = place / f"{_file_name(network)}.py", place / "weights.safetensors"
    code.write_text(source, "utf-8")
    weights.write_bytes(safetensors_bytes(state, {}))
    command = [sys.executable, str(ROOT / "app.py"), "--network", f"{code}:Network", "--weights", str(weights), *_options(given)]
    if classes is not None:
        (place / "names.txt").write_text("\n".join(" ".join(str(name).split()) for name in classes), "utf-8")
        command += ["--classes", str(place / "names.txt")]
    if picture is not None:
        command += ["--picture", str(_picture_file(picture, place))]
    return _started(command, port or _free_port(), folder)


def write_module(network: nn.Module, preparation: Preparation) -> tuple[str, dict[str, Tensor]]:
    """A network as the text of a class `Network`, and the tensors that it reads; proven: both answer the same, bit for bit.

    UserError where it cannot be traced, or where the text does not do the same.
    """
    plain = _plain_copy(network)
    probe = random_input(preparation)
    try:
        trace_verified(plain, probe)
        source = module_source(plain)
        if re.search(r"^from __main__ import", source, re.MULTILINE):
            raise UserError(_IN_NOTEBOOK)
        namespace: dict[str, Any] = {"__name__": "network"}
        exec(compile(source, "network.py", "exec"), namespace)  # our own text, as the process that is started will run it
        made: nn.Module = namespace["Network"]().eval()
    except NotTraceable as problem:
        raise not_traced(problem) from problem
    own = plain.state_dict()
    state = {name: own[name].contiguous().clone() for name in made.state_dict()}
    made.load_state_dict(state)
    with torch.no_grad():
        same = torch.equal(made(probe), plain(probe))
    if not same:
        raise not_traced(NotTraceable("the written code does not reproduce the network's answer"))
    return source, state


def _file_name(network: nn.Module) -> str:
    """The class of a network as the name of a file: what the page calls it."""
    return re.sub(r"\W", "_", type(network).__name__).strip("_").lower() or "network"


def _plain_copy(network: nn.Module) -> nn.Module:
    """A copy in eval mode, on the CPU, in float32: the caller's network is left as it is."""
    return copy.deepcopy(network).cpu().float().eval().requires_grad_(False)


def _numbers(given: Sequence[float] | None) -> tuple[float, ...] | None:
    return None if given is None else tuple(float(one) for one in ([given] if isinstance(given, int | float) else given))


def _options(given: LocalNetwork) -> list[str]:
    """The same as options of the command line."""
    options: list[str] = ["--drawings"] if given.drawings else []
    for name in ("size", "resize"):
        if getattr(given, name) is not None:
            options += [f"--{name}", str(getattr(given, name))]
    for name in ("mean", "std"):
        if getattr(given, name) is not None:
            options += [f"--{name}", *map(repr, getattr(given, name))]
    return options


def _picture_file(picture: Any, place: Path) -> Path:
    """A picture as a file: where it is, or written beside the network."""
    if isinstance(picture, str | os.PathLike):
        return Path(picture).resolve()
    file = place / "picture.png"
    if isinstance(picture, bytes):
        file.write_bytes(picture)
    else:
        picture.save(file, "PNG")
    return file


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _started(command: Sequence[str], port: int, folder: tempfile.TemporaryDirectory[str]) -> RunningApp:
    """The process, once it answers. UserError with what it said where it ends before that."""
    ours = {"GRADIO_SERVER_NAME": "127.0.0.1", "GRADIO_SERVER_PORT": str(port), "GRADIO_ROOT_PATH": ""}
    log = Path(folder.name) / "log.txt"
    with log.open("w", encoding="utf-8") as said:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **ours}, stdout=said, stderr=subprocess.STDOUT, text=True)
    shown = RunningApp(f"http://127.0.0.1:{port}/", process, folder)
    atexit.register(shown.stop)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and process.poll() is None:
        if _answers(f"{shown.url}cnn/samples"):
            return shown
        time.sleep(_BETWEEN)
    told = log.read_text("utf-8").strip()[-2000:]
    shown.stop()
    raise UserError(_NOT_STARTED.format(told=told))


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


_IN_NOTEBOOK = Text(
    "A function with @torch.fx.wrap is defined in the notebook, where no other process finds it; move it to a file and import it.",
    "Uma função com @torch.fx.wrap está definida no notebook, onde nenhum outro processo a encontra; mova-a para um arquivo e importe-a.",
)
_NOT_STARTED = Text("The playground did not start. {told}", "O playground não iniciou. {told}")
