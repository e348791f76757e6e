"""The code behind a step in slow motion: plain PyTorch that runs the picture there and back, and lets torch's SGD take the step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from safetensors.torch import save
from torch import Tensor

from models.engine.plan import Plan, Step
from models.export.code import build_code
from models.export.network_source import network_files, network_lines
from models.export.picture_source import picture_files, picture_lines
from models.store.store import LoadedNetwork
from models.text import Language, Text
from models.training.sgd_step.copies import VELOCITY
from models.training.sgd_step.dropout_masks import DropoutSite
from models.types.code import Code, File
from models.types.sgd_step import StepConfig

TAKEN = "taken.safetensors"

_TAKEN = Text("the weights after the steps that were taken on the page: {count}", "os pesos depois dos passos dados na página: {count}")
_DROPS = Text("units drop out before it", "unidades são desligadas antes dela")
_SAME = Text("the same units once more", "as mesmas unidades de novo")
_LABEL = Text("what the picture is said to be", "o que se diz que a imagem é")
_PROBABILITY = Text("the loss, and the probability of that class", "a perda, e a probabilidade dessa classe")
_UNIT = Text("unit {unit} of {layer}: before, its change, after", "unidade {unit} de {layer}: antes, sua mudança, depois")


def script(
    base: LoadedNetwork,
    picture: NDArray[np.uint8],
    config: StepConfig,
    step: Step,
    unit: int,
    among: Sequence[DropoutSite],
    taken: int,
    now: Mapping[str, Tensor],
) -> Code:
    """Lines that end with `before`, `change` and `after` of one unit's weights, and before it print loss and probability twice."""
    own: tuple[File, ...] = ((TAKEN, lambda language: save(dict(now))),) if taken else ()
    files = *network_files(base), *own, *picture_files(picture)
    return build_code(lambda language: _lines(base, picture, config, step, unit, among, taken, now, language), *files)


def _lines(
    base: LoadedNetwork,
    picture: NDArray[np.uint8],
    config: StepConfig,
    step: Step,
    unit: int,
    among: Sequence[DropoutSite],
    taken: int,
    now: Mapping[str, Tensor],
    language: Language,
) -> list[str]:
    seeded = [f"torch.manual_seed({config.seed})"] if among else []
    again = [f"torch.manual_seed({config.seed})  # {_SAME[language]}"] if among else []
    momentum = f", momentum={config.momentum!r}" if config.momentum else ""
    weight = "full_weight()" if hasattr(step.operation, "full_weight") else "weight"
    return [
        *network_lines(base, language),
        *(_load_taken_lines(taken, language) if taken else []),
        *(line for site in among for line in _hook(base.plan, site, config.dropout, language)),
        "",
        *picture_lines(picture, base.spec.preparation, language),
        f"label = torch.tensor([{config.label}])  # {_LABEL[language]}",
        "",
        f"layer = network.get_submodule({step.name!r})",
        f"before = layer.{weight}[{unit}].detach().clone()",
        f"optimiser = torch.optim.SGD(network.parameters(), lr={config.learning_rate!r}{momentum})",
        *(_momentum_lines() if any(name.startswith(VELOCITY) for name in now) and config.momentum else []),
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


def _load_taken_lines(count: int, language: Language) -> list[str]:
    return [
        f'now = load_file("{TAKEN}")  # {_TAKEN.format(count=count)[language]}',
        "network.load_state_dict({name: now[name] for name in network.state_dict()})",
    ]


def _momentum_lines() -> list[str]:
    return [
        "for name, parameter in network.named_parameters():",
        f'    if "{VELOCITY}" + name in now:',
        f'        optimiser.state[parameter]["momentum_buffer"] = now["{VELOCITY}" + name]',
    ]


def _hook(plan: Plan, site: DropoutSite, rate: float, language: Language) -> list[str]:
    """Dropout in front of the one layer that reads a place."""
    reader = next(step for step in plan.steps if site.slot in step.inputs)
    drop = "F.dropout2d" if site.maps else "F.dropout"
    return [
        f"network.get_submodule({reader.name!r}).register_forward_pre_hook(  # {_DROPS[language]}",
        f"    lambda module, given: {drop}(given[0], {rate!r}))",
    ]
