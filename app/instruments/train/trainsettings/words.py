"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "data": Text(en="Data", pt="Dados"),
    "each": Text(en="Images per class", pt="Imagens por classe"),
    "network": Text(en="Network", pt="Rede"),
    "epochs": Text(en="Epochs", pt="Épocas"),
    "batch": Text(en="Batch", pt="Lote"),
    "optimiser": Text(en="Optimiser", pt="Otimizador"),
    "seed": Text(en="Seed", pt="Semente"),
    "repeats": Text(en="Repeats", pt="Repetições"),
    "width": Text(en="Width: channels", pt="Largura: canais"),
    "depth": Text(en="Depth: convolutions", pt="Profundidade: convoluções"),
    "learning_rate": Text(en="Learning rate", pt="Taxa de aprendizado"),
    "schedule": Text(en="Schedule", pt="Variação da taxa"),
    "weight_decay": Text(en="Weight decay", pt="Decaimento dos pesos"),
    "momentum": Text(en="Momentum", pt="Momento"),
    "optimiser_sgd": Text(en="SGD", pt="SGD"),
    "optimiser_adam": Text(en="Adam", pt="Adam"),
    "optimiser_adamw": Text(en="AdamW", pt="AdamW"),
    "schedule_constant": Text(en="constant", pt="constante"),
    "schedule_cosine": Text(en="cosine, down to nothing", pt="cosseno, até zero"),
    "schedule_step": Text(
        en="a tenth after half, a hundredth after three quarters", pt="um décimo na metade, um centésimo em três quartos"
    ),
    "right_only": Text(en="only your choice, on the right", pt="só a sua escolha, à direita"),
    "point": Text(
        en="Same pictures, same start, same order in both lanes. What differs stands over the right one.",
        pt="Mesmas imagens, início e ordem nas duas. O que difere está acima da direita.",
    ),
    "point_same": Text(
        en="Both lanes are alike. Give the right one something else: augmentation, dropout, another rate.",
        pt="As duas são iguais. Mude algo na da direita: aumento de dados, dropout, outra taxa.",
    ),
    "next": Text(en="This race goes on; these settings run next.", pt="Esta corrida continua; estes ajustes vêm depois."),
    "next_queued": Text(en="These settings start when this race has ended.", pt="Estes ajustes começam quando esta corrida terminar."),
    "next_stopping": Text(en="This race is stopping.", pt="Esta corrida está parando."),
    "next_over": Text(en="The race shown was run with other settings than these.", pt="A corrida mostrada usou outros ajustes, não estes."),
    "next_right": Text(en="On the right: {list}.", pt="À direita: {list}."),
    "own": {
        "augmentation": Text(en="augmentation", pt="aumento de dados"),
        "dropout": Text(en="dropout", pt="dropout"),
        "label_smoothing": Text(en="smoothing", pt="suavização"),
        "random_labels": Text(en="random labels", pt="rótulos aleatórios"),
    },
    "none": Text(en="none", pt="nenhum"),
    "other": Text(en="as chosen", pt="como escolhido"),
    "do_queue": Text(en="Start them after it", pt="Iniciar depois dela"),
    "do_unqueue": Text(en="Do not start them", pt="Não iniciar"),
    "do_instead": Text(en="Stop it, start them now", pt="Parar e iniciar já"),
    "do_back": Text(en="Back to its settings", pt="Voltar aos dela"),
    "do_start": Text(en="Train these", pt="Treinar estes"),
    "own_hint": Text(en="your classes: bring them in Transfer", pt="suas classes: traga-as em Transferir"),
}
