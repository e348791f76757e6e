"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models import limits
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
    "most": int(limits.PKLOT_SPACES.value),
    "bring": Text(
        en="Do you have PKLot’s photographs? Drop its folder PKLotSegmented here, a part of it, or a zip.",
        pt="Tem as fotografias do PKLot? Solte aqui a pasta PKLotSegmented, parte dela, ou um zip.",
    ),
    "zip": Text(en="Zip…", pt="Zip…"),
    "folder": Text(en="Folder…", pt="Pasta…"),
    "looking": Text(en="Looking through the folder: {n} files…", pt="Percorrendo a pasta: {n} arquivos…"),
    "reading": Text(en="Reading {n} spaces…", pt="Lendo {n} vagas…"),
    "no_spaces": Text(
        en="The folder holds no space in PKLot’s layout: pictures in …/Sunny/2012-09-11/Empty and …/Occupied, as in PKLotSegmented.",
        pt="A pasta não tem vagas na disposição do PKLot: imagens em …/Sunny/2012-09-11/Empty e …/Occupied, como em PKLotSegmented.",
    ),
    "unreadable_folder": Text(
        en="The folder {name} cannot be read to its end: a file moved, or the browser may not open it. Bring a zip of it.",
        pt="A pasta {name} não pôde ser lida até o fim: um arquivo mudou de lugar ou o navegador não pode abri-lo. Traga um zip dela.",
    ),
    "own_what": Text(
        en="A small network learned from your photographs of one kind of weather. Change the weather: does it still know the others?",
        pt="Uma rede pequena aprendeu com as suas fotografias de um tempo só. Mude o tempo: ela ainda reconhece as outras?",
    ),
    "own_reading": Text(en="Reading {name}…", pt="Lendo {name}…"),
    "own_learning": Text(en="Learning from your spaces: {training}…", pt="Aprendendo com as suas vagas: {training}…"),
    "own_missing": Text(en="There are no spaces of this weather in what you brought.", pt="Não há vagas deste tempo no que você trouxe."),
    "own_source": Text(
        en="Your own, in the layout of PKLot; nothing of it is kept.", pt="Suas, na disposição do PKLot; nada delas é guardado."
    ),
    "own_legend": Text(
        en="+ taken · ○ free, as the network says · ≠ it is wrong · dotted: it learned from this very picture",
        pt="+ ocupada · ○ livre, segundo a rede · ≠ está errada · pontilhado: aprendeu com esta mesma imagem",
    ),
    "own_scores": Text(en="% right, of spaces that nobody learned from", pt="% de acertos, em vagas com que ninguém aprendeu"),
    "asked": Text(en="spaces", pt="vagas"),
    "published": Text(
        en="Published, for SVMs on LBP and LPQ and all of PKLot: more than 99 % on the car park they learned from, about 89 % at best on the "
        "others (Almeida et al., 2015). There the car park changes, here the weather.",
        pt="Publicado, para SVMs sobre LBP e LPQ e todo o PKLot: mais de 99 % no estacionamento com que aprenderam, no máximo uns 89 % nos "
        "outros (Almeida et al., 2015). Lá muda o estacionamento, aqui o tempo.",
    ),
    "content": Text(en="{weather}: {days} days, {free} free, {taken} taken", pt="{weather}: {days} dias, {free} livres, {taken} ocupadas"),
    "content_day": Text(en="{weather}: one day, {free} free, {taken} taken", pt="{weather}: um dia, {free} livres, {taken} ocupadas"),
    "files": Text(
        en="Read: {n} of the folder’s {all} files, at most {most} of each weather and state.",
        pt="Lidos: {n} dos {all} arquivos da pasta, no máximo {most} de cada tempo e estado.",
    ),
    "drawn": Text(en="Back to the drawn car park", pt="Voltar ao desenhado"),
}
