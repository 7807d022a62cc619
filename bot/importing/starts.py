"""Where the part of each panelist begins: at a line that says so, or at nothing but the name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.importing import labels, participants, persons, vocabulary
from bot.importing.document import Line, UnreadableError
from bot.importing.joining import Joiner, english
from bot.importing.labels import Heading
from bot.importing.points import Numbered
from bot.language.text import words

Sections = Sequence[tuple[labels.Section, str] | None]
"""For each line the section that it begins, as ``labels.section`` says."""

_OF_SOMEBODY: Final = re.compile(
    r"(?:(?:key|main)\s+)?(?:recommendations?|suggestions?|views|remarks|points?|address|talk|presentation|speech|proposals?)"
    r"(?:\s+(?:made|given|presented|shared))?\s+(?:by|of|from)\s+(?:the\s+)?(?P<name>.+)",
    re.IGNORECASE,
)
_OF_ALL: Final = re.compile(r"\b(?:panell?ists|speakers|participants|panel|experts)\b(?!['’])", re.IGNORECASE)
_LOOK_AHEAD: Final = 5
_SENTENCE: Final = 8
"""Words from which on a line is no office and no topic."""


_MOST: Final = 300
"""Panelists of one report."""
_LONGEST: Final = 200
_LABELS: Final = vocabulary.TOPIC | vocabulary.TITLE


def _foreign(name: str) -> bool:
    """Whether a name has a word that is no English one: what is all English may be the heading of a subject."""
    return any(len(w) > 2 and w not in english() for w in words(name))


@dataclass(frozen=True, slots=True)
class Start:
    """Where the part of a panelist begins."""

    index: int
    heading: Heading
    explicit: bool
    """It says so ("First Panelist: X") and is not recognised by the name alone."""
    broken: tuple[int, ...] = ()
    """Further lines that the heading was broken into."""


def begins(lines: Sequence[Line], i: int) -> bool:
    """Whether something can begin with a line: it does not go on from the one above."""
    line = lines[i]
    if i == 0 or line.fresh or line.blank or line.heading:
        return True
    above = lines[i - 1]
    return (line.bold and not above.bold) or not (above.full or line.text[:1].islower())


def find(lines: Sequence[Line], sections: Sections, joiner: Joiner) -> list[Start]:
    """The beginnings of all panelists' parts. Raises UnreadableError if there are too many."""
    return _Finder(lines, sections, joiner).found()


def _at_the_end(text: str, known: Sequence[str]) -> str:
    """The name of the list that a heading ends with, as it is spelt there: "Session 2 | Talk by Dr. X"."""
    parts = text.rstrip(" :-–—").split()
    for n in range(max(1, len(parts) - 6), len(parts) - 1):
        name = " ".join(parts[n:])
        if len(parts) <= 12 and persons.is_name(name) and any(persons.alike(name, k) >= 0.8 for k in known):
            return name
    return ""


