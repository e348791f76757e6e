"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Your picture", pt="Sua imagem"),
    "change": Text(en="Change…", pt="Trocar…"),
    "camera": Text(en="Camera", pt="Câmera"),
    "camera_off": Text(en="Off", pt="Desligar"),
    "live": Text(en="The camera’s picture, live", pt="A imagem da câmera, ao vivo"),
    "insecure": Text(
        en="Browsers give a camera only to https or localhost, and this page came over plain http.",
        pt="Navegadores só dão a câmera a https ou localhost, e esta página veio por http simples.",
    ),
    "denied": Text(
        en="The browser did not give the camera. Allow it beside the address bar.",
        pt="O navegador não liberou a câmera. Permita-a ao lado do endereço.",
    ),
    "no_camera": Text(en="No camera was found.", pt="Nenhuma câmera foi encontrada."),
    "picture": Text(en="The picture as the network reads it, with what is covered", pt="A imagem como a rede a lê, com o que está coberto"),
    "square_role": Text(en="movable square", pt="quadrado móvel"),
    "square": Text(en="Square of {n} px at row {top}, column {left}", pt="Quadrado de {n} px na linha {top}, coluna {left}"),
    "size": Text(en="{n} px", pt="{n} px"),
    "size_label": Text(en="Side of the square, in pixels", pt="Lado do quadrado, em pixels"),
    "fill": Text(en="What the square does", pt="O que o quadrado faz"),
    "fills": {"black": Text(en="black", pt="preto"), "blur": Text(en="blur", pt="desfoca")},
    "remove": Text(en="Remove", pt="Tirar"),
    "test": Text(en="Test the heat", pt="Teste o calor"),
    "invite": Text(en="Drag on the picture to cover a part.", pt="Arraste na imagem para cobrir uma parte."),
    "told": Text(
        en="The square hides {part} % of the picture and **{heat} %** of the heat for {name}; p({name}) goes from {before} to **{after} %**.",
        pt="O quadrado esconde {part} % da imagem e **{heat} %** do calor para {name}; p({name}) vai de {before} para **{after} %**.",
    ),
    "told_no_heat": Text(
        en="The square hides {part} % of the picture; p({name}) goes from {before} to **{after} %**.",
        pt="O quadrado esconde {part} % da imagem; p({name}) vai de {before} para **{after} %**.",
    ),
    "verdict": Text(en="Now it says **{name}**.", pt="Agora diz **{name}**."),
}
