"""A Word file as a package: what is refused before anything in it is parsed."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from bot.importing.document import UnreadableError

_MAX_ENTRIES: Final = 2000
_MAX_XML: Final = 12 * 1024 * 1024
"""Bytes of one part of text; a report of a thousand pages has less."""
_MAX_TOTAL: Final = 96 * 1024 * 1024
_OLE: Final = b"\xd0\xcf\x11\xe0"
_MACROS: Final = ("vbaproject.bin", "vbadata.xml")


def check(data: bytes) -> None:
    """Raise UnreadableError if *data* is no Word file that can safely be read."""
    if data.startswith(_OLE):
        raise UnreadableError("is encrypted or in Word's old format; save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check(package)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise UnreadableError("is no Word file, or a damaged one; save it again as .docx") from error


def _check(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    names = {e.filename.lower() for e in entries}
    if "word/document.xml" not in names and not any(n.startswith("word/") for n in names):
        raise UnreadableError("is no Word file; give a .txt, .md, .docx or .pdf file")
    if any(n.endswith(_MACROS) for n in names):
        raise UnreadableError("holds macros; save it as .docx without them")
    texts = [e for e in entries if e.filename.lower().endswith((".xml", ".rels"))]
    total = sum(e.file_size for e in entries)
    if len(entries) > _MAX_ENTRIES or total > _MAX_TOTAL or any(e.file_size > _MAX_XML for e in texts):
        raise UnreadableError(f"unpacks to {total // 2**20:,} MB of parts, more than any report; it was not unpacked")
    if any(e.flag_bits & 1 for e in entries):
        raise UnreadableError("is encrypted; save it as .docx without a password")
    for entry in texts:
        part = package.read(entry)
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"<\0!\0" in part or b"\0<\0!" in part:
            raise UnreadableError("declares XML entities, which no Word file needs; open it in Word and save it again")
        if entry.filename == "[Content_Types].xml" and b"macroEnabled" in part:
            raise UnreadableError("holds macros; save it as .docx without them")
