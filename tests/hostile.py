"""What strangers send: good and wrong values for every argument, every kind of body, whole and mangled. For the tests that fuzz."""

from __future__ import annotations

import importlib
import io
import json
import pkgutil
import re
import struct
from functools import cache
from typing import Any

import numpy as np
from hypothesis import strategies as some
from PIL import Image

from app import routes
from app.routes import all_routes
from models.inputs import drawing
from models.text import LANGUAGES
from tests.class_zips import GOOD, picture, zipped
from tests.picture_files import TYPES
from tests.pklot import files as spaces

STEP_SETTINGS = ("label", "rate", "momentum", "dropout", "maps", "seed")
PLAIN = {
    "convolve": ("height", "width", "planes", "rows", "columns", "stride", "padding", "fill", "dilation", "bias"),
    "class_edit": ("do", "which", "name", "enabled"),
}
NETWORKS = ["lenet5@random", "lenet5@random", "mlp@random", "mine/flowers", "mine/flowers@random"]
LAYERS = ["conv1", "conv1", "conv2", "fc1", "fc3", "input", "softmax", "relu1"]
SMALL = [str(n) for n in (0, 1, 2, 3, 5, 8, 28)]
GOOD_VALUES: dict[str, list[str]] = {
    "network": NETWORKS,
    "against": [*NETWORKS, ""],
    "layer": LAYERS,
    "layers": [*LAYERS, "conv1,fc1"],
    "form": ["strokes", "picture", "pixels"],
    "second_form": ["strokes", "picture"],
    "method": ["saliency", "grad_cam", "occlusion", "smoothgrad", "integrated_gradients"],
    "cell": ["0,1,1", "3", "0,0,0", "1,2", "-1,0,0"],
    "targets": ["0", "1,2", "99"],
    "aimed": ["channel", "neuron", "class"],
    "dataset": ["digits", "digits", "textures", "shapes"],
    "counts": ["1", "0"],
    "along": ["angle", "blur"],
    "locked": ["", "0:3", "1:4,2:8"],
    "do": ["add", "change", "remove"],
    "fill": ["zeros", "reflect", "replicate"],
    "name": ["cats", "mine", "ção", "a" * 90],
    "each": ["5", "6"],
    "target": SMALL[:4],
    "label": SMALL[:4],
    "unit": SMALL[:5],
    "plane": ["0"],
    "channel": SMALL[:5],
    "maps": ["0", "1"],
    "all": ["0", "1"],
    "repeats": ["1"],
    "side": ["16", "64"],
    "tiles": ["0", "2"],
    "second": ["0", "0", "9"],
    "which": ["0", "1", "2", "3"],
    **{key: ["3"] for key in ("rows", "columns")},
    **{key: ["1"] for key in ("stride", "padding", "dilation", "planes")},
    "draws": ["1"],
    "fresh": ["0"],
    "steps": ["1", "2"],
    "count": ["1", "2", "3"],
    "ids": ["1,2", "9"],
    "enabled": ["0", "1"],
    "smallest": ["60", "150"],
    "overlap": ["0.5", "0.2"],
    "sure": ["0.6,0.7,0.7", "0.9,0.9,0.9"],
    "window": ["0,0,24,24", "-4,2,8,14"],
    "burst": ["", "b"],
    **{one: ["0", "0.5", "0.001"] for one in ("rate", "momentum", "dropout", "reach", "share", "bias")},
}
WRONG_VALUES = [
    "", " ", "-1", "1.5", "nan", "inf", "-inf", "1e400", "9" * 9, "9" * 30, "9" * 5000, "true", "null", "[" * 3000, "{}", "[]",
    "\x00", "\u202e", "ação", "👨‍👩‍👧‍👦", "%s%n", "../../etc/passwd", "mine/", "mine/x", "@random", "lenet5@random@random", "a" * 3000,
    "١٢", "²", "1_0", "+1", "0x1", ",", ",,,", ":", "1:2:3", "'; --", "<b>", "{given}", "{0}",
]  # fmt: skip

