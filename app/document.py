"""The document around Gradio's page: its language, its theme before the first paint, our sheet and modules, a visitor's token.

Gradio writes `lang="en"` into every page and then follows the browser, never the address; its own `css=` loses rules on
the way through CSSOM; and its script may fire events before a module of ours is there. All of that is settled here, in
the few bytes of HTML, before Gradio's first script runs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import start
from app.text import DESCRIPTION, HTML_LANG, PATHS, TITLE
from models.text import Language

_HEAD = """<link rel="stylesheet" href="./{files}style.css"><script type="module" src="./{files}page.js"></script><script>
window.cnnFiles = '{files}';
window.cnnVisitor = {visitor};
window.cnnStart = {start};
for (const [key, value] of [['language', {tongue}], ['languages', [{tongue}]]]) Object.defineProperty(navigator, key, {{ get: () => value }});
{{
  const root = document.documentElement, kept = () => {{ try {{ return localStorage.cnnTheme }} catch {{ return undefined }} }};
  root.classList.toggle('dark', (kept() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark');
  const follow = () => {{ const dark = root.classList.contains('dark'); if (document.body.classList.contains('dark') !== dark) document.body.classList.toggle('dark', dark) }};
  addEventListener('DOMContentLoaded', () => {{ follow(); new MutationObserver(follow).observe(document.body, {{ attributeFilter: ['class'] }}) }});
}}
{{
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = then => (/^\\(\\)=>\\{{\\w+\\(\\w+,\\(performance\\.now\\(\\)-/.test(String(then)) ? 0 : ask(then));
}}
if (new URLSearchParams(location.search).get('view') === 'api') {{
  const knock = setInterval(() => document.querySelector('.api-docs') ? clearInterval(knock) : document.querySelector('footer .show-api')?.click(), 200);
}}
</script>"""
"""Braces are doubled for `format`. The root element says which theme it is; Gradio sets its own, the system's, on the body.
Gradio's sign for a page that loads counts seconds in every frame, and goes on when it is gone: sixty times a second for the life of the page.
That one callback, known by its text, is not called; of another version of Gradio it would be.
Gradio shows its API page only after a click on the link in its footer, also where the address asks for that page."""

_HEADERS = (
    (b"cache-control", b"no-store"),  # a token belongs to one load of one page: nothing on the way may keep this document
    (b"content-security-policy", b"default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'"),  # and no other host, ever
    (b"referrer-policy", b"same-origin"),  # the address holds a drawing
    (b"x-content-type-options", b"nosniff"),
)
_SCRIPT = b'<script type="module"'
_GRADIO_META = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*|<link rel="manifest"[^>]*>\s*')
"""What Gradio's template says of itself to those who share a link, and a manifest that does not exist."""


def route_path(scope: Scope) -> str:
    """The path below the app's root, whether or not a proxy has cut the root off."""
    path, root = str(scope.get("path", "")), str(scope.get("root_path", "")).rstrip("/")
    if root and (path == root or path.startswith(root + "/")):
        path = path[len(root) :]
    return path or "/"


def language_of(scope: Scope) -> Language | None:
    """The language of the page at this address, None where no page is."""
    return next((language for language, path in PATHS.items() if path == route_path(scope)), None)


def rewrite_html(page: bytes, language: Language, visitor: str, files: str) -> bytes:
    """Gradio's HTML with everything that must be true before its script runs. `files`: where our modules and sheet are, below the page."""
    tongue = HTML_LANG[language]
    head = _HEAD.format(files=files, visitor=json.dumps(visitor), start=start.query(), tongue=json.dumps(tongue))
    for name in ("description", "og:description"):
        head += f'<meta name="{name}" content="{DESCRIPTION[language]}">'
    head += f'<meta property="og:title" content="{TITLE[language]}"><title>{TITLE[language]}</title>'
    page = _GRADIO_META.sub(b"", page).replace(b'lang="en"', f'lang="{tongue}"'.encode(), 1)
    return page.replace(_SCRIPT, head.encode() + _SCRIPT, 1)


class PageMiddleware:
    """ASGI middleware over the pages of the app. `issue` makes a fresh token for the person who is about to see one, `files` says where our
    modules and our sheet are now, relative to the page."""

    def __init__(self, app: ASGIApp, issue: Callable[[], str], files: Callable[[], str]) -> None:
        self.app, self.issue, self.files = app, issue, files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        language = language_of(scope) if scope["type"] == "http" else None
        if language is None or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _HtmlBuffer(send, lambda page: rewrite_html(page, language, self.issue(), self.files())).take)


class _HtmlBuffer:
    """Holds one HTML answer back until it is whole, then sends it dressed. What is not a page goes through untouched."""

    def __init__(self, send: Send, rewrite: Callable[[bytes], bytes]) -> None:
        self.send, self.rewrite = send, rewrite
        self.start: Message | None = None
        self.body = bytearray()

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self.start = message
        elif self.start is None:
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self.start)

    async def _finish(self, start: Message) -> None:
        page = self.rewrite(bytes(self.body))
        replaced = (b"content-length", *(key for key, _ in _HEADERS))
        kept = [(key, value) for key, value in start["headers"] if key.lower() not in replaced]
        fresh = [(b"content-length", str(len(page)).encode()), *_HEADERS]
        await self.send({**start, "headers": [*kept, *fresh]})
        await self.send({"type": "http.response.body", "body": page})


def _is_page(start: Message) -> bool:
    kind: bytes = dict(start["headers"]).get(b"content-type", b"")
    return bool(start["status"] == 200) and kind.startswith(b"text/html")
