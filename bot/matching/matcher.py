"""The matcher: built once from reports, then question after question to evidence, ranking and decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from bot.knowledge.model import Report
from bot.language.english import FUNCTION_WORDS
from bot.language.lexicon import Lexicon, LexiconEntry
from bot.language.names import name_parts
from bot.language.text import words
from bot.matching.details import COUNTRIES, details
from bot.matching.entries import Entry, entries
from bot.matching.features import RANK_FEATURES, Evidence, Matrix
from bot.matching.index import Floats
from bot.matching.kinds import Kinds, person_number
from bot.matching.naming import spellings
from bot.matching.narrowing import Reports
from bot.matching.overlap import Overlap
from bot.matching.people import Mention, People
from bot.matching.question import Question, Role, all_terms
from bot.matching.reader import Reader
from bot.matching.retrieval import Retrieval
from bot.matching.retrieval import weights as query_weights
from bot.matching.semantics import Semantics
from bot.matching.subject import alone
from bot.matching.vectors import Embedder, Vectors

_FIELD_WEIGHTS = {"text": 1.0, "about": 0.6, "keywords": 0.6, "examples": 0.5, "person": 0.8}
_ALL = 400
"""Entries of which every one is measured for every question."""
_CANDIDATES = 64
"""Entries that are measured for their words, for their meaning and for each person meant, where there are more."""
_COLUMN = {name: at for at, name in enumerate(RANK_FEATURES)}
_NO_VECTOR = np.zeros(0, dtype=np.float32)
_RELATED_BY_WORDS = 0.2
_RELATED_BY_VECTORS = 0.5
_FROM_RANK = {
    "top_cosine": "cosine_best",
    "top_bm25": "bm25",
    "top_overlap": "example_overlap",
    "negative": "negative",
    "is_panelist": "is_panelist",
    "is_fact": "is_fact",
    "fact_cosine": "fact_cosine",
    "fact_coverage": "fact_coverage",
}
"""Features of the decision that are features of the winner in the ranking."""


@dataclass(frozen=True, slots=True)
class _Measured:
    """What was measured of the candidates for one question."""

    bm25: Floats
    coverage: Floats
    asked: Floats
    """Coverage that counts the words of asking too: facts are asked for in them."""
    overlap: Floats
    cosines: Mapping[str, Floats]


class Matcher:
    """Everything computed from the knowledge. Immutable once built; safe to use from several threads."""

    def __init__(
        self,
        reports: Sequence[Report],
        lexicon: Sequence[LexiconEntry],
        english: Mapping[str, int],
        embedder: Embedder | None = None,
    ) -> None:
        self.reports = tuple(reports)
        self.entries = entries(self.reports)
        self.people = People(self.reports)
        self.titles = Reports(self.reports)
        self.reader = Reader(
            _lexicon(tuple(lexicon)),
            english,
            _own_words(self.entries, self.reports),
            _example_words(self.entries),
            [s for r in self.reports for p in r.panelists for s in spellings(p)],
            [p.role for r in self.reports for p in r.panelists],
        )
        self.index = Retrieval(self.reader, map(self._fields, self.entries)).index
        self.examples = Overlap(self.reader, self.entries)
        self.semantics = Semantics(self.entries, self.reports, self.reader, embedder)
        self._kinds = Kinds.read(self.entries)

    def _fields(self, entry: Entry) -> list[tuple[str, float]]:
        person: list[str] = []
        if entry.panelist is not None:
            panelist = self.reports[entry.report].panelists[entry.panelist]
            roles = [panelist.role, *(t.role for t in panelist.translations.values() if t.role)]
            person = [w for s in spellings(panelist) for w in name_parts(s)] + [w for r in roles for w in words(r)]
            person = [w for w in dict.fromkeys(person) if w not in FUNCTION_WORDS]
        return [
            (entry.text, _FIELD_WEIGHTS["text"]),
            (entry.about, _FIELD_WEIGHTS["about"]),
            *((k, _FIELD_WEIGHTS["keywords"]) for k in entry.keywords),
            *((e, _FIELD_WEIGHTS["examples"]) for e in entry.examples),
            (" ".join(person), _FIELD_WEIGHTS["person"]),
        ]

    def evidence(
        self, question: Question, mention: Mention | None = None, reports: frozenset[int] = frozenset()
    ) -> Evidence:
        """Measure everything that speaks for and against each candidate answer to *question*.

        *mention* is whom the question means, where the conversation tells; otherwise the question itself does.
        *reports* are those that it is limited to, if any.
        """
        mention = self.people.mentioned(question.terms) if mention is None else mention
        question, mention = alone(question, mention)
        terms = question.terms
        weights = query_weights(terms, self.index.terms, question.background)
        vectors = self.semantics.vectors(question, mention.terms)
        chosen = self._candidates(weights, vectors, mention)
        if reports:
            within = np.isin(self._kinds.report, (*reports, -1))
            chosen = np.flatnonzero(within) if chosen is None else chosen[within[chosen]]
        content = {t.stem: 1.0 for i, t in enumerate(terms)
                   if t.role in (Role.CONTENT, Role.UNKNOWN) and i not in mention.terms and t.stem}  # fmt: skip
        asking = {t.stem: 1.0 for t in terms if t.role is not Role.FUNCTION and t.stem}
        ideal = sum(self.index.rarity(s) * w for s, w in weights.items()) * 1.6
        measured = _Measured(
            self.index.score(weights, chosen) / (ideal or 1.0),
            self.index.coverage(content, chosen),
            self.index.coverage(asking, chosen),
            self.examples.overlap(terms, mention.terms, chosen),
            self.semantics.cosines(vectors, chosen),
        )
        candidates = np.arange(len(self.entries)) if chosen is None else chosen
        rank = self._rank(self._kinds if chosen is None else self._kinds.of(chosen), mention, measured)
        wanted = details(terms)

        @cache
        def winner(at: int) -> Mapping[str, float]:
            return self._winner(int(candidates[at]), rank[at], wanted, bool(mention.people), content)

        facts = self._scope_facts(question, mention, content, measured)
        return Evidence(candidates, rank, facts, winner, vectors[0] if len(vectors) else _NO_VECTOR)

    def _candidates(
        self, weights: Mapping[str, float], vectors: Vectors, mention: Mention
    ) -> npt.NDArray[np.int64] | None:
        """The entries to measure: None for all; of many those with the question's words, people or meaning."""
        if len(self.entries) <= _ALL:
            return None
        people: list[npt.NDArray[np.int64]] = [
            np.flatnonzero(self._kinds.person == person_number(p))[:_CANDIDATES] for p in mention.people
        ]
        found = (
            self.index.search(weights, _CANDIDATES).entries,
            self.semantics.nearest(vectors, _CANDIDATES),
            *people,
            np.array([len(self.entries) - 1]),  # small talk
        )
        return np.unique(np.concatenate(found)).astype(np.int64)

    def _rank(self, kinds: Kinds, mention: Mention, measured: _Measured) -> Matrix:
        """The RANK_FEATURES of the candidates, of these *kinds*."""
        people = [person_number(p) for p in mention.people]
        nobody = np.zeros(len(kinds.person), dtype=bool)
        named = np.logical_or.reduce([kinds.person == p for p in people]) if people else nobody
        columns = {
            "bm25": measured.bm25 * kinds.said,
            "coverage": measured.coverage,
            "example_overlap": measured.overlap * kinds.said,
            "named": named,
            "other_person": (kinds.person >= 0) & ~named if people else nobody,
            "is_panelist": kinds.panelist,
            "is_fact": kinds.fact,
            "fact_coverage": measured.asked * kinds.fact,
            "fact_overlap": measured.overlap * kinds.fact,
            "is_small_talk": kinds.small_talk,
        }
        if self.semantics.there:
            columns |= _likenesses(kinds, measured.cosines)
        # Without vectors there is no likeness of meaning.
        rank = np.zeros((len(kinds.person), len(RANK_FEATURES)))
        for name, column in columns.items():
            rank[:, _COLUMN[name]] = column
        return rank

    def _winner(
        self, c: int, row: Matrix, wanted: Mapping[str, list[str]], named: bool, content: Mapping[str, float]
    ) -> dict[str, float]:
        """What the decision needs to know of the candidate that leads."""
        ranked = dict(zip(RANK_FEATURES, map(float, row), strict=True))
        fact = ranked["is_fact"] > 0
        uncovered = self._uncovered(c, content)
        particulars = {
            name: float(bool(stems) and not fact and not any(self.has(c, s) for s in stems))
            for name, stems in wanted.items()
        }
        return {
            **{name: ranked[source] for name, source in _FROM_RANK.items()},
            **particulars,
            "details": float(any(particulars.values())),
            "uncovered": uncovered,
            "uncovered_cosine": uncovered * ranked["cosine_best"],
            "named_uncovered": uncovered * named,
            "edited": float(bool(self._kinds.examples[c]) and not fact),
            "top_coverage": ranked["fact_coverage"] if fact else ranked["coverage"],
        }

    def related(self, entry: Entry, most: int = 3) -> list[tuple[Entry, float]]:
        """Other panelists' points on the same subject, with their likeness, nearest first."""
        question = self.reader.read(entry.text)
        terms = all_terms(question)
        likeness = self.examples.overlap(terms, frozenset())
        floor = _RELATED_BY_WORDS
        if self.semantics.there:
            cosines = self.semantics.cosines(self.semantics.vectors(question))
            likeness, floor = likeness + np.maximum(cosines["text"], cosines["part"]), _RELATED_BY_VECTORS
        found = [
            (e, float(likeness[i]))
            for i, e in enumerate(self.entries)
            if e.kind == "point" and (e.report, e.panelist) != (entry.report, entry.panelist) and likeness[i] >= floor
        ]
        return sorted(found, key=lambda pair: -pair[1])[:most]

    def _scope_facts(
        self, question: Question, mention: Mention, content: Mapping[str, float], measured: _Measured
    ) -> dict[str, float]:
        terms = [t for i, t in enumerate(question.terms) if i not in mention.terms]
        known = self.index.terms
        unknown = [t for t in terms if t.stem not in known and (t.role is Role.UNKNOWN or t.capital)]
        return {
            "unknown": min(len(unknown), 3) / 3,
            "stranger": float(mention.stranger),
            "foreign": float(any(t.word in COUNTRIES and t.stem not in known for t in terms)),
            "unanswered": float(measured.cosines["unanswered"].max()),
            "named": float(bool(mention.people)),
            "short": float(len(content) <= 2),
            "long": min(len(content), 12) / 12,
        }

    def _uncovered(self, c: int, content: Mapping[str, float]) -> float:
        """The rarity of the rarest content words that the entry does not have, by the rarest there can be."""
        missing = sorted((self.index.rarity(s) for s in content if not self.has(c, s)), reverse=True)
        return sum(missing[:3]) / (3 * self.index.rarity("")) if missing else 0.0

    def has(self, c: int, s: str) -> bool:
        """Whether entry *c* has the stemmed word *s*."""
        t = self.index.terms.get(s)
        if t is None:
            return False
        span = self.index.entries[self.index.starts[t] : self.index.starts[t + 1]]
        at = int(span.searchsorted(c))
        return at < len(span) and int(span[at]) == c


