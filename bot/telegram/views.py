"""Answers to what Telegram shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.knowledge.model import Report
from bot.matching.answering import Answer, Result, Suggested, Unanswered
from bot.matching.decision import MAX_CHOICES
from bot.telegram.buttons import Dismiss, ShowList, ShowOthers, ShowPanelist, ShowPoint
from bot.telegram.callbacks import Button
from bot.telegram.catalogue import Catalogue
from bot.telegram.commands import shown as shown_commands
from bot.telegram.markup import Row, View, bold, escape, italic, packed, text


def answer(found: Answer, say: Catalogue, *, several: bool, private: bool) -> View:
    """The view of an answer. *several*: there are several reports, so each thing names its own."""
    if isinstance(found, Unanswered):
        if not private:
            return text(say("not-found"))
        return text(say("not-found-private"), rows=(_lists(say),))
    if isinstance(found, Suggested):
        return _suggestions(found.results[:MAX_CHOICES], say)
    return results(found.results, say, several=several)


def results(shown: Sequence[Result], say: Catalogue, *, several: bool) -> View:
    """One or more results, each with its panelist, and the buttons to go on."""
    blocks: list[str] = []
    speaker: tuple[str, int | None] | None = None
    for r in shown:
        heading = ""
        if r.kind in ("point", "panelist"):
            if speaker != (r.report.id, r.panelist):
                heading = _heading(r, several)
            speaker = (r.report.id, r.panelist)
        blocks.append(heading + _body(r, say))
        if several and r.kind not in ("point", "panelist"):
            blocks[-1] += f"\n{italic(r.report.title)}"
    return View(packed(blocks, "\n\n"), _onward(shown, say))


def _heading(r: Result, several: bool) -> str:
    source = f"\n{italic(r.report.title)}" if several else ""
    return f"{bold(r.name or '')} · {italic(r.topic or '')}{source}\n"


def _body(r: Result, say: Catalogue) -> str:
    report = r.report
    if r.kind == "point":
        return f"• {escape(r.text)}"
    if r.kind == "panelist":
        return escape(r.text)
    if r.kind == "takeaway":
        return f"{bold(say('takeaway'))}\n{escape(r.text)}"
    if r.kind == "panelists":
        lines = [f"{n}. {bold(p.name)}, {escape(p.role)}" for n, p in enumerate(report.panelists, 1)]
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
            escape(say("event-organizers", organizers=", ".join(report.organizers))),
            escape(say("event-panelists", count=len(report.panelists))),
        ]
    )


def _onward(shown: Sequence[Result], say: Catalogue) -> tuple[Row, ...]:
    first = shown[0]
    if first.kind == "point" and first.panelist is not None and first.point is not None:
        people = list(dict.fromkeys((r.report.id, r.panelist, r.name) for r in shown if r.kind == "point"))
        rows = [((say("all-points", name=name or ""), ShowPanelist(report, p or 0)),) for report, p, name in people[:3]]
        key = first.report.panelists[first.panelist - 1].points[first.point - 1].key
        return (*rows, ((say("who-else"), ShowOthers(first.report.id, key)),))
    if first.kind in ("panelists", "topics"):
        return tuple(
            ((p.name if first.kind == "panelists" else p.topic, ShowPanelist(r.report.id, n)),)
            for r in shown
            for n, p in enumerate(r.report.panelists, 1)
        )[:50]
    if first.kind == "event":
        return (((say("panelists"), ShowList("panelists")), (say("takeaway"), ShowList("takeaway"))),)
    return ()


def _lists(say: Catalogue) -> Row:
    return ((say("topics"), ShowList("topics")), (say("panelists"), ShowList("panelists")))


def _suggestions(choices: Sequence[Result], say: Catalogue) -> View:
    rows = tuple(((choice_label(c, say), choice_button(c)),) for c in choices)
    return text(say("did-you-mean"), rows=(*rows, ((say("none-of-these"), Dismiss()),)))


def choice_label(r: Result, say: Catalogue) -> str:
    """A suggestion on a button: who and what, never an id."""
    if r.kind == "point":
        return f"{r.name}: {r.text}"
    if r.kind == "panelist":
        return say("all-points", name=r.name or "")
    return say(r.kind)


def choice_button(r: Result) -> Button:
    """The button that shows a suggestion in full."""
    if r.kind == "point" and r.panelist is not None and r.point is not None:
        return ShowPoint(r.report.id, r.report.panelists[r.panelist - 1].points[r.point - 1].key)
    if r.kind == "panelist":
        return ShowPanelist(r.report.id, r.panelist or 0)
    return ShowList(r.kind, r.report.id)


def help_text(reports: Iterable[Report], say: Catalogue, *, admin: bool) -> View:
    """How to ask, and the commands."""
    titles = "; ".join(say("report-title", title=r.title, date=r.date) for r in reports)
    commands = [
        say("command-line", command=f"/{c.name}", text=say(f"command-{c.name}")) for c in shown_commands(admin=admin)
    ]
    lines = [say("help-ask", titles=titles), "", say("help-how"), say("help-groups"), "", *commands]
    return View(packed(["\n".join(map(escape, lines))], "\n"), (_lists(say),))
