"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Classes", pt="Classes"),
    "counts": Text(en="{learned} to learn, {checked} to check", pt="{learned} treino, {checked} validação"),
    "sources": Text(en="Where examples come from", pt="De onde vêm os exemplos"),
    "draw": Text(en="Draw", pt="Desenho"),
    "upload": Text(en="Upload", pt="Arquivo"),
    "camera": Text(en="Webcam", pt="Câmera"),
    "zip": Text(en="Zip", pt="Zip"),
    "builtin": Text(en="Built-in", pt="Pronto"),
    "set": Text(en="Built-in set", pt="Conjunto pronto"),
    "set_own": Text(en="Your own classes", pt="Suas próprias classes"),
    "set_fetch": Text(en="{title} · fetch {megabytes} MB", pt="{title} · baixar {megabytes} MB"),
    "each": Text(en="per class", pt="por classe"),
    "class_n": Text(en="class {n}", pt="classe {n}"),
    "name": Text(en="my classes", pt="minhas classes"),
    "add": Text(en="+ Add a class", pt="+ Nova classe"),
    "untick": Text(en="untick = leave out", pt="desmarcar = excluir"),
    "enabled": Text(en="{name} takes part", pt="{name} participa"),
    "rename": Text(en="Name of the class", pt="Nome da classe"),
    "rename_help": Text(en="Rename: double-click, or F2", pt="Renomear: clique duas vezes, ou F2"),
    "remove": Text(en="Remove {name}", pt="Remover {name}"),
    "remove_example": Text(en="Remove this example of {name}", pt="Remover este exemplo de {name}"),
    "share": Text(en="{learned} to learn from + {checked} to check with", pt="{learned} para aprender + {checked} para conferir"),
    "empty": Text(en="Add pictures, or choose a built-in set.", pt="Acrescente imagens, ou escolha um conjunto pronto."),
    "to": Text(en="goes to {name}", pt="vai para {name}"),
    "board": Text(en="Drawing board for examples of {name}", pt="Área de desenho para exemplos de {name}"),
    "keep": Text(en="Add", pt="Incluir"),
    "clear": Text(en="Clear", pt="Limpar"),
    "choose": Text(en="Choose pictures", pt="Escolher imagens"),
    "drop": Text(en="many at once; or drop or paste them here", pt="várias de uma vez; ou solte ou cole aqui"),
    "camera_on": Text(en="Camera on", pt="Ligar câmera"),
    "camera_off": Text(en="Off", pt="Desligar"),
    "record": Text(en="Hold to record", pt="Segure e grave"),
    "live": Text(en="The camera’s picture, live", pt="A imagem da câmera, ao vivo"),
    "zip_choose": Text(en="Choose a zip", pt="Escolher um zip"),
    "zip_how": Text(en="one folder of pictures for each class", pt="uma pasta de imagens por classe"),
    "private": Text(en="They stay in memory, and go when this tab closes.", pt="Ficam só na memória, e somem quando a aba fecha."),
    "coming": Text(en="{done} of {total}", pt="{done} de {total}"),
    "coming_set": Text(en="Fetching the pictures of this set.", pt="Buscando as imagens deste conjunto."),
    "coming_zip": Text(en="Reading {name}.", pt="Lendo {name}."),
    "all": Text(en="all {n}", pt="todas: {n}"),
    "fewer": Text(en="fewer", pt="menos"),
    "insecure": Text(
        en="Browsers give a camera only to https or localhost, and this page came over plain http. Upload pictures instead.",
        pt="Navegadores só dão a câmera a https ou localhost, e esta página veio por http simples. Envie imagens.",
    ),
    "denied": Text(
        en="The browser did not give the camera. Allow it beside the address bar, or upload pictures.",
        pt="O navegador não liberou a câmera. Permita-a ao lado do endereço, ou envie imagens.",
    ),
    "no_camera": Text(en="No camera was found. Upload pictures instead.", pt="Nenhuma câmera foi encontrada. Envie imagens."),
}
