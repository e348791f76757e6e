"""Arguments that are no names or numbers, looked at once where a call comes in: what is of another type is said before anything is done.

Names and numbers are not looked at here. Those a visitor can type, so each is refused in a sentence by who reads it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import is_dataclass
from functools import wraps
from types import UnionType
from typing import Any, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")
Check = Callable[[object], bool]


def typed(function: Callable[P, R]) -> Callable[P, R]:
    """The function, which raises TypeError for an argument that is not the dataclass, the bytes, the array or the list that it takes."""
    signature, hints = inspect.signature(function), get_type_hints(function)
    checks = {name: check for name in signature.parameters if (check := _check(hints[name]))}

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        for name, value in signature.bind(*args, **kwargs).arguments.items():
            if name in checks and not checks[name](value):
                wanted = signature.parameters[name].annotation
                raise TypeError(f"{function.__name__}: {name} takes {wanted}, and was given {type(value).__name__}")
        return function(*args, **kwargs)

    return called if checks else function


def _check(hint: Any) -> Check | None:
    """Whether a value is what an annotation says; None where the annotation is a name, a number or anything at all."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin is UnionType:
        checks = [_check(one) for one in inside if one is not type(None)]
        only = checks[0] if len(checks) == 1 else None
        return (lambda value: value is None or only(value)) if only else None
    if origin is np.ndarray or hint is bytes or is_dataclass(hint) or origin is Mapping:
        kind = origin or hint
        return lambda value: isinstance(value, kind)
    if origin is Sequence and (each := _check(inside[0])):
        return lambda value: isinstance(value, list | tuple) and all(map(each, value))
    return None
