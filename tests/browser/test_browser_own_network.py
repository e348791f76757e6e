"""A .safetensors that is dropped on the page opens as a network of the visitor's own: one form, both languages, nothing is lost."""

from __future__ import annotations

import base64

import pytest
import torch
import torchvision
from conftest import NewVisit
from safetensors.torch import save
from visit import IN_EACH, Visit

NAMES = ["bola", "cachorro", "gato", "peixe", "é outra"]
DROP = """([name, data, type]) => {
  const held = new DataTransfer()
  held.items.add(new File([Uint8Array.from(atob(data), c => c.charCodeAt(0))], name, { type }))
  const target = document.querySelector('#cnn-own_network dialog[open]') ?? document.body
  target.dispatchEvent(new DragEvent('drop', { dataTransfer: held, bubbles: true, cancelable: true }))
}"""
FORM = "#cnn-own_network dialog.form"


def squeezenet(**more: torch.Tensor) -> bytes:
    with torch.random.fork_rng():
        torch.manual_seed(1)
        network = torchvision.models.squeezenet1_1(weights=None, num_classes=5)
    return save({**{name: value.half() for name, value in network.state_dict().items()}, **more})


def drop(visit: Visit, data: bytes, name: str, kind: str = "") -> None:
    visit.page.evaluate(DROP, [name, base64.b64encode(data).decode(), kind])


@pytest.mark.parametrize("path", IN_EACH)
def test_a_state_dict_opens_after_one_form(visit: NewVisit, path: str) -> None:
    tab = visit(path)
    drop(tab, squeezenet(), "minha rede.safetensors")
    tab.page.wait_for_selector(f"{FORM}[open]")
    assert "SqueezeNet 1.1" in tab.text(f"{FORM} .about")
    values = tab.page.locator(f"{FORM} input[type=number]").evaluate_all("all => all.map(one => Number(one.value))")
    assert values == [224, 256, 0.485, 0.456, 0.406, 0.229, 0.224, 0.225]
    tab.page.click(f"{FORM} .go")  # names are missing: one sentence, and the form stays
    tab.page.wait_for_selector(f"{FORM} .failed:not(:empty)")
    assert "5" in tab.text(f"{FORM} .failed")
    drop(tab, "\n".join(NAMES).encode(), "names.txt", "text/plain")
    tab.page.wait_for_function("document.querySelector('#cnn-own_network textarea').value.includes('gato')")
    tab.page.fill(f"{FORM} [name=size]", "96")
    tab.page.fill(f"{FORM} [name=resize]", "96")
    tab.page.click(f"{FORM} .go")
    tab.wait("bus.get('network')?.key === 'mine/minha_rede' && bus.get('forward')?.network === 'mine/minha_rede'")
    assert not tab.page.locator(f"{FORM}[open]").count()
    assert tab.read("window.cnn.get('network').classes") == NAMES
    assert tab.read("window.cnn.get('network').input.height") == 96
    assert "mine" in tab.page.evaluate("location.search")
    tab.page.evaluate("window.cnn.set('work.show', Symbol())")
    assert "minha rede" in tab.text("#cnn-work .networks")
    assert not [one for one in tab.troubles if "422" not in one]


@pytest.mark.parametrize("path", IN_EACH)
def test_what_does_not_open_says_why_and_changes_nothing(visit: NewVisit, path: str) -> None:
    tab = visit(path)
    before = tab.screen
    drop(tab, squeezenet(**{"features.0.weight": torch.zeros(64, 1, 3, 3)}), "cinza.safetensors")
    tab.wait("bus.get('error')")
    assert "cinza.safetensors: " in tab.bus("error")
    assert "SqueezeNet 1.1: features.0.weight" in tab.bus("error")
    drop(tab, b"\x08\x07\x12\x07pytorch", "rede.ONNX")
    tab.wait("bus.get('error')?.startsWith('rede.ONNX: ')")
    assert ".safetensors" in tab.bus("error") and "PNG" not in tab.bus("error")
    drop(tab, b"\x80\x02}q\x00.", 'velha "rede".pth')
    tab.page.wait_for_selector("#cnn-own_network dialog.convert[open]")
    lines = tab.page.locator("#cnn-own_network code").inner_text().split("\n")
    assert len(lines) == 3
    assert 'torch.load("velha \\"rede\\".pth"' in lines[1]
    tab.page.keyboard.press("Escape")
    assert tab.screen == before
    assert tab.bus("network")["key"] == "lenet5"


def test_the_dialog_of_ones_work_opens_a_file_too(visit: NewVisit) -> None:
    tab = visit("/pt")
    tab.page.evaluate("window.cnn.set('work.show', Symbol())")
    with tab.page.expect_file_chooser() as chosen:
        tab.page.click("#cnn-work [data-do=network]")
    chosen.value.set_files({"name": "rede.safetensors", "mimeType": "", "buffer": squeezenet()})
    tab.page.wait_for_selector(f"{FORM}[open]")
    tab.page.keyboard.press("Escape")
    assert not tab.troubles


@pytest.mark.parametrize("phone", [False, True])
def test_the_form_fits(visit: NewVisit, phone: bool) -> None:
    tab = visit("/pt", phone=phone)
    drop(tab, squeezenet(), "minha rede com um nome comprido demais para uma linha só de um telefone.safetensors")
    tab.page.wait_for_selector(f"{FORM}[open]")
    assert tab.page.evaluate("""() => {
      const form = document.querySelector('#cnn-own_network dialog.form')
      return form.scrollWidth <= form.clientWidth && document.documentElement.scrollWidth <= innerWidth
    }""")
