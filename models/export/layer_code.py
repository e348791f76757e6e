"""The code behind a number: a few lines of plain PyTorch that load the network and compute one cell anew."""

from __future__ import annotations

from torch import nn

from models.engine.layers import LayerStep
from models.export.code import build_code
from models.export.network_source import network_files, network_lines
from models.export.picture_source import picture_files, picture_lines
from models.receipts.receipt import ReceiptBuilder
from models.receipts.terms import Cell, CellReading
from models.store.store import LoadedNetwork
from models.text import Language, Text
from models.types.code import Code

_STEPS = Text("every step of the network by name", "cada passo da rede por nome")
_READS = Text("what {layer} read, without the batch", "o que {layer} leu, sem o lote")


def script(loaded: LoadedNetwork, builder: ReceiptBuilder, layer_step: LayerStep, cell: Cell) -> Code:
    """Lines that end with `number`, the cell's value in float64, and print it."""
    files = *network_files(loaded), *picture_files(builder.picture)
    return build_code(lambda language: _lines(loaded, builder, layer_step, cell, language), *files)


def _lines(loaded: LoadedNetwork, builder: ReceiptBuilder, layer_step: LayerStep, cell: Cell, language: Language) -> list[str]:
    picture = picture_lines(builder.picture, loaded.spec.preparation, language)
    reads = _read_lines(builder.reading(layer_step, cell), loaded, layer_step, language) if layer_step.slot else []
    number = [*builder.raw_receipt(layer_step, cell).code, f"print(number.item())  # {layer_step.layer.name} {list(cell)}"]
    return [*network_lines(loaded, language), "", *picture, "", *reads, *number]


def _read_lines(reading: CellReading, loaded: LoadedNetwork, layer_step: LayerStep, language: Language) -> list[str]:
    """`reads`: what the layer read, in float64; `layer`: its module, where it is one."""
    plan, network = loaded.plan, loaded.network
    names = [None if slot == 0 else plan.steps[slot - 1].name for slot in reading.step.inputs]
    seen = [node_name(name) for name, learnt in zip(names, reading.learnt, strict=True) if name and not learnt]
    got = ", ".join(_read_expression(name, learnt) for name, learnt in zip(names, reading.learnt, strict=True))
    lines = _stage_values(seen, network, language) if seen else []
    lines.append(f"reads = [{got}]  # {_READS.format(layer=layer_step.layer.name)[language]}")
    if reading.module is not None:
        lines.append(f'layer = network.get_submodule("{reading.step.name.partition(":")[0]}").requires_grad_(False)')
    return lines


def _stage_values(wanted: list[str], network: nn.Module, language: Language) -> list[str]:
    """`seen`: the values of some steps by name."""
    return [*stages_lines(wanted, network, language), "with torch.no_grad():", "    seen = stages(x)"]


def stages_lines(wanted: list[str], network: nn.Module, language: Language) -> list[str]:
    """`stages`: the network cut off behind some steps, so that nothing is overwritten; it answers their values by name."""
    if not any(_is_inside_leaf(name, network) for name in wanted):
        return [f"stages = create_feature_extractor(network, {wanted!r}, suppress_diff_warning=True)"]
    return [
        f"tracer = NodePathTracer()  # {_STEPS[language]}",
        "stages = torch.fx.GraphModule(network, tracer.trace(network))",
        "stages.graph.erase_node(list(stages.graph.nodes)[-1])",
        f"stages.graph.output({{name: node for node, name in tracer.node_to_qualname.items() if name in {wanted!r}}})",
        "stages.graph.eliminate_dead_code()",
        "stages.recompile()",
    ]


def _is_inside_leaf(name: str, network: nn.Module) -> bool:
    """Whether a step lies in a block that `create_feature_extractor` takes for one step."""
    path = name.split(".")
    above = (".".join(path[:depth]) for depth in range(1, len(path)))
    return any(type(network.get_submodule(block)).__module__.startswith("torchvision.ops") for block in above)


def _read_expression(name: str | None, learnt: bool) -> str:
    if name is None:
        return "x[0].double()"
    return f'network.get_parameter("{name}").detach().double()' if learnt else f'seen["{node_name(name)}"][0].double()'


def node_name(name: str) -> str:
    """A step's name as torchvision spells it: "relu:2", the second call, is "relu_1"."""
    path, _, call = name.partition(":")
    return f"{path}_{int(call) - 1}" if call else path
