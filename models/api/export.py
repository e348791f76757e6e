"""Code to take along, and what stands alone of a network."""

from __future__ import annotations

from models.export import bundle
from models.export.code import code
from models.export.network_source import region
from models.history.networks import exhibit
from models.store import registry
from models.text import Language
from models.types.code import Code


def folder(shown: Code, language: Language) -> bytes:
    """A zip of the shown lines as run.py, of every file that they read, and of a README that says how to run them."""
    return bundle.zipped(shown, language)


def network_code(name: str) -> Code:
    """A network of the staircase as plain PyTorch, and its weights counted. UserError for a key that is none."""
    shown = exhibit(name)
    count = f"print(sum(p.numel() for p in network.parameters()))  # {shown.parameters}"
    spec = registry.specs().get(name)
    if spec is not None and isinstance(spec.build, type):
        return code(lambda language: [*region(spec.build, language), f"network = {spec.build.__name__}()", count])
    told = "aux_logits=False, init_weights=False" if name == "googlenet" else ""
    return code(lambda language: [f"from torchvision.models import {name}", f"network = {name}({told})", "print(network)", count])
