"""A report as it was understood, and everything that has to be said about how."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from bot.importing.document import Remark, Unit


@dataclass(slots=True)
class DraftPanelist:
    """A panelist as the report has it."""

    name: str = ""
    role: str = ""
    """Empty if the report tells none."""
    topic: str = ""
    """Empty if the report tells none."""
    called: str = "Panelist"
    """What the report calls the person: Panelist, Speaker."""
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
    """Empty if the report names none."""
    panelists: list[DraftPanelist]
    takeaway: str
    """Empty if the report has none."""
    unit: Unit
    """What the places of the remarks count."""
    warnings: list[Remark] = field(default_factory=list)
    """What the editor has to look over."""
    notes: list[Remark] = field(default_factory=list)
    """What was understood and left out, such as an introduction."""

    def to_json(self) -> dict[str, Any]:
        """As plain values, for another process."""
        return {**asdict(self), "day": self.day.isoformat()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Draft:
        """The draft that ``to_json`` gave."""
        remarks = {key: [Remark(**r) for r in data[key]] for key in ("warnings", "notes")}
        panelists = [DraftPanelist(**p) for p in data["panelists"]]
        return cls(**{**data, "day": date.fromisoformat(data["day"]), "panelists": panelists, **remarks})
