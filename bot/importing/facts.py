"""The facts of the event: its title, its date, who organised it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.importing import bodies, dates, labels, persons, titles, vocabulary
from bot.importing.document import Line, Remark
from bot.importing.joining import Joiner
from bot.importing.labels import unquoted
from bot.importing.points import Numbered
from bot.language.text import normalise

_QUOTES: Final = ("”", '"')
_OCCASION: Final = re.compile(r"(?:post event )?(?:brief )?(?:report|proceedings)\b", re.IGNORECASE)
_HELD: Final = re.compile(r"\b(?:held|organi[sz]ed|conducted|took place|arranged|convened|hosted)\b", re.IGNORECASE)
_BY: Final = re.compile(
    r"\borgani[sz]ed\s+(?:jointly\s+|collaboratively\s+)?by\s+(?:the\s+)?(.{3,160}?)"
    r"(?=\s+(?:on|at|in|to|held|titled|under|for)\b|[.;(]|,\s+(?:in|on|at|which|the)\b|$)",
    re.IGNORECASE,
)
_SPLIT_LABELS: Final = re.compile(
    r"\s*(?:\||\t| {3,})\s*(?=[A-Z][\w &/]{2,24}\s*:)|"
    r"[,;.]\s+(?=(?:Venue|Time|Date|Dated|Place|Location|Organi[sz]ed\s+by|Organi[sz]ers?|Topic|Title|Moderator)\s*:\s)"
)


@dataclass(slots=True)
class Facts:
    """What was found, and with which lines."""

    title: str = ""
    day: date | None = None
    day_words: str = ""
    organizers: tuple[str, ...] = ()
    used: set[int] = field(default_factory=set)
    day_unread: str = ""
    """What stands where the date should, and is none."""
    left: dict[int, str] = field(default_factory=dict)
    """Lines with facts that a knowledge file has no place for: index and name of the fact."""
    remarks: list[Remark] = field(default_factory=list)


def read(front: Sequence[Numbered], elsewhere: Sequence[Numbered], joiner: Joiner) -> Facts:
    """The facts in the *front* of a report, and what is missing there from *elsewhere* (introduction, end)."""
    facts = Facts()
    reader = _Reader(facts, front, joiner)
    for n in range(len(front)):
        if front[n][0] not in facts.used:
            reader.line(n)
    reader.unlabelled()
    _Reader(facts, elsewhere, joiner).missing()
    return facts


class _Reader:
    def __init__(self, facts: Facts, lines: Sequence[Numbered], joiner: Joiner) -> None:
        self._facts = facts
        self._joiner = joiner
        self._lines = lines

    def line(self, n: int) -> None:
        """Take what a line says with a label."""
        i, line = self._lines[n]
        facts = self._facts
        if line.cells and len(line.cells) == 2 and labels.label(f"{line.cells[0]}: {line.cells[1]}")[0]:
            parts = [f"{line.cells[0].rstrip(' :')}: {line.cells[1]}"]
        else:
            parts = _SPLIT_LABELS.split(line.text)
        for part in parts:
            name, value = labels.label(part)
            arranged = labels.organizers(part)
            if arranged is not None or name in vocabulary.ORGANIZERS:
                self._organizers(n, arranged if arranged is not None else value)
            elif normalise(part) in vocabulary.ORGANIZERS:
                self._organizers(n, "")
            elif name in vocabulary.DATE or normalise(part) in vocabulary.DATE:
                self._date(n, value if name else "")
            elif not facts.title and (_is_title(name, value) or normalise(part) in vocabulary.TITLE):
                if title := self._value(n, value if name else ""):
                    facts.title = unquoted(title)
            elif name in vocabulary.FACTS:
                facts.left[i] = name
                facts.used.add(i)
                self._date_behind(part)
            elif name in vocabulary.TITLE and unquoted(value) == facts.title:
                facts.used.add(i)

    def _value(self, n: int, value: str) -> str:
        """The value of a label: what stands behind it, or in the next line, and the lines into which it was broken."""
        self._facts.used.add(self._lines[n][0])
        texts = [value] if value else []
        while n + 1 < len(self._lines):
            above, (i, line) = self._lines[n][1], self._lines[n + 1]
            quoted = bool(texts) and _open(" ".join(texts))
            if texts and not (quoted or (above.full and not line.blank and texts[-1][-1:] not in _QUOTES)):
                break
            if line.cells or titles.is_fact(line):
                break
            texts.append(line.text)
            self._facts.used.add(i)
            n += 1
        return self._joiner.join(texts)

    def _organizers(self, n: int, value: str) -> None:
        texts = [self._without_day(n, self._value(n, value))] if value else []
        stands = self._lines[n][1].depth
        self._facts.used.add(self._lines[n][0])
        while n + 1 < len(self._lines):
            i, line = self._lines[n + 1]
            if i in self._facts.used:
                n += 1
                continue
            goes_on = not texts or texts[-1].rstrip().endswith((",", " and", "&"))
            goes_on = goes_on or (not value and (bool(line.marker) or self._further(line)))
            goes_on = goes_on or (line.depth > stands + 1 and bodies.is_one(line.text) and self._further(line))
            if not goes_on or line.cells or titles.is_fact(line) or (line.blank and texts and not line.marker):
                break
            texts.append(line.text)
            self._facts.used.add(i)
            n += 1
        named = [bodies.split(t) for t in texts]
        found = [name for names, _ in named for name in names]
        if not all(sure for _, sure in named):
            where = self._lines[n][1].place
            self._facts.remarks.append(Remark(where, f"read as organisers: {' | '.join(found)}; look them over"))
        self._facts.organizers = tuple(dict.fromkeys((*self._facts.organizers, *found)))

    @staticmethod
    def _further(line: Line) -> bool:
        """Whether a line names one more body below "Organised by:"."""
        person = persons.titled(line.text) or line.text.endswith(".")
        return not (line.blank or person) and (bodies.is_one(line.text) or not line.fresh)

    def _without_day(self, n: int, value: str) -> str:
        """Who organised, from "NIOC and PISA on 14 March 2022 at Lahore"; the day is taken."""
        found = next(iter(dates.dates(value)), None)
        if found is None:
            return value
        if self._facts.day is None:
            self._take(found, found.words, self._lines[n][1].place, False)
        before = value[: value.index(found.words)]
        return re.sub(r"[\s,(]+(?:(?:held\s+)?on|dated|at\s+.*)?[\s,:]*(?:[A-Z]\w+day,?\s*)?(?:the\s+)?$", "", before)

    def _date(self, n: int, value: str) -> None:
        found = list(dates.dates(value))
        if not found and n + 1 < len(self._lines) and not value:
            following = self._lines[n + 1]
            value = following[1].text
            if found := list(dates.dates(value)):
                self._facts.used.add(following[0])
        if not found:
            self._facts.day_unread = value
        elif self._facts.day is None:
            self._facts.used.add(self._lines[n][0])
            self._take(found[0], value, self._lines[n][1].place, len(found) > 1)

    def _date_behind(self, part: str) -> None:
        """A date that stands with the venue or the time: "Venue: Lahore, 14 March 2022"."""
        if (
            self._facts.day is None
            and (found := list(dates.dates(part)))
            and labels.label(part)[0] in ("venue and time", "venue", "time and venue")
        ):
            self._take(found[0], found[0].words, 0, False)

    def _take(self, found: dates.Found, words: str, place: int, several: bool) -> None:
        facts = self._facts
        others = len(dates.without(words).split())
        facts.day, facts.day_words = found.day, words if others <= 4 and len(words) <= 60 else found.words
        if found.several_days or several:
            facts.remarks.append(Remark(place, f"more than one day (“{facts.day_words}”): the first one is taken"))

    def unlabelled(self) -> None:
        """Title and date that stand without a label."""
        facts = self._facts
        rest = [(i, line) for i, line in self._lines if i not in facts.used]
        for i, line in rest:
            words = dates.without(line.text)
            if facts.day is None and (found := list(dates.dates(line.text))) and len(words.split()) <= 12:
                if len(words.split()) <= 4 or _OCCASION.match(words):
                    facts.used.add(i)
                elif line.text.endswith("."):
                    continue
                elif _HELD.search(words):
                    facts.left[i] = "what stands beside the date"
                    facts.used.add(i)
                self._take(found[0], line.text, line.place, len(found) > 1)
        rest = [(i, line) for i, line in rest if i not in facts.used]
        title = titles.find(rest, facts.title, self._joiner)
        facts.title = title.text
        facts.used |= title.used
        facts.remarks += title.remarks

    def missing(self) -> None:
        """What the front does not say, from sentences such as "was organised by A on 12 May 2023"."""
        facts = self._facts
        for n, (i, line) in enumerate(self._lines):
            if i in facts.used:
                continue
            name, value = labels.label(line.text)
            if not facts.title and name in vocabulary.TITLE and value:
                facts.title = unquoted(self._value(n, value))
            elif facts.day is None and name in vocabulary.DATE and value:
                self._date(n, value)
            elif (
                not facts.organizers
                and (name in vocabulary.ORGANIZERS or labels.organizers(line.text) is not None)
                and len(line.text.split()) < 30
            ):
                self._organizers(n, labels.organizers(line.text) or value)
        text = " ".join(line.text for _, line in self._lines)
        if facts.day is None:
            sentences = [s for s in re.split(r"(?<=[.!?])\s+(?=[A-Z])", text) if any(True for _ in dates.dates(s))]
            held = [s for s in sentences if _HELD.search(s)] or sentences
            every = {f.day: f for s in held for f in dates.dates(s)}
            if len(every) == 1:
                self._take(next(iter(every.values())), next(iter(every.values())).words, 0, False)
                facts.remarks.append(
                    Remark(self._place(facts.day_words), f"the date is taken from a sentence: “{facts.day_words}”")
                )
        if not facts.organizers and (by := _BY.search(text)) is not None:
            facts.organizers = tuple(bodies.split(by[1])[0])
            named = " | ".join(facts.organizers)
            facts.remarks.append(Remark(self._place(by[1][:12]), f"the organisers are taken from a sentence: {named}"))

    def _place(self, words: str) -> int:
        return next((line.place for _, line in self._lines if words in line.text), 0)


def _is_title(label: str, value: str) -> bool:
    """Whether a label is the title's: "Topic: …", and "Event Report: …" too."""
    return label in vocabulary.TITLE or (label in vocabulary.BOILERPLATE and len(value.split()) > 1)


def _open(text: str) -> bool:
    """Whether a quotation mark was opened and not closed."""
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1
