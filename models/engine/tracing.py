"""From a network to its plan: traced once by torch.fx, in-place writing taken out, proven against the network itself."""

from __future__ import annotations

import copy
import inspect
import operator
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, fx, nn

from models.engine.kinds import INPUT, KINDS, SOFTMAX, Operation, name_of
from models.engine.plan import Plan, Step
from models.engine.threads import apply_thread_count
from models.types.networks import Answer

TRACING_LOCK = threading.RLock()
"""Held by whoever builds, traces or calls a module: while torch.fx traces, `nn.Module.__call__` is its own for the whole process."""

_OUT_OF_PLACE: Final[Mapping[Any, Callable[..., Any]]] = {
    operator.iadd: operator.add,
    operator.isub: operator.sub,
    operator.imul: operator.mul,
    operator.itruediv: operator.truediv,
}
_NAMED_AS_KINDS: Final = ("models", "torchvision")  # packages whose classes are called after what they do, as KINDS has it
_ARGUMENT_NAMES: Final = {  # of functions that hide their signature from inspection
    "max_pool2d": "input kernel_size stride padding dilation ceil_mode return_indices",
    "boolean_dispatch": "input kernel_size stride padding dilation ceil_mode return_indices",
    "avg_pool2d": "input kernel_size stride padding ceil_mode count_include_pad divisor_override",
    "flatten": "input start_dim end_dim",
    "cat": "tensors dim",
    "permute": "input dims",
    "add": "input other",
    "mul": "input other",
    "getitem": "input index",
}


class NotTraceable(Exception):
    """A network that cannot become a plan; the message says why. `line`: where in its own code, "file:12: the line"; "" for nowhere."""

    def __init__(self, message: str, line: str = "") -> None:
        super().__init__(message)
        self.line = line


def trace_verified(network: nn.Module, probe: Tensor, answer: Answer = "classes") -> Plan:
    """The plan of `network` (eval mode), proven on `probe` (N, C, H, W): the same answer, bit for bit.

    The proof catches what a trace cannot see: two names of one tensor of which one is overwritten (`k = h; k += 1`), writes
    through views, hooks that change an answer. Shares the network's parameters and leaves it as it was.
    Raises `NotTraceable`.
    """
    apply_thread_count()
    with TRACING_LOCK, torch.no_grad():
        plan = trace(network, answer)
        same = torch.allclose(plan.logits(probe), network(probe.clone()), rtol=0, atol=0, equal_nan=True)  # a diverged one says NaN
        if not same:
            raise NotTraceable("the traced plan does not reproduce the network's answer")
    return plan


def trace(network: nn.Module, answer: Answer = "classes") -> Plan:
    """The plan of `network` (eval mode), with our own softmax as its last step where it answers classes.

    Not proven: see `trace_verified`.
    """
    if network.training:
        raise NotTraceable("the network must be in eval mode")
    with TRACING_LOCK:
        try:
            graph = _Tracer().trace(network)
        except Exception as problem:  # its code met a stand-in for a tensor, and what it did with that may raise anything
            raise NotTraceable(f"torch.fx cannot trace it: {problem}", line_of(problem)) from problem
    _redirect_reads_of_overwritten(graph, network)
    return _plan(graph, network, answer)


_NOT_ITS_OWN: Final = (str(Path(torch.__file__).parent), str(Path(__file__).parents[1]))


def line_of(problem: BaseException) -> str:
    """The innermost line outside torch and this package that led to an error: "file:12: the line", "" where there is none."""
    frames = [one for one in traceback.extract_tb(problem.__traceback__) if not one.filename.startswith((*_NOT_ITS_OWN, "<eval_with_key"))]
    return f"{frames[-1].filename}:{frames[-1].lineno}: {frames[-1].line}" if frames else ""


def _plan(graph: fx.Graph, network: nn.Module, answer: Answer) -> Plan:
    picture = next(node for node in graph.nodes if node.op == "placeholder")
    body = [node for node in graph.nodes if node.op not in ("placeholder", "output")]
    answered = next(node for node in graph.nodes if node.op == "output").args[0]
    if not isinstance(answered, fx.Node):
        raise NotTraceable(f"it answers {type(answered).__name__}, not one tensor")
    slots = {picture: 0} | {node: slot for slot, node in enumerate(body, 1)}
    names = _unique_names(body)
    steps = [_step(node, names[node], slots, network) for node in body][: slots[answered]]
    if any(step.name in (INPUT, SOFTMAX) for step in steps[:-1]):
        raise NotTraceable(f"{INPUT!r} and {SOFTMAX!r} are names of our own layers")
    if answer == "classes":
        steps.append(Step(SOFTMAX, len(steps) + 1, (slots[answered],), _softmax, torch.softmax, {"dim": 1}))
    return Plan(_with_last_use(steps), slots[answered])


def _softmax(logits: Tensor) -> Tensor:  # (N, classes)
    return torch.softmax(logits, dim=1)


def is_one_layer(module: nn.Module) -> bool:
    """Whether a module of ours or of torchvision's is a kind of layer by its name; a class of somebody else's may mean anything by it."""
    return type(module).__module__.partition(".")[0] in _NAMED_AS_KINDS and name_of(module) in KINDS


class _Tracer(fx.Tracer):
    def is_leaf_module(self, module: nn.Module, path: str) -> bool:
        """A module whose class is a kind of layer by name is one layer; torch's own are; others are opened."""
        return is_one_layer(module) or super().is_leaf_module(module, path)


def _with_last_use(steps: Sequence[Step]) -> tuple[Step, ...]:
    last = {slot: step.slot for step in steps for slot in step.inputs}
    return tuple(replace(step, last_use=tuple(slot for slot in dict.fromkeys(step.inputs) if last[slot] == step.slot)) for step in steps)


