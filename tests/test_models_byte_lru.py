"""The bounded cache against a list that is walked by hand (hypothesis), and what its callers rely on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from models.byte_lru import ByteLru

ACTS = st.lists(st.tuples(st.sampled_from(["get", "put", "peek", "pop"]), st.integers(0, 5), st.integers(0, 60)), max_size=40)


def bounded(most: float = 100, **how: int) -> ByteLru[int, list[int]]:
    return ByteLru(lambda value: value[0], lambda: most, **how)


@given(ACTS, st.integers(0, 2))
def test_it_holds_what_a_list_in_order_of_use_would_hold(acts: list[tuple[str, int, int]], keep_latest: int) -> None:
    cache, oldest_first = bounded(keep_latest=keep_latest), list[tuple[int, int]]()
    for act, key, size in acts:
        known = dict(oldest_first).get(key)
        if act == "put":
            cache.put(key, [size])
            oldest_first = [one for one in oldest_first if one[0] != key] + [(key, size)]
            while len(oldest_first) > keep_latest and sum(bytes_of for _, bytes_of in oldest_first) > 100:
                oldest_first.pop(0)
        else:
            found = getattr(cache, act)(key)
            assert (found and found[0]) == known if known else not found or found == [0]
            if act != "peek" and known is not None:
                oldest_first = [one for one in oldest_first if one[0] != key] + ([(key, known)] if act == "get" else [])
        assert [(key, value[0]) for key, value in cache.items()] == oldest_first
        assert cache.nbytes() == sum(size for _, size in oldest_first)


def test_lower_ranks_go_first_and_every_key_that_goes_is_heard() -> None:
    gone: list[str] = []
    ranks = {"run": 0, "mine": 1}
    cache: ByteLru[tuple[str, int], bytes] = ByteLru(
        len, lambda: 100, rank=lambda key: ranks[key[0]], on_evict=lambda key: gone.append(str(key))
    )
    for key in (("mine", 1), ("run", 1), ("mine", 2), ("run", 2)):
        cache.put(key, bytes([0] * 45 + [key[1]]))
    assert gone == ["('run', 1)", "('run', 2)"]  # the newest run goes before the oldest of a visitor's own
    cache.drop(lambda key: key == ("mine", 1))
    assert [key for key, _ in cache.items()] == [("mine", 2)] and len(gone) == 2


def test_a_value_that_grows_is_counted_anew_and_one_under_two_keys_once() -> None:
    cache, value = bounded(), [40]
    cache.put(1, value)
    cache.put(2, value)
    assert (len(cache), cache.nbytes()) == (2, 40)
    value[0] = 120
    cache.trim()
    assert (len(cache), cache.nbytes()) == (0, 0)


def test_the_bound_is_asked_anew() -> None:
    bounds: Iterator[float] = iter([100.0, 100.0, 10.0])
    cache: ByteLru[int, bytes] = ByteLru(len, lambda: next(bounds))
    cache.put(1, b"x" * 40)
    cache.put(2, b"x" * 40)
    assert len(cache) == 2


def test_many_values_are_put_at_once_and_one_is_created_once() -> None:
    cache: ByteLru[int, bytes] = ByteLru(len, lambda: 100)
    cache.update((key, bytes([key] * 40)) for key in range(4))
    assert [key for key, _ in cache.items()] == [2, 3]
    made: list[int] = []
    assert [cache.get_or_create(7, lambda: made.append(7) or b"y") for _ in range(2)] == [b"y", b"y"]  # type: ignore[func-returns-value]
    assert made == [7]


REGISTRIES = {
    "app/http/idempotency.py": "answers by visitor, some of them still being computed",
    "app/http/jobs.py": "jobs by visitor, some of them running",
    "models/augment/transform.py": "two numbers a setting",
    "models/augment/warping.py": "one bool a size",
    "models/filters/edited_networks.py": "edits by visitor",
    "models/networks/efficientnet_lite.py": "the layers of a module",
    "models/store/visitor_networks.py": "networks by visitor; one too many is refused",
    "models/store/weights.py": "a state dict",
    "models/uses/parking/service.py": "one value for each training and camera",
}
"""Files that keep things in order or remember results, and are no bounded cache."""


def test_no_other_cache_has_a_bound() -> None:
    root = Path(__file__).parents[1]
    sources = {
        path.relative_to(root).as_posix(): path.read_text("utf-8") for folder in ("app", "models") for path in (root / folder).rglob("*.py")
    }
    beside = {path for path, text in sources.items() if re.search(r"lru_cache\(|OrderedDict\(|OrderedDict\[|next\(iter\(self\.", text)}
    assert beside - {"models/byte_lru.py"} == set(REGISTRIES)
