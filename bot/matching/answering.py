"""``answer(question)``: the one way from a question to what is shown, for every edge."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from bot.knowledge.model import Report
from bot.language.lexicon import LexiconEntry
from bot.language.names import joined
from bot.matching.decision import MAX_CHOICES, Calibration, Decision, cautious, decide
from bot.matching.entries import Entry, Kind
from bot.matching.features import Evidence
from bot.matching.followup import Context, Follow, followed
from bot.matching.matcher import Matcher
from bot.matching.naming import spellings
from bot.matching.narrowing import Narrowed
from bot.matching.people import Mention
from bot.matching.question import Question
from bot.matching.reader import MAX_ASKED
from bot.matching.subject import Subject, subject
from bot.matching.vectors import Embedder


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that is said in answer, with its source. Counts are from 1, in report order."""

    kind: Kind
    report: Report
    panelist: int | None
    point: int | None
    name: str | None
    topic: str | None
    text: str
    score: float
    """The probability that this is right, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the answer is what it is."""

    question: Question
    decision: Decision
    evidence: Evidence
    candidates: tuple[Entry, ...]
    """The best candidates, best first."""
    personal: tuple[Result, ...] = ()
    """Not empty where the question was for a person as such, and nothing had to be ranked."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The first result is the answer, the rest belong with it."""

    results: tuple[Result, ...]
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Suggested:
    """Not sure: choices to offer, best first."""

    results: tuple[Result, ...]
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The report does not say."""

    explanation: Explanation
    results: tuple[Result, ...] = ()


Answer = Answered | Suggested | Unanswered

PERSONAL_SCORE = 0.95
"""The score of an answer to a question for a person: the share of them that is right (tests hold it to that)."""
_SIDE_BY_SIDE = 0.3
"""Another panelist's point stands beside the answer from this share of the answer's ranking probability."""
_MOST_BESIDE = 5
_MOST_EXPLAINED = 5
"""Candidates that an explanation has."""
_MOST_LOOKED_AT = 20
"""Candidates that are looked through for others who spoke about a subject."""
_MOST_PEOPLE = 8
"""Between so many people a choice is offered: those of one name, the third speaker of every event."""


class Answerer:
    """Answers questions from reports."""

    def __init__(
        self,
        reports: Sequence[Report],
        lexicon: Sequence[LexiconEntry],
        english: Mapping[str, int],
        calibration: Calibration,
        embedder: Embedder | None = None,
    ) -> None:
        self.reports = tuple(reports)
        self.calibration = calibration
        self.matcher = Matcher(reports, lexicon, english, embedder)

    def answer(self, text: str, context: Context | None = None, only: frozenset[str] = frozenset()) -> Answer:
        """Answer, suggest or decline; any text is fine. *context* is what the conversation was about.

        *only* are the ids of the reports that the asker wants to hear of, if not of all; a question that names a
        report itself is answered from that one.
        """
        matcher = self.matcher
        question = matcher.reader.read(text, MAX_ASKED)
        mention = matcher.people.mentioned(question.terms)
        narrowed = matcher.titles.narrowed(question.terms)
        if only and not narrowed.reports:
            narrowed = Narrowed(frozenset(n for n, r in enumerate(self.reports) if r.id in only))
        if narrowed.reports:
            people = tuple(p for p in mention.people if p[0] in narrowed.reports)
            mention = replace(mention, people=people, terms=mention.terms | narrowed.terms)
        follow = followed(question, mention, context)
        mention = follow.mention
        personal = self._continued(follow, context) or self._personal(question, mention)
        evidence = matcher.evidence(question, mention, narrowed.reports)
        decision = cautious(decide(evidence, self.calibration), question, mention)
        best = evidence.candidates[decision.order[:_MOST_EXPLAINED]].tolist()
        explanation = Explanation(question, decision, evidence, tuple([matcher.entries[i] for i in best]), personal)
        if personal:
            # One name or office that fits several people is asked back; one person may have been at many events.
            sure = (
                follow.wants != ""
                or mention.each
                or (mention.sure and _one_person([r for r in personal if r.kind != "point"]))
            )
            return Answered(personal, explanation) if sure else Suggested(_people_only(personal), explanation)
        if not question.terms or decision.outcome == "none":
            return Unanswered(explanation)
        ranked = self._ranked(evidence, decision)
        broad = subject(question)
        if decision.outcome == "suggest" or (broad is not None and broad.sides):
            return Suggested(tuple([self._result(e, s) for e, s in islice(ranked, MAX_CHOICES)]), explanation)
        return Answered(tuple(self._with_company(ranked, broad)), explanation)

    def _ranked(self, evidence: Evidence, decision: Decision) -> Iterator[tuple[Entry, float]]:
        """What can be an answer, best first, and how likely; the event, an entry for each of its facts, only once."""
        most = decision.utilities.max()
        seen: set[tuple[Kind, int, int | None, int | None]] = set()
        for at in decision.order.tolist():
            entry = self.matcher.entries[evidence.candidates.item(at)]
            if entry.kind is None or (thing := (entry.kind, entry.report, entry.panelist, entry.point)) in seen:
                continue
            seen.add(thing)
            yield entry, decision.correctness * math.exp(decision.utilities[at] - most)

    def _continued(self, follow: Follow, context: Context | None) -> tuple[Result, ...]:
        """What "more" and "who else" mean after the answer before; empty for any other question."""
        if context is not None and follow.wants == "more":
            return tuple(self._everything(*context.person, PERSONAL_SCORE))
        if context is not None and context.point is not None and follow.wants == "others":
            report, panelist, point = context.point
            return tuple(
                self.others(self.reports[report].id, self.reports[report].panelists[panelist].points[point].key)
            )
        return ()

    def _personal(self, question: Question, mention: Mention) -> tuple[Result, ...]:
        """The answer to a question for all that somebody said, or who somebody is; empty if it asks for more."""
        wish = self.matcher.people.wish(question.terms, mention)
        if wish == "card":
            return tuple(self.whole("event", r, p, PERSONAL_SCORE) for r, p in mention.people)
        if wish == "all":
            return tuple(x for r, p in mention.people for x in self._everything(r, p, PERSONAL_SCORE))
        return ()

    def _with_company(self, ranked: Iterator[tuple[Entry, float]], broad: Subject | None) -> list[Result]:
        """The answer and what belongs with it: a panelist's points, or other points nearly as fitting.

        Where it was asked who spoke about something (*broad*), everybody whose point has its words belongs with it.
        """
        first, score = next(ranked)
        if first.kind == "panelist":
            near = takewhile(lambda pair: pair[1] >= _SIDE_BY_SIDE * score, ranked)
            also = [e for e, _ in near if e.kind == "panelist"]
            people = [first, *(e for e in also if (e.report, e.panelist) != (first.report, first.panelist))]
            return [
                r for e in people for r in (self._result(e, score), *self.points_of(e.report, e.panelist or 0, score))
            ]
        out = [self._result(first, score)]
        if first.kind == "point":
            next_best = list(islice(ranked, MAX_CHOICES - 1))
            beside = [(e, s) for e, s in next_best if e.kind == "point" and s >= _SIDE_BY_SIDE * score]
            if broad and broad.who:
                next_best += islice(ranked, _MOST_LOOKED_AT - MAX_CHOICES)
                spoke = [(e, s) for e, s in next_best if e.kind == "point" and (e, s) not in beside]
                beside += [(e, s) for e, s in spoke if broad.within((e.text, e.about, *e.keywords))]
            out += [self._result(e, s) for e, s in beside[:_MOST_BESIDE]]
        return out

    def points_of(self, report: int, panelist: int, score: float = 1.0) -> list[Result]:
        """All points of one panelist as results, in order."""
        count = len(self.reports[report].panelists[panelist].points)
        return [self._result(Entry("point", report, panelist, n), score) for n in range(count)]

    def people(self, name: str) -> list[Result]:
        """All that the persons called *name* said, in any spelling; empty if nobody is meant."""
        mention = self.matcher.people.mentioned(self.matcher.reader.read(name).terms)
        return [r for report, panelist in mention.people for r in self._everything(report, panelist)]

    def person(self, report_id: str, panelist: int) -> list[Result]:
        """All that a panelist (from 1) said; empty if there is no such panelist."""
        for n, report in enumerate(self.reports):
            if report.id == report_id and 1 <= panelist <= len(report.panelists):
                return self._everything(n, panelist - 1)
        return []

    def point(self, report_id: str, key: str) -> list[Result]:
        """The point with this key; empty if it is gone."""
        entry = self._keyed(report_id, key)
        return [self._result(entry, 1.0)] if entry else []

    def others(self, report_id: str, key: str) -> list[Result]:
        """Points of other panelists on the subject of a point, nearest first."""
        entry = self._keyed(report_id, key)
        return [self._result(e, s) for e, s in self.matcher.related(entry)] if entry else []

    def _keyed(self, report_id: str, key: str) -> Entry | None:
        for entry in self.matcher.entries:
            if entry.kind == "point" and entry.panelist is not None and entry.point is not None:
                report = self.reports[entry.report]
                if report.id == report_id and report.panelists[entry.panelist].points[entry.point].key == key:
                    return entry
        return None

    def _everything(self, report: int, panelist: int, score: float = 1.0) -> list[Result]:
        return [self.whole("panelist", report, panelist, score), *self.points_of(report, panelist, score)]

    def context(self, answer: Answer) -> Context | None:
        """What the next question of the same person may refer to."""
        if not isinstance(answer, Answered):
            return None
        first = answer.results[0]
        if first.panelist is None:
            return None
        report = self.reports.index(first.report)
        point = next((r.point for r in answer.results if r.kind == "point" and r.panelist == first.panelist), None)
        return Context((report, first.panelist - 1), None if point is None else (report, first.panelist - 1, point - 1))

    def expand(self, result: Result) -> list[Result]:
        """What a chosen suggestion stands for: a person's points after the person, anything else itself."""
        if result.kind == "panelist" and result.panelist is not None:
            return [result, *self.points_of(self.reports.index(result.report), result.panelist - 1, result.score)]
        return [result]

    def whole(self, kind: Kind, report: int, panelist: int | None = None, score: float = 1.0) -> Result:
        """The result for a thing that was asked for by a command or a button."""
        return self._result(Entry(kind, report, panelist), score)

    def _result(self, entry: Entry, score: float) -> Result:
        assert entry.kind is not None
        report = self.reports[entry.report]
        panelist = report.panelists[entry.panelist] if entry.panelist is not None else None
        return Result(
            entry.kind,
            report,
            None if entry.panelist is None else entry.panelist + 1,
            None if entry.point is None else entry.point + 1,
            panelist.name if panelist else None,
            panelist.topic if panelist else None,
            _text(entry, report),
            round(min(1.0, max(0.0, score)), 4),
        )


def _one_person(results: Sequence[Result]) -> bool:
    """Whether all are called the same, in one of their spellings."""
    names = [{joined(s) for s in spellings(r.report.panelists[r.panelist - 1])} for r in results if r.panelist]
    return not names or bool(set.intersection(*names))


def _people_only(results: Sequence[Result]) -> tuple[Result, ...]:
    """The choice between people: at most one of them is meant."""
    people = [r for r in results if r.kind != "point"][:_MOST_PEOPLE]
    return tuple(replace(r, score=round(r.score / len(people), 4)) for r in people)


def _text(entry: Entry, report: Report) -> str:
    if entry.panelist is not None:
        panelist = report.panelists[entry.panelist]
        return panelist.role if entry.point is None else panelist.points[entry.point].text
    if entry.kind == "takeaway":
        return report.takeaway
    if entry.kind == "panelists":
        return "; ".join(f"{p.name} ({p.role})" for p in report.panelists)
    if entry.kind == "topics":
        return "; ".join(f"{p.topic} ({p.name})" for p in report.panelists)
    return f"{report.title}. {report.date.day} {report.date:%B %Y}. {', '.join(report.organizers)}."
