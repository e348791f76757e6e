"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Network input", pt="Entrada da rede"),
    "label": Text(en="The picture as the network took it", pt="A imagem como a rede a recebeu"),
    "drawing": Text(en="Ink boxed to 20 px, centred on its mass.", pt="Traço em 20 px, massa no centro."),
    "photograph": Text(en="Resized, centre square.", pt="Redimensionada, quadrado central."),
    "steps": Text(en="Prepared in {n} steps", pt="Preparada em {n} passos"),
    "one_step": Text(en="Prepared in one step", pt="Preparada em um passo"),
    "steps_label": Text(en="How the picture was prepared", pt="Como a imagem foi preparada"),
    "field": Text(en="A cell of this layer sees {h} × {w} of it.", pt="Uma célula daqui vê {h} × {w} dela."),
    "field_unit": Text(en="A unit of this layer sees {h} × {w} of it.", pt="Uma unidade daqui vê {h} × {w} dela."),
    "whole": Text(en="A cell of this layer sees all of it.", pt="Uma célula daqui vê a imagem toda."),
    "whole_unit": Text(en="A unit of this layer sees all of it.", pt="Uma unidade daqui vê a imagem toda."),
    "field_help": Text(
        en="The receptive field: everything outside this frame could change without changing the cell.",
        pt="O campo receptivo: tudo fora desta moldura poderia mudar sem que a célula mudasse.",
    ),
    "felt": Text(
        en="This pixel is felt in rows {top}–{bottom}, columns {left}–{right} of this layer.",
        pt="Este pixel é sentido nas linhas {top}–{bottom}, colunas {left}–{right} desta camada.",
    ),
    "felt_units": Text(en="This pixel is felt by every unit here.", pt="Este pixel é sentido por todas as unidades daqui."),
    "felt_some": Text(en="This pixel is felt by {n} of the {all} units here.", pt="Este pixel é sentido por {n} das {all} unidades daqui."),
    "felt_nowhere": Text(en="No cell of this layer looks at this pixel.", pt="Nenhuma célula desta camada olha para este pixel."),
    "itself": Text(en="One cell is one pixel.", pt="Uma célula é um pixel."),
}
