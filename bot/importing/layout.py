"""Which part of a report each line belongs to: front, participants, a panelist's part, takeaway, other sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from bot.importing import labels, starts, vocabulary
from bot.importing.document import Line
from bot.importing.joining import Joiner
from bot.importing.points import Numbered
from bot.importing.starts import Start, begins
from bot.language.text import normalise

Region = Literal["front", "participants", "panelist", "takeaway", "summing up", "other", "closing", "between"]

_CONCLUDING: Final = re.compile(r"(?:in conclusion|to conclude|to sum up|summing up|in a nutshell)\b", re.IGNORECASE)


@dataclass(slots=True)
class Part:
    """The lines of one region, from its heading on."""

    region: Region
    start: Start | None = None
    heading: Numbered | None = None
    lines: list[Numbered] = field(default_factory=list)
    value: str = ""
    """What stands in the heading's line behind it."""


def parts(lines: Sequence[Line], joiner: Joiner) -> list[Part]:
    """The parts of a report, in order; every line is in one of them or belongs to the heading of one."""
    return _Reader(lines, joiner).parts()


class _Reader:
    def __init__(self, lines: Sequence[Line], joiner: Joiner) -> None:
        self._lines = lines
        self._sections = [self._section(i) for i in range(len(lines))]
        self._starts = {s.index: s for s in starts.find(lines, self._sections, joiner)}
        self._last = max(self._starts, default=-1)

    def _section(self, i: int) -> tuple[labels.Section, str] | None:
        line = self._lines[i]
        found = labels.section(line)
        if found is None or (not found[1] and line.text.endswith(".")):
            return None
        return found if begins(self._lines, i) or (not found[1] and self._alone(i)) else None

    def _alone(self, i: int) -> bool:
        """Whether a line stands for itself between sentences, though its first word had no room in the line above."""
        line, above = self._lines[i], self._lines[i - 1]
        return above.text.endswith((".", "!", "?", "۔")) and not line.full and not line.text[:1].islower()

    def parts(self) -> list[Part]:
        """Walk over the lines; a heading begins a part, everything else belongs to the one that is open."""
        out = [Part("front")]
        concluded = any(s is not None and s[0] == "takeaway" for s in self._sections)
        broken = {i for start in self._starts.values() for i in start.broken}
        for i, line in enumerate(self._lines):
            if i in broken:
                continue
            if (start := self._starts.get(i)) is not None:
                out.append(Part("panelist", start, (i, line)))
            elif (section := self._sections[i]) is not None and (
                region := self._region(i, section, out[-1])
            ) is not None:
                out.append(Part(region, None, (i, line), value=section[1]))
            elif self._ends(i, out[-1]) or self._joint(i, out):
                out.append(Part("closing", None, None, [(i, line)]))
            elif (
                not concluded
                and i > self._last > -1
                and not line.marker
                and begins(self._lines, i)
                and _CONCLUDING.match(line.text)
            ):
                out.append(Part("takeaway", None, None, [(i, line)]))
            else:
                out[-1].lines.append((i, line))
        return out

    def _region(self, i: int, section: tuple[labels.Section, str], current: Part) -> Region | None:
        """The part that a section's heading begins; None if it is a line of the current one."""
        kind, value = section
        line = self._lines[i]
        bullet = bool(line.marker) and not line.heading and not re.search(r"\d", line.marker)
        inside = current.region == "panelist"
        match kind:
            case "takeaway" if inside and (i < self._last or (line.marker and value)):
                return None if line.marker and not line.heading else "closing"  # one panelist's own summing up
            case "takeaway":
                return "takeaway" if not bullet or not inside else None
            case "summing up":
                return "summing up" if i > self._last and not (inside and (bullet or value)) else None
            case "closing":
                return "closing" if not bullet else None
            case "participants":
                return None if inside and (value or bullet or labels.about_points(line.text)) else "participants"
            case "moderators" if current.region == "front" and normalise(line.text) in vocabulary.ORGANIZERS:
                return None  # before any list of people these are the bodies that organised the event
            case "moderators" if inside:
                named = normalise(labels.label(line.text)[0] if value else line.text)
                return "closing" if not bullet and named in vocabulary.CAPACITIES else None
            case "moderators":
                if value or bullet:
                    return None
                return "participants" if current.region in ("front", "participants", "other", "between") else "closing"
            case "other":
                return "other" if not inside and not bullet else None
            case _ if current.region in ("takeaway", "summing up"):
                return "closing"
            case _:
                return "between" if current.region in ("participants", "other") else None

    def _ends(self, i: int, current: Part) -> bool:
        """Whether an unknown heading of the panelists' level or above ends a panelist's part."""
        line = self._lines[i]
        if (
            current.region not in ("panelist", "takeaway")
            or not line.heading
            or line.marker
            or labels.about_points(line.text)
        ):
            return False
        if (
            current.region == "panelist"
            and labels.label(line.text)[0] in vocabulary.TOPIC | vocabulary.ROLE | vocabulary.NAME
        ):
            return False
        own = current.heading[1].heading if current.heading is not None else 0
        return bool(own) and line.heading <= own

    def _joint(self, i: int, parts: Sequence[Part]) -> bool:
        """Whether recommendations of all begin behind the last panelist's: announced again, as at no other's."""
        line, current = self._lines[i], parts[-1]
        if current.region != "panelist" or i <= self._last or not labels.about_points(line.text) or line.marker:
            return False
        if not any(other.marker for _, other in current.lines) or not begins(self._lines, i):
            return False
        return not any(_announced_within(p) for p in parts[:-1] if p.region == "panelist")


def _announced_within(part: Part) -> bool:
    """Whether points are announced again below other points."""
    begun = False
    for _, line in part.lines:
        if begun and labels.about_points(line.text) and not line.marker:
            return True
        begun = begun or bool(line.marker)
    return False
