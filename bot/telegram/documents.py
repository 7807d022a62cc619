"""A file from an admin: a knowledge file, known by what is in it, or a report; its name and type may lie."""

from __future__ import annotations

import asyncio
import re
from pathlib import PurePosixPath
from typing import Any, Literal

from telegram.constants import FileSizeLimit
from telegram.error import BadRequest

from bot.knowledge import source
from bot.telegram.arrival import Arrival
from bot.telegram.changes import consider
from bot.telegram.markup import View, text

Kind = Literal["knowledge", ".txt", ".md", ".docx", ".pdf"]
_YAML = (".yaml", ".yml")
_PLAIN: dict[str, Kind] = {".txt": ".txt", ".text": ".txt", ".md": ".md", ".markdown": ".md"}
_ZIP, _PDF = b"PK\x03\x04", b"%PDF-"
_ODD = re.compile(r"[^\w .()-]+")


async def document(arrival: Arrival) -> View:
    """A document in private: proposed as the knowledge that it would make."""
    say, sent = arrival.say, arrival.message.document if arrival.message else None
    if sent is None:
        return text(say("only-text"))
    limit = int(FileSizeLimit.FILESIZE_DOWNLOAD)
    if (sent.file_size or 0) > limit:
        return text(say("document-large", megabytes=limit // 1_000_000))
    try:
        content = bytes(await (await sent.get_file()).download_as_bytearray())
    except BadRequest as error:
        # Telegram's own limit, or a file that it does not have any more.
        return text(say("document-lost", error=error.message))
    name = shown_name(sent.file_name or "")
    kind = await asyncio.to_thread(kind_of, content, name)
    if kind == "knowledge":
        finding = arrival.state.live.from_document(content, name)
        return await consider(arrival, finding, name, say("document-same"))
    return text(say("document-unknown", name=name))


def shown_name(given: str) -> str:
    """A document's name, for people: without folders, controls and whatever else is odd in it."""
    return _ODD.sub("", PurePosixPath(given.replace("\\", "/")).name)[-80:].strip() or "document"


def kind_of(content: bytes, name: str) -> Kind | None:
    """What a document is, by what is in it and only then by its name; None for what is neither."""
    suffix = PurePosixPath(name).suffix.lower()
    if content.startswith(_ZIP):
        return ".docx"
    if _PDF in content[:1024]:
        return ".pdf"
    if suffix in _YAML or _is_knowledge(content):
        return "knowledge"
    return _PLAIN.get(suffix)


def _is_knowledge(content: bytes) -> bool:
    found: Any = source.read(content, "").value
    return isinstance(found, dict) and ("panelists" in found or "entries" in found)
