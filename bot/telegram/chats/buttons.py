"""The kinds of buttons under answers and lists. Reports and points go by stable names, panelists by number.

``language`` is the one in which the text above the button is shown, where it is not the reader's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.telegram.callbacks import Button


@dataclass(frozen=True, slots=True)
class ShowPanelist(Button):
    """All that a panelist said."""

    code: ClassVar[str] = "p"
    report: str
    panelist: int
    """From 1."""
    language: str = ""


@dataclass(frozen=True, slots=True)
class ShowPoint(Button):
    """One point in full."""

    code: ClassVar[str] = "q"
    report: str
    point: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class ShowOthers(Button):
    """Who else spoke on the subject of a point."""

    code: ClassVar[str] = "o"
    report: str
    point: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class ShowList(Button):
    """The panelists, the topics, the takeaway or the event; of every report if none is named."""

    code: ClassVar[str] = "l"
    kind: str
    report: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class ShowAnswer(Button):
    """An answer that was kept, in full: the link from a group into the private chat."""

    code: ClassVar[str] = "a"
    answer: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Dismiss(Button):
    """None of the suggestions."""

    code: ClassVar[str] = "x"


@dataclass(frozen=True, slots=True)
class Vote(Button):
    """A thumb up (1) or down (-1) for an answer."""

    code: ClassVar[str] = "v"
    answer: str
    vote: int


@dataclass(frozen=True, slots=True)
class Speak(Button):
    """The language: of the person in private, of the chat in a group; empty for Telegram's."""

    code: ClassVar[str] = "g"
    language: str


@dataclass(frozen=True, slots=True)
class Use(Button):
    """Answer from this report, or not any more; empty for all reports."""

    code: ClassVar[str] = "u"
    report: str


@dataclass(frozen=True, slots=True)
class Set(Button):
    """One setting of a chat to one value; for a report: whether the chat uses it."""

    code: ClassVar[str] = "s"
    setting: str
    value: str
