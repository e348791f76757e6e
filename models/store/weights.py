"""Where a network's weights are, and how they get into it: shipped with us, or torchvision's own; `packaged` holds a third source."""

from __future__ import annotations

import hashlib
import json
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import torch
from safetensors.torch import load_file, save
from torch import Tensor, nn
from torchvision.models import WeightsEnum

from models.errors import UserError
from models.store import downloads
from models.text import Text

WeightsLocation = Literal["shipped", "packaged", "present", "download", "install", "trained"]
WEIGHTS_FOLDER = Path(__file__).parents[2] / "assets" / "weights"


class WeightsSource(Protocol):
    """Where the weights of one network come from."""

    def location(self) -> WeightsLocation | None:
        """Where they are now; None: nowhere, and nobody can get them."""

    @property
    def megabytes(self) -> float:
        """Size of their file."""

    def fetch(self) -> downloads.DownloadProgress:
        """Start bringing them here, or say how far that is. UserError without a network connection."""

    def load_into(self, network: nn.Module) -> None:
        """Fill `network`, float32. UserError for a damaged file."""


@dataclass(frozen=True, slots=True)
class ShippedWeights:
    """A .safetensors file of assets/weights; stored in half precision or not, it computes in float32."""

    name: str

    @property
    def path(self) -> Path:
        return WEIGHTS_FOLDER / self.name

    def location(self) -> WeightsLocation | None:
        return "shipped" if self.path.is_file() else None

    @property
    def megabytes(self) -> float:
        return self.path.stat().st_size / 1e6

    def fetch(self) -> downloads.DownloadProgress:
        return downloads.DownloadProgress(self.megabytes, self.megabytes)

    def load_into(self, network: nn.Module) -> None:
        try:
            load_state(network, load_file(self.path))
        except Exception as problem:  # safetensors and torch raise a dozen types for a file that is not what it says
            raise damaged(self.name, _RESTORE_FILE) from problem


@dataclass(frozen=True, slots=True)
class TorchvisionWeights:
    """One entry of torchvision's weights, kept where torch.hub keeps them (TORCH_HOME)."""

    entry: WeightsEnum
    unused: tuple[str, ...] = ()  # beginnings of names of parts that only training uses
    adapt: Callable[[nn.Module], None] | None = None  # what torchvision switches on together with these weights
    rename: Callable[[str], str] = str  # a name in the file → the name in the module

    @property
    def url(self) -> str:
        return str(self.entry.url)

    @property
    def path(self) -> Path:
        name = self.url.rsplit("/", 1)[-1]
        return Path(torch.hub.get_dir()) / "checkpoints" / name

    def location(self) -> WeightsLocation | None:
        return "present" if self.path.is_file() else "download"

    @property
    def megabytes(self) -> float:
        return float(self.entry.meta["_file_size"])

    def fetch(self) -> downloads.DownloadProgress:
        return downloads.fetch(self.url, self.path, self.megabytes)

    def load_into(self, network: nn.Module) -> None:
        """As torchvision does, but from the file alone and as plain numbers: nothing in it can run."""
        if self.adapt:
            self.adapt(network)
        try:
            state = torch.load(self.path, map_location="cpu", weights_only=True)
            load_state(network, self._used(state))
        except Exception as problem:  # a zip, a pickle or a state that is not one: a dozen types again
            if not self.path.is_file() or _matches_hash(self.path):
                raise
            self.path.replace(self.path.with_name(f"{self.path.name}.damaged"))
            raise damaged(self.path.name, _DOWNLOAD_AGAIN) from problem

    def _used(self, state: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """What the module has, under its names, with the versions of its parts: MnasNet reads them."""
        used = OrderedDict((self.rename(name), value) for name, value in state.items() if not name.startswith(self.unused or ("\0",)))
        used._metadata = getattr(state, "_metadata", {})  # type: ignore[attr-defined]  # as on torch's own state dicts
        return used


def safetensors_bytes(state: Mapping[str, Tensor], notes: Mapping[str, str]) -> bytes:
    """`state` as a .safetensors file with `notes` in its header; the same bytes every time."""
    data = save(dict(state), metadata=dict(notes))
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))  # safetensors writes them in an order of chance
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + data[start:]


def load_state(network: nn.Module, state: dict[str, Tensor]) -> None:
    """Load `state` into `network`. RuntimeError unless names and shapes are the same (counters of batches may be missing)."""
    missing, unexpected = network.load_state_dict(state, strict=False)
    missing = [name for name in missing if not re.search(r"num_batches_tracked$", name)]
    if missing or unexpected:
        raise RuntimeError(f"missing {missing[:3]}, unexpected {unexpected[:3]}")


def _matches_hash(path: Path) -> bool:
    """Whether the content has the SHA-256 whose first digits are in the file's name."""
    named = torch.hub.HASH_REGEX.search(path.name)
    if not named:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest().startswith(named.group(1))


def damaged(name: str, remedy: Text) -> UserError:
    """The sentence for a weights file that is not what it should be, and what to do about it."""
    return UserError(
        Text(
            "The weights file {name} is damaged or of another network. {remedy}",
            "O arquivo de pesos {name} está danificado ou é de outra rede. {remedy}",
        ).format(name=name, remedy=remedy)
    )


_DOWNLOAD_AGAIN = Text(
    "It was set aside as .damaged; choose the network again to download it anew.",
    "Ele foi posto de lado como .damaged; escolha a rede outra vez para baixá-lo de novo.",
)
_RESTORE_FILE = Text("Restore it from the repository.", "Restaure-o a partir do repositório.")
