"""Every tab and every view in it, gone to on one page: what a test looks at everywhere."""

from __future__ import annotations

from collections.abc import Iterator

from visit import Visit

VIEWS = {
    "look": ("",),
    "convolve": ("",),
    "filters": ("",),
    "explain": ("",),
    "augment": ("",),
    "transfer": ("",),
    "train": ("race", "step", "runs"),
    "uses": ("faces", "tissue", "parking", "translation", "style", "animation"),
    "history": ("challenge", "race", "five", "layers"),
}


def every_view(tab: Visit) -> Iterator[str]:
    """The name of each view, with the page at rest in it. Keys open the tabs, at whatever width."""
    for place, (name, views) in enumerate(VIEWS.items(), 1):
        tab.page.evaluate("document.activeElement.blur()")
        tab.page.keyboard.press(str(place))
        tab.wait(f"(bus.get('tab') ?? 'look') === {name!r}")
        for view in views:
            if view:
                tab.page.locator(f"#{name} .tab-views [data-view={view}]").click()
                tab.settle()
            yield f"{name}/{view}" if view else name
