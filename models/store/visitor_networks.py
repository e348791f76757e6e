"""Networks that belong to one visitor: trained, fine-tuned or uploaded. Only that visitor finds them.

with networks.reserve(visitor, key, nbytes) as reservation:   # refused before the training, not after it
    ...
    reservation.put(loaded)                             # False if the visitor has left meanwhile
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from models import limits
from models.errors import UserError, unknown
from models.store.memory_weights import MemoryWeights
from models.store.registry import RANDOM_SUFFIX, NetworkSpec, info_of, untrained_spec
from models.store.store import OWN_PREFIX, LoadedNetwork, load
from models.store.weights import WeightsLocation
from models.text import LANGUAGES, Text, number
from models.types.networks import NetworkInfo

_MAX_KEY_LENGTH = 40  # letters of a key after `mine/`


def own_key(name: str) -> str:
    """ "Minhas flores" → "mine/minhas_flores": only characters that are safe in a URL; "mine/network" if none are left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_MAX_KEY_LENGTH].strip("_")
    return OWN_PREFIX + (slug or "network")


@dataclass(frozen=True, slots=True)
class InMemoryWeights(MemoryWeights):
    """Weights that were learned here: they stay in memory, and the network shares them.

    `about`: the origin of the network, as its exported file states it.
    """

    about: Mapping[str, Any] = field(default_factory=dict)

    def location(self) -> WeightsLocation | None:
        return "trained"


@dataclass(slots=True)
class _Entry:
    loaded: LoadedNetwork
    untrained: LoadedNetwork | None = None  # its untrained twin, once it was requested

    @property
    def nbytes(self) -> int:
        return self.loaded.nbytes + (self.untrained.nbytes if self.untrained else 0)


class VisitorNetworks:
    """PLAYGROUND_OWNED_NETWORKS per visitor, PLAYGROUND_OWNED_MB for all. `on_evict` gets (visitor, key) of removed or replaced ones."""

    def __init__(self, on_evict: Callable[[str, str], None] = lambda visitor, key: None) -> None:
        self._on_evict = on_evict
        self._lock = threading.RLock()
        # A registry by visitor, the oldest first. A network that does not fit is refused; none is dropped to make room.
        self._entries: dict[str, OrderedDict[str, _Entry]] = {}
        self._reservations: set[Reservation] = set()

    def get(self, visitor: str, key: str) -> LoadedNetwork:
        """The visitor's network, or its untrained twin for `<key>@random`. UserError, with the visitor's keys, for any other key."""
        plain = key.removesuffix(RANDOM_SUFFIX) if isinstance(key, str) else ""
        with self._lock:
            entry = self._of(visitor).get(plain)
            if entry is None:
                raise self._not_found(visitor, key)
            if plain == key:
                return entry.loaded
            twin = entry.untrained
        return twin or self._untrained_of(visitor, plain, entry)

    def _of(self, visitor: str) -> Mapping[str, _Entry]:
        return self._entries.get(visitor) or {}

    def all(self, visitor: str) -> tuple[LoadedNetwork, ...]:
        """The visitor's own networks, the oldest first."""
        with self._lock:
            return tuple(one.loaded for one in self._of(visitor).values())

    def infos(self, visitor: str, *, with_untrained: bool = False) -> tuple[NetworkInfo, ...]:
        """The visitor's networks for the menu, the oldest first; `with_untrained`: each followed by its untrained twin."""
        own = self.all(visitor)
        return tuple(info for one in own for info in (_info(one), *([_info(one, untrained_spec(one.spec))] if with_untrained else [])))

    def info(self, visitor: str, key: str) -> NetworkInfo:
        """One network for the menu, or its untrained twin. UserError as in `get`."""
        return _info(self.get(visitor, key))

    def remove(self, visitor: str, key: str) -> None:
        """Remove a network. UserError if the visitor does not have it."""
        with self._lock:
            if key not in self._entries.get(visitor, {}):
                raise self._not_found(visitor, key)
            del self._entries[visitor][key]
        self._on_evict(visitor, key)
        self._on_evict(visitor, key + RANDOM_SUFFIX)

    def forget(self, visitor: str) -> None:
        """The visitor has left: remove all networks, and refuse those that are still being trained."""
        with self._lock:
            self._entries.pop(visitor, None)
            for reservation in [reservation for reservation in self._reservations if reservation.visitor == visitor]:
                self._reservations.discard(reservation)

    def unused_name(self, visitor: str, name: str) -> tuple[str, str]:
        """(name, key) that do not replace another network: "name 2" if the visitor already has one of that name, and so on."""
        with self._lock:
            taken = {*self._of(visitor), *(one.key for one in self._reservations if one.visitor == visitor)}
        plain, n = own_key(name), 1
        key = plain
        while key in taken:
            n += 1
            ending = f"_{n}"
            key = plain[: len(OWN_PREFIX) + _MAX_KEY_LENGTH - len(ending)].rstrip("_") + ending
        return (name, key) if n == 1 else (f"{name} {n}", key)

    def nbytes(self) -> int:
        """Bytes of all visitors' networks."""
        with self._lock:
            return sum(entry.nbytes for entries in self._entries.values() for entry in entries.values())

    def reserve(self, visitor: str, key: str, nbytes: int) -> Reservation:
        """Reserve room for a network of `nbytes`. A network with the same key counts as replaced. UserError if there is no room."""
        if not visitor or not key.startswith(OWN_PREFIX):
            raise ValueError(f"nobody can own {key!r}")
        reservation = Reservation(self, visitor, key, nbytes)
        with self._lock:
            self._check_room(reservation)
            self._reservations.add(reservation)
        return reservation

    def _check_room(self, reservation: Reservation) -> None:
        own = {*self._of(reservation.visitor), *(one.key for one in self._reservations if one.visitor == reservation.visitor)} - {
            reservation.key
        }
        if len(own) >= limits.OWNED_NETWORKS.value:
            raise _too_many(sorted(own))
        replaced = self._of(reservation.visitor).get(reservation.key)
        promised = sum(one.nbytes for one in self._reservations)
        others = self.nbytes() - (replaced.nbytes if replaced else 0)
        if others + promised + reservation.nbytes > limits.OWNED_MB.value * 1e6:
            raise _not_enough_memory(reservation.nbytes, limits.OWNED_MB.value * 1e6 - others - promised)

    def _put(self, reservation: Reservation, loaded: LoadedNetwork) -> bool:
        with self._lock:
            if reservation not in self._reservations:
                return False
            self._reservations.discard(reservation)
            entries = self._entries.setdefault(reservation.visitor, OrderedDict())
            entries[reservation.key] = _Entry(loaded)
            entries.move_to_end(reservation.key)
        self._on_evict(reservation.visitor, reservation.key)
        self._on_evict(reservation.visitor, reservation.key + RANDOM_SUFFIX)
        return True

    def _release(self, reservation: Reservation) -> None:
        with self._lock:
            self._reservations.discard(reservation)

    def _untrained_of(self, visitor: str, key: str, entry: _Entry) -> LoadedNetwork:
        """Built once; kept if there is room."""
        twin = load(untrained_spec(entry.loaded.spec))
        with self._lock:
            still = self._of(visitor).get(key) is entry
            if still and entry.untrained is None and self.nbytes() + twin.nbytes <= limits.OWNED_MB.value * 1e6:
                entry.untrained = twin
            return entry.untrained or twin

    def _not_found(self, visitor: str, key: str) -> UserError:
        own = list(self._entries.get(visitor, {}))
        if own:
            return unknown("network", key, own)
        return UserError(
            Text(
                "network: {key} is not known. You have trained no network yet; the Transfer tab makes one.",
                "network: {key} não é conhecida. Você ainda não treinou nenhuma rede; a aba Transferir faz uma.",
            ).format(key=repr(key))
        )


