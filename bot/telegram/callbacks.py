"""Button data: packed and parsed here and nowhere else, at most 64 bytes, never trusted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from telegram.constants import InlineKeyboardButtonLimit

Action = Literal["panelist", "point", "others", "panelists", "topics", "takeaway", "event", "dismiss"]

_CODES: Final[dict[Action, str]] = {
    "panelist": "p",
    "point": "q",
    "others": "o",
    "panelists": "n",
    "topics": "t",
    "takeaway": "k",
    "event": "e",
    "dismiss": "x",
}
_ACTIONS: Final = {code: action for action, code in _CODES.items()}
_SHAPE = re.compile(r"^([a-z]):([a-z0-9-]{0,40}):([A-Za-z0-9-]{0,40})$")


@dataclass(frozen=True, slots=True)
class Button:
    """What a press asks for. ``thing`` is a panelist's number from 1 or a point's key."""

    action: Action
    report: str = ""
    thing: str = ""

    def pack(self) -> str:
        """The callback data. ValueError if it would not fit."""
        data = f"{_CODES[self.action]}:{self.report}:{self.thing}"
        if len(data.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA or not _SHAPE.match(data):
            raise ValueError(f"callback data of {self} does not fit")
        return data


def parse(data: str | None) -> Button | None:
    """The button that *data* packs, None for anything else whatever."""
    found = _SHAPE.match(data or "")
    if found is None or found[1] not in _ACTIONS:
        return None
    return Button(_ACTIONS[found[1]], found[2], found[3])
