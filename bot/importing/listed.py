"""What lists of participants say: who took part, with which office, and whether as a panelist."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.importing.joining import Joiner


@dataclass(slots=True)
class Person:
    """Somebody in a list of participants."""

    name: str
    line: int
    """Index of the line with the name."""
    roles: list[str] = field(default_factory=list)
    topic: str = ""
    panelist: bool = True
    """Not a moderator, rapporteur or the like."""

    def role(self, joiner: Joiner) -> str:
        """Office or profession in one line, as the report words it."""
        role = joiner.join(self.roles).strip(" ,;")
        return role[:-1].rstrip() if role.endswith(")") and role.count(")") > role.count("(") else role


@dataclass(slots=True)
class Listed:
    """What was understood of the lines of a list."""

    people: list[Person] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    doubtful: list[int] = field(default_factory=list)
    """Lines that were taken as a role and look like a name."""
    left: list[tuple[int, str]] = field(default_factory=list)
    """Columns of tables that a knowledge file has no place for: index of their heading's line, and its words."""
