"""What was measured, as text: the table, what went wrong line by line, what an editor can mend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from textwrap import shorten

from bot.evaluation.editor import Review
from bot.evaluation.judge import Tally, Verdict, tally
from bot.evaluation.leaveout import Place
from bot.evaluation.measure import Measured
from bot.evaluation.reliability import calibration_error, first_results
from bot.matching.answering import Result, Suggested
from bot.matching.decision import MAX_CHOICES

UNNAMED = "(none)"
"""Where a label gives no style."""
_SHOWN = 12
"""Rows of a list in the terminal; the HTML report has them all."""


def groups(measured: Measured) -> Iterator[tuple[str, dict[str, list[Verdict]]]]:
    """The table's parts: all, by set, by language, by style."""
    rows = [(s.name, v) for s in measured.sets for v in s.verdicts]
    yield "", {"all": [v for _, v in rows]}
    yield "set", _grouped(rows)
    yield "language", _grouped((v.language, v) for _, v in rows)
    yield "style", _grouped((v.question.style or UNNAMED, v) for _, v in rows)


def _grouped(rows: Iterable[tuple[str, Verdict]]) -> dict[str, list[Verdict]]:
    out: dict[str, list[Verdict]] = defaultdict(list)
    for key, verdict in rows:
        out[key].append(verdict)
    return out


def percent(share: float | None) -> str:
    """A share as it is shown; a dash where nothing was asked."""
    return "–" if share is None else f"{share:.1%}"


def cells(t: Tally) -> tuple[str, ...]:
    """A row of the table."""
    return (
        str(t.asked), percent(t.right), percent(t.helped), percent(t.misled),
        str(t.none_asked), percent(t.none_refused), percent(t.none_misled),
    )  # fmt: skip


HEADINGS = ("asked", "right", "helped", "misled", "none", "refused", "misled")


def table(measured: Measured) -> Iterator[str]:
    """The shares by set, language and style, and how far the scores are what they say."""
    width = max(len(key) for _, rows in groups(measured) for key in rows) + 2

    def row(name: str, values: Sequence[str]) -> str:
        return f"  {name:{width}}" + "".join(f"{v:>9}" for v in values)

    yield row("", HEADINGS)
    for title, rows in groups(measured):
        if title:
            yield title
        for key, verdicts in rows.items():
            yield row(key, cells(tally(verdicts)))
    yield calibrated(measured.verdicts)


def calibrated(verdicts: Sequence[Verdict]) -> str:
    """The expected calibration error of the first results, and of those that were answers."""
    parts = []
    for name, only in (("first results", False), ("of answers alone", True)):
        scored = first_results(verdicts, answers_only=only)
        parts.append(f"{percent(calibration_error(scored))} ({len(scored)} {name})")
    return f"expected calibration error: {', '.join(parts)}"


def wrong(measured: Measured) -> Iterator[str]:
    """Two lines for each question that was not answered as wanted: where and what, wanted and got."""
    for s in measured.sets:
        for v in s.verdicts:
            if not v.as_wanted:
                yield f"{outcome(v):9} {s.name}:{v.question.line} [{v.question.style or UNNAMED}] {one_line(v)}"
                d = v.answer.explanation.decision
                chances = f"in scope {d.scope:.2f}, first right {d.correctness:.2f}"
                yield f"{'':9} wanted {wanted(v)}; got {got(v)}; {chances}"


def one_line(v: Verdict) -> str:
    """The question on one line."""
    return " ".join(v.question.q.split())


def outcome(v: Verdict) -> str:
    """What happened, in a word."""
    if v.misled:
        return "MISLED"
    if v.refused:
        return "declined"
    if v.question.want == "none":
        return "offered"
    return "right" if v.right else "asked" if v.helped else "astray"


def wanted(v: Verdict) -> str:
    """What the labels accept."""
    return ", ".join(v.question.points) or ", ".join(map(str, v.question.panelists)) or v.question.want


def got(v: Verdict) -> str:
    """What was shown first."""
    if not v.answer.results:
        return "nothing"
    shown = ", ".join(_short(r) for r in v.answer.results[:MAX_CHOICES])
    return f"choices {shown}" if isinstance(v.answer, Suggested) else shown


def _short(r: Result) -> str:
    if r.kind == "point":
        return f"{r.panelist}.{r.point}"
    return r.kind if r.panelist is None else f"{r.kind} {r.panelist}"


def advice(review: Review) -> Iterator[str]:
    """What an editor can mend in one knowledge; the first of each list."""
    yield f"{', '.join(r.id for r in review.reports)}:"
    weak = [(f"{_point(review, s.place)}: {len(s.missed)} of {s.asked} not found", s.missed) for s in review.weak]
    yield from _list("points that questions asked for and did not find", weak)
    fights = [
        (f"{_pair(review, f.places)}: {len(f.questions)} question{_s(f.questions)}, {f.lost} lost", f.questions)
        for f in review.fights
    ]
    yield from _list("points that fight over questions", fights)
    hidden = [
        (f"{_point(review, s.place)}: missed by {s.asked} questions and {s.tried} left-out examples", ())
        for s in review.standings
        if s.unreachable
    ]
    yield from _list("points that nothing reached", hidden)
    untried = [(_point(review, s.place), ()) for s in review.standings if s.untried]
    yield from _list("points that nothing asked for: no question, no example", untried)
    alike = [
        (f"{_pair(review, t.places)}: “{t.examples[0]}” and “{t.examples[1]}” ({t.likeness:.2f})", ())
        for t in review.twins
    ]
    yield from _list("examples of different points that are nearly the same", alike)


def _list(title: str, rows: Sequence[tuple[str, Sequence[Verdict]]]) -> Iterator[str]:
    yield f"  {title}: {len(rows) or 'none'}"
    for text, questions in rows[:_SHOWN]:
        yield f"    {text}"
        yield from (f"      {v.question.at}: {shorten(one_line(v), 100, placeholder=' …')}" for v in questions[:3])
        if len(questions) > 3:
            yield f"      and {len(questions) - 3} more"
    if len(rows) > _SHOWN:
        yield f"    and {len(rows) - _SHOWN} more"


def _point(review: Review, place: Place) -> str:
    return f"{review.label(place)} {shorten(review.text(place), 70, placeholder=' …')}"


def _pair(review: Review, places: tuple[Place, Place]) -> str:
    return " and ".join(map(review.label, places))


def _s(things: Sequence[object]) -> str:
    return "" if len(things) == 1 else "s"
