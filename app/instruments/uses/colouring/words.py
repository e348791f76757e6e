"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Grey to colour", pt="Do cinza à cor"),
    "what": Text(
        en="A U-Net sees the lightness alone and answers with a picture: cut a skip connection and it blurs, or give it a colour with the brush.",
        pt="Uma U-Net vê só a luminosidade e responde com uma imagem: corte um atalho e ela borra, ou dê uma cor com o pincel.",
    ),
    "sources": "Ronneberger et al. 2015 · Zhang et al. 2016, 2017",
    "samples": Text(en="Pictures to colour", pt="Imagens para colorir"),
    "camera": Text(en="Camera", pt="Câmera"),
    "camera_off": Text(en="Camera off", pt="Desligar a câmera"),
    "live": Text(en="The camera’s picture, live", pt="A imagem da câmera, ao vivo"),
    "insecure": Text(
        en="Browsers give a camera only to https or localhost, and this page came over plain http.",
        pt="Navegadores só dão câmera a https ou localhost, e esta página veio por http comum.",
    ),
    "denied": Text(
        en="The browser did not give the camera. Allow it beside the address bar.",
        pt="O navegador não deu a câmera. Permita-a ao lado da barra de endereço.",
    ),
    "no_camera": Text(en="No camera was found.", pt="Nenhuma câmera foi encontrada."),
    "grey": Text(en="Grey", pt="Cinza"),
    "coloured": Text(en="Coloured", pt="Colorida"),
    "truth": Text(en="Truth", pt="Verdade"),
    "brush_place": Text(
        en="The grey picture. Arrows move the brush, Space puts a dab of colour.",
        pt="A imagem cinza. As setas movem o pincel; Espaço põe uma pincelada.",
    ),
    "brush": Text(en="Brush", pt="Pincel"),
    "clear": Text(en="Clear", pt="Limpar"),
    "hinted": Text(en="{n} dabs", pt="{n} pinceladas"),
    "hinted_one": Text(en="1 dab", pt="1 pincelada"),
    "colours": {
        "sky": Text(en="sky blue", pt="azul-celeste"),
        "grass": Text(en="green", pt="verde"),
        "sand": Text(en="sand", pt="areia"),
        "skin": Text(en="skin", pt="pele"),
        "brick": Text(en="brick red", pt="vermelho-tijolo"),
        "yellow": Text(en="yellow", pt="amarelo"),
        "violet": Text(en="violet", pt="violeta"),
        "none": Text(en="no colour", pt="sem cor"),
    },
    "heat": Text(en="Temperature", pt="Temperatura"),
    "heat_help": Text(
        en="Each pixel’s colour is the mean of the classes of colour. At T = 1 the mean of all, greyish; near 0 the likeliest alone, patchy. 0.38 is Zhang et al.’s.",
        pt="A cor de cada pixel é a média das classes de cor. Com T = 1, a de todas, acinzentada; perto de 0, só a mais provável, manchada. 0,38 é o valor de Zhang et al.",
    ),
    "encoder": Text(en="Encoder", pt="Codificador"),
    "decoder": Text(en="Decoder", pt="Decodificador"),
    "bottleneck": Text(en="Bottleneck", pt="Gargalo"),
    "encoder_help": Text(
        en="It halves the maps four times: more channels, fewer places. Each picture is one channel of a block.",
        pt="Reduz os mapas à metade quatro vezes: mais canais, menos lugares. Cada imagem é um canal de um bloco.",
    ),
    "decoder_help": Text(
        en="It doubles them again, and reads beside them what the skip connection brings.",
        pt="Dobra-os de novo e lê, ao lado deles, o que o atalho traz.",
    ),
    "skip": Text(en="skip", pt="atalho"),
    "cut": Text(en="cut", pt="cortado"),
    "skip_label": Text(en="Skip connection {n}, {size}: press to cut it", pt="Atalho {n}, {size}: pressione para cortar"),
    "mend": Text(en="Mend all", pt="Ligar todos"),
    "block": Text(en="{name}: one of {channels} channels, {size}", pt="{name}: um de {channels} canais, {size}"),
    "figures": Text(en="This picture, measured", pt="Esta imagem, medida"),
    "difference": Text(en="ΔE", pt="ΔE"),
    "difference_help": Text(
        en="CIEDE2000, the mean over all pixels: how far its colours are from the true ones. About 1 is just seen.",
        pt="CIEDE2000, média de todos os pixels: a que distância as cores estão das verdadeiras. Cerca de 1 mal se vê.",
    ),
    "colourfulness": Text(en="colourful", pt="colorido"),
    "colourfulness_help": Text(
        en="Hasler and Süsstrunk 2003: 0 grey, 15 slightly, 33 moderately, 59 quite colourful.",
        pt="Hasler e Süsstrunk 2003: 0 cinza, 15 pouco, 33 moderadamente, 59 bem colorido.",
    ),
    "time": Text(en="network {own} ms", pt="rede {own} ms"),
    "open": Text(en="Open it in Look", pt="Abrir em Olhar"),
    "honest": Text(
        en="It has seen few photographs and guesses: a plausible colour, not the true one.",
        pt="Viu poucas fotografias e adivinha: uma cor plausível, não a verdadeira.",
    ),
}
