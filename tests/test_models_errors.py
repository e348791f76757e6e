"""A name that is not in a list: the whole list, or how many there are with the nearest and where they stand."""

from __future__ import annotations

from models.errors import unknown


def test_a_short_list_is_said_whole() -> None:
    names = [f"name{i}" for i in range(25)]
    said = unknown("head", "x", names)
    assert all(name in said.say("en") and name in said.say("pt") for name in names) and "…" not in said.say("en")


def test_a_long_list_is_counted_with_the_nearest_and_where_it_stands() -> None:
    names = [f"layer{i}.conv1" for i in range(60)]
    said = unknown("layer", "layer59.conv", names)
    assert "Did you mean layer59.conv1? 60 are accepted" in said.say("en") and "/layers" in said.say("en")
    assert "Você quis dizer layer59.conv1? Há 60 aceitos" in said.say("pt") and len(said.say("en")) < 300
    assert "60 are accepted." in unknown("layer", "", names).say("en")


def test_what_was_given_is_cut_where_it_is_long() -> None:
    assert len(unknown("head", "x" * 10_000, ["linear"]).say("en")) < 200
