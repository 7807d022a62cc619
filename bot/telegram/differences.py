"""What a proposal would change, as an admin reads it on a phone, and whole as a text file where that is long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.knowledge.difference import Difference, Particular, Said
from bot.knowledge.library import Library
from bot.knowledge.merge import Merged
from bot.knowledge.model import Report
from bot.live import Proposal
from bot.matching.examples import Place, Probe, Shown, Trial
from bot.telegram.catalogue import Catalogue
from bot.telegram.markup import Attachment, Row, View, bold, escape, packed

_LINES = 6
"""Of each part, in the message."""
_SHORT = 160
"""Characters of a text, in the message."""
_FACTS = ("takeaway", "event", "panelists", "topics")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, and what stands below it line by line."""

    heading: str
    lines: tuple[str, ...] = ()


def proposed(proposal: Proposal, say: Catalogue, rows: tuple[Row, ...]) -> View:
    """The view of a proposal, with buttons below."""
    return shown([Part(say("change-head")), *parts(proposal, say)], say, rows)


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
    cut = any(len(p.lines) > _LINES or any(len(x) > _SHORT for x in p.lines) for p in all_parts)
    blocks = ["\n".join([bold(p.heading), *map(escape, _cut(p.lines, say))]) for p in all_parts]
    whole = "\n\n".join("\n".join([p.heading, *p.lines]) for p in all_parts)
    file = Attachment("document", "difference.txt", whole.encode("utf-8", "replace")) if cut else None
    return View(packed(blocks, "\n\n"), rows, file)


def _cut(lines: Sequence[str], say: Catalogue) -> list[str]:
    out = [x if len(x) <= _SHORT else x[: _SHORT - 1].rstrip() + "…" for x in lines[:_LINES]]
    return [*out, say("change-more", count=len(lines) - _LINES)] if len(lines) > _LINES else out


def differing(difference: Difference, say: Catalogue, *, several: bool) -> list[Part]:
    """What differs, part by part; nothing for what does not."""
    out: list[Part] = []

    def part(key: str, lines: Iterable[str]) -> None:
        if found := tuple(lines):
            out.append(Part(say(key, count=len(found)), found))

    def said(s: Said, text: str | None = None) -> str:
        where = f" ({s.report})" if several else ""
        return f"• {s.name}{where}: {s.point.text if text is None else text}"

    def fact(p: Particular) -> str:
        what = say("change-particular", what=say(f"fact-{p.what}"), whose=p.whose or p.report)
        return f"• {what}: {say('change-from-to', before=p.before or '—', after=p.after or '—')}"

    for key, reports in (("reports-added", difference.reports_added), ("reports-removed", difference.reports_removed)):
        part(f"change-{key}", (f"• {report_line(r, say)}" for r in reports))
    part("change-points-added", (said(s) for s in difference.added))
    part(
        "change-points-changed",
        (
            said(c.after, say("change-from-to", before=_whole(c.before, c.after), after=c.after.point.text))
            for c in difference.changed
        ),
    )
    part("change-points-removed", (said(s) for s in difference.removed))
    part("change-panelists-added", (f"• {name}" for _, name in difference.panelists_added))
    part("change-panelists-removed", (f"• {name}" for _, name in difference.panelists_removed))
    part("change-facts", map(fact, difference.particulars))
    for key, helps in (
        ("examples-added", difference.examples_added),
        ("examples-removed", difference.examples_removed),
    ):
        part(f"change-{key}", (f"• {h.question} → {h.leads_to}" for h in helps))
    if difference.others:
        what = say("comma").join(say(f"other-{o}") for o in difference.others)
        out.append(Part(say("change-others", what=what)))
    return out


def _whole(before: Said, after: Said) -> str:
    return before.point.text if before.name == after.name else f"{before.name}: {before.point.text}"


def report_line(report: Report, say: Catalogue) -> str:
    """A report in a line: its title, how many panelists and points."""
    points = sum(len(p.points) for p in report.panelists)
    return say("report-line", title=report.title, panelists=len(report.panelists), points=points)


def tried(proposal: Proposal, say: Catalogue) -> list[Part]:
    """What became of the knowledge's own questions."""
    trial, teller = proposal.trial, Teller(proposal.before.library, proposal.after.library, say)
    out = []
    if trial.turned:
        lines = tuple(teller.turned(t.question, t.before, t.after) for t in trial.turned)
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
        lines = tuple(f"• {h.question} → {h.leads_to}" for h in merged.carried)
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

    def turned(self, question: str, before: Shown, after: Shown) -> str:
        """A question with what it led to and what it would lead to."""
        change = self._say("change-from-to", before=self._told(before), after=self._told(after))
        return f"• {question}: {change}"

    def failed(self, probe: Probe) -> str:
        """A question that does not do what the knowledge wants of it."""
        what = self.place(probe.place)
        return (
            f"• {self._say('trial-wanted' if probe.wanted else 'trial-unwanted', question=probe.question, what=what)}"
        )

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


def summary(difference: Difference) -> str:
    """The difference in a line, in English, for the list of revisions."""
    counted = (
        ("reports added", difference.reports_added), ("reports removed", difference.reports_removed),
        ("points added", difference.added), ("points changed", difference.changed),
        ("points removed", difference.removed), ("facts changed", difference.particulars),
        ("examples added", difference.examples_added), ("examples removed", difference.examples_removed),
    )  # fmt: skip
    words = [f"{len(things)} {what}" for what, things in counted if things]
    return ", ".join([*words, *difference.others]) or "the same in other words"
