"""Networks that belong to one visitor: trained, taught or brought along. Found under that visitor's key and nowhere else.

with owned.claim(visitor, key, nbytes) as claim:   # refused now, not after the training
    ...
    claim.put(shelved)                             # False where the visitor has left meanwhile
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

from torch import Tensor, nn

from models import limits
from models.errors import UserError, unknown
from models.store import downloads
from models.store.registry import RANDOM, NetworkSpec, card_of, untrained
from models.store.store import MINE, Shelved, load
from models.store.weights import Place
from models.text import LANGUAGES, Text, number
from models.types.networks import NetworkCard

_LONGEST = 40  # letters of a key after `mine/`


def key_of(name: str) -> str:
    """ "Minhas flores" → "mine/minhas_flores": what may stand in an address; "mine/network" where nothing of the name may."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST].strip("_")
    return MINE + (slug or "network")


@dataclass(frozen=True, slots=True)
class Trained:
    """Weights that were learned here: they are in memory, and the network that is filled with them shares them.

    `about`: how the network came about, as its file will say it.
    """

    state: Mapping[str, Tensor]
    about: Mapping[str, Any] = field(default_factory=dict)

    def place(self) -> Place | None:
        return "trained"

    @property
    def megabytes(self) -> float:
        return sum(tensor.nbytes for tensor in self.state.values()) / 1e6

    def fetch(self) -> downloads.Progress:
        return downloads.Progress(self.megabytes, self.megabytes)

    def load_into(self, network: nn.Module) -> None:
        """No copy is made: the numbers are in memory once."""
        network.load_state_dict(dict(self.state), strict=True, assign=True)


@dataclass(slots=True)
class _Entry:
    shelved: Shelved
    twin: Shelved | None = None  # the same shape untrained, once somebody has asked for it

    @property
    def nbytes(self) -> int:
        return self.shelved.nbytes + (self.twin.nbytes if self.twin else 0)


class Owned:
    """PLAYGROUND_OWNED_NETWORKS a visitor, PLAYGROUND_OWNED_MB for all; `on_leave` hears (visitor, key) of what is gone or replaced."""

    def __init__(self, on_leave: Callable[[str, str], None] = lambda visitor, key: None) -> None:
        self._on_leave = on_leave
        self._lock = threading.RLock()
        self._entries: dict[str, OrderedDict[str, _Entry]] = {}  # by visitor, the oldest first
        self._claims: set[Claim] = set()

    def get(self, visitor: str, key: str) -> Shelved:
        """The visitor's own network. UserError that names the visitor's own for any other key; `<key>@random` is its untrained twin."""
        plain = key.removesuffix(RANDOM) if isinstance(key, str) else ""
        with self._lock:
            entry = self._of(visitor).get(plain)
            if entry is None:
                raise self._missing(visitor, key)
            if plain == key:
                return entry.shelved
            twin = entry.twin
        return twin or self._twin_of(visitor, plain, entry)

    def _of(self, visitor: str) -> Mapping[str, _Entry]:
        return self._entries.get(visitor) or {}

    def cards(self, visitor: str, *, twins: bool = False) -> tuple[NetworkCard, ...]:
        """The lines of the menu that only this visitor sees, the oldest first; `twins`: each followed by its untrained twin."""
        with self._lock:
            own = [one.shelved for one in self._of(visitor).values()]
        return tuple(card for one in own for card in (_card(one), *([_card(one, untrained(one.spec))] if twins else [])))

    def card(self, visitor: str, key: str) -> NetworkCard:
        """One of them, or its untrained twin. UserError as `get`."""
        return _card(self.get(visitor, key))

    def remove(self, visitor: str, key: str) -> None:
        """UserError for a network that the visitor does not have."""
        with self._lock:
            if key not in self._entries.get(visitor, {}):
                raise self._missing(visitor, key)
            del self._entries[visitor][key]
        self._on_leave(visitor, key)
        self._on_leave(visitor, key + RANDOM)

    def forget(self, visitor: str) -> None:
        """The visitor has left: everything goes, and what is still being trained will not be kept."""
        with self._lock:
            self._entries.pop(visitor, None)
            for claim in [claim for claim in self._claims if claim.visitor == visitor]:
                self._claims.discard(claim)

    def free(self, visitor: str, name: str) -> tuple[str, str]:
        """(name, key) for a network that must not take another's place: "name 2" where the visitor has one of that name, and so on."""
        with self._lock:
            taken = {*self._of(visitor), *(one.key for one in self._claims if one.visitor == visitor)}
        plain, n = key_of(name), 1
        key = plain
        while key in taken:
            n += 1
            ending = f"_{n}"
            key = plain[: len(MINE) + _LONGEST - len(ending)].rstrip("_") + ending
        return (name, key) if n == 1 else (f"{name} {n}", key)

    def nbytes(self) -> int:
        """Of all visitors' networks together."""
        with self._lock:
            return sum(entry.nbytes for entries in self._entries.values() for entry in entries.values())

    def claim(self, visitor: str, key: str, nbytes: int) -> Claim:
        """Room for a network of `nbytes` that is about to be made. UserError where there is none; what has the same key makes room."""
        if not visitor or not key.startswith(MINE):
            raise ValueError(f"nobody can own {key!r}")
        claim = Claim(self, visitor, key, nbytes)
        with self._lock:
            self._check(claim)
            self._claims.add(claim)
        return claim

    def _check(self, claim: Claim) -> None:
        own = {*self._of(claim.visitor), *(one.key for one in self._claims if one.visitor == claim.visitor)} - {claim.key}
        if len(own) >= limits.OWNED_NETWORKS.value:
            raise _too_many(sorted(own))
        replaced = self._of(claim.visitor).get(claim.key)
        promised = sum(one.nbytes for one in self._claims)
        others = self.nbytes() - (replaced.nbytes if replaced else 0)
        if others + promised + claim.nbytes > limits.OWNED_MB.value * 1e6:
            raise _no_room(claim.nbytes, limits.OWNED_MB.value * 1e6 - others - promised)

    def _put(self, claim: Claim, shelved: Shelved) -> bool:
        with self._lock:
            if claim not in self._claims:
                return False
            self._claims.discard(claim)
            entries = self._entries.setdefault(claim.visitor, OrderedDict())
            entries[claim.key] = _Entry(shelved)
            entries.move_to_end(claim.key)
        self._on_leave(claim.visitor, claim.key)
        self._on_leave(claim.visitor, claim.key + RANDOM)
        return True

    def _release(self, claim: Claim) -> None:
        with self._lock:
            self._claims.discard(claim)

    def _twin_of(self, visitor: str, key: str, entry: _Entry) -> Shelved:
        """Built once; kept where the room allows it."""
        twin = load(untrained(entry.shelved.spec))
        with self._lock:
            still = self._of(visitor).get(key) is entry
            if still and entry.twin is None and self.nbytes() + twin.nbytes <= limits.OWNED_MB.value * 1e6:
                entry.twin = twin
            return entry.twin or twin

    def _missing(self, visitor: str, key: str) -> UserError:
        own = list(self._entries.get(visitor, {}))
        if own:
            return unknown("network", key, own)
        return UserError(
            Text(
                "network: {key} is not known. You have trained no network yet; the Transfer tab makes one.",
                "network: {key} não é conhecida. Você ainda não treinou nenhuma rede; a aba Transferir faz uma.",
            ).format(key=repr(key))
        )


