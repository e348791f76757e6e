"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from app.code_words import COPY, DOWNLOAD, DOWNLOAD_HELP
from models.text import Text
from models.types.divergence import EXPLODED, GROWN, NO_NUMBER

WORDS: dict[str, Any] = {
    "play": Text(en="Play", pt="Reproduzir"),
    "pause": Text(en="Pause", pt="Pausar"),
    "live": Text(en="live ▸", pt="ao vivo ▸"),
    "measure": Text(en="What the curves show", pt="O que as curvas mostram"),
    "accuracy": Text(en="accuracy %", pt="acurácia %"),
    "loss": Text(en="loss", pt="perda"),
    "both": Text(en="both", pt="ambas"),
    "both_title": Text(en="The left lane alone, accuracy and loss side by side", pt="Só a raia esquerda, acurácia e perda lado a lado"),
    "scrub": Text(en="Epoch", pt="Época"),
    "epoch": Text(en="Epoch {n} of {all}", pt="Época {n} de {all}"),
    "one_by_one": Text(en="← → one by one", pt="← → uma a uma"),
    "left": Text(en="training, about {seconds} s left", pt="treinando, faltam cerca de {seconds} s"),
    "seed_of": Text(en="seed {n} of {all}", pt="semente {n} de {all}"),
    "queued": Text(en="Queued, {n} before you", pt="Na fila, {n} antes de você"),
    "queued_next": Text(en="Queued, you are next", pt="Na fila, sua vez é a próxima"),
    "stopped": Text(en="Stopped at epoch {n} of {all}", pt="Parou na época {n} de {all}"),
    "time": Text(en="Out of time at epoch {n} of {all}", pt="Tempo esgotado na época {n} de {all}"),
    "preparing": Text(en="One moment", pt="Um momento"),
    "empty": Text(
        en="Nothing has been trained with these settings. Train runs both lanes; seeds one after the other.",
        pt="Nada foi treinado com estes ajustes. Treinar executa as duas raias; as sementes, uma depois da outra.",
    ),
    "follow": Text(en="Seeds {from} to {to} follow when this race is over.", pt="As sementes {from} a {to} vêm depois desta corrida."),
    "recorded": Text(en="recorded {when}", pt="medida em {when}"),
    "recorded_title": Text(
        en="From the run of {when}: same settings and seed, same curve.", pt="Da rodada de {when}: mesmos ajustes e semente, mesma curva."
    ),
    "exploded": EXPLODED,
    "grown": GROWN,
    "no_number": NO_NUMBER,
    "plain": Text(en="Plain", pt="Simples"),
    "yours": Text(en="Your choice", pt="Sua escolha"),
    "axis_accuracy": Text(en="% at epoch {n}", pt="% na época {n}"),
    "axis_loss": Text(en="loss at epoch {n}", pt="perda na época {n}"),
    "difference": Text(en="95 %, {n} repeats", pt="95 %, {n} repetições"),
    "plus_minus": Text(
        en="± is half of the 95 % interval of the mean over the seeds (Student’s t).",
        pt="± é metade do intervalo de 95 % da média das sementes (t de Student).",
    ),
    "name_plain": Text(en="plain", pt="simples"),
    "name_choice": Text(en="choice", pt="escolha"),
    "open": Text(en="Open in Look", pt="Abrir em Olhar"),
    "open_title": Text(
        en="Keep this network as your own, under {name}: it then opens in every tab.",
        pt="Guardar esta rede como sua, com o nome {name}: ela abre em todas as abas.",
    ),
    "open_not": Text(en="Recorded: train it here, then open it.", pt="Medida antes, sem os pesos: treine aqui e depois abra."),
    "dots": Text(
        en="Validation after the last epoch, one dot a seed, the same seed joined",
        pt="Validação depois da última época, um ponto por semente, ligados os da mesma",
    ),
    "code": Text(en="Code", pt="Código"),
    "code_title": Text(en="This training in plain PyTorch", pt="Este treino em PyTorch puro"),
    "take": DOWNLOAD,
    "take_help": DOWNLOAD_HELP,
    **COPY,
    "close": Text(en="Close", pt="Fechar"),
}
