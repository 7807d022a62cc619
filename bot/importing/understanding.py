"""Lines to a draft: who said what, with every line that found no place."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

from bot.importing import facts, labels, layout, part, participants, persons, points, vocabulary
from bot.importing.document import Document, Line, Remark, UnreadableError
from bot.importing.draft import Draft, DraftPanelist
from bot.importing.facts import Facts
from bot.importing.joining import Joiner
from bot.importing.part import Spoken
from bot.importing.participants import Listed, Person
from bot.importing.points import Numbered
from bot.language.text import normalise

_LONGEST: Final = 300
"""Characters of a line of a knowledge file, such as a name or a topic."""


def understand(document: Document) -> Draft:
    """The report in *document*. Raises UnreadableError if it is none, or if it says no date."""
    return _Understanding(document).draft()


class _Understanding:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._lines = document.lines
        self._joiner = Joiner((line.text for line in document.lines), broken_words=document.unit != "paragraph")
        self._parts = layout.parts(document.lines, self._joiner)
        self._used: set[int] = {p.heading[0] for p in self._parts if p.heading is not None}
        self._warnings = list(document.warnings)
        self._notes = list(document.notes)

    def draft(self) -> Draft:
        """Read part by part."""
        hanging = points.hangs(self._lines)
        spoken = [
            part.read(p.start, p.lines, self._joiner, hanging=hanging) for p in self._parts if p.start is not None
        ]
        if not spoken:
            raise UnreadableError(
                "no panelist was found; the part of each has to begin with a line such as “First Panelist: Dr. X”"
            )
        for one in spoken:
            self._used |= one.used
        found = self._facts()
        listed = self._participants([s.name for s in spoken], found)
        spoken = self._speaking(spoken)
        panelists = self._panelists(spoken, listed)
        takeaway = self._takeaway()
        self._left_over()
        if missing := [what for what, there in (("topic", found.title), ("date", found.day)) if not there]:
            raise UnreadableError(
                f"does not say the {' and the '.join(missing)} of the event; add a line such as "
                f"“{'Topic: …' if missing[0] == 'topic' else 'Date: 14-3-2022'}” before the panelists"
            )
        if not panelists:
            raise UnreadableError("has panelists and no point of any of them; points are lines with bullets or numbers")
        if not found.organizers:
            self._warnings.append(Remark(0, "no organiser was found"))
        assert found.day is not None
        return Draft(
            found.title, found.day, found.day_words, list(found.organizers), panelists, takeaway, self._document.unit,
            sorted(set(self._warnings), key=_order), sorted(set(self._notes), key=_order),
        )  # fmt: skip

    def _warn(self, i: int, what: str) -> None:
        self._warnings.append(Remark(self._lines[i].place, what))

    # ---------------------------------------------------------------- the event

    def _facts(self) -> Facts:
        front = [line for p in self._parts if p.region == "front" for line in p.lines]
        elsewhere = [
            line
            for p in self._parts
            if p.region in ("participants", "other", "between", "closing", "takeaway", "summing up")
            for line in p.lines
        ]
        found = facts.read(front, [*(n for n in front if n[0] not in self._used), *elsewhere], self._joiner)
        self._used |= found.used
        self._warnings += found.remarks
        self._notes += [Remark(self._lines[i].place, what) for i, what in found.left.items()]
        return found

    def _participants(self, names: Sequence[str], found: Facts) -> Listed:
        """The persons of all lists; one without a heading begins in the front where the first known name stands."""
        rows: list[Numbered] = []
        for p in self._parts:
            own = [n for n in p.lines if n[0] not in found.used]
            if p.region == "participants":
                rows += ([p.heading] if p.heading is not None else []) + own
            elif p.region in ("front", "other", "between"):
                begun = self._list_begins(own, names, alone=p.region == "front")
                rows += [(i, line) for i, line in own if line.cells or (begun is not None and i >= begun)]
        listed = participants.read(rows, names)
        self._used |= listed.used
        for i in listed.doubtful:
            self._warn(i, f"taken as the office of the person above: “{self._lines[i].text}”")
        return listed

    @staticmethod
    def _list_begins(lines: Sequence[Numbered], names: Sequence[str], *, alone: bool) -> int | None:
        """Where a list of participants without a heading begins: at a known name, or at "Moderator: …".

        One name will do where it stands *alone*, in the front; among other text it takes two.
        """
        found = []
        for i, line in lines:
            section = labels.section(line)
            name = persons.split(line.text)[0]
            if section is not None and section[0] in ("moderators", "participants") and alone:
                return min(i, *found) if found else i
            if persons.is_name(name) and any(persons.alike(name, n) >= (0.5 if alone else 0.8) for n in names):
                found.append(i)
        return found[0] if len(found) > (0 if alone else 1) else None

    # ---------------------------------------------------------------- the panelists

    def _speaking(self, spoken: list[Spoken]) -> list[Spoken]:
        """Those with points; the others are named, and one person is one panelist."""
        out: list[Spoken] = []
        for one in spoken:
            for i, line in one.left:
                self._left_out(i, line)
            self._used |= {i for i, _ in one.left}
            for i in one.loose:
                self._warn(i, f"taken as part of the point above: “{_short(self._lines[i].text)}”")
            if not one.points:
                self._warn(one.start.index, f"{one.name} has no points and is left out")
                self._used |= {i for i, _ in one.unlabelled}
                continue
            if not one.marked:
                first = one.points[0][0]
                self._warn(first, f"{one.name} has no bullets or numbers: every paragraph is taken as a point")
            out.append(one)
        return out

    def _panelists(self, spoken: list[Spoken], listed: Listed) -> list[DraftPanelist]:
        matched = _matched(spoken, listed.people)
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
                    self._warn(i, f"says the same as {self._document.unit} {first} and is left out: “{_short(text)}”")
                    continue
                seen[key] = self._lines[i].place
                panelist.points.append(text)
        for person in listed.people:
            if person.panelist and person not in matched.values():
                self._warn(person.line, f"{person.name} is a participant and never speaks")
        return [p for p in out.values() if p.points]

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
            if one.name.isupper() and not person.name.isupper() and persons.alike(one.name, person.name) > 0.96:
                panelist.name = person.name
            _add_alias(panelist, person.name)
            _add_alias(panelist, one.name)
        role = (person.role(self._joiner) if person is not None else "") or one.role
        topic = one.topic or (person.topic if person is not None else "")
        for at, (j, line) in enumerate(one.unlabelled):
            self._used.add(j)
            if not role and (_is_office(line.text) or (not topic and at < len(one.unlabelled) - 1)):
                role = line.text
                self._warn(j, f"taken as the office of {one.name}: “{line.text}”")
            elif not topic:
                topic = labels.unquoted(line.text)
                self._warn(j, f"taken as the topic of {one.name}: “{topic}”")
            elif normalise(line.text) not in normalise(f"{role} {topic} {one.role}"):
                self._left_out(j, line)
        panelist.called = one.start.heading.called
        for what, text in (("office", role), ("topic", topic)):
            if not text:
                self._warn(i, f"no {what} of {one.name} was found")
            elif len(text) > _LONGEST:
                self._warn(
                    i,
                    f"the {what} of {one.name} is longer than {_LONGEST} characters and is left out: “{_short(text)}”",
                )
        panelist.role, panelist.topic = (text if len(text) <= _LONGEST else "" for text in (role, topic))

    # ---------------------------------------------------------------- the rest

    def _takeaway(self) -> str:
        """What the sections that sum up say; a summary only if there is no conclusion."""
        ends = [p for p in self._parts if p.region == "takeaway"] or [
            p for p in self._parts if p.region == "summing up"
        ]
        last = max((i for i, p in enumerate(self._parts) if p.start is not None), default=0)
        behind = [p for p in ends if self._parts.index(p) > last] or ends
        texts = []
        for p in behind:
            own = [n for n in p.lines if not self._is_ending(n, texts)]
            self._used |= {i for i, _ in own}
            if text := self._joiner.join([p.value, *(line.text for _, line in own)]):
                texts.append(text)
        if len(texts) > 1:
            headings = " and ".join(f"“{p.heading[1].text.split(':')[0]}”" for p in behind if p.heading is not None)
            self._notes.append(Remark(0, f"the takeaway holds {headings}"))
        if not texts:
            self._warnings.append(Remark(0, "no takeaway was found"))
        return " ".join(texts)

    def _is_ending(self, numbered: Numbered, texts: list[str]) -> bool:
        """Whether a line below the conclusion is no part of it: who wrote the report, "The End"."""
        i, line = numbered
        name, _ = labels.label(line.text)
        if i in self._used:
            return True
        if normalise(line.text) in vocabulary.BOILERPLATE or not normalise(line.text):
            self._used.add(i)
            return True
        if name in vocabulary.FACTS | vocabulary.MODERATORS:
            self._used.add(i)
            self._notes.append(Remark(line.place, name))
            return True
        apart = (line.blank or line.fresh) and not line.marker
        return apart and len(line.text.split()) <= 6 and not line.text.endswith((".", "!", "?", ":", "۔"))

    def _left_over(self) -> None:
        """Say what no part claimed: introductions as a note, everything else as a warning."""
        introduced = False
        for p in self._parts:
            for i, line in p.lines:
                if i in self._used:
                    continue
                prose = len(line.text.split()) >= _PROSE or (introduced and not line.blank)
                introduced = False
                name, _ = labels.label(line.text)
                headed = p.heading is not None and normalise(p.heading[1].text) in vocabulary.CEREMONIES
                if name in vocabulary.FACTS | vocabulary.MODERATORS or participants.MODERATED.match(line.text):
                    self._notes.append(Remark(line.place, name or "moderator"))
                elif p.region == "other" or headed or (p.region in ("front", "between") and prose):
                    name = (
                        p.heading[1].text
                        if p.heading is not None and (p.region == "other" or headed)
                        else "introduction"
                    )
                    self._notes.append(Remark(line.place, name.strip(" :").lower()))
                    introduced = p.region != "other"
                elif normalise(line.text) in vocabulary.BOILERPLATE or not normalise(line.text):
                    continue
                else:
                    self._left_out(i, line)

    def _left_out(self, i: int, line: Line) -> None:
        self._warn(i, f"left out: “{_short(line.whole)}”")


_PROSE: Final = 12
"""Words from which on a line in the front of a report is part of an introduction."""


def _matched(spoken: Sequence[Spoken], people: Sequence[Person]) -> dict[int, Person]:
    """Who in the lists is which panelist: the surest pairs first, a name in part only if it fits one person."""
    pairs = sorted(
        ((persons.alike(s.name, p.name), n, m) for n, s in enumerate(spoken) for m, p in enumerate(people)),
        reverse=True,
    )
    out: dict[int, Person] = {}
    taken: set[int] = set()
    for score, n, m in pairs:
        rivals = [x for s, a, x in pairs if a == n and s >= 0.5 and x not in taken and people[x].name != people[m].name]
        if n in out or m in taken or score < 0.5 or (score < 0.8 and len(rivals) > 0):
            continue
        out[n] = people[m]
        taken |= {x for x, p in enumerate(people) if normalise(p.name) == normalise(people[m].name)}
    return out


def _add_alias(panelist: DraftPanelist, name: str) -> None:
    if normalise(name) not in (normalise(panelist.name), *map(normalise, panelist.aliases)):
        panelist.aliases.append(name)


def _is_office(text: str) -> bool:
    return bool(set(normalise(text).split()) & (vocabulary.NOT_NAMES | vocabulary.ORGANISATIONS) - _GLUE)


_GLUE: Final = frozenset(
    "a an the of and for in on to by with from at is are was be as or not no all who which".split()
)


def _short(text: str) -> str:
    return textwrap.shorten(text, 90, placeholder=" …")


def _order(remark: Remark) -> tuple[int, str]:
    return remark.place, remark.what
