"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from app.instruments.train.value_words import VALUES
from models.text import Text

WORDS: dict[str, Any] = {
    "left": Text(en="Plain", pt="Simples"),
    "right": Text(en="Your choice", pt="Sua escolha"),
    "accuracy": Text(en="Accuracy", pt="Acurácia"),
    "accuracy_of": Text(
        en="%, of {learned} images to learn and {checked} to check", pt="%, de {learned} imagens para treino e {checked} para validação"
    ),
    "loss": Text(en="Loss", pt="Perda"),
    "loss_of": Text(en="of the same run", pt="da mesma rodada"),
    "augmentation": Text(en="augmentation", pt="aumento"),
    "dropout": Text(en="dropout", pt="dropout"),
    "label_smoothing": Text(en="smoothing", pt="suavização"),
    "random_labels": Text(en="random labels", pt="rót. aleatórios"),
    "full": {
        "augmentation": Text(
            en="Augmentation: each picture is changed a little, anew in every epoch. What is measured is never changed.",
            pt="Aumento de dados: cada imagem muda um pouco, de novo a cada época. As imagens em que se mede nunca mudam.",
        ),
        "dropout": Text(
            en="Dropout: the share of dense units that sit out a step, drawn anew for every picture.",
            pt="Dropout: a fração das unidades densas que fica de fora em um passo, sorteada de novo para cada imagem.",
        ),
        "label_smoothing": Text(
            en="Label smoothing: this share of the target is spread over all classes.",
            pt="Suavização de rótulos: esta fração do alvo é distribuída entre todas as classes.",
        ),
        "random_labels": Text(
            en="Random labels: the share of training pictures whose label was drawn by lot.",
            pt="Rótulos aleatórios: a fração das imagens de treino cujo rótulo foi sorteado.",
        ),
    },
    "short": {
        "data": Text(en="data", pt="dados"),
        "each": Text(en="images per class", pt="imagens por classe"),
        "network": Text(en="network", pt="rede"),
        "width": Text(en="width", pt="largura"),
        "depth": Text(en="depth", pt="profundidade"),
        "epochs": Text(en="epochs", pt="épocas"),
        "batch": Text(en="batch", pt="lote"),
        "optimiser": Text(en="optimiser", pt="otimizador"),
        "learning_rate": Text(en="rate", pt="taxa"),
        "schedule": Text(en="schedule", pt="variação da taxa"),
        "weight_decay": Text(en="decay", pt="decaimento"),
        "momentum": Text(en="momentum", pt="momento"),
        "clip": Text(en="clip", pt="corte"),
        "seed": Text(en="seed", pt="semente"),
    },
    "values": VALUES,
    "none": Text(en="none", pt="nenhum"),
    "plans": {
        "moved": Text(en="shift turn zoom", pt="desloca gira amplia"),
        "turned": Text(en="any turn, shift, zoom", pt="qualquer giro, desloca, amplia"),
        "flipped": Text(en="crop flip", pt="recorta espelha"),
        "carried": Text(en="the plan of Augment", pt="o plano de Aumento"),
        "own": Text(en="{n} steps", pt="{n} passos"),
    },
    "training": Text(en="training", pt="treino"),
    "validation": Text(en="validation", pt="validação"),
    "measured": Text(
        en="Both curves are measured after each epoch on clean pictures, with every unit in place.",
        pt="As duas curvas são medidas depois de cada época em imagens limpas, com todas as unidades no lugar.",
    ),
    "gap": Text(en="gap {n}", pt="diferença {n}"),
    "chance": Text(en="chance {n}", pt="acaso {n}"),
    "watched_digits": Text(en="Twelve validation digits", pt="Doze dígitos de validação"),
    "watched_pictures": Text(en="Twelve validation images", pt="Doze imagens de validação"),
    "says": Text(en="and what the network says", pt="e a resposta da rede"),
    "picked": Text(
        en="The first one of each class that was held back, then the second. They were not picked by how they come out.",
        pt="A primeira reservada de cada classe, depois a segunda. Não foram escolhidas pelo resultado.",
    ),
    "right_of": Text(en="{n} of {all} right", pt="{n} de {all} certos"),
    "picture": Text(
        en="It shows {true}; the network says {answer}. Right in {share} of {epochs} epochs.",
        pt="Mostra {true}; a rede diz {answer}. Certa em {share} de {epochs} épocas.",
    ),
    "unanswered": Text(en="It shows {true}; nothing has been answered yet.", pt="Mostra {true}; ainda não houve resposta."),
    "first_layer": Text(en="First layer", pt="Primeira camada"),
    "epochs_shown": Text(en="epoch 0 and {n}", pt="época 0 e {n}"),
    "epoch_0": Text(en="epoch 0", pt="época 0"),
    "weight": Text(en="weight", pt="peso"),
    "filter": Text(en="Filter {i} of {of}, epoch {epoch}: {low} to {high}", pt="Filtro {i} de {of}, época {epoch}: {low} a {high}"),
    "finer": Text(en="; means of {n} × {n} weights", pt="; médias de {n} × {n} pesos"),
    "figure": Text(
        en="{lane}: epoch {epoch}, training {train}, validation {validation}, gap {gap}",
        pt="{lane}: época {epoch}, treino {train}, validação {validation}, diferença treino–validação {gap}",
    ),
    "units_out": Text(
        en="Dropout: {out} of {n} dense units sit out step {step}, for one picture of its batch; a row a layer.",
        pt="Dropout: {out} de {n} unidades densas ficam de fora no passo {step}, para uma imagem do lote; uma linha por camada.",
    ),
    "units_all": Text(
        en="Dropout: {n} dense units. In use, as for the curves, all of them answer; a row a layer.",
        pt="Dropout: {n} unidades densas. Em uso, como nas curvas, todas respondem; uma linha por camada.",
    ),
    "cut": {
        "stopped": Text(en="stopped at epoch {n} of {all}", pt="parou na época {n} de {all}"),
        "time": Text(en="out of time at epoch {n} of {all}", pt="tempo esgotado na época {n} de {all}"),
    },
    "not_yet": Text(en="{lane}: not trained yet", pt="{lane}: ainda sem treino"),
}
