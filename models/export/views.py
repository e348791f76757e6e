"""Augmented views as plain PyTorch: what a step of a plan is in the code that the page shows.

These functions are never called here. The shown code holds their source, and the tests hold its pictures to those of the plan.
"""

from __future__ import annotations

import math
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


def mixup(pictures: Tensor, target: Tensor, seeds: Sequence[int], alpha: float) -> tuple[Tensor, Tensor]:
    shares = []
    for seed in seeds:
        torch.manual_seed(seed)
        shares.append(torch.distributions.Dirichlet(torch.tensor([alpha, alpha])).sample()[0])
    share = torch.stack(shares)[:, None]  # (N, 1), of the picture itself; the rest is of the one before it
    own, floats = share[:, :, None, None], pictures.float()
    mixed = floats.roll(1, 0) * (1 - own) + floats * own
    return mixed.round().to(torch.uint8), share * target + (1 - share) * target.roll(1, 0)


def cutmix(pictures: Tensor, target: Tensor, seeds: Sequence[int], alpha: float) -> tuple[Tensor, Tensor]:
    height, width = pictures.shape[2:]
    mixed, before, shares = pictures.clone(), pictures.roll(1, 0), []
    for picture, other, seed in zip(mixed, before, seeds, strict=True):
        torch.manual_seed(seed)
        half = 0.5 * math.sqrt(1 - torch.distributions.Dirichlet(torch.tensor([alpha, alpha])).sample()[0].item())
        x, y = int(torch.randint(width, (1,))), int(torch.randint(height, (1,)))
        left, right = max(0, x - int(half * width)), min(width, x + int(half * width))
        top, bottom = max(0, y - int(half * height)), min(height, y + int(half * height))
        picture[:, top:bottom, left:right] = other[:, top:bottom, left:right]
        shares.append(1 - (right - left) * (bottom - top) / (width * height))
    share = torch.tensor(shares)[:, None]  # (N, 1), of the picture itself; the rest is of the one before it
    return mixed, share * target + (1 - share) * target.roll(1, 0)


_MIXING = {"mixup": mixup, "cutmix": cutmix}


def functions(steps: Sequence[TransformStep], language: Language) -> Iterator[str]:
    """The functions that the lines of some steps call."""
    mixing = {step.key: _MIXING[step.key] for step in steps if step.transform.own_label_share}
    used = [*([each] if len(mixing) < len({step.key for step in steps}) else []), *mixing.values()]
    if not used:
        return
    yield f"# region {_WRITTEN[language]}"
    yield from (one for function in used for one in source_of(function))
    yield from ("# endregion", "", "")


def line(step: TransformStep, shape: Shape, seeds: str, language: Language) -> str:
    """The line that takes `pictures`, uint8 (N, C, H, W), and `target` through a step; `seeds`: an expression of N seeds."""
    written = step.transform.code(step.values, shape)
    if step.transform.own_label_share:
        says = _OWN.format(torchvision=written)[language]
        return f"pictures, target = {step.key}(pictures, target, {seeds}, alpha={step.values['alpha']!r})  # {says}"
    return f"pictures = each({written}, pictures, {seeds})"
