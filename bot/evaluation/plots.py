"""The pictures of the report: are scores true, what a threshold costs, who is taken for whom, how styles fare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil

from bot.evaluation.judge import Verdict
from bot.evaluation.reliability import bins, first_results, trades
from bot.evaluation.svg import Frame, element, label, picture, tip
from bot.knowledge.model import Report

_LEAST_TOP = 0.05
"""The axis of misled questions ends at no less, so that a single mistake does not fill the picture."""
_HISTOGRAM = 0.22
"""The share of the height that the tallest bar of counts has."""


def reliability(verdicts: Sequence[Verdict]) -> str:
    """Score against the share that is right, with 95 % intervals, over bars of how many results there are."""
    frame = Frame()
    found = bins(first_results(verdicts))
    most = max((b.count for b in found), default=1)
    out = frame.axes("score of the first result", "share that is right")
    for b in found:
        left = int(min(b.score, 0.999) * 10) / 10
        tall = b.count / most * _HISTOGRAM
        text = f"{b.count} results, mean score {b.score:.2f}, {b.right:.1%} right (95 %: {b.low:.0%} to {b.high:.0%})"
        out.append(
            element("rect", tip(text), x=frame.x(left) + 2, y=frame.y(tall), width=frame.x(0.1) - frame.x(0) - 4,
                    height=frame.y(0) - frame.y(tall), class_="idle")
        )  # fmt: skip
        out.append(label(str(b.count), frame.x(left + 0.05), frame.y(tall) - 4, "middle", "soft"))
    out.append(frame.path([(0, 0), (1, 1)], "ideal"))
    out.append(frame.path([(b.score, b.right) for b in found], "good"))
    for b in found:
        x = frame.x(b.score)
        out.append(element("line", x1=x, x2=x, y1=frame.y(b.low), y2=frame.y(b.high), class_="whisker"))
        out.append(
            element("circle", tip(f"{b.right:.1%} of {b.count}"), cx=x, cy=frame.y(b.right), r=4.0, class_="good")
        )
    return picture(frame.width, frame.height, "Reliability: score against the share of results that is right", out)


def tradeoff(verdicts: Sequence[Verdict]) -> str:
    """Answered against misled as one threshold for all moves, and where the bot stands with its own."""
    curve = trades(verdicts)
    content = [v for v in verdicts if v.question.want != "none"]
    none = [v for v in verdicts if v.question.want == "none"]
    highest = max([_LEAST_TOP, *(max(t.misled, t.none_misled) for t in curve)])
    frame = Frame(top=min(1.0, ceil(highest * 20) / 20))
    out = frame.axes("questions with an answer that get one", "misled")
    out.append(frame.path([(t.answered, t.misled) for t in curve], "good"))
    out.append(frame.path([(t.answered, t.none_misled) for t in curve], "bad"))
    if content:
        answered = sum(v.answered for v in content) / len(content)
        for group, kind in ((content, "good"), (none, "bad")):
            if group:
                misled = sum(v.misled for v in group) / len(group)
                text = f"now: {answered:.1%} answered, {misled:.1%} misled"
                out.append(
                    element("circle", tip(text), cx=frame.x(answered), cy=frame.y(misled), r=6.0, class_=f"now {kind}")
                )
    return picture(frame.width, frame.height, "Answered against misled as the threshold moves", out)


def confusion(reports: Sequence[Report], verdicts: Sequence[Verdict]) -> str:
    """Whose points or person was asked for, row by row, and whose came first, column by column."""
    people = [(r.id, p) for r in reports for p in range(1, len(r.panelists) + 1)]
    names = [f"{p} {reports[0].panelists[p - 1].name}" for _, p in people] if len(reports) == 1 else [
        f"{r} {p}" for r, p in people
    ]  # fmt: skip
    counts: Counter[tuple[int, int]] = Counter()
    for v in verdicts:
        row = _row(v, people, reports[0].id)
        if row is not None:
            counts[row, _column(v, people)] += 1
    columns = [*(str(p) for _, p in people), "else", "none"]
    rows = [*names, "not answered by the report"]
    return _matrix(rows, columns, counts, len(people))


def _row(v: Verdict, people: Sequence[tuple[str, int]], only: str) -> int | None:
    """The panelist that is asked for; of several acceptable ones the one that came first, or else the first."""
    if v.question.want == "none":
        return len(people)
    if v.question.want not in ("point", "panelist"):
        return None
    report = v.question.report or only
    spoken = [int(p.split(".")[0]) for p in v.question.points if "." in p] or list(v.question.panelists)
    accepted = [people.index((report, p)) for p in spoken]
    first = _person(v, people)
    return first if first in accepted else accepted[0] if accepted else None


def _person(v: Verdict, people: Sequence[tuple[str, int]]) -> int | None:
    first = v.answer.results[0] if v.answer.results else None
    if first is None or first.panelist is None:
        return None
    return people.index((first.report.id, first.panelist))


def _column(v: Verdict, people: Sequence[tuple[str, int]]) -> int:
    if not v.answer.results:
        return len(people) + 1
    person = _person(v, people)
    return len(people) if person is None else person


def _matrix(rows: Sequence[str], columns: Sequence[str], counts: Mapping[tuple[int, int], int], people: int) -> str:
    cell, left, above = 40.0, 210.0, 44.0
    width, height = left + cell * len(columns) + 20, above + cell * len(rows) + 6
    out = [label("who came first", left + cell * len(columns) / 2, 14, "middle")]
    out += [label(c, left + cell * (i + 0.5), above - 8, "middle", "soft") for i, c in enumerate(columns)]
    for r, name in enumerate(rows):
        total = sum(counts.get((r, c), 0) for c in range(len(columns))) or 1
        out.append(label(name if len(name) < 31 else name[:29] + "…", left - 8, above + cell * (r + 0.5) + 4, "end"))
        for c in range(len(columns)):
            n = counts.get((r, c), 0)
            # Right is the same panelist, or nothing where there is nothing; nothing shown misleads nobody.
            kind = "good" if c == (r if r < people else people + 1) else "idle" if c == people + 1 else "bad"
            x, y = left + cell * c, above + cell * r
            out.append(element("rect", x=x + 1, y=y + 1, width=cell - 2, height=cell - 2, class_="empty"))
            if n:
                share = f"{0.12 + 0.55 * n / total:.2f}"
                text = f"{n} of {total}: {name} → {columns[c]}"
                out.append(
                    element("rect", tip(text), x=x + 1, y=y + 1, width=cell - 2, height=cell - 2, class_=kind,
                            fill_opacity=share)
                )  # fmt: skip
                out.append(label(str(n), x + cell / 2, y + cell / 2 + 4, "middle", "over"))
    return picture(width, height, "Confusion between panelists: asked for, by row, and first shown, by column", out)


KINDS = (
    ("good", "right, or rightly declined"),
    ("help", "asked back, the right one among the choices"),
    ("idle", "asked back in vain, or declined though there is an answer"),
    ("bad", "misled"),
)
"""What happens to a question, as classes of colour with their meaning."""


def kind(v: Verdict) -> str:
    """The class of what happened."""
    return "good" if v.as_wanted else "bad" if v.misled else "help" if v.helped else "idle"


def styles(groups: Mapping[str, Sequence[Verdict]]) -> str:
    """For each style of asking a bar of what happened."""
    left, across, high = 150.0, 420.0, 26.0
    out = []
    for r, (name, verdicts) in enumerate(groups.items()):
        y = r * high + 4
        counts = Counter(kind(v) for v in verdicts)
        out.append(label(name if len(name) < 22 else name[:20] + "…", left - 8, y + 15, "end"))
        x = left
        for shade, meaning in KINDS:
            wide = counts[shade] / len(verdicts) * across
            if wide:
                text = f"{name}: {counts[shade]} of {len(verdicts)} {meaning}"
                out.append(element("rect", tip(text), x=x, y=y, width=wide, height=high - 6, class_=shade))
            x += wide
        out.append(label(f"{counts['good']} of {len(verdicts)}", left + across + 8, y + 15, "start", "soft"))
    return picture(left + across + 90, len(groups) * high + 6, "What happened to the questions, by style", out)
