"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "close": Text(en="Close", pt="Fechar"),
    "away": Text(
        en="Connection lost at {time}. If the server is up, it keeps what is yours for {minutes} minutes. Trying again.",
        pt="Conexão perdida às {time}. Se o servidor estiver no ar, ele guarda o que é seu por {minutes} minutos. Tentando de novo.",
    ),
    "training": Text(
        en="Connection lost at {time}. If the server is up, the training goes on there and waits {minutes} minutes. Trying again.",
        pt="Conexão perdida às {time}. Se o servidor estiver no ar, o treino continua nele e espera {minutes} minutos. Tentando de novo.",
    ),
    "late": Text(
        en="No connection since {time}: after {minutes} minutes the server forgets what is yours. What is on the screen stays.",
        pt="Sem conexão desde {time}: depois de {minutes} minutos o servidor esquece o que é seu. O que está na tela fica.",
    ),
    "few": {"away": Text(en="Connection lost.", pt="Sem conexão."), "back": Text(en="Connected again.", pt="Conexão restabelecida.")},
    "back": Text(en="Connected again. Nothing was lost.", pt="Conexão restabelecida. Nada se perdeu."),
    "again": Text(en="Connected again.", pt="Conexão restabelecida."),
    "forgotten": Text(
        en="The server no longer knows this page: your classes, networks and trainings are gone from it.",
        pt="O servidor não conhece mais esta página: suas classes, redes e treinos não estão mais nele.",
    ),
}
