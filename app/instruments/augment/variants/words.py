"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Variants", pt="Variantes"),
    "count": Text(en="yours and {k} of {n}", pt="a sua e {k} de {n}"),
    "list": Text(en="Variants with the answer of the network", pt="Variantes com a resposta da rede"),
    "flips": Text(en="verdict flips", pt="outra resposta"),
    "as_it_is": Text(en="as it is", pt="sem mudar"),
    "variant": Text(en="Variant {n}", pt="Variante {n}"),
    "yours": Text(en="Your picture", pt="Sua imagem"),
    "tile": Text(en="{name}: {label}, {p} %. {signs}", pt="{name}: {label}, {p} %. {signs}"),
    "flipped": Text(en="The verdict flips.", pt="A resposta muda."),
    "locked": Text(en="Locked.", pt="Travada."),
    "empty": Text(en="Tick a transform.", pt="Marque uma transformação."),
    "one": Text(en="The chosen variant", pt="A variante escolhida"),
    "code": Text(en="The plan in torchvision", pt="O plano em torchvision"),
    "compare": Text(en="Before and after, percent of the width", pt="Antes e depois, por cento da largura"),
    "before": Text(en="before", pt="antes"),
    "after": Text(en="after", pt="depois"),
    "lock": Text(en="Lock", pt="Travar"),
    "unlock": Text(en="Unlock", pt="Destravar"),
    "close": Text(en="Close", pt="Fechar"),
    "copy": Text(en="Copy", pt="Copiar"),
    "copied": Text(en="Copied", pt="Copiado"),
    "not_copied": Text(
        en="The browser does not allow copying here. Select the lines and copy them.",
        pt="O navegador não permite copiar aqui. Selecione as linhas e copie.",
    ),
    "seed": Text(en="seed {seed}", pt="semente {seed}"),
    "nothing": Text(en="nothing happened", pt="nada aconteceu"),
}
