"""What a person reads, in both languages side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["en", "pt"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Text:
    """One piece of text in English and in Brazilian Portuguese, with the same `{fields}` in both."""

    en: str
    pt: str

    def __getitem__(self, language: Language) -> str:
        return self.en if language == "en" else self.pt

    def format(self, **fields: object) -> Text:
        """Both languages with their `{fields}` filled; a field that is itself a `Text` speaks its own language."""
        return Text(*(self[lang].format(**{k: v[lang] if isinstance(v, Text) else v for k, v in fields.items()}) for lang in LANGUAGES))


def number(value: float, language: Language, digits: int = 3) -> str:
    """`value` with `digits` significant digits, as the language writes it: 1,234.5 and 1.234,5; a true minus."""
    plain = f"{value:,.{digits}g}" if "e" in f"{value:.{digits}g}" and abs(value) < 1e-4 else _grouped(value, digits)
    plain = plain.replace("-", "−")
    return plain if language == "en" else plain.translate(str.maketrans(",.", ".,"))


def _grouped(value: float, digits: int) -> str:
    if value == int(value):
        return f"{int(value):,}"
    rounded = float(f"{value:.{digits}g}")
    return f"{rounded:,.{digits}g}" if abs(rounded) < 10**digits else f"{round(rounded):,}"
