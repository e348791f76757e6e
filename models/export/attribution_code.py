"""The code behind a heat: a few lines of plain PyTorch that load the network and compute it anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from models.attribution.methods import Method
from models.engine.layers import LayerStep
from models.export.code import build_code
from models.export.layer_code import node_name, stages_lines
from models.export.network_source import network_files, network_lines
from models.export.picture_source import picture_files, picture_lines
from models.store.store import LoadedNetwork
from models.text import Language, Text
from models.types.code import Code

_KEEP = Text("nothing that is read here may be overwritten", "nada do que se lê aqui pode ser sobrescrito")
_BLACK = Text("the picture without any light", "a imagem sem luz nenhuma")
_LARGE = Text("at the size of the picture", "no tamanho da imagem")


def script(
    loaded: LoadedNetwork, method: Method, layer_step: LayerStep | None, picture: NDArray[np.uint8], target: int, points: int
) -> Code:
    """Lines that end with `heat`, [y, x] at the size of the prepared picture, and print its range."""
    files = *network_files(loaded), *picture_files(picture)
    asked = replace(method, code=method.code.replace("POINTS", str(points)))
    return build_code(lambda language: _lines(loaded, asked, layer_step, picture, target, language), *files)


def _lines(
    loaded: LoadedNetwork, method: Method, layer_step: LayerStep | None, picture: NDArray[np.uint8], target: int, language: Language
) -> list[str]:
    return [
        *network_lines(loaded, language),
        "",
        *picture_lines(picture, loaded.spec.preparation, language),
        *([f"black = torch.zeros_like(x) - mean / std  # {_BLACK[language]}"] if "black" in method.code else []),
        f"target = {target}  # {loaded.spec.classes()[target][language]}",
        "",
        *(_maps(loaded, layer_step, language) if layer_step else []),
        *method.code.splitlines(),
        *(_enlarged(language) if layer_step else []),
        "print(heat.min().item(), heat.max().item())",
    ]


def _maps(loaded: LoadedNetwork, layer_step: LayerStep, language: Language) -> list[str]:
    """`maps` (1, C, h, w) and `logits` (1, classes), tied by autograd."""
    plan = loaded.plan
    name, answer = (node_name(plan.steps[slot - 1].name) for slot in (layer_step.slot, plan.logits_slot))
    last = [".permute(0, 3, 1, 2)"] if layer_step.channel_axis == 3 else []
    return [
        f"for module in network.modules():  # {_KEEP[language]}",
        '    if hasattr(module, "inplace"):',
        "        module.inplace = False",
        *stages_lines([name, answer], loaded.network, language),
        "seen = stages(x)",
        f'maps, logits = seen["{name}"], seen["{answer}"]',
        *([f"maps = maps{last[0]}"] if last else []),
    ]


def _enlarged(language: Language) -> list[str]:
    return [f'heat = F.interpolate(heat[None, None], x.shape[2:], mode="bilinear")[0, 0]  # {_LARGE[language]}']
