"""A change of the knowledge from the chat: read, tried, shown, and taken over when an admin says so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, TypeVar

from bot.errors import BotError, KnowledgeError, RevisionConflictError, StorageError
from bot.live import Proposal
from bot.live.summary import Summary, counted
from bot.telegram.admin import differences
from bot.telegram.admin.differences import Part
from bot.telegram.arrival import Arrival, Press, Reaction
from bot.telegram.callbacks import Button
from bot.telegram.catalogue import Catalogue
from bot.telegram.markup import Attachment, Row, View, text
from bot.telegram.state import State

_log = logging.getLogger(__name__)

T = TypeVar("T")
_PATIENCE = 1.0
"""Seconds after which somebody who waits is told that it takes a moment."""
_MOST_PROBLEMS = 400
"""Problems in messages; of more the first ones, and all of them in a file."""
_FIRST_PROBLEMS = 20
_LISTED_PROBLEMS = 5_000
"""In the file."""


@dataclass(frozen=True, slots=True)
class Take(Button):
    """Yes to a proposal."""

    code: ClassVar[str] = "ay"
    proposal: str


@dataclass(frozen=True, slots=True)
class Leave(Button):
    """No to a proposal."""

    code: ClassVar[str] = "an"
    proposal: str


@dataclass(frozen=True, slots=True)
class Remember(Button):
    """Yes to a proposal, but for the example questions that it forgets."""

    code: ClassVar[str] = "ak"
    proposal: str


@dataclass(frozen=True, slots=True)
class Back(Button):
    """Propose to go back to a revision."""

    code: ClassVar[str] = "ab"
    number: int


async def reload(arrival: Arrival) -> View:
    """/reload: look at the files on disk again."""
    return await consider(arrival, arrival.state.live.from_disk(), Summary("reload"), arrival.say("reload-unchanged"))


async def consider(
    arrival: Arrival,
    finding: Awaitable[Proposal | None],
    why: Summary,
    nothing: str,
    beside: Callable[[], Sequence[Part]] = tuple,
) -> View:
    """The view of what *finding* comes to.

    *why* is what the list of revisions is to say, *nothing* is said where there is no proposal, *beside* tells what
    else is to be said of one, once it is there.
    """
    say, state = arrival.say, arrival.state
    try:
        proposal = await _patiently(arrival, finding)
    except KnowledgeError as error:
        return refused(error, say)
    except StorageError as error:
        return text(say("change-unkept", error=str(error)))
    except BotError as error:
        return text(say("change-refused", error=str(error)))
    if proposal is None:
        return text(nothing)
    line = summed(why, proposal)
    if not proposal.difference and not proposal.merged.dropped:
        # It says and finds the same: there is nothing to decide.
        return await _taken(state, say, proposal, line, arrival.user.id if arrival.user else None)
    return offered(say, proposal, await waiting(state, proposal, line), beside())


async def waiting(state: State, proposal: Proposal, line: str) -> str:
    """Let a proposal wait for an admin's word; the name by which it is taken, here or at another replica."""
    name = state.pending.add(proposal, line)
    if proposal.before.number:
        await state.stored(state.database.proposals.keep(name, proposal.files, proposal.before.number, line), None)
    return name


def offered(say: Catalogue, proposal: Proposal, name: str, beside: Sequence[Part] = ()) -> View:
    """A proposal with the buttons to take or leave it."""
    rows: tuple[Row, ...] = (((say("change-take"), Take(name)), (say("change-leave"), Leave(name))),)
    head = [Part(say("change-head"))]
    if proposal.forgets:
        # Above all else: whoever changes an older file does not think of what was taught since.
        head.append(Part(say("change-forgets", count=len(proposal.forgets))))
        rows = (((say("change-remember"), Remember(name)),), *rows)
    return differences.shown([*head, *differences.parts(proposal, say), *beside], say, rows)


