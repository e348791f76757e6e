"""Under a root path, as behind a proxy: every address stays below it, for proxies that cut it off and for those that do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from visit import Visit

from app import page_files
from tests import serving
from tests.serving import Server, http

pytestmark = pytest.mark.slow  # a server of its own; test_app_files goes below a root without one


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = serving.start(tmp_path_factory.mktemp("root"), GRADIO_ROOT_PATH="/lab")
    yield running
    running.stop()


@pytest.mark.parametrize("prefix", ["", "/lab"])
def test_every_address_answers_with_and_without_the_root(below: Server, prefix: str) -> None:
    for path in ("/cnn/networks", "/cnn/samples", *(f"/{page_files.folder()}{name}" for name in ("style.css", "page.js", "kit/boot.js"))):
        assert http.get(below.url + prefix + path).status_code == 200, path
    for path, tongue in (("/", "en"), ("/pt", "pt-BR")):
        page = http.get(below.url + prefix + path).text
        assert f'lang="{tongue}"' in page and "cnnVisitor" in page
    sent = http.post(f"{below.url}{prefix}/gradio_api/upload", files={"files": b"x"})
    assert sent.status_code == 200


@pytest.mark.parametrize("path", ["/lab/", "/lab/pt"])
def test_the_page_works_below_the_root(visit: Callable[..., Visit], below: Server, path: str) -> None:
    tab = visit(path, url=below.url)
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url))
    tab.page.locator("#cnn-strip [data-name=conv2]").click()
    tab.settle()
    tab.page.locator("#input-samples-button").click()
    tab.page.locator("#cnn-samples button").first.wait_for()
    assert asked and all(url.startswith((f"{below.url}/lab/", "blob:", "data:")) for url in asked), asked
    other = tab.page.locator("#cnn-head [data-language]:not([aria-current])").get_attribute("href")
    assert other.startswith(f"{below.url}/lab/")
    assert tab.troubles == []
