"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "line": Text(en="Along the step", pt="Ao longo do passo"),
    "far": Text(en="how far to go?", pt="até onde ir?"),
    "slider": Text(en="Learning rate: drag the line, or arrow keys", pt="Taxa de aprendizado: arraste a linha, ou as setas"),
    "surprise": Text(en="Surprise", pt="Surpresa"),
    "over": Text(en="loss over the label’s probability", pt="perda pela probabilidade do rótulo"),
    "gradients": Text(en="The gradients", pt="Os gradientes"),
    "norm": Text(en="norm of the gradient at each layer", pt="norma do gradiente em cada camada"),
    "this": Text(en="this one", pt="esta"),
    "others": Text(en="{n} others", pt="{n} outras"),
    "right": Text(en="{before} → {after} of {n} right", pt="{before} → {after} de {n} certos"),
    "hundred": Text(
        en="{n} test digits that the step does not learn from, a row for each class: {lost} answers turn wrong, {won} turn right",
        pt="{n} dígitos de teste com que o passo não aprende, uma linha por classe: {lost} respostas ficam erradas, {won} ficam certas",
    ),
}