class Claim:
    """Room that is kept for one network while it is made."""

    def __init__(self, owned: Owned, visitor: str, key: str, nbytes: int) -> None:
        self._owned, self.visitor, self.key, self.nbytes = owned, visitor, key, nbytes

    @property
    def open(self) -> bool:
        """Whether the visitor is still there to get it."""
        return self in self._owned._claims

    def put(self, shelved: Shelved) -> bool:
        """Give the network to its visitor; False where that visitor has left, and nothing is kept."""
        if shelved.spec.key != self.key:
            raise ValueError(f"{shelved.spec.key!r} is not what was claimed: {self.key!r}")
        return self._owned._put(self, shelved)

    def __enter__(self) -> Claim:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._owned._release(self)


def _card(shelved: Shelved, spec: NetworkSpec | None = None) -> NetworkCard:
    """Its card, or that of `spec`, which is built alike."""
    counted = sum(p.numel() for p in shelved.network.parameters()), sum(layer.macs for layer in shelved.layers)
    return card_of(spec or shelved.spec, counted)


def _too_many(own: list[str]) -> UserError:
    return UserError(
        Text(
            "You have {count} networks of your own, the most that are kept; remove one of {own} under Your work, or train under one of "
            "these names.",
            "Você tem {count} redes próprias, o máximo que se guarda; remova uma de {own} em Seu trabalho, ou treine com um desses nomes.",
        ).format(count=len(own), own=", ".join(own))
    )


def _no_room(wanted: float, left: float) -> UserError:
    sizes = [Text(*(number(max(0.0, size) / 1e6, language) for language in LANGUAGES)) for size in (wanted, left)]
    return UserError(
        Text(
            "This network takes {wanted} MB and {left} MB are left for the trained networks of all visitors; choose a smaller network, "
            "or try again later.",
            "Esta rede ocupa {wanted} MB e restam {left} MB para as redes treinadas de todos os visitantes; escolha uma rede menor, ou "
            "tente de novo mais tarde.",
        ).format(wanted=sizes[0], left=sizes[1])
    )
