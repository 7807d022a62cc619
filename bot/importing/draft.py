"""A report as it was understood, and everything that has to be said about how."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.importing.document import Remark, Unit


@dataclass(slots=True)
class DraftPanelist:
    """A panelist as the report has it."""

    name: str
    role: str
    topic: str
    aliases: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """What an import yields, before it is a knowledge file."""

    title: str
    day: date
    day_words: str
    """The date in the report's own words."""
    organizers: list[str]
    panelists: list[DraftPanelist]
    takeaway: str
    unit: Unit
    """What the places of the remarks count."""
    warnings: list[Remark] = field(default_factory=list)
    """What the editor has to look over."""
    notes: list[Remark] = field(default_factory=list)
    """What was understood and left out, such as an introduction."""

    def to_json(self) -> dict[str, Any]:
        """As plain values, for another process."""
        return {
            "title": self.title, "day": self.day.isoformat(), "day_words": self.day_words, "organizers": self.organizers,
            "panelists": [[p.name, p.role, p.topic, p.aliases, p.points] for p in self.panelists],
            "takeaway": self.takeaway, "unit": self.unit,
            "warnings": [[r.place, r.what] for r in self.warnings], "notes": [[r.place, r.what] for r in self.notes],
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Draft:
        """The draft that ``to_json`` gave."""
        return cls(
            data["title"], date.fromisoformat(data["day"]), data["day_words"], data["organizers"],
            [DraftPanelist(*p) for p in data["panelists"]], data["takeaway"], data["unit"],
            [Remark(*r) for r in data["warnings"]], [Remark(*r) for r in data["notes"]],
        )  # fmt: skip
