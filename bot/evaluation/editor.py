"""What an editor can mend: points that are not found, pairs that fight over questions, points nobody reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from bot.evaluation.judge import Verdict
from bot.evaluation.leaveout import Place, Trial, Twins, points
from bot.evaluation.questions import FACTS, Labelled
from bot.knowledge.model import Report
from bot.matching.decision import MAX_CHOICES

CLOSE = 0.45
"""Two points fight over a question if the second has at least this share of the first one's ranking probability."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the questions for one point fared."""

    place: Place
    asked: int
    """Questions of the file."""
    right: int
    helped: int
    """Answered with it, or it was among the choices."""
    missed: tuple[Verdict, ...]
    """The others."""
    tried: int
    """Its own examples, each left out and asked."""
    reached: int
    """Those of them that were answered with it or had it among the choices."""

    @property
    def unreachable(self) -> bool:
        """Whether all that was asked for it missed it."""
        return self.asked + self.tried > 0 and self.helped + self.reached == 0

    @property
    def untried(self) -> bool:
        """Whether nothing can be said of it: no question asks for it, and it has no example."""
        return self.asked + self.tried == 0


@dataclass(frozen=True, slots=True)
class Fight:
    """Two points and the questions for one of them that the other one won or nearly won."""

    places: tuple[Place, Place]
    questions: tuple[Verdict, ...]
    lost: int
    """Questions in which the wrong one came first."""


@dataclass(frozen=True, slots=True)
class Review:
    """All that an editor can mend in one knowledge."""

    reports: tuple[Report, ...]
    standings: tuple[Standing, ...]
    """Every point, in the order of the reports."""
    fights: tuple[Fight, ...]
    """Those with the most questions lost first."""
    twins: tuple[Twins, ...]

    @property
    def weak(self) -> list[Standing]:
        """Points that questions asked for and did not find, the worst first."""
        missing = [s for s in self.standings if s.missed]
        return sorted(missing, key=lambda s: (-len(s.missed), s.helped, s.place))

    def label(self, place: Place) -> str:
        """The point as questions label it, with the report's id where there are several."""
        report, panelist, point = place
        name = f"{panelist + 1}.{point + 1}"
        return f"{self.reports[report].id} {name}" if len(self.reports) > 1 else name

    def text(self, place: Place) -> str:
        """What the point says, with its speaker."""
        report, panelist, point = place
        who = self.reports[report].panelists[panelist]
        return f"{who.name}: {who.points[point].text}"


def review(
    reports: Sequence[Report], verdicts: Sequence[Verdict], trials: Sequence[Trial], twins: Sequence[Twins]
) -> Review:
    """Put together what *verdicts* and left-out examples say of the points of *reports*."""
    return Review(
        tuple(reports), tuple(_standings(reports, verdicts, trials)), _fights(reports, verdicts), tuple(twins)
    )


def labelled_places(question: Labelled, reports: Sequence[Report]) -> list[Place]:
    """The points that the labels accept, in their order."""
    report = next((n for n, r in enumerate(reports) if r.id == question.report), 0)
    pairs = (p.split(".") for p in question.points if p not in FACTS)
    return [(report, int(panelist) - 1, int(point) - 1) for panelist, point in pairs]


def _standings(reports: Sequence[Report], verdicts: Sequence[Verdict], trials: Sequence[Trial]) -> Iterator[Standing]:
    asked: dict[Place, list[Verdict]] = defaultdict(list)
    for v in verdicts:
        if v.question.want == "point":
            asked[_credited(v, reports)].append(v)
    tried: dict[Place, list[Trial]] = defaultdict(list)
    for t in trials:
        tried[t.place].append(t)
    for place, _ in points(reports):
        own = asked[place]
        yield Standing(
            place, len(own), sum(v.right for v in own), sum(v.helped for v in own),
            tuple(v for v in own if not v.helped), len(tried[place]), sum(t.reached for t in tried[place]),
        )  # fmt: skip


def _credited(v: Verdict, reports: Sequence[Report]) -> Place:
    """The acceptable point that was shown, or the first acceptable one: a question counts for one point only."""
    wanted = labelled_places(v.question, reports)
    for result in v.answer.results[:MAX_CHOICES] if v.helped else ():
        place = (reports.index(result.report), (result.panelist or 0) - 1, (result.point or 0) - 1)
        if place in wanted:
            return place
    return wanted[0]


def _fights(reports: Sequence[Report], verdicts: Sequence[Verdict]) -> tuple[Fight, ...]:
    over: dict[tuple[Place, Place], list[tuple[Verdict, bool]]] = defaultdict(list)
    for v in verdicts:
        # A declined question was lost to no other point, and one for a person was not ranked.
        if v.question.want == "point" and v.answer.results and not v.answer.explanation.personal:
            rivals = _rivals(v, reports)
            if rivals is not None:
                mine, other, lost = rivals
                over[min(mine, other), max(mine, other)].append((v, lost))
    found = [Fight(pair, tuple(v for v, _ in rows), sum(lost for _, lost in rows)) for pair, rows in over.items()]
    return tuple(sorted(found, key=lambda f: (-f.lost, -len(f.questions), f.places)))


def _rivals(v: Verdict, reports: Sequence[Report]) -> tuple[Place, Place, bool] | None:
    """The best acceptable point, the best other one, and whether that came first; None if it was not close."""
    e = v.answer.explanation
    wanted = labelled_places(v.question, reports)
    ranked: list[tuple[Place, float]] = [
        ((c.report, c.panelist, c.point), float(e.decision.utilities[at]))
        for c, at in zip(e.candidates, e.decision.order, strict=False)
        if c.panelist is not None and c.point is not None
    ]
    mine = next(((p, u) for p, u in ranked if p in wanted), (wanted[0], -float("inf")))
    other = next(((p, u) for p, u in ranked if p not in wanted), None)
    if other is None or mine[1] - other[1] > -log(CLOSE):
        return None
    return mine[0], other[0], mine[1] < other[1]
