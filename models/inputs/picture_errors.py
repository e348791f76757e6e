"""Why a picture is not taken: one sentence each, with the reason, the limit and what to do."""

from __future__ import annotations

import codecs

from models import limits
from models.errors import UserError
from models.text import LANGUAGES, Text, number

ACCEPTED = Text("PNG, JPEG, WebP, AVIF, GIF or BMP", "PNG, JPEG, WebP, AVIF, GIF ou BMP")


def _number(value: float, digits: int = 3) -> Text:
    return Text(*(number(value, language, digits) for language in LANGUAGES))


def _error(en: str, pt: str, brief: Text | None = None, **fields: object) -> UserError:
    fields |= {"accepted": ACCEPTED, "mb": _number(limits.PICTURE_MB.value)}
    return UserError(Text(en, pt).format(**fields), brief and brief.format(**fields))


def empty() -> UserError:
    return _error(
        "The file is empty (0 bytes); choose a {accepted} file of up to {mb} MB.",
        "O arquivo está vazio (0 byte); escolha um arquivo {accepted} de até {mb} MB.",
        Text("empty", "vazio"),
    )


def too_many_bytes(size: int) -> UserError:
    return _error(
        "The file has {size} MB and the limit is {mb} MB; save the picture smaller and bring it again.",
        "O arquivo tem {size} MB e o limite é {mb} MB; salve a imagem em tamanho menor e traga-a de novo.",
        Text("larger than {mb} MB", "maior que {mb} MB"),
        size=_number(size / 1e6),
    )


def too_many_pixels(size: tuple[int, int] | None) -> UserError:
    most = _number(limits.PICTURE_MEGAPIXELS.value)
    if size is None:
        return _error(
            "The picture unpacks to far more than {most} megapixels, the limit; save it smaller and bring it again.",
            "A imagem descompactada tem muito mais que {most} megapixels, o limite; salve-a em tamanho menor e traga-a de novo.",
            Text("more than {most} megapixels", "mais de {most} megapixels"),
            most=most,
        )
    return _error(
        "The picture has {width} × {height} pixels, {pixels} megapixels, and the limit is {most}; save it smaller and bring it again.",
        "A imagem tem {width} × {height} pixels, {pixels} megapixels, e o limite é {most}; salve-a em tamanho menor e traga-a de novo.",
        Text("more than {most} megapixels", "mais de {most} megapixels"),
        width=_number(size[0], 9), height=_number(size[1], 9), pixels=_number(size[0] * size[1] / 1e6), most=most,
    )  # fmt: skip


def too_many_scans() -> UserError:
    return _error(
        "This JPEG is packed in more than {most} passes, the limit, each of which costs a whole decoding; save it again as an "
        "ordinary JPEG.",
        "Este JPEG está dividido em mais de {most} passagens, o limite, e cada uma custa uma decodificação inteira; salve-o de "
        "novo como JPEG comum.",
        Text("more than {most} passes", "mais de {most} passagens"),
        most=_number(limits.PICTURE_SCANS.value),
    )


def too_narrow(width: int, height: int) -> UserError:
    return _error(
        "The picture has {width} × {height} pixels and one side may be at most {most} times the other; cut a piece out of it and "
        "bring that.",
        "A imagem tem {width} × {height} pixels e um lado pode ter no máximo {most} vezes o outro; recorte um pedaço dela e traga-o.",
        Text("too narrow", "estreita demais"),
        width=_number(width, 9), height=_number(height, 9), most=_number(limits.PICTURE_ASPECT.value),
    )  # fmt: skip


def cut_off(kind: str) -> UserError:
    return _error(
        "The {kind} file ends before its picture does, as after a download that broke off; fetch or save it again, whole and up to "
        "{mb} MB.",
        "O arquivo {kind} termina antes da imagem, como em um download interrompido; baixe-o ou salve-o de novo, inteiro e com até "
        "{mb} MB.",
        Text("cut off", "cortado"),
        kind=kind,
    )


