"""A draft to the text of a knowledge file, and the file written at once or not at all."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import FoldedScalarString

from bot.errors import BotError, Problem
from bot.importing.draft import Draft, DraftPanelist
from bot.knowledge import parse, source
from bot.knowledge.model import Point, Report

NO_TAKEAWAY: Final = "The report has no takeaway."
NO_ORGANIZERS: Final = "not named in the report"
_SCHEMA: Final = "report.schema.json"
_WIDTH: Final = 110
_FOLDED: Final = 70
"""Characters from which on a text is folded over lines."""


class WritingError(BotError):
    """A knowledge file is not written; says why."""


def yaml() -> YAML:
    """The YAML reader and writer that keeps comments and order, with the indentation of the shipped knowledge."""
    out = YAML(typ="rt")
    out.width = _WIDTH
    out.allow_unicode = True
    out.preserve_quotes = True
    out.indent(mapping=2, sequence=4, offset=2)
    return out


def loaded(written: str, file: str) -> CommentedMap:
    """The YAML value of a knowledge file, with its comments. Raises WritingError."""
    try:
        root = yaml().load(written)
    except YAMLError as error:
        what = " ".join(str(error).split())
        raise WritingError(f"{file}: cannot be merged with: {what[:200]}") from None
    assert isinstance(root, CommentedMap)
    return root


def dumped(root: Any) -> str:
    """The text of a YAML value."""
    out = io.StringIO()
    yaml().dump(root, out)
    return out.getvalue()


def fresh(draft: Draft, report_id: str, file: str) -> str:
    """The text of a new knowledge file; *file* is the name of the report."""
    root = CommentedMap(
        id=report_id, title=draft.title, date=draft.day, date_as_written=draft.day_words,
        organizers=CommentedSeq(draft.organizers or [NO_ORGANIZERS]),
        panelists=CommentedSeq(panelist(p, draft) for p in draft.panelists),
        takeaway=text(draft.takeaway or NO_TAKEAWAY),
    )  # fmt: skip
    root.yaml_set_start_comment(f"Imported word for word from {' '.join(file.split())} by `python -m bot import`.")
    return dumped(root)


def panelist(one: DraftPanelist, draft: Draft) -> CommentedMap:
    """A panelist of a new file; for no office stands what the report calls the person, for no topic the event's."""
    out = CommentedMap(name=one.name)
    if one.aliases:
        out["aliases"] = CommentedSeq(one.aliases)
    out["role"] = one.role or one.called
    out["topic"] = one.topic or draft.title
    out["points"] = CommentedSeq(map(point, one.points))
    return out


def point(said: str) -> CommentedMap:
    """A point of a new file, with the name that it keeps when its text changes."""
    return CommentedMap(id=Point(text=said).key, text=text(said))


def text(said: str) -> str:
    """A text, folded if it is long."""
    return FoldedScalarString(said) if len(said) >= _FOLDED else said


def existing(written: str, file: str) -> Report:
    """The report that a knowledge file holds already. Raises WritingError, with its first problem, if it holds none."""
    report = _report(written, file)
    if isinstance(report, Problem):
        raise WritingError(f"{report}; mend it first, nothing was merged")
    return report


def checked(written: str, file: str) -> Report:
    """The report that the text of a knowledge file holds. Raises WritingError if ``check`` would refuse it."""
    report = _report(written, file)
    if isinstance(report, Problem):
        what = f"{report.where}: {report.what}" if report.where else report.what
        raise WritingError(f"{file}: not written, because it would not pass `check`: {what}")
    return report


def _report(written: str, file: str) -> Report | Problem:
    """What the text of a knowledge file holds, or the first thing that is wrong with it."""
    read = source.read(written.encode(), file)
    return parse.report(read) or read.problems[0]


def schema_line(folder: Path) -> str:
    """The line by which editors' tools find the schema, where the schema lies in *folder*; else nothing."""
    return f"# yaml-language-server: $schema={_SCHEMA}\n" if (folder / _SCHEMA).is_file() else ""


def save(written: str, file: Path, *, overwrite: bool) -> None:
    """Write *file* at once. Raises WritingError; then nothing has changed."""
    target = file.resolve()
    try:
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    except OSError as error:
        raise WritingError(f"{file}: cannot be written ({error.strerror or error})") from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as out:
            out.write(written)
            out.flush()
            os.fsync(out.fileno())
        if overwrite and target.exists():
            shutil.copymode(target, name)
            os.replace(name, target)
        else:
            os.chmod(name, 0o644)
            _create(name, target)
    except FileExistsError:
        raise WritingError(f"{file}: is there already; --update merges, --force writes it anew") from None
    except OSError as error:
        raise WritingError(f"{file}: cannot be written ({error.strerror or error})") from None
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


def _create(name: str, target: Path) -> None:
    """Give a finished file its name, which nobody else may have taken."""
    try:
        os.link(name, target)
    except FileExistsError:
        raise
    except OSError:  # no hard links here
        if target.exists():
            raise FileExistsError(target) from None
        os.rename(name, target)
