"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Faces, found", pt="Rostos, encontrados"),
    "what": Text(
        en="Three small networks, one after the other, find the faces of a picture. Choose a step, move a handle, click a box to look into it.",
        pt="Três redes pequenas, uma depois da outra, acham os rostos de uma imagem. Escolha uma etapa, mova um controle, clique numa caixa "
        "para olhar dentro dela.",
    ),
    "samples": Text(en="Samples, with and without faces", pt="Exemplos, com e sem rostos"),
    "choose": Text(en="Choose a picture", pt="Escolher imagem"),
    "camera": Text(en="Camera", pt="Câmera"),
    "camera_off": Text(en="Camera off", pt="Desligar"),
    "yours": Text(en="Your picture", pt="Sua imagem"),
    "smallest": Text(en="Smallest face", pt="Menor rosto"),
    "private": Text(
        en="It finds faces and names nobody. It runs on the machine that serves this page: nothing leaves that machine, nothing is kept.",
        pt="Encontra rostos e não identifica ninguém. Roda na máquina que serve esta página: nada sai dela, nada é guardado.",
    ),
    "source": "Zhang, Zhang, Li and Qiao, IEEE Signal Processing Letters 2016",
    "picture": Text(en="The picture in which faces are looked for", pt="A imagem em que se procuram rostos"),
    "pyramid": Text(en="Image pyramid", pt="Pirâmide de imagens"),
    "about_pyramid": Text(
        en="P-Net knows faces of one size, 12 px. So it slides over the picture at many scales: one convolution over the whole, and every "
        "cell of its map is the answer for one window of 12 × 12 px, two px from the next. Click a scale to lay its map over the picture.",
        pt="A P-Net conhece rostos de um só tamanho, 12 px. Por isso desliza sobre a imagem em muitas escalas: uma convolução sobre o todo, "
        "e cada célula do mapa é a resposta para uma janela de 12 × 12 px, a dois px da seguinte. Clique numa escala para pôr o mapa sobre "
        "a imagem.",
    ),
    "scales": Text(en="{n} scales, {from} to {to} px", pt="{n} escalas, de {from} a {to} px"),
    "levels": Text(en="Scale whose map lies over the picture", pt="Escala cujo mapa fica sobre a imagem"),
    "level": Text(en="{w} × {h} px: faces of about {face} px", pt="{w} × {h} px: rostos de cerca de {face} px"),
    "legend": Text(en="probability of a face", pt="probabilidade de rosto"),
    "read": Text(en="reads {n} windows at {scales} scales", pt="lê {n} janelas em {scales} escalas"),
    "steps": Text(en="Step whose boxes are shown", pt="Etapa cujas caixas se mostram"),
    "step_all": Text(en="All of its boxes", pt="Todas as suas caixas"),
    "step_kept": Text(en="After suppression", pt="Depois da supressão"),
    "step_rnet": Text(en="After R-Net", pt="Depois da R-Net"),
    "step_onet": Text(en="After O-Net: faces", pt="Depois da O-Net: rostos"),
    "arrow_all": Text(en="probability", pt="probabilidade"),
    "arrow_kept": Text(en="overlap", pt="sobreposição"),
    "arrow_rnet": Text(en="R-Net says", pt="a R-Net diz"),
    "arrow_onet": Text(en="O-Net says", pt="a O-Net diz"),
    "handle_all": Text(
        en="Probability from which on P-Net’s windows are boxes", pt="Probabilidade a partir da qual janelas da P-Net são caixas"
    ),
    "handle_kept": Text(en="Overlap above which the worse of two boxes goes", pt="Sobreposição acima da qual a pior de duas caixas sai"),
    "handle_rnet": Text(en="Probability that R-Net asks for", pt="Probabilidade que a R-Net exige"),
    "handle_onet": Text(en="Probability that O-Net asks for", pt="Probabilidade que a O-Net exige"),
    "about_all": Text(
        en="P-Net (6,632 weights) is quick and generous: every window to which it gives at least this probability becomes a box.",
        pt="A P-Net (6.632 pesos) é rápida e generosa: toda janela a que dá pelo menos esta probabilidade vira uma caixa.",
    ),
    "about_kept": Text(
        en="Non-maximum suppression: the best box strikes out those that overlap it by more than this, then the next best. Overlap is the "
        "area that both share over the area that they cover together.",
        pt="Supressão de não máximos: a melhor caixa elimina as que a sobrepõem mais do que isto, depois a segunda melhor. Sobreposição é a "
        "área comum dividida pela área que as duas cobrem juntas.",
    ),
    "about_rnet": Text(
        en="R-Net (100,178 weights) reads each box again at 24 × 24 px, throws most out and moves the others. Dashed: what it threw out.",
        pt="A R-Net (100.178 pesos) lê cada caixa de novo em 24 × 24 px, descarta a maioria e desloca as outras. Tracejado: o que descartou.",
    ),
    "about_onet": Text(
        en="O-Net (389,040 weights) reads what is left at 48 × 48 px, decides, and marks eyes, nose and corners of the mouth.",
        pt="A O-Net (389.040 pesos) lê o que resta em 48 × 48 px, decide e marca olhos, nariz e cantos da boca.",
    ),
    "lost_kept": Text(en="{twice} overlap a better one", pt="{twice} sobrepõem uma melhor"),
    "lost": Text(en="{out} thrown out, {twice} overlap", pt="{out} descartadas, {twice} sobrepostas"),
    "cut": Text(en="more than are followed: the best", pt="mais do que se seguem: as melhores"),
    "none": Text(
        en="No face: of {read} windows none convinced all three networks. Faces under {px} px are not looked for.",
        pt="Nenhum rosto: de {read} janelas, nenhuma convenceu as três redes. Rostos abaixo de {px} px não são procurados.",
    ),
    "too_small": Text(
        en="The picture is smaller than the smallest face that is looked for, {px} px.",
        pt="A imagem é menor que o menor rosto procurado, {px} px.",
    ),
    "one": Text(en="One face, with its five landmarks.", pt="Um rosto, com seus cinco pontos de referência."),
    "several": Text(en="{n} faces, each with five landmarks.", pt="{n} rostos, cada um com cinco pontos de referência."),
    "box": Text(en="{network}: {part} % a face, {size}", pt="{network}: {part} % rosto, {size}"),
    "box_out": Text(en="{network}: {part} % a face, {size}, given up", pt="{network}: {part} % rosto, {size}, descartada"),
    "click": Text(en="click opens it in Look", pt="clique abre em Olhar"),
    "point": Text(en="Point at a box; a click opens its window in Look.", pt="Aponte uma caixa; um clique abre sua janela em Olhar."),
    "window": Text(en="A window of {network}", pt="Uma janela da {network}"),
    "live": Text(en="The camera is on.", pt="A câmera está ligada."),
    "rate": Text(en="{n} pictures a second", pt="{n} imagens por segundo"),
    "pnet": "P-Net",
    "rnet": "R-Net",
    "onet": "O-Net",
    "insecure": Text(
        en="Browsers give a camera only to https or localhost, and this page came over plain http. Choose or paste a picture instead.",
        pt="Navegadores só dão a câmera a https ou localhost, e esta página veio por http simples. Escolha ou cole uma imagem.",
    ),
    "denied": Text(
        en="The browser did not give the camera. Allow it beside the address bar, or choose a picture.",
        pt="O navegador não liberou a câmera. Permita-a ao lado do endereço, ou escolha uma imagem.",
    ),
    "no_camera": Text(
        en="No camera was found. Choose or paste a picture instead.", pt="Nenhuma câmera foi encontrada. Escolha ou cole uma imagem."
    ),
}
