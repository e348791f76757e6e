"""The allocator's settings. Page faults, not Python, are what keeping every value of a forward pass costs."""

from __future__ import annotations

import ctypes

_MMAP_THRESHOLD, _TRIM_THRESHOLD, _ARENA_MAX = -3, -1, -8  # mallopt(3)


def keep_freed_memory() -> bool:
    """Tell glibc to keep freed pages instead of returning them; once per process, before the first forward pass.

    A capture touches 5 to 150 MB of new memory, a training step more: asking the kernel for it again each time cost
    up to 60 % of a forward pass and a third of a training step here. False where there is no glibc.
    """
    libc = _glibc()
    if libc is None:
        return False
    settings = ((_MMAP_THRESHOLD, 1 << 30), (_TRIM_THRESHOLD, (1 << 31) - 1), (_ARENA_MAX, 1))
    taken = [libc.mallopt(ctypes.c_int(name), ctypes.c_int(value)) for name, value in settings]
    return all(taken)


def return_freed_memory() -> bool:
    """Give the kernel back what `keep_freed_memory` has kept. It stops every allocation for a moment: for when nobody computes.

    Whether anything was given back; False where there is no glibc.
    """
    libc = _glibc()
    return libc is not None and bool(libc.malloc_trim(ctypes.c_size_t(0)))


def _glibc() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL("libc.so.6")
    except OSError:
        return None
