"""Why a revision came to be and how much it changed: kept beside it, and told to each admin in their language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal, get_args

from bot.knowledge.difference import Difference

Why = Literal["first", "disk", "reload", "signal", "watch", "document", "back", "taught", "untaught"]


@dataclass(frozen=True, slots=True)
class Summary:
    """What the list of revisions says of one."""

    why: Why
    """The files at the first start, or changed at a later one; looked at again by command, by signal, on a change; a
    document, an earlier revision; an example question taught or taken back."""
    what: str = ""
    """The document's name, the number of the earlier revision, or the example question."""
    whose: str = ""
    """The panelist whose point the example question leads to."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many of what differ, by name; empty where nothing is counted, or nothing differs."""
    others: tuple[str, ...] = ()
    """What else was edited, as in ``Difference.others``."""

    def pack(self) -> str:
        """As it is kept."""
        return json.dumps({k: v for k, v in asdict(self).items() if v}, ensure_ascii=False)

    @classmethod
    def read(cls, kept: str) -> Summary | None:
        """What ``pack`` gave; None for any other text."""
        try:
            found = json.loads(kept)
            return cls(**{**found, "others": tuple(found.get("others", ()))}) if found["why"] in get_args(Why) else None
        except (ValueError, TypeError, KeyError, AttributeError):
            return None


def counted(difference: Difference) -> tuple[Mapping[str, int], tuple[str, ...]]:
    """The ``counts`` and ``others`` of a summary."""
    parts = {
        "reports-added": difference.reports_added,
        "reports-removed": difference.reports_removed,
        "points-added": difference.added,
        "points-changed": difference.changed,
        "points-removed": difference.removed,
        "panelists-added": difference.panelists_added,
        "panelists-removed": difference.panelists_removed,
        "facts": difference.particulars,
        "examples-added": difference.examples_added,
        "examples-removed": difference.examples_removed,
    }
    return {name: len(things) for name, things in parts.items() if things}, difference.others