_NAMES = some.sampled_from(["a", "network", "0", ""])
anything = some.recursive(
    some.one_of(
        some.none(),
        some.booleans(),
        some.integers(-3, 12),
        some.sampled_from([10**400, -(2**63), 2**63, 1e308, 3e38, -1.5, float("nan"), float("inf")]),
        some.sampled_from(["", "lenet5@random", "linear", "conv1", "abc", "\ud800", "{given}", "digits", "x" * 500]),
        some.floats(0, 1),
    ),
    lambda inside: some.one_of(some.lists(inside, max_size=3), some.dictionaries(_NAMES, inside, max_size=3)),
    max_leaves=6,
)


def texts(value: Any) -> str:
    return json.dumps(value)


RAW = [
    "[" * 3000,
    "{" * 3000,
    '{"a":' * 500,
    "[1,",
    '{"a": 1, "a": 2}',
    "NaN",
    "1" * 400,
    "1" * 5000,
    "1e999",
    '"\\ud800"',
    "",
    "\ufeff{}",
    "\xff",
]


@some.composite
def objects(draw: Any, good: dict[str, list[Any]], always: tuple[str, ...] = ()) -> dict[str, Any]:
    """Objects with some of these names and values that may be; in half of them one value is anything at all, or one name is."""
    made = {name: draw(some.sampled_from(values)) for name, values in good.items() if name in always or draw(some.booleans())}
    how = draw(some.sampled_from(["", "", "", "value", "value", "name"]))
    if how == "value":
        made[draw(some.sampled_from(list(good)))] = draw(anything)
    elif how == "name":
        made[draw(some.text(max_size=4))] = draw(anything)
    return made


STEPS = some.lists(
    objects(
        {
            "transform": ["rotation", "translation", "mixup", "color_jitter", "elastic"],
            "parameters": [{}, {"degrees": [-5, 5]}, {"degrees": [9, -9]}, {"x": [0, 1]}],
        },
        always=("transform",),
    ),
    max_size=3,
)
TEACHING = objects(
    {
        "network": NETWORKS,
        "freeze": ["all", "none", "conv2"],
        "head": ["linear", "mlp", "svm", "nearest"],
        "views": [0, 1, 2],
        "hidden": [1, 8],
        "dropout": [0, 0.2],
        "untouched": [True, False],
        "name": ["flowers", "çé", "x" * 200],
        "epochs": [1],
        "batch": [1, 16],
        "learning_rate": [1e-3, 10],
        "optimiser": ["sgd", "adam"],
        "schedule": ["cosine"],
        "seed": [0, 3],
        "augmentation": [[], [{"transform": "rotation"}]],
    },
    always=("network",),
)
EXPERIMENT = objects(
    {
        "data": ["shapes", "digits", "own"],
        "each": [1, 2],
        "network": ["lenet5", "dense"],
        "width": [2, 4],
        "depth": [2],
        "dropout": [0, 0.5],
        "random_labels": [0, 1],
        "epochs": [1],
        "batch": [8],
        "learning_rate": [0.01],
        "augmentation": [[]],
        "seed": [0],
    },
    always=("epochs", "each"),
)
EDIT = objects({"layer": ["conv1", "fc1"], "unit": [0, 3], "factor": [0, -1, 2.5], "kernel": [None, [0.0] * 25, [1.0]]}, always=("layer",))
JSONS: dict[str, some.SearchStrategy[str]] = {
    "plan": some.one_of(*[STEPS.map(texts)] * 4, some.sampled_from(RAW), anything.map(texts)),
    "lane": some.one_of(*[EXPERIMENT.map(texts)] * 4, some.sampled_from(RAW), anything.map(texts)),
    "lanes": some.one_of(*[some.lists(EXPERIMENT, max_size=3).map(texts)] * 4, some.sampled_from(RAW), anything.map(texts)),
}