def damaged(kind: str) -> UserError:
    return _error(
        "The file begins as {kind} but its picture cannot be read, so it is damaged; save it again as {accepted}, up to {mb} MB.",
        "O arquivo começa como {kind}, mas não se consegue ler a imagem: está danificado; salve-o de novo como {accepted}, com até "
        "{mb} MB.",
        Text("damaged", "danificado"),
        kind=kind,
    )


def wrong_pixels(size: int, shape: tuple[int, int, int]) -> UserError:
    return _error(
        "A prepared picture for this network has {height} × {width} × {channels} = {wanted} bytes, not {size}; bring the picture "
        "itself again.",
        "Uma imagem preparada para esta rede tem {height} × {width} × {channels} = {wanted} bytes, não {size}; traga a própria "
        "imagem de novo.",
        height=shape[0], width=shape[1], channels=shape[2], wanted=_number(shape[0] * shape[1] * shape[2], 9), size=_number(size, 9),
    )  # fmt: skip


# Types that are not read

_UNSUPPORTED: dict[str, Text] = {
    "HEIC": Text(
        "This is a HEIC picture, as iPhones save them, and only {accepted} up to {mb} MB is read; export it as JPEG (on the phone: "
        "Settings, Camera, Formats, Most Compatible).",
        "Esta é uma imagem HEIC, como os iPhones salvam, e só se lê {accepted} de até {mb} MB; exporte-a como JPEG (no telefone: "
        "Ajustes, Câmera, Formatos, Mais Compatível).",
    ),
    "SVG": Text(
        "This is an SVG drawing, made of shapes instead of pixels, and only {accepted} up to {mb} MB is read; export it as PNG.",
        "Este é um desenho SVG, feito de formas em vez de pixels, e só se lê {accepted} de até {mb} MB; exporte-o como PNG.",
    ),
    "PDF": Text(
        "This is a PDF document and only {accepted} up to {mb} MB is read; export the page as PNG, or take a screenshot and paste it.",
        "Este é um documento PDF e só se lê {accepted} de até {mb} MB; exporte a página como PNG, ou cole uma captura de tela.",
    ),
    "TIFF": Text(
        "This is a TIFF picture (or a camera's raw file) and only {accepted} up to {mb} MB is read; save it as PNG, which loses nothing.",
        "Esta é uma imagem TIFF (ou um arquivo bruto de câmera) e só se lê {accepted} de até {mb} MB; salve-a como PNG, que não "
        "perde nada.",
    ),
    "zip": Text(
        "This is a packed archive (or an office document) and only {accepted} up to {mb} MB is read; unpack it and bring one picture.",
        "Este é um arquivo compactado (ou um documento de escritório) e só se lê {accepted} de até {mb} MB; descompacte-o e traga "
        "uma imagem.",
    ),
    "video": Text(
        "This is a video or a sound and only {accepted} up to {mb} MB is read; bring a screenshot of one moment.",
        "Este é um vídeo ou um som e só se lê {accepted} de até {mb} MB; traga uma captura de tela de um instante.",
    ),
    "HTML": Text(
        "This is a web page, not the picture on it, and only {accepted} up to {mb} MB is read; save the picture itself and bring that.",
        "Esta é uma página da web, não a imagem que está nela, e só se lê {accepted} de até {mb} MB; salve a própria imagem e traga-a.",
    ),
    "text": Text(
        "This is text, not a picture; bring a {accepted} file of up to {mb} MB.",
        "Isto é texto, não uma imagem; traga um arquivo {accepted} de até {mb} MB.",
    ),
    "other": Text(
        "The file is of a type that is not read here, whatever its name says; bring a {accepted} file of up to {mb} MB.",
        "O arquivo é de um tipo que não se lê aqui, seja qual for o seu nome; traga um arquivo {accepted} de até {mb} MB.",
    ),
}

