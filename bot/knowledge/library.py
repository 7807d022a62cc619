"""Files and folders to a library: the reports and the lexicon that the bot answers from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import KnowledgeError, Problem
from bot.knowledge import parse, source
from bot.knowledge.model import Report
from bot.language.lexicon import LexiconEntry

LEXICON_NAME = "lexicon.yaml"
_SHIPPED_IN_WHEEL = Path(__file__).parent.parent / "shipped"
SHIPPED = _SHIPPED_IN_WHEEL if _SHIPPED_IN_WHEEL.is_dir() else Path(__file__).parents[2] / "knowledge"
"""The knowledge that comes with the bot: in a checkout the top-level folder, in a wheel a copy of it."""


@dataclass(frozen=True, slots=True)
class Library:
    """All that the bot answers from. ``revision`` changes with any byte of the files."""

    reports: tuple[Report, ...]
    lexicon: tuple[LexiconEntry, ...]
    revision: str


def load(paths: Sequence[Path], *, reports_required: bool = True) -> Library:
    """Read the reports in *paths* (files and folders) and the lexicons beside them.

    Raises KnowledgeError with every problem of every file, and if there is no report though one is required.
    """
    problems: list[Problem] = []
    reports: dict[str, tuple[Report, Path]] = {}
    lexicon: list[LexiconEntry] = []
    digest = hashlib.blake2b(digest_size=6)
    files = _files(paths, problems)
    named = [f for f in files if f.name == LEXICON_NAME]
    files = [f for f in files if f.name != LEXICON_NAME]
    # The shipped lexicon first: the spellings of the one beside the reports win.
    beside = {f.resolve(): f for f in (SHIPPED / LEXICON_NAME, *(f.parent / LEXICON_NAME for f in files), *named)}
    files += [f for f in beside.values() if f.is_file()]
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            problems.append(Problem(str(file), 1, "", f"cannot be read: {error.strerror or error}"))
            continue
        digest.update(data)
        parsed = source.read(data, str(file))
        if file.name == LEXICON_NAME:
            entries = parse.lexicon(parsed)
            lexicon += entries.entries if entries else ()
        elif (report := parse.report(parsed)) is not None:
            if report.id in reports:
                parsed.refuse(("id",), f"is the id of {reports[report.id][1]} too; change one of them")
            reports.setdefault(report.id, (report, file))
        problems += parsed.problems
    if not problems and not reports and reports_required:
        problems.append(Problem(", ".join(map(str, paths)), 1, "", "no report (*.yaml) in it"))
    if problems:
        raise KnowledgeError(sorted(problems))
    return Library(tuple(r for r, _ in reports.values()), tuple(lexicon), digest.hexdigest())


def _files(paths: Sequence[Path], problems: list[Problem]) -> list[Path]:
    out: list[Path] = []
    for path in paths:
        if path.is_dir():
            out += sorted(f for f in path.iterdir() if f.suffix in (".yaml", ".yml") and not f.is_dir())
        elif path.is_file():
            out.append(path)
        else:
            problems.append(Problem(str(path), 1, "", "there is no such file or folder"))
    return list(dict.fromkeys(out))
