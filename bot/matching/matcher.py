"""The matcher: built once from reports, then question after question to evidence, ranking and decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.knowledge.model import Report
from bot.language.english import FUNCTION_WORDS, stem
from bot.language.lexicon import Lexicon, LexiconEntry
from bot.language.names import name_parts
from bot.language.text import words
from bot.matching.entries import Entry, entries
from bot.matching.features import RANK_FEATURES, Evidence, named_columns
from bot.matching.index import Floats, Index, build
from bot.matching.people import Mention, People, spellings
from bot.matching.phrases import COUNTRIES, DETAILS, UNANSWERED
from bot.matching.question import Question, Reader, Role, Term
from bot.matching.vectors import Embedder, Vectors

Cosines = dict[str, Floats]
"""The best cosine of every entry, by kind of text."""

_FIELD_WEIGHTS = {"text": 1.0, "about": 0.6, "examples": 0.5, "person": 0.8}
_ROLE_WEIGHTS = {Role.CONTENT: 1.0, Role.UNKNOWN: 1.0, Role.ASKING: 0.25, Role.FUNCTION: 0.0}
_CANDIDATES = 64
_RELATED_BY_WORDS = 0.2
_RELATED_BY_VECTORS = 0.5


_FROM_ROWS = {
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
_ABOUT_WINNER = ("uncovered", "uncovered_cosine", "named_uncovered", "top_coverage", "edited")


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


@dataclass(frozen=True, slots=True)
class Unit:
    """One text of an entry that has a vector of its own."""

    entry: int
    kind: str
    """``text`` (whole), ``part`` (a sentence, the topic), ``example``, ``negative`` or ``unanswered``."""
    text: str


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
        self._names = {stem(part) for r in reports for p in r.panelists for s in spellings(p) for part in name_parts(s)}
        lexicon_index = Lexicon(lexicon)
        self.reader = Reader(
            lexicon_index,
            english,
            _own_words(self.entries, self.reports),
            _example_words(self.entries),
            [s for r in self.reports for p in r.panelists for s in spellings(p)],
        )
        self.index = build([self._fields(e) for e in self.entries])
        self.examples = _Examples(self.reader, self.entries)
        self.embedder = embedder
        self.units = list(_units(self.entries, self.reports)) if embedder else []
        self._unit_entry = np.array([u.entry for u in self.units], dtype=np.int64)
        self._unit_kind = np.array([u.kind for u in self.units])
        self.vectors: Vectors | None = None
        if embedder:
            self.vectors = embedder.embed([self._unit_text(u) for u in self.units])

    def _unit_text(self, unit: Unit) -> str:
        if self.embedder is not None and self.embedder.multilingual:
            return unit.text
        return (
            unit.text
            if unit.text.isascii() and unit.kind in ("text", "part")
            else self.reader.read(unit.text).full_english
        )

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
            ([s for e in entry.examples for s in self._stems(e)], _FIELD_WEIGHTS["examples"]),
            ([stem(w) for w in person if w not in FUNCTION_WORDS], _FIELD_WEIGHTS["person"]),
        ]

    def _stems(self, text: str) -> list[str]:
        return [t.stem for t in _all_terms(self.reader.read(text)) if t.stem and t.role is not Role.FUNCTION]

    def evidence(self, question: Question) -> Evidence:
        """Measure everything that speaks for and against each candidate answer to *question*."""
        terms = question.terms
        mention = self.people.mentioned(terms)
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
            *self._cosines(question, terms, mention),
        )
        candidates = self._candidates(bm25)
        rows = [self._row(int(c), mention, measured) for c in candidates]
        rank = named_columns(rows, RANK_FEATURES)
        facts = self._scope_facts(question, mention, content, measured)
        per_candidate = self._per_candidate(candidates, rows, terms, mention, content)
        return Evidence(candidates, rank, facts, per_candidate, measured.vector)

    def _per_candidate(
        self,
        candidates: npt.NDArray[np.int64],
        rows: Sequence[Mapping[str, float]],
        terms: Sequence[Term],
        mention: Mention,
        content: Mapping[str, float],
    ) -> dict[str, npt.NDArray[np.float64]]:
        """What the decision needs to know of whichever candidate wins."""
        wanted = _details(terms)
        out: dict[str, list[float]] = {name: [] for name in (*_FROM_ROWS, *_ABOUT_WINNER, *wanted)}
        for c, row in zip(candidates, rows, strict=True):
            for name, source in _FROM_ROWS.items():
                out[name].append(row[source])
            uncovered = self._uncovered(int(c), content)
            out["uncovered"].append(uncovered)
            out["uncovered_cosine"].append(uncovered * row["cosine_best"])
            out["named_uncovered"].append(uncovered * float(bool(mention.people)))
            out["edited"].append(float(bool(self.entries[int(c)].examples) and row["is_fact"] == 0))
            fact = row["is_fact"] > 0
            out["top_coverage"].append(row["fact_coverage"] if fact else row["coverage"])
            for name, stems in wanted.items():
                out[name].append(float(bool(stems) and not fact and not any(self._has(int(c), s) for s in stems)))
        return {name: np.array(column) for name, column in out.items()}

    def related(self, entry: Entry, most: int = 3) -> list[tuple[Entry, float]]:
        """Other panelists' points on the same subject, with their likeness, nearest first."""
        question = self.reader.read(entry.text)
        terms = _all_terms(question)
        likeness = self.examples.overlap(terms, frozenset())
        floor = _RELATED_BY_WORDS
        if self.embedder is not None:
            cosines, _ = self._cosines(question, terms, Mention())
            likeness, floor = np.maximum(cosines["text"], cosines["part"]), _RELATED_BY_VECTORS
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

    def _cosines(self, question: Question, terms: Sequence[Term], mention: Mention) -> tuple[Cosines, Floats]:
        """Of the question: the best cosine to each kind of text of each entry, and its vector."""
        n = len(self.entries)
        zero = np.zeros(n, dtype=np.float32)
        out: dict[str, Floats] = dict.fromkeys(("text", "part", "example", "negative", "mean"), zero)
        out["unanswered"] = zero[:1]
        if self.embedder is None or self.vectors is None:
            return out, np.zeros(0, dtype=np.float32)
        texts = [question.focus or question.typed]
        if not self.embedder.multilingual:
            named = {t.typed for i, t in enumerate(terms) if i in mention.terms}
            kept = " ".join(w for w in question.english.split() if w not in named)
            texts = [kept or question.english]
            if question.background:
                texts.append(question.full_english)
        embedded = self.embedder.embed(texts, query=True)
        cosine = (self.vectors @ embedded.T).max(axis=1)
        for kind in ("text", "part", "example", "negative"):
            chosen = self._unit_kind == kind
            best = np.full(n, -1.0, dtype=np.float32)
            np.maximum.at(best, self._unit_entry[chosen], cosine[chosen])
            out[kind] = np.where(best < -0.5, 0.0, best).astype(np.float32)
        positive = np.isin(self._unit_kind, ("text", "part", "example"))
        out["mean"] = _top_mean(self._unit_entry[positive], cosine[positive], n)
        general = self._unit_kind == "unanswered"
        out["unanswered"] = cosine[general].max(keepdims=True) if general.any() else zero[:1]
        return out, embedded[0]

    def _row(self, c: int, mention: Mention, measured: _Measured) -> dict[str, float]:
        entry = self.entries[c]
        person = (entry.report, entry.panelist) if entry.panelist is not None else None
        named = person is not None and person in mention.people
        fact = entry.kind in ("takeaway", "event", "panelists", "topics")
        point = entry.kind == "point" or entry.kind == "panelist"
        cosines = measured.cosines
        best = max(float(cosines[k][c]) for k in ("text", "part", "example"))
        overlap = float(measured.overlap[c])
        return {
            "bm25": float(measured.bm25[c]) if point else 0.0,
            "coverage": float(measured.coverage[c]),
            "example_overlap": overlap if point else 0.0,
            "cosine_text": float(max(cosines["text"][c], cosines["part"][c])) if point else 0.0,
            "cosine_best": best,
            "cosine_example": (float(cosines["example"][c]) if entry.examples else best) if point else 0.0,
            "cosine_mean": float(cosines["mean"][c]),
            "negative": max(0.0, float(cosines["negative"][c]) - best),
            "named": float(named),
            "other_person": float(bool(mention.people) and person is not None and not named),
            "is_panelist": float(entry.kind == "panelist"),
            "is_fact": float(fact),
            "fact_coverage": float(measured.asked[c]) if fact else 0.0,
            "fact_overlap": overlap if fact else 0.0,
            "fact_cosine": best if fact else 0.0,
            "is_small_talk": float(entry.kind is None),
            "small_talk_cosine": best if entry.kind is None else 0.0,
        }

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


