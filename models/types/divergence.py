"""A training whose loss exploded, in words."""

from __future__ import annotations

import math

from models.text import LANGUAGES, Language, Text, number

EXPLODED = Text("the loss exploded at epoch {epoch}: the rate is too high", "a perda explodiu na época {epoch}: a taxa está alta demais")
GROWN = Text("the weights’ norm is {times} times that of the start", "a norma dos pesos é {times} vezes a do início")
NO_NUMBER = Text("the weights’ norm is no longer a number", "a norma dos pesos já não é um número")
_LARGE = 1e6  # from here on with powers of ten


def sentence(epoch: int, growth: float) -> Text:
    """What happened, why, and what shows it; `growth`: the weights' norm as a multiple of that at the start."""
    grown = GROWN.format(times=Text(*(_times(growth, language) for language in LANGUAGES))) if math.isfinite(growth) else NO_NUMBER
    said = Text("{what}; {grown}.", "{what}; {grown}.").format(what=EXPLODED.format(epoch=epoch), grown=grown)
    return Text(*(said[language][0].upper() + said[language][1:] for language in LANGUAGES))


def _times(growth: float, language: Language) -> str:
    if growth < _LARGE:
        return number(growth, language)
    mantissa, exponent = f"{growth:.1e}".split("e")
    return number(float(mantissa), language) + "·10" + str(int(exponent)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
