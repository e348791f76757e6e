"""The pair of pictures that Uses first shows in one's style: `python -m models.recipes.style_example` computes it, in some 30 s."""

from __future__ import annotations

from pathlib import Path

import torch

from models import service
from models.engine.malloc import keep_freed_memory
from models.types.activations import PictureSource
from models.types.uses import StyleExample
from models.uses import style_example, style_transfer

NETWORK, CONTENT, STYLE, SHARE = "resnet109", "taj-mahal", "galaxies", 0.9
SAMPLES = Path(__file__).parents[2] / "assets" / "samples"


def main() -> None:
    keep_freed_memory()
    torch.set_num_threads(1)
    content, style = (PictureSource("picture", (SAMPLES / f"{name}.jpg").read_bytes()) for name in (CONTENT, STYLE))
    *_, last = service.style_transfer.transfer_style(NETWORK, content, style, SHARE, style_transfer.STEPS, visitor="")
    style_example.write(StyleExample(NETWORK, CONTENT, STYLE, SHARE, last))
    print(f"style {last.style:.4f}, content {last.content:.4f} after {last.steps} steps")


if __name__ == "__main__":
    main()