class Reservation:
    """Room for one network while it is being made."""

    def __init__(self, networks: VisitorNetworks, visitor: str, key: str, nbytes: int) -> None:
        self._networks, self.visitor, self.key, self.nbytes = networks, visitor, key, nbytes

    @property
    def open(self) -> bool:
        """Whether the visitor is still there."""
        return self in self._networks._reservations

    def put(self, loaded: LoadedNetwork) -> bool:
        """Give the network to its visitor. False if the visitor has left; the network is then dropped."""
        if loaded.spec.key != self.key:
            raise ValueError(f"{loaded.spec.key!r} is not what was claimed: {self.key!r}")
        return self._networks._put(self, loaded)

    def __enter__(self) -> Reservation:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._networks._release(self)


def _info(loaded: LoadedNetwork, spec: NetworkSpec | None = None) -> NetworkInfo:
    """Its card, or that of `spec`, which is built alike."""
    counted = sum(p.numel() for p in loaded.network.parameters()), sum(layer.macs for layer in loaded.layers)
    return info_of(spec or loaded.spec, counted)


def _too_many(own: list[str]) -> UserError:
    return UserError(
        Text(
            "You have {count} networks of your own, the most that are kept; remove one of {own} under Your work, or train under one of "
            "these names.",
            "Você tem {count} redes próprias, o máximo que se guarda; remova uma de {own} em Seu trabalho, ou treine com um desses nomes.",
        ).format(count=len(own), own=", ".join(own))
    )


def _not_enough_memory(wanted: float, left: float) -> UserError:
    sizes = [Text(*(number(max(0.0, size) / 1e6, language) for language in LANGUAGES)) for size in (wanted, left)]
    return UserError(
        Text(
            "This network takes {wanted} MB and {left} MB are left for the trained networks of all visitors; choose a smaller network, "
            "or try again later.",
            "Esta rede ocupa {wanted} MB e restam {left} MB para as redes treinadas de todos os visitantes; escolha uma rede menor, ou "
            "tente de novo mais tarde.",
        ).format(wanted=sizes[0], left=sizes[1])
    )
