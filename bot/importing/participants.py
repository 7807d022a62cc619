"""Lists of participants, as lines, bullets or tables, to persons with their role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.importing import columns, labels, markers, persons, vocabulary
from bot.importing.document import Line
from bot.importing.joining import Joiner
from bot.importing.listed import Listed, Person
from bot.importing.points import Numbered
from bot.language.text import normalise

_PROSE: Final = 20
"""Words from which on a line with a full stop is text and no office."""
_SURE: Final = 0.8
MODERATED: Final = re.compile(
    r"(?:the\s+)?(?:(?:session|panel|discussion|event|moderator|host|rapporteur|chair)\s+)+(?:was|is|were)\b|moderated\s+by\b",
    re.IGNORECASE,
)
_GROUPS: Final = ("moderators", "participants", "boilerplate")
"""Sections that say who the persons below are."""


def read(rows: Sequence[Numbered], known: Sequence[str], joiner: Joiner) -> Listed:
    """The persons in *rows*; *known* are the names in the panelists' headings, which tell names from offices."""
    lines, further = _whole(rows, joiner)
    reader = _Reader(lines, known)
    reader.out.used |= further
    n = 0
    while n < len(lines):
        end = n
        while end < len(lines) and lines[end][1].cells:
            end += 1
        if end > n:
            reader.table(lines[n:end])
            n = end
        else:
            reader.line(n)
            n += 1
    return reader.out


def _whole(rows: Sequence[Numbered], joiner: Joiner) -> tuple[list[Numbered], set[int]]:
    """The rows, where one that names several persons is whole again; and the lines that went into another."""
    out: list[Numbered] = []
    further: set[int] = set()
    for n, (i, line) in enumerate(rows):
        if i in further:
            continue
        end = n + 1
        while _goes_on(rows[end - 1][1]) and end < len(rows) and not _separate(rows[end][1]):
            end += 1
        text = joiner.join([other.text for _, other in rows[n:end]]) if end > n + 1 else ""
        if text and persons.several(labels.label(text)[1]):
            further |= {j for j, _ in rows[n + 1 : end]}
            line = replace(line, text=text)
        out.append((i, line))
    return out, further


def _goes_on(line: Line) -> bool:
    return line.full or line.text.endswith((",", "-", "\u00ad", " and", "&"))


def _separate(line: Line) -> bool:
    return line.blank or line.fresh or bool(line.marker or line.cells)


