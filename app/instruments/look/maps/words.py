"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from app.instruments.look.group_words import GROUPS
from models.text import Text

WORDS: dict[str, Any] = {
    **GROUPS,
    "label": Text(
        en="Channels of the chosen layer. Arrow keys move from channel to channel, with Shift or enlarged from cell to cell; Enter enlarges, Escape returns.",
        pt="Canais da camada escolhida. As setas andam de canal em canal, com Shift ou ampliado de célula em célula; Enter amplia, Escape volta.",
    ),
    "scope": Text(en="Scale by", pt="Escala por"),
    "scope_help": Text(
        en="Where the colours end: at the largest value of the channel, of the layer, or of the whole network.",
        pt="Onde as cores terminam: no maior valor do canal, da camada ou da rede inteira.",
    ),
    "scope_channel": Text(en="channel", pt="canal"),
    "scope_layer": Text(en="layer", pt="camada"),
    "scope_network": Text(en="network", pt="rede"),
    "parameters": Text(en="{n} parameters", pt="{n} parâmetros"),
    "no_parameters": Text(en="no parameters", pt="sem parâmetros"),
    "fact_shape": Text(en="Shape", pt="Forma"),
    "help_shape": Text(en="Channels × rows × columns; of a vector, its units.", pt="Canais × linhas × colunas; de um vetor, as unidades."),
    "fact_learnt": Text(en="Parameters", pt="Parâmetros"),
    "help_learnt": Text(
        en="What training changed here. A kernel has height · width · channels it reads, and + 1 for its bias; each channel has a kernel.",
        pt="O que o treino mudou aqui. Um núcleo tem altura · largura · canais que lê, e + 1 pelo viés; cada canal tem um núcleo.",
    ),
    "fact_macs": Text(en="Multiply-accumulates", pt="Multiplicações e somas"),
    "help_macs": Text(
        en="Products that are added up for one picture: the work of the layer. A kernel works anew at every place.",
        pt="Produtos que se somam para uma imagem: o trabalho da camada. Um núcleo trabalha de novo em cada lugar.",
    ),
    "fact_connections": Text(en="Connections", pt="Conexões"),
    "help_connections": Text(
        en="Numbers that its cells read for one picture, biases counted, as LeCun counted them in 1998; 0 where each cell reads its own alone. All places share the same parameters.",
        pt="Números que as células leem para uma imagem, com os vieses, como LeCun contou em 1998; 0 onde cada célula só lê a sua. Todos os lugares usam os mesmos parâmetros.",
    ),
    "fact_field": Text(en="Receptive field", pt="Campo receptivo"),
    "help_field": Text(
        en="The part of the network input that one cell can see, height × width.",
        pt="A parte da entrada da rede que uma célula consegue ver, altura × largura.",
    ),
    "fact_stride": Text(en="its stride", pt="seu passo"),
    "help_stride": Text(
        en="How far the field moves from one cell to the one below and to the one beside it.",
        pt="Quanto o campo anda de uma célula para a de baixo e para a do lado.",
    ),
    "fact_offset": Text(en="its offset", pt="seu início"),
    "help_offset": Text(
        en="The pixel where the first cell’s field begins; below 0 it begins in the padding around the picture.",
        pt="O pixel onde começa o campo da primeira célula; abaixo de 0, começa na margem em volta da imagem.",
    ),
    "pixels": Text(en="{h} × {w} px", pt="{h} × {w} px"),
    "corner": Text(en="row {y}, column {x}", pt="linha {y}, coluna {x}"),
    "whole": Text(en="whole picture", pt="imagem toda"),
    "read": Text(en="channel {c} · row {row}, column {col} · value {v}", pt="canal {c} · linha {row}, coluna {col} · valor {v}"),
    "read_unit": Text(en="unit {c} · value {v}", pt="unidade {c} · valor {v}"),
    "read_class": Text(en="unit {c}, {name} · value {v}", pt="unidade {c}, {name} · valor {v}"),
    "hint_channels": Text(en="{n} channels. Point for values, click to enlarge.", pt="{n} canais. Aponte para ler, clique para ampliar."),
    "hint_channel": Text(en="1 channel. Point for values, click to enlarge.", pt="1 canal. Aponte para ler, clique para ampliar."),
    "hint_units": Text(
        en="{n} units. Point for values, click to see neighbours.", pt="{n} unidades. Aponte para ler, clique para ver as vizinhas."
    ),
    "hint_pinned": Text(
        en="Click a cell: where does it come from? Esc for all channels.",
        pt="Clique uma célula: de onde ela vem? Esc para todos os canais.",
    ),
    "hint_pinned_units": Text(
        en="Click the unit again: where does it come from? Esc for all units.",
        pt="Clique a unidade de novo: de onde ela vem? Esc para todas as unidades.",
    ),
    "all_channels": Text(en="All channels", pt="Todos os canais"),
    "all_units": Text(en="All units", pt="Todas as unidades"),
    "activation": Text(en="activation", pt="ativação"),
    "pixel": Text(en="normalised pixel", pt="pixel normalizado"),
    "probability": Text(en="probability", pt="probabilidade"),
    "probability_one": Text(en="probability, T = 1", pt="probabilidade, T = 1"),
    "help_activation": Text(
        en="Activation: the number that a cell of this layer computed for your picture.",
        pt="Ativação: o número que uma célula desta camada calculou para a sua imagem.",
    ),
    "help_pixel": Text(
        en="The pixel, less the mean and divided by the spread of the pictures that the network was trained on.",
        pt="O pixel, menos a média e dividido pelo desvio das imagens com que a rede foi treinada.",
    ),
    "help_probability": Text(
        en="The softmax of the logits, as the network computes it: at T = 1. The answer beside it follows your temperature.",
        pt="O softmax dos logits, como a rede o calcula: com T = 1. A resposta ao lado segue a sua temperatura.",
    ),
    "about_scale": Text(
        en="The colours show 256 steps per channel, at most {error} off here. Point at a cell and its exact value is fetched; until it is here, the number has a ≈.",
        pt="As cores mostram 256 degraus por canal, com erro de no máximo {error} aqui. Aponte uma célula e o valor exato é buscado; até chegar, o número leva um ≈.",
    ),
    "about_reduced": Text(
        en="Each point shown is the mean of {n} × {n} cells; the number read is that of the single cell.",
        pt="Cada ponto mostrado é a média de {n} × {n} células; o número lido é o de uma única célula.",
    ),
    "its_max": Text(en="its largest", pt="seu maior"),
    "channel": Text(en="Channel {c}", pt="Canal {c}"),
    "unit": Text(en="Unit {c} and its neighbours", pt="Unidade {c} e suas vizinhas"),
    "histogram": Text(en="Values", pt="Valores"),
    "minimum": Text(en="minimum", pt="mínimo"),
    "maximum": Text(en="maximum", pt="máximo"),
    "mean": Text(en="mean", pt="média"),
    "zeros": Text(en="exact zeros", pt="zeros exatos"),
    "not_finite": Text(en="not a number or infinite", pt="não numéricos ou infinitos"),
}
