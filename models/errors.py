"""Errors that are for people."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from models.text import LANGUAGES, Language, Text, number

_WHOLE = 25  # names of a list that are all said
_NEAREST = 5  # of a longer one
_MAX_SHOWN = 60  # letters of an argument in a sentence


class UserError(Exception):
    """A sentence for the visitor: what was given, what is accepted, what to do. Nothing else ever reaches the page.

    `brief`: of a file, why it is not taken, in the few words that a list of files has room for.
    """

    def __init__(self, text: Text, brief: Text | None = None) -> None:
        super().__init__(text.en)
        self.text, self.brief = text, brief

    def __reduce__(self) -> tuple[type[UserError], tuple[Text, Text | None]]:
        """Both languages go along where an error goes to another process."""
        return type(self), (self.text, self.brief)

    def say(self, language: Language) -> str:
        return self.text[language]


def short_repr(given: object) -> str:
    """`repr` of an argument, cut to the length that a sentence has room for."""
    text = repr(given)
    return text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"


def unknown(argument: str, given: object, accepted: Iterable[str]) -> UserError:
    """The refusal of a name that is not in a list, with the nearest that are; a long list is counted and said where it stands."""
    options = list(accepted)
    near = get_close_matches(str(given)[:200], options, n=_NEAREST, cutoff=0.5)
    if len(options) > _WHOLE:
        return UserError(_many(argument, given, options, near))
    return UserError(
        Text(
            "{argument}: {given} is not known.{hint} Accepted: {shown}.",
            "{argument}: {given} não é conhecido.{hint} Aceitos: {shown}.",
        ).format(argument=argument, given=short_repr(given), hint=_hint(near), shown=", ".join(options))
    )


def _hint(near: list[str]) -> Text:
    return Text(f" Did you mean {near[0]}?", f" Você quis dizer {near[0]}?") if near else Text("", "")


def _many(argument: str, given: object, options: list[str], near: list[str]) -> Text:
    count = Text(*(number(len(options), language, 9) for language in LANGUAGES))
    where = _WHERE.get(argument, _ELSEWHERE)
    others = Text(", near it also {near}", "; também parecidos: {near}").format(near=", ".join(near[1:])) if near[1:] else Text("", "")
    return Text(
        "{argument}: {given} is not known.{hint} {count} are accepted{others}. {where}",
        "{argument}: {given} não é conhecido.{hint} Há {count} aceitos{others}. {where}",
    ).format(argument=argument, given=short_repr(given), hint=_hint(near), count=count, others=others, where=where)


_WHERE = {
    "network": Text("The menu of networks and /networks list them all.", "O menu de redes e /networks listam todos."),
    "layer": Text("The strip of layers and /layers list them all.", "A faixa de camadas e /layers listam todos."),
}
_ELSEWHERE = Text("The page /?view=api says which.", "A página /?view=api diz quais.")
