"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "picture": Text(
        en="The picture. Drag the window; arrow keys move it by one step, with Shift by ten, Home and End along the row.",
        pt="A imagem. Arraste a janela; as setas a movem um passo, com Shift dez, Home e End ao longo da linha.",
    ),
    "result": Text(en="The result: one cell for each place of the window.", pt="O resultado: uma célula para cada lugar da janela."),
    "relu": Text(en="The result after ReLU.", pt="O resultado depois da ReLU."),
    "pooled": Text(en="The result after pooling.", pt="O resultado depois do pooling."),
    "place": Text(en="row {row}, column {column}", pt="linha {row}, coluna {column}"),
    "zeros_now": Text(en="{n} % are 0 now", pt="{n} % agora são 0"),
    "rule": Text(en="The size rule", pt="A regra do tamanho"),
    "size": Text(en="size", pt="tamanho"),
    "stride": Text(en="stride", pt="passo"),
    "padding": Text(en="padding", pt="preenchimento"),
    "fill": Text(en="filled with", pt="preenchido"),
    "dilation": Text(en="dilation", pt="dilatação"),
    "zeros": Text(en="zeros", pt="com zeros"),
    "reflect": Text(en="reflect", pt="reflexo"),
    "replicate": Text(en="replicate", pt="repetição"),
    "nothing_to_fill": Text(en="Without padding there is nothing to fill.", pt="Sem preenchimento não há o que preencher."),
    "does_not_fit": Text(
        en="The window would be larger than the picture with its padding.", pt="A janela seria maior que a imagem com o preenchimento."
    ),
    "nothing_to_reflect": Text(
        en="Reflection needs less padding than the picture’s shorter side.",
        pt="O reflexo exige menos preenchimento que o lado menor da imagem.",
    ),
    "output": Text(en="output", pt="saída"),
    "as_code": Text(
        en="floor((n + 2p − d(k − 1) − 1) / s) + 1: how many places the window has along a side of n pixels.",
        pt="floor((n + 2p − d(k − 1) − 1) / s) + 1: quantos lugares a janela tem ao longo de um lado de n pixels.",
    ),
    "kind": Text(en="Kind of pooling", pt="Tipo de pooling"),
    "max": Text(en="max", pt="máximo"),
    "average": Text(en="average", pt="média"),
    "one_scale": Text(en="one scale for all", pt="uma escala para tudo"),
    "one_scale_help": Text(
        en="Products, sum, result, ReLU and pooling have the colours of this scale, which ends at the result’s largest value; the kernel’s weights have their own.",
        pt="Produtos, soma, resultado, ReLU e pooling têm as cores desta escala, que termina no maior valor do resultado; os pesos do núcleo têm a deles.",
    ),
}
