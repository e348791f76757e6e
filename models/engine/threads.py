"""How many threads one computation takes, said anew in every thread that computes."""

from __future__ import annotations

import torch


def apply_thread_count() -> None:
    """Call before the first computation of a thread: makes `torch.set_num_threads` hold in it from its first operation on.

    PyTorch tells OpenMP the count only when a thread first splits work by itself, and a convolution or a matrix product goes to
    oneDNN before that: the first one in a new thread ran on all cores, summed in another order, and differed in its last bits
    from the same one asked again (torch 2.14). Asking for the count makes PyTorch tell it.
    """
    torch.get_num_threads()