HEADERS: list[dict[str, Any]] = [{}, {}, {"content-type": "text/x"}, {"range": "bytes=9-"}, {"accept": b"\xff"}, {"cookie": "a" * 3000}]


@cache
def arguments(name: str) -> tuple[str, ...]:
    """What a route is asked with, as the docstring of its family says it."""
    if name in PLAIN:
        return PLAIN[name]
    modules = [importlib.import_module(f"{routes.__name__}.{module.name}") for module in pkgutil.iter_modules(routes.__path__)]
    found = re.search(rf"^(?:GET|POST)\s+cnn/{name}(?:\?(\S*))?\s", "\n".join(module.__doc__ or "" for module in modules), re.MULTILINE)
    assert found, f"no docstring says how cnn/{name} is asked"
    names = [part.split("=")[0] for part in (found[1] or "").split("&") if part]
    return tuple(one for given in names for one in (STEP_SETTINGS if given == "<step>" else (given,)))


def good(argument: str) -> some.SearchStrategy[str]:
    return JSONS[argument] if argument in JSONS else some.sampled_from(GOOD_VALUES.get(argument, SMALL))


def wrong() -> some.SearchStrategy[str]:
    return some.one_of(some.sampled_from(WRONG_VALUES), some.sampled_from(sum(GOOD_VALUES.values(), SMALL)), some.text(max_size=6))


@cache
def files() -> dict[str, bytes]:
    """One good body of every kind."""
    png = TYPES["PNG"]()
    digit = np.zeros((28, 28), np.uint8)
    digit[6:20, 12:15] = 255
    Image.fromarray(digit).save(made := io.BytesIO(), "PNG")
    edits = json.dumps([{"layer": "conv1", "unit": 0, "factor": 0}]).encode()
    return {
        "strokes": drawing.encode([drawing.Stroke(12, np.array([[60, 40], [80, 200]], np.uint8))]),
        "picture": png,
        "digit": made.getvalue(),
        "pixels": digit.tobytes(),
        "heat": np.ones((28, 28), "<f4").tobytes() + digit.tobytes(),
        "two": struct.pack("<I", len(png)) + png + struct.pack("<I", len(png)) + png,
        "edits": struct.pack("<I", len(edits)) + edits + digit.tobytes(),
        "kernel": np.ones(9, "<f4").tobytes() + bytes(64),
        "zip": zipped(GOOD),
        "set": zipped([(f"{name}/{i}.png", picture(level + 9 * i)) for name, level in (("a", 10), ("b", 160)) for i in range(6)]),
        "pklot": zipped(spaces({"sun": (1,), "rain": (2,)})),
        "empty": b"",
    }


@some.composite
def mangled(draw: Any, data: bytes) -> bytes:
    """As it is in two of three; else cut off, with some bytes changed, or with something behind."""
    how = draw(some.sampled_from(["", "", "", "", "", "", "cut", "changed", "longer"]))
    if how == "cut":
        return data[: draw(some.integers(0, len(data)))]
    if how == "changed":
        pairs = some.lists(some.tuples(some.floats(0, 1, exclude_max=True), some.integers(0, 255)), min_size=1, max_size=6)
        return _changed(data, draw(pairs))
    return data + draw(some.binary(max_size=8)) if how else data


def _changed(data: bytes, pairs: list[tuple[float, int]]) -> bytes:
    made = bytearray(data)
    for place, byte in pairs:
        if made:
            made[int(place**2 * len(made))] = byte
    return bytes(made)


def edited(form: str) -> some.SearchStrategy[bytes]:
    lists = some.one_of(*[some.lists(EDIT, max_size=2).map(texts)] * 3, some.sampled_from(RAW), anything.map(texts)).map(str.encode)
    picture = files()[FORMS.get(form, ("strokes",))[0]]
    return lists.map(lambda text: struct.pack("<I", len(text)) + text + picture)


FORMS = {"strokes": ("strokes",), "picture": ("picture", "digit"), "pixels": ("pixels",)}


