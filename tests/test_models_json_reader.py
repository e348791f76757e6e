"""The one reader of JSON: what it gives out holds no surprise, and whatever else comes is one sentence that names it."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from models import json_reader
from models.errors import UserError

WRONG: dict[str, tuple[bytes | str, str]] = {
    "no JSON": ("{", "no JSON"),
    "nothing": (b"", "no JSON"),
    "not UTF-8": (b'"\xff"', "no JSON"),
    "open brackets": ("[" * 3000, "deep"),
    "a hundred thousand": ("[" * 100_000, "deep"),
    "deep": ("[" * 33 + "]" * 33, "more than 32 deep"),
    "deep objects": ('{"a":' * 40 + "1" + "}" * 40, "deep"),
    "infinity": ("[Infinity]", "infinite"),
    "no number": ('{"a": NaN}', "infinite"),
    "too large for a float": ("1e999", "too large"),
    "too large for a computer": ("1" + "0" * 400, "too large"),
    "more digits than Python reads": ("9" * 5000, "no JSON"),
    "twice": ('{"a": {"b": 1, "b": 2}}', "'b' comes twice"),
    "half a letter": ('["\\ud800"]', "half a letter"),
    "half a letter as a name": ('{"\\udfff": 1}', "half a letter"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_none_is_refused_by_what_it_is(name: str) -> None:
    data, says = WRONG[name]
    with pytest.raises(UserError, match=says) as refused:
        json_reader.read(data, "plan")
    assert refused.value.say("en").startswith("plan: ") and refused.value.say("en") != refused.value.say("pt")
    refused.value.say("pt").encode()


def test_size_is_bounded_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json, "loads", lambda *_, **__: pytest.fail("it was parsed"))
    with pytest.raises(UserError, match="more than 8 MB"):
        json_reader.read(b"[" + b" " * 8_000_000, "plan")
    with pytest.raises(UserError, match=r"more than 0\.001 MB"):
        json_reader.read(b" " * 1001, "about", 1000)


values = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**62), 2**62) | some.floats(allow_nan=False, allow_infinity=False) | some.text(),
    lambda inside: some.lists(inside, max_size=4) | some.dictionaries(some.text(max_size=5), inside, max_size=4),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(value=values, escaped=some.booleans())
def test_everything_else_is_read_as_python_reads_it(value: object, escaped: bool) -> None:
    text = json.dumps(value, ensure_ascii=escaped)
    assert json_reader.read(text, "x") == json_reader.read(text.encode(), "x") == json.loads(text)


@settings(max_examples=300, deadline=None)
@given(data=some.binary(max_size=40) | some.text(alphabet='[]{}",:0123456789.eE-+ntrufalsNI\\', max_size=40))
def test_anything_at_all_is_a_value_or_one_sentence(data: bytes | str) -> None:
    try:
        json.dumps(json_reader.read(data, "x"), allow_nan=False).encode()
    except UserError as refused:
        assert refused.say("en").endswith(".")


def test_nobody_reads_a_strangers_json_otherwise() -> None:
    """Only these read JSON by themselves, and only our own files or what they have just written."""
    root = Path(__file__).parents[1]
    allowed = {
        "models/json_reader.py",
        "models/store/costs.py",
        "models/store/counts.py",
        "models/store/weights.py",
        "models/uses/style_example.py",
        "models/feature_race/service.py",
        "models/training/compare/bundled_runs.py",
    }
    allowed |= {"app/samples.py", "app/endpoints/checks.py"}
    found = set()
    for file in [*root.glob("models/**/*.py"), *root.glob("app/**/*.py")]:
        name = file.relative_to(root).as_posix()
        calls = (node.func for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call))
        if any(isinstance(one, ast.Attribute) and one.attr in ("loads", "load") and ast.unparse(one.value) == "json" for one in calls):
            found.add(name)
    assert {name for name in found if "/recipes/" not in name} <= allowed
