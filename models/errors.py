"""Errors that are for people."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from models.text import Language, Text


class UserError(Exception):
    """A sentence for the visitor: what was given, what is accepted, what to do. Nothing else ever reaches the page."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text

    def say(self, language: Language) -> str:
        return self.text[language]


def unknown(argument: str, given: object, accepted: Iterable[str]) -> UserError:
    """The refusal of a name that is not in a list, with the nearest one that is."""
    options = list(accepted)
    near = get_close_matches(str(given), options, n=1, cutoff=0.5)
    shown = ", ".join(options[:12]) + (", …" if len(options) > 12 else "")
    hint = Text(f" Did you mean {near[0]}?", f" Você quis dizer {near[0]}?") if near else Text("", "")
    return UserError(
        Text(
            "{argument}: {given} is not known.{hint} Accepted: {shown}.",
            "{argument}: {given} não é conhecido.{hint} Aceitos: {shown}.",
        ).format(argument=argument, given=repr(given), hint=hint, shown=shown)
    )
