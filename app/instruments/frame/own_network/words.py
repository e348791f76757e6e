"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models import limits
from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="A network of your own", pt="Uma rede sua"),
    "choose": Text(en="A .safetensors file", pt="Um arquivo .safetensors"),
    "recognised": Text(
        en="{file} holds the weights of {network} with {n} classes. What it does not say is asked here, once.",
        pt="{file} contém os pesos de {network} com {n} classes. O que ele não diz se pergunta aqui, uma vez.",
    ),
    "names": Text(
        en="Names of the {n} classes, one per line, in the order of the outputs",
        pt="Nomes das {n} classes, um por linha, na ordem das saídas",
    ),
    "names_file": Text(en="Take them from a names.txt", pt="Pegar de um names.txt"),
    "names_help": Text(
        en="ImageFolder of torchvision puts its classes in alphabetical order.",
        pt="O ImageFolder do torchvision põe as classes em ordem alfabética.",
    ),
    "preparation": Text(en="How it was shown its pictures", pt="Como as imagens foram mostradas a ela"),
    "preparation_help": Text(
        en="The values are ImageNet’s, which most networks keep. With others than in its training it answers wrongly.",
        pt="Os valores são os do ImageNet, que a maioria das redes mantém. Com outros que não os do treino ela responde errado.",
    ),
    "size": Text(en="Size, px", pt="Tamanho, px"),
    "resize": Text(en="Shorter side before the centre crop, px", pt="Lado menor antes do corte central, px"),
    "mean": Text(en="Mean", pt="Média"),
    "std": Text(en="Standard deviation", pt="Desvio padrão"),
    "rgb": Text(en="R G B", pt="R G B"),
    "red": Text(en="red", pt="vermelho"),
    "green": Text(en="green", pt="verde"),
    "blue": Text(en="blue", pt="azul"),
    "open": Text(en="Open", pt="Abrir"),
    "cancel": Text(en="Cancel", pt="Cancelar"),
    "sending": Text(en="Sending the weights.", pt="Enviando os pesos."),
    "convert": Text(en="A file of torch.save", pt="Um arquivo de torch.save"),
    "convert_why": Text(
        en="Opening {file} could run code hidden in it, so it is not read here: these three lines, run on your machine, turn it into a "
        ".safetensors to drop here.",
        pt="Abrir {file} poderia executar código escondido nele, por isso ele não é lido aqui: estas três linhas, executadas na sua "
        "máquina, fazem dele um .safetensors para soltar aqui.",
    ),
    "copy": Text(en="Copy", pt="Copiar"),
    "copied": Text(en="Copied", pt="Copiado"),
    "not_copied": Text(en="Select the lines and copy them.", pt="Selecione as linhas e copie."),
    "close": Text(en="Close", pt="Fechar"),
    "too_large": Text(
        en="The file has {size} MB and the limit is {most} MB; bring a smaller network, or store this one in half precision.",
        pt="O arquivo tem {size} MB e o limite é {most} MB; traga uma rede menor, ou guarde esta em meia precisão.",
    ),
    "foreign": Text(
        en="A network of another format does not open here; bring the PyTorch weights of one in the menu as a .safetensors.",
        pt="Uma rede em outro formato não abre aqui; traga os pesos, em PyTorch, de uma rede do menu como .safetensors.",
    ),
    "unreachable": Text(
        en="The server does not answer. Try again in a moment.", pt="O servidor não responde. Tente de novo daqui a pouco."
    ),
    "most": limits.WEIGHTS_MB.value,
}
