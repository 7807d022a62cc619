"""The kinds of buttons under answers and lists. Reports and points go by their stable keys, panelists by number."""

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


@dataclass(frozen=True, slots=True)
class ShowPoint(Button):
    """One point in full."""

    code: ClassVar[str] = "q"
    report: str
    point: str


@dataclass(frozen=True, slots=True)
class ShowOthers(Button):
    """Who else spoke on the subject of a point."""

    code: ClassVar[str] = "o"
    report: str
    point: str


@dataclass(frozen=True, slots=True)
class ShowList(Button):
    """The panelists, the topics, the takeaway or the event; of every report if none is named."""

    code: ClassVar[str] = "l"
    kind: str
    report: str = ""


@dataclass(frozen=True, slots=True)
class Dismiss(Button):
    """None of the suggestions."""

    code: ClassVar[str] = "x"
