"""Weights on their way here: one background thread a file, a quick refusal where there is no network."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import torch

from models import limits
from models.errors import UserError
from models.text import Text, number


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """Megabytes here, of how many; equal when the file is complete."""

    done: float
    total: float


@dataclass(slots=True)
class _Download:
    """One file on its way. `answered` is set when the host has answered, or when all is over."""

    url: str
    path: Path
    answered: threading.Event = field(default_factory=threading.Event)
    arrived: int = 0  # bytes
    given_up: bool = False
    problem: Exception | None = None


class _WrongContent(Exception):
    """The whole file came and is not the one that its name announces."""


_CHUNK_BYTES = 1 << 18  # bytes read at a time

_HEARD_SECONDS = 30.0  # how long an answer to `host_answers` holds

_running: dict[Path, _Download] = {}
_heard: dict[str, tuple[float, bool]] = {}  # host → when it was asked, and whether it answered
_lock = threading.Lock()


def fetch(url: str, path: Path, megabytes: float) -> DownloadProgress:
    """Start the download of `url` to `path`, or say how far it is. Its name ends in the first digits of its SHA-256.

    Returns or raises within PLAYGROUND_CONNECT_SECONDS. UserError where the host does not answer, or a download failed.
    """
    if path.is_file():
        return DownloadProgress(megabytes, megabytes)
    with _lock:
        download = _running.get(path) or _start(url, path)
    download.answered.wait(limits.CONNECT_SECONDS.value)
    with _lock:
        if download.answered.is_set() and download.problem is None:
            return DownloadProgress(megabytes if path.is_file() else min(download.arrived / 1e6, megabytes), megabytes)
        download.given_up = True
        if _running.get(path) is download:
            del _running[path]
    raise _download_error(path.name, megabytes, download.problem) from download.problem


def host_answers(url: str) -> bool:
    """Whether the host of `url` can be reached; asked at most once in half a minute. Returns within PLAYGROUND_CONNECT_SECONDS."""
    host = urlsplit(url).netloc
    asked, answers = _heard.get(host, (0.0, False))
    if host not in _heard or time.monotonic() - asked > _HEARD_SECONDS:
        answers = _ask_host(url)
        _heard[host] = time.monotonic(), answers
    return answers


def _ask_host(url: str) -> bool:
    """In a thread: the name of a host may take longer to find than its answer may."""
    answered = threading.Event()

    def ask() -> None:
        try:
            with closing(urlopen(Request(url, method="HEAD"), timeout=limits.CONNECT_SECONDS.value)):
                answered.set()
        except HTTPError:  # it answers, if only to say no
            answered.set()
        except OSError:
            pass
        finally:
            ended.set()

    ended = threading.Event()
    threading.Thread(target=ask, name="ask a host for weights", daemon=True).start()
    ended.wait(limits.CONNECT_SECONDS.value)
    return answered.is_set()


def _start(url: str, path: Path) -> _Download:
    download = _running[path] = _Download(url, path)
    threading.Thread(target=_run, args=(download,), name=f"download {path.name}", daemon=True).start()
    return download


def _run(download: _Download) -> None:
    try:
        with closing(urlopen(Request(download.url, method="HEAD"), timeout=limits.CONNECT_SECONDS.value)):
            pass
        with _lock:
            if download.given_up:  # its visitor has been told that there is no network
                return
            download.answered.set()
        _transfer(download)
        with _lock:
            _running.pop(download.path, None)
    except Exception as problem:  # no route, no name, no answer, a broken transfer, a full disk: told when somebody asks
        download.problem = problem
    finally:
        download.answered.set()


def _transfer(download: _Download) -> None:
    """The file under its own name only when it is whole and its content the announced one.

    torch.hub's own function does the same, but leaves a thread of its progress bar behind and waits for a silent host for ever.
    """
    download.path.parent.mkdir(parents=True, exist_ok=True)
    partial = download.path.with_name(f"{download.path.name}.{os.getpid()}.partial")
    digest = hashlib.sha256()
    try:
        with closing(urlopen(download.url, timeout=limits.SILENCE_SECONDS.value)) as answer, partial.open("wb") as file:
            while part := answer.read(_CHUNK_BYTES):
                file.write(part)
                digest.update(part)
                download.arrived += len(part)
        announced = torch.hub.HASH_REGEX.search(download.path.name)
        if announced and not digest.hexdigest().startswith(announced.group(1)):
            raise _WrongContent(download.path.name)
        partial.replace(download.path)
    finally:
        partial.unlink(missing_ok=True)


def _download_error(name: str, megabytes: float, problem: Exception | None) -> UserError:
    size = Text(number(megabytes, "en"), number(megabytes, "pt"))
    if isinstance(problem, _WrongContent):
        return UserError(
            Text(
                "{name} arrived damaged ({size} MB). Choose the network again to repeat the download.",
                "{name} chegou danificado ({size} MB). Escolha a rede outra vez para repetir o download.",
            ).format(name=name, size=size)
        )
    return UserError(
        Text(
            "These weights must be downloaded ({name}, {size} MB), and there is no network connection to their host. "
            "Networks marked as here, and untrained ones, work without.",
            "Estes pesos precisam ser baixados ({name}, {size} MB), e não há conexão de rede com o servidor deles. "
            "As redes marcadas como presentes e as não treinadas funcionam sem ela.",
        ).format(name=name, size=size)
    )
