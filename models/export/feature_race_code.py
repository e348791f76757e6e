"""The code behind the race: every runner in plain numpy and PyTorch, from the very source that races here, on the same pictures."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from safetensors.torch import save

from models.datasets import bundled
from models.export.code import build_code
from models.export.network_source import network_files, network_lines, source_of
from models.export.picture_source import resize_lines, scale_line
from models.feature_race import service
from models.feature_race.extractors import FeatureExtractor, GetNetwork, ScriptContext
from models.linear_svm import LinearSvm
from models.store.store import LoadedNetwork
from models.text import Language, Text
from models.types.code import Code
from models.types.feature_race import PictureKind

PICTURES = "pictures.safetensors"
_DATA = Text("in the folder to download", "na pasta para baixar")
_DRAWN = Text("so many of each class; fewer are part of more", "tantas de cada classe; menos são parte de mais")
_ONCE = Text("every picture once, whatever is drawn", "cada imagem uma vez, seja o que for sorteado")
_WRITTEN = Text("the runners, written out", "os corredores, por extenso")


def script(dataset: str, get_network: GetNetwork) -> Code:
    """Lines that run the race of a set and print each point: runner, labelled pictures per class, draw, test error in %."""
    kind = bundled.find(dataset).kind
    loaded = get_network(next(one.networks[kind] for one in service.extractors_for(dataset) if kind in one.networks))

    def pictures(language: Language) -> bytes:
        train, test = bundled.load_splits(dataset).train, bundled.load_splits(dataset).test
        shown = {"train": torch.tensor(train.pictures), "test": torch.tensor(test.pictures)}
        return save(shown | {"labels": torch.tensor(train.labels), "truth": torch.tensor(test.labels)})

    return build_code(lambda language: list(_lines(dataset, kind, loaded, language)), (PICTURES, pictures), *network_files(loaded))


def _lines(dataset: str, kind: PictureKind, loaded: LoadedNetwork, language: Language) -> Iterator[str]:
    wants = loaded.spec.preparation
    context = ScriptContext(kind, loaded, language, scale_line(wants), resize_lines(wants))
    runners = service.extractors_for(dataset)
    yield from network_lines(loaded, language)
    yield ""
    yield f'parts = load_file("{PICTURES}")  # {_DATA[language]}'
    yield 'train, labels, test, truth = (parts[name].numpy() for name in ("train", "labels", "test", "truth"))'
    yield "classes = int(truth.max()) + 1"
    yield f"# region {_WRITTEN[language]}"
    for name, function in (pair for one in runners for pair in one.code.functions.items()):
        lines = (line.replace(" -> PredictionRun", "") for line in source_of(function))  # a name of ours, which the script does not have
        yield from (line.replace(f"def {function.__name__}(", f"def {name}(") for line in lines)
    yield from source_of(LinearSvm)
    yield from ("# endregion", "", "")
    yield from _race(runners, context)


def _race(runners: tuple[FeatureExtractor, ...], context: ScriptContext) -> Iterator[str]:
    yield "def drawn(count, draw):"
    yield f"    chance = np.random.default_rng((0, draw))  # {_DRAWN[context.language]}"
    yield "    orders = [chance.permutation(np.flatnonzero(labels == one)) for one in range(classes)]"
    yield "    return np.concatenate([order[:count] for order in orders])"
    yield ""
    yield ""
    yield "def machine(describe, c):"
    yield f"    own, asked = describe(train), describe(test)  # {_ONCE[context.language]}"
    yield "    return lambda chosen, seed: LinearSvm(own[chosen], labels[chosen], c).predict(asked)"
    yield ""
    yield ""
    for one in runners:
        yield from one.code.lines(context)
    yield f"COUNTS, DRAWS = {service.COUNTS}, {service.SUBSETS}"
    yield "runners = {"
    yield from (f'    "{one.key}": {one.code.run(context.kind)},' for one in runners)
    yield "}"
    yield "for count in COUNTS:"
    yield "    for name, answer in runners.items():"
    yield "        for draw in range(DRAWS):"
    yield "            wrong = int((answer(drawn(count, draw), draw) != truth).sum())"
    yield '            print(name, count, draw, f"{100 * wrong / len(truth):.1f} %")'
