"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="A new picture", pt="Uma imagem nova"),
    "sources": Text(en="Where it comes from", pt="De onde vem"),
    "file": Text(en="Picture", pt="Imagem"),
    "camera": Text(en="Webcam", pt="Câmera"),
    "draw": Text(en="Draw", pt="Desenho"),
    "choose": Text(en="Choose a picture", pt="Escolher uma imagem"),
    "board": Text(en="Drawing board for a new picture", pt="Área de desenho para uma imagem nova"),
    "yours": Text(en="The new picture", pt="A imagem nova"),
    "live": Text(en="The camera’s picture, live", pt="A imagem da câmera, ao vivo"),
    "milliseconds": Text(en="{n} ms", pt="{n} ms"),
    "empty": Text(en="Answers appear here once it has learned.", pt="As respostas aparecem aqui depois que ela aprender."),
    "logits": Text(
        en="A softmax over this head’s scores: it orders the classes rightly and is no measured probability.",
        pt="Um softmax sobre as pontuações desta cabeça: ordena bem as classes e não é uma probabilidade medida.",
    ),
    "probability": Text(
        en="What a softmax makes of the logits. The network answers with one of its classes whatever it is shown.",
        pt="O que um softmax faz dos logits. A rede responde com uma das suas classes, mostre-se o que for.",
    ),
    "home": Text(en="Take it home", pt="Leve para casa"),
    "size": Text(en="{n} MB", pt="{n} MB"),
    "download": Text(en="Zip", pt="Zip"),
    "download_help": Text(
        en="A zip: weights (.safetensors), a card, and predict.py, which runs without this program.",
        pt="Um zip: pesos (.safetensors), uma ficha e predict.py, que roda sem este programa.",
    ),
    "onnx": Text(en="ONNX", pt="ONNX"),
    "onnx_help": Text(
        en="One .onnx file, which other programs and languages run: from pictures (N, C, H, W) to logits.",
        pt="Um arquivo .onnx, que outros programas e linguagens executam: de imagens (N, C, H, W) a logits.",
    ),
    "onnx_writing": Text(en="PyTorch is writing the ONNX file …", pt="O PyTorch está escrevendo o arquivo ONNX …"),
    "back": Text(en="Bring back", pt="Trazer"),
    "back_help": Text(en="A .safetensors that was saved here, to go on with.", pt="Um .safetensors salvo aqui, para continuar."),
    "brought": Text(en="{name} is in the network menu again.", pt="{name} está de novo no menu de redes."),
    "brought_beside": Text(
        en="{before} is still there, so the one you brought is in the network menu as {name}.",
        pt="{before} continua lá; a que você trouxe está no menu de redes como {name}.",
    ),
    "open": Text(en="It is in the network menu of every tab as {name}.", pt="Está no menu de redes de todas as abas como {name}."),
    "code": Text(en="Code", pt="Código"),
    "code_about": Text(
        en="Plain PyTorch that does the same without this program: put it beside the base’s weights and a folder of class folders.",
        pt="PyTorch puro que faz o mesmo sem este programa: ponha-o ao lado dos pesos da base e de uma pasta com uma pasta por classe.",
    ),
    "close": Text(en="Close", pt="Fechar"),
    "copy": Text(en="Copy", pt="Copiar"),
    "copied": Text(en="Copied", pt="Copiado"),
    "not_copied": Text(en="The browser does not allow copying here.", pt="O navegador não permite copiar aqui."),
    "insecure": Text(
        en="Browsers give a camera only to https or localhost, and this page came over plain http. Choose a picture instead.",
        pt="Navegadores só dão a câmera a https ou localhost, e esta página veio por http simples. Escolha uma imagem.",
    ),
    "denied": Text(
        en="The browser did not give the camera. Allow it beside the address bar, or choose a picture.",
        pt="O navegador não liberou a câmera. Permita-a ao lado do endereço, ou escolha uma imagem.",
    ),
    "no_camera": Text(en="No camera was found. Choose a picture instead.", pt="Nenhuma câmera foi encontrada. Escolha uma imagem."),
}
