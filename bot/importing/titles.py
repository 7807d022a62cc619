"""The title of an event that stands without a label: in quotation marks, behind "Report on", as a headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.importing import dates, labels, vocabulary
from bot.importing.document import Line, Remark
from bot.importing.joining import Joiner
from bot.importing.labels import unquoted
from bot.importing.points import Numbered
from bot.language.text import normalise

_QUOTED: Final = re.compile(r"[“\"«]([^“”\"«»]{8,300})[”\"»]")
_ON: Final = re.compile(
    r"(?:.*\b)?(?:report|discussion|seminar|webinar|conference|dialogue|workshop|round\s?table|talk|session|consultation|"
    r"symposium|forum|moot|event|debate)\s+(?:on|about|regarding|titled|entitled|of)\s*"
    r"(?:the\s+topic\s*(?:of\s+)?)?[:–—-]*\s*(?P<title>.*)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Title:
    """The title, and the lines that say it."""

    text: str = ""
    used: set[int] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)


def find(lines: Sequence[Numbered], known: str, joiner: Joiner) -> Title:
    """The title in *lines*, which nothing else claims; if it is *known*, only the lines that say it again."""
    finder = _Finder(lines, Title(known), joiner)
    finder.quoted()
    finder.announced()
    finder.usual()
    if not finder.title.text:
        finder.headline()
    return finder.title


def is_fact(line: Line) -> bool:
    """Whether a line says something of its own and goes on no other."""
    name, _ = labels.label(line.text)
    known = vocabulary.DATE | vocabulary.TITLE | vocabulary.FACTS | vocabulary.ORGANIZERS
    if name in known or labels.organizers(line.text) is not None or labels.section(line) or labels.heading(line.text):
        return True
    return any(True for _ in dates.dates(line.text)) and len(dates.without(line.text).split()) <= 4


class _Finder:
    def __init__(self, lines: Sequence[Numbered], title: Title, joiner: Joiner) -> None:
        self._lines = lines
        self._joiner = joiner
        self.title = title

    def _left(self) -> list[Numbered]:
        return [(i, line) for i, line in self._lines if i not in self.title.used]

    def _same(self, text: str) -> bool:
        return bool(self.title.text) and normalise(text) == normalise(self.title.text)

    def quoted(self) -> None:
        """A title in quotation marks, over one line or several."""
        rest = self._left()
        for n in range(len(rest)):
            for m in range(n + 1, min(n + 5, len(rest) + 1)):
                text = self._joiner.join([line.text for _, line in rest[n:m]])
                found = _QUOTED.search(text)
                if found is None or len(text.split()) > 50:
                    continue
                said = found[1].strip(" .,")
                if len(said.split()) < 2 or len(normalise(text[: found.start()]).split()) > 14:
                    break
                self.title.text = self.title.text or said
                if self._same(said):
                    self.title.used |= {i for i, _ in rest[n:m]}
                    self.title.used |= {i for i, line in rest[:n] if self._leads(line, said)}
                break

    @staticmethod
    def _leads(line: Line, title: str) -> bool:
        """Whether a line above a title says what it is the title of: "Seminar on"."""
        return len(line.text.split()) < 12 and _ON.fullmatch(f"{line.text} {title}") is not None

    def announced(self) -> None:
        """A title without quotation marks: "Report on …", in the same line or the next."""
        rest = self._left()
        for n, (i, line) in enumerate(rest):
            match = _ON.fullmatch(line.text)
            if match is None or len(line.text.split()) > 40 or line.text.endswith("."):
                continue
            lines = rest[n : n + 1] if match["title"] else rest[n : n + 2]
            said = unquoted(match["title"] or (lines[1][1].text if len(lines) > 1 else ""))
            if not self.title.text and said:
                while lines[-1][1].full and (n + len(lines)) < len(rest) and not is_fact(rest[n + len(lines)][1]):
                    lines = [*lines, rest[n + len(lines)]]
                    said = self._joiner.join([said, lines[-1][1].text])
                self.title.text = unquoted(said)
                self.title.used |= {i for i, _ in lines}
            elif self._same(said):
                self.title.used.add(i)

    def usual(self) -> None:
        """Lines that say nothing, such as "Post Event Report", and the title once more."""
        for i, line in self._left():
            if labels.says_nothing(line.text) or self._same(line.text):
                self.title.used.add(i)

    def headline(self) -> None:
        """The title as nothing but a headline: the first that is none of the usual words."""
        rest = self._left()
        for i, line in [(i, line) for i, line in rest if line.heading or line.bold] or rest:
            if 2 <= len(line.text.split()) <= 40 and not line.cells and not is_fact(line):
                self.title.text = unquoted(line.text)
                self.title.used.add(i)
                if not line.heading:
                    self.title.remarks.append(Remark(line.place, f"taken as the title of the event: “{line.text}”"))
                return