def bodies(name: str, form: str, weights: bytes) -> some.SearchStrategy[bytes]:
    """What a route of this name is sent: mostly of its own kind, more seldom of any."""
    plans = some.one_of(TEACHING.map(texts), TEACHING.map(texts), TEACHING.map(texts), some.sampled_from(RAW)).map(str.encode)
    pictures = some.sampled_from(FORMS.get(form, ("strokes",))).flatmap(lambda kind: mangled(files()[kind]))
    own: dict[str, some.SearchStrategy[bytes]] = {
        **dict.fromkeys(("freeze_points", "fine_tune", "fine_tune_compare", "fine_tune_code"), plans),
        **dict.fromkeys(("weight_edits", "count_correct", "filter_code"), edited(form)),
        "classes_zip": some.sampled_from(["zip", "set"]).flatmap(lambda kind: mangled(files()[kind])),
        "network_upload": some.one_of(mangled(weights), headers(weights)),
        **dict.fromkeys(("tissue_colours", "tissue_patches"), marked()),
        "pklot": mangled(files()["pklot"]),
        "style_transfer": mangled(files()["two"]),
        "top_patches": some.sampled_from(["two", "empty"]).flatmap(lambda kind: mangled(files()[kind])),
        "convolve": mangled(files()["kernel"]),
        "deletion_curves": mangled(files()["heat"]),
    }
    any_kind = some.sampled_from([*files().values(), weights]).flatmap(mangled)
    return some.sampled_from([0] * 9 + [1]).flatmap(lambda odd: any_kind if odd else own.get(name, pictures))


def marked() -> some.SearchStrategy[bytes]:
    """Strokes of a brush that are none or nearly, and a picture behind them."""
    stroke = some.fixed_dictionaries({"kind": some.one_of(some.integers(-1, 3), anything), "width": some.one_of(some.floats(), anything)})
    strokes = some.lists(some.tuples(stroke, some.lists(some.floats(-0.1, 1.1), max_size=6)).map(lambda two: two[0] | {"points": two[1]}))
    asked = some.fixed_dictionaries({"kinds": some.one_of(some.integers(0, 4), anything), "strokes": some.one_of(strokes, anything)})
    return asked.map(texts).map(str.encode).map(lambda text: struct.pack("<I", len(text)) + text + files()["picture"])


def headers(weights: bytes) -> some.SearchStrategy[bytes]:
    """A .safetensors file whose header says anything of its network."""
    length = struct.unpack_from("<Q", weights)[0]
    header = json.loads(weights[8 : 8 + length])
    about = json.loads(header["__metadata__"]["about"])

    def made(more: dict[str, Any]) -> bytes:
        metadata = {**header["__metadata__"], "about": json.dumps(about | more)}
        text = json.dumps({**header, "__metadata__": metadata}).encode()
        return struct.pack("<Q", len(text)) + text + weights[8 + length :]

    return some.dictionaries(some.sampled_from(list(about)), anything, min_size=1, max_size=2).map(made)


@some.composite
def questions(draw: Any, weights: bytes) -> tuple[str, str, dict[str, str], dict[str, Any], bytes]:
    """(method, name, query, headers, body): one request, mostly one that means something."""
    route = draw(some.sampled_from(all_routes()))
    query = {name: draw(good(name)) for name in arguments(route.name)}
    body = draw(bodies(route.name, query.get("form", ""), weights)) if route.method == "POST" else b""
    for _ in range(draw(some.sampled_from([0, 0, 0, 1, 1, 2])) if query else 0):
        name = draw(some.sampled_from(list(query)))
        query[name] = draw(wrong())
    if query and draw(some.sampled_from([False] * 9 + [True])):
        del query[draw(some.sampled_from(list(query)))]
    extra = draw(some.sampled_from(HEADERS))
    language = draw(some.sampled_from([*LANGUAGES, *LANGUAGES, "de", ""]))
    return route.method, route.name, query | {"language": language}, extra, body
