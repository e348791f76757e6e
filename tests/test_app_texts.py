"""Words and papers: both languages everywhere, the README true of the code, the Space's card equal to the pins."""

from __future__ import annotations

import json
import pkgutil
import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import app
import models
from app import instruments, theme
from app.endpoints import endpoints
from app.endpoints.base import REQUIRED
from app.http import logs, metrics
from app.tabs import tabs
from models import registry
from models.cluster import connect
from models.limits import LIMITS
from models.text import LANGUAGES, Text

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
WORD = re.compile(r"\{\{\s*t\.(\w+)\s*\}\}")


def texts(value: Any, where: str) -> Iterator[tuple[str, Text]]:
    """Every `Text` in a value, with the way to it."""
    if isinstance(value, Text):
        if value != Text("", ""):  # nothing to say
            yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{where}.{key}")
    elif isinstance(value, (list, tuple)):
        for i, inner in enumerate(value):
            yield from texts(inner, f"{where}[{i}]")


def modules() -> Iterator[ModuleType]:
    """Every module of the app and of the models, recipes left out: they run by themselves."""
    for package in (app, models):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".recipes" not in module.name:
                yield import_module(module.name)


def all_texts() -> list[tuple[str, Text]]:
    found = [pair for name in instruments.instrument_names() for pair in texts(dict(instruments.words_of(name)), name)]
    for module in modules():
        found += [pair for name, value in vars(module).items() for pair in texts(value, f"{module.__name__}.{name}")]
    unique = {(words.en, words.pt): (where, words) for where, words in found}
    return [*unique.values(), *((f"tab {tab.key}", tab.title) for tab in tabs())]


@pytest.mark.parametrize(("where", "words"), all_texts(), ids=lambda value: value if isinstance(value, str) else "")
def test_both_languages_say_the_same_thing(where: str, words: Text) -> None:
    assert words.en.strip() and words.pt.strip()
    fields = [set(re.findall(r"\{(\w+)\}", language)) for language in (words.en, words.pt)]
    assert fields[0] == fields[1]
    assert "!" not in words.en + words.pt
    assert words.en[-1:].isalnum() == words.pt[-1:].isalnum(), "one ends as a sentence, the other does not"


def test_long_texts_are_translated() -> None:
    """Names of formats and of people may be the same in both; a sentence may not."""
    same = [(where, words.en) for where, words in all_texts() if words.en == words.pt]
    assert [where for where, said in same if len(re.findall(r"\b[a-z]{2,}\b", re.sub(r"\{\w+\}", "", said))) > 2] == []


def test_a_norm_is_a_length_and_what_normalises_says_over_what() -> None:
    """Of a filter's weights, of a gradient; a batch norm is called so in full."""
    alone = re.compile(r"(?<!batch )(?<!layer )(?<!group )\bnorm\b", re.IGNORECASE)
    said = {where.partition(".")[0] for where, words in all_texts() if alone.search(words.en) or re.search(r"\bnorma\b", words.pt)}
    assert said == {"convolutions", "tiles", "loss_along_step", "forward_backward", "changed_filters", "models"}


def test_who_says_that_pictures_stay_in_memory_names_the_browser_that_may_keep_them() -> None:
    """“Keep in this browser” makes a bare promise untrue."""
    promised = [words for _, words in all_texts() if re.search(r"\bstays? in memory\b|\bnever stored\b", words.en)]
    assert len(promised) == 3
    assert [words for words in promised if "this browser" not in words.en or "neste navegador" not in words.pt] == []


SHARED = ("camera.js", "live_camera.js", "exploded.js", "copy_button.js", "tab_views.js")
"""What `kit/` has that says an instrument's own words."""
SAYS = re.compile(r"(?<![\w.])t\.(\w+)\b")


def shared_by(scripts: list[str]) -> str:
    """The text of those of SHARED that these scripts import, and of those that these import."""
    found = {name for name in SHARED for script in scripts if f"kit/{name}'" in script}
    found |= {name for name in SHARED for one in found if f"'./{name}'" in (instruments.KIT / one).read_text("utf-8")}
    return " ".join((instruments.KIT / name).read_text("utf-8") for name in sorted(found))


@pytest.mark.parametrize("name", instruments.instrument_names())
def test_an_instrument_has_every_word_that_its_markup_and_script_name(name: str) -> None:
    words = set(instruments.words_of(name))
    assert set(WORD.findall(instruments.file_text(name, "html"))) <= words
    scripts = [file.read_text("utf-8") for file in (instruments.instrument_folders()[name]).glob("*.js")]
    spoken = {word for script in [*scripts, shared_by(scripts)] for word in SAYS.findall(script)}
    assert spoken <= words, spoken - words


def found(words: Any, way: str) -> bool:
    """Whether there is something at the end of a way like `came.look`; what lies inside a text is not asked for."""
    for step in way.split("."):
        if isinstance(words, dict):
            if step not in words:
                return False
            words = words[step]
    return True


