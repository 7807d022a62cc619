"""Ranking weights, probabilities and thresholds from labelled questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.evaluation.fit import Mask, Matrix, conditional_logit, logistic
from bot.evaluation.questions import Labelled
from bot.matching.decision import Calibration, Thresholds, correctness_row, decide
from bot.matching.features import SCOPE_FEATURES, Evidence, scope_vector
from bot.matching.matcher import Matcher

DIRECTION_SCALE = 1.0
"""How freely the question's vector may speak in the scope decision, against the other features."""
CORRECTNESS_RIDGE = 3.0
SCOPE_FOLDS = 10


@dataclass(frozen=True, slots=True)
class Target:
    """What the thresholds are chosen to reach."""

    misled: float
    """Share of answerable questions that may get a wrong answer."""
    none_misled: float
    """Share of unanswerable questions that may get an answer."""
    none_refused: float
    """Share of unanswerable questions that are to be declined."""


EDITED = Target(misled=0.02, none_misled=0.03, none_refused=0.90)
PLAIN = Target(misled=0.04, none_misled=0.06, none_refused=0.85)
"""Stricter than the goal (5, 8 and 80 %): a report that is new to everything is harder than those tuned on."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One labelled question with its evidence."""

    question: Labelled
    evidence: Evidence
    good: Mask
    """By candidate: acceptable as the first answer."""
    edited: bool
    """Whether the knowledge has example questions."""
    reports: str
    """The ids of the reports that were asked."""
    hard: bool = False
    """Written to confuse: not counted when the thresholds are chosen."""


def is_ranked(matcher: Matcher, question: Labelled) -> bool:
    """Whether the question goes through the ranking; one for a person as such does not."""
    terms = matcher.reader.read(question.q).terms
    return matcher.people.wish(terms, matcher.people.mentioned(terms)) is None


def sample(matcher: Matcher, question: Labelled, *, hard: bool = False) -> Sample:
    """Measure the evidence for a labelled question."""
    evidence = matcher.evidence(matcher.reader.read(question.q))
    good = []
    for c in evidence.candidates:
        entry = matcher.entries[int(c)]
        panelist = None if entry.panelist is None else entry.panelist + 1
        point = None if entry.point is None else entry.point + 1
        good.append(question.accepts_entry(entry.kind, panelist, point))
    edited = any(p.examples for r in matcher.reports for x in r.panelists for p in x.points)
    reports = " ".join(r.id for r in matcher.reports)
    return Sample(question, evidence, np.array(good, dtype=bool), edited, reports, hard)


def _folds(samples: Sequence[Sample], folds: int) -> npt.NDArray[np.int64]:
    """A fold for each sample; a report that nobody edited is new to the models as a whole, and goes in one."""
    plain = sorted({s.reports for s in samples if not s.edited})
    return np.array([i if s.edited else plain.index(s.reports) for i, s in enumerate(samples)]) % folds


@dataclass(frozen=True, slots=True)
class _Heads:
    """The fitted models: ranking weights, scope with its direction, correctness."""

    ranking: Matrix
    scope: Matrix
    direction: Matrix
    correctness: Matrix
    correctness_edited: Matrix

    def with_thresholds(self, edited: Thresholds, plain: Thresholds) -> Calibration:
        """The whole calibration."""
        return Calibration(
            self.ranking, self.scope, self.correctness, self.correctness_edited, self.direction, edited, plain
        )


def calibrate(samples: Sequence[Sample], progress: Callable[[str], None] = lambda _: None) -> Calibration:
    """Fit the ranking, the two probabilities and the thresholds; the latter on cross-validated probabilities."""
    progress("ranking, scope and correctness")
    heads = _fit(samples)
    progress("thresholds")
    return heads.with_thresholds(*_thresholds(samples))