# In-place writing: every writer becomes pure, and whoever came later reads its answer.


def _redirect_reads_of_overwritten(graph: fx.Graph, network: nn.Module) -> None:
    """Whoever reads x after `f_(x)` must read what f answered, since x will no longer be overwritten."""
    order = {node: place for place, node in enumerate(graph.nodes)}
    for node in graph.nodes:
        if node.op.startswith("call_") and _writes_in_place(node, network):
            written = node.all_input_nodes[0]
            written.replace_all_uses_with(node, delete_user_cb=lambda user, node=node: order[user] > order[node])


def _writes_in_place(node: fx.Node, network: nn.Module) -> bool:
    if node.op == "call_module":
        return bool(getattr(network.get_submodule(str(node.target)), "inplace", False))
    if node.op == "call_method":
        return _ends_in_place(str(node.target))
    return bool(_arguments(node).get("inplace")) or node.target in _OUT_OF_PLACE or _ends_in_place(getattr(node.target, "__name__", ""))


def _ends_in_place(name: str) -> bool:
    """torch's own sign for it: `relu_`, but not `__add__`."""
    return name.endswith("_") and not name.endswith("__")


def _pure_call(node: fx.Node, network: nn.Module) -> tuple[Callable[..., Any], Operation]:
    """What to call, and what to show as its origin."""
    if node.op == "get_attr":
        value = operator.attrgetter(str(node.target))(network)
        return (lambda: value), "constant"
    if node.op == "call_module":
        module = network.get_submodule(str(node.target))
        if getattr(module, "inplace", False):
            module = copy.copy(module)  # its own switches, the same parameters
            module.__dict__["inplace"] = False
        return module.forward, module  # not __call__: that is torch.fx's while another thread traces
    if node.op == "call_method":
        return _pure_method(str(node.target))
    function: Any = _OUT_OF_PLACE.get(node.target, node.target)
    if _ends_in_place(getattr(function, "__name__", "")):
        function = _out_of_place_twin(torch, function.__name__)
    return function, function


def _pure_method(name: str) -> tuple[Callable[..., Any], Operation]:
    method = name
    if _ends_in_place(name):
        _out_of_place_twin(torch.Tensor, name)
        method = name.removesuffix("_")
    return (lambda tensor, *args, **kwargs: getattr(tensor, method)(*args, **kwargs)), method


def _out_of_place_twin(home: Any, name: str) -> Any:
    """The function that computes what `name` ("relu_") writes."""
    twin = getattr(home, name.removesuffix("_"), None)
    if twin is None:
        raise NotTraceable(f"{name} writes in place and nothing computes the same")
    return twin


# One node of the graph, one step of the plan.


def _arguments(node: fx.Node) -> dict[str, Any]:
    """The arguments of a function by name; those of a builtin that we cannot read stay out."""
    names = _ARGUMENT_NAMES.get(getattr(node.target, "__name__", ""))
    if names:
        return dict(zip(names.split(), node.args, strict=False)) | dict(node.kwargs)
    if not callable(node.target):
        return dict(node.kwargs)
    try:
        return dict(inspect.signature(node.target).bind(*node.args, **node.kwargs).arguments)
    except (TypeError, ValueError):
        return dict(node.kwargs)


def _step(node: fx.Node, name: str, slots: Mapping[fx.Node, int], network: nn.Module) -> Step:
    call, origin = _pure_call(node, network)
    args, kwargs = node.args, dict(node.kwargs)
    if node.op == "call_function" and _arguments(node).get("inplace"):
        args, kwargs = (), _arguments(node) | {"inplace": False}
    inputs = tuple(slots[read] for read in node.all_input_nodes)
    settings = _settings(node, call)
    if not kwargs and len(args) == len(inputs) and all(isinstance(arg, fx.Node) for arg in args):
        return Step(name, slots[node], inputs, call, origin, settings)
    return Step(name, slots[node], inputs, _bind_constants(node, call, args, kwargs), origin, settings)


def _settings(node: fx.Node, call: Callable[..., Any]) -> dict[str, Any]:
    if node.op == "get_attr":
        return {"value": call()}
    if node.op == "call_module":
        return {}
    named = _arguments(node) if node.op == "call_function" else {"args": node.args[1:], **node.kwargs}
    return {key: value for key, value in named.items() if not _holds_node(value)}


def _bind_constants(node: fx.Node, call: Callable[..., Any], args: Any, kwargs: Any) -> Callable[..., Any]:
    """`call` with its constant arguments in place and its tensors still to come."""
    order = {read: place for place, read in enumerate(node.all_input_nodes)}

    def run(*tensors: Any) -> Any:
        return call(*fx.map_arg(args, lambda read: tensors[order[read]]), **fx.map_arg(kwargs, lambda read: tensors[order[read]]))

    return run


def _holds_node(argument: Any) -> bool:
    found: list[fx.Node] = []
    fx.map_arg(argument, found.append)
    return bool(found)


def _unique_names(body: Sequence[fx.Node]) -> dict[fx.Node, str]:
    """Module paths, ":2", ":3" for later calls; a function takes the path of the block whose code calls it."""
    seen: Counter[str] = Counter()
    names = {}
    for node in body:
        base = _base_name(node)
        seen[base] += 1
        names[node] = base if seen[base] == 1 else f"{base}:{seen[base]}"
    return names


def _base_name(node: fx.Node) -> str:
    if node.op in ("call_module", "get_attr"):
        return str(node.target)
    blocks = list(node.meta.get("nn_module_stack", {}).values())
    function = _OUT_OF_PLACE.get(node.target, node.target)
    what = (function if isinstance(function, str) else getattr(function, "__name__", "function")).removesuffix("_")
    return f"{blocks[-1][0] if blocks else ''}.{what}".lstrip(".")
