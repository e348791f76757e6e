"""Files read as a visitor's work: everything is checked before anything is taken, and then all of it is taken or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import torch

from models import limits
from models.errors import UserError
from models.export import weights_file
from models.inputs import drawing, pictures
from models.project import document
from models.project.document import JsonField
from models.project.saving import digest
from models.store.registry import RANDOM_SUFFIX, NetworkSpec
from models.store.store import OWN_PREFIX, LoadedNetwork, NetworkStore
from models.store.visitor_networks import InMemoryWeights, Reservation, VisitorNetworks
from models.text import Text
from models.training.core.near_copies import perceptual_hash
from models.training.fine_tune import builtin, zips
from models.training.fine_tune.examples import ExampleStore
from models.training.fine_tune.stored_pictures import STORED_SIDE, StoredPicture, picture_kind, shrink
from models.types.activations import PictureSource
from models.types.fine_tune import Classes, Example, VisitorClass
from models.types.projects import OpenedProject, Project

_DIGEST = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(r"[a-z0-9_]{1,60}")


def unzip(data: bytes) -> Mapping[str, bytes]:
    """The files of a zip. UserError for one that is none, holds no project.json, or is larger than a project may be."""
    if len(data) > limits.PROJECT_MB.value * 1e6:
        raise document.too_large(len(data))
    if not data.startswith(b"PK"):
        raise UserError(_NO_ZIP.format(what=zips.what(data)))
    found = zips.read_files(data, _max_bytes, _DAMAGED)
    inside = [path for path in found if path.rpartition("/")[2] == document.NAME]
    if not inside:
        raise UserError(_NO_PROJECT)
    around = min(inside, key=len).removesuffix(document.NAME)  # a folder that a packer has put around it all
    return {path.removeprefix(around): content for path, content in found.items() if path.startswith(around)}


def _max_bytes(path: str) -> int:
    limit = limits.WEIGHTS_MB if path.endswith(".safetensors") else limits.PICTURE_MB
    return int(limit.value * 1e6)


def read(files: Mapping[str, bytes]) -> Project:
    """A project, every part of it checked but the networks' insides. UserError that says what is wrong with it."""
    total = sum(map(len, files.values()))
    if total > limits.PROJECT_MB.value * 1e6:
        raise document.too_large(total)
    if document.NAME not in files:
        raise UserError(_NO_PROJECT)
    whole = document.read(files[document.NAME])
    named = whole.get("picture", None)
    picture = None if named.value is None else _file(files, named.text(100), named)
    if picture is not None:
        _check_picture(picture, str(named.value))
    return Project(
        link=document.read_link(whole.get("link", "")),
        classes=_classes(files, whole.get("classes", [])),
        networks=dict(_networks(files, whole.get("networks", []))),
        runs=document.read_runs(whole.get("runs", [])),
        taught=document.read_taught(whole.get("taught", None)),
        picture=picture,
    )


def _classes(files: Mapping[str, bytes], given: JsonField) -> Classes:
    listed = given.items(int(limits.CLASSES.value))
    if sum(len(one.get("examples", []).items(10**6)) for one in listed) > limits.EXAMPLES.value:
        raise UserError(_TOO_MANY)
    found = tuple(_class(files, one) for one in listed)
    if len({one.name for one in found}) < len(found):
        raise given.wrong()
    return found


def _class(files: Mapping[str, bytes], given: JsonField) -> VisitorClass:
    name, folder = document.class_name(given.get("name")), given.get("folder").text(200)
    examples = tuple(_example(files, folder, one) for one in given.get("examples", []).items(10**6))
    return VisitorClass(0, name, given.get("enabled", True).boolean(), examples, _dataset(given.get("dataset", "").text(40)))


def _dataset(key: str) -> str:
    """A built-in set of this server; one that only another has is the visitor's own here."""
    return key if any(one.key == key for one in builtin.dataset_infos()) else ""


