"""What a proposal would change, as an admin reads it on a phone, and whole as a text file where that is long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.knowledge.difference import Changed, Difference, Help, Particular, Said
from bot.knowledge.library import Library
from bot.knowledge.merge import Merged
from bot.knowledge.model import Report
from bot.live import Proposal
from bot.live.summary import Summary
from bot.matching.examples import Place, Probe, Shown, Trial, Turned
from bot.telegram.catalogue import Catalogue
from bot.telegram.markup import Attachment, Row, View, bold, escape, packed

_LINES = 6
"""Of each part, in the message."""
_POINT, _LABEL = 120, 60
"""Characters of a point, in the message, and of one that is only named."""
_AROUND = 4
"""Words that are shown on both sides of a change."""
_FACTS = ("takeaway", "event", "panelists", "topics")


@dataclass(frozen=True, slots=True)
class Line:
    """As the message has it, and as the file has it."""

    short: str
    whole: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, and what stands below it."""

    heading: str
    lines: tuple[Line, ...] = ()


def parts(proposal: Proposal, say: Catalogue) -> list[Part]:
    """All that a proposal changes, and what its trial said."""
    before, after = proposal.before.library, proposal.after.library
    return [
        *differing(proposal.difference, say, several=len({*before.homes, *after.homes}) > 1),
        *tried(proposal, say),
        *merging(proposal.merged, proposal.before.number, say),
    ]


def shown(all_parts: Sequence[Part], say: Catalogue, rows: tuple[Row, ...] = ()) -> View:
    """Parts in a message; what is long goes along whole, as a file."""
    cut = any(len(p.lines) > _LINES or any(x.short != x.whole for x in p.lines) for p in all_parts)
    blocks = ["\n".join([bold(p.heading), *map(escape, _first(p.lines, say))]) for p in all_parts]
    whole = "\n\n".join("\n".join([p.heading, *(x.whole for x in p.lines)]) for p in all_parts)
    file = Attachment("document", "difference.txt", whole.encode("utf-8", "replace")) if cut else None
    return View(packed(blocks, "\n\n"), rows, file)


def _first(lines: Sequence[Line], say: Catalogue) -> list[str]:
    out = [x.short for x in lines[:_LINES]]
    return [*out, say("change-more", count=len(lines) - _LINES)] if len(lines) > _LINES else out


def differing(difference: Difference, say: Catalogue, *, several: bool) -> list[Part]:
    """What differs, part by part; nothing for what does not."""
    out: list[Part] = []

    def part(key: str, lines: Iterable[Line]) -> None:
        if found := tuple(lines):
            out.append(Part(say(key, count=len(found)), found))

    def about(s: Said, what: str) -> str:
        return say("change-whose", whose=f"{s.name} ({s.report})" if several else s.name, what=what)

    def said(s: Said) -> Line:
        return Line(about(s, _cut(s.point.text, _POINT)), about(s, s.point.text))

    def turned(c: Changed) -> Line:
        before, after = c.before.point.text, c.after.point.text
        if c.before.name != c.after.name:
            before, after = f"{c.before.name}: {before}", f"{c.after.name}: {after}"
        short = _change(*excerpts(before, after), say)
        return Line(about(c.after, short), about(c.after, _change(before, after, say)))

    def fact(p: Particular) -> Line:
        what = say("change-particular", what=say(f"fact-{p.what}"), whose=p.whose or p.report)
        before, after = p.before or "—", p.after or "—"
        changes = _change(*excerpts(before, after), say), _change(before, after, say)
        return Line(*(say("change-whose", whose=what, what=change) for change in changes))

    for key, reports in (("reports-added", difference.reports_added), ("reports-removed", difference.reports_removed)):
        part(f"change-{key}", (_same(f"• {report_line(r, say)}") for r in reports))
    part("change-points-added", map(said, difference.added))
    part("change-points-changed", map(turned, difference.changed))
    part("change-points-removed", map(said, difference.removed))
    part("change-panelists-added", (_same(f"• {name}") for _, name in difference.panelists_added))
    part("change-panelists-removed", (_same(f"• {name}") for _, name in difference.panelists_removed))
    part("change-facts", map(fact, difference.particulars))
    part("change-examples-added", (_taught(h, say) for h in difference.examples_added))
    part("change-examples-removed", (_taught(h, say) for h in difference.examples_removed))
    if difference.others:
        what = say("comma").join(say(f"other-{o}") for o in difference.others)
        out.append(Part(say("change-others", what=what)))
    return out


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Two texts, where they are long cut to where they differ, with some words around it."""
    if max(len(before), len(after)) <= _POINT:
        return before, after
    old, new = before.split(), after.split()
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    rest = list(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
    end = next((n for n, (a, b) in enumerate(rest) if a != b), len(rest))

    def around(words: list[str]) -> str:
        first, last = max(0, start - _AROUND), min(len(words), len(words) - end + _AROUND)
        text = " ".join(words[first:last])
        return _cut(("… " if first else "") + text + (" …" if last < len(words) else ""), _POINT)

    return around(old), around(new)


def _change(before: str, after: str, say: Catalogue) -> str:
    return say("change-from-to", before=before, after=after)


def noted(lines: Iterable[str]) -> tuple[Line, ...]:
    """Lines of plain words."""
    return tuple(Line(_cut(x, 2 * _POINT), x) for x in lines)


def _same(text: str) -> Line:
    return Line(text, text)


def _taught(help: Help, say: Catalogue) -> Line:
    short = say("change-leads", question=_cut(help.question, _POINT), leads=_cut(help.leads_to, _LABEL))
    return Line(short, say("change-leads", question=help.question, leads=help.leads_to))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def report_line(report: Report, say: Catalogue) -> str:
    """A report in a line: its title, how many panelists and points."""
    points = sum(len(p.points) for p in report.panelists)
    return say("report-line", title=report.title, panelists=len(report.panelists), points=points)


def tried(proposal: Proposal, say: Catalogue) -> list[Part]:
    """What became of the knowledge's own questions."""
    trial, teller = proposal.trial, Teller(proposal.before.library, proposal.after.library, say)
    out = []
    if trial.turned:
        lines = tuple(map(teller.turned, trial.turned))
        out.append(Part(say("trial-turned", count=len(lines)), lines))
    if trial.newly:
        out.append(Part(say("trial-failed", count=len(trial.newly)), tuple(map(teller.failed, trial.newly))))
    return [*out, Part(_asked(trial, say))]


