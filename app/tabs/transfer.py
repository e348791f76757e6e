"""Transfer: can it learn my classes from ten pictures?"""

from __future__ import annotations

from app.tabs import Tab
from models.text import Text

TAB = Tab(
    key="transfer",
    order=60,
    title=Text("Transfer", "Transferir"),
    instruments=("examples", "freeze_line", "settings", "learning", "changed_filters", "scratch", "confusion", "try_it"),
)
