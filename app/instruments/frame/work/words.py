"""Every word of the instrument, in both languages."""

from __future__ import annotations

from typing import Any

from models.text import Text

WORDS: dict[str, Any] = {
    "title": Text(en="Your work", pt="Seu trabalho"),
    "nothing": Text(en="Nothing of your own yet.", pt="Ainda nada seu."),
    "classes": {"one": Text(en="1 class", pt="1 classe"), "many": Text(en="{n} classes", pt="{n} classes")},
    "pictures_n": {"one": Text(en="1 picture", pt="1 imagem"), "many": Text(en="{n} pictures", pt="{n} imagens")},
    "networks": {"one": Text(en="1 network", pt="1 rede"), "many": Text(en="{n} networks", pt="{n} redes")},
    "races": {
        "one": Text(en="1 race in Train", pt="1 corrida em Treinar"),
        "many": Text(en="{n} races in Train", pt="{n} corridas em Treinar"),
    },
    "picture": Text(en="the picture in Look", pt="a imagem em Olhar"),
    "file": Text(en="As a file", pt="Em um arquivo"),
    "here": Text(en="In this browser", pt="Neste navegador"),
    "save": Text(en="Save project", pt="Salvar projeto"),
    "open": Text(en="Open project", pt="Abrir projeto"),
    "about": Text(
        en="One zip: your classes with their pictures, your networks, the runs of Train, your picture and what is on the screen. To open it, "
        "drop it anywhere on this page, here or on another server.",
        pt="Um zip: suas classes com as imagens, suas redes, as rodadas de Treinar, sua imagem e o que está na tela. Para abrir, solte-o em "
        "qualquer lugar desta página, aqui ou em outro servidor.",
    ),
    "keep": Text(en="Keep in this browser", pt="Guardar neste navegador"),
    "keep_about": Text(
        en="The same is then kept on this device, for this site alone, and comes back after a reload or a restart of the server. Whoever "
        "uses this browser can bring it back: on a shared computer, press Forget when you leave.",
        pt="O mesmo fica então guardado neste dispositivo, só para este site, e volta depois de recarregar ou de o servidor reiniciar. Quem "
        "usar este navegador pode trazê-lo de volta: em um computador compartilhado, aperte Esquecer ao sair.",
    ),
    "kept": Text(en="Kept at {at}: {size} MB.", pt="Guardado às {at}: {size} MB."),
    "waits": Text(en="Waiting for the connection.", pt="Esperando a conexão."),
    "later": Text(en="It is kept when the connection is back.", pt="É guardado quando a conexão voltar."),
    "soon": Text(en="It is kept a moment after each change.", pt="É guardado um instante depois de cada mudança."),
    "forget": Text(en="Forget", pt="Esquecer"),
    "forget_help": Text(en="Empties what this browser keeps for this site", pt="Esvazia o que este navegador guarda para este site"),
    "pictures": Text(en="Pictures, a folder for each class", pt="Imagens, uma pasta por classe"),
    "all": Text(en="all classes", pt="todas as classes"),
    "own_networks": Text(en="Your networks", pt="Suas redes"),
    "own_network": Text(en="A network from elsewhere", pt="Uma rede de outro lugar"),
    "own_network_open": Text(en="Open a .safetensors", pt="Abrir um .safetensors"),
    "own_network_about": Text(
        en="The state dict of any network in the menu, also with classes of its own. Or drop it anywhere on this page.",
        pt="O state dict de qualquer rede do menu, também com classes próprias. Ou solte-o em qualquer lugar desta página.",
    ),
    "remove": Text(en="Remove", pt="Remover"),
    "sure": Text(en="Remove for good?", pt="Remover de vez?"),
    "zip": Text(en="Zip", pt="Zip"),
    "zip_of": Text(en="Zip of {name}", pt="Zip de {name}"),
    "close": Text(en="Close", pt="Fechar"),
    "dismiss": Text(en="Close this line", pt="Fechar esta linha"),
    "offer": Text(
        en="Your work from {at} is kept in this browser: {what}.",
        pt="Seu trabalho de {at} está guardado neste navegador: {what}.",
    ),
    "bring_back": Text(en="Bring back", pt="Trazer de volta"),
    "opened": Text(en="{name} is open.", pt="{name} está aberto."),
    "back": Text(en="Your work from {at} is back.", pt="Seu trabalho de {at} está de volta."),
    "came": {
        "transfer": Text(en="In Transfer: {what}.", pt="Em Transferir: {what}."),
        "menu": Text(en="In the menu of networks: {what}.", pt="No menu de redes: {what}."),
        "train": Text(en="In Train, Runs: {what}.", pt="Em Treinar, Rodadas: {what}."),
        "look": Text(en="In Look: your picture.", pt="Em Olhar: sua imagem."),
        "nothing": Text(
            en="It holds no classes, networks, runs or picture: only what is on the screen.",
            pt="Não traz classes, redes, rodadas nem imagem: só o que está na tela.",
        ),
    },
    "runs": {"one": Text(en="1 run", pt="1 rodada"), "many": Text(en="{n} runs", pt="{n} rodadas")},
    "forgotten": Text(
        en="Forgotten: this browser keeps nothing of your work. What is on this page stays until you close it.",
        pt="Esquecido: este navegador não guarda mais nada do seu trabalho. O que está nesta página fica até você fechá-la.",
    ),
    "no_project": Text(
        en="This zip holds no project.json, so it is no project. A zip of class folders is opened in Transfer.",
        pt="Este zip não tem project.json, então não é um projeto. Um zip de pastas de classes se abre em Transferir.",
    ),
    "gone": Text(
        en="What this page held is gone: {what}. Open a project that you have saved; next time, save one or tick “Keep in this browser”.",
        pt="O que havia nesta página se perdeu: {what}. Abra um projeto que você tenha salvo; da próxima vez, salve um ou marque “Guardar "
        "neste navegador”.",
    ),
    "beside": Text(
        en="{before} is still there, so this network is in the network menu as {name}.",
        pt="{before} continua lá; esta rede está no menu de redes como {name}.",
    ),
    "asks": Text(
        en="The project holds {what}, and you have classes of your own here. Nothing has been opened yet.",
        pt="O projeto tem {what}, e você tem classes suas aqui. Nada foi aberto ainda.",
    ),
    "add": Text(en="Add to mine", pt="Juntar às minhas"),
    "replace": Text(en="Replace mine", pt="Substituir as minhas"),
    "cancel": Text(en="Cancel", pt="Cancelar"),
    "large": Text(
        en="Your work would take {size} MB here, and the limit is {most} MB: it is not kept. Save a project instead.",
        pt="Seu trabalho ocuparia {size} MB aqui, e o limite é {most} MB: ele não está sendo guardado. Salve um projeto.",
    ),
    "doing": {
        "saving": Text(en="Writing the file.", pt="Escrevendo o arquivo."),
        "opening": Text(en="Opening the project.", pt="Abrindo o projeto."),
        "bringing": Text(en="Bringing your work back.", pt="Trazendo seu trabalho de volta."),
        "removing": Text(en="Removing the network.", pt="Removendo a rede."),
        "forgetting": Text(en="Forgetting.", pt="Esquecendo."),
    },
    "trouble": {
        "unreachable": Text(
            en="The server does not answer. Try again in a moment.", pt="O servidor não responde. Tente de novo daqui a pouco."
        ),
        "lost": Text(
            en="This browser has dropped some of what it kept, so it cannot be brought back whole.",
            pt="Este navegador descartou parte do que guardava, e não dá para trazer tudo de volta.",
        ),
        "QuotaExceededError": Text(
            en="This browser has no room left for this site: the last changes are not kept. Save a project instead.",
            pt="Este navegador não tem mais espaço para este site: as últimas mudanças não foram guardadas. Salve um projeto.",
        ),
        "stays": Text(
            en="This browser still keeps something of your work: another page may be writing it. Press Forget again.",
            pt="Este navegador ainda guarda algo do seu trabalho: outra página pode estar gravando. Aperte Esquecer de novo.",
        ),
        "other": Text(
            en="This browser keeps nothing here, as in a private window. Save a project instead.",
            pt="Este navegador não guarda nada aqui, como em uma janela anônima. Salve um projeto.",
        ),
    },
}
