"""The shipped networks for digits: their files and cards, their answers on scanned and on drawn digits; and the recipe that made them."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Generator, Tensor, nn

from models.inputs import drawing, pictures
from models.networks.lenet5 import NETWORKS as MODERN
from models.networks.lenet5_1998 import NETWORKS as OF_1998
from models.networks.mlp import NETWORKS as DENSE
from models.recipes import card, evaluate, mnist
from models.recipes.digit_loop import DigitRecipe, predict_logits, train
from models.recipes.drawn_hands import HandwritingConfig
from models.recipes.handwriting import HandAugmentation, augment_digits
from models.store.registry import NetworkSpec
from models.types.activations import PictureSource
from tests import hands

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "assets" / "weights"
SAMPLES = ROOT / "assets" / "samples"
LENETS = {spec.key: spec for spec in (*MODERN, *OF_1998, *DENSE)}
LEAST = {"lenet5": 9_930, "lenet5_plain": 9_900, "lenet5_1998": 9_900, "mlp": 9_850}  # right of MNIST's 10,000 test digits


def loaded(spec: NetworkSpec) -> nn.Module:
    net = spec.build()
    net.load_state_dict(load_file(WEIGHTS / f"{spec.key}.safetensors"))
    return net.eval()


@pytest.fixture(scope="module", params=LENETS)
def spec(request: pytest.FixtureRequest) -> NetworkSpec:
    return LENETS[request.param]


@pytest.fixture(scope="module")
def lenet(spec: NetworkSpec) -> nn.Module:
    return loaded(spec)


@pytest.fixture(scope="module")
def some_digits() -> mnist.Digits:
    """The first 500 test digits of MNIST, 25 to a row."""
    sheet = np.asarray(Image.open(ROOT / "tests" / "data" / "mnist500.png"))
    tiles = sheet.reshape(20, 28, 25, 28).transpose(0, 2, 1, 3).reshape(500, 28, 28)
    labels = [int(c) for c in (ROOT / "tests" / "data" / "mnist500.txt").read_text().replace("\n", "")]
    return mnist.Digits(torch.from_numpy(tiles.copy()), torch.tensor(labels))


def probabilities(net: nn.Module, spec: NetworkSpec, source: PictureSource) -> NDArray[np.float32]:
    """[class], by the preparation that the network's own entry names."""
    seen = torch.from_numpy(pictures.prepare(source, spec.preparation).copy()).permute(2, 0, 1)[None].float() / 255  # (1, 1, H, W)
    with torch.no_grad():
        logits = net((seen - spec.preparation.mean[0]) / spec.preparation.std[0])
    return np.asarray(logits.softmax(1)[0])


# The file and its card


def test_the_file_is_the_one_that_its_card_describes(spec: NetworkSpec) -> None:
    file, text = WEIGHTS / f"{spec.key}.safetensors", (WEIGHTS / f"{spec.key}.md").read_text("utf-8")
    assert hashlib.sha256(file.read_bytes()).hexdigest() in text
    assert f"{file.stat().st_size:,} bytes" in text
    for promised in ("CC BY-SA 3.0", f"python -m models.recipes.{spec.key} ", "--seed 0", "Wilson", "Known failures", "evaluate"):
        assert promised in text
    assert re.search(r"^Seeds: 0: 9[89]\.\d\d %(; \d: 9[89]\.\d\d %)*\.$", text, re.MULTILINE)


def test_the_file_holds_the_network_and_says_where_it_is_from(spec: NetworkSpec) -> None:
    with safe_open(WEIGHTS / f"{spec.key}.safetensors", "pt") as file:
        shapes = {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118
        notes = file.metadata()
    assert sum(int(np.prod(shape)) for shape in shapes.values()) == (60_000 if spec.key == "lenet5_1998" else 61_706)
    told = {"lenet5_1998": {(6, 1, 5, 5), (60, 5, 5)}, "mlp": {(68, 784), (64, 68), (52, 64), (10, 52)}}
    assert told.get(spec.key, {(6, 1, 5, 5), (16, 6, 5, 5)}) <= set(shapes.values())
    assert notes["network"] == spec.key and "CC BY-SA 3.0" in notes["data"] and notes["seed"] == "0"


def test_the_cards_table_adds_up_to_its_accuracy(spec: NetworkSpec) -> None:
    text = (WEIGHTS / f"{spec.key}.md").read_text("utf-8")
    right, total, share = re.search(r"^([\d,]+) of ([\d,]+) right: \*\*([\d.]+) %\*\*", text, re.MULTILINE).groups()  # type: ignore[union-attr]
    rows = re.findall(r"^\| \*\*(\d)\*\* \| (.+) \| [\d.]+ % \|$", text, re.MULTILINE)
    counts = np.array([[0 if n == "·" else int(n) for n in row.split(" | ")] for _, row in rows])
    assert counts.shape == (10, 10) and counts.sum() == 10_000 == int(total.replace(",", ""))
    assert counts.trace() == int(right.replace(",", "")) >= LEAST[spec.key]
    assert float(share) == pytest.approx(counts.trace() / 100, abs=0.005)
    assert counts.sum(1).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]  # MNIST's test set


