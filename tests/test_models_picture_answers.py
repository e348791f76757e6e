"""Networks that answer with a picture: every layer bit for bit, the picture in the answer's place, a sentence where classes are needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from models import api
from models.engine.capture import capture
from models.errors import UserError
from models.inputs.normalisation import to_pixels
from models.receipts.receipt import makers
from models.store import registry
from models.store.store import load
from models.types.activations import PictureSource
from models.types.filters import Edit
from models.types.sgd_step import StepConfig
from tests.every_network import PICTURE_KEYS
from tests.network_pictures import picture_for

KEY = "colouring@random"


def source(key: str = KEY) -> PictureSource:
    return PictureSource("pixels", picture_for(key).tobytes())


def test_there_is_one() -> None:
    assert "colouring" in PICTURE_KEYS
    assert api.network(KEY).answer == "picture" and api.network(KEY).classes == ()
    assert api.network("lenet5").answer == "classes"


@pytest.mark.parametrize("key", [*PICTURE_KEYS, KEY])
def test_every_layer_is_what_the_module_returned(key: str) -> None:
    loaded = load(registry.specs()[key])
    batch = loaded.batch(picture_for(key))
    returned: dict[str, list[torch.Tensor]] = {}
    hooks = [
        module.register_forward_hook(lambda _, __, value, name=name: returned.setdefault(name, []).append(value.clone()))
        for name, module in loaded.network.named_modules()
    ]
    with torch.no_grad():
        answered = loaded.network(batch)
    for hook in hooks:
        hook.remove()
    captured = capture(loaded.plan, batch).without_recomputable()
    assert torch.equal(captured.logits, answered)
    both = [one for one in loaded.layer_steps if one.layer.name in returned]
    assert len(both) > 40
    for one in both:
        assert torch.equal(captured[one.slot], returned[one.layer.name][0]), one.layer.name
    assert not any(one.layer.name == "softmax" for one in loaded.layer_steps)


def test_look_shows_the_picture_that_was_answered() -> None:
    seen = api.forward_view(KEY, source(), layer="input", side=64)
    loaded = load(registry.specs()[KEY])
    with torch.no_grad():
        answered = loaded.network(loaded.batch(picture_for(KEY)))[0]
    assert seen.answered is not None and seen.logits.shape == (0,)
    assert np.array_equal(seen.answered, to_pixels(answered))
    assert api.forward_view("lenet5", PictureSource("strokes", b""), layer="input", side=64).answered is None


@pytest.mark.parametrize(
    "asked",
    [
        lambda: api.predict(KEY, source()),
        lambda: api.logits(KEY, source()),
        lambda: api.explain(KEY, source(), "saliency"),
        lambda: api.variants([KEY], source(), []),
        lambda: api.forward_backward(KEY, source(), StepConfig(label=0)),
        lambda: api.apply_weight_edits(KEY, source(), [Edit("down1.0", 0, 0.0)]),
        lambda: api.translations(KEY, source()),
    ],
    ids=["predict", "logits", "explain", "variants", "forward_backward", "weight_edits", "translations"],
)
def test_who_needs_classes_says_so(asked: Callable[[], Any]) -> None:
    with pytest.raises(UserError, match="answers with a picture") as refused:
        asked()
    assert "responde com uma imagem" in refused.value.text.pt


def test_every_layer_has_a_receipt_that_adds_up() -> None:
    loaded = load(registry.specs()[KEY])
    for one in loaded.layer_steps:
        assert one.layer.kind == "input" or one.layer.kind in makers(), one.layer.name
        cell = tuple(side // 2 for side in one.layer.shape)
        receipt = api.receipt(KEY, source(), one.layer.name, cell)
        assert abs(receipt.sum - receipt.torch_value) <= receipt.bound, one.layer.name


def test_a_cell_of_the_decoder_reads_the_pixels_that_move_it() -> None:
    """The window that is told holds every pixel with a gradient."""
    loaded = load(registry.specs()[KEY])
    for name in ("double4", "up4.0", "double1", "light"):
        layer_step = loaded.layer_step(name)
        picture = loaded.batch(picture_for(KEY)).requires_grad_(True)
        value = loaded.plan.value(picture, layer_step.slot)
        row = column = value.shape[-1] // 2 + 1
        value[0, 0, row, column].backward()
        assert picture.grad is not None
        moved = picture.grad[0].abs().sum(0).nonzero()  # (pixels, 2)
        field = layer_step.layer.receptive_field
        for axis, at in ((0, row), (1, column)):
            start = field.offset[axis] + at * field.stride[axis]
            assert start <= int(moved[:, axis].min()) and int(moved[:, axis].max()) < start + field.size[axis], name
