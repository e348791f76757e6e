"""The page's own words, and how words in two languages become the words of one page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.text import Language, Text, number

TITLE = Text("Convolutions", "Convoluções")
DESCRIPTION = Text(
    "Draw a digit or bring a picture, and see every layer of a network answer.",
    "Desenhe um dígito ou traga uma imagem e veja cada camada de uma rede responder.",
)
HTML_LANG: dict[Language, str] = {"en": "en", "pt": "pt-BR"}  # what <html lang> and the browser's own words follow
PATHS: dict[Language, str] = {"en": "/", "pt": "/pt"}

UNEXPECTED = Text(
    "Something went wrong on the server. It was written down; nothing of yours is lost. Try again, or reload the page.",
    "Algo deu errado no servidor. Foi registrado, e nada do que você fez se perdeu. Tente de novo ou recarregue a página.",
)
BUSY = Text(
    "More people are asking than this machine can answer. Wait a few seconds and try again.",
    "Há mais pedidos do que esta máquina consegue responder. Espere alguns segundos e tente de novo.",
)
TOO_LARGE = Text(
    "What was sent is larger than {limit} MB, which is the most that is taken here. Make it smaller and bring it again.",
    "O que foi enviado tem mais de {limit} MB, o máximo aceito aqui. Diminua e traga de novo.",
)

NOT_UNDERSTOOD = Text(
    "This request is not one that is understood here; /?view=api shows what can be asked, and how.",
    "Este pedido não é um que se entenda aqui; /?view=api mostra o que se pode pedir, e como.",
)
NO_FILE = Text(
    "No file came with this request. Send one in the multipart field `files`.",
    "Nenhum arquivo veio com este pedido. Envie um no campo multipart `files`.",
)


def megabytes(value: float, language: Language) -> str:
    """A limit in MB as a sentence says it."""
    return number(value, language)


def in_language(words: Any, language: Language) -> Any:
    """`words` with every `Text` in it replaced by its one language: what an instrument or a component is given."""
    if isinstance(words, Text):
        return words[language]
    if isinstance(words, Mapping):
        return {key: in_language(value, language) for key, value in words.items()}
    if isinstance(words, (list, tuple)):
        return [in_language(value, language) for value in words]
    return words
