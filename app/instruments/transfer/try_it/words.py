"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from app.code_words import COPY, DOWNLOAD, DOWNLOAD_HELP
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
    "empty": Text(en="Answers appear here once it has learned.", pt="As respostas aparecem aqui depois do treino."),
    "stale": Text(en="before this change: train again", pt="de antes desta mudança: treine de novo"),
    "still_before": Text(en="before this training", pt="de antes deste treino"),
    "logits": Text(
        en="A softmax over this head’s scores: it orders the classes rightly and is no measured probability.",
        pt="Um softmax sobre as pontuações desta cabeça: ordena bem as classes e não é uma probabilidade medida.",
    ),
    "probability": Text(
        en="What a softmax makes of the logits. The network answers with one of its classes whatever it is shown.",
        pt="O softmax dos logits. A rede responde sempre com uma das suas classes, seja qual for a imagem.",
    ),
    "home": Text(en="Take it home", pt="Levar para casa"),
    "project": Text(en="Project", pt="Projeto"),
    "project_help": Text(
        en="Save all your work as one file, open one, or keep it in this browser",
        pt="Salvar todo o seu trabalho em um arquivo, abrir um, ou guardá-lo neste navegador",
    ),
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
        en="Plain PyTorch that does the same without this program: the folder to download has the base’s weights and your pictures.",
        pt="PyTorch puro que faz o mesmo sem este programa: a pasta para baixar tem os pesos da base e as suas imagens.",
    ),
    "close": Text(en="Close", pt="Fechar"),
    "take": DOWNLOAD,
    "take_help": DOWNLOAD_HELP,
    **COPY,
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
