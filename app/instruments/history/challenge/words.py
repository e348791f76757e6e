"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "years": Text(en="Year of the challenge", pt="Ano do desafio"),
    "drag": Text(en="← → or drag the year", pt="← → ou arraste o ano"),
    "axis": Text(en="top-5 error, %", pt="erro top-5, %"),
    "hand": Text(en="hand-crafted", pt="feito à mão"),
    "deep": Text(en="deep", pt="profundo"),
    "second": Text(en="{team}, 2nd", pt="{team}, 2º"),
    "person": Text(en="a person who practised", pt="uma pessoa que treinou"),
    "scale": Text(en="The network, one scale:", pt="A rede, uma só escala:"),
    "area": Text(en="area = parameters", pt="área = parâmetros"),
    "convolution": Text(en="convolution", pt="convolução"),
    "dense": Text(en="dense", pt="densa"),
    "dense_share": Text(en="{share} % dense", pt="{share} % densa"),
    "no_network": Text(en="no network: descriptors, then an SVM", pt="sem rede: descritores, depois uma SVM"),
    "no_build": Text(en="no public build", pt="sem versão pública"),
    "averaged": Text(en="known nets, averaged", pt="redes conhecidas, em média"),
    "not_here": Text(en="SENet, not in torchvision", pt="SENet, não está no torchvision"),
    "by": Text(en="by {team}, {institution}", pt="de {team}, {institution}"),
    "lenet": Text(en="LeCun, Bottou, Bengio and Haffner; handwritten digits", pt="LeCun, Bottou, Bengio e Haffner; dígitos manuscritos"),
    "outside": Text(
        en="{error} % with more training pictures than the challenge gave; {without} % without.",
        pt="{error} % com mais imagens de treino do que o desafio deu; {without} % sem elas.",
    ),
    "built": Text(en="Networks of this year", pt="Redes deste ano"),
    "layer": Text(en="layer", pt="camada"),
    "output": Text(en="output", pt="saída"),
    "parameters": Text(en="parameters", pt="parâmetros"),
    "share": Text(en="share", pt="parte"),
    "work": Text(en="MACs", pt="MACs"),
    "convolutions": Text(en="{n} conv", pt="{n} conv"),
    "total": Text(en="{n} layers with weights", pt="{n} camadas com pesos"),
    "open_stage": Text(en="Show these layers", pt="Mostrar estas camadas"),
    "rows": Text(en="Layers of the network", pt="Camadas da rede"),
    "formula": Text(
        en="{name}: {formula} parameters; {weights} weights × {cells} cells = {macs} multiply-adds",
        pt="{name}: {formula} parâmetros; {weights} pesos × {cells} células = {macs} multiplicações e somas",
    ),
    "formula_once": Text(en="{name}: {formula} parameters", pt="{name}: {formula} parâmetros"),
    "formula_none": Text(en="{name}: nothing to learn", pt="{name}: nada a aprender"),
    "weights_bar": Text(en="Weights", pt="Pesos"),
    "work_bar": Text(en="Work", pt="Trabalho"),
    "split": Text(en="{conv} % convolutions, {dense} % dense layers", pt="{conv} % convoluções, {dense} % camadas densas"),
    "insight": Text(
        en="Dense layers hold the weights; convolutions do the work. Later years kept the convolutions and let the dense layers go.",
        pt="As densas guardam os pesos; as convoluções fazem o trabalho. Anos depois, as densas se foram.",
    ),
    "insight_later": Text(
        en="Nearly all of both is in convolutions: a mean of each map took the place of the large dense layers.",
        pt="Quase tudo dos dois está nas convoluções: uma média por mapa tomou o lugar das grandes camadas densas.",
    ),
    "layers": Text(en="{n} layers", pt="{n} camadas"),
    "compared": Text(
        en="Layers with weights; multiply-adds for one picture.",
        pt="Camadas com pesos; multiplicações e somas por imagem.",
    ),
    "look": Text(en="Open {title} in Look", pt="Abrir {title} em Olhar"),
    "look_untrained": Text(en="Open {title} in Look, untrained", pt="Abrir {title} em Olhar, sem treino"),
    "look_none": Text(en="{title} is not among the networks of this page.", pt="{title} não está entre as redes desta página."),
    "copy": Text(en="Copy as PyTorch", pt="Copiar em PyTorch"),
    "copied": Text(en="Copied", pt="Copiado"),
    "not_copied": Text(en="The browser does not allow copying here.", pt="O navegador não permite copiar aqui."),
    "source": Text(en="Source", pt="Fonte"),
    "human_source": Text(en="Person", pt="Pessoa"),
    "ensembles": Text(
        en="Drawn is one network, as torchvision builds it.",
        pt="O desenho mostra uma rede, como o torchvision a constrói.",
    ),
    "alexnets": Text(
        en="Three numbers are quoted for AlexNet, and each is right. {torchvision}: torchvision’s, with fewer maps. {published}: as published on two GPUs, where kernels of three layers read half of the maps. {ungrouped}: the same with every kernel reading all maps.",
        pt="Citam-se três números para a AlexNet, e todos estão certos. {torchvision}: a do torchvision, com menos mapas. {published}: como publicada em duas GPUs, onde núcleos de três camadas leem metade dos mapas. {ungrouped}: a mesma com cada núcleo lendo todos os mapas.",
    ),
    "waiting": Text(en="The networks are being built and counted.", pt="As redes estão sendo construídas e contadas."),
    "failed": Text(
        en="The server does not answer. Open this tab again in a moment.",
        pt="O servidor não responde. Abra esta aba de novo daqui a pouco.",
    ),
}