class _Reader:
    def __init__(self, lines: Sequence[Numbered], known: Sequence[str]) -> None:
        self.out = Listed()
        self._lines = lines
        self._known = known
        self._panelists = True
        self._last: Person | None = None

    def line(self, n: int) -> None:
        """Take one line that is no row of a table."""
        i, line = self._lines[n]
        section = labels.section(line)
        if section is not None and section[0] in _GROUPS and not (section == ("moderators", "") and self._awaited()):
            self._panelists = section[0] != "moderators" if section[1] == "" else self._panelists
            self._last = None
            self._inline(section[1], i, section[0] != "moderators")
            self.out.used.add(i)
            return
        named, value = labels.label(line.text)
        if named in vocabulary.ROLE and value and self._last is not None:
            self._role(i, value)
            return
        if named in vocabulary.NAME | vocabulary.PANELIST_ROLES and persons.is_name(persons.split(value)[0]):
            self._add(*persons.split(value), i)
        elif (heading := labels.heading(line.text)) is not None and heading.name:
            self._add(heading.name, heading.role, i, heading.topic)
        elif len(people := persons.several(line.text)) > 1 and not line.marker and not self._office(people):
            for name, role in people:
                self._add(name, role, i)
        elif self._begins(n):
            self._add(*self._split(line.text), i)
        elif self._last is not None and not _prose(line) and not self._told(line):
            above = self._lines[n - 1][1] if n else line
            if persons.is_name(line.text) and len(line.text.split()) > 1 and not above.full:
                self.out.doubtful.append(i)
            self._role(i, line.text)

    def _office(self, people: Sequence[tuple[str, str]]) -> bool:
        """Whether what could be names is the office of the person above, who has none: "Mechanic, Tando Adam"."""
        waits = self._last is not None and not self._last.roles
        return waits and not any(persons.titled(name) or self._is_known(name) for name, _ in people)

    def _told(self, line: Line) -> bool:
        """Whether a line is a sentence: "The session was moderated by Mr. X." """
        sentence = line.text.endswith(".") and len(line.text.split()) > 5 and bool(self._last and self._last.roles)
        return sentence or bool(MODERATED.match(line.text))

    def _awaited(self) -> bool:
        """Whether the last person's office is what comes next: everybody before has one."""
        return (
            self._last is not None
            and not self._last.roles
            and all(p.roles or not p.panelist for p in self.out.people[:-1])
        )

    def _begins(self, n: int) -> bool:
        """Whether a line begins with the name of somebody."""
        _, line = self._lines[n]
        name, role = persons.split(line.text)
        if _prose(line) or not name:
            return False
        if any(persons.alike(name, k) >= _SURE or (persons.alike(name, k) == 0.5 and not role) for k in self._known):
            return True
        if not persons.is_name(name):
            return False
        above = self._lines[n - 1][1] if n else None
        if above is not None and above.full and not line.marker:
            return False
        if persons.titled(name) or line.bold or (line.marker and not self._nested(line)):
            return True
        if (self._last is not None and not self._last.roles) or not self._like_the_others(line, role):
            return False
        if role and len(name.split()) > 1:
            return True
        following = self._lines[n + 1][1] if n + 1 < len(self._lines) else None
        return (
            following is not None
            and len(name.split()) > 1
            and not persons.is_name(persons.split(following.text)[0])
            and not self._known_in(following)
        )

    def _split(self, text: str) -> tuple[str, str]:
        """The name in a line and the office; a known name ends where it does, though nothing parts the two."""
        name, role = persons.split(text)
        parts = text.split()
        for n in range(len(parts) - 1, 1, -1) if not persons.is_name(name) else ():
            own = " ".join(parts[:n])
            if persons.is_name(own) and any(persons.bare(own) == persons.bare(k) for k in self._known):
                return own, " ".join(parts[n:])
        return name, role

    def _like_the_others(self, line: Line, role: str) -> bool:
        """Whether a name without a form of address stands as those do that surely are names."""
        sure = [
            (other, behind) for other, name, behind in self._named() if persons.titled(name) or self._is_known(name)
        ]
        if len(sure) < 3:
            return True
        if all(persons.titled(other.text) for other, _ in sure) or (role and not any(behind for _, behind in sure)):
            return False
        return line.blank or not all(other.blank for other, _ in sure[1:])

    def _named(self) -> Iterator[tuple[Line, str, str]]:
        for _, line in self._lines:
            name, behind = persons.split(line.text)
            if persons.is_name(name):
                yield line, name, behind

    def _is_known(self, name: str) -> bool:
        return any(persons.alike(name, k) >= _SURE for k in self._known)

    def _known_in(self, line: Line) -> bool:
        return self._is_known(persons.split(line.text)[0])

    def _nested(self, line: Line) -> bool:
        first = next((other for _, other in self._lines if other.marker), line)
        return line.depth > first.depth + 1

    def _inline(self, text: str, i: int, panelists: bool) -> None:
        """The persons in "Panelists: Dr. A, Mr. B and Ms. C" or "Moderator: Ms. D, radio host"."""
        if not text:
            return
        before = self._panelists
        self._panelists = panelists
        for name, role in persons.several(text) or [persons.split(text)]:
            self._add(name, role, i)
        self._panelists = before
        self._last = self._last if panelists else None

    def _add(self, name: str, role: str, i: int, topic: str = "") -> None:
        person = Person(name, i, panelist=self._panelists, topic=topic)
        self.out.people.append(person)
        self.out.used.add(i)
        self._last = person
        if role:
            self._role(i, role)

    def _role(self, i: int, text: str) -> None:
        assert self._last is not None
        self.out.used.add(i)
        kept = []
        if normalise(text) in vocabulary.MODERATORS:
            self._last.panelist = False
            return
        for part in re.split(r"\s*[,;/|()]\s*|\s+[–—-]\s+|\s+(?:and|&)\s+", text):
            folded = normalise(part)
            if folded in vocabulary.CAPACITIES:
                self._last.panelist = False
            elif folded and folded not in vocabulary.PANELIST_ROLES:
                kept.append(part)
        if kept:
            self._last.roles.append(_without_capacity(text))

    def table(self, rows: Sequence[Numbered]) -> None:
        """Take the rows of a table."""
        width = max(len(line.cells) for _, line in rows)
        table = [(i, (*line.cells, *[""] * (width - len(line.cells)))) for i, line in rows]
        found, headed = columns.read([cells for _, cells in table])
        if "name" not in found:
            return
        if headed:
            self.out.used.add(table[0][0])
            for c, kind in enumerate(found):
                if kind == "skipped" and any(not columns.is_number(cells[c]) for _, cells in table[1:]):
                    self.out.left.append((table[0][0], table[0][1][c]))
        at = found.index("name")
        for i, cells in table[headed:]:
            if headed and [normalise(c) for c in cells] == [normalise(c) for c in table[0][1]]:
                self.out.used.add(i)  # the heading again, on the next page
                continue
            if cells[at]:
                name, role = (
                    persons.split(cells[at]) if persons.is_name(persons.split(cells[at])[0]) else (cells[at], "")
                )
                if not any(c for k, c in zip(found, cells, strict=True) if k != "name") and not persons.is_name(name):
                    self._panelists = normalise(name) not in vocabulary.MODERATORS
                    self.out.used.add(i)  # a row that says who follows: "Panelists", "Moderator"
                    continue
                self._add(markers.split(name)[1], role, i)
            self._cells(i, cells, found)

    def _cells(self, i: int, cells: Sequence[str], found: Sequence[str]) -> None:
        if self._last is None:
            return
        self.out.used.add(i)
        roles = [c.strip(" ,;") for k, c in zip(found, cells, strict=True) if k == "role" and c.strip(" ,;–—-")]
        for kind, cell in zip(found, cells, strict=True):
            self._last.panelist &= not (kind == "capacity" and normalise(cell) in vocabulary.MODERATORS)
            if kind == "topic" and cell:
                self._last.topic = f"{self._last.topic} {cell}".strip()
        if roles:
            before = len(self._last.roles)
            self._role(i, ", ".join(roles))
            if before and len(self._last.roles) > before:
                self._last.roles[-2] = self._last.roles[-2].rstrip(",")


def _without_capacity(text: str) -> str:
    """A role without "Panelist" or "Moderator" before or behind it."""
    words = "|".join(
        re.escape(w) for w in sorted(vocabulary.PANELIST_ROLES | vocabulary.CAPACITIES, key=len, reverse=True)
    )
    text = re.sub(rf"\s*\((?:{words})\)$", "", text, flags=re.IGNORECASE)
    text = re.sub(rf"^(?:{words})\s*(?:[,;|]|\s[–—-]\s)\s*", "", text, flags=re.IGNORECASE)
    return re.sub(rf"\s*(?:[,;|]|\s[–—-]\s)\s*(?:{words})$", "", text, flags=re.IGNORECASE)


def _prose(line: Line) -> bool:
    return len(line.text.split()) >= _PROSE and line.text.endswith((".", "۔"))
