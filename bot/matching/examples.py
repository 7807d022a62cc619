"""The knowledge's own questions asked of an answerer: the examples that must arrive, and those that must not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.knowledge.model import Report
from bot.matching.answering import Answer, Answered, Answerer, Result, Suggested
from bot.matching.decision import MAX_CHOICES, decide

Place = tuple[str, str]
"""A report's id, and a point's key, a panelist's name or the kind of a fact."""
Outcome = Literal["answer", "suggest", "none"]


@dataclass(frozen=True, slots=True)
class Probe:
    """A question that the knowledge itself asks."""

    question: str
    place: Place
    """What it has to lead to, or must not; the second part is empty where nothing of the report may answer it."""
    wanted: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody sees who asks."""

    outcome: Outcome
    places: tuple[Place, ...]
    """Best first; of suggestions those that are offered."""

    @property
    def told(self) -> Place | None:
        """What is given as the answer; None if nothing is."""
        return self.places[0] if self.outcome == "answer" else None


@dataclass(frozen=True, slots=True)
class Turned:
    """A question that is answered otherwise than before."""

    question: str
    before: Shown
    after: Shown


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of the knowledge's own questions."""

    asked: int
    total: int
    """More than were asked if the time was up."""
    failed: tuple[Probe, ...] = ()
    """Examples that do not arrive, and must-not-match questions that do."""
    newly: tuple[Probe, ...] = ()
    """Those of them that the knowledge before did not fail."""
    turned: tuple[Turned, ...] = ()


def probes(reports: Iterable[Report]) -> Iterator[Probe]:
    """Every example and must-not-match question of *reports*."""
    for report in reports:
        yield from (Probe(q, (report.id, "takeaway"), True) for q in report.takeaway_examples)
        yield from (Probe(q, (report.id, ""), False) for q in report.negative_examples)
        for panelist in report.panelists:
            things = [((report.id, panelist.name), panelist), *(((report.id, p.key), p) for p in panelist.points)]
            for place, thing in things:
                yield from (Probe(q, place, True) for q in thing.examples)
                yield from (Probe(q, place, False) for q in thing.negative_examples)


def ask(answerer: Answerer, question: str) -> Shown:
    """What *answerer* shows for *question*."""
    return shown(answerer.answer(question))


def shown(answer: Answer) -> Shown:
    """*answer* as places."""
    outcome: Outcome = (
        "answer" if isinstance(answer, Answered) else "suggest" if isinstance(answer, Suggested) else "none"
    )
    seen = answer.results[:MAX_CHOICES] if outcome == "suggest" else answer.results
    return Shown(outcome, tuple(map(place, seen)))


def place(result: Result) -> Place:
    """Where a result stands in the knowledge."""
    if result.kind == "point" and result.panelist is not None and result.point is not None:
        return result.report.id, result.report.panelists[result.panelist - 1].points[result.point - 1].key
    return result.report.id, result.name if result.kind == "panelist" and result.name else result.kind


def holds(probe: Probe, seen: Shown) -> bool:
    """Whether the knowledge's own wish is met."""
    if probe.wanted:
        return probe.place in seen.places
    report, thing = probe.place
    return seen.told is None or (seen.told[0] != report if not thing else seen.told != probe.place)


def same(before: Shown, after: Shown, successors: Mapping[Place, Place]) -> bool:
    """Whether somebody who asked before is told the same now; *successors* says under which keys points go on."""
    if before.outcome != after.outcome:
        return False
    return before.told is None or successors.get(before.told, before.told) == after.told


def nearest(answerer: Answerer, question: str, most: int = 3) -> Sequence[Place]:
    """The points that fit *question* best, best first, however little that is."""
    matcher = answerer.matcher
    evidence = matcher.evidence(matcher.reader.read(question))
    order = decide(evidence, answerer.calibration).order
    ranked = (matcher.entries[int(evidence.candidates[at])] for at in order)
    points = [e for e in ranked if e.kind == "point" and e.panelist is not None and e.point is not None]
    return [
        (report.id, report.panelists[e.panelist or 0].points[e.point or 0].key)
        for e in points[:most]
        for report in (answerer.reports[e.report],)
    ]
