"""A file from an admin: a knowledge file, known by what is in it, or a report; its name and type may lie."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from rapidfuzz import fuzz
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest

from bot.importing import reading
from bot.knowledge import source
from bot.knowledge.difference import LIKE
from bot.knowledge.model import Report, slug
from bot.language.text import normalise
from bot.live import Live, Proposal
from bot.live.summary import Summary
from bot.telegram.admin.changes import consider
from bot.telegram.admin.differences import Part, noted
from bot.telegram.arrival import Arrival
from bot.telegram.catalogue import Catalogue
from bot.telegram.markup import View, text

if TYPE_CHECKING:
    from bot.importing.importer import Imported

KNOWLEDGE: Final = "knowledge"
_YAML = (".yaml", ".yml")
_REPORTS: Final = {
    ".text": ".txt",
    ".markdown": ".md",
    **{s: s for s in (".txt", ".md", ".docx", ".pdf", *reading.ADVICE)},
}
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
        content = bytes(await (await arrival.bot.get_file(sent.file_id)).download_as_bytearray())
    except BadRequest as error:
        # Telegram's own limit, or a file that it does not have any more.
        return text(say("document-lost", error=error.message))
    name = shown_name(sent.file_name or "")
    kind = await asyncio.to_thread(kind_of, content, name)
    if kind is None:
        return text(say("document-unknown", name=name))
    live, same = arrival.state.live, say("document-same")
    if kind == KNOWLEDGE:
        return await consider(arrival, live.from_document(content, name), Summary("document", name), same)
    sent_report = SentReport(live, content, f"{PurePosixPath(name).stem[:60]}{kind}")
    return await consider(
        arrival, sent_report.proposed(), Summary("document", name), same, lambda: sent_report.remarks(say)
    )


class SentReport:
    """A report in a document, as a change of the knowledge."""

    def __init__(self, live: Live, content: bytes, name: str) -> None:
        self._live = live
        self._content = content
        self._name = name
        self._imported: Imported | None = None

    async def proposed(self) -> Proposal | None:
        """What it would make of the knowledge, merged with the report that was made of it before.

        Raises UnreadableError, WritingError, KnowledgeError.
        """
        from bot.importing import importer, process  # their memory, for whoever imports

        draft = await process.read(self._content, self._name)
        known = self._live.current.library
        before = twin(draft.title, draft.day, known.reports)
        existing = known.files[known.homes[before.id]].encode() if before else None
        id = before.id if before else unused(slug(PurePosixPath(self._name).stem), known.homes)
        self._imported = await asyncio.to_thread(importer.built, draft, self._name, id, existing)
        return await self._live.from_document(self._imported.text.encode(), self._name)

    def remarks(self, say: Catalogue) -> list[Part]:
        """What the admin has to look over, and what was left out."""
        found = self._imported
        if found is None:
            return []
        headed = (("import-warnings", (*found.warnings, *found.lost)), ("import-notes", found.notes))
        return [Part(say(key, count=len(lines)), noted(f"• {x}" for x in lines)) for key, lines in headed if lines]


def twin(title: str, day: date, reports: Iterable[Report]) -> Report | None:
    """The report of the same event: of the same day, under nearly the same title."""
    alike = (r for r in reports if r.date == day and fuzz.ratio(normalise(r.title), normalise(title)) >= LIKE)
    return next(alike, None)


def unused(id: str, taken: Collection[str]) -> str:
    """*id*, or where another report has it one with a number."""
    names = (id, *(f"{id[:36].rstrip('-')}-{n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def shown_name(given: str) -> str:
    """A document's name, for people: without folders, controls and whatever else is odd in it."""
    return _ODD.sub("", PurePosixPath(given.replace("\\", "/")).name)[-80:].strip() or "document"


def kind_of(content: bytes, name: str) -> str | None:
    """What a document is: ``knowledge``, or the suffix of a report; None for what is neither.

    What is in it counts, and only then its name; but a name that stands for macros is taken at its word.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if content.startswith(_ZIP) and suffix not in reading.ADVICE:
        return ".docx"
    if _PDF in content[:1024]:
        return ".pdf"
    if suffix in _YAML or _is_knowledge(content):
        return KNOWLEDGE
    return _REPORTS.get(suffix)


def _is_knowledge(content: bytes) -> bool:
    found: Any = source.read(content, "").value
    return isinstance(found, dict) and ("panelists" in found or "entries" in found)
