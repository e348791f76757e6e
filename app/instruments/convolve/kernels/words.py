"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "channel": Text(en="Channel of the picture", pt="Canal da imagem"),
    "grey": Text(en="grey", pt="cinza"),
    "one_channel": Text(en="This picture has one channel.", pt="Esta imagem tem um só canal."),
    "slide": Text(en="Slide", pt="Deslizar"),
    "stop": Text(en="Stop", pt="Parar"),
    "slide_help": Text(
        en="Walk the window along the rows. Space takes one step, held down it sweeps.",
        pt="Leva a janela pelas linhas. Espaço dá um passo; segurado, percorre.",
    ),
    "camera": Text(en="Camera", pt="Câmera"),
    "camera_help": Text(
        en="Send the camera through the same kernel; nothing leaves this page.",
        pt="Passa a câmera pelo mesmo núcleo; nada sai desta página.",
    ),
    "no_camera": Text(en="No camera was found here.", pt="Nenhuma câmera foi encontrada aqui."),
    "denied": Text(
        en="The browser does not allow the camera. Allow it beside the address, then try again.",
        pt="O navegador não permite a câmera. Permita ao lado do endereço e tente de novo.",
    ),
    "insecure": Text(
        en="Browsers open a camera only over https or on this very machine.",
        pt="Navegadores só abrem a câmera por https ou nesta própria máquina.",
    ),
    "from_look": Text(en="{name}, from Look", pt="{name}, de Olhar"),
    "from_camera": Text(en="Camera, live", pt="Câmera, ao vivo"),
    "drawing": Text(en="Your drawing", pt="Seu desenho"),
    "yours": Text(en="Your picture", pt="Sua imagem"),
    "translate": Text(en="Translation", pt="Translação"),
    "translate_help": Text(
        en="Move the picture: LeNet-5 and a dense network with as many parameters answer side by side.",
        pt="Mova a imagem: a LeNet-5 e uma rede densa com tantos parâmetros quanto ela respondem lado a lado.",
    ),
    "presets": Text(en="Kernels to pick", pt="Núcleos para escolher"),
    "sum": Text(en="sum {v}", pt="soma {v}"),
    "sum_help": Text(
        en="The sum of its weights: 1 keeps the brightness, 0 answers to change only.",
        pt="A soma dos pesos: 1 mantém o brilho, 0 só responde a mudanças.",
    ),
    "identity": Text(en="identity", pt="identidade"),
    "box": Text(en="box", pt="média"),
    "gaussian": Text(en="Gaussian", pt="gaussiano"),
    "sharpen": Text(en="sharpen", pt="nitidez"),
    "sobel_x": Text(en="Sobel x", pt="Sobel x"),
    "sobel_y": Text(en="Sobel y", pt="Sobel y"),
    "prewitt_x": Text(en="Prewitt x", pt="Prewitt x"),
    "prewitt_y": Text(en="Prewitt y", pt="Prewitt y"),
    "laplacian": Text(en="Laplacian", pt="laplaciano"),
    "emboss": Text(en="emboss", pt="relevo"),
    "learned": Text(en="learned", pt="aprendido"),
    "learned_help": Text(
        en="Kernels that training has made. Here they meet the picture as it is, from 0 to 1; in the network they meet what the layer before answers.",
        pt="Núcleos que o treino fez. Aqui encontram a imagem como ela é, de 0 a 1; na rede, encontram o que a camada anterior responde.",
    ),
    "layer": Text(en="Convolution of the network", pt="Convolução da rede"),
    "layer_size": Text(en="{layer}, {rows} × {columns}", pt="{layer}, {rows} × {columns}"),
    "input": Text(en="in", pt="ent"),
    "input_help": Text(en="Input channel of the kernel, 0 to {most}", pt="Canal de entrada do núcleo, de 0 a {most}"),
    "outputs": Text(en="Output channels of {layer}", pt="Canais de saída de {layer}"),
    "output": Text(en="Output channel {n}", pt="Canal de saída {n}"),
    "no_filters": Text(en="This network has no convolution.", pt="Esta rede não tem convolução."),
}