def _example(files: Mapping[str, bytes], folder: str, given: JsonField) -> Example:
    """What was kept is kept as it is, bit for bit; a larger picture, from somebody's own hand, is made small like any other."""
    name, said = given.get("file"), given.get("digest", "")
    path = f"{folder}/{name.text(100)}"
    source = PictureSource("strokes" if path.endswith(".ink") else "picture", _file(files, path, name))
    side = given.get("side", "").one_of(document.SIDES)
    burst = given.get("burst", "").text(40)
    stored = _stored_picture(source, path)
    kept = stored.source is source and _DIGEST.fullmatch(said.text(64))
    return Example(0, stored.source, bytes.fromhex(said.text(64)) if kept else stored.digest, burst, side, stored.hash, stored.kind)


def _stored_picture(source: PictureSource, path: str) -> StoredPicture:
    try:
        if source.form == "strokes":
            drawing.decode(source.data)
            return StoredPicture(source, bytes.fromhex(digest(source.data)), b"", "drawing")
        picture = pictures.decode(source.data)
        short, long = sorted(picture.size)
        if short <= STORED_SIDE and long <= short * limits.PICTURE_ASPECT.value and pictures.file_type(source.data) in ("PNG", "JPEG"):
            return StoredPicture(source, bytes.fromhex(digest(source.data)), perceptual_hash(picture), picture_kind(picture))
        return shrink(source)
    except UserError as refused:
        raise UserError(_IN_IT.format(name=path[-60:], why=refused.text)) from None


def _check_picture(data: bytes, name: str) -> None:
    try:
        pictures.decode(data)
    except UserError as refused:
        raise UserError(_IN_IT.format(name=name[-60:], why=refused.text)) from None


def _networks(files: Mapping[str, bytes], given: JsonField) -> Iterator[tuple[str, bytes]]:
    seen = set()
    for one in given.items(int(limits.OWNED_NETWORKS.value) + 28):
        name, file = one.get("name").text(60), one.get("file")
        if not _NAME.fullmatch(name) or name in seen:
            raise one.get("name").wrong()
        seen.add(name)
        yield name, _file(files, file.text(200), file)


def _file(files: Mapping[str, bytes], path: str, where: JsonField) -> bytes:
    if path not in files:
        raise UserError(_MISSING.format(name=repr(path[-60:]), where=where.where))
    return files[path]


class ProjectOpener:
    """Gives a visitor what a project holds."""

    def __init__(self, store: NetworkStore, networks: VisitorNetworks, examples: ExampleStore) -> None:
        self._store, self._owned, self._examples = store, networks, examples

    def open(self, visitor: str, project: Project, classes: str = "") -> OpenedProject:
        """`classes`: `replace` or `add` where the visitor has classes of their own; without it nothing is done, and it asks.

        Networks whose names are taken get a number behind theirs; one that is there already, bit for bit, is not taken twice.
        """
        own = any(not example.fixed_split for one in self._examples.classes(visitor) for example in one.examples)
        if own and project.classes and classes not in ("replace", "add"):
            return OpenedProject(
                needs_choice=True, classes=len(project.classes), pictures=_count_pictures(project.classes), networks=tuple(project.networks)
            )
        with ExitStack() as reservations:
            here, ready = self._reserve_networks(visitor, project, reservations)
            if project.classes:
                self._examples.import_classes(visitor, project.classes, add=own and classes == "add")
            for reservation, loaded in ready:
                reservation.put(loaded)
        return OpenedProject(
            needs_choice=False,
            link=_relink(project.link, here),
            classes=len(project.classes),
            pictures=_count_pictures(project.classes),
            networks=tuple(here.values()),
            runs=project.runs,
            taught=_with_present_key(project.taught, here),
            picture=project.picture,
        )

    def _reserve_networks(
        self, visitor: str, project: Project, reservations: ExitStack
    ) -> tuple[dict[str, str], list[tuple[Reservation, LoadedNetwork]]]:
        """({key that was saved: key that it has here}, [(reservation, network)]): room for all of them first, then they are built."""
        present = {info.key: self._owned.get(visitor, info.key) for info in self._owned.infos(visitor)}
        here: dict[str, str] = {}
        wanted: list[NetworkSpec] = []
        for name, data in project.networks.items():
            try:
                spec = weights_file.parse_weights(data, self._store)
            except UserError as refused:
                raise UserError(_IN_IT.format(name=f"networks/{name}", why=refused.text)) from None
            key = next((key for key, one in present.items() if _is_same_network(one, spec)), None)
            if key is None:
                key = _free_key(OWN_PREFIX + name, {*present, *here.values()})
                wanted.append(_with_key(spec, key, OWN_PREFIX + name))
            here[OWN_PREFIX + name] = key
        held = [reservations.enter_context(self._owned.reserve(visitor, spec.key, weights_file.nbytes_of(spec))) for spec in wanted]
        return here, [(reservation, weights_file.build_network(spec)) for reservation, spec in zip(held, wanted, strict=True)]


