"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="A portrait that moves", pt="Um retrato que se move"),
    "what": Text(
        en="Five points of a face pull a photograph along: move a handle, or let your own face drive it.",
        pt="Cinco pontos de um rosto puxam uma fotografia: mova um controle, ou deixe seu próprio rosto conduzi-la.",
    ),
    "whose": Text(en="The portrait", pt="O retrato"),
    "sample": Text(en="Eileen Collins (NASA)", pt="Eileen Collins (NASA)"),
    "own": Text(en="My picture", pt="Minha imagem"),
    "drive": Text(en="What drives it", pt="O que o conduz"),
    "turn": Text(en="Turn", pt="Virar"),
    "nod": Text(en="Nod", pt="Assentir"),
    "tilt": Text(en="Tilt", pt="Inclinar"),
    "smile": Text(en="Smile", pt="Sorrir"),
    "play": Text(en="▶ Let it move", pt="▶ Deixar mover"),
    "stop": Text(en="Stop", pt="Parar"),
    "rest": Text(en="At rest", pt="Em repouso"),
    "camera": Text(en="Drive by camera", pt="Conduzir pela câmera"),
    "camera_off": Text(en="Camera off", pt="Desligar câmera"),
    "from_here": Text(en="This is my rest", pt="Este é meu repouso"),
    "driver": Text(en="Your face with its five points", pt="Seu rosto com os cinco pontos"),
    "privacy": Text(
        en="Use pictures of yourself, or with permission. The camera’s pictures stay on this server’s machine, and are forgotten at once.",
        pt="Use imagens suas, ou com permissão. As imagens da câmera ficam na máquina deste servidor, e são esquecidas em seguida.",
    ),
    "portrait": Text(en="The portrait as five points move it", pt="O retrato como cinco pontos o movem"),
    "mesh": Text(en="mesh", pt="malha"),
    "stretch": Text(en="where it is stretched", pt="onde está esticado"),
    "save": Text(en="Save picture", pt="Salvar imagem"),
    "mark": Text(en="MADE: a photograph bent by five points", pt="FABRICADA: fotografia dobrada por cinco pontos"),
    "idea": Text(en="This is the idea, not the network.", pt="Esta é a ideia, não a rede."),
    "idea_help": Text(
        en="A smooth bend (thin-plate spline) through the points. First-order motion models (Siarohin et al., 2019) learn such points by "
        "themselves, and a second network paints what the bend uncovers.",
        pt="Uma dobra suave (spline de placa fina) pelos pontos. Modelos de movimento de primeira ordem (Siarohin et al., 2019) aprendem os "
        "pontos sozinhos, e uma segunda rede pinta o que a dobra descobre.",
    ),
    "notice": Text(en="How one notices", pt="Como se percebe"),
    "blink": Text(en="It does not blink.", pt="Não pisca."),
    "blinks": Text(
        en="Not once in {s} s; people blink about every 4 s.", pt="Nenhuma vez em {s} s; pessoas piscam mais ou menos a cada 4 s."
    ),
    "edges": Text(en="Edges bend along.", pt="As bordas dobram junto."),
    "still": Text(en="Nothing is bent at rest.", pt="Em repouso nada está dobrado."),
    "most": Text(
        en="Somewhere the picture is stretched {most}-fold, and the background with it.",
        pt="Em algum ponto a imagem está esticada {most} vezes, e o fundo com ela.",
    ),
    "grid": Text(en="Enlarging leaves a grid.", pt="Ampliar deixa uma grade."),
    "grid_what": Text(
        en="Networks paint small and enlarge. Detail of this portrait from coarse to fine, and of the same one enlarged that way:",
        pt="Redes pintam pequeno e ampliam. O detalhe deste retrato, do grosso ao fino, e do mesmo ampliado assim:",
    ),
    "spectrum": Text(
        en="Power of detail, in decibels, from coarse to fine: the photograph falls, the enlarged one rises again at the fine end",
        pt="Potência do detalhe, em decibéis, do grosso ao fino: a fotografia cai, a ampliada sobe de novo no extremo fino",
    ),
    "photograph": Text(en="photograph", pt="fotografia"),
    "enlarged": Text(en="enlarged", pt="ampliada"),
    "waves": Text(en="waves across the picture", pt="ondas ao longo da imagem"),
    "decibels": Text(en="{v} dB", pt="{v} dB"),
    "more": Text(
        en="Good fakes pass all three. Ask where a picture comes from, and look for a second one of the same moment.",
        pt="Boas falsificações passam nas três. Pergunte de onde vem a imagem, e procure uma segunda do mesmo momento.",
    ),
    "finding": Text(en="Finding the face…", pt="Procurando o rosto…"),
    "no_face": Text(
        en="No face was found in your picture; the portrait before stays.",
        pt="Nenhum rosto foi encontrado na sua imagem; o retrato anterior fica.",
    ),
    "no_own": Text(
        en="Bring a photograph first: drop or paste it anywhere on this page.",
        pt="Traga antes uma fotografia: solte-a ou cole-a em qualquer lugar desta página.",
    ),
    "no_driver": Text(en="No face in the camera’s picture.", pt="Nenhum rosto na imagem da câmera."),
    "insecure": Text(
        en="Browsers give a camera only to https or localhost, and this page came over plain http. The handles work without it.",
        pt="Navegadores só dão a câmera a https ou localhost, e esta página veio por http simples. Os controles funcionam sem ela.",
    ),
    "denied": Text(
        en="The browser did not give the camera. Allow it beside the address bar; the handles work without it.",
        pt="O navegador não liberou a câmera. Permita-a ao lado do endereço; os controles funcionam sem ela.",
    ),
    "no_camera": Text(
        en="No camera was found. The handles work without it.", pt="Nenhuma câmera foi encontrada. Os controles funcionam sem ela."
    ),
}
