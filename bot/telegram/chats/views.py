"""What the report says, as Telegram shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.knowledge.model import Report
from bot.matching.answering import Result
from bot.telegram.catalogue import Catalogue
from bot.telegram.chats import references, translation
from bot.telegram.chats.buttons import Dismiss, ShowList, ShowOthers, ShowPanelist, Vote
from bot.telegram.commands import shown as shown_commands
from bot.telegram.markup import Block, Link, Row, View, bold, escape, italic, laid_out, packed

_FOLDED_FROM = 500
"""Units from which an answer in a group is folded: about half the screen of a phone."""
_CHOICES = 8
"""Buttons of a question back."""
_PEOPLE = 3
"""Panelists of an answer who have a button of their own."""


@dataclass(frozen=True, slots=True)
class Look:
    """For whom something is shown."""

    say: Catalogue
    """The interface."""
    language: str
    """The language of what the report says."""
    several: bool
    """There are several reports, so each thing names its own."""
    group: bool = False

    @property
    def other(self) -> str:
        """The language as buttons carry it: empty where it is that of the interface."""
        return "" if self.language == self.say.code else self.language


def results(
    shown: Sequence[Result], look: Look, *, others: bool = False, vote: str | None = None, link: Link | None = None
) -> View:
    """One or more results, each with its panelist, and the buttons to go on.

    *others*: somebody else spoke on the subject of the first point. *vote* is the id of the kept answer that the thumbs
    are for, *link* opens the answer in private.
    """
    blocks: list[Block] = []
    speaker: tuple[str, int | None] | None = None
    for original in shown:
        r = translation.result(original, look.language)
        heading = ""
        if r.kind in ("point", "panelist"):
            if speaker != (r.report.id, r.panelist):
                heading = _heading(r, look)
            speaker = (r.report.id, r.panelist)
            blocks.append(Block(heading, f"• {escape(r.text)}" if r.kind == "point" else escape(r.text)))
        else:
            source = f"\n{italic(_title(r.report, look))}" if look.several else ""
            blocks.append(Block("", _fact(r, look) + source, folds=False))
    long = look.group and sum(b.units for b in blocks) > _FOLDED_FROM and any(b.folds for b in blocks)
    rows = _onward(shown, look, others=others)
    if long and link is not None:
        rows = (*rows, ((look.say("open-in-private"), link),))
    return View(laid_out(blocks, fold=long), ((*rows, thumbs(vote)) if vote else rows))


def thumbs(vote: str, right: int = 0, wrong: int = 0) -> Row:
    """The buttons to vote, with how many did."""
    return (
        (f"👍 {right}" if right else "👍", Vote(vote, 1)),
        (f"👎 {wrong}" if wrong else "👎", Vote(vote, -1)),
    )


def _title(report: Report, look: Look) -> str:
    return translation.report(report, look.language).title


def _heading(r: Result, look: Look) -> str:
    source = f"\n{italic(_title(r.report, look))}" if look.several else ""
    return f"{bold(r.name or '')} · {italic(r.topic or '')}{source}\n"


def _fact(r: Result, look: Look) -> str:
    say, report = look.say, translation.report(r.report, look.language)
    if r.kind == "takeaway":
        return f"{bold(say('takeaway'))}\n{escape(r.text)}"
    if r.kind == "panelists":
        lines = [
            f"{n}. {bold(p.name)}{escape(say('comma'))}{escape(p.role)}" for n, p in enumerate(report.panelists, 1)
        ]
        return "\n".join([bold(say("panelists")), *lines])
    if r.kind == "topics":
        lines = [f"{n}. {escape(p.topic)} ({escape(p.name)})" for n, p in enumerate(report.panelists, 1)]
        return "\n".join([bold(say("topics")), *lines])
    if r.name is not None:
        return f"{bold(r.name)}\n{escape(r.text)}"
    return "\n".join(
        [
            bold(report.title),
            escape(say("event-date", date=report.date)),
            escape(say("event-organizers", organizers=say("comma").join(report.organizers))),
            escape(say("event-panelists", count=len(report.panelists))),
            escape(say("event-points", count=sum(len(p.points) for p in report.panelists))),
        ]
    )


def _onward(shown: Sequence[Result], look: Look, *, others: bool) -> tuple[Row, ...]:
    first, say, other = shown[0], look.say, look.other
    if first.kind == "point":
        people = {(r.report.id, r.panelist): r for r in shown if r.kind == "point" and _has_more(r, shown)}
        rows: list[Row] = []
        for r in list(people.values())[:_PEOPLE]:
            everything = ShowPanelist(references.short(r.report), r.panelist or 0, other)
            what = say("all-points", name=_name(r, look))
            twice = [x.name for x in people.values()].count(r.name) > 1
            rows.append(((_named(what, r, look) if twice else what, everything),))
        if others:
            key = references.point_key(first)
            rows.append(((say("who-else"), ShowOthers(references.short(first.report), key, other)),))
        return tuple(rows)
    if first.kind in ("panelists", "topics"):
        return tuple(
            ((p.name if first.kind == "panelists" else p.topic, ShowPanelist(references.short(r.report), n, other)),)
            for r in shown
            for n, p in enumerate(translation.report(r.report, look.language).panelists, 1)
        )[:50]
    if first.kind == "event":
        lists = ShowList("panelists", language=other), ShowList("takeaway", language=other)
        return (((say("panelists"), lists[0]), (say("takeaway"), lists[1])),)
    return ()


def _has_more(r: Result, shown: Sequence[Result]) -> bool:
    """Whether the panelist of a point said more than what is shown."""
    seen = {x.point for x in shown if (x.report.id, x.panelist) == (r.report.id, r.panelist)}
    return r.panelist is not None and len(seen) < len(r.report.panelists[r.panelist - 1].points)


def _name(r: Result, look: Look) -> str:
    return translation.result(r, look.language).name or ""


def to_browse(say: Catalogue) -> Row:
    """The ways to go on where there is no answer."""
    return ((say("topics"), ShowList("topics")), (say("panelists"), ShowList("panelists")))


def suggestions(choices: Sequence[Result], look: Look) -> View:
    """Not sure: what may have been meant."""
    shown = choices[:_CHOICES]
    asked = look.say("did-you-mean-short" if look.group else "did-you-mean")
    sources: list[str] = []
    labels = [label(c, look) for c in shown]
    if look.several:  # a button has no room for the report
        labels = [_choice(c, look) for c in shown]
        sources = [italic(title) for title in dict.fromkeys(_title(c.report, look) for c in shown)]
        if len(sources) > 1:
            labels = [f"{n}. {what}" for n, what in enumerate(labels, 1)]
            sources = [_source(n, c, look) for n, c in enumerate(shown, 1)]
    rows = tuple(((what, references.button(c, look.other)),) for what, c in zip(labels, shown, strict=True))
    return View(
        packed(["\n".join([escape(asked), *sources])], "\n"), (*rows, ((look.say("none-of-these"), Dismiss()),))
    )


def _source(n: int, original: Result, look: Look) -> str:
    """Whose choice number *n* is, and of which report."""
    r = translation.result(original, look.language)
    return f"{n}. {bold(r.name or look.say(f'the-{r.kind}'))} · {italic(_title(r.report, look))}"


def _choice(original: Result, look: Look) -> str:
    return label(original, replace(look, several=False))


def label(original: Result, look: Look) -> str:
    """A choice in a line: who and what, never an id."""
    r = translation.result(original, look.language)
    if r.kind == "point":
        return f"{r.name}: {r.text}"
    if r.kind == "panelist":
        return _named(look.say("all-points", name=r.name or ""), r, look)
    return _named(look.say(f"the-{r.kind}"), r, look)


def _named(what: str, r: Result, look: Look) -> str:
    """A label with the report, where there are several: the takeaway of each is a takeaway."""
    return look.say("report-named", what=what, title=_title(r.report, look)) if look.several else what


def help_text(reports: Sequence[Report], look: Look, *, admin: bool, inline: str = "") -> View:
    """How to ask, and the commands. *inline* is the bot's name where its inline mode is turned on."""
    say = look.say
    shown = [translation.report(r, look.language) for r in reports]
    titles = "; ".join(say("report-title", title=r.title, date=r.date) for r in shown)
    commands = [
        say("command-line", command=f"/{c.name}", text=say(f"command-{c.name}")) for c in shown_commands(admin=admin)
    ]
    elsewhere = [say("help-inline", bot=f"@{inline}")] if inline else []
    lines = [say("help-ask", titles=titles), "", say("help-how"), say("help-groups"), *elsewhere, "", *commands]
    return View(packed(["\n".join(map(escape, lines))], "\n"), (to_browse(say),))
