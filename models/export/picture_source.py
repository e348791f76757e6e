"""The picture that a network took, as lines: inside the code where it is small, else as `picture.png` beside it."""

from __future__ import annotations

import base64
import io
import textwrap
import zlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.inputs.pictures import SMALL_OVERSAMPLING, SMALL_QUALITIES, Preparation
from models.text import Language, Text
from models.types.code import File

MAX_INLINED = 1600  # characters of a picture that still travels inside the code
LINE_LENGTH = 96  # characters of a line of them

_INLINED = Text("the picture as the network took it", "a imagem como a rede a recebeu")
_FILE = Text("in the folder to download", "na pasta para baixar")
_SAID, _MINE = "# said", "# mine"  # where the words come
_OWN = Text("one of your own, made as the weights want it", "uma imagem sua, feita como os pesos a querem")


def encode_picture(picture: NDArray[np.uint8]) -> str:
    """A picture [height, width, channel] in characters."""
    return base64.b64encode(zlib.compress(picture.tobytes(), 9)).decode()


def is_inlined(picture: NDArray[np.uint8]) -> bool:
    """Whether a picture travels inside the code; a grey one always does."""
    return picture.shape[2] == 1 or len(encode_picture(picture)) <= MAX_INLINED


def pixels_lines(picture: NDArray[np.uint8], wants: Preparation, language: Language, name: str = "picture") -> list[str]:
    """`name`, uint8 (C, H, W); where it is large, from the file `name`.png."""
    if not is_inlined(picture):
        opened = [line.replace("picture", name) for line in _open_lines(wants)]
        said = [line.replace(_SAID, f"# {_FILE[language]}").replace(_MINE, f"# {_OWN[language]}") for line in opened]
        return [*said, f"{name} = torch.from_numpy(np.array({name})).permute(2, 0, 1).contiguous()  # uint8 (C, H, W)"]
    lines = [f'    "{part}"' for part in textwrap.wrap(encode_picture(picture), LINE_LENGTH)]
    return [
        f"# region {_INLINED[language]}",
        "packed = (",
        *lines,
        ")",
        "# endregion",
        f"{name} = torch.frombuffer(bytearray(zlib.decompress(base64.b64decode(packed))), dtype=torch.uint8)",
        f"{name} = {name}.view{picture.shape}.permute(2, 0, 1).contiguous()  # uint8 (C, H, W)",
    ]


def picture_lines(picture: NDArray[np.uint8], wants: Preparation, language: Language) -> list[str]:
    """`x`, (1, C, H, W), the picture as the network reads it."""
    return [
        *pixels_lines(picture, wants, language),
        scale_line(wants),
        f"x = ((picture / 255 - mean) / std)[None]  # (1, {picture.shape[2]}, {picture.shape[0]}, {picture.shape[1]})",
    ]


def scale_line(wants: Preparation) -> str:
    """`mean` and `std` of the pictures that the weights want, (C, 1, 1)."""
    return f"mean, std = (torch.tensor(numbers)[:, None, None] for numbers in ({list(wants.mean)}, {list(wants.std)}))"


def picture_files(picture: NDArray[np.uint8], name: str = "picture") -> tuple[File, ...]:
    """What `pixels_lines` open."""
    return () if is_inlined(picture) else ((f"{name}.png", lambda language: png(picture)),)


def png(picture: NDArray[np.uint8]) -> bytes:
    """A picture [height, width, channel] as a file that loses nothing."""
    Image.fromarray(picture[..., 0] if picture.shape[2] == 1 else picture).save(stored := io.BytesIO(), "PNG")
    return stored.getvalue()


def _open_lines(wants: Preparation) -> list[str]:
    return [
        f'picture = ImageOps.exif_transpose(Image.open("picture.png")).convert("RGB")  {_SAID}',
        f"if picture.size != ({wants.width}, {wants.height}):  {_MINE}",
        *(f"    {line}" for line in resize_lines(wants)),
    ]


def resize_lines(wants: Preparation) -> list[str]:
    """`picture`, an RGB picture of Pillow, made as large as the network takes it."""
    if wants.small:
        fine = wants.small * SMALL_OVERSAMPLING
        return [
            f"if picture.size != ({wants.small}, {wants.small}):",
            f"    picture = picture.resize(({fine}, {fine}), Image.Resampling.LANCZOS).reduce({SMALL_OVERSAMPLING})",
            f"    for quality in {SMALL_QUALITIES}:",
            '        picture.save(small := io.BytesIO(), "JPEG", quality=quality, subsampling="4:2:0")',
            '        picture = Image.open(small).convert("RGB")',
            f"picture = picture.resize(({wants.width}, {wants.height}), Image.Resampling.BILINEAR)",
        ]
    way = "" if wants.interpolation == "bilinear" else f", transforms.InterpolationMode.{wants.interpolation.upper()}"
    side = wants.height if wants.height == wants.width else (wants.height, wants.width)
    return [f"picture = transforms.CenterCrop({side})(transforms.Resize({wants.resize}{way})(picture))"]
