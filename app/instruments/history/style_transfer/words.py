"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text


def card(name: Text, what: Text, kind: Text, source: str) -> dict[str, Any]:
    return {"name": name, "what": what, "kind": kind, "source": source}


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
        en="style error left {style} %; content off by {content} %",
        pt="erro de estilo restante {style} %; desvio do conteúdo {content} %",
    ),
    "cards": [
        card(
            Text(en="Tissue", pt="Tecidos"),
            Text(
                en="Cells and whole regions of a microscope slide are outlined, or counted, in seconds instead of hours.",
                pt="Células e regiões inteiras de uma lâmina são contornadas ou contadas em segundos, e não em horas.",
            ),
            Text(
                en="A convolutional network that goes down and up again, and answers every pixel: a U-Net.",
                pt="Uma rede convolucional que desce e sobe de novo e responde a cada pixel: uma U-Net.",
            ),
            "Ronneberger, Fischer and Brox, MICCAI 2015",
        ),
        card(
            Text(en="Faces", pt="Rostos"),
            Text(
                en="Two photographs are the same person if a network sends them to nearby points; nobody lists people as classes.",
                pt="Duas fotografias são da mesma pessoa se a rede as leva a pontos próximos; ninguém lista pessoas como classes.",
            ),
            Text(
                en="A classifier’s network without its last layer, trained to pull alike pictures together.",
                pt="A rede de um classificador sem a última camada, treinada para aproximar imagens parecidas.",
            ),
            "Schroff, Kalenichenko and Philbin, CVPR 2015",
        ),
        card(
            Text(en="Parking lots", pt="Estacionamentos"),
            Text(
                en="A camera above the lot says which spaces are free, in sun and in rain.",
                pt="Uma câmera acima do estacionamento diz quais vagas estão livres, com sol e com chuva.",
            ),
            Text(
                en="A small classifier with two classes, run on a cutting of each space; hand-crafted textures were enough to begin with.",
                pt="Um classificador pequeno, de duas classes, aplicado ao recorte de cada vaga; texturas feitas à mão bastaram no início.",
            ),
            "Almeida et al., PKLot, Expert Systems with Applications 2015",
        ),
        card(
            Text(en="Image to image", pt="De imagem a imagem"),
            Text(
                en="A sketch becomes a photograph, day becomes night, a map becomes an aerial view.",
                pt="Um esboço vira fotografia, o dia vira noite, um mapa vira vista aérea.",
            ),
            Text(
                en="Two networks: one makes the picture, the other tries to tell it from a real one.",
                pt="Duas redes: uma faz a imagem, a outra tenta distingui-la de uma verdadeira.",
            ),
            "Isola, Zhu, Zhou and Efros, CVPR 2017",
        ),
        card(
            Text(en="Animated faces", pt="Rostos animados"),
            Text(
                en="One portrait is made to speak and look around after somebody else’s movements: a use, and a reason for doubt.",
                pt="Um só retrato fala e olha em volta conforme os movimentos de outra pessoa: um uso, e um motivo de desconfiança.",
            ),
            Text(
                en="A generator that is told where a face’s points are, learned on videos of many people.",
                pt="Um gerador que recebe os pontos do rosto, aprendido com vídeos de muitas pessoas.",
            ),
            "Zakharov, Shysheya, Burkov and Lempitsky, ICCV 2019",
        ),
    ],
    "cards_title": Text(en="Where else it went", pt="Outras aplicações"),
    "here": Text(
        en="These need data that cannot be shipped here. What they are built from is: the maps in Look, the frozen features in The race.",
        pt="Estas precisam de dados que não podem ser distribuídos aqui. Do que são feitas, há: os mapas em Olhar, as características "
        "congeladas em A corrida.",
    ),
}
