"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Layer by layer", pt="Camada por camada"),
    "which": Text(en="Network", pt="Rede"),
    "lenet5_1998": Text(en="LeNet-5, 1998", pt="LeNet-5, 1998"),
    "alexnet": Text(en="AlexNet, as in torchvision", pt="AlexNet, a do torchvision"),
    "alexnet_which": Text(
        en="torchvision’s version, of 2014: {mine} maps. The network that won in 2012 had {published} on two GPUs, {parameters} parameters.",
        pt="A versão do torchvision, de 2014: {mine} mapas. A rede que venceu em 2012 tinha {published} em duas GPUs, {parameters} parâmetros.",
    ),
    "stand_in": Text(
        en="This network reads digits only: here a sample instead of your picture.",
        pt="Esta rede só lê dígitos: aqui, um exemplo em vez da sua imagem.",
    ),
    "boxes": Text(en="Layers of the network, drawn to scale", pt="Camadas da rede, desenhadas em escala"),
    "facts": Text(
        en="{parameters} parameters, {connections} connections, with your picture in it",
        pt="{parameters} parâmetros, {connections} conexões, com a sua imagem dentro",
    ),
    "maps": Text(en="The maps of the chosen layer", pt="Os mapas da camada escolhida"),
    "units": Text(en="{n} units", pt="{n} unidades"),
    "of": Text(en="{n} maps of {h} × {w}", pt="{n} mapas de {h} × {w}"),
    "formula": Text(en="{formula} parameters", pt="{formula} parâmetros"),
    "no_formula": Text(en="Nothing to learn here.", pt="Nada a aprender aqui."),
    "cost": Text(
        en="{connections} connections, {macs} multiply-adds for one picture",
        pt="{connections} conexões, {macs} multiplicações e somas por imagem",
    ),
    "scale": Text(
        en="One scale for all: a cell {cell} px wide, a map {depth} px deep, a unit {unit} px high.",
        pt="Uma só escala: uma célula com {cell} px de largura, um mapa com {depth} px de fundo, uma unidade com {unit} px de altura.",
    ),
    "untrained": Text(
        en="Its weights are not here: what you see are the maps of the same network untrained.",
        pt="Seus pesos não estão aqui: o que se vê são os mapas da mesma rede sem treino.",
    ),
    "look": Text(en="Open this layer in Look", pt="Abrir esta camada em Olhar"),
    "waiting": Text(en="{title} is computing.", pt="{title} está calculando."),
    "failed": Text(
        en="The server does not answer. Choose the network again in a moment.",
        pt="O servidor não responde. Escolha a rede de novo daqui a pouco.",
    ),
}
