"""What the entries are, as columns, so that a question is measured against all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from bot.matching.entries import Entry
from bot.matching.features import RANK_FEATURES

_FACTS = ("takeaway", "event", "panelists", "topics")


def person_number(person: tuple[int, int]) -> int:
    """A panelist of a report as one number."""
    return person[0] * 1_000_000 + person[1]


@dataclass(frozen=True, slots=True)
class Kinds:
    """What the entries are, as columns."""

    report: npt.NDArray[np.int64]
    """-1 for small talk."""
    person: npt.NDArray[np.int64]
    """-1 where there is none."""
    said: npt.NDArray[np.bool_]
    fact: npt.NDArray[np.bool_]
    small_talk: npt.NDArray[np.bool_]
    examples: npt.NDArray[np.bool_]
    measures: npt.NDArray[np.float32]
    """By RANK_FEATURES: whether what is measured by words counts for it, and what needs no measuring."""

    def of(self, entries: npt.NDArray[np.int64]) -> Kinds:
        """Those of some entries."""
        return Kinds(*(getattr(self, f.name)[entries] for f in fields(self)))

    @classmethod
    def read(cls, all_entries: Sequence[Entry]) -> Kinds:
        """Those of the entries."""
        kinds = [e.kind for e in all_entries]
        said = np.array([k in ("point", "panelist") for k in kinds])
        panelist = np.array([k == "panelist" for k in kinds])
        fact = np.array([k in _FACTS for k in kinds])
        small_talk = np.array([k is None for k in kinds])
        flags = {
            "bm25": said, "coverage": np.ones(len(kinds)), "example_overlap": said, "is_panelist": panelist,
            "is_fact": fact, "fact_coverage": fact, "fact_overlap": fact, "is_small_talk": small_talk,
        }  # fmt: skip
        nothing = np.zeros(len(kinds))
        return cls(
            np.array([e.report for e in all_entries]),
            np.array([-1 if e.panelist is None else person_number((e.report, e.panelist)) for e in all_entries]),
            said,
            fact,
            small_talk,
            np.array([bool(e.examples) for e in all_entries]),
            np.stack([flags.get(name, nothing) for name in RANK_FEATURES], axis=1).astype(np.float32),
        )