def _asked(trial: Trial, say: Catalogue) -> str:
    if trial.asked < trial.total:
        return say("trial-partly", asked=trial.asked, total=trial.total)
    if not trial.total:
        return say("trial-nothing")
    return (
        say("trial-asked", asked=trial.asked) if trial.turned or trial.newly else say("trial-fine", asked=trial.asked)
    )


def merging(merged: Merged, number: int, say: Catalogue) -> list[Part]:
    """What was carried over from the chat, and what was not."""
    out = []
    if merged.carried:
        lines = tuple(_taught(h, say) for h in merged.carried)
        out.append(Part(say("change-carried", count=len(lines)), lines))
    if merged.dropped:
        files = say("comma").join(merged.dropped)
        out.append(Part(say("change-dropped", files=files, number=str(number))))
    return out


class Teller:
    """Tells what a question leads to, before and after."""

    def __init__(self, before: Library, after: Library, say: Catalogue) -> None:
        self._say = say
        self._places = {**_places(before), **_places(after)}

    def turned(self, turned: Turned) -> Line:
        """A question with what it led to and what it would lead to."""
        before, after = self._told(turned.before), self._told(turned.after)
        say, question = self._say, turned.question
        short = _change(_cut(before, _LABEL), _cut(after, _LABEL), say)
        return Line(
            say("change-whose", whose=_cut(question, _POINT), what=short),
            say("change-whose", whose=question, what=_change(before, after, say)),
        )

    def failed(self, probe: Probe) -> Line:
        """A question that does not do what the knowledge wants of it."""
        key, what = "trial-wanted" if probe.wanted else "trial-unwanted", self.place(probe.place)
        short = self._say(key, question=_cut(probe.question, _POINT), what=_cut(what, _LABEL))
        return Line(f"• {short}", f"• {self._say(key, question=probe.question, what=what)}")

    def place(self, place: Place) -> str:
        """A thing in the knowledge, in words."""
        if place[1] in _FACTS:
            return self._say(f"the-{place[1]}")
        return self._places.get(place, place[1] or place[0])

    def _told(self, shown: Shown) -> str:
        if shown.told is not None:
            return self.place(shown.told)
        return self._say("trial-asked-back" if shown.outcome == "suggest" else "trial-none")


def _places(library: Library) -> dict[Place, str]:
    out: dict[Place, str] = {}
    for report in library.reports:
        for panelist in report.panelists:
            out[report.id, panelist.name] = panelist.name
            out |= {(report.id, p.key): f"{panelist.name}: {p.text}" for p in panelist.points}
    return out


def summary(kept: str, say: Catalogue, named: Callable[[str], str] = str) -> str:
    """Why a revision came to be and what it changed, in a line; *named* gives a panelist's name as it is shown."""
    found = Summary.read(kept)
    if found is None:
        return kept
    why = say(f"history-why-{found.why}", what=found.what, whose=named(found.whose))
    if found.why in ("first", "disk", "taught", "untaught"):
        return why
    words = [say(f"change-{name}", count=count) for name, count in found.counts.items()]
    words += [say(f"other-{other}") for other in found.others]
    return say("history-summary", why=why, what=say("comma").join(words) or say("history-same"))
