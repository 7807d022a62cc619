"""What the readers of all formats give: the lines of a report with what the layout of each says."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.errors import BotError

Unit = Literal["line", "paragraph", "page"]


class UnreadableError(BotError):
    """A report is refused; says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report, or one paragraph where the format has paragraphs."""

    text: str
    """Without the marker; white space squeezed."""
    place: int
    """The number of the line, paragraph or page, as the document counts."""
    marker: str = ""
    """The bullet or number before the text, as it was typed or as the format's list gives it."""
    automatic: bool = False
    """The marker comes from the format's own lists: it is certainly one."""
    depth: float = 0.0
    """How far the line, with its marker, is indented: in characters, or 4 for each level of a list."""
    blank: bool = False
    """There is empty space above."""
    fresh: bool = False
    """Begins a paragraph, by the format's own account."""
    full: bool = False
    """Was broken because the next word did not fit: the next line continues it."""
    heading: int = 0
    """Level of a heading; 0 for anything else."""
    bold: bool = False
    """All of it stands out."""
    cells: tuple[str, ...] = ()
    """The cells, if this is a row of a table."""

    @property
    def whole(self) -> str:
        """The text with its marker, where that was typed."""
        return f"{self.marker} {self.text}".strip() if self.marker and not self.automatic else self.text


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be said about a place of a report."""

    place: int
    """0 for the report as a whole."""
    what: str


@dataclass(frozen=True, slots=True)
class Document:
    """The lines of a report and what its reader left out of them."""

    lines: tuple[Line, ...]
    unit: Unit
    notes: tuple[Remark, ...] = ()
    """What was left out and is no part of the text, such as page headers."""
    warnings: tuple[Remark, ...] = ()
    """What could not be read as it stands."""


SOFT_HYPHEN = "\u00ad"
_UNSEEN = dict.fromkeys(
    map(ord, "\u200b\u2060\ufeff\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_UNSEEN[0x2011] = ord("-")
_INNER_SOFT_HYPHEN = re.compile(f"{SOFT_HYPHEN}(?!\\s*$)")


def clean(text: str) -> str:
    """*text* with single spaces and without what cannot be seen; a soft hyphen at the end stays for whoever joins."""
    text = _INNER_SOFT_HYPHEN.sub("", text.translate(_UNSEEN))
    return " ".join("".join(" " if _strange(c) else c for c in text).split())


def shortened(text: str) -> str:
    """The beginning of a long text."""
    return textwrap.shorten(text, 90, placeholder=" …")


def _strange(c: str) -> bool:
    """A control character or one that no text may hold."""
    return unicodedata.category(c) in ("Cc", "Cs") or ord(c) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(c) <= 0xFDEF


def squeezed(texts: Iterable[str]) -> str:
    """All of *texts* with single spaces between."""
    return " ".join(" ".join(texts).replace(SOFT_HYPHEN, "").split())
