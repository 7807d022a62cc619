"""Files and folders to a library: the reports and the lexicon that the bot answers from."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path, PurePath

from bot.errors import KnowledgeError, Problem
from bot.knowledge import parse, source
from bot.knowledge.model import Report
from bot.language.lexicon import Entries, LexiconEntry, indexed

LEXICON_NAME = "lexicon.yaml"
_SHIPPED_IN_WHEEL = Path(__file__).parent.parent / "shipped"
SHIPPED = _SHIPPED_IN_WHEEL if _SHIPPED_IN_WHEEL.is_dir() else Path(__file__).parents[2] / "knowledge"
"""The knowledge that comes with the bot: in a checkout the top-level folder, in a wheel a copy of it."""


@dataclass(frozen=True, slots=True)
class Library:
    """All that the bot answers from. ``revision`` changes with any byte of the files."""

    reports: tuple[Report, ...]
    lexicon: Sequence[LexiconEntry]
    revision: str
    files: Mapping[str, str] = field(default_factory=dict)
    """The text of each file by its name, as it was read; without the shipped lexicon where it stands elsewhere."""
    homes: Mapping[str, str] = field(default_factory=dict)
    """The name of the file that a report is written in, by the report's id."""


@dataclass(frozen=True, slots=True)
class _File:
    label: str
    """As problems name it."""
    name: str
    content: bytes
    own: bool = True
    """False for the shipped lexicon, which goes with every knowledge."""

    @property
    def is_lexicon(self) -> bool:
        return PurePath(self.name).name == LEXICON_NAME


def load(paths: Sequence[Path], *, reports_required: bool = True) -> Library:
    """Read the reports in *paths* (files and folders) and the lexicons beside them.

    Raises KnowledgeError with every problem of every file, and if there is no report though one is required.
    """
    problems: list[Problem] = []
    return _library(_read(paths, problems), problems, ", ".join(map(str, paths)) if reports_required else None)


def build(files: Mapping[str, str]) -> Library:
    """The library of *files* (texts by name) with the shipped lexicon. Raises KnowledgeError as ``load`` does."""
    problems: list[Problem] = []
    given = [_File(name, name, text.encode("utf-8", "surrogatepass")) for name, text in files.items()]
    shipped = [f for f in _files([SHIPPED / LEXICON_NAME], problems, own=False) if f.content not in _contents(given)]
    return _library([*shipped, *given], problems, "the knowledge")


def shipped_lexicon() -> str:
    """The text of the lexicon that comes with the bot; empty if it is missing."""
    file = SHIPPED / LEXICON_NAME
    return file.read_bytes().decode("utf-8") if file.is_file() else ""


def prepare() -> None:
    """Read the shipped lexicon, so that the knowledge is read sooner."""
    for file in _files([SHIPPED / LEXICON_NAME], [], own=False):
        indexed(_lexicon(file.content, file.label)[0])


def _library(files: Sequence[_File], problems: list[Problem], place: str | None) -> Library:
    """The library of *files*; *place* is named where a report is missing, None if none is needed."""
    reports: dict[str, tuple[Report, _File]] = {}
    lexica: list[Entries] = []
    for file in files:
        if file.is_lexicon:
            entries, wrong = _lexicon(file.content, file.label)
            lexica.append(entries)
            problems += wrong
            continue
        parsed = source.read(file.content, file.label)
        if (report := parse.report(parsed)) is not None:
            if report.id in reports:
                parsed.refuse(("id",), f"is the id of {reports[report.id][1].label} too; change one of them")
            reports.setdefault(report.id, (report, file))
        problems += parsed.problems
    if not problems and not reports and place is not None:
        problems.append(Problem(place, 0, "", "no report (*.yaml) in it"))
    if problems:
        raise KnowledgeError(sorted(problems))
    own = [f for f in files if f.own]
    names = dict(zip([f.label for f in own], _texts(own), strict=True))
    homes = {id: names[file.label] for id, (_, file) in reports.items()}
    lexicon = lexica[0] if len(lexica) == 1 else Entries(chain.from_iterable(lexica))
    return Library(tuple(r for r, _ in reports.values()), lexicon, _revision(files), _texts(own), homes)


_MOST_LEXICA = 4
_lexica: OrderedDict[bytes, Entries] = OrderedDict()
"""Those read last in which nothing was wrong, by a hash of the text."""


def _lexicon(content: bytes, label: str) -> tuple[Entries, Sequence[Problem]]:
    """Remembered: it is large, and with every edit of a report it is read again."""
    key = hashlib.blake2b(content).digest()
    if (known := _lexica.pop(key, None)) is None:
        parsed = source.read(content, label)
        made = parse.lexicon(parsed)
        if made is None or parsed.problems:
            return Entries(()), parsed.problems
        known = Entries(made.entries)
    _lexica[key] = known
    while len(_lexica) > _MOST_LEXICA:
        _lexica.popitem(last=False)
    return known, ()


def _texts(files: Sequence[_File]) -> dict[str, str]:
    """Each file's text by its name, or by its whole path where another one has that name."""
    out: dict[str, str] = {}
    for file in files:
        out[file.label if file.name in out else file.name] = file.content.decode("utf-8")
    return out


def _contents(files: Iterable[_File]) -> set[bytes]:
    return {f.content for f in files if f.is_lexicon}


def _revision(files: Iterable[_File]) -> str:
    digest = hashlib.blake2b(digest_size=6)
    # In one order, wherever the files come from.
    for file in sorted(files, key=lambda f: (f.own, f.name, f.content)):
        digest.update(hashlib.blake2b(file.content).digest())
    return digest.hexdigest()


def _read(paths: Sequence[Path], problems: list[Problem]) -> list[_File]:
    """The reports in *paths*, the shipped lexicon, then the lexicons beside the reports; their spellings win."""
    found = _found(paths, problems)
    named = [f for f in found if f.name == LEXICON_NAME]
    reports = [f for f in found if f.name != LEXICON_NAME]
    places = (*(f.parent / LEXICON_NAME for f in reports), *named)
    beside = {f.resolve(): f for f in places if f.is_file()}
    shipped = [f for f in (SHIPPED / LEXICON_NAME,) if f.resolve() not in beside and f.is_file()]
    return [
        *_files(reports, problems),
        *_files(shipped, problems, own=False),
        *_files(beside.values(), problems),
    ]


def _files(paths: Iterable[Path], problems: list[Problem], *, own: bool = True) -> Iterator[_File]:
    for path in paths:
        try:
            with path.open("rb") as stream:
                content = stream.read(source.MAX_BYTES + 1)
        except OSError as error:
            problems.append(Problem(str(path), 0, "", f"cannot be read: {error.strerror or error}"))
        else:
            yield _File(str(path), path.name, content, own)


def _found(paths: Sequence[Path], problems: list[Problem]) -> list[Path]:
    out: list[Path] = []
    for path in paths:
        if path.is_dir():
            out += sorted(f for f in path.iterdir() if f.suffix in (".yaml", ".yml") and not f.is_dir())
        elif path.is_file():
            out.append(path)
        else:
            problems.append(Problem(str(path), 0, "", "there is no such file or folder"))
    return list(dict.fromkeys(out))
