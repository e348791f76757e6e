"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "label": Text(en="Phases of one step", pt="Fases de um passo"),
    "phase_forward": Text(en="Forward", pt="Ida"),
    "phase_loss": Text(en="Loss", pt="Perda"),
    "phase_backward": Text(en="Backward", pt="Volta"),
    "phase_update": Text(en="Update", pt="Atualização"),
    "next": Text(en="Next", pt="Próxima"),
    "space": Text(en="Space", pt="Espaço"),
    "take": Text(en="Take the step", pt="Dar o passo"),
    "take_help": Text(en="Enter. The network learns it, for you alone", pt="Enter. A rede aprende, só para você"),
    "undo": Text(en="Undo", pt="Desfazer"),
    "undo_count": Text(en="Undo {n}", pt="Desfazer {n}"),
    "again": Text(en="Start again", pt="Zerar"),
    "again_help": Text(en="The network as it was before your first step", pt="A rede como era antes do seu primeiro passo"),
    "dropout": Text(en="Dropout", pt="Dropout"),
    "dropout_help": Text(
        en="This share of the hidden units is out in each step, other ones each time; what stays is strengthened",
        pt="Esta parte das unidades ocultas fica desligada a cada passo, outras a cada vez; as que ficam são reforçadas",
    ),
    "none": Text(en="none", pt="nenhum"),
    "maps": Text(en="maps", pt="mapas"),
    "maps_help": Text(en="Whole maps of the convolutions drop out too", pt="Mapas inteiros das convoluções também são desligados"),
    "passes": Text(en="20 passes", pt="20 vezes"),
    "passes_help": Text(
        en="Ask the same picture 20 times, each time with other units out: the answer becomes a cloud",
        pt="Pergunte 20 vezes pela mesma imagem, sempre com outras unidades desligadas: a resposta vira uma nuvem",
    ),
}