def _likenesses(kinds: Kinds, cosines: Mapping[str, Floats]) -> dict[str, Floats]:
    """Those of the RANK_FEATURES that come from the vectors."""
    text = np.maximum(cosines["text"], cosines["part"])
    best = np.maximum(text, cosines["example"])
    return {
        "cosine_text": text * kinds.said,
        "cosine_best": best,
        "cosine_example": np.where(kinds.examples, cosines["example"], best) * kinds.said,
        "cosine_mean": cosines["mean"],
        "cosine_centroid": cosines["centroid"] * kinds.said,
        "negative": np.maximum(0.0, cosines["negative"] - best),
        "fact_cosine": best * kinds.fact,
        "small_talk_cosine": best * kinds.small_talk,
    }


@lru_cache(maxsize=2)
def _lexicon(entries: tuple[LexiconEntry, ...]) -> Lexicon:
    """Remembered: to build it is half of the work, and a knowledge that changes mostly keeps its lexicon."""
    return Lexicon(entries)


def _own_words(all_entries: Sequence[Entry], reports: Sequence[Report]) -> set[str]:
    texts = [e.text for e in all_entries]
    for report in reports:
        texts += [report.title, *report.organizers]
        texts += [t for p in report.panelists for t in (*spellings(p), p.role, p.topic)]
    return {w for text in texts for w in words(text) if w.isascii()}


def _example_words(all_entries: Sequence[Entry]) -> set[str]:
    """Words of the examples and keywords, which may be of any language."""
    return {w for e in all_entries for text in (e.about, *e.keywords, *e.examples) for w in words(text) if w.isascii()}
