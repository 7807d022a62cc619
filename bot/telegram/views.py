"""Answers to what Telegram shows: HTML with everything escaped, cut at points, and buttons."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot.knowledge.model import Report
from bot.matching.answering import Answer, Result, Suggested, Unanswered
from bot.matching.decision import MAX_CHOICES
from bot.telegram.callbacks import Button
from bot.telegram.commands import COMMANDS

_LIMIT = MessageLimit.MAX_TEXT_LENGTH - 96
_LABEL = 60
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class View:
    """Messages to send one after the other; the buttons go under the last."""

    messages: tuple[str, ...]
    rows: tuple[tuple[tuple[str, Button], ...], ...] = ()

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """The buttons as Telegram takes them."""
        if not self.rows:
            return None
        return InlineKeyboardMarkup(
            [[InlineKeyboardButton(text, callback_data=button.pack()) for text, button in row] for row in self.rows]
        )


def text(*lines: str) -> View:
    """A plain message; the lines are escaped."""
    return View(_packed([html.escape(line, quote=False) for line in lines], "\n"))


def answer(found: Answer, *, several: bool, private: bool) -> View:
    """The view of an answer. *several*: there are several reports, so each thing names its own."""
    if isinstance(found, Unanswered):
        if not private:
            return text("The report doesn't answer that.")
        return View(
            ("The report doesn't answer that. Try other words, or look at what was spoken about:",),
            ((("Topics", Button("topics")), ("Panelists", Button("panelists"))),),
        )
    if isinstance(found, Suggested):
        return _suggestions(found.results[:MAX_CHOICES])
    return results(found.results, several=several)


def results(shown: Sequence[Result], *, several: bool) -> View:
    """One or more results, each with its panelist, and the buttons to go on."""
    blocks: list[str] = []
    speaker: tuple[str, int | None] | None = None
    for r in shown:
        heading = ""
        if r.kind in ("point", "panelist"):
            if speaker != (r.report.id, r.panelist):
                heading = _heading(r, several)
            speaker = (r.report.id, r.panelist)
        blocks.append(heading + _body(r))
        if several and r.kind not in ("point", "panelist"):
            blocks[-1] += f"\n<i>{_escape(r.report.title)}</i>"
    return View(_packed(blocks, "\n\n"), _onward(shown))


def _heading(r: Result, several: bool) -> str:
    source = f"\n<i>{_escape(r.report.title)}</i>" if several else ""
    return f"<b>{_escape(r.name or '')}</b> · <i>{_escape(r.topic or '')}</i>{source}\n"


def _body(r: Result) -> str:
    report = r.report
    if r.kind == "point":
        return f"• {_escape(r.text)}"
    if r.kind == "panelist":
        return _escape(r.text)
    if r.kind == "takeaway":
        return f"<b>Takeaway</b>\n{_escape(r.text)}"
    if r.kind == "panelists":
        lines = [f"{n}. <b>{_escape(p.name)}</b>, {_escape(p.role)}" for n, p in enumerate(report.panelists, 1)]
        return "\n".join(["<b>Panelists</b>", *lines])
    if r.kind == "topics":
        lines = [f"{n}. {_escape(p.topic)} ({_escape(p.name)})" for n, p in enumerate(report.panelists, 1)]
        return "\n".join(["<b>Topics</b>", *lines])
    if r.name is not None:
        return f"<b>{_escape(r.name)}</b>\n{_escape(r.text)}"
    day = report.date
    return "\n".join(
        [
            f"<b>{_escape(report.title)}</b>",
            f"Date: {day.day} {day:%B %Y}",
            f"Organised by: {_escape(', '.join(report.organizers))}",
            f"Panelists: {len(report.panelists)}",
        ]
    )


def _onward(shown: Sequence[Result]) -> tuple[tuple[tuple[str, Button], ...], ...]:
    first = shown[0]
    if first.kind == "point" and first.panelist is not None and first.point is not None:
        people = list(dict.fromkeys((r.report.id, r.panelist, r.name) for r in shown if r.kind == "point"))
        rows = [
            ((_short(f"All points of {name}"), Button("panelist", report, str(p))),) for report, p, name in people[:3]
        ]
        key = first.report.panelists[first.panelist - 1].points[first.point - 1].key
        return (*rows, (("Who else spoke on this?", Button("others", first.report.id, key)),))
    if first.kind in ("panelists", "topics"):
        return tuple(
            ((_short(p.name if first.kind == "panelists" else p.topic), Button("panelist", r.report.id, str(n))),)
            for r in shown
            for n, p in enumerate(r.report.panelists, 1)
        )[:50]
    if first.kind == "event":
        return ((("Panelists", Button("panelists")), ("Takeaway", Button("takeaway"))),)
    return ()


def _suggestions(choices: Sequence[Result]) -> View:
    rows = tuple(((_short(choice_label(c)), choice_button(c)),) for c in choices)
    return View(("I'm not sure. Did you mean:",), (*rows, (("None of these", Button("dismiss")),)))


def choice_label(r: Result) -> str:
    """A suggestion on a button: who and what, never an id."""
    whole = {"takeaway": "The takeaway", "event": "The event", "panelists": "The panelists", "topics": "The topics"}
    if r.kind == "point":
        return f"{r.name}: {r.text}"
    if r.kind == "panelist":
        return f"All points of {r.name}"
    return whole[r.kind]


def choice_button(r: Result) -> Button:
    """The button that shows a suggestion in full."""
    if r.kind == "point" and r.panelist is not None and r.point is not None:
        return Button("point", r.report.id, r.report.panelists[r.panelist - 1].points[r.point - 1].key)
    if r.kind == "panelist":
        return Button("panelist", r.report.id, str(r.panelist))
    kind = r.kind
    assert kind in ("takeaway", "event", "panelists", "topics")
    return Button(kind, r.report.id)


def help_text(reports: Iterable[Report], *, admin: bool) -> View:
    """How to ask, and the commands."""
    titles = "; ".join(f"“{_escape(r.title)}” ({r.date.day} {r.date:%B %Y})" for r in reports)
    commands = [f"/{c.name} — {_escape(c.text)}" for c in COMMANDS if admin or not c.admin]
    lines = [
        f"Ask me what the panel said: {titles}.",
        "",
        "Write in your own words, in English, Urdu or Roman Urdu. I answer with the panelist's own points and name. "
        "If the report doesn't answer it, I say so.",
        "In a group, mention me, reply to me or use /ask.",
        "",
        *commands,
    ]
    rows = ((("Topics", Button("topics")), ("Panelists", Button("panelists"))),)
    return View(_packed(["\n".join(lines)], "\n"), rows)


PRIVACY = (
    "I keep no messages, no names and no questions. A question is read, answered and forgotten; the log does not "
    "hold it, nor who asked it."
)


def _short(label: str) -> str:
    return label if len(label) <= _LABEL else label[: _LABEL - 1].rstrip() + "…"


def _escape(value: str) -> str:
    return html.escape(value, quote=False)


def _units(value: str) -> int:
    """Length as Telegram counts it: UTF-16 units after the entities are parsed."""
    return len(html.unescape(_TAG.sub("", value)).encode("utf-16-le")) // 2


def _packed(blocks: Sequence[str], glue: str) -> tuple[str, ...]:
    """Blocks joined to as few messages as fit; a block too long for one message is cut at lines, then at spaces."""
    out: list[str] = []
    for block in blocks:
        first, *rest = _cut(block)
        if out and _units(out[-1]) + _units(first) + len(glue) <= _LIMIT:
            out[-1] += glue + first
        else:
            out.append(first)
        out += rest
    return tuple(out)


def _cut(block: str) -> list[str]:
    """Pieces that fit. Tags open and close within a line of limited length, so only plain lines are cut inside."""
    out = [""]
    for line in block.split("\n"):
        glue = "\n" if out[-1] else ""
        for space, part in [("", line)] if _units(line) <= _LIMIT else _words(line):
            glue = glue or space
            if _units(out[-1]) + _units(glue) + _units(part) <= _LIMIT:
                out[-1] += glue + part
            else:
                out.append(part)
            glue = ""
    return [p for p in out if p] or [""]


def _words(line: str) -> list[tuple[str, str]]:
    """The words of a long line, each with the space before it; one too long for a message in several pieces."""
    out: list[tuple[str, str]] = []
    for n, word in enumerate(line.split(" ")):
        plain = html.unescape(word)
        step = _LIMIT // 2  # every character may take two units
        pieces = [_escape(plain[i : i + step]) for i in range(0, len(plain), step)] or [""]
        out += [(" " if n and not i else "", piece) for i, piece in enumerate(pieces)]
    return out
