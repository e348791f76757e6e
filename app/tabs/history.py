"""History: what changed in 2012, and were hand-crafted features enough?"""

from __future__ import annotations

from app.tabs import Tab
from models.text import Text

TAB = Tab(
    key="history",
    order=80,
    title=Text("History", "História"),
    instruments=("views", "challenge", "race", "topfive", "layers"),
)