def _fit(samples: Sequence[Sample]) -> _Heads:
    ranking = conditional_logit([(s.evidence.rank, s.good) for s in samples if s.good.any()])
    table = _rows(samples, ranking)
    scope, direction = _fit_scope(table)
    # What the correctness sees of the scope has to be as uncertain as it will be for a new question.
    logits = np.zeros(len(samples))
    fold = _folds(samples, SCOPE_FOLDS)
    for f in range(SCOPE_FOLDS):
        weights, line = _fit_scope(table.of(fold != f))
        part = table.of(fold == f)
        logits[fold == f] = np.hstack([part.features, np.ones((len(part.features), 1))]) @ weights + part.vectors @ line
    rows = np.array([correctness_row(v, z) for v, z in zip(table.features, logits, strict=True)])[:, :-1]
    edited = rows * table.edited[:, None]
    fitted = logistic(np.hstack([rows, edited, table.edited[:, None]]), table.right, CORRECTNESS_RIDGE)
    width = rows.shape[1]
    return _Heads(
        ranking, scope, direction,
        np.append(fitted[:width], fitted[-1]),
        np.append(fitted[width : 2 * width], fitted[-2]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Table:
    """A row a sample."""

    features: Matrix
    """SCOPE_FEATURES."""
    vectors: Matrix
    edited: Matrix
    """1 where the first candidate has example questions."""
    inside: Mask
    right: Mask

    def of(self, rows: Mask) -> _Table:
        return _Table(self.features[rows], self.vectors[rows], self.edited[rows], self.inside[rows], self.right[rows])


def _fit_scope(table: _Table) -> tuple[Matrix, Matrix]:
    """The weights with the intercept, and the direction."""
    mean = table.vectors.mean(axis=0)
    scope = logistic(np.hstack([table.features, DIRECTION_SCALE * (table.vectors - mean)]), table.inside)
    width = table.features.shape[1]
    direction = DIRECTION_SCALE * scope[width:-1]
    return np.append(scope[:width], scope[-1] - float(mean @ direction)), direction


def _rows(samples: Sequence[Sample], ranking: Matrix) -> _Table:
    rows, inside, right = [], [], []
    for s in samples:
        vector, order = scope_vector(s.evidence, s.evidence.rank @ ranking)
        rows.append(vector)
        inside.append(s.question.want != "none")
        right.append(bool(s.good[order[0]]))
    features = np.array(rows)
    edited = features[:, SCOPE_FEATURES.index("edited")]
    vectors = np.array([s.evidence.vector for s in samples], dtype=np.float64)
    return _Table(features, vectors, edited, np.array(inside), np.array(right))


def _thresholds(samples: Sequence[Sample], folds: int = 5) -> tuple[Thresholds, Thresholds]:
    """The thresholds for edited and for plain knowledge, on probabilities from models that did not see the question."""
    scope, confidence = np.zeros(len(samples)), np.zeros(len(samples))
    right, edited = np.zeros(len(samples), dtype=bool), np.zeros(len(samples), dtype=bool)
    fold = _folds(samples, folds)
    for f in range(folds):
        heads = _fit([s for s, k in zip(samples, fold, strict=True) if k != f])
        open_ = Thresholds(0.0, 0.0)
        fitted = heads.with_thresholds(open_, open_)
        for i in np.flatnonzero(fold == f):
            s = samples[int(i)]
            decision = decide(s.evidence, fitted)
            scope[i] = 0.0 if decision.outcome == "none" else decision.scope
            confidence[i] = decision.correctness
            right[i] = s.good[decision.order[0]]
            edited[i] = s.edited
    inside = np.array([s.question.want != "none" for s in samples])
    counted = np.array([not s.hard for s in samples])

    def reaching(target: Target, group: Mask) -> Thresholds:
        return _reaching(target, scope[group], confidence[group], inside[group], right[group])

    return reaching(EDITED, edited & counted), reaching(PLAIN, ~edited & counted)


def _reaching(target: Target, scope: Matrix, confidence: Matrix, inside: Mask, right: Mask) -> Thresholds:
    """The lowest thresholds that reach *target*."""
    if not len(scope) or inside.all():
        return Thresholds(0.5, 0.5)
    none_below = float(np.quantile(scope[~inside], target.none_refused))
    in_play = scope >= none_below
    wrong = np.sort(confidence[in_play & inside & ~right])[::-1]
    beside = np.sort(confidence[in_play & ~inside])[::-1]
    limits = [
        values[allowed] if (allowed := int(share * total)) < len(values) else 0.0
        for values, share, total in (
            (wrong, target.misled, inside.sum()),
            (beside, target.none_misled, (~inside).sum()),
        )
    ]
    return Thresholds(float(np.nextafter(max(limits), 1.0)), none_below)
