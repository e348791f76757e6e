"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "patch": Text(en="patch", pt="recorte"),
    "of_the_picture": Text(en="of the picture", pt="da imagem"),
    "patch_label": Text(
        en="The part of the picture under the window: {rows} × {columns} values from 0 to 1.",
        pt="A parte da imagem sob a janela: {rows} × {columns} valores de 0 a 1.",
    ),
    "front": Text(en="Channel in front", pt="Canal à frente"),
    "kernel": Text(en="kernel", pt="núcleo"),
    "drag_or_type": Text(en="drag or type", pt="arraste ou digite"),
    "kernel_yours": Text(en="yours", pt="seu"),
    "kernel_label": Text(
        en="Weights of the kernel. Arrows move, Page Up and Page Down change by 0.1, with Shift by 0.01; digits type.",
        pt="Pesos do núcleo. As setas andam, Page Up e Page Down mudam 0,1, com Shift 0,01; dígitos escrevem.",
    ),
    "kernel_help": Text(
        en="Drag a weight up or down, with Shift in small steps; double click to type. The kernel lies on the picture as it is: nn.Conv2d does not turn it over, though the mathematicians’ convolution does.",
        pt="Arraste um peso para cima ou para baixo, com Shift em passos pequenos; clique duas vezes para digitar. O núcleo se apoia na imagem como está: nn.Conv2d não o vira, embora a convolução dos matemáticos vire.",
    ),
    "weight": Text(en="Weight in row {row}, column {column}", pt="Peso na linha {row}, coluna {column}"),
    "undo": Text(en="Undo", pt="Desfazer"),
    "products": Text(en="products", pt="produtos"),
    "products_label": Text(en="Each value times its weight.", pt="Cada valor vezes o seu peso."),
    "sum": Text(en="sum", pt="soma"),
    "one_cell": Text(en="= one cell of the result", pt="= célula do resultado"),
    "add_up": Text(en="Add the terms one after the other", pt="Somar os termos um a um"),
    "stairs": Text(
        en="The terms as stairs, each beginning where the one before ends.",
        pt="Os termos em escada, cada um começa onde o anterior termina.",
    ),
    "result_is": Text(en="The cell in row {row}, column {column} is {v}.", pt="A célula da linha {row}, coluna {column} vale {v}."),
    "bias": Text(en="bias", pt="viés"),
    "row": Text(en="row {n}", pt="linha {n}"),
    "by_rows": Text(en="Row by row.", pt="Linha por linha."),
    "by_rows_bias": Text(en="Row by row, then the bias.", pt="Linha por linha, depois o viés."),
    "by_channels": Text(en="R, then G, then B.", pt="R, depois G, depois B."),
    "by_channels_bias": Text(en="R, then G, then B, then the bias.", pt="R, depois G, depois B, depois o viés."),
    "of_products": Text(en="sum of {n} products", pt="soma de {n} produtos"),
    "of_products_bias": Text(en="sum of {n} products and the bias", pt="soma de {n} produtos e do viés"),
    "one_product": Text(
        en="row {row}, column {column}: {value} × {weight} = {product}", pt="linha {row}, coluna {column}: {value} × {weight} = {product}"
    ),
    "torch_says": Text(en="PyTorch says {v}", pt="O PyTorch diz {v}"),
    "differs": Text(en="differs by {d}", pt="difere em {d}"),
    "agrees": Text(en="agrees", pt="concorda"),
    "disagrees": Text(en="does not agree", pt="não concorda"),
    "torch_asked": Text(en="PyTorch …", pt="PyTorch …"),
    "torch_live": Text(en="PyTorch is asked when the picture stands still.", pt="O PyTorch é consultado quando a imagem para."),
    "torch_gone": Text(en="PyTorch does not answer.", pt="O PyTorch não responde."),
    "torch_help": Text(
        en="torch.nn.functional.conv2d, in float32, on these pixels and this kernel; the sum here is in float64. It agrees if rounding explains the difference: at most terms · 2⁻²³ · the sum of their absolute values, here {bound}.",
        pt="torch.nn.functional.conv2d, em float32, com estes pixels e este núcleo; a soma aqui é em float64. Concorda se o arredondamento explica a diferença: no máximo termos · 2⁻²³ · soma dos valores absolutos, aqui {bound}.",
    ),
    "decimals": Text(en="Terms shown to {n} decimals.", pt="Termos com {n} casas decimais."),
    "relu": Text(en="ReLU", pt="ReLU"),
    "relu_rule": Text(en="max(0, x)", pt="máx(0, x)"),
    "relu_label": Text(en="What is below zero becomes zero: {v}.", pt="O que está abaixo de zero vira zero: {v}."),
    "max": Text(en="max", pt="máx"),
    "average": Text(en="average", pt="média"),
    "of": Text(en="of", pt="de"),
    "pool_size": Text(en="Window of the pooling", pt="Janela do pooling"),
    "pool_label": Text(en="The window of the pooling gives {v}.", pt="A janela do pooling dá {v}."),
    "left_out": Text(en="left out", pt="fica de fora"),
    "left_out_help": Text(
        en="The windows of the pooling do not reach this last row or column.",
        pt="As janelas do pooling não chegam a esta última linha ou coluna.",
    ),
}