def summed(why: Summary, proposal: Proposal) -> str:
    """The line that is kept with a revision."""
    counts, others = counted(proposal.difference)
    return replace(why, counts=counts, others=others).pack()


def refused(error: KnowledgeError, say: Catalogue) -> View:
    """Why nothing has changed, problem by problem."""
    problems = [str(p) for p in error.problems]
    head = say("reload-refused", problems=len(problems))
    if len(problems) <= _MOST_PROBLEMS:
        return text(head, *problems)
    listed = "\n".join(problems[:_LISTED_PROBLEMS])
    file = Attachment("document", "problems.txt", listed.encode("utf-8", "replace"))
    shown = text(head, *problems[:_FIRST_PROBLEMS], say("change-more", count=len(problems) - _FIRST_PROBLEMS))
    return View(shown.messages, attachment=file)


async def take_pressed(press: Press, button: Take) -> Reaction:
    """The proposal is taken over."""
    state = press.state
    found = state.pending.pop(button.proposal)
    kept = await state.stored(state.database.proposals.pop(button.proposal), None)
    if found is None:
        # Another replica showed it, or this one before it was started again.
        if kept is None or kept.before != state.live.current.number:
            return Reaction(note=press.say("change-gone"), alert=True)
        try:
            found = await _patiently(press, state.live.from_kept(kept.files)), kept.summary
        except KnowledgeError as error:
            return Reaction(edit=refused(error, press.say))
    return Reaction(edit=await _taken(state, press.say, *found, press.query.from_user.id))


async def remember_pressed(press: Press, button: Remember) -> Reaction:
    """The same proposal with the example questions that it would forget, to be looked at once more."""
    found = press.state.pending.pop(button.proposal)
    if found is None:
        return Reaction(note=press.say("change-gone"), alert=True)
    proposal, line = found
    why = Summary.read(line) or Summary("document")
    return Reaction(send=await consider(press, press.state.live.remembering(proposal), why, press.say("change-gone")))


async def leave_pressed(press: Press, button: Leave) -> Reaction:
    """The proposal is dropped."""
    press.state.pending.pop(button.proposal)
    await press.state.stored(press.state.database.proposals.pop(button.proposal), None)
    return Reaction(edit=text(press.say("change-left")))


async def back_pressed(press: Press, button: Back) -> Reaction:
    """What going back would change."""
    return Reaction(send=await back_to(press, button.number))


async def back_to(arrival: Arrival, number: int) -> View:
    """Propose to go back to a revision."""
    live = arrival.state.live
    if number == live.current.number:
        return text(arrival.say("history-is-current", number=str(number)))
    finding = live.from_history(number)
    why = Summary("back", str(number))
    return await consider(arrival, finding, why, arrival.say("history-unknown", number=str(number)))


async def _taken(state: State, say: Catalogue, proposal: Proposal, line: str, by: int | None) -> View:
    try:
        after = await state.live.take(proposal, by, line)
    except RevisionConflictError:
        return text(say("change-outdated"))
    except StorageError as error:
        return text(say("change-unkept", error=str(error)))
    exchanged(state)
    lines = [differences.report_line(r, say) for r in after.library.reports]
    return text(say("change-taken", number=str(after.number)), *lines, rows=undo(proposal.before.number, say))


def undo(number: int, say: Catalogue) -> tuple[Row, ...]:
    """The button back to the revision before; none if that was not kept."""
    return (((say("change-undo", number=str(number)), Back(number)),),) if number else ()


def exchanged(state: State) -> None:
    """Forget what was about the knowledge before."""
    state.conversations.clear()
    state.pending.clear()
    current = state.live.current
    _log.info("knowledge exchanged, revision %s (%d)", current.library.revision, current.number)


async def _patiently(arrival: Arrival, work: Awaitable[T]) -> T:
    """What *work* gives; whoever waits long for it is told so."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=_PATIENCE)
    if not done:
        await arrival.send(text(arrival.say("checking")))
    return await task
