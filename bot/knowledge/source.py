"""YAML text to plain values that remember their lines, read under limits.

PyYAML's loaders would follow aliases, merge keys and tags, keep the last of two equal keys and turn ``no`` into
``False``. Here every scalar is text, the rest is refused with its line, and size, depth, nodes and time are bounded.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.errors import Problem

Path = tuple[str | int, ...]

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Only its events and nodes are used, never its constructors; libyaml's parser is some ten times faster."""

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 12
MAX_NODES = 200_000
MAX_KEYS = 1_000
"""Of one mapping: no thing in these files has more than some twenty."""
MAX_SECONDS = 10.0
"""Two seconds are enough for the largest file with libyaml."""
_NODES_A_LOOK = 512
_TOO_DEEP = "nested too deeply"


@dataclass(slots=True)
class Source:
    """A file's plain value (dicts, lists, strings) and the line of every node, by path."""

    file: str
    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of the node at *path*, or of the nearest node above it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)

    def refuse(self, path: Path, what: str) -> None:
        """Note a problem with the node at *path*."""
        self.problems.append(Problem(self.file, self.line(path), where(path), what))


def where(path: Path) -> str:
    """*path* as an editor counts: ``panelists[2].points[1].text``, from 1."""
    out = ""
    for part in path:
        out += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if out else str(part)
    return out


class _Refused(Exception):
    pass


def read(data: bytes, file: str, seconds: float = MAX_SECONDS) -> Source:
    """Parse *data* in at most so many seconds; problems are in the result, never raised."""
    source = Source(file)
    if (problem := unreadable(data, file)) is not None:
        source.problems.append(problem)
        return source
    text = data.decode("utf-8-sig")
    if (strange := yaml.reader.Reader.NON_PRINTABLE.search(text)) is not None:
        line = text.count("\n", 0, strange.start()) + 1
        source.problems.append(Problem(file, line, "", "not YAML: a character that YAML does not allow; delete it"))
        return source
    try:
        _Builder(source, time.monotonic() + seconds).build(text)
    except _Refused:
        pass
    except yaml.MarkedYAMLError as error:
        # What was never closed is found at the end of the file and stands where it began.
        unclosed = "end of stream" in (error.problem or "") and error.context_mark is not None
        mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
        what = f"not YAML: {f'{error.context}, never closed' if unclosed else error.problem or error.context}"
        if "nesting depth" in what:  # libyaml looks far ahead, and has a limit of its own from PyYAML 6.0.4 on
            what = _TOO_DEEP
        source.problems.append(Problem(file, mark.line + 1 if mark else 1, "", what))
    except yaml.YAMLError as error:
        source.problems.append(Problem(file, 1, "", f"not YAML: {error}".replace("\n", " ")))
    return source


def unreadable(data: bytes, file: str) -> Problem | None:
    """Why *data* cannot be a knowledge file at all: its size or its encoding."""
    if len(data) > MAX_BYTES:
        return Problem(file, 1, "", f"larger than {MAX_BYTES // 1024} KB; split it or leave something out")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Problem(file, line, "", "not UTF-8 text; save the file as UTF-8")
    return None


class _Builder:
    def __init__(self, source: Source, deadline: float) -> None:
        self.source = source
        self.deadline = deadline
        self.nodes = 0

    def build(self, text: str) -> None:
        events = yaml.parse(text, Loader=LOADER)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.source.value is not None:
                    self.stop(event, (), "a second document in the file; keep one report a file")
                self.source.value = self.node(events, next(events), ())
        if self.source.value is None:
            self.source.problems.append(Problem(self.source.file, 1, "", "the file is empty"))

    def note(self, event: yaml.Event, path: Path, what: str) -> None:
        mark = event.start_mark
        self.source.problems.append(Problem(self.source.file, mark.line + 1 if mark else 1, where(path), what))

    def stop(self, event: yaml.Event, path: Path, what: str) -> None:
        self.note(event, path, what)
        raise _Refused

    def node(self, events: Any, event: yaml.Event, path: Path) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.stop(event, path, f"more than {MAX_NODES} values in one file")
        if self.nodes % _NODES_A_LOOK == 0 and time.monotonic() > self.deadline:
            self.stop(event, path, "takes too long to read; split the file or leave something out")
        if len(path) > MAX_DEPTH:
            self.stop(event, path, _TOO_DEEP)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.note(event, path, "anchors and aliases (& and *) are not allowed; write the text out or quote it")
        if getattr(event, "tag", None) and not isinstance(event, yaml.AliasEvent):
            self.note(event, path, "tags (!) are not allowed; quote the text")
        self.source.lines.setdefault(path, event.start_mark.line + 1 if event.start_mark else 1)
        if isinstance(event, yaml.AliasEvent):
            return "…"  # refused above; stands for itself, so that the rest is still looked at
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, path)
        return self.mapping(events, path)

    def sequence(self, events: Any, path: Path) -> list[Any]:
        out: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            out.append(self.node(events, event, (*path, len(out))))
        return out

    def mapping(self, events: Any, path: Path) -> dict[str, Any]:
        out: dict[str, Any] = {}
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent) or key.anchor or key.tag:
                self.stop(key, path, "a key has to be plain text")
            if key.value == "<<":
                self.note(key, path, "merge keys (<<) are not allowed; write the keys out")
                self.node(events, next(events), (*path, "<<"))
                continue
            here = (*path, key.value)
            line = key.start_mark.line + 1 if key.start_mark else 1
            value = next(events)
            if key.value in out:
                first = self.source.lines[here]
                self.source.problems.append(
                    Problem(self.source.file, line, where(here), f"given twice (first in line {first}); keep one")
                )
                self.node(events, value, (*here, "again"))
                continue
            if len(out) == MAX_KEYS:
                self.stop(key, path, f"more than {MAX_KEYS} keys in one place")
            self.source.lines[here] = line
            out[key.value] = self.node(events, value, here)
        return out
