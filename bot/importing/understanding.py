"""Lines to a draft: who said what, with every line that found no place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.importing import columns, facts, labels, layout, part, participants, persons, points, vocabulary
from bot.importing.document import Document, Line, Remark, UnreadableError, shortened
from bot.importing.draft import Draft
from bot.importing.facts import Facts
from bot.importing.joining import Joiner
from bot.importing.listed import Listed
from bot.importing.panel import Panel
from bot.importing.points import Numbered
from bot.language.text import normalise

_PROSE: Final = 12
"""Words from which on a line in the front of a report is part of an introduction."""


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
        self._known: set[str] = set()
        """Folded facts of the event: a line that only says one again is no loss."""

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
        names = [s.name for s in spoken]
        found = self._facts(names)
        listed = self._participants(names, found)
        panel = Panel(self._lines, self._document.unit, self._joiner)
        panelists = panel.panelists(panel.speaking(spoken), listed.people)
        self._used |= panel.used
        self._warnings += panel.remarks
        self._notes += panel.notes
        takeaway = self._takeaway()
        self._known = {normalise(text) for text in (found.title, *found.organizers)}
        self._left_over()
        self._refuse_without(found)
        if not panelists:
            raise UnreadableError("has panelists and no point of any of them; points are lines with bullets or numbers")
        if self._joiner.doubtful:
            words = ", ".join(self._joiner.doubtful)
            self._notes.append(Remark(0, f"broken at the margin and written with the hyphen: {words}"))
        if not found.organizers:
            self._warnings.append(Remark(0, "no organiser was found"))
        assert found.day is not None
        return Draft(
            found.title, found.day, found.day_words, list(found.organizers), panelists, takeaway, self._document.unit,
            sorted(set(self._warnings), key=_order), sorted(set(self._notes), key=_order),
        )  # fmt: skip

    @staticmethod
    def _refuse_without(found: Facts) -> None:
        """Raise UnreadableError if title or date are missing: nobody can guess them."""
        if not found.title:
            raise UnreadableError("does not say the topic of the event; add a line “Topic: …” before the panelists")
        if found.day is None:
            said = (
                f"says the date only as “{shortened(found.day_unread)}”"
                if found.day_unread
                else "does not say the date"
            )
            raise UnreadableError(f"{said}; write a line such as “Date: 14-3-2022” before the panelists")

    def _warn(self, i: int, what: str) -> None:
        self._warnings.append(Remark(self._lines[i].place, what))

    # ---------------------------------------------------------------- the event

    def _facts(self, names: Sequence[str]) -> Facts:
        front = [line for p in self._parts if p.region == "front" for line in p.lines]
        begun = self._list_begins(front, names, alone=True)
        listed = [line for line in front if begun is not None and line[0] >= begun]
        front = [line for line in front if line not in listed]
        elsewhere = [
            line
            for p in self._parts
            if p.region in ("participants", "other", "between", "closing", "takeaway", "summing up")
            for line in p.lines
        ]
        found = facts.read(front, [*front, *listed, *elsewhere], self._joiner)
        self._used |= found.used
        self._warnings += found.remarks
        self._notes += [Remark(self._lines[i].place, f"left out: {what}") for i, what in found.left.items()]
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
        listed = participants.read(rows, names, self._joiner)
        self._used |= listed.used
        self._notes += [Remark(self._lines[i].place, f"left out: column “{what}”") for i, what in listed.left]
        for i in listed.doubtful:
            self._warn(i, f"taken as the office of the person above: “{self._lines[i].text}”")
        return listed

    @staticmethod
    def _list_begins(lines: Sequence[Numbered], names: Sequence[str], *, alone: bool) -> int | None:
        """Where a list of participants without a heading begins: at a known name, or at "Moderator: …".

        One name will do where it stands *alone*, in the front; among other text it takes two.
        """
        found: list[int] = []
        for i, line in lines:
            if {labels.label(line.text)[0], normalise(line.text)} & vocabulary.ORGANIZERS:
                continue
            section = labels.section(line)
            labelled, value = labels.label(line.text)
            name = persons.split(value if labelled in vocabulary.NAME else line.text)[0]
            if section is not None and section[0] in ("moderators", "participants") and alone:
                return min(i, *found) if found else i
            if persons.is_name(name) and any(persons.alike(name, n) >= (0.5 if alone else 0.8) for n in names):
                found.append(i)
        return found[0] if len(found) > (0 if alone else 1) else None

    # ---------------------------------------------------------------- the rest

    def _takeaway(self) -> str:
        """What the sections that sum up say; a summary only if there is no conclusion."""
        ends = [p for p in self._parts if p.region == "takeaway"] or [
            p for p in self._parts if p.region == "summing up"
        ]
        last = max((i for i, p in enumerate(self._parts) if p.start is not None), default=0)
        behind = [p for p in ends if self._parts.index(p) > last] or ends
        texts: list[str] = []
        for p in ends:
            if p not in behind and p.value and p.heading is not None:
                self._left_out(*p.heading)
        for p in behind:
            own = [n for n in p.lines if not self._is_ending(n)]
            self._used |= {i for i, _ in own}
            said = points.split(own)
            lines = [(i, line.whole) for i, line in (*said.before, *said.after)]
            lines += [(item.lines[0][0], text) for item in said.items for text in item.texts]
            if text := self._joiner.join([p.value, *(text for _, text in sorted(lines, key=lambda pair: pair[0]))]):
                texts.append(text)
        if len(texts) > 1:
            headings = " and ".join(f"“{p.heading[1].text.split(':')[0]}”" for p in behind if p.heading is not None)
            self._notes.append(Remark(0, f"the takeaway holds {headings}"))
        if not texts:
            self._warnings.append(Remark(0, "no takeaway was found"))
        return " ".join(texts)

    def _is_ending(self, numbered: Numbered) -> bool:
        """Whether a line below the conclusion is no part of it: who wrote the report, "The End"."""
        i, line = numbered
        name, _ = labels.label(line.text)
        if i in self._used:
            return True
        if labels.says_nothing(line.text):
            self._used.add(i)
            return True
        if name in vocabulary.FACTS | vocabulary.MODERATORS or labels.credit(line.text):
            self._used.add(i)
            self._notes.append(Remark(line.place, f"left out: {name or 'who wrote it'}"))
            return True
        apart = (line.blank or line.fresh) and not line.marker
        return apart and len(line.text.split()) <= 6 and not line.text.endswith((".", "!", "?", ":", "۔"))

    def _left_over(self) -> None:
        """Say what no part claimed: introductions as a note, everything else as a warning."""
        introduced = False
        for p in self._parts:
            if p.value and p.heading is not None and p.region in ("closing", "between"):
                self._left_out(*p.heading)
            for i, line in p.lines:
                if i in self._used:
                    continue
                prose = len(line.text.split()) >= _PROSE or (introduced and not line.blank)
                introduced = False
                name, _ = labels.label(line.text)
                headed = p.heading is not None and normalise(p.heading[1].text) in vocabulary.CEREMONIES
                if labels.credit(line.text):
                    self._notes.append(Remark(line.place, "left out: who wrote it"))
                elif name in vocabulary.FACTS | vocabulary.MODERATORS or participants.MODERATED.match(line.text):
                    self._notes.append(Remark(line.place, f"left out: {name or 'moderator'}"))
                elif line.heading and i + 1 < len(self._lines) and self._claimed(i + 1):
                    self._notes.append(Remark(line.place, f"left out: the heading “{shortened(line.text)}”"))
                elif p.region == "other" or headed or (p.region in ("front", "between") and prose):
                    named = p.heading is not None and (p.region == "other" or headed)
                    what = p.heading[1].text if named and p.heading is not None else "introduction"
                    self._notes.append(Remark(line.place, f"left out: {what.strip(' :').lower()}"))
                    introduced = p.region != "other"
                elif (
                    labels.says_nothing(line.text)
                    or normalise(line.text) in self._known
                    or (p.region == "participants" and normalise(line.text) in columns.HEADINGS)
                ):
                    continue
                else:
                    self._left_out(i, line)

    def _claimed(self, i: int) -> bool:
        """Whether a line was understood, so that of a heading above it nothing but its words is lost."""
        return i in self._used

    def _left_out(self, i: int, line: Line) -> None:
        self._warn(i, f"left out: “{shortened(line.whole)}”")


def _order(remark: Remark) -> tuple[int, str]:
    return remark.place, remark.what
