"""The code behind a step in slow motion: plain PyTorch that runs the picture there and back, and lets torch's SGD take the step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.descent.dropping import Place
from models.engine.plan import Plan, Step
from models.export.code import code
from models.export.network_source import network_files, network_lines
from models.export.picture_source import picture_files, picture_lines
from models.shelf.shelf import Shelved
from models.text import Language, Text
from models.types.code import Code
from models.types.descent import Lesson

_TAKEN = Text(
    "this is the first step; steps taken on the page before it: {count}",
    "este é o primeiro passo; passos dados na página antes dele: {count}",
)
_DROPS = Text("units drop out before it", "unidades são desligadas antes dela")
_SAME = Text("the same units once more", "as mesmas unidades de novo")
_LABEL = Text("what the picture is said to be", "o que se diz que a imagem é")
_PROBABILITY = Text("the loss, and the probability of that class", "a perda, e a probabilidade dessa classe")
_UNIT = Text("unit {unit} of {layer}: before, its change, after", "unidade {unit} de {layer}: antes, sua mudança, depois")


def script(base: Shelved, picture: NDArray[np.uint8], lesson: Lesson, step: Step, unit: int, among: Sequence[Place], taken: int) -> Code:
    """Lines that end with `before`, `change` and `after` of one unit's weights, and before it print loss and probability twice."""
    files = *network_files(base), *picture_files(picture)
    return code(lambda language: _lines(base, picture, lesson, step, unit, among, taken, language), *files)


def _lines(
    base: Shelved, picture: NDArray[np.uint8], lesson: Lesson, step: Step, unit: int, among: Sequence[Place], taken: int, language: Language
) -> list[str]:
    seeded = [f"torch.manual_seed({lesson.seed})"] if among else []
    again = [f"torch.manual_seed({lesson.seed})  # {_SAME[language]}"] if among else []
    momentum = f", momentum={lesson.momentum!r}" if lesson.momentum else ""
    weight = "full_weight()" if hasattr(step.origin, "full_weight") else "weight"
    return [
        *([f"# {_TAKEN.format(count=taken)[language]}"] if taken else []),
        *network_lines(base, language),
        *(line for place in among for line in _hook(base.plan, place, lesson.dropout, language)),
        "",
        *picture_lines(picture, base.spec.preparation, language),
        f"label = torch.tensor([{lesson.label}])  # {_LABEL[language]}",
        "",
        f"layer = network.get_submodule({step.name!r})",
        f"before = layer.{weight}[{unit}].detach().clone()",
        f"optimiser = torch.optim.SGD(network.parameters(), lr={lesson.learning_rate!r}{momentum})",
        *seeded,
        "logits = network(x)",
        "loss = F.cross_entropy(logits, label)",
        "loss.backward()",
        "optimiser.step()",
        f"print(loss.item(), logits.softmax(1)[0, label].item())  # {_PROBABILITY[language]}",
        "",
        *again,
        "logits = network(x).detach()",
        "print(F.cross_entropy(logits, label).item(), logits.softmax(1)[0, label].item())",
        f"after = layer.{weight}[{unit}].detach()",
        "change = after - before",
        f"print(before, change, after, sep='\\n')  # {_UNIT.format(unit=unit, layer=step.name)[language]}",
    ]


def _hook(plan: Plan, place: Place, rate: float, language: Language) -> list[str]:
    """Dropout in front of the one layer that reads a place."""
    reader = next(step for step in plan.steps if place.slot in step.inputs)
    drop = "F.dropout2d" if place.maps else "F.dropout"
    return [
        f"network.get_submodule({reader.name!r}).register_forward_pre_hook(  # {_DROPS[language]}",
        f"    lambda module, given: {drop}(given[0], {rate!r}))",
    ]
