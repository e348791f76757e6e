"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Update", pt="Atualização"),
    "label": Text(
        en="Weights of one unit before, their change, after; arrows choose a weight, Page Up and Page Down a unit",
        pt="Pesos de uma unidade antes, sua mudança, depois; as setas escolhem um peso, Page Up e Page Down uma unidade",
    ),
    "filter": Text(en="{layer} · filter {unit}", pt="{layer} · filtro {unit}"),
    "plane": Text(en="{layer} · filter {unit}, of input {plane}", pt="{layer} · filtro {unit}, da entrada {plane}"),
    "unit": Text(en="{layer} · unit {unit}", pt="{layer} · unidade {unit}"),
    "before": Text(en="before", pt="antes"),
    "times": Text(en="Δ × {n}", pt="Δ × {n}"),
    "after": Text(en="after", pt="depois"),
    "cell": Text(
        en="row {row}, column {column}: {before}, change {delta}, after {after}",
        pt="linha {row}, coluna {column}: {before}, mudança {delta}, depois {after}",
    ),
}
