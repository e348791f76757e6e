"""The playground with one thing more: it says in its log that a visitor's memory was freed, and what is left. For tests."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from app import page
from app.http.visitors import Visitors


def forget(token: str) -> None:
    page.forget(token)
    threads = sum(thread.name.startswith("job ") for thread in threading.enumerate())
    print(f"freed one; {len(page.visitors)} left, {len(page.jobs)} jobs, {threads} of them run", flush=True)


page.visitors = Visitors(forget=forget)

if __name__ == "__main__":
    page.launch(page.build())
