"""Convolve: what is a convolution, a stride, a pooling, with the visitor's own picture?"""

from __future__ import annotations

from app.tabs import Tab
from models.text import Text

TAB = Tab(
    key="convolve",
    order=20,
    title=Text("Convolve", "Convoluir"),
    instruments=("kernels", "code", "cell", "pictures", "translation"),
)
