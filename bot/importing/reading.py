"""Which reader for which file."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from bot.importing.document import Document, UnreadableError

_MB: Final = 1024 * 1024
_LIMITS: Final = {".txt": 4 * _MB, ".md": 4 * _MB, ".markdown": 4 * _MB, ".docx": 25 * _MB, ".pdf": 25 * _MB}
"""Bytes of the largest file of each format that is looked at."""
ADVICE: Final = {
    ".doc": "is in Word's old format; save it as .docx",
    ".docm": "can hold macros; save it as .docx",
    ".dotm": "can hold macros; save it as .docx",
    ".rtf": "is RTF; save it as .docx",
    ".odt": "is an OpenDocument text; save it as .docx",
}
"""Formats that people send and that are not read, with what to do."""
_SIGNATURES: Final = {b"%PDF-": ".pdf", b"PK\x03\x04": ".docx", b"\xd0\xcf\x11\xe0": ".doc"}


def check_name(name: str, size: int) -> str:
    """The format, as a suffix, of the file *name* with *size* bytes. Raises UnreadableError that begins with *name*."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in _LIMITS:
        advice = ADVICE.get(suffix, "is of no format that can be read; give a .txt, .md, .docx or .pdf file")
        raise UnreadableError(f"{name}: {advice}")
    if size > _LIMITS[suffix]:
        raise UnreadableError(f"{name}: is larger than {_LIMITS[suffix] // _MB} MB; no report needs that")
    return suffix


def read(data: bytes, name: str) -> Document:
    """The lines of the report *data*, whose format *name* tells. Raises UnreadableError."""
    from bot.importing import encoding, plain  # the words of reports, for whoever reads one

    suffix = PurePath(name).suffix.lower()
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableError("is empty")
    if suffix == ".docx":
        from bot.importing import word

        document = word.read(data)
    elif suffix == ".pdf":
        from bot.importing import pdf

        document = pdf.read(data)
    else:
        for signature, other in _SIGNATURES.items():
            if data.startswith(signature):
                raise UnreadableError(f"is named {suffix} and is a {other} file; give it its right name")
        text = encoding.decode(data)
        if suffix == ".txt":
            return _whole(plain.read(text))
        from bot.importing import markdown

        document = markdown.read(text)
    return _whole(document)


def _whole(document: Document) -> Document:
    if not document.lines:
        raise UnreadableError("holds no text")
    return document
