"""Reads a list of arrays that joblib has written, compressed with LZ4, and nothing else: no name in the file is looked up, no code runs.

joblib writes a pickle, in which a small description stands for every array, and the array's numbers lie in the stream right behind its
description: one byte n, n bytes of padding, the numbers. `pickletools` names the instructions; the few that such a list needs are followed
here on plain values, and every other one is refused.
"""

from __future__ import annotations

import io
import math
import pickletools
from collections.abc import Callable
from typing import Any, Final

import lz4.frame
import numpy as np
from numpy.typing import NDArray

MOST_BYTES = 64_000_000
"""Unpacked: whatever a file promises, no more memory is taken."""

Arrays = list[NDArray[np.float32]]


class NotArrays(ValueError):
    """A file that holds something else than a list of arrays; the message says what."""


def read_arrays(packed: bytes) -> Arrays:
    """The float32 arrays of a file of `joblib.dump(arrays, "….lz4")`, in their order. NotArrays for any other content."""
    try:
        return _Reader(_unpacked(packed)).arrays()
    except NotArrays:
        raise
    except Exception as problem:  # lz4, pickletools, struct and numpy raise a dozen types for bytes that are not what they say
        raise NotArrays(f"no list of arrays: {problem}") from problem


def _unpacked(packed: bytes) -> bytes:
    stream = lz4.frame.LZ4FrameDecompressor()
    data: bytes = stream.decompress(packed, max_length=MOST_BYTES)
    if not stream.eof or stream.unused_data:
        raise NotArrays("cut off, larger than it may be, or with something behind its end")
    return data


class _Mark:
    """Where on the stack a tuple or a list of items begins."""


class _StandIn:
    """What the pickle would import or make; here it is only told apart."""


_WRAPPER, _ARRAY, _DTYPE, _DESCRIPTION, _FLOAT32 = (_StandIn() for _ in range(5))
_NAMES: Final = {"joblib.numpy_pickle.NumpyArrayWrapper": _WRAPPER, "numpy.ndarray": _ARRAY, "numpy.dtype": _DTYPE}
_CONSTANTS: Final = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
_LITERALS: Final = frozenset({"SHORT_BINUNICODE", "BININT", "BININT1", "BININT2"})


class _Reader:
    """The instructions of one file, followed on a stack."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)
        self._stack: list[Any] = []
        self._memo: list[Any] = []

    def arrays(self) -> Arrays:
        for instruction, argument, _ in pickletools.genops(self._file):
            name = instruction.name
            if name in _CONSTANTS:
                self.push(_CONSTANTS[name])
            elif name in _LITERALS:
                self.push(argument)
            elif name in _INSTRUCTIONS:
                _INSTRUCTIONS[name](self, argument)
            elif name not in ("PROTO", "FRAME", "STOP"):
                raise NotArrays(f"the instruction {name}")
        return self._result()

    def _result(self) -> Arrays:
        if len(self._stack) != 1 or not isinstance(self._stack[0], list) or self._file.read(1):
            raise NotArrays("not one list")
        if not all(isinstance(one, np.ndarray) for one in self._stack[0]):
            raise NotArrays("a list of something else")
        return self._stack[0]

    def push(self, value: object) -> None:
        self._stack.append(value)

    def pop(self) -> Any:
        return self._stack.pop()

    def pop_to_mark(self) -> list[Any]:
        """Pops what lies above the last mark, and the mark."""
        at = max(place for place, value in enumerate(self._stack) if isinstance(value, _Mark))
        items, self._stack[at:] = self._stack[at + 1 :], []
        return items

    def memoize(self, _: object) -> None:
        self._memo.append(self._stack[-1])

    def get(self, place: int) -> None:
        self.push(self._memo[place])

    def push_name(self, _: object) -> None:
        name, module = self.pop(), self.pop()
        if f"{module}.{name}" not in _NAMES:
            raise NotArrays(f"the name {module}.{name}")
        self.push(_NAMES[f"{module}.{name}"])

    def new(self, _: object) -> None:
        arguments, kind = self.pop(), self.pop()
        if kind is not _WRAPPER or arguments != ():
            raise NotArrays("an object that is no array")
        self.push(_DESCRIPTION)

    def call(self, _: object) -> None:
        arguments, kind = self.pop(), self.pop()
        if kind is not _DTYPE or arguments != ("f4", False, True):
            raise NotArrays("a call, or numbers that are no float32")
        self.push(_FLOAT32)

    def extend(self, _: object) -> None:
        items = self.pop_to_mark()
        self._stack[-1].extend(items)

    def set_items(self, _: object) -> None:
        items = self.pop_to_mark()
        self._stack[-1].update(zip(items[::2], items[1::2], strict=True))

    def build(self, _: object) -> None:
        """Completes a dtype, whose state only says "little-endian", or a description, whose array lies right here in the file."""
        state, target = self.pop(), self.pop()
        if target is _FLOAT32 and state == (3, "<", None, None, None, -1, -1, 0):
            self.push(_FLOAT32)
        elif target is _DESCRIPTION:
            self.push(self._array(**state))
        else:
            raise NotArrays("a state of something that has none")

    def _array(
        self, subclass: Any, shape: Any, order: Any, dtype: Any, allow_mmap: Any, numpy_array_alignment_bytes: Any
    ) -> NDArray[np.float32]:
        if subclass is not _ARRAY or dtype is not _FLOAT32 or order not in ("C", "F"):
            raise NotArrays("an array of another kind")
        if not isinstance(shape, tuple) or not all(type(side) is int and 0 < side <= MOST_BYTES for side in shape):
            raise NotArrays(f"the shape {shape}")
        self._file.read(self._file.read(1)[0])  # padding, after its length
        data = self._file.read(4 * math.prod(shape))
        if len(data) != 4 * math.prod(shape):
            raise NotArrays("cut off in an array")
        return np.frombuffer(data, "<f4").reshape(shape, order=order)


_INSTRUCTIONS: Final[dict[str, Callable[[_Reader, Any], None]]] = {
    "EMPTY_LIST": lambda reader, _: reader.push([]),
    "EMPTY_DICT": lambda reader, _: reader.push({}),
    "EMPTY_TUPLE": lambda reader, _: reader.push(()),
    "MARK": lambda reader, _: reader.push(_Mark()),
    "MEMOIZE": _Reader.memoize,
    "BINGET": _Reader.get,
    "STACK_GLOBAL": _Reader.push_name,
    "TUPLE": lambda reader, _: reader.push(tuple(reader.pop_to_mark())),
    "TUPLE1": lambda reader, _: reader.push((reader.pop(),)),
    "TUPLE2": lambda reader, _: reader.push((reader.pop(), reader.pop())[::-1]),
    "TUPLE3": lambda reader, _: reader.push((reader.pop(), reader.pop(), reader.pop())[::-1]),
    "NEWOBJ": _Reader.new,
    "REDUCE": _Reader.call,
    "APPENDS": _Reader.extend,
    "SETITEMS": _Reader.set_items,
    "BUILD": _Reader.build,
}