def test_every_shipped_file_has_its_source() -> None:
    for folder in (WEIGHTS, SAMPLES):
        text = (folder / "SOURCES.md").read_text("utf-8")
        for file in folder.iterdir():
            figure = re.fullmatch(r"(\w+)(-(?:confusion|filters|curve)\.png)", file.name)
            drawn = figure and f"`<network>{figure[2]}`" in text and (WEIGHTS / f"{figure[1]}.safetensors").exists()
            named = file.name in text or drawn or (file.name.startswith("digit-") and "`digit-9.png`" in text)
            assert named or file.suffix == ".md", f"{file.name} is not in {folder.name}/SOURCES.md"


# Its answers


def test_scanned_digits_are_read(lenet: nn.Module, spec: NetworkSpec, some_digits: mnist.Digits) -> None:
    right = (predict_logits(lenet, some_digits, spec.preparation).argmax(1) == some_digits.labels).sum().item()
    assert right >= 490


def test_thirty_digits_drawn_with_a_mouse_are_read(lenet: nn.Module, spec: NetworkSpec) -> None:
    drawn = [(d, probabilities(lenet, spec, PictureSource("strokes", drawing.encode(d.strokes)))) for d in hands.digits()]
    wrong = [f"{d.hand} {d.digit} as {p.argmax()}" for d, p in drawn if p.argmax() != d.digit]
    assert len(wrong) <= 2, wrong
    assert np.mean([p[d.digit] for d, p in drawn]) > 0.9


def test_drawn_digits_are_read_as_pictures_too(lenet: nn.Module, spec: NetworkSpec) -> None:
    right = 0
    for d in hands.digits():
        paper = 255 - drawing.rasterise(d.strokes, 300)
        right += probabilities(lenet, spec, PictureSource("picture", encoded(paper))).argmax() == d.digit
    assert right >= 28


def encoded(pixels: NDArray[np.uint8]) -> bytes:
    import io

    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=80)
    return out.getvalue()


def test_the_samples_are_whole_and_the_first_is_a_three() -> None:
    spec = LENETS["lenet5"]
    lenet = loaded(spec)
    samples = json.loads((SAMPLES / "samples.json").read_text("utf-8"))
    assert samples[0]["key"] == "drawn-3"
    assert len({s["key"] for s in samples}) == len(samples) >= 20
    total = 0
    for sample in samples:
        assert sample["title"]["en"] and sample["title"]["pt"] and sample["licence"]
        if "ink" in sample:
            source = PictureSource("strokes", base64.urlsafe_b64decode(sample["ink"] + "=="))
        else:
            data = (SAMPLES / Path(sample["url"]).name).read_bytes()
            total += len(data)
            source = PictureSource("picture", data)
            assert sample["credit"] and max(pictures.decode(data).size) <= 512
        digit = re.fullmatch(r"(?:drawn|digit)-(\d)", sample["key"])
        if digit:
            answer = probabilities(lenet, spec, source)
            assert sample["drawing"] and answer.argmax() == int(digit[1]) and answer.max() > 0.9
    assert total < 1_500_000


# The recipe


def test_the_same_weights_give_the_same_file(tmp_path: Path, lenet: nn.Module) -> None:
    notes = {f"note {k}": "ação" * k for k in range(12)}
    files = [tmp_path / f"{k}.safetensors" for k in range(4)]
    for file in files:
        card.write_weights(lenet, file, **notes)
    assert len({card.sha256(file) for file in files}) == 1
    again = load_file(files[0])
    assert all(torch.equal(value, again[name]) for name, value in lenet.state_dict().items())
    with safe_open(files[0], "pt") as opened:
        assert opened.metadata() == {"format": "pt", **notes}


