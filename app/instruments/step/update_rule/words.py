"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from app.code_words import COPY, DOWNLOAD, DOWNLOAD_HELP
from models.text import Text

WORDS: dict[str, Any] = {
    "forward": Text(en="Forward", pt="Ida"),
    "loss": Text(en="Loss", pt="Perda"),
    "backward": Text(en="Backward", pt="Volta"),
    "update": Text(en="The rule", pt="A regra"),
    "forward_says": Text(en="The picture runs through the network.", pt="A imagem atravessa a rede."),
    "loss_says": Text(en="How wrong was the answer?", pt="Quanto a resposta errou?"),
    "backward_says": Text(en="What is to blame, and how much?", pt="Quem errou, e quanto?"),
    "update_says": Text(en="row {row}, column {column}", pt="linha {row}, coluna {column}"),
    # what lies before a column, forward
    "to_input": Text(en="The picture as the network reads it: {n} values.", pt="A imagem como a rede a lê: {n} valores."),
    "to_convolution": Text(
        en="Each cell is a sum over its window: {n} weights, the same at every place.",
        pt="Cada célula é uma soma sobre sua janela: {n} pesos, os mesmos em todo lugar.",
    ),
    "to_dense": Text(
        en="Each unit is a sum over all {n} values before it.", pt="Cada unidade é uma soma sobre todos os {n} valores antes dela."
    ),
    "to_max pooling": Text(en="Of each window only the largest value goes on.", pt="De cada janela, só o maior valor segue."),
    "to_average pooling": Text(en="Of each window the mean goes on.", pt="De cada janela, a média segue."),
    "to_subsampling": Text(
        en="Of each window the sum goes on, times one weight for each map.",
        pt="De cada janela, a soma segue, vezes um peso para cada mapa.",
    ),
    "to_activation": Text(en="Cut or bent, value by value.", pt="Cortado ou curvado, valor por valor."),
    "to_addition": Text(
        en="Two ways through the network meet, cell by cell.", pt="Dois caminhos pela rede se encontram, célula por célula."
    ),
    "to_distances": Text(
        en="Each class has a drawing of its own; the logit is minus the squared distance to it.",
        pt="Cada classe tem um desenho próprio; o logit é menos o quadrado da distância até ele.",
    ),
    "bent": Text(en="Before that an activation bends every value.", pt="Antes disso, cada valor passa por uma não linearidade."),
    # what lies behind a column, backward
    "from_softmax": Text(
        en="Softmax and loss together are simple: what it said less what it is told. The label's class is pulled up, all others down.",
        pt="Softmax e perda juntas são simples: o que disse menos o que lhe dizem. A classe do rótulo é puxada para cima; as outras, para baixo.",
    ),
    "from_convolution": Text(
        en="Each value is blamed by every cell whose window it lies in, through the same kernels turned around:",
        pt="Cada valor é culpado por toda célula em cuja janela ele está, pelos mesmos núcleos virados ao contrário:",
    ),
    "from_dense": Text(
        en="Each value is blamed by every unit that reads it, as much as its weight there:",
        pt="Cada valor é culpado por toda unidade que o lê, tanto quanto seu peso ali:",
    ),
    "from_max pooling": Text(
        en="Max pooling hands each gradient to the one cell of the window that won. The rest had no say:",
        pt="O max pooling entrega cada gradiente à única célula da janela que venceu. As outras não tiveram voz:",
    ),
    "from_average pooling": Text(
        en="The mean shares each gradient out, the same to every cell:", pt="A média reparte cada gradiente por igual entre as células:"
    ),
    "from_subsampling": Text(
        en="The sum hands each gradient to every cell of the window:", pt="A soma entrega cada gradiente a todas as células da janela:"
    ),
    "from_activation": Text(en="Where the activation is flat nothing comes back:", pt="Onde a ativação é plana, nada volta:"),
    "from_addition": Text(
        en="A sum hands the gradient down both ways, whole:", pt="Uma soma entrega o gradiente inteiro pelos dois caminhos:"
    ),
    "from_distances": Text(
        en="Each value is pulled towards the drawing of the label's class:", pt="Cada valor é puxado para o desenho da classe do rótulo:"
    ),
    "and_bent": Text(en="if the activation let it through", pt="se a ativação deixou passar"),
    "zeros": Text(en="{zeros} of {all} gradients are exactly 0", pt="{zeros} de {all} gradientes são exatamente 0"),
    "surprise": Text(
        en="How surprised is the network by the label? 0 if it was sure of it, {guess} if it only guesses among {n}.",
        pt="Quanto o rótulo surpreende a rede? 0 se ela tinha certeza dele, {guess} se só chuta entre {n}.",
    ),
    "wrong": Text(en="The label says {label}, the network {best}.", pt="O rótulo diz {label}; a rede, {best}."),
    "right": Text(en="Label and network both say {label}: little to learn.", pt="Rótulo e rede dizem {label}: pouco a aprender."),
    "unsure": Text(en="Label and network both say {label}, the network at {p} %.", pt="Rótulo e rede dizem {label}; a rede, com {p} %."),
    "all": Text(en="{n} weights:", pt="{n} pesos:"),
    "rate": Text(en="Rate η", pt="Taxa η"),
    "rate_label": Text(en="Learning rate", pt="Taxa de aprendizado"),
    "momentum": Text(en="momentum", pt="momento"),
    "momentum_help": Text(
        en="0.9: nine tenths of the last step's direction are kept, and the gradient is added to them",
        pt="0,9: nove décimos da direção do último passo ficam, e o gradiente se soma a eles",
    ),
    "code": Text(en="Show the code", pt="Ver o código"),
    "code_short": Text(en="Code", pt="Código"),
    "code_title": Text(en="This step in PyTorch", pt="Este passo em PyTorch"),
    "code_about": Text(
        en="Run these lines: they print loss and probability before and after, and the weights of the unit that is shown.",
        pt="Rode estas linhas: elas imprimem perda e probabilidade antes e depois, e os pesos da unidade mostrada.",
    ),
    "take": DOWNLOAD,
    "take_help": DOWNLOAD_HELP,
    **COPY,
    "close": Text(en="Close", pt="Fechar"),
}
