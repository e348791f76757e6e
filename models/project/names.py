"""Names of classes as names of folders: safe on every system, and no two alike where large and small letters are one."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_TAKEN = ("networks", "project.json", "__macosx", "thumbs.db", "desktop.ini")


def folders(names: Sequence[str]) -> list[str]:
    """A folder for each name, in their order."""
    taken = set(_TAKEN)
    made = []
    for name in names:
        plain = _FORBIDDEN.sub("-", name).strip(" .") or "class"
        plain = f"{plain} -" if _DEVICES.match(plain) else plain
        folder, n = plain, 1
        while folder.lower() in taken:
            n += 1
            folder = f"{plain} {n}"
        taken.add(folder.lower())
        made.append(folder)
    return made