def test_the_interval_is_statsmodels_and_the_textbooks() -> None:
    from scipy.stats import binomtest

    for right, total in ((9_930, 10_000), (0, 7), (5, 5), (27, 50)):
        expected = binomtest(right, total).proportion_ci(0.95, method="wilson")
        assert card.wilson_interval(right, total) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_confusion_counts_rows_as_truth() -> None:
    from sklearn.metrics import confusion_matrix

    truth, said = torch.randint(0, 5, (200,)), torch.randint(0, 5, (200,))
    assert card.confusion(truth, said, 5).tolist() == confusion_matrix(truth, said, labels=range(5)).tolist()


def idx(values: NDArray[np.uint8]) -> bytes:
    return struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape) + values.tobytes()


def write_mnist(folder: Path, digits: mnist.Digits) -> None:
    """The four files, the pictures gzipped and the labels not."""
    for part in ("train", "t10k"):
        (folder / f"{part}-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(digits.pictures.numpy())))
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(idx(digits.labels.numpy().astype(np.uint8)))


def test_idx_files_are_read_packed_and_plain(tmp_path: Path, some_digits: mnist.Digits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mnist, "VALIDATION", 100)
    write_mnist(tmp_path, some_digits)
    data = mnist.load(tmp_path, seed=3)
    assert torch.equal(data.test.pictures, some_digits.pictures) and torch.equal(data.test.labels, some_digits.labels)
    assert (len(data.training), len(data.validation)) == (400, 100)
    both = torch.cat([data.training.pictures, data.validation.pictures]).flatten(1).sum(1).sort().values
    assert torch.equal(both, some_digits.pictures.flatten(1).sum(1).sort().values)
    for broken in (b"\0\0\x0d\1\0\0\0\1abcd", idx(np.zeros(9, np.uint8))[:-1]):
        (tmp_path / "t10k-labels-idx1-ubyte").write_bytes(broken)
        with pytest.raises(ValueError):
            mnist.load(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(FileNotFoundError):
        mnist.load(tmp_path)


def test_evaluate_measures_what_the_answers_say(tmp_path: Path, lenet: nn.Module, spec: NetworkSpec, some_digits: mnist.Digits) -> None:
    write_mnist(tmp_path, some_digits)
    right = int((predict_logits(lenet, some_digits, spec.preparation).argmax(1) == some_digits.labels).sum())
    assert evaluate.digits(spec, WEIGHTS / f"{spec.key}.safetensors", tmp_path).startswith(f"{right} of 500 right: **{right / 5:.2f} %**")


@pytest.fixture
def one_thread() -> Iterator[None]:
    """As the recipe runs; batches this small gain nothing from more."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.usefixtures("one_thread")
def test_the_recipe_repeats_itself_and_learns(some_digits: mnist.Digits) -> None:
    data = mnist.DigitSet(some_digits, some_digits, some_digits)
    recipe = DigitRecipe(epochs=6, batch=50, hands=HandAugmentation(untouched=1.0), drawing=HandwritingConfig(count=100))
    first, second, other = (train(LENETS["lenet5"], data, recipe, seed) for seed in (4, 4, 5))
    assert all(torch.equal(a, b) for a, b in zip(first.net.parameters(), second.net.parameters(), strict=True))
    assert not torch.equal(next(first.net.parameters()), next(other.net.parameters()))
    assert first.curve[-1]["loss"] < first.curve[0]["loss"] / 2 and first.curve[-1]["validation"] > 0.7


def test_another_hand_keeps_to_its_bounds(some_digits: mnist.Digits) -> None:
    digits = some_digits.pictures[:64, None].float() / 255
    before = digits.clone()

    def drawn(seed: int, hand: HandAugmentation) -> Tensor:
        return augment_digits(digits, hand, Generator().manual_seed(seed))

    still = HandAugmentation(rotation=0, shear=0, scale=0, translation=0, elastic=0, thicker=0, thinner=0, faint=0, untouched=0)
    assert torch.allclose(drawn(0, still), digits, atol=0.021)
    assert torch.equal(drawn(1, HandAugmentation()), drawn(1, HandAugmentation())) and not torch.equal(
        drawn(1, HandAugmentation()), drawn(2, HandAugmentation())
    )
    found = drawn(1, HandAugmentation())
    assert found.shape == digits.shape and found.min() >= 0 and found.max() <= 1 and torch.equal(digits, before)
    turned = drawn(
        3, HandAugmentation(**{**{name: 0 for name in HandAugmentation.__dataclass_fields__ if name != "fields"}, "thicker": 1.0})
    )
    assert (turned.flatten(1).sum(1) >= digits.flatten(1).sum(1) - 1).all()  # a thicker pen leaves more ink
