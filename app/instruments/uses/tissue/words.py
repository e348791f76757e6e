"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Tissue, coloured", pt="Tecido, colorido"),
    "what": Text(
        en="Mark a few places of each kind. A head on a frozen network learns from them at once and colours the whole section.",
        pt="Marque alguns lugares de cada tipo. Uma cabeça sobre uma rede congelada aprende com eles na hora e colore o corte inteiro.",
    ),
    "warning": Text(en="Not for diagnosis.", pt="Não serve para diagnóstico."),
    "slides": Text(en="Picture", pt="Imagem"),
    "own": Text(en="My picture", pt="Minha imagem"),
    "choose": Text(en="Choose a microscope picture of yours", pt="Escolher uma imagem sua de microscópio"),
    "brush": Text(en="The brush marks", pt="O pincel marca"),
    "name": Text(en="Name of kind {kind}", pt="Nome do tipo {kind}"),
    "own_1": Text(en="Tissue", pt="Tecido"),
    "own_2": Text(en="Other tissue", pt="Outro tecido"),
    "own_3": Text(en="Background", pt="Fundo"),
    "kinds": Text(en="Names of the kinds", pt="Nomes dos tipos"),
    "third": Text(en="a third kind", pt="um terceiro tipo"),
    "width": Text(en="Width", pt="Largura"),
    "undo": Text(en="Undo", pt="Desfazer"),
    "redo": Text(en="Redo", pt="Refazer"),
    "clear": Text(en="Clear", pt="Limpar"),
    "shows": Text(en="What lies over the section", pt="O que cobre o corte"),
    "show_kinds": Text(en="Kinds", pt="Tipos"),
    "show_brown": Text(en="Brown stain", pt="Corante marrom"),
    "is_brown": Text(en="Coloured: brown stain, above Otsu’s threshold.", pt="Colorido: corante marrom, acima do limiar de Otsu."),
    "is_unsure": Text(
        en="The redder, the less sure; where the picture is clear, the head is sure.",
        pt="Quanto mais vermelho, menos certa; onde a imagem está limpa, a cabeça está certa.",
    ),
    "show_unsure": Text(en="Unsure", pt="Incerteza"),
    "opacity": Text(en="Opacity", pt="Opacidade"),
    "section": Text(
        en="The section. Arrows move the brush, with Shift in small steps; Space lays it down and lifts it.",
        pt="O corte. As setas movem o pincel, com Shift em passos pequenos; Espaço o abaixa e o levanta.",
    ),
    "area": Text(en="Area of each kind", pt="Área de cada tipo"),
    "kind": Text(en="Kind", pt="Tipo"),
    "share": Text(en="Area", pt="Área"),
    "range": Text(en="Range", pt="Faixa"),
    "from_to": "{low}–{high}",
    "range_is": Text(
        en="Range: nine in ten of {heads} heads, each taught with pieces of your strokes drawn anew (bootstrap; Efron, 1979). It says how much "
        "hangs on where you marked, not whether the marks are right.",
        pt="Faixa: nove em dez de {heads} cabeças, cada uma ensinada com trechos dos traços sorteados de novo (bootstrap; Efron, 1979). Diz "
        "quanto depende de onde se marcou, não se as marcas estão certas.",
    ),
    "classical": Text(en="Overlap with brown stain", pt="Coincidência com o corante"),
    "overlap": Text(
        en="Against the classical way, the brown stain by colour deconvolution and Otsu’s threshold (Ruifrok and Johnston, 2001; Otsu, 1979): "
        "intersection over union with {name}.",
        pt="Contra o método clássico, o corante marrom por deconvolução de cores e limiar de Otsu (Ruifrok e Johnston, 2001; Otsu, 1979): "
        "interseção sobre união com {name}.",
    ),
    "overlap_own": Text(
        en="If your picture is stained brown: intersection over union of {name} with the brown stain by colour deconvolution and Otsu’s "
        "threshold (Ruifrok and Johnston, 2001; Otsu, 1979).",
        pt="Se a sua imagem tem corante marrom: interseção sobre união de {name} com o corante por deconvolução de cores e limiar de Otsu "
        "(Ruifrok e Johnston, 2001; Otsu, 1979).",
    ),
    "no_stain": Text(
        en="This picture has no brown stain, so there is nothing for colour deconvolution to find.",
        pt="Esta imagem não tem corante marrom, então a deconvolução de cores não tem o que encontrar.",
    ),
    "equal_name": Text(en="One pass against patches", pt="Uma passagem contra recortes"),
    "equal": Text(
        en="One pass with the head as a 1 × 1 convolution equals patch by patch ({compared} patches, each all that its cell sees, {patch} px): "
        "the largest difference of a probability.",
        pt="Uma passagem com a cabeça como convolução 1 × 1 é igual a recorte por recorte ({compared} recortes, cada um tudo o que sua célula "
        "vê, {patch} px): a maior diferença de uma probabilidade.",
    ),
    "unsure": Text(en="Where is it least sure?", pt="Onde está menos certa?"),
    "least": Text(
        en="Here the likeliest kind, {name}, has {share} %. Mark this place.",
        pt="Aqui o tipo mais provável, {name}, tem {share} %. Marque este lugar.",
    ),
    "patches": Text(en="Patch by patch", pt="Recorte por recorte"),
    "stop": Text(en="Stop", pt="Parar"),
    "patches_done": Text(
        en="{done} of {total} patches, {seconds} s; one pass over all cells takes {one} s. Largest difference {difference}.",
        pt="{done} de {total} recortes, {seconds} s; uma passagem por todas as células leva {one} s. Maior diferença {difference}.",
    ),
    "mark_all": Text(en="Mark at least one place of each kind: {names}.", pt="Marque pelo menos um lugar de cada tipo: {names}."),
    "tiles": Text(en="tile {done} of {tiles}", pt="parte {done} de {tiles}"),
    "opening": Text(en="The section is on its way…", pt="O corte está a caminho…"),
    "learned": Text(en="Learned from {cells} marked cells in {seconds} s.", pt="Aprendido com {cells} células marcadas em {seconds} s."),
}
