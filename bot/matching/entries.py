"""What can be an answer: the points, the persons, the event's facts, the takeaway, the lists; as texts to match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.knowledge.model import Report
from bot.matching.phrases import ASKING_FOR, SMALL_TALK

Kind = Literal["point", "panelist", "takeaway", "event", "panelists", "topics"]
"""What an answer is; the words of the JSON contract."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One possible answer and all texts by which it is found."""

    kind: Kind | None
    """None for small talk, which competes with the answers and stands for none of them."""
    report: int
    """Index of the report in the library."""
    panelist: int | None = None
    """From 0, in report order."""
    point: int | None = None
    """From 0, in the panelist's order."""
    text: str = ""
    about: str = ""
    """The topic: what leads here and is not said here."""
    keywords: tuple[str, ...] = ()
    """Single words that lead here, from the editor."""
    examples: tuple[str, ...] = ()
    negative_examples: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of the text."""
        return tuple(s for s in _SENTENCE_END.split(self.text) if s)


_SENTENCE_END = re.compile(r"(?<=[.!?۔؟])\s+")


def entries(reports: Sequence[Report]) -> list[Entry]:
    """Every possible answer of *reports*, report by report, and small talk last."""
    out: list[Entry] = []
    for r, report in enumerate(reports):
        out += _of_report(r, report)
    out.append(Entry(None, -1, examples=SMALL_TALK))
    return out


def _of_report(r: int, report: Report) -> Iterator[Entry]:
    for p, panelist in enumerate(report.panelists):
        topics = (panelist.topic, *(t.topic for t in panelist.translations.values() if t.topic))
        for n, point in enumerate(panelist.points):
            yield Entry(
                "point", r, p, n, point.text, " ".join(topics), point.keywords,
                (*point.examples, *point.translations.values()), point.negative_examples,
            )  # fmt: skip
        if panelist.examples or panelist.keywords:
            # A person is found by name, office and order; in competition with the points only where the editor says so.
            yield Entry(
                "panelist", r, p, None, "", "", panelist.keywords, panelist.examples, panelist.negative_examples
            )
    yield Entry("takeaway", r, text=report.takeaway, examples=(*ASKING_FOR["takeaway"], *report.takeaway_examples))
    for fact in ("event", "date", "organizers", "count"):
        about = report.title if fact == "event" else ""
        yield Entry("event", r, about=about, keywords=(report.title,), examples=ASKING_FOR[fact])
    yield Entry("panelists", r, keywords=(report.title,), examples=ASKING_FOR["panelists"])
    yield Entry("topics", r, keywords=(report.title,), examples=ASKING_FOR["topics"])
