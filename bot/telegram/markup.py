"""What is sent: HTML with everything escaped, cut where a message ends, with typed buttons underneath."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from telegram.constants import MessageLimit

from bot.telegram.callbacks import Button

_LIMIT = MessageLimit.MAX_TEXT_LENGTH - 96
_LABEL = 60
_QUOTE, _QUOTE_ENDS = "<blockquote expandable>", "</blockquote>"
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address."""

    url: str


Keyboard = dict[str, list[list[dict[str, Any]]]]
"""Buttons as JSON."""
Row = tuple[tuple[str, Button | Link], ...]
"""Buttons side by side: what stands on them and what they do."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file, or a picture that is shown."""

    kind: Literal["document", "photo"]
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class View:
    """Messages to send one after the other; the buttons go under the last, an attachment goes before all."""

    messages: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    attachment: Attachment | None = None

    @property
    def keyboard(self) -> Keyboard | None:
        """The buttons as Telegram takes them."""
        return keyboard(self.rows) if self.rows else None


def keyboard(rows: Sequence[Row]) -> Keyboard:
    """Buttons as Telegram takes them."""
    return {"inline_keyboard": [[_button(shortened(text), does) for text, does in row] for row in rows]}


def _button(text: str, does: Button | Link) -> dict[str, str]:
    return {"text": text, "url": does.url} if isinstance(does, Link) else {"text": text, "callback_data": does.pack()}


def text(*lines: str, rows: tuple[Row, ...] = ()) -> View:
    """A plain message; the lines are escaped."""
    return View(packed([escape(line) for line in lines], "\n"), rows)


def with_note(view: View, note: str) -> View:
    """*view* with a line of HTML above it."""
    first, *rest = view.messages
    together = f"{note}\n\n{first}"
    return replace(view, messages=(together, *rest) if _fits(together) else (note, first, *rest))


def escape(value: str) -> str:
    """For HTML: the one place that escapes."""
    return html.escape(value, quote=False)


def unformatted(value: str) -> str:
    """The words of a text, its tags taken away."""
    return html.unescape(_TAG.sub("", value))


def stand_in(words: str) -> int:
    """A message's number while Telegram's own is not known: below zero, from its words, which come back in replies."""
    return -1 - (zlib.crc32("".join(words.split()).encode("utf-8", "surrogatepass")) >> 1)


def bold(value: str) -> str:
    """Escaped and bold."""
    return f"<b>{escape(value)}</b>"


def italic(value: str) -> str:
    """Escaped and italic."""
    return f"<i>{escape(value)}</i>"


def shortened(label: str) -> str:
    """As much of a button's label as can be read."""
    return label if len(label) <= _LABEL else label[: _LABEL - 1].rstrip() + "…"


def _fits(value: str) -> bool:
    """Whether *value* fits into one message."""
    # No character has more than two units, and tags count for nothing.
    return 2 * len(value) <= _LIMIT or units(value) <= _LIMIT


def units(value: str) -> int:
    """Length as Telegram counts it: UTF-16 units after the entities are parsed."""
    return len(html.unescape(_TAG.sub("", value)).encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an answer, as HTML."""

    heading: str
    """Stays in sight; ends with a line break, or is empty."""
    body: str
    folds: bool = True

    @property
    def units(self) -> int:
        """The length of all of it."""
        return units(self.heading + self.body)


def laid_out(blocks: Sequence[Block], *, fold: bool) -> tuple[str, ...]:
    """Blocks in as few messages as fit; *fold*: no more than headings and first lines are seen until it is opened."""
    pieces: list[str] = []
    for block in blocks:
        for n, piece in enumerate(_cut(block.heading + block.body)):
            seen = len(block.heading) if n == 0 else 0
            pieces.append(piece[:seen] + _quote(piece[seen:]) if fold and block.folds else piece)
    seam = f"{_QUOTE_ENDS}\n\n{_QUOTE}"
    return tuple(message.replace(seam, "\n\n") for message in _joined(pieces, "\n\n"))


def _quote(body: str) -> str:
    return f"{_QUOTE}{body}{_QUOTE_ENDS}" if body else ""


def packed(blocks: Sequence[str], glue: str) -> tuple[str, ...]:
    """Blocks joined to as few messages as fit; a block too long for one message is cut at lines, then at spaces."""
    return _joined([piece for block in blocks for piece in _cut(block)], glue)


def _joined(pieces: Sequence[str], glue: str) -> tuple[str, ...]:
    out: list[str] = []
    for piece in pieces:
        if out and _fits(out[-1] + glue + piece):
            out[-1] += glue + piece
        else:
            out.append(piece)
    return tuple(out)


def _cut(block: str) -> list[str]:
    """Pieces that fit. Tags open and close within a line of limited length, so only plain lines are cut inside."""
    if _fits(block):
        return [block.lstrip("\n")]
    out = [""]
    for line in block.split("\n"):
        glue = "\n" if out[-1] else ""
        for space, part in [("", line)] if _fits(line) else _words(line):
            glue = glue or space
            if _fits(out[-1] + glue + part):
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
        pieces = [escape(plain[i : i + step]) for i in range(0, len(plain), step)] or [""]
        out += [(" " if n and not i else "", piece) for i, piece in enumerate(pieces)]
    return out
