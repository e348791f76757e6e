"""Words beside shown code, the same wherever some is shown."""

from __future__ import annotations

from models.text import Text

DOWNLOAD = Text("Download to run", "Baixar para rodar")
DOWNLOAD_HELP = Text(
    "A zip of these lines and of all that they read: weights, picture. It runs by itself.",
    "Um zip destas linhas e de tudo o que elas leem: pesos, imagem. Roda sozinho.",
)
COPY = {
    "copy": Text("Copy", "Copiar"),
    "copied": Text("Copied", "Copiado"),
    "not_copied": Text(
        "The browser does not allow copying here. Select the lines and copy them.",
        "O navegador não permite copiar aqui. Selecione as linhas e copie.",
    ),
}
"""What the button beside shown lines says (`kit/copy_button.js`)."""
