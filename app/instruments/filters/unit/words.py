"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "weights": Text(en="Its weights", pt="Seus pesos"),
    "weights_label": Text(
        en="Weights of the filter. Arrows walk; plus and minus change the weight; drag one up or down with the mouse.",
        pt="Pesos do filtro. As setas percorrem; mais e menos mudam o peso; com o mouse, arraste um para cima ou para baixo.",
    ),
    "colours": Text(en="and colour", pt="e a cor"),
    "slices": Text(en="{n} slices", pt="{n} fatias"),
    "cell": Text(en="{plane}{row}, {col}: {value}", pt="{plane}{row}, {col}: {value}"),
    "patches": Text(en="Excite it most", pt="Mais o excitam"),
    "of": Text(en="of {total}", pt="de {total}"),
    "so_far": Text(en="{done} of {total}", pt="{done} de {total}"),
    "patch": Text(en="{label}{value}", pt="{label}{value}"),
    "constant": Text(
        en="No patch more than another: it answers {value} to all of them.", pt="Nenhum recorte mais que outro: responde {value} a todos."
    ),
    "enlarge": Text(en="Enlarge", pt="Ampliar"),
    "off": Text(en="nothing excites it", pt="nada o excita"),
    "own": Text(en="yours…", pt="suas…"),
    "own_help": Text(
        en="Search your own pictures instead; several at once. They are not kept.",
        pt="Procurar nas suas próprias imagens; várias de uma vez. Elas não são guardadas.",
    ),
    "shipped": Text(en="ours", pt="nossas"),
    "made": Text(en="Made for", pt="Feita para"),
    "aim_channel": Text(en="the filter", pt="o filtro"),
    "aim_neuron": Text(en="one cell", pt="uma célula"),
    "aim_class": Text(en="a class", pt="uma classe"),
    "aim_more": Text(en="Find one of {n}…", pt="Buscar entre {n}…"),
    "aim_title": Text(en="A picture made to excite a class", pt="Uma imagem feita para excitar uma classe"),
    "picture_of": Text(en="A picture made to excite {what}", pt="Uma imagem feita para excitar {what}"),
    "step": Text(en="step {step} of {steps}", pt="passo {step} de {steps}"),
    "stop": Text(en="Stop", pt="Parar"),
    "again": Text(en="another", pt="outra"),
    "again_help": Text(
        en="Grow another picture, from another seed. This one is seed {seed}; its response is {score}.",
        pt="Cria outra imagem, de outra semente. Esta é a semente {seed}; sua resposta é {score}.",
    ),
}
