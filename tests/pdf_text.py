"""The text of a PDF of the house, as typst writes it: each font is a table of glyphs and what they
say, each text a string of two-byte glyphs."""

import re
import zlib

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
_SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|(\((?:\\.|[^\\()])*\))|\b(ET)\b", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pdf_text(file: bytes) -> str:
    """What stands on the pages, a line for each run of text."""
    objects = {int(number): body for number, body in _OBJECT.findall(file)}
    pages = [body for body in objects.values() if b"/Type/Page/" in body]
    return "".join(_page(page, objects) for page in pages)


def _page(page: bytes, objects: dict[int, bytes]) -> str:
    resources = objects[_pointed(page, b"Resources")]
    fonts = {
        name: _glyphs(_unpacked(objects[_pointed(objects[int(number)], b"ToUnicode")]))
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    }
    said, glyphs = [], {}
    for font, shown, end in _SHOWN.findall(_unpacked(objects[_pointed(page, b"Contents")])):
        if font:
            glyphs = fonts[font]
        elif end:
            said.append("\n")
            glyphs = {}
        elif glyphs:
            codes = _ESCAPE.sub(_unescaped, shown[1:-1])
            said.extend(glyphs[codes[at : at + 2]] for at in range(0, len(codes), 2))
    return "".join(said)


def _pointed(body: bytes, name: bytes) -> int:
    [number] = re.findall(rb"/" + name + rb" (\d+) 0 R", body)
    return int(number)


def _unpacked(body: bytes) -> bytes:
    return zlib.decompressobj().decompress(body.split(b"stream\n", 1)[1])


def _glyphs(table: bytes) -> dict[bytes, str]:
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table)
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in pairs
    }


def _unescaped(match: re.Match[bytes]) -> bytes:
    told = match[1]
    return bytes([int(told, 8)]) if told.isdigit() else _LETTERS.get(told, told)
