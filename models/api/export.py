"""Code to take along, and what stands alone of a network."""

from __future__ import annotations

from models.export import bundle
from models.export.code import build_code
from models.export.network_source import source_region
from models.history.networks import history_network
from models.store import registry
from models.text import Language
from models.types.code import Code


def code_zip(shown: Code, language: Language) -> bytes:
    """Returns code as a zip that runs on its own.

    Args:
        shown: The code, as the functions whose names end in `code` return it.

    Returns:
        The zip: the code under its name (run.py), every file that it reads, and README.txt, which says how to run it.
    """
    return bundle.zip_folder(shown, language)


def network_code(name: str) -> Code:
    """Returns a network of the ImageNet years as plain PyTorch, with a line that counts its parameters.

    Args:
        name: Key of the network, as in `history_networks`.

    Returns:
        The code in both languages; it reads no files and no weights.

    Raises:
        UserError: When the key is not one of `history_networks`.
    """
    shown = history_network(name)
    count = f"print(sum(p.numel() for p in network.parameters()))  # {shown.parameters}"
    spec = registry.specs().get(name)
    if spec is not None and isinstance(spec.build, type):
        return build_code(lambda language: [*source_region(spec.build, language), f"network = {spec.build.__name__}()", count])
    told = "aux_logits=False, init_weights=False" if name == "googlenet" else ""
    return build_code(lambda language: [f"from torchvision.models import {name}", f"network = {name}({told})", "print(network)", count])
