"""``python -m bot import``: what is written, and what is said about it."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.importing import importer, process, reading, writing
from bot.importing.document import UnreadableError
from bot.importing.draft import Draft
from bot.importing.importer import Imported
from bot.importing.writing import WritingError
from bot.knowledge import source
from bot.knowledge.model import slug

CLEAN: Final = 0
WITH_WARNINGS: Final = 3
SUFFIXES: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be imported, and where to."""

    report: Path
    out: Path | None = None
    """A file or a folder; without it a file with the report's name in the current folder."""
    force: bool = False
    """An existing file is written anew."""
    update: bool = False
    """An existing file is merged with."""

    @property
    def target(self) -> Path:
        """The knowledge file."""
        out = self.out or Path()
        return out / f"{slug(self.report.stem)}.yaml" if out.is_dir() else out


def read(wish: Wish) -> Draft:
    """The report as a draft. Raises UnreadableError if it is refused, WritingError if there is nowhere to write to."""
    target = wish.target
    if target.exists() and not (wish.force or wish.update):
        raise WritingError(f"{target}: is there already; --update merges, --force writes it anew")
    if not target.absolute().parent.is_dir():
        raise WritingError(f"{target}: cannot be written (there is no such folder)")
    try:
        if not wish.report.is_file():
            raise UnreadableError(f"{wish.report}: {'is no file' if wish.report.exists() else 'there is no such file'}")
        reading.check_name(str(wish.report), wish.report.stat().st_size)
        data = wish.report.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{wish.report}: cannot be read: {error.strerror or error}") from None
    return asyncio.run(process.read(data, str(wish.report)))


def write(wish: Wish, draft: Draft) -> int:
    """Write the draft, say what it is and what to look over; 0, or 3 if there are warnings."""
    target = wish.target
    folder = target.absolute().parent
    try:
        existing = target.read_bytes() if wish.update and target.exists() else None
    except OSError as error:
        raise WritingError(f"{target}: cannot be read: {error.strerror or error}") from None
    imported = importer.built(
        draft, str(wish.report), _id(target), existing, file=str(target), head=writing.schema_line(folder)
    )
    writing.save(imported.text, target, overwrite=wish.force or wish.update)
    for line in (*_summary(target, imported), *_changes(imported), *_remarks(imported), *_closing(target, imported)):
        print(line)
    return WITH_WARNINGS if imported.warnings or imported.lost else CLEAN


def _id(target: Path) -> str:
    """The name of a new report: the file's, unless another report beside it has it."""
    wanted = slug(target.stem)
    taken = set()
    for file in target.absolute().parent.iterdir():
        if file.suffix not in SUFFIXES or not file.is_file() or file.name == target.name:
            continue
        if file.stat().st_size <= source.MAX_BYTES:
            value = source.read(file.read_bytes(), str(file)).value
            taken.add(value.get("id") if isinstance(value, dict) else None)
    names = (wanted, *(f"{wanted[:36].rstrip('-')}-{n}" for n in range(2, 1000)))
    return next(name for name in names if name not in taken)


def _summary(target: Path, imported: Imported) -> Iterator[str]:
    report = imported.report
    points = sum(len(p.points) for p in report.panelists)
    yield f"{target}: {len(report.panelists)} panelists, {points} points"
    yield f"  {report.title}"
    day = f"{report.date.day} {report.date:%B %Y}"
    yield f"  {day} (the report says: {report.date_as_written}) · {', '.join(report.organizers)}"
    for n, one in enumerate(report.panelists, 1):
        many = f"{len(one.points)} point{'s' if len(one.points) > 1 else ''}"
        also = f" (also: {', '.join(one.aliases)})" if one.aliases else ""
        yield f"  {n}. {one.name}{also} · {one.role} · {one.topic} · {many}"


def _changes(imported: Imported) -> Iterator[str]:
    if imported.merged:
        lines = (*imported.changes, *imported.lost)
        yield "changed in the file:" if lines else "nothing changed in the file"
        yield from (f"  {line}" for line in lines)


def _remarks(imported: Imported) -> Iterator[str]:
    yield from imported.warnings
    if imported.notes:
        yield "left out, because a knowledge file has no place for it:"
        yield from (f"  {note}" for note in imported.notes)


def _closing(target: Path, imported: Imported) -> Iterator[str]:
    many = len(imported.warnings) + len(imported.lost)
    yield (
        f"{many} thing{'s' if many > 1 else ''} to look over; then see whether names, offices and topics are right."
        if many
        else "Nothing was unclear. Still see whether names, offices and topics are right."
    )
    yield "Questions that people ask, added as examples, make the answers better. Try it:"
    yield f"  python -m bot chat --knowledge {shlex.quote(str(target))}"
