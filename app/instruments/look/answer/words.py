"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Answer", pt="Resposta"),
    "probability": Text(en="p %", pt="p %"),
    "logit": Text(en="logit z", pt="logit z"),
    "probability_help": Text(
        en="The softmax turns all logits into probabilities: none below 0, all together 100 %.",
        pt="O softmax transforma todos os logits em probabilidades: nenhuma abaixo de 0, juntas 100 %.",
    ),
    "logit_help": Text(
        en="The last dense layer’s own number for the class, before the softmax. Only differences between logits count.",
        pt="O número que a última camada densa dá à classe, antes do softmax. Só as diferenças entre logits contam.",
    ),
    "list": Text(en="Classes, with probability in percent and logit", pt="Classes, com probabilidade em porcentagem e logit"),
    "first": Text(en="{k} of {n} classes", pt="{k} de {n} classes"),
    "unsure": Text(en="Unsure", pt="Insegura"),
    "none_of_them": Text(
        en=": this may be none of its {n} classes, yet it must name one.",
        pt=": talvez nenhuma das {n} classes, mas tem de dizer uma.",
    ),
    "none_drawn": Text(en=": perhaps none.", pt=": talvez nenhuma."),
    "unsure_help": Text(
        en="At T = 1 its best class has less than 50 %: by its own numbers it is more likely wrong than right. It must name a class all the same: “none of these” is not among them.",
        pt="Com T = 1, sua melhor classe tem menos de 50 %: pelos próprios números, é mais provável que erre do que acerte. Mesmo assim tem de dizer uma: “nenhuma destas” não está entre elas.",
    ),
    "groups_help": Text(
        en="One level up: the probabilities of all classes of a group, summed. The groups are ImageNet's, after WordNet.",
        pt="Um nível acima: as probabilidades de todas as classes de um grupo, somadas. Os grupos são os do ImageNet, segundo o WordNet.",
    ),
    "unsure_measured": Text(
        en="Its largest logit is {z}; 95 of 100 pictures of its validation reach {least}. It must name a class all the same: “none of these” is not among them.",
        pt="Seu maior logit é {z}; 95 de cada 100 imagens de sua validação chegam a {least}. Mesmo assim tem de dizer uma classe: “nenhuma destas” não está entre elas.",
    ),
    "temperature": Text(en="Temperature", pt="Temperatura"),
    "temperature_help": Text(
        en="Every logit is divided by T before the softmax: a small T makes the answer surer, a large one more even. The order stays. Double-click for T = 1.",
        pt="Cada logit é dividido por T antes do softmax: um T pequeno deixa a resposta mais segura; um grande, mais igual. A ordem fica. Clique duplo volta a T = 1.",
    ),
    "time": Text(en="network {own} of {round} ms", pt="rede {own} de {round} ms"),
    "time_help": Text(
        en="The forward pass, and the whole way from the question to the paint.",
        pt="A passagem pela rede, e o caminho todo, da pergunta à pintura.",
    ),
    "time_kept": Text(en="from memory, {round} ms", pt="da memória, {round} ms"),
    "time_kept_help": Text(
        en="The network has seen this picture before, in {own} ms; its values were kept, so this is only the way from the question to the paint.",
        pt="A rede já viu esta imagem, em {own} ms; os valores foram guardados, então este é só o caminho da pergunta à pintura.",
    ),
    "softmax": Text(en="The softmax of the class pointed at, written out", pt="O softmax da classe apontada, por extenso"),
    "answered": Text(en="The picture that the network answered", pt="A imagem que a rede respondeu"),
    "infinite": Text(
        en="A logit is not a finite number, so there are no probabilities.",
        pt="Um logit não é um número finito, então não há probabilidades.",
    ),
}
