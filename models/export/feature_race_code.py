"""The code behind the race: every runner in plain numpy and PyTorch, from the very source that races here, on the same pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch
from safetensors.torch import save

from models.datasets import bundled
from models.export.code import build_code
from models.export.network_source import network_files, network_lines, source_of
from models.export.picture_source import resize_lines, scale_line
from models.feature_race import service
from models.feature_race.extractors import GetNetwork, colours, frozen, gradients, pixels, scratch
from models.history import orientations
from models.linear_svm import LinearSvm
from models.store.store import LoadedNetwork
from models.text import Language, Text
from models.types.code import Code
from models.types.feature_race import PictureKind

PICTURES = "pictures.safetensors"
_DATA = Text("in the folder to download", "na pasta para baixar")
_DRAWN = Text("so many of each class; fewer are part of more", "tantas de cada classe; menos são parte de mais")
_ONCE = Text("every picture once, whatever is drawn", "cada imagem uma vez, seja o que for sorteado")
_READS = Text("what the last dense layer reads", "o que a última camada densa lê")
_WRITTEN = Text("the runners, written out", "os corredores, por extenso")


def script(dataset: str, get_network: GetNetwork) -> Code:
    """Lines that run the race of a set and print each point: runner, labelled pictures per class, draw, test error in %."""
    kind = bundled.find(dataset).kind
    loaded = get_network(frozen.NETWORKS[kind])

    def pictures(language: Language) -> bytes:
        train, test = bundled.load_splits(dataset).train, bundled.load_splits(dataset).test
        shown = {"train": torch.tensor(train.pictures), "test": torch.tensor(test.pictures)}
        return save(shown | {"labels": torch.tensor(train.labels), "truth": torch.tensor(test.labels)})

    return build_code(lambda language: list(_lines(dataset, kind, loaded, language)), (PICTURES, pictures), *network_files(loaded))


def _lines(dataset: str, kind: PictureKind, loaded: LoadedNetwork, language: Language) -> Iterator[str]:
    runners = [extractor.key for extractor in service.extractors_for(dataset)]
    yield from network_lines(loaded, language)
    yield ""
    yield f'parts = load_file("{PICTURES}")  # {_DATA[language]}'
    yield 'train, labels, test, truth = (parts[name].numpy() for name in ("train", "labels", "test", "truth"))'
    yield "classes = int(truth.max()) + 1"
    yield f"# region {_WRITTEN[language]}"
    for key in runners:
        yield from _RUNNERS[key](kind)
    yield from source_of(LinearSvm)
    yield from ("# endregion", "", "")
    yield from _frozen(kind, loaded, language)
    yield from _race(kind, runners, language)


def _renamed(function: Callable[..., object], name: str) -> list[str]:
    return [line.replace(f"def {function.__name__}(", f"def {name}(") for line in source_of(function)]


def _scratch(kind: PictureKind) -> list[str]:
    lines = [*source_of(scratch._train), *source_of(scratch.as_batch)]
    return [line.replace(" -> Answers", "") for line in lines]


_RUNNERS: dict[str, Callable[[PictureKind], Sequence[str]]] = {
    pixels.EXTRACTOR.key: lambda kind: _renamed(pixels.pixel_values, "pixels"),
    gradients.EXTRACTOR.key: lambda kind: _renamed(orientations.hog_features, "oriented"),
    colours.EXTRACTOR.key: lambda kind: _renamed(colours.color_histograms, "colours"),
    scratch.EXTRACTOR.key: _scratch,
    frozen.EXTRACTOR.key: lambda kind: (),
}
"""The functions of each runner; the frozen network is written out by itself."""


def _frozen(kind: PictureKind, loaded: LoadedNetwork, language: Language) -> Iterator[str]:
    wants = loaded.spec.preparation
    last = next(layer_step.layer.name for layer_step in reversed(loaded.layer_steps) if layer_step.layer.kind == "dense")
    yield scale_line(wants)
    yield "seen = []"
    yield f'network.get_submodule("{last}").register_forward_pre_hook(lambda module, given: seen.append(given[0]))  # {_READS[language]}'
    yield ""
    yield ""
    if kind == "photograph":
        yield "def prepared(picture):"
        yield "    picture = Image.fromarray(picture)"
        yield from (f"    {line}" for line in resize_lines(wants))
        yield "    return np.array(picture)"
        yield ""
        yield ""
    chunk = 8 if kind == "photograph" else 64
    batch = "np.stack([prepared(one) for one in some])" if kind == "photograph" else "some"
    yield "def frozen(pictures):"
    yield "    seen.clear()"
    yield "    with torch.no_grad():"
    yield f"        for some in (pictures[at:at + {chunk}] for at in range(0, len(pictures), {chunk})):"
    yield f"            x = torch.from_numpy({batch}).permute(0, 3, 1, 2).contiguous()"
    yield "            network((x / 255 - mean) / std)"
    yield "    return torch.cat(seen).flatten(1).numpy()"
    yield ""
    yield ""


def _race(kind: PictureKind, runners: Sequence[str], language: Language) -> Iterator[str]:
    yield "def drawn(count, draw):"
    yield f"    chance = np.random.default_rng((0, draw))  # {_DRAWN[language]}"
    yield "    orders = [chance.permutation(np.flatnonzero(labels == one)) for one in range(classes)]"
    yield "    return np.concatenate([order[:count] for order in orders])"
    yield ""
    yield ""
    yield "def machine(describe, c):"
    yield f"    own, asked = describe(train), describe(test)  # {_ONCE[language]}"
    yield "    return lambda chosen, seed: LinearSvm(own[chosen], labels[chosen], c).predict(asked)"
    yield ""
    yield ""
    yield "def scratch(chosen, seed):"
    yield "    generator = torch.Generator().manual_seed(seed)"
    yield "    small = Network(train.shape[3], train.shape[1], classes, generator)"
    yield "    for _ in _train(small, as_batch(train[chosen]), torch.from_numpy(labels[chosen]), generator):"
    yield "        pass"
    yield "    with torch.no_grad():"
    yield "        return torch.cat([small(some).argmax(1) for some in as_batch(test).split(100)]).numpy()"
    yield ""
    yield ""
    told = {
        pixels.EXTRACTOR.key: f"machine(pixels, {pixels.C[kind]})",
        gradients.EXTRACTOR.key: (
            f"machine(lambda pictures: np.stack([oriented(one, {gradients.CELL[kind]}) for one in pictures]), {gradients.C[kind]})"
        ),
        colours.EXTRACTOR.key: f"machine(colours, {colours.C})",
        scratch.EXTRACTOR.key: "scratch",
        frozen.EXTRACTOR.key: f"machine(frozen, {frozen.C[kind]})",
    }
    yield f"COUNTS, DRAWS = {service.COUNTS}, {service.SUBSETS}"
    yield "runners = {"
    yield from (f'    "{key}": {told[key]},' for key in runners)
    yield "}"
    yield "for count in COUNTS:"
    yield "    for name, answer in runners.items():"
    yield "        for draw in range(DRAWS):"
    yield "            wrong = int((answer(drawn(count, draw), draw) != truth).sum())"
    yield '            print(name, count, draw, f"{100 * wrong / len(truth):.1f} %")'
