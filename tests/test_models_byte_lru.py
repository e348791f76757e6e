"""The bounded cache against a list that is walked by hand (hypothesis), and what its callers rely on."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from models.byte_lru import ByteLru

ACTS = st.lists(st.tuples(st.sampled_from(["get", "put", "peek", "pop"]), st.integers(0, 5), st.integers(0, 60)), max_size=40)


def bounded(most: float = 100, **how: int) -> ByteLru[int, list[int]]:
    return ByteLru(lambda value: value[0], lambda: most, **how)


@given(ACTS, st.integers(0, 2))
def test_it_holds_what_a_list_in_order_of_use_would_hold(acts: list[tuple[str, int, int]], at_least: int) -> None:
    cache, oldest_first = bounded(at_least=at_least), list[tuple[int, int]]()
    for act, key, size in acts:
        known = dict(oldest_first).get(key)
        if act == "put":
            cache.put(key, [size])
            oldest_first = [one for one in oldest_first if one[0] != key] + [(key, size)]
            while len(oldest_first) > at_least and sum(bytes_of for _, bytes_of in oldest_first) > 100:
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
