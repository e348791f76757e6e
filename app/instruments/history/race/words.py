"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from app.code_words import DOWNLOAD_HELP
from models.text import Text

WORDS: dict[str, Any] = {
    "hog_name": Text(en="HOG", pt="HOG"),
    "title": Text(en="Hand-crafted against deep", pt="Feito à mão contra profundo"),
    "measure": Text(en="test error, %", pt="erro no teste, %"),
    "axis": Text(en="labelled pictures per class", pt="imagens rotuladas por classe"),
    "legend": Text(
        en="Line: mean. Band: best and worst of {n} draws. Both axes are logarithmic.",
        pt="Linha: média. Faixa: melhor e pior de {n} sorteios. Eixos logarítmicos.",
    ),
    "runners": Text(en="Runners", pt="Corredores"),
    "at": Text(en="error % at {n}", pt="erro % com {n}"),
    "waits": Text(en="waits", pt="espera"),
    "running": Text(en="running: {count} a class, draw {draw} of {draws}", pt="correndo: {count} por classe, sorteio {draw} de {draws}"),
    "paused": Text(en="paused after {runs} runs", pt="parou depois de {runs} treinos"),
    "finished": Text(en="{runs} runs in {seconds} s", pt="{runs} treinos em {seconds} s"),
    "kept": Text(en="raced {day}, {seconds} s", pt="medido em {day}, {seconds} s"),
    "few": Text(en="{n} of {draws}", pt="{n} de {draws}"),
    "start": Text(en="▶ Race", pt="▶ Iniciar"),
    "again": Text(en="▶ Race again", pt="▶ Repetir a corrida"),
    "on": Text(en="▶ Go on", pt="▶ Continuar"),
    "pause": Text(en="Ⅱ Pause", pt="Ⅱ Pausar"),
    "take": Text(en="Zip", pt="Zip"),
    "take_help": DOWNLOAD_HELP,
    "copy": Text(en="Copy as Python", pt="Copiar em Python"),
    "copied": Text(en="Copied", pt="Copiado"),
    "not_copied": Text(en="The browser does not allow copying here.", pt="O navegador não permite copiar aqui."),
    "not_all": Text(
        en="{done} of {all} points are measured. A sentence on who leads where appears when all are.",
        pt="{done} de {all} pontos medidos. Quando todos estiverem, aparece uma frase sobre quem lidera onde.",
    ),
    "hand_wins": Text(
        en="At {n} a class, hand-crafted wins: {hand} % against {learned} %.",
        pt="Com {n} por classe, vence o feito à mão: {hand} % contra {learned} %.",
    ),
    "learned_wins": Text(
        en="At {n} a class, learned features win: {learned} % against {hand} %.",
        pt="Com {n} por classe, vence o aprendido: {learned} % contra {hand} %.",
    ),
    "level": Text(
        en="At {n} a class, both are level within their spread: {hand} % and {learned} %.",
        pt="Com {n} por classe, os dois empatam dentro da dispersão: {hand} % e {learned} %.",
    ),
    "leads": Text(en="With {range}, {who} leads.", pt="{range} por classe, vence {who}."),
    "lead": Text(en="With {range}, {who} are level.", pt="{range} por classe, empatam {who}."),
    "range": Text(en="{from} to {to}", pt="De {from} a {to}"),
    "and": Text(en="and", pt="e"),
    "hog": Text(en="the edges of your picture, only", pt="só as bordas da sua imagem"),
    "hog_label": Text(en="Your picture as oriented strokes; point at a cell", pt="Sua imagem em traços orientados; aponte uma célula"),
    "explained": Text(
        en="Each cell of {cell} × {cell} pixels counts which way its edges run, in 9 directions. A longer stroke: more edge that way. Four neighbours are brought to one length: {numbers} numbers, and no learning.",
        pt="Cada célula de {cell} × {cell} pixels conta para onde correm suas bordas, em 9 direções. Traço mais longo: mais borda ali. Quatro vizinhas são levadas a um só comprimento: {numbers} números, e nenhum aprendizado.",
    ),
    "cell": Text(
        en="Cell {row}, {column}: strength {sum}; most along {angle}°. In its block of four: {low} … {high} after normalising.",
        pt="Célula {row}, {column}: força {sum}; mais a {angle}°. No bloco de quatro: {low} … {high} depois de normalizar.",
    ),
    "few_strokes": Text(
        en="Directions under a quarter of a cell’s strongest are not drawn.",
        pt="Direções abaixo de um quarto da mais forte da célula não são desenhadas.",
    ),
    "pictures": Text(en="The pictures", pt="As imagens"),
    "sheet": Text(en="Some pictures of each class", pt="Algumas imagens de cada classe"),
    "failed": Text(en="The server does not answer. What was measured stays.", pt="O servidor não responde. O que foi medido fica."),
}