_NOT_READ = Text("{kind}, which is not read here", "{kind}, que não se lê aqui")
_BRIEF = {
    "zip": Text("an archive", "um arquivo compactado"),
    "video": Text("a video or a sound", "um vídeo ou um som"),
    "HTML": Text("a web page", "uma página da web"),
    "text": Text("not a picture", "não é uma imagem"),
    "other": Text("not a picture that is read here", "não é uma imagem que se leia aqui"),
}

_MAGIC = {
    b"%PDF-": "PDF", b"II*\0": "TIFF", b"MM\0*": "TIFF", b"II+\0": "TIFF", b"MM\0+": "TIFF",
    b"PK\3\4": "zip", b"PK\5\6": "zip", b"\x1f\x8b": "zip", b"Rar!": "zip", b"7z\xbc\xaf": "zip",
    b"\x1aE\xdf\xa3": "video", b"OggS": "video", b"ID3": "video", b"fLaC": "video",
}  # fmt: skip
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_AVIF = (b"avif", b"avis")


def unsupported_type(data: bytes) -> UserError:
    """The refusal for content that is none of the accepted types, by what it is."""
    name = unsupported_name(data)
    return _error(_UNSUPPORTED[name].en, _UNSUPPORTED[name].pt, _BRIEF.get(name, _NOT_READ), kind=name)


def unsupported_name(data: bytes) -> str:
    """A key of the table above, by the content's first bytes."""
    if data[4:8] == b"ftyp":
        return "HEIC" if any(brand in _HEIC for brand in _brands(data)) else "video"
    if data[:4] == b"RIFF":
        return "video"
    if found := next((name for magic, name in _MAGIC.items() if data.startswith(magic)), None):
        return found
    return _text_type(data[:4096])


def is_avif(data: bytes) -> bool:
    """By the brand of the file, or of those that it also claims to be the first that says AVIF or HEIC (which use `mif1` both)."""
    if data[4:8] != b"ftyp":
        return False
    told = [brand for brand in _brands(data) if brand in _AVIF or (brand in _HEIC and brand not in (b"mif1", b"msf1"))]
    return bool(told) and told[0] in _AVIF


def _brands(data: bytes) -> list[bytes]:
    """Of an ISO base media file: its own, then those that it is compatible with."""
    return [data[i : i + 4] for i in (8, *range(16, min(int.from_bytes(data[:4], "big"), 64), 4))]


def _text_type(head: bytes) -> str:
    """SVG, HTML, text or other."""
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)  # the cut may fall into a letter
    except UnicodeDecodeError:
        return "other"
    text = text.lstrip().lower()
    if any(ord(c) < 32 and c not in "\t\n\r\f" for c in text):
        return "other"
    if text.startswith("<"):
        return "SVG" if "<svg" in text else "HTML" if text.startswith("<!doctype html") or "<html" in text else "text"
    return "text"


# Pictures without a digit


class NoDigitFound(UserError):
    """A picture in which no digit was found."""


def no_digit_found() -> NoDigitFound:
    return NoDigitFound(_NO_DIGIT_FOUND)


_NO_DIGIT_FOUND = Text(
    "No digit was found in this picture: nothing in it stands out from its paper as ink does; bring one with a digit, dark on light "
    "or light on dark, that fills a tenth of it or more.",
    "Nenhum dígito foi encontrado nesta imagem: nada nela se destaca do papel como tinta; traga uma com um dígito, escuro no claro "
    "ou claro no escuro, que ocupe um décimo dela ou mais.",
)


def no_such_digit(given: int, digits: int) -> UserError:
    return _error(
        "digit: {given} is not there; this picture has {digits}, counted from 0 from the left.",
        "digit: {given} não existe; esta imagem tem {digits}, contados a partir de 0 da esquerda.",
        given=given, digits=digits,
    )  # fmt: skip
