"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from app.code_words import COPY, DOWNLOAD, DOWNLOAD_HELP
from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Receipt", pt="Recibo"),
    "close": Text(en="Close", pt="Fechar"),
    "channel": Text(en="channel {c}", pt="canal {c}"),
    "unit": Text(en="unit {c}", pt="unidade {c}"),
    "units": Text(en="{n} units", pt="{n} unidades"),
    "all_channels": Text(en="all {n} channels", pt="todos os {n} canais"),
    "all_units": Text(en="all {n} units", pt="todas as {n} unidades"),
    "of_cell": Text(en="channel {c}, row {row}, column {col}", pt="canal {c}, linha {row}, coluna {col}"),
    "of_unit": Text(en="unit {c}", pt="unidade {c}"),
    "scales": Text(
        en="patch ±{patch}, kernel ±{kernel}, products ±{products}",
        pt="recorte ±{patch}, núcleo ±{kernel}, produtos ±{products}",
    ),
    # the table
    "from": Text(en="from", pt="de"),
    "channel_row": Text(en="channel", pt="canal"),
    "patch_kernel": Text(en="patch × kernel = products", pt="recorte × núcleo = produtos"),
    "n_products": Text(en="{n} products", pt="{n} produtos"),
    "channels": Text(en="Input channels, the largest sum first", pt="Canais de entrada, a maior soma primeiro"),
    "more_channels": Text(en="{n} more channels", pt="mais {n} canais"),
    "terms": Text(en="Terms", pt="Termos"),
    "padding": Text(en="padding", pt="preenchimento"),
    "value_weight": Text(en="row, column: value × weight", pt="linha, coluna: valor × peso"),
    "unit_weight": Text(en="value × weight", pt="valor × peso"),
    "value_read": Text(en="row, column: value", pt="linha, coluna: valor"),
    "value_code": Text(en="value × code, and −½ (value − code)²", pt="valor × código, e −½ (valor − código)²"),
    "of_channel": Text(en="channel {c}", pt="canal {c}"),
    "more": Text(en="{n} more", pt="{n} a mais"),
    "more_some": Text(en="{n} more, {zeros} of them 0", pt="mais {n}, {zeros} deles 0"),
    "more_zeros": Text(en="{n} more, all 0", pt="mais {n}, todos 0"),
    "all_terms": Text(en="all {n}", pt="todos os {n}"),
    "walk": Text(en="Where does this value come from?", pt="De onde vem este valor?"),
    # the verdict
    "bias_channel": Text(en="bias of channel {c}", pt="viés do canal {c}"),
    "bias_unit": Text(en="bias of unit {c}", pt="viés da unidade {c}"),
    "sum_of": Text(en="sum of {n} products", pt="soma de {n} produtos"),
    "sum_of_biased": Text(en="sum of {n} products and the bias", pt="soma de {n} produtos e do viés"),
    "anew": Text(en="computed anew", pt="calculado de novo"),
    "differs": Text(en="differs by {gap}", pt="difere em {gap}"),
    "equal": Text(en="is equal", pt="é igual"),
    "no_number": Text(en="is no finite number", pt="não é um número finito"),
    "bound": Text(
        en="PyTorch computes in float32, the sum here in float64. Rounding can explain at most {bound}: every term is rounded once.",
        pt="O PyTorch calcula em float32, a soma daqui em float64. O arredondamento explica no máximo {bound}: cada termo é arredondado uma vez.",
    ),
    "agrees": Text(en="rounding explains the difference", pt="o arredondamento explica a diferença"),
    "disagrees": Text(en="rounding does not explain the difference", pt="o arredondamento não explica a diferença"),
    # single kinds
    "max_of": Text(en="The largest of {list} goes on: {value}.", pt="O maior de {list} segue adiante: {value}."),
    "mean_of": Text(en="The mean: each of the {n} values × {factor}.", pt="A média: cada um dos {n} valores × {factor}."),
    "passes": Text(en="It is above 0, so it passes as it is.", pt="É maior que 0, então passa como está."),
    "stopped": Text(en="It is not above 0, so 0 goes on.", pt="Não é maior que 0, então segue 0."),
    "function_of": Text(en="The function of one value: {kind}", pt="A função de um valor: {kind}"),
    "one_line": Text(en="the same, as one line", pt="o mesmo, como uma reta"),
    "kept_statistics": Text(
        en="Mean μ and variance σ² of this channel are those of training, kept; the picture does not change them.",
        pt="A média μ e a variância σ² deste canal são as do treino, guardadas; a imagem não as muda.",
    ),
    "own_statistics": Text(
        en="Mean μ and variance σ² are those of these {n} values: through the mean, each of them has a share.",
        pt="A média μ e a variância σ² são as destes {n} valores: pela média, cada um deles participa.",
    ),
    "response": Text(
        en="The value, divided by how much neighbouring channels answer at the same place.",
        pt="O valor, dividido pelo quanto os canais vizinhos respondem no mesmo lugar.",
    ),
    "added": Text(en="The input of the block comes along and is added.", pt="A entrada do bloco vem junto e é somada."),
    "multiplied": Text(en="One scales the other.", pt="Um escala o outro."),
    "dropout": Text(
        en="Dropout does nothing here: it only leaves units out while the network is trained.",
        pt="O dropout não faz nada aqui: só deixa unidades de fora durante o treino da rede.",
    ),
    "flattened": Text(en="The same number, in a row with all others.", pt="O mesmo número, em fila com todos os outros."),
    "concatenated": Text(en="A channel of {layer}, stacked with the others.", pt="Um canal de {layer}, empilhado com os outros."),
    "layer_temperature": Text(
        en="The layer has T = 1. The answer divides the same logits by your T = {T} first, so its percentages are others.",
        pt="A camada tem T = 1. A resposta antes divide os mesmos logits pelo seu T = {T}, por isso suas porcentagens são outras.",
    ),
    "classes": Text(en="Classes, the most probable first", pt="Classes, a mais provável primeiro"),
    "more_classes": Text(en="{n} more classes", pt="mais {n} classes"),
    "logit": Text(en="logit z", pt="logit z"),
    "share": Text(en="share", pt="fatia"),
    "pixel_ink": Text(en="A pixel of your ink: {level} of 255.", pt="Um pixel do seu traço: {level} de 255."),
    "pixel_level": Text(
        en="A pixel of your picture: {level} of 255 in this colour.", pt="Um pixel da sua imagem: {level} de 255 nesta cor."
    ),
    "pixel_end": Text(
        en="The weights were trained on pixels less their mean μ, divided by their spread σ. Nothing comes before.",
        pt="Os pesos foram treinados com pixels menos a média μ, divididos pelo desvio σ. Antes disto não há nada.",
    ),
    # back to the pixels
    "back": Text(en="Back to the pixels", pt="De volta aos pixels"),
    "back_how": Text(
        en="the largest term, and the largest term of that. Click any term to walk another way.",
        pt="o maior termo, e o maior termo dele. Clique em um termo para ir por outro caminho.",
    ),
    "step_more": Text(en="… 1 step", pt="… 1 passo"),
    "steps_more": Text(en="… {n} steps", pt="… {n} passos"),
    "a_pixel": Text(en="a pixel", pt="um pixel"),
    "of_ink": Text(en="{level} of 255 in your ink", pt="{level} de 255 no seu traço"),
    "of_level": Text(en="{level} of 255", pt="{level} de 255"),
    "sum_n": Text(en="sum of {n}", pt="soma de {n}"),
    "max_n": Text(en="max of {n}", pt="máximo de {n}"),
    "mean_n": Text(en="mean of {n}", pt="média de {n}"),
    "share_n": Text(en="share of {n}", pt="fatia de {n}"),
    "product_2": Text(en="product of 2", pt="produto de 2"),
    "passes_on": Text(en="passes on", pt="passa adiante"),
    "nothing_here": Text(en="does nothing here", pt="não faz nada aqui"),
    "largest_term": Text(en="largest: {product}", pt="maior: {product}"),
    "of_values": Text(en="of {list}", pt="de {list}"),
    "passes_short": Text(en="passes: it is above 0", pt="passa: é maior que 0"),
    "stopped_short": Text(en="stopped: not above 0", pt="parado: não é maior que 0"),
    "field_show": Text(en="Which pixels move it?", pt="Que pixels mexem nele?"),
    "field_away": Text(en="‹ back to its map", pt="‹ de volta ao mapa"),
    "field_label": Text(
        en="|gradient| of each pixel; framed, all that it can see.",
        pt="|gradiente| por pixel; na moldura, o que ela vê.",
    ),
    # the code
    "code": Text(en="Show the code", pt="Ver o código"),
    "code_title": Text(en="This number in PyTorch", pt="Este número em PyTorch"),
    "code_about": Text(
        en="It builds the network, loads its weights, holds the picture, and computes the number anew.",
        pt="Constrói a rede, carrega os pesos, traz a imagem e calcula o número de novo.",
    ),
    "code_file": Text(
        en="It builds the network, reads the weights and picture.png, the picture as the network took it, and computes the number anew.",
        pt="Constrói a rede, lê os pesos e picture.png, a imagem como a rede a recebeu, e calcula o número de novo.",
    ),
    "take": DOWNLOAD,
    "take_help": DOWNLOAD_HELP,
    **COPY,
}
