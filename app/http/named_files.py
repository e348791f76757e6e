"""Files that a call names: those that were sent here, and no path of this machine."""

from __future__ import annotations

import re
from typing import Any

from app.http.files import virtual_folder
from models.errors import UserError
from models.text import Text

_HELD = re.compile(r"[\w-]+/[^/\0]+", re.ASCII)
_NOT_SENT = Text(
    "{path} is no file that was sent here. Upload the file first, to /gradio_api/upload, and name the path that this answers.",
    "{path} não é um arquivo enviado para cá. Envie antes o arquivo, para /gradio_api/upload, e use o caminho que vem na resposta.",
)


def check_files(value: Any) -> Any:
    """JSON as it came, each file in it (what Gradio takes for one) with nothing but its path and its name.

    UserError for a path that is not of what was sent here; an address goes on, to be refused by whoever reads the argument.
    """
    if isinstance(value, list):
        return [check_files(one) for one in value]
    if not isinstance(value, dict):
        return value
    meta = value.get("meta")
    if not isinstance(value.get("path"), str) or not isinstance(meta, dict) or meta.get("_type") != "gradio.FileData":
        return {key: check_files(one) for key, one in value.items()}
    path, name = value["path"], value.get("orig_name")
    if not path.startswith(("http://", "https://")):
        begin = virtual_folder()
        if not path.startswith(begin) or not _HELD.fullmatch(path.removeprefix(begin)):
            raise UserError(_NOT_SENT.format(path=repr(path[-80:])))
    return {"path": path, "meta": {"_type": "gradio.FileData"}} | ({"orig_name": name} if isinstance(name, str) else {})