class _Examples:
    """Word overlap with the best single example or sentence of each entry (idf-weighted cosine)."""

    def __init__(self, reader: Reader, all_entries: Sequence[Entry]) -> None:
        documents: list[list[str]] = []
        owner: list[int] = []
        for i, entry in enumerate(all_entries):
            for text in (*entry.examples, *entry.sentences, entry.about):
                stems = [t.stem for t in _all_terms(reader.read(text)) if t.role is not Role.FUNCTION and t.stem]
                if stems:
                    documents.append(list(dict.fromkeys(stems)))
                    owner.append(i)
        self._index: Index = build([[(d, 1.0)] for d in documents])
        self._owner = np.array(owner, dtype=np.int64)
        self._norms = np.array(
            [np.sqrt(sum(self._index.rarity(s) ** 2 for s in d)) for d in documents], dtype=np.float32
        )
        self._size = len(all_entries)

    def overlap(self, terms: Sequence[Term], named: frozenset[int]) -> npt.NDArray[np.float32]:
        """The best example's likeness to *terms* for every entry, 0 to 1."""
        out = np.zeros(self._size, dtype=np.float32)
        stems = {t.stem for i, t in enumerate(terms) if t.role is not Role.FUNCTION and t.stem and i not in named}
        norm = float(np.sqrt(sum(self._index.rarity(s) ** 2 for s in stems)))
        if not norm:
            return out
        dots = np.zeros(len(self._norms), dtype=np.float32)
        for s in stems:
            t = self._index.terms.get(s)
            if t is not None:
                dots[self._index.entries[self._index.starts[t] : self._index.starts[t + 1]]] += self._index.idf[t] ** 2
        np.maximum.at(out, self._owner, dots / (self._norms * norm))
        return out


