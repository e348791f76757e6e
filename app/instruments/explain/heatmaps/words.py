"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "at": Text(en="at {layer}", pt="em {layer}"),
    "scale": Text(en="Scale by", pt="Escala por"),
    "scales": {"class": Text(en="class", pt="classe"), "both": Text(en="both", pt="ambas")},
    "opacity": Text(en="Opacity", pt="Opacidade"),
    "stop": Text(en="Stop", pt="Parar"),
    "going": Text(en="{done} of {of} passes, {left} s left", pt="{done} de {of} passagens, faltam {left} s"),
    "stopped": Text(en="stopped at {done} of {of}", pt="parado em {done} de {of}"),
    "stopped_early": Text(en="stopped", pt="parado"),
    "computing": Text(en="computing…", pt="calculando…"),
    "heat": Text(en="heat", pt="calor"),
    "value": Text(en="here {v}", pt="aqui {v}"),
    "line": Text(en="Line: half of the maximum", pt="Linha: metade do máximo"),
    "frame": Text(en="Frame: where the square is", pt="Moldura: lugar do quadrado"),
    "extremes": Text(en="Ends: 99.5 % of all pixels", pt="Extremos: 99,5 % dos pixels"),
    "maps": Text(en="{n} of {all} maps", pt="{n} de {all} mapas"),
    "maps_help": Text(
        en="Each map costs a pass through the network, so only those that vary most over the picture are tried.",
        pt="Cada mapa custa uma passagem pela rede, então só se tentam os que mais variam na imagem.",
    ),
    "no_relu": Text(en="No ReLU here: the plain gradient", pt="Aqui não há ReLU: o gradiente simples"),
    "complete": Text(en="Σ {sum}, Δz {rise}", pt="Σ {sum}, Δz {rise}"),
    "gap": Text(en="gap", pt="falta"),
    "gap_help": Text(
        en="All heat together should be Δz, what the logit rises by from black to your picture. What is missing, in % of Δz, is the error of the integral: more points make it smaller.",
        pt="Todo o calor junto deveria ser Δz, quanto o logit sobe do preto à sua imagem. O que falta, em % de Δz, é o erro da integral: mais pontos o diminuem.",
    ),
    "nothing_against": Text(
        en="No positive evidence at this layer: the sum is negative everywhere.",
        pt="Nenhuma evidência positiva nesta camada: a soma é negativa em toda parte.",
    ),
    "nothing": Text(en="No positive evidence at this layer.", pt="Nenhuma evidência positiva nesta camada."),
    "untrained": Text(en="Untrained network", pt="Rede sem treino"),
    "same_method": Text(en="Same method, own scale.", pt="Mesmo método, escala própria."),
    "all_against": Text(en="All evidence is against it (blue, before the ReLU).", pt="Toda a evidência é contra (azul, antes da ReLU)."),
    "rank": Text(en="Rank correlation:", pt="Correlação de postos:"),
    "rank_help": Text(
        en="Of the two heats over all pixels: 1 the same order, 0 none. If training matters, it is far from 1.",
        pt="Dos dois calores, em todos os pixels: 1 é a mesma ordem, 0 nenhuma. Se o treino importa, fica longe de 1.",
    ),
    "rank_sums_help": Text(
        en="Of the two sums over all cells of the layer, before the ReLU cuts what is negative: 1 the same order, 0 none. If training matters, it is far from 1.",
        pt="Das duas somas, em todas as células da camada, antes que a ReLU corte o negativo: 1 é a mesma ordem, 0 nenhuma. Se o treino importa, fica longe de 1.",
    ),
    "same_method_alike": Text(
        en="Same method, own scale. One of the two heats is alike everywhere: no rank correlation.",
        pt="Mesmo método, escala própria. Um dos dois calores é igual em toda parte: sem correlação de postos.",
    ),
    "map": Text(en="Heat for {name}, up to {end}", pt="Calor para {name}, até {end}"),
    "map_untrained": Text(en="Heat for {name} of the untrained network", pt="Calor para {name} da rede sem treino"),
}