@pytest.mark.parametrize("name", instruments.instrument_names())
def test_a_word_inside_a_table_of_words_is_there_too(name: str) -> None:
    words = dict(instruments.words_of(name))
    scripts = [file.read_text("utf-8") for file in instruments.instrument_folders()[name].glob("*.js")]
    ways = {way for script in scripts for way in re.findall(r"(?<![\w.])t\.(\w+(?:\.\w+)+)", script)}
    assert [way for way in sorted(ways) if not found(words, way)] == []


def test_what_a_script_says_of_an_element_is_asked_for_by_somebody() -> None:
    """`dataset.look = 'wide'` under another name than a stylesheet's `[data-look='wide']` does nothing, and nobody is told."""
    files = [file for kind in ("js", "css") for file in (ROOT / "app" / "instruments").rglob(f"*.{kind}")]
    everything = " ".join(file.read_text("utf-8") for file in [*files, *(ROOT / "tests" / "browser").glob("*.py")])
    said = set(re.findall(r"dataset\.(\w+) = ", everything))
    heard = set(re.findall(r"dataset\??\.(\w+)(?! = )\b", everything))
    heard |= {re.sub(r"-(\w)", lambda found: found[1].upper(), key) for key in re.findall(r"\[data-([\w-]+)", everything)}
    assert len(said) > 10 and said - heard == set()


@pytest.mark.parametrize("name", instruments.instrument_names())
def test_no_word_is_said_by_nobody(name: str) -> None:
    folder = instruments.instrument_folders()[name]
    places = [*folder.glob("*.js"), *folder.glob("*.html"), *((instruments.KIT).glob("*.js") if name == "head" else ())]
    texts = [file.read_text("utf-8") for file in places]
    texts += [file.read_text("utf-8") for file in folder.parent.glob("*.js") if any(f"'../{file.name}'" in text for text in texts)]
    shared = shared_by(texts)
    everything = " ".join([*texts, *SAYS.findall(shared), *re.findall(r"t\[`(\w+_)\$", shared)])
    unsaid = [word for word in instruments.words_of(name) if not re.search(rf"\b{word}\b", everything)]
    assert [word for word in unsaid if not re.search(rf"\b{word.split('_')[0]}_", everything)] == []


@pytest.mark.parametrize("name", instruments.instrument_names())
def test_a_number_with_plus_or_minus_says_that_it_is_half_of_a_95_percent_interval(name: str) -> None:
    """`a ± b` has that one meaning on every page; `±b` alone, a range from −b to b, is another sign."""
    words = dict(instruments.words_of(name))
    folder = next(ROOT.glob(f"app/instruments/*/{name}"))
    said = [part for text in texts(words, name) for part in (text[1].en, text[1].pt)]
    scripts = "".join(path.read_text("utf-8") for path in folder.glob("*.js"))
    if re.search(r"^(?!\s*(//|\*|/\*)).* ± ", scripts, re.MULTILINE):
        assert sum("±" in one and "95 %" in one for one in said) >= len(LANGUAGES), "say in both languages what ± is"


