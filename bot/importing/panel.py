"""The panelists of a report: who speaks, under which names, with which office, and who never does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.importing import labels, persons, vocabulary
from bot.importing.document import Line, Remark, Unit, shortened
from bot.importing.draft import DraftPanelist
from bot.importing.joining import Joiner
from bot.importing.listed import Person
from bot.importing.part import Spoken
from bot.language.names import COMMON, name_parts
from bot.language.text import normalise

_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LONGEST: Final = 300
"""Characters of a line of a knowledge file, such as a name or a topic."""


class Panel:
    """Puts together what was said and who took part; ``remarks`` is what has to be looked over, ``notes`` is not."""

    def __init__(self, lines: Sequence[Line], unit: Unit, joiner: Joiner) -> None:
        self._lines = lines
        self._unit = unit
        self._joiner = joiner
        self.remarks: list[Remark] = []
        self.notes: list[Remark] = []
        self.used: set[int] = set()

    def _warn(self, i: int, what: str) -> None:
        self.remarks.append(Remark(self._lines[i].place, what))

    def _left_out(self, i: int, line: Line) -> None:
        self.used.add(i)
        self._warn(i, f"left out: “{shortened(line.whole)}”")

    def speaking(self, spoken: Sequence[Spoken]) -> list[Spoken]:
        """Those with points; the others are named, and one person is one panelist."""
        out: list[Spoken] = []
        for one in spoken:
            for i, line in one.left:
                self._left_out(i, line)
            for i, line in one.topics:
                self._warn(i, f"taken as one more topic of {one.name}: “{shortened(line.text)}”")
            for i in one.loose:
                self._warn(i, f"taken as part of the point above: “{shortened(self._lines[i].text)}”")
            if not one.points:
                self._warn(one.start.index, f"{one.name} has no points and is left out")
                self.used |= {i for i, _ in one.unlabelled}
                continue
            if not one.marked:
                first = one.points[0][0]
                self._warn(first, f"{one.name} has no bullets or numbers: every paragraph is taken as a point")
            out.append(one)
        return out

    def panelists(self, spoken: Sequence[Spoken], people: Sequence[Person]) -> list[DraftPanelist]:
        """The panelists with their names, offices, topics and points; *people* are those in the lists."""
        matched = _matched(spoken, people)
        out: dict[int, DraftPanelist] = {}
        merged: list[tuple[Spoken, DraftPanelist]] = []
        seen: dict[str, int] = {}
        for n, one in enumerate(spoken):
            person = matched.get(n)
            if person is not None and not person.panelist and not one.start.explicit:
                self._warn(one.start.index, f"{one.name} is no panelist by the list of participants and is left out")
                continue
            earlier = self._again(one, person, merged)
            panelist = earlier or DraftPanelist()
            if earlier is None:
                self._particulars(panelist, one, person)
                out[n] = panelist
            else:
                self._speaks_again(panelist, one)
            merged.append((one, panelist))
            for i, text in one.points:
                if (first := seen.get(key := normalise(text))) is not None:
                    self._warn(i, f"says the same as {self._unit} {first} and is left out: “{shortened(text)}”")
                    continue
                seen[key] = self._lines[i].place
                panelist.points.append(text)
        self._mixed([(one.start.index, panelist) for one, panelist in merged])
        for person in people:
            if person in matched.values():
                continue
            if person.panelist:
                self._warn(person.line, f"{person.name} is a participant and never speaks")
            else:
                self.notes.append(Remark(self._lines[person.line].place, f"left out: {person.name}, no panelist"))
        return [p for p in out.values() if p.points]

    def _mixed(self, panelists: Sequence[tuple[int, DraftPanelist]]) -> None:
        """Name each office that has a part of the name of somebody without an office: it may hold the other's too."""
        for _, other in panelists:
            lost = {p for p in name_parts(other.name) if len(p) > 3 and p not in COMMON} if not other.role else set()
            for i, one in panelists:
                if one is not other and lost & set(normalise(one.role).split()):
                    self._warn(i, f"the office of {one.name} may hold that of {other.name}: “{one.role}”")

    def _again(
        self, one: Spoken, person: Person | None, merged: Iterable[tuple[Spoken, DraftPanelist]]
    ) -> DraftPanelist | None:
        for other, panelist in merged:
            if persons.bare(one.name) == persons.bare(other.name) or (
                person is None and persons.alike(one.name, other.name) >= 0.9
            ):
                return panelist
        return None

    def _speaks_again(self, panelist: DraftPanelist, one: Spoken) -> None:
        self._warn(one.start.index, f"{one.name} speaks again: taken as one person with {panelist.name}")
        _add_alias(panelist, one.name)
        if one.topic and normalise(one.topic) not in normalise(panelist.topic):
            panelist.topic = f"{panelist.topic}; {one.topic}"

    def _particulars(self, panelist: DraftPanelist, one: Spoken, person: Person | None) -> None:
        i = one.start.index
        panelist.name = one.name
        if person is not None:
            panelist.name = _small_letters(one.name, person.name)
            _add_alias(panelist, person.name)
            _add_alias(panelist, one.name)
        role = (person.role(self._joiner) if person is not None else "") or one.role
        topic = one.topic or (person.topic if person is not None else "")
        if not topic and one.role and not _is_office(one.role) and normalise(one.role) not in normalise(role):
            topic, role = one.role, "" if role == one.role else role
            self._warn(i, f"taken as the topic of {one.name}: “{topic}”")
        # Between the name and "Topic: …" stands nothing else; nor are quotation marks put round anything but a topic.
        placed = bool(topic) and len(one.unlabelled) == 1 and one.unlabelled[0][0] == i + 1
        for at, (j, line) in enumerate(one.unlabelled):
            self.used.add(j)
            quoted = labels.unquoted(line.text) != line.text
            if (
                not role
                and not quoted
                and (_is_office(line.text) or placed or (not topic and at < len(one.unlabelled) - 1))
            ):
                role = line.text
                if not placed:
                    self._warn(j, f"taken as the office of {one.name}: “{line.text}”")
            elif not topic:
                topic = labels.unquoted(line.text)
                if not quoted:
                    self._warn(j, f"taken as the topic of {one.name}: “{topic}”")
            elif normalise(line.text) not in normalise(f"{role} {topic} {one.role}"):
                self._left_out(j, line)
        panelist.called = one.start.heading.called
        for what, text in (("office", role), ("topic", topic)):
            if not text:
                self._warn(i, f"no {what} of {one.name} was found")
            elif len(text) > _LONGEST:
                self._warn(i, f"the {what} of {one.name} is too long and is left out: “{shortened(text)}”")
        panelist.role, panelist.topic = (text if len(text) <= _LONGEST else "" for text in (role, topic))


