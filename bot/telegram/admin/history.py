"""The revisions of the knowledge: listed, gone back to, and sent as files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.errors import StorageError
from bot.knowledge.library import LEXICON_NAME
from bot.live.revision import Note
from bot.telegram.admin import differences
from bot.telegram.admin.changes import Back, back_to
from bot.telegram.admin.stats import Names
from bot.telegram.arrival import Arrival, Press, Reaction
from bot.telegram.callbacks import Button
from bot.telegram.markup import Attachment, Row, View, text

_PAGE = 6


@dataclass(frozen=True, slots=True)
class Revisions(Button):
    """A page of the list of revisions."""

    code: ClassVar[str] = "ah"
    offset: int


async def history(arrival: Arrival) -> View:
    """/history."""
    return await _page(arrival, 0)


async def page_pressed(press: Press, button: Revisions) -> Reaction:
    """Another page of the list."""
    return Reaction(edit=await _page(press, max(0, button.offset)))


async def rollback(arrival: Arrival) -> View:
    """/rollback, to the revision before; /rollback NUMBER to that one."""
    say, number = arrival.say, arrival.text.strip().lstrip("#")
    if number.isascii() and number.isdecimal() and len(number) < 10:
        return await back_to(arrival, int(number))
    current = arrival.state.live.current.number
    if number or current < 2:
        return text(say("rollback-how" if number else "history-first"))
    return await back_to(arrival, current - 1)


async def export(arrival: Arrival) -> View:
    """/export: each report's file; /export lexicon: the words."""
    files = arrival.state.live.current.library.files
    words = [name for name in files if name.endswith(LEXICON_NAME)]
    names = words if arrival.text.strip().casefold() == "lexicon" else [n for n in files if n not in words]
    if not names:
        return text(arrival.say("export-nothing"))
    *others, last = [View((), (), _file(name, files[name])) for name in names]
    for view in others:
        await arrival.send(view)
    return last


def _file(name: str, content: str) -> Attachment:
    return Attachment("document", name.rpartition("/")[2], content.encode("utf-8", "replace"))


async def _page(arrival: Arrival, offset: int) -> View:
    say, live = arrival.say, arrival.state.live
    try:
        notes = await live.history(_PAGE + 1, offset)
    except StorageError as error:
        return text(say("history-lost", error=str(error)))
    if not notes:
        return text(say("history-empty"))
    shown, current = notes[:_PAGE], live.current.number
    names = Names([p for r in live.current.library.reports for p in r.panelists], say.code)
    lines = [_line(arrival, n, current, names) for n in shown]
    rows: list[Row] = [
        ((say("history-back", number=str(n.number)), Back(n.number)),) for n in shown if n.number != current
    ]
    turns: list[tuple[str, Button]] = []
    if offset:
        turns.append((say("page-newer"), Revisions(max(0, offset - _PAGE))))
    if len(notes) > _PAGE:
        turns.append((say("page-older"), Revisions(offset + _PAGE)))
    return text(say("history-head"), *lines, rows=(*rows, *([tuple(turns)] if turns else [])))


def _line(arrival: Arrival, note: Note, current: int, names: Names) -> str:
    say = arrival.say
    if note.by is None:
        who = say("history-by-bot")
    elif arrival.user is not None and note.by == arrival.user.id:
        who = say("history-by-you")
    else:
        who = say("history-by-admin", id=str(note.by))
    when = say("history-when", date=note.at.date(), time=f"{note.at:%H:%M}")
    key = "history-line-current" if note.number == current else "history-line"
    return say(
        key, number=str(note.number), when=when, who=who, what=differences.summary(note.summary, say, names.panelist)
    )
