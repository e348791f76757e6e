"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from app.code_words import COPY, DOWNLOAD, DOWNLOAD_HELP
from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Surgery", pt="Cirurgia"),
    "about": Text(en="on filter {n}", pt="no filtro {n}"),
    "presets": Text(en="The filter", pt="O filtro"),
    "trained": Text(en="as trained", pt="treinado"),
    "off": Text(en="off", pt="desligado"),
    "flipped": Text(en="flipped", pt="invertido"),
    "weights": Text(en="Weights", pt="Pesos"),
    "weights_label": Text(en="Weights of the filter times", pt="Pesos do filtro vezes"),
    "weights_help": Text(
        en="All its weights and its bias times this number. A batch norm behind it still adds its own constant. Drag a single weight in Its weights.",
        pt="Todos os pesos e o viés vezes este número. Uma normalização depois dele ainda soma a sua constante. Arraste um peso só em Seus pesos.",
    ),
    "answer": Text(en="Answer", pt="Resposta"),
    "p": Text(en="p %", pt="p %"),
    "before": Text(en="before", pt="antes"),
    "after": Text(en="after", pt="depois"),
    "more": Text(en="{n} more classes", pt="mais {n} classes"),
    "right": Text(en="Right answers on {n} digits", pt="Acertos em {n} dígitos"),
    "right_photographs": Text(en="Right answers on {n} cuttings", pt="Acertos em {n} recortes"),
    "right_photographs_help": Text(
        en="The six sample photographs whose class the network knows, each cut in ten ways and mirrored. A bar for each class: thin before, thick after.",
        pt="As seis fotografias de exemplo cuja classe a rede conhece, cada uma recortada de dez modos e espelhada. Uma barra por classe: fina antes, "
        "grossa depois.",
    ),
    "stay": Text(en="{n} % stay", pt="{n} % ficam"),
    "same": Text(en="Same answer on {n} pictures", pt="Mesma resposta em {n} imagens"),
    "right_help": Text(
        en="Test digits of MNIST, which the network has never seen. A bar for each class: thin before, thick after.",
        pt="Dígitos de teste do MNIST, que a rede nunca viu. Uma barra por classe: fina antes, grossa depois.",
    ),
    "same_help": Text(
        en="Parts of our sample photographs, few of which show a class that the network knows. So this counts the answers that stay what the "
        "untouched network said. A bar for each class that it said.",
        pt="Partes das nossas fotografias de exemplo, e poucas mostram uma classe que a rede conhece. Por isso contamos as respostas que continuam "
        "as mesmas da rede intacta. Uma barra para cada classe que ela disse.",
    ),
    "change": Text(en="{before} % → {after} %", pt="{before} % → {after} %"),
    "alone": Text(en="{before} %", pt="{before} %"),
    "so_far": Text(en="{change} · {done} of {total}", pt="{change} · {done} de {total}"),
    "class": Text(en="{label}: {before} before, {after} after, of {n}", pt="{label}: {before} antes, {after} depois, de {n}"),
    "undo": Text(en="Undo", pt="Desfazer"),
    "restore": Text(en="Restore", pt="Restaurar"),
    "restore_n": Text(en="Restore {n}", pt="Restaurar {n}"),
    "restore_help": Text(
        en="Every filter of this network back to what it was. The change was yours alone.",
        pt="Todos os filtros desta rede voltam ao que eram. A mudança era só sua.",
    ),
    "time": Text(en="{ms} ms", pt="{ms} ms"),
    "time_help": Text(
        en="What ran again: the changed layer and what depends on it, from the values kept of your picture.",
        pt="O que rodou de novo: a camada alterada e o que depende dela, a partir dos valores guardados da sua imagem.",
    ),
    "code": Text(en="Code", pt="Código"),
    "code_title": Text(en="The same in PyTorch", pt="O mesmo em PyTorch"),
    "code_about": Text(
        en="These lines make the picture that is made here, change the weights as here, and print the answer.",
        pt="Estas linhas criam a imagem que se cria aqui, mudam os pesos como aqui e imprimem a resposta.",
    ),
    "take": DOWNLOAD,
    "take_help": DOWNLOAD_HELP,
    **COPY,
    "close": Text(en="Close", pt="Fechar"),
}
