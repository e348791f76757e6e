"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Is this space taken?", pt="Esta vaga está ocupada?"),
    "what": Text(
        en="A small network learned ten spaces on twelve sunny days. Change the weather: does it still know the other days?",
        pt="Uma rede pequena aprendeu dez vagas em doze dias de sol. Mude o tempo: ela ainda reconhece os outros dias?",
    ),
    "weather": Text(en="Weather", pt="Tempo"),
    "training": Text(en="It learned from", pt="Aprendeu com"),
    "camera": Text(en="Camera", pt="Câmera"),
    "another": Text(en="Another day", pt="Outro dia"),
    "source": Text(
        en="Drawn here; the task is that of PKLot (Almeida et al., 2015)", pt="Desenhado aqui; a tarefa é a do PKLot (Almeida et al., 2015)"
    ),
    "picture": Text(en="The car park as the camera sees it", pt="O estacionamento como a câmera o vê"),
    "spaces": Text(en="Spaces and what the network says of them", pt="Vagas e o que a rede diz delas"),
    "legend": Text(
        en="+ taken · ○ free, as the network says · ≠ it is wrong · dotted: it learned this space, on other days",
        pt="+ ocupada · ○ livre, segundo a rede · ≠ está errada · pontilhado: aprendeu esta vaga, em outros dias",
    ),
    "drawing": Text(en="Drawing the car park…", pt="Desenhando o estacionamento…"),
    "is_learning": Text(en="Learning from {training}…", pt="Aprendendo com {training}…"),
    "count": Text(
        en="{free} of {n} spaces are free; the network says {said}, in {ms} ms · wrong: {wrong}",
        pt="{free} de {n} vagas estão livres; a rede diz {said}, em {ms} ms · erradas: {wrong}",
    ),
    "space": Text(en="Space {n}: {truth}", pt="Vaga {n}: {truth}"),
    "said": Text(en="{reader} says {answer}", pt="{reader} diz {answer}"),
    "sure": Text(en="({part} % taken)", pt="({part} % ocupada)"),
    "is_taken": Text(en="taken", pt="ocupada"),
    "is_free": Text(en="free", pt="livre"),
    "click": Text(
        en="Click a space, or walk with the arrows, to see what is read.",
        pt="Clique numa vaga, ou ande com as setas, para ver o que é lido.",
    ),
    "scores": Text(en="Right, of 200 spaces of other days", pt="Acertos, em 200 vagas de outros dias"),
    "scores_read": Text(
        en="Lines: 95 % intervals. LBP and HOG: features designed by hand, each with a linear SVM; augmentation is the network’s alone.",
        pt="Traços: intervalos de 95 %. LBP e HOG: características projetadas à mão, cada uma com uma SVM linear; o aumento é só da rede.",
    ),
    "network": Text(en="network", pt="rede"),
    "lbp": "LBP",
    "hog": "HOG",
    "weather_names": {
        "sun": Text(en="Sun", pt="Sol"),
        "cloud": Text(en="Cloud", pt="Nublado"),
        "rain": Text(en="Rain", pt="Chuva"),
        "dusk": Text(en="Dusk", pt="Anoitecer"),
        "snow": Text(en="Snow", pt="Neve"),
    },
    "training_names": {
        "sun": Text(en="ten spaces on sunny days", pt="dez vagas em dias de sol"),
        "augmented": Text(en="the same, augmented", pt="as mesmas, com aumento"),
        "rain": Text(en="augmented, and six rainy days", pt="com aumento e seis dias de chuva"),
    },
    "camera_names": {
        "mast": Text(en="Mast", pt="Mastro"),
        "left": Text(en="Corner", pt="Canto"),
        "roof": Text(en="Roof", pt="Telhado"),
    },
}
