"""Labelled questions: what was asked, and what a fair reader accepts as the answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import QuestionsError
from bot.matching.answering import Result

WANTS = ("point", "panelist", "event", "takeaway", "list", "none")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One question with its labels; ``points`` are ``panelist.point`` from 1, or the kind of a fact."""

    q: str
    want: str
    panelists: tuple[int, ...]
    points: tuple[str, ...]
    style: str
    lang: str
    line: int

    def accepts(self, result: Result) -> bool:
        """Whether *result* is acceptable as the first answer."""
        return self.accepts_entry(result.kind, result.panelist, result.point)

    def accepts_entry(self, kind: str | None, panelist: int | None, point: int | None) -> bool:
        """The same by kind and counts from 1."""
        if self.want == "none" or kind is None:
            return False
        if kind == "point":
            return f"{panelist}.{point}" in self.points
        if kind == "panelist":
            return self.want == "panelist" and panelist in self.panelists
        if kind in self.points:
            return True
        return kind == self.want or (self.want == "list" and not self.points and kind in ("panelists", "topics"))


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions on one knowledge."""

    name: str
    knowledge: Path | None
    """None for the knowledge that the command was given."""
    questions: tuple[Labelled, ...]
    hard: bool = False
    """Written to confuse: they teach the probabilities, and do not count when the thresholds are chosen."""


def load(path: Path) -> list[QuestionSet]:
    """Read a ``.jsonl`` or ``.yaml`` file of questions, or a ``.yaml`` that lists ``sets`` of them.

    Raises QuestionsError with the line of the first thing that is wrong.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or 'not UTF-8'})") from None
    if path.suffix in (".yaml", ".yml"):
        try:
            data = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise QuestionsError(f"{path}: not YAML: {error}".replace("\n", " ")) from None
        if isinstance(data, dict) and isinstance(data.get("sets"), list):
            return [s for entry in data["sets"] for s in _set(entry, path.parent)]
        rows = data.get("questions") if isinstance(data, dict) else data
        if not isinstance(rows, list):
            raise QuestionsError(f"{path}: should have a list of questions under `questions`, or `sets`")
        return [QuestionSet(path.stem, None, tuple(_labelled(r, path, n) for n, r in enumerate(rows, 1)))]
    out: list[Labelled] = []
    for n, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError:
                raise QuestionsError(f"{path}:{n}: not a JSON object") from None
            out.append(_labelled(row, path, n))
    return [QuestionSet(path.stem, None, tuple(out))]


def _set(entry: dict[str, Any], folder: Path) -> list[QuestionSet]:
    knowledge = (folder / entry["knowledge"]).resolve()
    hard = bool(entry.get("hard", False))
    return [QuestionSet(s.name, knowledge, s.questions, hard) for s in load(folder / entry["questions"])]


def _labelled(row: Any, path: Path, line: int) -> Labelled:
    if not isinstance(row, dict) or not isinstance(row.get("q"), str):
        raise QuestionsError(f"{path}:{line}: needs a question under `q`")
    if row.get("want") not in WANTS:
        raise QuestionsError(f"{path}:{line}: `want` should be one of {', '.join(WANTS)}")
    return Labelled(
        row["q"],
        row["want"],
        tuple(int(p) for p in row.get("panelists") or ()),
        tuple(str(p) for p in row.get("points") or ()),
        str(row.get("style", "")),
        str(row.get("lang", "en")),
        line,
    )
