"""The reports that the bot answers from, and which of them a person or a group wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.errors import StorageError
from bot.knowledge.model import Report
from bot.telegram.arrival import Arrival, Press, Reaction
from bot.telegram.chats import preferences, references, translation
from bot.telegram.chats.buttons import Use
from bot.telegram.markup import Row, View, bold, escape, italic, packed, with_note

_MOST: Final = 50
"""Reports that have a button; Telegram shows at most a hundred."""


async def reports(arrival: Arrival) -> View:
    """/reports: all there are, those that are used here ticked."""
    return _listed(arrival, arrival.settings.reports)


async def use_pressed(press: Press, button: Use) -> Reaction:
    """A report was chosen or left out, or all were chosen: by the person in private, in a group by its admins."""
    say, state = press.say, press.state
    answerer = state.live.current.answerer
    known = frozenset(r.id for r in answerer.reports)
    report = references.reported(answerer, button.report)
    if button.report and report is None:
        return Reaction(note=say("gone"))
    if not press.private and not await preferences.may_set(press):
        return Reaction(note=say("settings-admins-only"), alert=True)
    used = toggled(press.settings.reports & known, report, known)
    try:
        if press.private:
            await state.database.people.set_reports(press.chat.id, used)
        else:
            await state.database.chats.save(press.chat.id, replace(press.settings, reports=used))
    except StorageError as error:
        return Reaction(note=preferences.not_stored(press, error), alert=True)
    state.conversations.forget_chat(press.chat.id)
    return Reaction(edit=_listed(press, used))


def toggled(used: frozenset[str], report: Report | None, known: frozenset[str]) -> frozenset[str]:
    """What is used once *report* was tapped (None: all); from all it leads to that one alone, and from none to all."""
    if report is None:
        return frozenset()
    now = used ^ {report.id}
    return frozenset() if now == known else now


def said_only(view: View, arrival: Arrival) -> View:
    """*view*, which says that there is no answer, with the reports that were not left out."""
    chosen = [r for r in arrival.answerer.reports if r.id in arrival.only]
    if not chosen:
        return view
    titles = arrival.say("comma").join(_line(r, arrival) for r in chosen)
    return with_note(view, italic(arrival.say("reports-looked-only", titles=titles)))


def _listed(arrival: Arrival, chosen: frozenset[str]) -> View:
    say, every = arrival.say, arrival.state.live.current.library.reports
    used = chosen & {r.id for r in every}
    head = say("reports-one")
    if len(every) > 1 and arrival.private:
        head = say("reports-some" if used else "reports-all")
    elif len(every) > 1:
        head = say("reports-group-some" if used else "reports-group-all")
    entries = [
        f"{n}. {bold(_line(r, arrival))}\n"
        + escape(say("event-organizers", organizers=say("comma").join(_shown(r, arrival).organizers)))
        for n, r in enumerate(every, 1)
    ]
    return View(packed([escape(head), *entries], "\n\n"), _rows(every, used, arrival) if len(every) > 1 else ())


def _rows(every: Sequence[Report], used: frozenset[str], arrival: Arrival) -> tuple[Row, ...]:
    all_of_them = ((preferences.marked(arrival.say("reports-every"), not used), Use("")),)
    each = [
        ((preferences.marked(_shown(r, arrival).title, r.id in used), Use(references.short(r))),) for r in every[:_MOST]
    ]
    return (all_of_them, *each)


def _shown(report: Report, arrival: Arrival) -> Report:
    return translation.report(report, arrival.say.code)


def _line(report: Report, arrival: Arrival) -> str:
    return arrival.say("report-title", title=_shown(report, arrival).title, date=report.date)
