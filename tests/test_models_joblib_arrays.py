"""Lists of arrays as joblib writes them: read as joblib reads them, and nothing else is."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import joblib
import lz4.frame
import numpy as np
import pytest

from models.store import joblib_arrays
from models.store.joblib_arrays import NotArrays, read_arrays

RAN: list[str] = []


def written(value: object, folder: Path) -> bytes:
    joblib.dump(value, folder / "x.lz4")
    return (folder / "x.lz4").read_bytes()


def arrays(*shapes: tuple[int, ...]) -> list[Any]:
    return [np.random.default_rng(i).normal(size=shape).astype(np.float32) for i, shape in enumerate(shapes)]


@pytest.mark.parametrize(
    "given", [arrays((3, 3, 3, 10), (10,), (1, 1, 10)), arrays((576, 128), (1,)), arrays(*[(2, 3)] * 40)], ids=["kernels", "dense", "many"]
)
def test_it_reads_what_joblib_reads(given: list[Any], tmp_path: Path) -> None:
    found = read_arrays(written(given, tmp_path))
    assert len(found) == len(given)
    for ours, theirs in zip(found, joblib.load(tmp_path / "x.lz4"), strict=True):
        np.testing.assert_array_equal(ours, theirs, strict=True)


def test_columns_first_is_read_too(tmp_path: Path) -> None:
    given = [np.asfortranarray(array) for array in arrays((4, 5), (2, 3, 4))]
    for ours, theirs in zip(read_arrays(written(given, tmp_path)), given, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def explode() -> None:
    RAN.append("it ran")


class Bomb:
    """Runs when a pickle of it is read."""

    def __reduce__(self) -> Any:
        return explode, ()


class Imported:
    def __reduce__(self) -> Any:
        return eval, ("__import__('tests.test_models_joblib_arrays').test_models_joblib_arrays.explode()",)


@pytest.mark.parametrize("evil", [Bomb(), [Bomb()], [*arrays((2, 2)), Imported()], [np.array([Bomb()], object)], {"weights": Bomb()}])
@pytest.mark.parametrize("protocol", [0, 2, 4, 5])
def test_a_pickle_that_runs_code_is_refused_and_does_not_run(evil: object, protocol: int, tmp_path: Path) -> None:
    plain = lz4.frame.compress(pickle.dumps(evil, protocol=protocol))
    for packed in (plain, written(evil, tmp_path)):
        with pytest.raises(NotArrays):
            read_arrays(packed)
    assert RAN == []
    pickle.loads(pickle.dumps(Bomb()))  # the bomb is one
    assert RAN.pop() == "it ran"


@pytest.mark.parametrize(
    "other",
    [[], (), {}, 1, "text", [1, 2], [[np.zeros(2, np.float32)]], [np.zeros(2)], [np.zeros(2, np.int64)], [np.zeros(2, ">f4")]],
    ids=repr,
)
def test_anything_but_a_list_of_float32_is_refused(other: object, tmp_path: Path) -> None:
    if other == []:
        assert read_arrays(written(other, tmp_path)) == []
        return
    with pytest.raises(NotArrays):
        read_arrays(written(other, tmp_path))


def test_cut_off_spoilt_and_larger_ones_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = written(arrays((30, 40)), tmp_path)
    for spoilt in (b"", packed[:-1], packed[:50], packed + b"x", b"no lz4", lz4.frame.compress(b"no pickle")):
        with pytest.raises(NotArrays):
            read_arrays(spoilt)
    data = lz4.frame.decompress(packed)
    for cut in range(0, len(data), 97):
        with pytest.raises(NotArrays):
            read_arrays(lz4.frame.compress(data[:cut]))
    monkeypatch.setattr(joblib_arrays, "MOST_BYTES", len(data) - 1)
    with pytest.raises(NotArrays, match="larger"):
        read_arrays(packed)
