"""A draft to the text of a knowledge file: what the command and the bot's admins use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from bot.importing import merging, writing
from bot.importing.document import Remark
from bot.importing.draft import Draft
from bot.importing.writing import WritingError
from bot.knowledge.model import Report


@dataclass(frozen=True, slots=True)
class Imported:
    """A knowledge file that passes ``check``, and what is to be said about it."""

    text: str
    report: Report
    warnings: tuple[str, ...]
    """What was not understood or has to be looked over, each with its place in the report."""
    notes: tuple[str, ...]
    """What was understood and has no place in a knowledge file, each with its place in the report."""
    merged: bool = False
    """An earlier knowledge file was merged with."""
    changes: tuple[str, ...] = ()
    """What is different from that file."""
    lost: tuple[str, ...] = ()
    """What that file has and the report has no more."""


def built(
    draft: Draft,
    name: str,
    report_id: str,
    existing: bytes | None = None,
    *,
    file: str = "the knowledge file",
    head: str = "",
) -> Imported:
    """The knowledge file of a *draft* of the report *name*; a new one gets *report_id* and begins with *head*.

    With *existing*, the knowledge file of an earlier import, the result is that file with the new words: its id,
    examples, aliases, translations and comments stay. *file* names it in errors. Raises WritingError, with one line,
    if the result could not be loaded.
    """
    if existing is None:
        merged = merging.Merged(head + writing.fresh(draft, report_id, PurePath(name).name))
    else:
        try:
            before = existing.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise WritingError(f"{file}: is not UTF-8 text; nothing was merged") from None
        merged = merging.merge(before, writing.existing(before, file), draft, file)
    return Imported(
        merged.text,
        writing.checked(merged.text, file),
        tuple(_placed(name, draft, r) for r in draft.warnings),
        tuple(_placed(name, draft, r) for r in draft.notes),
        existing is not None,
        tuple(merged.changes),
        tuple(merged.lost),
    )


def _placed(name: str, draft: Draft, remark: Remark) -> str:
    """A remark with where it belongs: ``file:12: …``, ``file: page 3: …``, ``file: paragraph 7: …``."""
    if not remark.place:
        return f"{name}: {remark.what}"
    return f"{name}:{f' {draft.unit} ' if draft.unit != 'line' else ''}{remark.place}: {remark.what}"
