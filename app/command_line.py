"""What whoever runs the playground says: who computes; and by options of `python app.py` a network and a picture. No request reaches it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app import samples, start
from models import api
from models.cluster.connect import connect
from models.errors import UserError
from models.text import Language

_EPILOG = """\
Without options the playground opens as usual. With --network it opens your own PyTorch network first; every layer of it is
proven bit for bit, or you are told which line of its code stands in the way. Only this machine's command line can say so.

  python app.py --network my_model.py:build --weights w.safetensors --classes names.txt --size 64 --mean 0.5 --std 0.5

GRADIO_SERVER_NAME, GRADIO_SERVER_PORT and PLAYGROUND_* are environment variables: see README.md.
"""


def join_cluster() -> Callable[[], None]:
    """Let a cluster compute, where PLAYGROUND_CLUSTER names one; what leaves it. SystemExit with a sentence where there is none."""
    try:
        connected = connect()
    except UserError as refused:
        raise SystemExit(refused.say(_language())) from refused
    return connected.end if connected else lambda: None


def read_options(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and do what it says. SystemExit with a sentence for what cannot be done, and for --help."""
    given = _parser().parse_args(arguments)
    try:
        if given.network:
            _add_network(given)
        elif given.weights or given.classes:
            raise SystemExit(f"{Path(sys.argv[0]).name}: --weights and --classes belong to a --network.")
        if given.picture:
            _add_picture(Path(given.picture))
    except UserError as refused:
        raise SystemExit(refused.say(_language())) from refused


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python app.py",
        description="A visual playground for convolutional networks, in a browser.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    own = parser.add_argument_group("a network of your own")
    own.add_argument(
        "--network", metavar="FILE.py:NAME", help="a function or class that makes an nn.Module without arguments, or one that is made"
    )
    own.add_argument("--weights", metavar="FILE", help="its state dict, a .safetensors; without it the weights are those that NAME leaves")
    own.add_argument("--classes", metavar="FILE", help="a text with the name of a class per line, in the order of the outputs")
    own.add_argument("--size", type=int, metavar="PX", help="height and width of its pictures (224; 28 for drawings)")
    own.add_argument("--resize", type=int, metavar="PX", help="shorter side before the centre crop (--size; 256 for 224)")
    own.add_argument("--mean", type=float, nargs="+", metavar="X", help="one number, or one per channel (ImageNet's; 0 for drawings)")
    own.add_argument("--std", type=float, nargs="+", metavar="X", help="the same of the standard deviation (ImageNet's; 1 for drawings)")
    own.add_argument("--drawings", action="store_true", help="it reads drawings as MNIST's; so does any that reads one channel")
    parser.add_argument("--picture", metavar="FILE", help="the picture that the page opens with")
    return parser


def _add_network(given: argparse.Namespace) -> None:
    mean, std = (None if one is None else tuple(one) for one in (given.mean, given.std))
    card = api.add_local_network(
        given.network,
        weights=given.weights,
        classes=given.classes,
        size=given.size,
        resize=given.resize,
        mean=mean,
        std=std,
        drawings=given.drawings,
    )
    start.network = card.key
    if not card.drawing:
        start.sample = samples.first_photograph()
    print(f"{card.key}: {card.parameters:,} parameters, {len(card.classes)} classes; its plan answers bit for bit as the module does.")


def _add_picture(file: Path) -> None:
    if not file.is_file():
        raise SystemExit(f"--picture: there is no file {str(file)!r}.")
    samples.add_own(file.name, file.read_bytes())
    start.sample = samples.OWN


def _language() -> Language:
    return "pt" if os.environ.get("LANG", "").lower().startswith("pt") else "en"
