"""The matcher: built once from reports, then question after question to evidence, ranking and decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from bot.knowledge.model import Report
from bot.language.english import FUNCTION_WORDS, stem
from bot.language.lexicon import Lexicon, LexiconEntry
from bot.language.names import name_parts
from bot.language.text import words
from bot.matching.details import COUNTRIES, details
from bot.matching.entries import Entry, entries
from bot.matching.features import RANK_FEATURES, Evidence, Matrix
from bot.matching.index import Floats, Index, build
from bot.matching.overlap import Overlap
from bot.matching.people import Mention, People, spellings
from bot.matching.question import Question, Role, Term, all_terms
from bot.matching.reader import Reader
from bot.matching.semantics import Semantics
from bot.matching.vectors import Embedder

_FIELD_WEIGHTS = {"text": 1.0, "about": 0.6, "keywords": 0.6, "examples": 0.5, "person": 0.8}
_ROLE_WEIGHTS = {Role.CONTENT: 1.0, Role.UNKNOWN: 1.0, Role.ASKING: 0.25, Role.FUNCTION: 0.0}
_CANDIDATES = 64
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
_FACTS = ("takeaway", "event", "panelists", "topics")


@dataclass(frozen=True, slots=True)
class _Measured:
    """What was measured of all entries for one question."""

    bm25: Floats
    coverage: Floats
    asked: Floats
    """Coverage that counts the words of asking too: facts are asked for in them."""
    overlap: Floats
    cosines: Mapping[str, Floats]
    vector: Floats


_PEOPLE = 1_000_000  # a person as one number: report times this, plus panelist


@dataclass(frozen=True, slots=True)
class _Kinds:
    """What the entries are, as columns."""

    person: npt.NDArray[np.int64]
    """-1 where there is none."""
    said: npt.NDArray[np.bool_]
    panelist: npt.NDArray[np.bool_]
    fact: npt.NDArray[np.bool_]
    small_talk: npt.NDArray[np.bool_]
    examples: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, all_entries: Sequence[Entry]) -> _Kinds:
        kinds = [e.kind for e in all_entries]
        return cls(
            np.array([-1 if e.panelist is None else e.report * _PEOPLE + e.panelist for e in all_entries]),
            np.array([k in ("point", "panelist") for k in kinds]),
            np.array([k == "panelist" for k in kinds]),
            np.array([k in _FACTS for k in kinds]),
            np.array([k is None for k in kinds]),
            np.array([bool(e.examples) for e in all_entries]),
        )


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
        lexicon_index = Lexicon(lexicon)
        self.reader = Reader(
            lexicon_index,
            english,
            _own_words(self.entries, self.reports),
            _example_words(self.entries),
            [s for r in self.reports for p in r.panelists for s in spellings(p)],
        )
        self.index = build([self._fields(e) for e in self.entries])
        self.examples = Overlap(self.reader, self.entries)
        self.semantics = Semantics(self.entries, self.reports, self.reader, embedder)
        self._kinds = _Kinds.of(self.entries)

    def _fields(self, entry: Entry) -> list[tuple[list[str], float]]:
        person: list[str] = []
        if entry.panelist is not None:
            panelist = self.reports[entry.report].panelists[entry.panelist]
            roles = [panelist.role, *(t.role for t in panelist.translations.values() if t.role)]
            person = [w for s in spellings(panelist) for w in name_parts(s)] + [w for r in roles for w in words(r)]
            person = list(dict.fromkeys(person))
        return [
            (self._stems(entry.text), _FIELD_WEIGHTS["text"]),
            (self._stems(entry.about), _FIELD_WEIGHTS["about"]),
            ([s for k in entry.keywords for s in self._stems(k)], _FIELD_WEIGHTS["keywords"]),
            ([s for e in entry.examples for s in self._stems(e)], _FIELD_WEIGHTS["examples"]),
            ([stem(w) for w in person if w not in FUNCTION_WORDS], _FIELD_WEIGHTS["person"]),
        ]

    def _stems(self, text: str) -> list[str]:
        return [t.stem for t in all_terms(self.reader.read(text)) if t.stem and t.role is not Role.FUNCTION]

    def evidence(self, question: Question, mention: Mention | None = None) -> Evidence:
        """Measure everything that speaks for and against each candidate answer to *question*.

        *mention* is whom the question means, where the conversation tells; otherwise the question itself does.
        """
        terms = question.terms
        mention = self.people.mentioned(terms) if mention is None else mention
        weights = _weights(terms, self.index, question.background)
        bm25 = self.index.score(weights)
        ideal = sum(self.index.rarity(s) * w for s, w in weights.items()) * 1.6
        content = {t.stem: 1.0 for i, t in enumerate(terms)
                   if t.role in (Role.CONTENT, Role.UNKNOWN) and i not in mention.terms and t.stem}  # fmt: skip
        asking = {t.stem: 1.0 for t in terms if t.role is not Role.FUNCTION and t.stem}
        measured = _Measured(
            bm25 / ideal if ideal else bm25,
            self.index.coverage(content),
            self.index.coverage(asking),
            self.examples.overlap(terms, mention.terms),
            *self.semantics.cosines(question, mention.terms),
        )
        candidates = self._candidates(bm25)
        rank = self._rank(candidates, mention, measured)
        wanted = details(terms)

        @cache
        def winner(at: int) -> Mapping[str, float]:
            return self._winner(int(candidates[at]), rank[at], wanted, bool(mention.people), content)

        return Evidence(
            candidates, rank, self._scope_facts(question, mention, content, measured), winner, measured.vector
        )

    def _rank(self, candidates: npt.NDArray[np.int64], mention: Mention, measured: _Measured) -> Matrix:
        """The RANK_FEATURES of the candidates."""
        kinds = self._kinds
        cosines = measured.cosines
        text = np.maximum(cosines["text"], cosines["part"])
        best = np.maximum(text, cosines["example"])
        people = [report * _PEOPLE + panelist for report, panelist in mention.people]
        named = np.isin(kinds.person, people) if people else np.zeros(len(kinds.person), dtype=bool)
        columns = {
            "bm25": measured.bm25 * kinds.said,
            "coverage": measured.coverage,
            "example_overlap": measured.overlap * kinds.said,
            "cosine_text": text * kinds.said,
            "cosine_best": best,
            "cosine_example": np.where(kinds.examples, cosines["example"], best) * kinds.said,
            "cosine_mean": cosines["mean"],
            "negative": np.maximum(0.0, cosines["negative"] - best),
            "named": named,
            "other_person": (kinds.person >= 0) & ~named & bool(people),
            "is_panelist": kinds.panelist,
            "is_fact": kinds.fact,
            "fact_coverage": measured.asked * kinds.fact,
            "fact_overlap": measured.overlap * kinds.fact,
            "fact_cosine": best * kinds.fact,
            "is_small_talk": kinds.small_talk,
            "small_talk_cosine": best * kinds.small_talk,
        }
        return np.stack([columns[name][candidates] for name in RANK_FEATURES], axis=1).astype(np.float64)

    def _winner(
        self, c: int, row: Matrix, wanted: Mapping[str, list[str]], named: bool, content: Mapping[str, float]
    ) -> dict[str, float]:
        """What the decision needs to know of the candidate that leads."""
        ranked = dict(zip(RANK_FEATURES, map(float, row), strict=True))
        fact = ranked["is_fact"] > 0
        uncovered = self._uncovered(c, content)
        particulars = {
            name: float(bool(stems) and not fact and not any(self._has(c, s) for s in stems))
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
            cosines, _ = self.semantics.cosines(question)
            likeness, floor = likeness + np.maximum(cosines["text"], cosines["part"]), _RELATED_BY_VECTORS
        found = [
            (e, float(likeness[i]))
            for i, e in enumerate(self.entries)
            if e.kind == "point" and (e.report, e.panelist) != (entry.report, entry.panelist) and likeness[i] >= floor
        ]
        return sorted(found, key=lambda pair: -pair[1])[:most]

    def _candidates(self, bm25: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
        if len(self.entries) <= 400:
            return np.arange(len(self.entries), dtype=np.int64)
        return np.argsort(-bm25)[:_CANDIDATES].astype(np.int64)

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
            "digits": float(any(t.word.isdecimal() and t.stem not in known for t in terms)),
            "unanswered": float(measured.cosines["unanswered"][0]),
            "named": float(bool(mention.people)),
            "short": float(len(content) <= 2),
            "long": min(len(content), 12) / 12,
        }

    def _uncovered(self, c: int, content: Mapping[str, float]) -> float:
        """The rarity of the rarest content words that the entry does not have, by the rarest there can be."""
        missing = sorted((self.index.rarity(s) for s in content if not self._has(c, s)), reverse=True)
        return sum(missing[:3]) / (3 * self.index.rarity("")) if missing else 0.0

    def _has(self, c: int, s: str) -> bool:
        t = self.index.terms.get(s)
        if t is None:
            return False
        span = self.index.entries[self.index.starts[t] : self.index.starts[t + 1]]
        at = int(np.searchsorted(span, c))
        return at < len(span) and int(span[at]) == c


def _weights(terms: Sequence[Term], index: Index, background: Sequence[Term]) -> dict[str, float]:
    out: dict[str, float] = {}
    for t in terms:
        if t.stem:
            out[t.stem] = max(out.get(t.stem, 0.0), _ROLE_WEIGHTS[t.role])
    for t in background:
        if t.stem and t.stem in index.terms:
            out[t.stem] = max(out.get(t.stem, 0.0), 0.3 * _ROLE_WEIGHTS[t.role])
    return {s: w for s, w in out.items() if w}


def _own_words(all_entries: Sequence[Entry], reports: Sequence[Report]) -> set[str]:
    texts = [e.text for e in all_entries]
    for report in reports:
        texts += [report.title, *report.organizers]
        texts += [t for p in report.panelists for t in (*spellings(p), p.role, p.topic)]
    return {w for text in texts for w in words(text) if w.isascii()}


def _example_words(all_entries: Sequence[Entry]) -> set[str]:
    """Words of the examples and keywords, which may be of any language."""
    return {w for e in all_entries for text in (e.about, *e.keywords, *e.examples) for w in words(text) if w.isascii()}
