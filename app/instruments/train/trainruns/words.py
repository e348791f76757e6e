"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from app.instruments.train.value_words import VALUES
from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Your runs", pt="Suas rodadas"),
    "about": Text(
        en="The newest first. They go with the page; a project takes them along.",
        pt="As mais novas primeiro. Elas se perdem com a página; um projeto as leva junto.",
    ),
    "empty": Text(en="No race has been run on this page yet.", pt="Ainda não houve corrida nesta página."),
    "save": Text(en="Save project", pt="Salvar projeto"),
    "open_project": Text(en="Open project", pt="Abrir projeto"),
    "csv": Text(en="Table as CSV", pt="Tabela em CSV"),
    "open": Text(en="Open", pt="Abrir"),
    "open_title": Text(en="Keep this network as your own and open it in Look", pt="Guardar esta rede como sua e abri-la em Olhar"),
    "show": Text(en="Show", pt="Mostrar"),
    "show_title": Text(en="Show this race again", pt="Mostrar esta corrida de novo"),
    "name": Text(en="race {race} {lane}", pt="corrida {race} {lane}"),
    "columns": {
        "race": Text(en="Race", pt="Corrida"),
        "data": Text(en="Data", pt="Dados"),
        "network": Text(en="Network", pt="Rede"),
        "what": Text(en="Not as usual", pt="Ajustes alterados"),
        "epoch": Text(en="Epoch", pt="Época"),
        "train": Text(en="Training %", pt="Treino %"),
        "validation": Text(en="Validation %", pt="Validação %"),
        "loss": Text(en="Validation loss", pt="Perda de validação"),
        "seeds": Text(en="All seeds % (± 95 %)", pt="Todas as sementes % (± 95 %)"),
    },
    "lanes": {"left": Text(en="plain", pt="simples"), "right": Text(en="choice", pt="escolha")},
    "how": {
        "done": Text(en="", pt=""),
        "stopped": Text(en="stopped", pt="parou"),
        "time": Text(en="out of time", pt="tempo esgotado"),
        "diverged": Text(en="diverged", pt="divergiu"),
    },
    "cut": Text(en="{n} of {all}, {how}", pt="{n} de {all}, {how}"),
    "setting": {
        "each": Text(en="{v} per class", pt="{v} por classe"),
        "width": Text(en="width {v}", pt="largura {v}"),
        "depth": Text(en="depth {v}", pt="profundidade {v}"),
        "epochs": Text(en="{v} epochs", pt="{v} épocas"),
        "batch": Text(en="batch {v}", pt="lote {v}"),
        "optimiser": Text(en="{v}", pt="{v}"),
        "learning_rate": Text(en="rate {v}", pt="taxa {v}"),
        "schedule": Text(en="schedule {v}", pt="variação da taxa {v}"),
        "weight_decay": Text(en="decay {v}", pt="decaimento {v}"),
        "momentum": Text(en="momentum {v}", pt="momento {v}"),
        "clip": Text(en="clip {v}", pt="corte {v}"),
        "seed": Text(en="seed {v}", pt="semente {v}"),
        "augmentation": Text(en="augmentation", pt="aumento de dados"),
        "dropout": Text(en="dropout {v}", pt="dropout {v}"),
        "label_smoothing": Text(en="smoothing {v}", pt="suavização {v}"),
        "random_labels": Text(en="random labels {v}", pt="rótulos aleatórios {v}"),
    },
    "values": VALUES,
    "usual": Text(en="all as usual", pt="padrão"),
}
