"""Augmented views as plain PyTorch: what a step of a plan is in the code that the page shows.

`each` is never called here, nor is a transform's `mix`. The shown code holds their source, and the tests hold its pictures to those of
the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

from models.augment.config import TransformStep
from models.augment.transform import Shape
from models.export.network_source import source_of
from models.text import Language, Text

_WRITTEN = Text("a step for a whole batch", "um passo para um lote inteiro")
_OWN = Text("{torchvision}, but each picture draws for itself", "{torchvision}, mas cada imagem sorteia para si")


def each(step: Callable[[Tensor], Tensor], pictures: Tensor, seeds: Sequence[int]) -> Tensor:
    out = []
    for picture, seed in zip(pictures, seeds, strict=True):
        torch.manual_seed(seed)  # every picture draws for itself
        out.append(step(picture))
    return torch.stack(out)


def functions(steps: Sequence[TransformStep], language: Language) -> Iterator[str]:
    """The functions that the lines of some steps call."""
    mixing = {step.key: step.transform.mix for step in steps if step.transform.mix}
    used = [*([each] if len(mixing) < len({step.key for step in steps}) else []), *mixing.values()]
    if not used:
        return
    yield f"# region {_WRITTEN[language]}"
    yield from (one for function in used for one in source_of(function))
    yield from ("# endregion", "", "")


def line(step: TransformStep, shape: Shape, seeds: str, language: Language) -> str:
    """The line that takes `pictures`, uint8 (N, C, H, W), and `target` through a step; `seeds`: an expression of N seeds."""
    written = step.transform.code(step.values, shape)
    if step.transform.mix:
        says = _OWN.format(torchvision=written)[language]
        settings = ", ".join(f"{name}={value!r}" for name, value in step.values.items())
        return f"pictures, target = {step.transform.mix.__name__}(pictures, target, {seeds}, {settings})  # {says}"
    return f"pictures = each({written}, pictures, {seeds})"