def _matched(spoken: Sequence[Spoken], people: Sequence[Person]) -> dict[int, Person]:
    """Who in the lists is which panelist: the surest pairs first, a name in part only if it fits one person."""
    scored = ((persons.alike(s.name, p.name), n, m) for n, s in enumerate(spoken) for m, p in enumerate(people))
    pairs = sorted((pair for pair in scored if pair[0] >= 0.5), reverse=True)
    out: dict[int, Person] = {}
    taken: set[int] = set()
    for score, n, m in pairs:
        if n in out or m in taken:
            continue
        rivals = {people[x].name for _, a, x in pairs if a == n and x not in taken}
        if score < 0.8 and len(rivals) > 1:
            continue
        out[n] = people[m]
        taken |= {x for x, p in enumerate(people) if normalise(p.name) == normalise(people[m].name)}
    return out


def _small_letters(name: str, listed: str) -> str:
    """A name in capitals, with small letters where the list has them; the spelling stays the heading's own."""
    if not name.isupper() or listed.isupper():
        return name
    as_listed = {normalise(word): word for word in listed.split()}
    return " ".join(as_listed.get(normalise(w)) or _LETTERS.sub(lambda m: m[0].capitalize(), w) for w in name.split())


def _add_alias(panelist: DraftPanelist, name: str) -> None:
    if normalise(name) not in (normalise(panelist.name), *map(normalise, panelist.aliases)):
        panelist.aliases.append(name)


def _is_office(text: str) -> bool:
    return bool(set(normalise(text).split()) & (vocabulary.NOT_NAMES | vocabulary.ORGANISATIONS) - _GLUE)


_GLUE: Final = frozenset(
    "a an the of and for in on to by with from at is are was be as or not no all who which".split()
)
