"""The values: a report, its panelists, their points. What a knowledge file holds and nothing else.

The classes are pydantic models, so that one definition gives the values, the validation of a file and the JSON
Schema for editors (``knowledge/report.schema.json``).
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Line = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\r\n]*\S[^\r\n]*$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$", description="Language code, such as ur.")]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$")]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Findable(_Value):
    """What an editor adds so that people's questions find a thing."""

    examples: tuple[Text, ...] = ()
    """Questions, in any language and script, that this answers."""
    keywords: tuple[Text, ...] = ()
    """Words that people use for it and that its text does not have."""
    negative_examples: tuple[Text, ...] = ()
    """Questions that look like it and that must not be answered with it."""


@lru_cache(4096)
def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=5).hexdigest()


class Point(Findable):
    """One recommendation or statement of a panelist."""

    id: Identifier | None = None
    """A name of the point that stays when its text changes; made from the text if absent."""
    text: Text
    """What was said, shown as it stands here."""
    translations: dict[Language, Text] = {}
    """The text in other languages, by language code."""

    @property
    def key(self) -> str:
        """The point's stable name within its report, at most 20 characters: it has to fit into a button."""
        if self.id is not None and len(self.id) <= 20:
            return self.id
        return _hash(self.id or self.text)


class PanelistTranslation(_Value):
    """A panelist's particulars in another language."""

    name: Line | None = None
    role: Line | None = None
    topic: Line | None = None


def _point(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class Panelist(Findable):
    """A person on the panel; examples and keywords here lead to all that the person said."""

    name: Line
    """The name that is shown."""
    aliases: tuple[Line, ...] = ()
    """Other names and spellings of the person."""
    role: Line
    """Office or profession, as in the list of participants."""
    topic: Line
    """What the person spoke on."""
    translations: dict[Language, PanelistTranslation] = {}
    """Name, role and topic in other languages, by language code."""
    points: Annotated[tuple[Annotated[Point, BeforeValidator(_point)], ...], Field(min_length=1)]
    """The points in the order of the report: plain text, or a mapping with ``text`` and what the editor adds."""


def _day(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("not a date")
    return value


class ReportTranslation(_Value):
    """The event's title and takeaway in another language."""

    title: Line | None = None
    takeaway: Text | None = None


class Report(_Value):
    """What one post-event report says."""

    id: Identifier
    """Short name of the report, unique among the files: lower-case letters, digits, hyphens."""
    title: Line
    """The event's topic."""
    date: Annotated[date, BeforeValidator(_day)]
    """The day of the event, as 2021-01-31."""
    date_as_written: Line | None = None
    """The date in the words of the report that this was imported from."""
    organizers: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Who organised the event."""
    panelists: Annotated[tuple[Panelist, ...], Field(min_length=1)]
    """The panelists in the order of the report."""
    takeaway: Text
    """What the event comes to in sum."""
    takeaway_examples: tuple[Text, ...] = ()
    """Questions that ask for the takeaway."""
    negative_examples: tuple[Text, ...] = ()
    """Questions of the report's field that it does not answer."""
    translations: dict[Language, ReportTranslation] = {}
    """Title and takeaway in other languages, by language code."""


def slug(text: str) -> str:
    """A valid identifier made from *text*."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-") or "report"
