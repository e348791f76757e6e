"""Networks of a visitor's own."""

from __future__ import annotations

from dataclasses import replace

from models.store import registry
from models.store.store import LoadedNetwork, load
from models.store.visitor_networks import InMemoryWeights, VisitorNetworks, own_key
from models.text import Text
from models.types.activations import PictureSource
from tests.network_pictures import picture_for

BASE = "lenet5@random"
PICTURE = PictureSource("pixels", picture_for(BASE).tobytes())


def made(name: str, shift: float = 0.0) -> LoadedNetwork:
    """A network of a visitor's own: the untrained LeNet-5 with its last bias moved."""
    base = registry.find_spec(BASE)
    network = registry.build_network(base)
    state = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    state["fc3.bias"] += shift
    return load(replace(base, key=own_key(name), title=Text(name, name), weights=InMemoryWeights(state)))


def give(networks: VisitorNetworks, visitor: str, loaded: LoadedNetwork) -> str:
    with networks.reserve(visitor, loaded.spec.key, loaded.nbytes) as reservation:
        assert reservation.put(loaded)
    return loaded.spec.key
