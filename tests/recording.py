"""The playground with one thing more: it says in its log whose memory was freed, and how many visitors are left. For tests."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from app import page
from app.visitor import Visitors


def forget(token: str) -> None:
    page.forget(token)
    print(f"freed one; {len(page.visitors)} left", flush=True)


page.visitors = Visitors(forget=forget)

if __name__ == "__main__":
    page.launch(page.build())