def _is_same_network(loaded: LoadedNetwork, spec: NetworkSpec) -> bool:
    """The same bits, built and come about alike; only its name may be another."""
    ours, theirs = loaded.spec.weights, spec.weights
    if not isinstance(ours, InMemoryWeights) or not isinstance(theirs, InMemoryWeights) or set(ours.state) != set(theirs.state):
        return False
    named = [{name: value for name, value in one.about.items() if name != "name"} for one in (ours, theirs)]
    return named[0] == named[1] and all(torch.equal(tensor, theirs.state[name]) for name, tensor in ours.state.items())


def _free_key(key: str, taken: set[str]) -> str:
    found, n = key, 1
    while found in taken:
        n += 1
        found = f"{key}_{n}"
    return found


def _with_key(spec: NetworkSpec, key: str, saved: str) -> NetworkSpec:
    """Under the key, and with the same number behind its title."""
    assert isinstance(spec.weights, InMemoryWeights)
    if key == saved:
        return replace(spec, key=key)
    title = f"{spec.title.en[:70]} {key.rpartition('_')[2]}"
    return replace(
        spec, key=key, title=Text(title, title), weights=InMemoryWeights(spec.weights.state, {**spec.weights.about, "name": title})
    )


def _count_pictures(classes: Classes) -> int:
    return sum(len(one.examples) for one in classes)


def _with_present_key(taught: Mapping[str, Any] | None, here: Mapping[str, str]) -> Mapping[str, Any] | None:
    """What a run told, of the network as it is called here; nothing where that did not come along."""
    key = here.get(str(taught["network"])) if taught else None
    return {**taught, "network": key} if taught and key else None


def _relink(link: str, here: Mapping[str, str]) -> str:
    """The link with the keys that its networks have here."""
    names = {**here, **{key + RANDOM_SUFFIX: now + RANDOM_SUFFIX for key, now in here.items()}}
    if all(key == now for key, now in here.items()):
        return link
    query = [(name, names.get(value, value)) for name, value in parse_qsl(link.removeprefix("?"), keep_blank_values=True)]
    return f"?{urlencode(query)}"


_NO_ZIP = Text(
    "No project: a project is a zip, and this file is {what}. Nothing was opened.",
    "Não é um projeto: um projeto é um zip, e este arquivo é {what}. Nada foi aberto.",
)
_DAMAGED = Text(
    "The zip is damaged or cut off, as after a download that broke off. Nothing of it was opened; take another copy of the file.",
    "O zip está danificado ou cortado, como em um download interrompido. Nada dele foi aberto; use outra cópia do arquivo.",
)
_NO_PROJECT = Text(
    "The zip holds no project.json, so it is no project. A zip of class folders is opened in Transfer.",
    "O zip não tem project.json, então não é um projeto. Um zip de pastas de classes se abre em Transferir.",
)
_MISSING = Text(
    "The project is incomplete: its project.json ({where}) names {name}, and that file is not in it. Nothing of it was opened.",
    "O projeto está incompleto: o project.json ({where}) cita {name}, e esse arquivo não está nele. Nada dele foi aberto.",
)
_IN_IT = Text("{name} in the project: {why} Nothing of it was opened.", "{name}, no projeto: {why} Nada dele foi aberto.")
_TOO_MANY = Text(
    "The project holds more pictures than can be taught here at once; nothing of it was opened.",
    "O projeto tem mais imagens do que se pode ensinar aqui de uma vez; nada dele foi aberto.",
)