class _Finder:
    def __init__(self, lines: Sequence[Line], sections: Sections, joiner: Joiner) -> None:
        self._lines = lines
        self._sections = sections
        self._joiner = joiner

    def found(self) -> list[Start]:
        """The beginnings of all panelists' parts."""
        named = [s for i in range(len(self._lines)) if (s := self._explicit(i)) is not None]
        if len(named) > _MOST:
            raise UnreadableError(f"has {len(named):,} panelists, more than {_MOST}; split it")
        speaking = [s for s in named if self._has_content(s.index, {x.index for x in named})]
        # A list of participants can be worded like the headings: only what has points, or nothing like it that has.
        explicit = [s for s in named if s in speaking or not any(self._same(s, x) for x in speaking)]
        taken = {i for s in named for i in (s.index, *s.broken, *([] if s.heading.name else [s.index + 1]))}
        known = self._listed()
        bare = [
            s for i in range(len(self._lines))
            if i not in taken and (s := self._by_name(i, known, strict=len(explicit) > 1)) is not None
        ]  # fmt: skip
        return self._without_repetition(sorted((*explicit, *bare), key=lambda s: s.index))

    def _same(self, a: Start, b: Start) -> bool:
        return a.index != b.index and persons.alike(a.heading.name, b.heading.name) >= 0.8

    def _without_repetition(self, starts: list[Start]) -> list[Start]:
        """Without "Recommendations by Dr. X" below the heading of Dr. X."""
        out: list[Start] = []
        for start in starts:
            again = _OF_SOMEBODY.fullmatch(self._lines[start.index].text.rstrip(" :"))
            if not (again and out and persons.alike(out[-1].heading.name, start.heading.name) >= 0.5):
                out.append(start)
        return out

    def _explicit(self, i: int) -> Start | None:
        line = self._lines[i]
        if line.cells or not begins(self._lines, i):
            return None
        broken = self._broken(i)
        text = self._text(i, broken)
        heading = labels.heading(text) or labels.heading(f"{line.marker} {text}")
        if heading is None:
            found = _OF_SOMEBODY.fullmatch(text.rstrip(" :"))
            if found is not None and persons.is_name((split := persons.split(found["name"]))[0]):
                heading = Heading(*split)
        if heading is None:
            name, value = labels.label(text)
            split = persons.split(value)
            if name in vocabulary.NAME and persons.is_name(split[0]) and not (i and self._nameless(i - 1)):
                heading = Heading(*split)
        if heading is None or (not heading.name and not self._name_below(i)):
            return None
        return Start(i, heading, explicit=True, broken=broken)

    def _text(self, i: int, broken: Sequence[int]) -> str:
        return self._joiner.join([self._lines[j].text for j in (i, *broken)])

    def _broken(self, i: int) -> tuple[int, ...]:
        """The lines in which the line goes on, if it was too long."""
        out: list[int] = []
        while self._lines[i].full and i + 1 < len(self._lines) and len(out) < 3:
            i += 1
            line = self._lines[i]
            if line.blank or line.fresh or line.marker or labels.label(line.text)[0] or labels.about_points(line.text):
                break
            out.append(i)
        return tuple(out)

    def _nameless(self, i: int) -> bool:
        found = labels.heading(self._lines[i].text)
        return found is not None and not found.name

    def _name_below(self, i: int) -> bool:
        if i + 1 >= len(self._lines):
            return False
        name, value = labels.label(self._lines[i + 1].text)
        return persons.is_name(persons.split(value if name in vocabulary.NAME else self._lines[i + 1].text)[0])

    def _has_content(self, i: int, others: set[int]) -> bool:
        """Whether a topic or a point stands below a heading, before the next one."""
        for j in range(i + 1, len(self._lines)):
            line = self._lines[j]
            if j in others or (self._sections[j] or ("", ""))[0] in ("takeaway", "participants", "closing"):
                return False
            name, value = labels.label(line.text)
            if name in vocabulary.TOPIC or labels.about_points(line.text):
                return True
            if not value and len(line.text.split()) >= _SENTENCE and not line.cells:
                return True
            if (
                len(line.text.split()) >= _SENTENCE
                and name not in vocabulary.ROLE
                and (line.marker or line.text.endswith("."))
            ):
                return True
        return False

    def _listed(self) -> list[str]:
        """The names in lists of participants, and those that begin two lines."""
        inside = False
        rows: list[Numbered] = []
        seen: dict[str, str] = {}
        twice: list[str] = []
        for i, line in enumerate(self._lines):
            if (section := self._sections[i]) is not None:
                inside = section[0] in ("participants", "moderators")
            if inside or line.cells:
                rows.append((i, line))
            name = persons.split(line.text)[0]
            if len(line.text) < _LONGEST and not line.text.endswith(".") and persons.is_name(name):
                bare = persons.bare(name)
                twice += [name] if bare in seen and len(bare.split()) > 1 else []
                seen[bare] = name
        return [*(p.name for p in participants.read(rows, [], self._joiner).people if p.panelist), *twice]

    def _by_name(self, i: int, known: Sequence[str], *, strict: bool) -> Start | None:
        """A panelist's part that begins with nothing but the name, its office perhaps behind it."""
        line = self._lines[i]
        if line.cells or self._sections[i] or line.text.endswith((".", "!", "?")) or not begins(self._lines, i):
            return None
        broken = self._broken(i)
        text = self._text(i, broken)
        name, role = persons.split(text)
        if len(role) > _LONGEST or labels.label(line.text)[0] in _LABELS:
            return None
        follows = self._follows(max((i, *broken)), known)
        if not persons.is_name(name):
            named = _at_the_end(text, known) if follows == "topic" and not line.marker else ""
            return Start(i, Heading(named), explicit=True, broken=broken) if named else None
        listed = any(persons.alike(name, k) >= 0.8 for k in known)
        styled = bool(line.heading or line.bold or (name.isupper() and len(name) > 3))
        apart = line.blank or line.fresh
        found = follows == "topic" and ((styled or listed) and apart if strict else styled or listed or apart)
        if follows in ("points", "marked") and not strict:
            found = (listed and (styled or apart or bool(line.marker))) or (styled and _foreign(name))
            found = found or (persons.titled(name) and (styled or line.blank))
        elif follows == "text" and not strict:
            found = listed and (styled or (apart and not role))
        return Start(i, Heading(name, role), explicit=False, broken=broken) if found else None

    def _follows(self, i: int, known: Sequence[str]) -> str:
        """What comes below a name: a topic, points that are announced, points with bullets, or text."""
        announced = False
        for j in range(i + 1, min(i + _LOOK_AHEAD, len(self._lines))):
            line = self._lines[j]
            label, _ = labels.label(line.text)
            if labels.about_points(line.text) and not _OF_ALL.search(line.text):
                announced = True
                continue
            if line.cells or self._sections[j] or labels.heading(line.text) is not None:
                return ""
            if label in vocabulary.TOPIC:
                return "topic"
            name = persons.split(line.text)[0]
            if (
                label not in vocabulary.ROLE
                and persons.is_name(name)
                and (persons.titled(name) or any(persons.alike(name, k) >= 0.8 for k in known))
            ):
                return ""
            if line.marker and len(line.text.split()) >= 3 and line.text.endswith((".", "۔")):
                return "points" if announced else "marked"
            if len(line.text.split()) >= _SENTENCE and label not in vocabulary.ROLE:
                sentence = line.text.endswith((".", "۔")) or line.full or (line.marker and len(line.text.split()) > 12)
                return "" if not sentence else "points" if announced else "marked" if line.marker else "text"
        return ""
