"""What speaks for each candidate answer: numbers between about 0 and 1, one row a candidate."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

import numpy as np
import numpy.typing as npt

LED = (
    "bm25",
    "coverage",
    "example_overlap",
    "cosine_text",
    "cosine_best",
    "cosine_example",
    "cosine_mean",
    "cosine_centroid",
)
"""Rankings of their own: whether each puts the same candidate first, and by how much, tells how sure the whole is."""

RANK_FEATURES = (
    *LED,
    "negative",
    "named",
    "other_person",
    "is_panelist",
    "is_fact",
    "fact_coverage",
    "fact_overlap",
    "fact_cosine",
    "is_small_talk",
    "small_talk_cosine",
)
"""What the ranking weighs, entry against entry."""

SCOPE_FEATURES = (
    "top_cosine",
    "top_bm25",
    "top_coverage",
    "top_overlap",
    "lead",
    "probability",
    "uncovered",
    "uncovered_cosine",
    "unknown",
    "stranger",
    "foreign",
    "digits",
    "unanswered",
    "unanswered_lead",
    "negative",
    "named",
    "named_uncovered",
    "edited",
    "is_panelist",
    "is_fact",
    "fact_cosine",
    "fact_coverage",
    "short",
    "long",
    "number",
    "time",
    "place",
    "person",
    "service",
    "law",
    "meaning",
    "other",
    "details",
    "agreement",
    "entropy",
    *(f"lead_{name}" for name in LED),
)
"""What the decision weighs whether the report answers the question, and whether the first candidate is right."""

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was measured for one question."""

    candidates: npt.NDArray[np.int64]
    """Entry numbers."""
    rank: Matrix
    """Candidates by RANK_FEATURES."""
    scope_facts: Mapping[str, float]
    """Scope features that do not depend on the ranking; one that is not there is 0."""
    winner: Callable[[int], Mapping[str, float]]
    """What the scope decision needs to know of the candidate at a position, should it win; what is not there is 0."""
    vector: npt.NDArray[np.float32]
    """The question's sentence vector, empty without a model: what sort of question it is reads from it."""


def scope_vector(evidence: Evidence, utilities: Matrix) -> tuple[Matrix, npt.NDArray[np.int64]]:
    """The SCOPE_FEATURES given the ranking, and the candidates (positions in the evidence) best first."""
    order = (-utilities).argsort()
    top = order.item(0)
    behind = (utilities - utilities[top]).tolist()
    shares = list(map(math.exp, behind))
    total = sum(shares)
    # In the order of the features, which what is put in place leaves as it is.
    values = {
        **_NOTHING,
        **evidence.scope_facts,
        **evidence.winner(top),
        **_leads(evidence.rank.T[: len(LED)].tolist(), top),
        "lead": min(-behind[order[1]], 4.0) / 4 if len(order) > 1 else 0.75,
        "probability": 1 / total,
        "entropy": (math.log(total) - sum(map(mul, shares, behind)) / total) / 4,
    }
    values["unanswered_lead"] = max(0.0, values["unanswered"] - values["top_cosine"])
    return np.array(list(values.values())), order


_NOTHING = dict.fromkeys(SCOPE_FEATURES, 0.0)
_LEADS = [f"lead_{name}" for name in LED]


def _leads(rows: Sequence[list[float]], top: int) -> dict[str, float]:
    """How far *top* is ahead of the best other candidate in each of the LED rankings, and the share that agrees."""
    leads = [row.pop(top) - max(row, default=0.0) for row in rows]
    return {"agreement": sum([v >= 0 for v in leads]) / len(leads), **dict(zip(_LEADS, leads, strict=True))}
