"""Which networks there are, and those that a visitor owns."""

from __future__ import annotations

from collections.abc import Mapping

from models import imagenet, service
from models.export import onnx, weights_file
from models.state_dicts import opening
from models.store import registry
from models.store.store import is_own
from models.text import Language
from models.types.networks import ClassGroups, Layer, LoadProgress, NetworkInfo
from models.types.state_dicts import StateDictQuestion


def networks() -> tuple[NetworkInfo, ...]:
    """Returns every network of the menu, the untrained twins `<key>@random` included; loads no weights.

    Returns:
        One card per network: key, title, year, number of parameters, multiply-accumulates of one picture, input size in px, classes,
        where its weights are, the size of the download in MB where there is one, and the network beside which it is best seen.
    """
    return tuple(registry.info_of(spec) for spec in registry.available_specs())


def network(key: str, *, visitor: str = "") -> NetworkInfo:
    """Returns the card of one network.

    Args:
        key: Key of the network; `mine/<name>` for one of the visitor's own, `<key>@random` for an untrained twin.

    Returns:
        Its card, as in `networks`.

    Raises:
        UserError: When the key is not known; the sentence names the nearest one.
    """
    return service.visitor_networks.info(visitor, key) if is_own(key) else registry.info_of(registry.find_spec(key))


def class_groups(key: str, *, visitor: str = "") -> ClassGroups | None:
    """Returns the tree above the classes of a network: animal, mammal, dog.

    Args:
        key: Key of the network.

    Returns:
        The groups, and which of them stands right above each class; None where its classes have no tree.

    Raises:
        UserError: When the key is not known.

    Source:
        Deng et al., "ImageNet: A Large-Scale Hierarchical Image Database", CVPR 2009; names after WordNet 3.0.
    """
    return imagenet.class_groups() if network(key, visitor=visitor).task == imagenet.TASK else None


def open_network(key: str, *, visitor: str = "") -> LoadProgress:
    """Loads a network, or starts to download its weights and returns at once with how far that is; ask again to follow it.

    Args:
        key: Key of the network.

    Returns:
        Whether the network is ready, and how many MB of how many have arrived.

    Raises:
        UserError: When the key is not known, the weights are damaged, or their host does not answer within
            PLAYGROUND_CONNECT_SECONDS.
    """
    return service.store.open(key, visitor)


def weights_can_be_fetched() -> bool:
    """Returns whether the hosts of the weights that are not on this machine can be reached.

    Returns:
        False where one of them does not answer within PLAYGROUND_CONNECT_SECONDS; each is asked at most once in half a minute.
    """
    return registry.hosts_answer()


def layers(key: str, *, visitor: str = "") -> tuple[Layer, ...]:
    """Returns the layers of a network in the order in which they run, `input` first, `softmax` last.

    Args:
        key: Key of the network.

    Returns:
        One `Layer` each: name, kind, names of the layers that it reads, shape [channel, y, x] or [unit], parameters,
        multiply-accumulates of one picture, and receptive field in px.

    Raises:
        UserError: When the network cannot be opened.
    """
    return service.store.get(key, visitor).layers


def own_networks(visitor: str, *, with_untrained: bool = False) -> tuple[NetworkInfo, ...]:
    """Returns the networks that belong to the visitor, the oldest first.

    Args:
        with_untrained: Whether each is followed by its untrained twin, `mine/<name>@random`.

    Returns:
        Their cards, with keys `mine/<name>`; none for a visitor without networks.
    """
    return service.visitor_networks.infos(visitor, with_untrained=with_untrained)


def remove_network(visitor: str, key: str) -> None:
    """Removes one of the visitor's own networks, and the activations that are cached of it.

    Args:
        key: Its key, `mine/<name>`.

    Returns:
        None.

    Raises:
        UserError: When the visitor has no such network.
    """
    service.visitor_networks.remove(visitor, key)


def export_files(visitor: str, key: str, language: Language = "en") -> Mapping[str, bytes]:
    """Returns one of the visitor's own networks as files that run without this package.

    Args:
        key: Its key, `mine/<name>`.

    Returns:
        File name to content: `<name>.safetensors` (the weights), `README.md` (a model card), `predict.py` (a program).

    Raises:
        UserError: When the visitor has no such network, or it is an untrained twin.
    """
    return weights_file.network_folder(service.visitor_networks.get(visitor, key), language)


def export_onnx(visitor: str, key: str) -> bytes:
    """Returns one of the visitor's own networks as an ONNX file; takes seconds, in a process of its own.

    Args:
        key: Its key, `mine/<name>`.

    Returns:
        The file. Its input is `pictures`, float32 (N, C, H, W) with any N, normalised; its output is `logits`, float32 (N, classes).

    Raises:
        UserError: When the visitor has no such network, it is an untrained twin, the extra of requirements-onnx.txt is not installed,
            PyTorch cannot export the network, or the export takes longer than PLAYGROUND_ONNX_SECONDS.
    """
    return onnx.onnx_file(service.visitor_networks.get(visitor, key))


def state_dict_question(head: bytes, size: int) -> StateDictQuestion | None:
    """Returns what a visitor's .safetensors file leaves open: names of its classes, and how its pictures are prepared.

    Args:
        head: The beginning of the file, up to the end of its header or beyond, at most 4 MB.
        size: Bytes of the whole file, 0 or more.

    Returns:
        The listed network that the file is of, the number of its classes, and the usual answers; None for a file of `export_files`,
        which says all of it.

    Raises:
        UserError: When the file is no .safetensors, too large, of another architecture (the nearest one is named, and the first tensor
            that does not fit), or holds numbers that are no floats.
    """
    return None if weights_file.has_our_metadata(head, size) else opening.question(head, size)


def import_network(visitor: str, data: bytes, *, answers: object = None, name: str = "") -> str:
    """Reads a .safetensors file as a network of the visitor's own: one of `export_files`, or a state dict of any listed network.

    Args:
        data: The file, at most PLAYGROUND_WEIGHTS_MB.
        answers: What a state dict leaves open, a mapping with some of `classes` (names, in the order of the outputs), `size` and `resize`
            (px), `mean` and `std` (one number, or one per channel, of values from 0 to 1), `interpolation`; None for what its metadata
            says.
        name: Name of a state dict's file, which becomes the network's.

    Returns:
        Its key, `mine/<name>`, with a number behind where the visitor has another network of that name.

    Raises:
        UserError: When the file is neither, is damaged or too large, holds numbers that are not finite, leaves a question open, or there
            is no room: PLAYGROUND_OWNED_NETWORKS per visitor, PLAYGROUND_OWNED_MB for all.
        ValueError: When `visitor` is "".
    """
    given = None if answers is None else opening.parse_answers(answers)
    return weights_file.import_network(data, service.store, service.visitor_networks, visitor, given, name)
