"""The matcher: built once from reports, then question after question to evidence, ranking and decision."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bot.knowledge.model import Report
from bot.language.english import FUNCTION_WORDS
from bot.language.lexicon import Entries, LexiconEntry, indexed
from bot.language.names import name_parts
from bot.language.text import words
from bot.matching.details import COUNTRIES, details
from bot.matching.entries import Entry, entries
from bot.matching.features import RANK_FEATURES, Evidence
from bot.matching.index import Found
from bot.matching.kinds import Kinds, person_number
from bot.matching.measured import Measured
from bot.matching.naming import spellings
from bot.matching.narrowing import Reports
from bot.matching.overlap import Overlap, telling
from bot.matching.people import Mention, People
from bot.matching.question import CARRYING, TELLING, Question, Role, all_terms
from bot.matching.reader import Reader
from bot.matching.retrieval import Retrieval
from bot.matching.retrieval import weights as query_weights
from bot.matching.semantics import Semantics
from bot.matching.subject import alone
from bot.matching.vectors import Embedder, Vectors

_FIELD_WEIGHTS = {"text": 1.0, "about": 0.6, "keywords": 0.6, "examples": 0.5, "person": 0.8}
_ALL = 400
"""Entries of which every one is measured for every question."""
_REMEMBERED = 2_000
"""Words of which it is remembered which entries have them, where every one is measured."""
_CANDIDATES = 64
"""Entries that are measured for their words, for their meaning and for each person meant, where there are more."""
_BEST_SCORE = 1.6
"""A score that is hardly ever reached, by the rarity of the question's words."""
_MOST_MISSING = 3
"""Of the words that the winner does not have, so many of the rarest count."""
_NO_VECTOR = np.zeros(0, dtype=np.float32)
_RELATED_BY_WORDS = 0.2
_RELATED_BY_VECTORS = 0.5
_OF_THE_WINNER = [
    (name, RANK_FEATURES.index(ranked))
    for name, ranked in {
        "top_cosine": "cosine_best",
        "top_bm25": "bm25",
        "top_overlap": "example_overlap",
        "negative": "negative",
        "is_panelist": "is_panelist",
        "is_fact": "is_fact",
        "fact_cosine": "fact_cosine",
        "fact_coverage": "fact_coverage",
    }.items()
]
"""Features of the decision that are features of the winner in the ranking, and where these stand."""
_COVERAGE = RANK_FEATURES.index("coverage")


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
            indexed(Entries.packed(lexicon)),
            english,
            _own_words(self.entries, self.reports),
            _example_words(self.entries),
            [s for r in self.reports for p in r.panelists for s in spellings(p)],
            [p.role for r in self.reports for p in r.panelists],
        )
        self.index = Retrieval(self.reader, map(self._fields, self.entries)).index
        # The same words come again and again.
        self._posting = lru_cache(maxsize=_REMEMBERED)(self.index.posting)
        self.examples = Overlap(self.reader, self.entries)
        self.semantics = Semantics(self.entries, self.reports, self.reader, embedder)
        self._kinds = Kinds.read(self.entries)
        self._every = np.arange(len(self.entries))

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
        terms, index = question.terms, self.index
        weights = query_weights(terms, index.terms, question.background)
        asking: dict[str, float] = {}
        nameless: dict[str, float] = {}
        content: dict[str, float] = {}
        for i, t in enumerate(terms):
            if t.stem and t.role in TELLING:
                asking[t.stem] = 1.0
                if i not in mention.terms:
                    nameless[t.stem] = 1.0
                    if t.role in CARRYING:
                        content[t.stem] = 1.0
        vectors = self.semantics.vectors(question, mention.terms)
        chosen = self._candidates(weights, vectors, mention)
        if reports:
            within = np.isin(self._kinds.report, (*reports, -1))
            chosen = np.flatnonzero(within) if chosen is None else chosen[within[chosen]]
        if chosen is None:
            found = Found(len(self.entries), {stem: self._posting(stem) for stem in weights})
        else:
            found = Found(len(chosen), {stem: index.posting(stem, chosen) for stem in weights})
        most = found.total(weights) * _BEST_SCORE or 1.0
        measured = Measured(
            [score / most for score in found.score(weights)],
            found.coverage(content),
            found.coverage(asking),
            self.examples.overlap(nameless, chosen),
            self.semantics.cosines(vectors, chosen),
        )
        candidates = self._every if chosen is None else chosen
        rank = measured.rank(self._kinds if chosen is None else self._kinds.of(chosen), mention)
        wanted = details(terms)

        def winner(at: int) -> Mapping[str, float]:
            missing = sorted(found.missing(at, content), reverse=True)
            uncovered = sum(missing[:_MOST_MISSING]) / (_MOST_MISSING * index.rarest)
            return self._winner(candidates.item(at), rank[at].tolist(), wanted, bool(mention.people), uncovered)

        facts = self._scope_facts(question, mention, len(content), measured)
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

    def _winner(
        self,
        c: int,
        row: Sequence[float],
        wanted: Mapping[str, Sequence[str]],
        named: bool,
        uncovered: float,
    ) -> dict[str, float]:
        """What the decision needs to know of the candidate that leads; what is not there is 0.

        *uncovered* is the rarity of the rarest content words that it does not have, by the rarest there can be.
        """
        out = {name: row[at] for name, at in _OF_THE_WINNER}
        fact = out["is_fact"] > 0
        if not fact:
            asked = {kind: 1.0 for kind, stems in wanted.items() if not any(self.has(c, s) for s in stems)}
            out |= {**asked, "details": float(bool(asked))}
        out["uncovered"] = uncovered
        out["uncovered_cosine"] = uncovered * out["top_cosine"]
        out["named_uncovered"] = uncovered * named
        out["edited"] = float(bool(self._kinds.examples[c]) and not fact)
        out["top_coverage"] = out["fact_coverage"] if fact else row[_COVERAGE]
        return out

    def related(self, entry: Entry, most: int = 3) -> list[tuple[Entry, float]]:
        """Other panelists' points on the same subject, with their likeness, nearest first."""
        question = self.reader.read(entry.text)
        likeness = np.array(self.examples.overlap(telling(all_terms(question))))
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

    def _scope_facts(self, question: Question, mention: Mention, content: int, measured: Measured) -> dict[str, float]:
        """Features of the decision that are the same whoever leads."""
        known = self.index.terms
        unknown, foreign = 0, False
        for i, t in enumerate(question.terms):
            if t.stem not in known and i not in mention.terms:
                unknown += t.role is Role.UNKNOWN or t.capital
                foreign = foreign or t.word in COUNTRIES
        return {
            "unknown": min(unknown, 3) / 3,
            "stranger": float(mention.stranger),
            "foreign": float(foreign),
            "unanswered": float(measured.cosines["unanswered"].max()) if measured.cosines else 0.0,
            "named": float(bool(mention.people)),
            "short": float(content <= 2),
            "long": min(content, 12) / 12,
        }

    def has(self, c: int, s: str) -> bool:
        """Whether entry *c* has the stemmed word *s*."""
        t = self.index.terms.get(s)
        if t is None:
            return False
        entries, stop = self.index.entries, self.index.starts.item(t + 1)
        at = bisect_left(entries, c, self.index.starts.item(t), stop)
        return at < stop and entries.item(at) == c


def _own_words(all_entries: Sequence[Entry], reports: Sequence[Report]) -> set[str]:
    texts = [e.text for e in all_entries]
    for report in reports:
        texts += [report.title, *report.organizers]
        texts += [t for p in report.panelists for t in (*spellings(p), p.role, p.topic)]
    return {w for text in texts for w in words(text) if w.isascii()}


def _example_words(all_entries: Sequence[Entry]) -> set[str]:
    """Words of the examples and keywords, which may be of any language."""
    return {w for e in all_entries for text in (e.about, *e.keywords, *e.examples) for w in words(text) if w.isascii()}
