"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "close": Text(en="Close", pt="Fechar"),
    "away": Text(
        en="Connection lost at {time}. What is yours waits {minutes} minutes on the server. Trying again.",
        pt="Conexão perdida às {time}. O que é seu espera {minutes} minutos no servidor. Tentando de novo.",
    ),
    "training": Text(
        en="Connection lost at {time}. The training goes on on the server, and waits {minutes} minutes. Trying again.",
        pt="Conexão perdida às {time}. O treino continua no servidor, e espera {minutes} minutos. Tentando de novo.",
    ),
    "late": Text(
        en="No connection since {time}: after {minutes} minutes the server forgets what is yours. What is on the screen stays.",
        pt="Sem conexão desde {time}: depois de {minutes} minutos o servidor esquece o que é seu. O que está na tela fica.",
    ),
    "back": Text(en="Connected again. Nothing was lost.", pt="Conexão restabelecida. Nada se perdeu."),
    "again": Text(en="Connected again.", pt="Conexão restabelecida."),
    "forgotten": Text(
        en="The server no longer knows this page: your classes, networks and trainings are gone from it.",
        pt="O servidor não conhece mais esta página: suas classes, redes e treinos não estão mais nele.",
    ),
}
