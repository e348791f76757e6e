"""Which functions may refuse a visitor with a UserError, read from the source of `models` without running any of it.

A call is followed where its target is plain: a function or class by name, a method of `self`, of an attribute that `__init__` got under a
type, or of an object of `models.service`. What is called on a local variable is not followed, so the answer is "at least these".
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
Target = tuple[str, str]  # module, and name in it: "function", "Class", "Class.method"


@dataclass
class Module:
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)  # methods as "Class.method"
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    imported: dict[str, Target] = field(default_factory=dict)  # a whole module has the name ""
    objects: dict[str, ast.expr] = field(default_factory=dict)  # module-level names by the call that makes them


@cache
def modules() -> dict[str, Module]:
    """Every module of `models` but the recipes, by name."""
    files = [path for path in (ROOT / "models").rglob("*.py") if "recipes" not in path.parts]
    names = {name_of(path): path for path in files}
    return {name: read(path, set(names)) for name, path in names.items()}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def read(path: Path, names: set[str]) -> Module:
    found = Module()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.functions[node.name] = node
        elif isinstance(node, ast.ClassDef):
            found.classes[node.name] = node
            found.functions |= {f"{node.name}.{one.name}": one for one in node.body if isinstance(one, ast.FunctionDef)}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                whole = f"{node.module}.{one.name}"
                found.imported[one.asname or one.name] = (whole, "") if whole in names else (node.module, one.name)
        elif isinstance(node, ast.Assign):
            found.objects |= {target.id: value for target, value in pairs(node) if isinstance(target, ast.Name)}
    return found


def pairs(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """(target, value) of an assignment, of `a, b = x, y` each pair."""
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple) and len(target.elts) == len(node.value.elts):
            yield from zip(target.elts, node.value.elts, strict=True)
        else:
            yield target, node.value


def resolved(module: str, name: str) -> Target | None:
    """Where a name of a module is written, followed through imports."""
    here = modules().get(module)
    if here is None or name in here.functions or name in here.classes or name in here.objects:
        return (module, name) if here else None
    there = here.imported.get(name)
    return there if there is None or not there[1] else resolved(*there)


def type_of(module: str, value: ast.expr) -> Target | None:
    """The class of an object that is made by calling a class, or of an annotation that names one."""
    return target_of(module, "", value.func if isinstance(value, ast.Call) else value)


def attribute(owner: Target, name: str) -> Target | None:
    """What `owner.name` is: a function of a module, a method of a class, or the class of an attribute or a module's object."""
    module, within = owner
    if not within:
        found = resolved(module, name)
        made = modules()[found[0]].objects.get(found[1]) if found else None
        return type_of(found[0], made) if found and made is not None else found
    here = modules().get(module)
    if here is None or within not in here.classes:
        return None
    if f"{within}.{name}" in here.functions:
        return module, f"{within}.{name}"
    begin = here.functions.get(f"{within}.__init__")
    types = {one.arg: one.annotation for one in begin.args.args if one.annotation} if begin else {}
    for node in ast.walk(begin) if begin else ():
        for target, value in pairs(node) if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Attribute) and target.attr == name:
                return type_of(module, types.get(value.id, value) if isinstance(value, ast.Name) else value)
    return None


def target_of(module: str, within: str, called: ast.expr) -> Target | None:
    """What an expression names, inside class `within`."""
    if isinstance(called, ast.Name):
        return (module, within) if called.id in ("self", "cls") and within else resolved(module, called.id)
    if isinstance(called, ast.Attribute):
        owner = target_of(module, within, called.value)
        return attribute(owner, called.attr) if owner else None
    return None


def heard(node: ast.AST) -> Iterator[ast.AST]:
    """All of a body but what is tried under an `except UserError` that raises nothing: those refusals go no farther."""
    if isinstance(node, ast.Try) and any(
        isinstance(one.type, ast.Name) and one.type.id == "UserError" and not any(isinstance(x, ast.Raise) for x in ast.walk(one))
        for one in node.handlers
    ):
        children: list[ast.AST] = [*node.handlers, *node.orelse, *node.finalbody]
    else:
        children = list(ast.iter_child_nodes(node))
    for child in children:
        yield child
        yield from heard(child)


def says_user_error(target: Target) -> bool:
    module, name = target
    if target == ("models.errors", "UserError"):
        return True
    node = modules()[module].functions.get(name) if module in modules() else None
    return node is not None and isinstance(node.returns, ast.Name) and node.returns.id == "UserError"


@cache
def steps(target: Target) -> tuple[bool, frozenset[Target]]:
    """Whether a function raises a UserError itself, and what it calls."""
    module, name = target
    here = modules()[module]
    node = here.functions.get(name) or here.functions.get(f"{name}.__init__")
    if node is None:
        return False, frozenset()
    within = name.split(".")[0] if "." in name or name in here.classes else ""
    raised, called = False, set()
    for one in heard(node):
        found = target_of(module, within, one.func) if isinstance(one, ast.Call) else None
        if found and found[0] in modules():
            called.add(found)
        if isinstance(one, ast.Raise) and isinstance(one.exc, ast.Call):
            thrown = target_of(module, within, one.exc.func)
            raised |= thrown is not None and says_user_error(thrown)
    return raised, frozenset(called)


def may_refuse(target: Target) -> bool:
    """Whether a UserError may come out of a function, by all that can be followed from it."""
    seen, ahead = {target}, [target]
    while ahead:
        raised, called = steps(ahead.pop())
        if raised:
            return True
        ahead += called - seen
        seen |= called
    return False
