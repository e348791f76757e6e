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
    "maps": Text(en="The {n} of {all} maps that vary most", pt="Os {n} de {all} mapas que mais variam"),
    "no_relu": Text(en="No ReLU here: the plain gradient", pt="Aqui não há ReLU: o gradiente simples"),
    "complete": Text(en="Σ {sum}, Δz {rise}", pt="Σ {sum}, Δz {rise}"),
    "gap": Text(en="gap", pt="falta"),
    "nothing": Text(en="No positive evidence at this layer.", pt="Nenhuma evidência positiva nesta camada."),
    "untrained": Text(en="Untrained network", pt="Rede sem treino"),
    "same_method": Text(
        en="Same method, own scale. Rank correlation with the heat above:", pt="Mesmo método, escala própria. Correlação de postos:"
    ),
    "same_method_nothing": Text(
        en="Same method: no positive evidence at this layer, so no rank correlation.",
        pt="Mesmo método: nenhuma evidência positiva nesta camada, logo sem correlação de postos.",
    ),
    "same_method_alike": Text(
        en="Same method, own scale. One of the two heats is alike everywhere: no rank correlation.",
        pt="Mesmo método, escala própria. Um dos dois calores é igual em toda parte: sem correlação de postos.",
    ),
    "map": Text(en="Heat for {name}, up to {end}", pt="Calor para {name}, até {end}"),
    "map_untrained": Text(en="Heat for {name} of the untrained network", pt="Calor para {name} da rede sem treino"),
}
