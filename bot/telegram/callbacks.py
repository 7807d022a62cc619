"""Button data: typed, packed and parsed here and nowhere else, at most 64 bytes, never trusted."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import ClassVar

from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

_STRING = re.compile(r"[A-Za-z0-9_.+-]{0,60}")
_NUMBER = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Button:
    """What a press asks for; each kind is a frozen subclass with a ``code`` and fields of ``str`` and ``int``."""

    code: ClassVar[str]
    """The kind, in the data: short and unique."""

    def pack(self) -> str:
        """The callback data. ValueError if it does not fit or a value has characters that data may not have."""
        data = self.code
        names: tuple[str, ...] = self.__match_args__
        for name in names:
            value = getattr(self, name)
            if isinstance(value, str) and not _STRING.fullmatch(value):
                raise ValueError(f"callback data of {self} has characters that it may not have")
            data += f":{value}"
        if len(data.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise ValueError(f"callback data of {self} is too long")
        return data

    def link(self) -> str:
        """The payload of a deep link: the data in characters that Telegram allows there, at most 64, or ValueError."""
        payload = base64.urlsafe_b64encode(self.pack().encode()).decode().rstrip("=")
        if len(payload) > MessageLimit.DEEP_LINK_LENGTH:
            raise ValueError(f"{self} does not fit into a link")
        return payload


class Parser:
    """Reads back what the given kinds of buttons pack."""

    def __init__(self, kinds: Iterable[type[Button]]) -> None:
        self._kinds: dict[str, type[Button]] = {}
        for kind in kinds:
            if self._kinds.setdefault(kind.code, kind) is not kind:
                raise ValueError(f"two kinds of buttons have the code {kind.code}")

    def linked(self, payload: str) -> Button | None:
        """The button whose ``link`` *payload* is, None for anything else whatever."""
        if len(payload) > MessageLimit.DEEP_LINK_LENGTH:
            return None
        try:
            return self(base64.b64decode(payload + "=" * (-len(payload) % 4), altchars=b"-_", validate=True).decode())
        except ValueError:
            return None

    def __call__(self, data: str | None) -> Button | None:
        """The button that *data* packs, None for anything else whatever."""
        code, *values = (data or "").split(":")
        kind = self._kinds.get(code)
        if kind is None or len(values) != len(fields(kind)):
            return None
        parsed: list[str | int] = []
        for field, value in zip(fields(kind), values, strict=True):
            number = field.type in (int, "int")
            if not (_NUMBER if number else _STRING).fullmatch(value):
                return None
            parsed.append(int(value) if number else value)
        return kind(*parsed)
