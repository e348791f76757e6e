"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "choose": Text(en="Choose a picture", pt="Escolher uma imagem"),
    "camera": Text(en="Camera", pt="Câmera"),
    "how": Text(en="Drop or paste a picture anywhere on the page", pt="Solte ou cole uma imagem em qualquer lugar da página"),
    "kinds": Text(en="PNG, JPEG, WebP, AVIF, GIF, BMP", pt="PNG, JPEG, WebP, AVIF, GIF, BMP"),
    "private": Text(
        en="It stays in memory, unless you keep it in this browser.", pt="Fica só na memória, a não ser que você a guarde neste navegador."
    ),
    "yours": Text(en="Your picture", pt="Sua imagem"),
    "live": Text(en="The camera’s picture, live", pt="A imagem da câmera, ao vivo"),
    "keep": Text(en="Keep this picture", pt="Ficar com esta imagem"),
    "stop": Text(en="Camera off", pt="Desligar"),
    "looks_for": Text(en="What the camera looks for", pt="O que a câmera procura"),
    "digit": Text(en="A digit on paper", pt="Um dígito no papel"),
    "anything": Text(en="Anything", pt="Qualquer coisa"),
    "offer": Text(en="This looks like a digit on paper.", pt="Isto parece um dígito no papel."),
    "moved": Text(en="Looked at as a photograph.", pt="Vista como fotografia."),
    "read": Text(en="Read the digit", pt="Ler o dígito"),
    "taken": Text(en="Read as a digit on paper.", pt="Lida como um dígito no papel."),
    "photograph": Text(en="Look at it as a photograph", pt="Ver como fotografia"),
    "several": Text(
        en="{n} digits found. Click the one to read.",
        pt="{n} dígitos encontrados. Clique no que quer ler.",
    ),
    "boxes": Text(en="Digits found in the picture", pt="Dígitos encontrados na imagem"),
    "box": Text(en="Digit {i} of {n}", pt="Dígito {i} de {n}"),
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
