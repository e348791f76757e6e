"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "one_kernel": Text(en="One kernel", pt="Um núcleo"),
    "title": Text(en="Translation", pt="Translação"),
    "drag": Text(en="drag the picture", pt="arraste a imagem"),
    "picture": Text(
        en="The picture that both networks read. Drag it; arrow keys move it by one pixel, Home brings it back.",
        pt="A imagem que as duas redes leem. Arraste-a; as setas a movem um pixel, Home a traz de volta.",
    ),
    "right": Text(en="right", pt="direita"),
    "down": Text(en="down", pt="baixo"),
    "pixels": Text(en="{n} px", pt="{n} px"),
    "stand_in": Text(
        en="These two read digits only: here a sample instead of your picture.",
        pt="Estas duas só leem dígitos: aqui, um exemplo em vez da sua imagem.",
    ),
    "alike_both": Text(
        en="{n} parameters each, the same digits, the same training, in which a digit was moved by 1.5 px at most.",
        pt="{n} parâmetros cada uma, os mesmos dígitos e o mesmo treino, em que um dígito foi deslocado no máximo 1,5 px.",
    ),
    "waiting": Text(en="Asking both networks at {n} places.", pt="Perguntando às duas redes em {n} lugares."),
    "holds": Text(en="says {digit} at {n} of {all}", pt="diz {digit} em {n} de {all}"),
    "plane": Text(
        en="{name}: its answer at every place of the picture, 8 px up to 8 px down, 8 px left to 8 px right. It says {digit} at {n} of {all}.",
        pt="{name}: sua resposta em cada lugar da imagem, de 8 px acima a 8 px abaixo, de 8 px à esquerda a 8 px à direita. Diz {digit} em {n} de {all}.",
    ),
    "reads": Text(
        en="Colour: probability of {digit}. Dashed: all its ink is inside.",
        pt="Cor: probabilidade de {digit}. Tracejado: toda a tinta dentro.",
    ),
    "shared": Text(en="One kernel serves every place", pt="Um núcleo serve a todos os lugares"),
    "own": Text(en="Every pixel has its own weights", pt="Cada pixel com pesos próprios"),
    "home": Text(en="before", pt="antes"),
    "here": Text(en="moved", pt="movida"),
    "follow": Text(en="equivariance", pt="equivariância"),
    "follow_help": Text(
        en="Shifted back by as much as the picture was moved, is the layer as it was? 1: it moved along, as a convolution does. (The cosine between the two, an empty picture taken off; between cells it is interpolated.) A dense layer’s units have no places to be shifted along.",
        pt="Deslocada de volta o quanto a imagem andou, a camada é como era? 1: ela andou junto, como faz uma convolução. (O cosseno entre as duas, descontada uma imagem vazia; entre células, interpola-se.) As unidades de uma camada densa não têm lugares.",
    ),
    "no_places": Text(en="its units have no places", pt="suas unidades não têm lugares"),
    "alike": Text(en="invariance", pt="invariância"),
    "alike_help": Text(
        en="As it is, not shifted back: is the layer as it was? 1: it does not notice that the picture moved, which the answer should not; 0: nothing in common. A layer that moves along is not invariant, and need not be. (The same cosine.)",
        pt="Como está, sem deslocar de volta: a camada é como era? 1: não nota que a imagem andou, e a resposta não deveria notar; 0: nada em comum. Uma camada que anda junto não é invariante, nem precisa ser. (O mesmo cosseno.)",
    ),
    "channel": Text(en="{layer}, {channel}", pt="{layer}, {channel}"),
    "units": Text(en="{n} units", pt="{n} unidades"),
    "follows": Text(
        en="{layer} moved is {layer} of the moved picture: they differ by {v}",
        pt="{layer} movida é a {layer} da imagem movida: diferem em {v}",
    ),
    "answer": Text(en="Answer of {name}", pt="Resposta de {name}"),
    "measured": Text(en="Test digits read right, %", pt="Dígitos de teste certos, %"),
    "measured_help": Text(
        en="All 10,000 test digits of MNIST, moved after their preparation: the mean of up, down, left and right. The model cards say the same.",
        pt="Todos os 10.000 dígitos de teste do MNIST, movidos depois do preparo: a média de cima, baixo, esquerda e direita. As fichas dos modelos dizem o mesmo.",
    ),
    "by": Text(en="moved by, px", pt="movidos, px"),
    "failed": Text(en="The two networks do not answer.", pt="As duas redes não respondem."),
}
