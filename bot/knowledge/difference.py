"""What differs between two libraries, as an editor would say it: points, panelists, facts, what helps to find them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

from rapidfuzz import fuzz, process

from bot.knowledge.library import Library
from bot.knowledge.model import Findable, Panelist, Point, Report
from bot.language.text import normalise

LIKE = 60
"""Per cent of letters in common, by edit distance, from which a text is the changed form of another one."""

_MOST_COMPARED = 1_000_000
"""Pairs of texts that are compared; of more, none: then each is shown as removed and added."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said:
    """A point with its speaker."""

    report: str
    """The report's id."""
    name: str
    point: Point

    @property
    def place(self) -> tuple[str, str]:
        """The report's id and the point's key."""
        return self.report, self.point.key


@dataclass(frozen=True, slots=True)
class Changed:
    """A point whose text or speaker is another one now."""

    before: Said
    after: Said


@dataclass(frozen=True, slots=True)
class Particular:
    """A fact of the event or of a person that is another one now; None where it was not or is not there."""

    report: str
    whose: str
    """The panelist's name, empty for the event."""
    what: str
    """The key in the file: title, date, organizers, takeaway, name, role or topic."""
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Help:
    """An example question that was added or taken away, with what it leads to."""

    place: tuple[str, str]
    """The report's id, and the point's key, the panelist's name or "takeaway"."""
    leads_to: str
    """The point's text, the panelist's name or the takeaway's text."""
    question: str


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs. Empty in every part where the two say and find the same."""

    reports_added: tuple[Report, ...] = ()
    reports_removed: tuple[Report, ...] = ()
    added: tuple[Said, ...] = ()
    removed: tuple[Said, ...] = ()
    changed: tuple[Changed, ...] = ()
    panelists_added: tuple[tuple[str, str], ...] = ()
    """Report and name."""
    panelists_removed: tuple[tuple[str, str], ...] = ()
    particulars: tuple[Particular, ...] = ()
    examples_added: tuple[Help, ...] = ()
    examples_removed: tuple[Help, ...] = ()
    others: tuple[str, ...] = ()
    """What else was edited, by its key in the file (keywords, aliases, …), or order, or lexicon."""

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) for f in fields(self))


@dataclass(frozen=True, slots=True)
class _Person:
    report: str
    panelist: Panelist


def difference(before: Library, after: Library) -> Difference:
    """What one sees who knew *before* and is shown *after*."""
    old = {r.id: r for r in before.reports}
    new = {r.id: r for r in after.reports}
    both = [(old[id], new[id]) for id in old if id in new]
    points = _paired_points(before, after)
    people = [pair for a, b in both for pair in _paired_people(a, b, points)]
    renamed = {(a.report, a.panelist.name): b.panelist.name for a, b in people}
    known, kept = {a.place for a, _ in points}, {b.place for _, b in points}
    others = set(_others(points, people, both))
    if before.lexicon != after.lexicon:
        others.add("lexicon")
    examples_before, examples_after = _examples(before, points), _examples(after, ())
    return Difference(
        tuple(r for r in after.reports if r.id not in old),
        tuple(r for r in before.reports if r.id not in new),
        tuple(s for s in _said(after) if s.place not in kept),
        tuple(s for s in _said(before) if s.place not in known),
        tuple(Changed(a, b) for a, b in points if _differs(a, b, renamed)),
        _missing(after, [b for _, b in people], old),
        _missing(before, [a for a, _ in people], new),
        (*_facts(both), *_persons(people)),
        tuple(h for k, h in examples_after.items() if k not in examples_before),
        tuple(h for k, h in examples_before.items() if k not in examples_after),
        tuple(sorted(others)),
    )


def successors(before: Library, after: Library) -> Mapping[tuple[str, str], tuple[str, str]]:
    """Where the points of *before* are in *after*, each as the report's id and the point's key."""
    return {a.place: b.place for a, b in _paired_points(before, after)}


def _said(library: Library) -> Iterator[Said]:
    for report in library.reports:
        for panelist in report.panelists:
            for point in panelist.points:
                yield Said(report.id, panelist.name, point)


def _paired_points(before: Library, after: Library) -> list[tuple[Said, Said]]:
    """The points that are in both, by key, else by text, else by likeness within the report."""
    old, new = list(_said(before)), list(_said(after))
    order = {s.place: n for n, s in enumerate(old)}
    pairs, old, new = _joined(old, new, lambda s: s.place)
    same, old, new = _joined(old, new, lambda s: (s.report, normalise(s.point.text)))
    pairs += same
    for report in {s.report for s in old} & {s.report for s in new}:
        left, right = ([s for s in side if s.report == report] for side in (old, new))
        pairs += _alike(left, right)
    return sorted(pairs, key=lambda pair: order[pair[0].place])


def _joined(
    old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable]
) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    """Pairs with the same key, and what is left over on both sides."""
    there = {key(x): x for x in reversed(new)}
    pairs: list[tuple[T, T]] = []
    left: list[T] = []
    for x in old:
        if (other := there.pop(key(x), None)) is not None:
            pairs.append((x, other))
        else:
            left.append(x)
    paired = {id(b) for _, b in pairs}
    return pairs, left, [x for x in new if id(x) not in paired]


def _alike(old: Sequence[Said], new: Sequence[Said]) -> Iterator[tuple[Said, Said]]:
    """Pairs of a text and its changed form, the likest first."""
    if not 0 < len(old) * len(new) <= _MOST_COMPARED:
        return
    likeness = process.cdist(
        [normalise(s.point.text) for s in old], [normalise(s.point.text) for s in new], scorer=fuzz.ratio
    )
    while likeness.max() >= LIKE:
        i, j = divmod(int(likeness.argmax()), len(new))
        yield old[i], new[j]
        likeness[i, :] = likeness[:, j] = 0


def _differs(a: Said, b: Said, renamed: Mapping[tuple[str, str], str]) -> bool:
    return a.point.text != b.point.text or renamed.get((a.report, a.name), a.name) != b.name


def _paired_people(
    before: Report, after: Report, points: Iterable[tuple[Said, Said]]
) -> Iterator[tuple[_Person, _Person]]:
    """The panelists that are in both, by name, else by what they said."""
    pairs, old, new = _joined(
        [_Person(before.id, p) for p in before.panelists],
        [_Person(after.id, p) for p in after.panelists],
        lambda p: normalise(p.panelist.name),
    )
    yield from pairs
    left, right = ({(p.report, p.panelist.name): p for p in side} for side in (old, new))
    for a, b in points:
        if (a.report, a.name) in left and (b.report, b.name) in right:
            yield left.pop((a.report, a.name)), right.pop((b.report, b.name))


def _missing(library: Library, paired: Iterable[_Person], reports: Mapping[str, Report]) -> tuple[tuple[str, str], ...]:
    """The panelists who are in no pair; those of a report that is new or gone go without saying."""
    known = {(p.report, p.panelist.name) for p in paired}
    return tuple(
        (r.id, p.name) for r in library.reports if r.id in reports for p in r.panelists if (r.id, p.name) not in known
    )


def _facts(both: Iterable[tuple[Report, Report]]) -> Iterator[Particular]:
    for a, b in both:
        for what, x, y in (
            ("title", a.title, b.title),
            ("date", a.date.isoformat(), b.date.isoformat()),
            ("organizers", ", ".join(a.organizers), ", ".join(b.organizers)),
            ("takeaway", a.takeaway, b.takeaway),
        ):
            if x != y:
                yield Particular(a.id, "", what, x, y)


def _persons(people: Iterable[tuple[_Person, _Person]]) -> Iterator[Particular]:
    for a, b in people:
        for what in ("name", "role", "topic"):
            x, y = getattr(a.panelist, what), getattr(b.panelist, what)
            if x != y:
                yield Particular(b.report, b.panelist.name, what, x, y)


def _examples(library: Library, points: Iterable[tuple[Said, Said]]) -> dict[tuple[tuple[str, str], str], Help]:
    """Every example question by what it leads to; points under the key that they have afterwards."""
    now = {a.place: b.place for a, b in points}
    found: list[tuple[tuple[str, str], Help]] = []
    for report in library.reports:
        here = (report.id, "takeaway")
        found += [(here, Help(here, report.takeaway, x)) for x in report.takeaway_examples]
        for panelist in report.panelists:
            here = (report.id, panelist.name)
            found += [((report.id, normalise(panelist.name)), Help(here, panelist.name, x)) for x in panelist.examples]
    for said in _said(library):
        at = now.get(said.place, said.place)
        found += [(at, Help(said.place, said.point.text, x)) for x in said.point.examples]
    return {(at, help.question): help for at, help in found}


def _others(
    points: Iterable[tuple[Said, Said]],
    people: Iterable[tuple[_Person, _Person]],
    both: Iterable[tuple[Report, Report]],
) -> Iterator[str]:
    things: list[tuple[Findable, Findable]] = [(a.point, b.point) for a, b in points]
    things += [(a.panelist, b.panelist) for a, b in people]
    pairs = [*things, *both]
    for what in ("keywords", "aliases", "negative_examples", "translations"):
        if any(getattr(a, what, None) != getattr(b, what, None) for a, b in pairs):
            yield what
    for r, s in both:
        old, new = ({k.key: None for p in x.panelists for k in p.points} for x in (r, s))
        if [k for k in old if k in new] != [k for k in new if k in old]:
            yield "order"
