"""The numbers that a visitor can set: what each may be, and the one sentence that refuses anything else.

Whoever runs the server sets other numbers, by the environment: `models.limits.Limit`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, TypeGuard

from models.errors import UserError, short_repr
from models.text import LANGUAGES, Text, number

Value = float | tuple[float, float]

_REFUSED = Text(
    "{name}: {given} is not accepted. Accepted: {kind} from {low} to {high}.",
    "{name}: {given} não é aceito. Aceito: {kind} de {low} a {high}.",
)
_NOT_POSITIVE = Text(
    "{name}: {given} is not accepted. Accepted: a finite number greater than 0, such as 1.0.",
    "{name}: {given} não é aceito. Aceito: um número finito maior que 0, como 1,0.",
)
_KINDS = {
    (False, False): Text("a number", "um número"),
    (False, True): Text("a whole number", "um número inteiro"),
    (True, False): Text("a pair of numbers, the smaller first,", "um par de números, o menor primeiro,"),
    (True, True): Text("a pair of whole numbers, the smaller first,", "um par de números inteiros, o menor primeiro,"),
}


@dataclass(frozen=True, slots=True)
class NumberSpec:
    """A number, or a range of numbers where `default` is a pair. `step`: of its slider, 1 or more for whole numbers, 0 for any real number.
    `unit` stands behind it: "°", "px", "".
    """

    name: str
    title: Text
    default: Value
    low: float
    high: float
    step: float = 0
    unit: str = ""

    @property
    def whole(self) -> bool:
        return self.step >= 1 and self.step == int(self.step)

    def read(self, given: object, where: str = "") -> Any:
        """A value as somebody sent it: int where it is whole, else float; a pair of them where the default is one.

        UserError for anything else, for True and NaN too; `where` stands before the name: "plan.".
        """
        if isinstance(self.default, tuple):
            pair = tuple(given) if isinstance(given, (list, tuple)) else ()
            if len(pair) == 2 and all(self._accepts(one) for one in pair) and pair[0] <= pair[1]:
                return self._number(pair[0]), self._number(pair[1])
        elif self._accepts(given):
            return self._number(given)
        raise self._refused(given, where)

    def _accepts(self, given: object) -> TypeGuard[float]:
        return is_number(given) and self.low <= given <= self.high and (not self.whole or given == int(given))

    def _number(self, given: float) -> float:
        return int(given) if self.whole else float(given)

    def _refused(self, given: object, where: str) -> UserError:
        low, high = (Text(*(number(end, language, 9) for language in LANGUAGES)) for end in (self.low, self.high))
        kind = _KINDS[isinstance(self.default, tuple), self.whole]
        return UserError(_REFUSED.format(name=where + self.name, given=short_repr(given), kind=kind, low=low, high=high))


def is_number(given: object) -> TypeGuard[float]:
    """Whether it is a number that can be compared: no truth value, no NaN."""
    return isinstance(given, int | float) and not isinstance(given, bool) and given == given


def whole_number(name: str, given: object, low: int, high: int) -> int:
    """A whole number from `low` to `high`; UserError for anything else."""
    value: int = NumberSpec(name, Text(name, name), low, low, high, 1).read(given)
    return value


def real(name: str, given: object, low: float, high: float) -> float:
    """A number from `low` to `high`; UserError for anything else."""
    value: float = NumberSpec(name, Text(name, name), low, low, high).read(given)
    return value


def positive_number(name: str, given: object) -> float:
    """A finite number above zero; UserError for anything else."""
    if is_number(given) and 0 < given < math.inf:
        return float(given)
    raise UserError(_NOT_POSITIVE.format(name=name, given=short_repr(given)))
