"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="In another’s style", pt="No estilo de outra"),
    "what": Text(
        en="A picture keeps its content and takes another’s texture: what the maps show is content, how they vary together is style.",
        pt="Uma imagem guarda o conteúdo e toma a textura de outra: o que os mapas mostram é conteúdo, como variam juntos é estilo.",
    ),
    "kind": Text(
        en="An ordinary classifier, frozen; it is the picture’s pixels that learn.",
        pt="Um classificador comum, congelado; quem aprende são os pixels da imagem.",
    ),
    "source": "Gatys, Ecker and Bethge, CVPR 2016",
    "content": Text(en="Content", pt="Conteúdo"),
    "manner": Text(en="Style", pt="Estilo"),
    "result": Text(en="Both", pt="Os dois"),
    "yours": Text(en="yours", pt="a sua"),
    "own": Text(en="a picture of yours…", pt="uma imagem sua…"),
    "samples": Text(en="Pictures whose style can be taken", pt="Imagens cujo estilo se pode tomar"),
    "share": Text(en="Style counts", pt="Peso do estilo"),
    "go": Text(en="▶ Start", pt="▶ Começar"),
    "again": Text(en="▶ Again", pt="▶ Repetir"),
    "stop": Text(en="Stop", pt="Parar"),
    "step": Text(en="step {step} of {steps}", pt="passo {step} de {steps}"),
    "with": Text(en="by {network}", pt="por {network}"),
    "far": Text(
        en="style error left {style}\N{NO-BREAK SPACE}%; content off by {content}\N{NO-BREAK SPACE}%",
        pt="erro de estilo restante {style}\N{NO-BREAK SPACE}%; desvio do conteúdo {content}\N{NO-BREAK SPACE}%",
    ),
}