@pytest.mark.parametrize("name", instruments.instrument_names())
def test_markup_holds_no_words_of_its_own(name: str) -> None:
    """Letters between tags would be in one language only: signs, keys and the two language names are all there may be."""
    markup = re.sub(r"\{\{.*?\}\}", "", instruments.file_text(name, "html"))
    bare = re.sub(r"<kbd>.*?</kbd>|<!--.*?-->", "", markup, flags=re.DOTALL)
    words = [word for word in re.sub(r"<[^>]*>", " ", bare).split() if re.search(r"[A-Za-zÀ-ÿ]{2,}", word)]
    assert [word for word in words if word not in ("EN", "PT")] == []
    labels = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*[A-Za-z][^"]*)"', markup)
    assert labels == []


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    for limit in LIMITS:
        row = f"| `{limit.variable}` | {limit.default:,g} | {limit.unit} | {limit.why} |"
        assert row in README, f"README.md wants this line under Settings:\n{row}"
    documented = set(re.findall(r"`(PLAYGROUND_\w+)`", README))
    assert documented == {limit.variable for limit in LIMITS} | {metrics.TOKEN, logs.VARIABLE, connect.VARIABLE}


def test_a_setting_that_is_no_number_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in LIMITS:
        for given in ("plenty", "nan", "-1"):
            monkeypatch.setenv(limit.variable, given)
            with pytest.raises(ValueError, match=limit.variable):
                _ = limit.value
        monkeypatch.setenv(limit.variable, "7.5")
        assert limit.value == 7.5


def pins() -> dict[str, str]:
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    return dict(line.split("==", 1) for line in lines if line and not line.startswith("#"))


def card() -> dict[str, str]:
    lines = README.split("---")[1].strip().splitlines()
    return {key: value.strip().strip('"') for key, value in (line.split(":", 1) for line in lines)}


def test_the_spaces_card_equals_the_pins() -> None:
    front = card()
    assert README.startswith("---\n")
    assert (front["sdk"], front["sdk_version"]) == ("gradio", pins()["gradio"])
    assert (front["python_version"], front["app_file"]) == ("3.12", "app.py")
    assert front["license"] == "mit" and (ROOT / "LICENSE").read_text("utf-8").startswith("MIT")
    assert len(front["short_description"]) <= 60 and front["short_description"].isascii()


def test_what_is_installed_is_what_is_pinned() -> None:
    from importlib.metadata import version

    for package, pinned in pins().items():
        assert version(package).split("+")[0] == pinned, package
    assert int(pins()["pillow"].split(".")[0]) < 13


def test_make_lists_its_targets() -> None:
    said = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    named = re.findall(r"make ([\w-]+)", said)
    assert {"install", "run", "test", "test-all", "lint", "fix", "bench", "recipe"} <= set(named)


def test_the_version_is_one_everywhere() -> None:
    """pyproject's is the newest of the changelog, below what is not released yet, and the README says it."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[:2] == ["Unreleased", version]
    assert f"The version is {version} " in README


def test_the_readme_names_files_that_exist() -> None:
    commands = re.findall(r"python (?:-m )?([\w./]+)", README)
    for command in commands:
        path = ROOT / command if command.endswith(".py") else ROOT / (command.replace(".", "/") + ".py")
        assert path.exists(), command
    for link in re.findall(r"\]\(([\w./]+)\)", README):
        assert (ROOT / link).exists(), link


def test_texts_for_contributors_name_files_that_exist() -> None:
    """Everything between backticks that looks like a path, whichever of our folders it begins in."""
    begins = [ROOT / folder for folder in ("", "app", "app/instruments", "models")]
    for text in ("CONTRIBUTING.md", "docs/architecture.md"):
        for path in re.findall(r"`(\w[\w.-]*/[\w./-]*|\w+\.(?:py|md|txt|js))`", (ROOT / text).read_text("utf-8")):
            assert path.startswith("cnn/") or any((begin / path).exists() for begin in begins), f"{text}: {path}"


def test_the_readme_lists_the_endpoints_with_their_arguments() -> None:
    for endpoint in endpoints():
        row = next(line for line in README.splitlines() if line.startswith(f"| `/{endpoint.name}`"))
        for name, _, _, default in endpoint.takes:
            plain = default is REQUIRED or name == "language"
            assert (name if plain else f"{name}=null" if default is None else f"{name}={json.dumps(default)}") in row
        assert endpoint.takes[-1][0] == "language"


def luminance(colour: str) -> float:
    """WCAG 2.1, relative luminance of #rrggbb."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
def test_colours_can_be_told_apart(side: int) -> None:
    def contrast(front: str, back: str) -> float:
        high, low = sorted((luminance(theme.TOKENS[front][side]), luminance(theme.TOKENS[back][side])), reverse=True)
        return (high + 0.05) / (low + 0.05)

    for front in ("ink", "ink-2", "accent", "danger"):
        for back in ("paper", "plane", "wash"):
            assert contrast(front, back) >= 4.5, (front, back)
    assert contrast("on-accent", "accent") >= 4.5
    for back in ("paper", "plane"):
        assert contrast("edge", back) >= 3


def test_sheets_name_colours_by_their_tokens_alone() -> None:
    folder = ROOT / "app" / "instruments"
    raw = re.compile(r"(?:#[0-9a-fA-F]{3,8}(?=[;,)\s])|\b(?:rgb|hsl|oklch)a?\()")
    found = {
        f"{file.relative_to(folder).as_posix()}: {line.strip()}"
        for file in folder.rglob("*.css")
        for line in file.read_text("utf-8").splitlines()
        if raw.search(line.partition(":")[2])
    }
    assert {line for line in found if not re.match(r"kit/tokens\.css: --[\w-]+: #", line)} == set()


def test_gradios_variables_are_spelled_as_gradio_spells_them() -> None:
    theme.theme()  # raises on an unknown one


def test_tabs_are_found_and_two_of_a_kind_refuse_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tabs()[0].key == "look"
    found = registry.discover("app.tabs", "TAB")
    monkeypatch.setattr("models.registry.discover", lambda package, attribute: [*found, found[0]])
    with pytest.raises(ValueError, match="twice"):
        tabs.__wrapped__()


SEEN = {"frame/connection/index.css", "look/picture/index.css", "lecture/path/index.css"}
"""Sheets whose transparent line is meant to be seen where the system gives the colours, or is cut away."""


def test_a_line_that_only_keeps_its_place_is_unseen_where_the_system_gives_the_colours() -> None:
    """There `transparent` is painted like text, and nobody can tell what is chosen: `var(--resting-line)`."""
    folder = ROOT / "app" / "instruments"
    sheets = {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*.css")}
    assert "--resting-line: Canvas" in sheets["kit/tokens.css"]
    assert {name for name, text in sheets.items() if re.search(r"border[\w-]*: \d+px solid transparent", text)} == SEEN
