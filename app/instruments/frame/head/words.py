"""The words of the head (menus, help, About the networks), in both languages, and AlexNet's three parameter counts."""

from __future__ import annotations

from typing import Any

from models import limits
from models.text import Text

ALEXNETS: list[dict[str, Any]] = [  # what `kernels` and `parameters` say is asserted of networks built so (tests/test_app_about.py)
    {
        "name": Text(
            en="as published in 2012, on two GPUs: kernels of the second, fourth and fifth convolution read half of the maps",
            pt="como publicada em 2012, em duas GPUs: núcleos da segunda, quarta e quinta convolução leem metade dos mapas",
        ),
        "kernels": [96, 256, 384, 384, 256],
        "parameters": 60_965_224,
    },
    {
        "name": Text(en="the same widths, every kernel reading all maps", pt="as mesmas larguras, cada núcleo lendo todos os mapas"),
        "kernels": [96, 256, 384, 384, 256],
        "parameters": 62_378_344,
    },
    {
        "name": Text(en="torchvision’s: fewer maps, every kernel reading all", pt="a do torchvision: menos mapas, cada núcleo lendo todos"),
        "kernels": [64, 192, 384, 256, 256],
        "parameters": 61_100_840,
    },
]

WORDS: dict[str, Any] = {
    "needs_classes": Text(
        en="{title} answers with a picture; here a network is asked for classes.",
        pt="{title} responde com uma imagem; aqui se pergunta a uma rede por classes.",
    ),
    "back_to": Text(en="Back to {title}", pt="Voltar a {title}"),
    "title": Text(en="Convolutions", pt="Convoluções"),
    "language": Text(en="Language", pt="Idioma"),
    "dark": Text(en="Dark", pt="Escuro"),
    "projector": Text(en="Projector", pt="Projetor"),
    "link": Text(en="Link", pt="Link"),
    "link_help": Text(en="Copy a link to exactly this (L)", pt="Copiar um link para exatamente isto (L)"),
    "copied": Text(en="Copied", pt="Copiado"),
    "not_copied": Text(
        en="The browser does not allow copying here. The address bar holds the link.",
        pt="O navegador não permite copiar aqui. O link está na barra de endereço.",
    ),
    "help": Text(en="Keys and help", pt="Teclas e ajuda"),
    "help_what": Text(
        en="Draw a digit or bring a picture; every picture on this page is what a layer of the network answered, value for value. Point at a cell for its number, click a channel to enlarge it.",
        pt="Desenhe um dígito ou traga uma imagem; cada quadro desta página é o que uma camada da rede respondeu, valor por valor. Aponte uma célula para ler o número, clique em um canal para ampliar.",
    ),
    "help_colour": Text(
        en="Zero is paper, positive orange, negative blue. The scale reaches to the largest value of the channel, the layer or the network, as you choose.",
        pt="Zero é papel, positivo laranja, negativo azul. A escala vai até o maior valor do canal, da camada ou da rede, como você escolher.",
    ),
    "help_private": Text(
        en="Your pictures stay in memory: nothing is stored, except in this browser where you ask for it.",
        pt="Suas imagens ficam só na memória: nada é guardado, a não ser neste navegador, se você pedir.",
    ),
    "key_layers": Text(en="walk through the layers", pt="percorrer as camadas"),
    "key_maps": Text(
        en="on the maps: from channel to channel; enlarged or with Shift, from cell to cell",
        pt="nos mapas: de canal em canal; ampliado ou com Shift, de célula em célula",
    ),
    "key_enter": Text(en="enlarge the channel under the cursor", pt="ampliar o canal sob o cursor"),
    "key_receipt": Text(
        en="the receipt of the cell under the cursor, else of the strongest one", pt="o recibo da célula sob o cursor, ou da mais forte"
    ),
    "key_escape": Text(en="back to all channels", pt="voltar a todos os canais"),
    "key_undo": Text(en="undo: a stroke, an edit, a change of classes", pt="desfazer: um traço, uma edição, uma mudança nas classes"),
    "key_clear": Text(
        en="remove: the drawing in Look; selected pictures, or a class, in Transfer; the cover in Explain; a weight in Filters",
        pt="remover: o desenho em Olhar; as imagens selecionadas, ou uma classe, em Transferir; a cobertura em Explicar; um peso em Filtros",
    ),
    "key_paste": Text(en="paste a picture, anywhere on the page", pt="colar uma imagem, em qualquer lugar da página"),
    "space": Text(en="Space", pt="Espaço"),
    "key_space": Text(
        en="the next step, or start and pause; in Convolve held down it sweeps",
        pt="o próximo passo, ou iniciar e pausar; em Convoluir, segurada, varre",
    ),
    "key_tabs": Text(en="the tabs", pt="as abas"),
    "key_dark": Text(en="light or dark", pt="claro ou escuro"),
    "key_projector": Text(en="projector: larger type, stronger lines", pt="projetor: letra maior, linhas mais fortes"),
    "key_link": Text(en="copy a link to exactly this", pt="copiar um link para exatamente isto"),
    "key_help": Text(en="this list", pt="esta lista"),
    "close": Text(en="Close", pt="Fechar"),
    "lecture": Text(en="Give the lecture", pt="Dar a aula"),
    "work": Text(en="Your work", pt="Seu trabalho"),
    "about": Text(en="About the networks", pt="Sobre as redes"),
    "about_parameters": Text(en="{n} parameters.", pt="{n} parâmetros."),
    "about_imagenet": Text(
        en="The photographs behind ResNet and AlexNet with 109 classes come from ImageNet (mini-ImageNet and Imagenette) and carry its terms: "
        "non-commercial research and teaching only. They are not in this project; what was learned from them is.",
        pt="As fotografias por trás da ResNet e da AlexNet de 109 classes vêm do ImageNet (mini-ImageNet e Imagenette) e trazem os seus termos: "
        "só pesquisa e ensino, sem fins comerciais. Elas não estão neste projeto; o que se aprendeu com elas está.",
    ),
    "about_mnist": Text(
        en="The networks for digits learned from MNIST, by Yann LeCun, Corinna Cortes and Christopher Burges, under CC BY-SA 3.0, and from digits drawn by a program of ours.",
        pt="As redes para dígitos aprenderam com o MNIST, de Yann LeCun, Corinna Cortes e Christopher Burges, sob CC BY-SA 3.0, e com dígitos desenhados por um programa nosso.",
    ),
    "about_torchvision": Text(
        en="torchvision’s networks learned from ImageNet too, trained by its authors; their weights are fetched when you choose one.",
        pt="As redes do torchvision também aprenderam com o ImageNet, treinadas pelos autores dele; seus pesos são buscados quando você escolhe uma.",
    ),
    "about_own": Text(
        en="A network of your own: drop its .safetensors anywhere on the page. It can be of any network in the menu, also with classes of its own.",
        pt="Uma rede sua: solte o .safetensors dela em qualquer lugar da página. Pode ser de qualquer rede do menu, também com classes próprias.",
    ),
    "about_alexnet": Text(en="How many parameters has AlexNet?", pt="Quantos parâmetros tem a AlexNet?"),
    "alexnet_why": Text(
        en="Three numbers are quoted, and each is right: they count three networks.",
        pt="Citam-se três números, e todos estão certos: contam três redes.",
    ),
    "alexnet_version": Text(en="AlexNet", pt="AlexNet"),
    "alexnet_kernels": Text(en="Kernels per layer", pt="Núcleos por camada"),
    "alexnet_parameters": Text(en="Parameters", pt="Parâmetros"),
    "alexnet_dense": Text(
        en="In each, more than nine tenths of them are in the three dense layers.",
        pt="Em cada uma, mais de nove décimos deles estão nas três camadas densas.",
    ),
    "alexnets": ALEXNETS,
    "picture_mb": limits.PICTURE_MB.value,
    "picture_pixels": limits.PICTURE_MEGAPIXELS.value * 1_000_000,
    "away_minutes": limits.AWAY_MINUTES.value,
    "keep_mb": limits.KEEP_MB.value,
    "gone": Text(
        en="The connection breaks at this question again and again. Try it once more.",
        pt="A conexão cai repetidas vezes nesta pergunta. Tente mais uma vez.",
    ),
    "unreadable": Text(
        en="This page cannot read the server’s answer. Load the page again.",
        pt="Esta página não entende a resposta do servidor. Recarregue a página.",
    ),
    "opening": Text(en="Opening {title}.", pt="Abrindo {title}."),
    "downloading": Text(
        en="Fetching the weights of {title}: {done} of {total} MB.", pt="Buscando os pesos de {title}: {done} de {total} MB."
    ),
    "menu_sort": Text(en="Order", pt="Ordem"),
    "menu_sorts": {
        "family": Text(en="by family", pt="por família"),
        "year": Text(en="by year", pt="por ano"),
        "parameters": Text(en="by parameters", pt="por parâmetros"),
        "macs": Text(en="by multiply-accumulates", pt="por multiplicações-somas"),
        "accuracy": Text(en="by published accuracy", pt="por acurácia publicada"),
        "download": Text(en="by download", pt="por download"),
    },
    "menu_untrained": Text(en="Untrained", pt="Sem treino"),
    "menu_search": Text(en="Name, family or year", pt="Nome, família ou ano"),
    "menu_here": Text(en="Here", pt="Daqui"),
    "menu_found": Text(en="{n} networks", pt="{n} redes"),
    "menu_none": Text(en="No network has that name.", pt="Nenhuma rede tem esse nome."),
    "menu_parameters": Text(en="{n} parameters", pt="{n} parâmetros"),
    "menu_macs": Text(en="{n} MACs", pt="{n} MACs"),
    "menu_download": Text(en="download {n} MB", pt="baixar {n} MB"),
    "menu_too_large": Text(en="too large here", pt="grande demais"),
    "menu_no_connection": Text(en="no connection", pt="sem conexão"),
    "menu_no_host": Text(
        en="The weights of {title} ({n} MB) are not on this machine, and their host does not answer now. Untrained it opens.",
        pt="Os pesos da {title} ({n} MB) não estão nesta máquina, e o servidor deles não responde agora. Sem treino ela abre.",
    ),
    "menu_install": Text(en="to be installed", pt="a instalar"),
    "menu_present": Text(en="present", pt="presente"),
    "menu_fetch": Text(en="{n} MB to download", pt="{n} MB para baixar"),
    "menu_memory": Text(en="about {n} MB of memory", pt="cerca de {n} MB de memória"),
    "menu_seconds": Text(
        en="here about {opening} s to open and {n} s per picture", pt="aqui cerca de {opening} s para abrir e {n} s por imagem"
    ),
    "menu_at_once": Text(en="answers at once", pt="responde na hora"),
    "still_network": Text(en="still of {title}", pt="ainda da {title}"),
    "still_picture": Text(en="still of the picture before", pt="ainda da imagem anterior"),
    "edited": Text(en="Edited in Filters: {what}.", pt="Mudada em Filtros: {what}."),
    "edited_back": Text(en="Restore", pt="Restaurar"),
    "edit_off": Text(en="off", pt="desligado"),
    "edit_painted": Text(en="painted", pt="pintado"),
    "edit_more": Text(en="; {n} more", pt="; {n} a mais"),
    "computing": Text(en="{title} is computing.", pt="{title} está calculando."),
    "not_carried": Text(
        en="A picture of your own is kept neither by a link nor by a reload. Bring it again.",
        pt="Uma imagem sua não fica nem no link nem ao recarregar. Traga-a de novo.",
    ),
    "too_large": Text(en="This file has {given} MB; {most} MB is the most.", pt="Este arquivo tem {given} MB; o máximo é {most} MB."),
    "sample_missing": Text(en="This sample is not here. Choose another.", pt="Este exemplo não está aqui. Escolha outro."),
}
