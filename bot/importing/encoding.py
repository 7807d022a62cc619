"""Bytes to text, in the encodings that Windows writes: UTF-8 and UTF-16 with and without a mark, code page 1252."""

from __future__ import annotations

import codecs
from typing import Final

from bot.importing.document import UnreadableError

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BREAKS: Final = (0x0A, 0x0D, 0x20)
"""Line breaks and spaces: some are in any text, of any script."""


def decode(data: bytes) -> str:
    """The text in *data*. Raises UnreadableError if it is none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if b"\0" in data:
        return _strict(data, _utf16(data))
    try:
        return _strict(data, "utf-8")
    except UnreadableError:
        return _strict(data, "cp1252")


def _utf16(data: bytes) -> str:
    """Which half of each pair is the zero of a space or a line break tells the order of the bytes."""
    pairs = len(data) // 2
    little = sum(data[2 * i] in _BREAKS and data[2 * i + 1] == 0 for i in range(pairs))
    big = sum(data[2 * i + 1] in _BREAKS and data[2 * i] == 0 for i in range(pairs))
    if max(little, big) == 0:
        raise UnreadableError("is no text; give a .txt, .md, .docx or .pdf file")
    return "utf-16-le" if little >= big else "utf-16-be"


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        where = f"byte {error.start + 1} does not fit {encoding}"
        raise UnreadableError(f"is no text that can be read ({where}); save it as UTF-8") from None
    strange = sum(c < " " and c not in "\t\n\r\f\v\x1a" for c in text)
    if strange > len(text) // 1000:
        raise UnreadableError("is no text; give a .txt, .md, .docx or .pdf file")
    return text