def _all_terms(question: Question) -> tuple[Term, ...]:
    return question.terms + question.background


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
    texts = [t for e in all_entries for t in (e.text, e.about)]
    for report in reports:
        texts += [report.title, *report.organizers]
        texts += [t for p in report.panelists for t in (*spellings(p), p.role)]
    return {w for text in texts for w in words(text) if w.isascii()}


def _example_words(all_entries: Sequence[Entry]) -> set[str]:
    return {w for e in all_entries for text in e.examples for w in words(text) if w.isascii()}


def _units(all_entries: Sequence[Entry], reports: Sequence[Report]) -> list[Unit]:
    out: list[Unit] = []
    for i, e in enumerate(all_entries):
        if e.text:
            out.append(Unit(i, "text", e.text))
            if len(e.sentences) > 1:
                out += [Unit(i, "part", s) for s in e.sentences]
        if e.about:
            out.append(Unit(i, "part", e.about))
        out += [Unit(i, "example", x) for x in e.examples]
        out += [Unit(i, "negative", x) for x in e.negative_examples]
    general = (*UNANSWERED, *(x for r in reports for x in r.negative_examples))
    return out + [Unit(len(all_entries) - 1, "unanswered", x) for x in general]


def _top_mean(owner: npt.NDArray[np.int64], values: npt.NDArray[np.float32], n: int) -> npt.NDArray[np.float32]:
    """The mean of each entry's three best values."""
    out = np.zeros(n, dtype=np.float32)
    order = np.lexsort((-values, owner))
    owners, starts = np.unique(owner[order], return_index=True)
    ends = np.append(starts[1:], len(order))
    for entry, a, b in zip(owners, starts, ends, strict=True):
        out[entry] = values[order[a : min(b, a + 3)]].mean()
    return out


def _details(terms: Sequence[Term]) -> dict[str, list[str]]:
    """By kind of particular: the stems of the words that ask for it."""
    text = " " + " ".join(t.word for t in terms if t.word) + " "
    return {
        kind: [stem(w) for cue in cues if f" {cue} " in text for w in cue.split()] for kind, cues in DETAILS.items()
    }
