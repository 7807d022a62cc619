"""Labelled questions: what was asked, and what a fair reader accepts as the answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.errors import QuestionsError
from bot.knowledge import source
from bot.knowledge.model import Report
from bot.matching.answering import Result

WANTS = ("point", "panelist", "event", "takeaway", "list", "none")
FACTS = ("event", "takeaway", "panelists", "topics")
"""What ``points`` may name besides points."""
_POINT = re.compile(r"[1-9]\d{0,3}\.[1-9]\d{0,3}")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One question with its labels; ``points`` are ``panelist.point`` from 1, or the kind of a fact."""

    q: str
    want: str
    panelists: tuple[int, ...]
    points: tuple[str, ...]
    style: str
    lang: str
    """Empty if the label does not say."""
    line: int
    """Where it stands in its file."""
    file: str = ""
    """The file's name without its ending."""
    report: str = ""
    """The id of the report that the labels count in; empty for any, which is right where there is only one."""

    @property
    def at(self) -> str:
        """File and line."""
        return f"{self.file}:{self.line}"

    def accepts(self, result: Result) -> bool:
        """Whether *result* is acceptable as the first answer."""
        return self.report in ("", result.report.id) and self.accepts_entry(result.kind, result.panelist, result.point)

    def accepts_entry(self, kind: str | None, panelist: int | None, point: int | None) -> bool:
        """The same by kind and counts from 1, whatever the report."""
        if self.want == "none" or kind is None:
            return False
        if kind == "point":
            return f"{panelist}.{point}" in self.points
        if kind == "panelist":
            return self.want == "panelist" and panelist in self.panelists
        if kind == "event" and panelist is not None and self.panelists and panelist not in self.panelists:
            return False  # who somebody else is
        if kind in self.points:
            return True
        return kind == self.want or (self.want == "list" and not self.points and kind in ("panelists", "topics"))


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions on one knowledge."""

    path: Path
    knowledge: Path | None
    """None for the knowledge that the command was given."""
    questions: tuple[Labelled, ...]
    hard: bool = False
    """Written to confuse: they teach the probabilities, and do not count when the thresholds are chosen."""

    @property
    def name(self) -> str:
        """What the tables call it."""
        return self.path.stem


def load(path: Path) -> list[QuestionSet]:
    """Read a ``.jsonl`` or ``.yaml`` file of questions, or a ``.yaml`` that lists ``sets`` of them.

    Raises QuestionsError with the line of the first thing that is wrong.
    """
    if path.suffix.lower() not in (".yaml", ".yml"):
        return [QuestionSet(path, None, _unempty(tuple(_of_jsonl(path)), path))]
    parsed = _yaml(path)
    if isinstance(parsed.value, dict) and "sets" in parsed.value:
        return list(_sets(parsed, path))
    return [QuestionSet(path, None, _of_yaml(parsed, path))]


def check(questions: QuestionSet, reports: Sequence[Report]) -> None:
    """Raise QuestionsError if a label names a report, a panelist or a point that *reports* do not have."""
    wrong = [(q.line, what) for q in questions.questions if (what := _missing(q, reports))]
    if wrong:
        line, what = wrong[0]
        more = f" ({len(wrong) - 1} more labels name what is not there)" if len(wrong) > 1 else ""
        raise QuestionsError(f"{questions.path}:{line}: {what}{more}")


def _missing(question: Labelled, reports: Sequence[Report]) -> str | None:
    """What the labels name and *reports* do not have, in words."""
    report = next((r for r in reports if r.id == question.report), None)
    if question.report and report is None:
        return f"there is no report {question.report}; there is {', '.join(r.id for r in reports)}"
    if report is None and len(reports) > 1:
        counted = question.panelists or any(p not in FACTS for p in question.points)
        return "the knowledge has several reports; name the one that is meant under `report`" if counted else None
    report = report or reports[0]
    spoken = [tuple(map(int, p.split("."))) for p in question.points if p not in FACTS]
    for panelist in (*question.panelists, *(p for p, _ in spoken)):
        if not 1 <= panelist <= len(report.panelists):
            return f"there is no panelist {panelist}; {report.id} has {len(report.panelists)}"
    for panelist, point in spoken:
        who = report.panelists[panelist - 1]
        if point > len(who.points):
            return f"there is no point {panelist}.{point}; {who.name} ({panelist}) has {len(who.points)}"
    return None


def _of_jsonl(path: Path) -> Iterator[Labelled]:
    # Not splitlines(): a JSON string may hold U+2028 and its like as they are.
    for n, line in enumerate(_text(path).split("\n"), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                raise QuestionsError(f"{path}:{n}: not a JSON object") from None
            yield _labelled(row, path, n)


def _of_yaml(parsed: source.Source, path: Path) -> tuple[Labelled, ...]:
    within: source.Path = ("questions",) if isinstance(parsed.value, dict) else ()
    rows = parsed.value.get("questions") if isinstance(parsed.value, dict) else parsed.value
    if not isinstance(rows, list):
        raise QuestionsError(f"{path}: should have a list of questions under `questions`, or `sets`")
    return _unempty(tuple(_labelled(r, path, parsed.line((*within, n))) for n, r in enumerate(rows)), path)


def _sets(parsed: source.Source, path: Path) -> Iterator[QuestionSet]:
    """Each set that the file lists: ``questions``, their ``knowledge``, both beside the file, and ``hard``."""
    entries = parsed.value["sets"]
    if not isinstance(entries, list) or not entries:
        raise QuestionsError(f"{path}:{parsed.line(('sets',))}: `sets` should be a list of sets")
    for n, entry in enumerate(entries):
        at = f"{path}:{parsed.line(('sets', n))}"
        if not isinstance(entry, dict) or not isinstance(entry.get("questions"), str):
            raise QuestionsError(f"{at}: a set needs a file of questions under `questions`")
        if strange := sorted(set(entry) - {"questions", "knowledge", "hard"}):
            raise QuestionsError(f"{at}: `{strange[0]}` is not a key of a set; correct or remove it")
        if not isinstance(knowledge := entry.get("knowledge", ""), str):
            raise QuestionsError(f"{at}: `knowledge` should be one file or folder")
        if (hard := entry.get("hard", "false")) not in ("true", "false"):
            raise QuestionsError(f"{at}: `hard` should be true or false")
        if not (where := path.parent / knowledge).exists():
            raise QuestionsError(f"{at}: `knowledge`: there is no {where}")
        file = path.parent / entry["questions"]
        if file.suffix.lower() in (".yaml", ".yml"):
            inner = _yaml(file)
            if isinstance(inner.value, dict) and "sets" in inner.value:
                raise QuestionsError(f"{at}: {file} lists sets itself; name its sets here")
        for questions in load(file):
            yield replace(questions, knowledge=where.resolve() if knowledge else None, hard=hard == "true")


def _yaml(path: Path) -> source.Source:
    parsed = source.read(_bytes(path), str(path))
    if parsed.problems:
        raise QuestionsError(str(min(parsed.problems)))
    return parsed


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise QuestionsError(f"{path}: cannot be read ({error.strerror or error})") from None


def _text(path: Path) -> str:
    data = _bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise QuestionsError(f"{path}:{line}: not UTF-8 text; save the file as UTF-8") from None


def _unempty(questions: tuple[Labelled, ...], path: Path) -> tuple[Labelled, ...]:
    if not questions:
        raise QuestionsError(f"{path}: there is no question in it")
    return questions


def _labelled(row: Any, path: Path, line: int) -> Labelled:
    def refuse(what: str) -> QuestionsError:
        return QuestionsError(f"{path}:{line}: {what}")

    if not isinstance(row, dict) or not isinstance(row.get("q"), str) or not row["q"].strip():
        raise refuse("needs a question under `q`")
    if not isinstance(want := row.get("want"), str) or want not in WANTS:
        raise refuse(f"`want` should be one of {', '.join(WANTS)}")
    panelists = tuple(map(_count, _listed(row.get("panelists"))))
    if None in panelists:
        raise refuse("`panelists` should be a list of their numbers in the report, from 1")
    points = tuple(_listed(row.get("points")))
    if not all(isinstance(p, str) and (p in FACTS or _POINT.fullmatch(p)) for p in points):
        raise refuse(f'`points` should be a list of texts such as "2.1" (panelist.point, from 1) or {", ".join(FACTS)}')
    for key in ("style", "lang", "report"):
        if not isinstance(row.get(key) or "", str):
            raise refuse(f"`{key}` should be text")
    if want == "none" and (panelists or points):
        raise refuse("`want: none` says that nothing answers it, and `points` or `panelists` name something")
    if want == "point" and all(p in FACTS for p in points):
        raise refuse("`want: point` needs the acceptable `points`")
    if want == "panelist" and not panelists:
        raise refuse("`want: panelist` needs the acceptable `panelists`")
    return Labelled(
        row["q"], want, tuple(p for p in panelists if p), points,
        row.get("style") or "", row.get("lang") or "", line, path.stem, row.get("report") or "",
    )  # fmt: skip


def _listed(value: Any) -> Iterable[Any]:
    """A list as it stands; nothing for none; anything else as a list of a thing that no label may be."""
    return value if isinstance(value, list) else [{}] if value else []


def _count(value: Any) -> int | None:
    """A number from 1, in JSON a number and in YAML text; None for anything else."""
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdigit() and 0 < int(value) < 10_000 else None
    return value if type(value) is int and value > 0 else None
