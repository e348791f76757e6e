"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "top_one": Text(en="top-1", pt="top-1"),
    "top_five": Text(en="top-5", pt="top-5"),
    "picture": Text(en="Your picture", pt="Sua imagem"),
    "samples": Text(en="Other pictures", pt="Outras imagens"),
    "network": Text(en="Network", pt="Rede"),
    "few": Text(en="Of {n} classes, five guesses are many.", pt="De {n} classes, cinco palpites são muitos."),
    "many": Text(en="Take {title}", pt="Usar {title}"),
    "title": Text(en="Five guesses", pt="Cinco palpites"),
    "ask": Text(
        en="What is it really? Point at the right guess, or name it:", pt="O que é de verdade? Aponte o palpite certo ou diga o nome:"
    ),
    "search": Text(en="Name of the class", pt="Nome da classe"),
    "unknown": Text(en="This network has no such class.", pt="Esta rede não tem essa classe."),
    "verdict": Text(en="Right or wrong?", pt="Certo ou errado?"),
    "right": Text(en="✓ right", pt="✓ certo"),
    "wrong": Text(en="✗ wrong", pt="✗ errado"),
    "open": Text(en="say what it is", pt="diga o que é"),
    "rank": Text(en="{truth} is guess number {rank} of {classes}.", pt="{truth} é o palpite número {rank} de {classes}."),
    "what": Text(
        en="The challenge counts a picture as wrong only if the right class is not among five guesses: many photographs hold more than one thing. Here {classes} classes are known; five guesses at random are right in {chance} % of the pictures.",
        pt="O desafio só conta uma imagem como errada se a classe certa não está entre cinco palpites: muitas fotografias mostram mais de uma coisa. Aqui há {classes} classes; cinco palpites ao acaso acertam {chance} % das imagens.",
    ),
    "tally": Text(en="Your own test", pt="Seu próprio teste"),
    "tally_none": Text(en="No picture judged yet.", pt="Nenhuma imagem julgada ainda."),
    "tally_some": Text(
        en="Judged: {n}. Top-1 error {one} %, top-5 error {five} %.", pt="Julgadas: {n}. Erro top-1 {one} %, erro top-5 {five} %."
    ),
    "clear": Text(en="Start over", pt="Recomeçar"),
}
