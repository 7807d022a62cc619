"""The matcher: built once from reports, then question after question to evidence, ranking and decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.knowledge.model import Report
from bot.language.english import FUNCTION_WORDS, stem
from bot.language.lexicon import Lexicon, LexiconEntry
from bot.language.text import words
from bot.matching.entries import Entry, entries
from bot.matching.features import RANK_FEATURES, Evidence, named_columns
from bot.matching.index import Index, build
from bot.matching.people import Mention, People, name_parts, spellings
from bot.matching.phrases import UNANSWERED
from bot.matching.question import Question, Reader, Role, Term
from bot.matching.vectors import Embedder, Vectors

_FIELD_WEIGHTS = {"text": 1.0, "about": 0.6, "examples": 0.5, "person": 0.8}
_ROLE_WEIGHTS = {Role.CONTENT: 1.0, Role.UNKNOWN: 1.0, Role.ASKING: 0.25, Role.FUNCTION: 0.0}
_CANDIDATES = 64
_RELATED_BY_WORDS = 0.2
_RELATED_BY_VECTORS = 0.5


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
            lexicon_index, english, _own_words(self.entries, self.reports), _example_words(self.entries)
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
        bm25n = bm25 / ideal if ideal else bm25
        candidates = self._candidates(bm25)
        content = {t.stem: 1.0 for i, t in enumerate(terms)
                   if t.role in (Role.CONTENT, Role.UNKNOWN) and i not in mention.terms and t.stem}  # fmt: skip
        coverage = self.index.coverage(content)
        asking = {t.stem: 1.0 for t in terms if t.role is not Role.FUNCTION and t.stem}
        fact_coverage = self.index.coverage(asking)
        overlap = self.examples.overlap(terms, mention.terms)
        cosines = self._cosines(question, terms, mention)
        rows = [
            self._row(int(c), question, mention, content, bm25n, coverage, fact_coverage, overlap, cosines)
            for c in candidates
        ]
        rank = named_columns(rows, RANK_FEATURES)
        facts = self._scope_facts(question, terms, mention, content, cosines)
        per_candidate = {
            "top_cosine": rank[:, RANK_FEATURES.index("cosine_best")],
            "top_bm25": rank[:, RANK_FEATURES.index("bm25")],
            "top_coverage": np.maximum(
                rank[:, RANK_FEATURES.index("coverage")],
                rank[:, RANK_FEATURES.index("fact_coverage")] * rank[:, RANK_FEATURES.index("is_fact")],
            ),
            "negative": rank[:, RANK_FEATURES.index("negative")],
            "is_panelist": rank[:, RANK_FEATURES.index("is_panelist")],
            "is_fact": rank[:, RANK_FEATURES.index("is_fact")],
            "small_talk": rank[:, RANK_FEATURES.index("is_small_talk")],
            "uncovered": np.array([self._uncovered(int(c), content) for c in candidates]),
        }
        return Evidence(candidates, rank, facts, per_candidate)

    def related(self, entry: Entry, most: int = 3) -> list[tuple[Entry, float]]:
        """Other panelists' points on the same subject, with their likeness, nearest first."""
        question = self.reader.read(entry.text)
        terms = _all_terms(question)
        likeness = self.examples.overlap(terms, frozenset())
        floor = _RELATED_BY_WORDS
        if self.embedder is not None:
            cosines = self._cosines(question, terms, Mention())
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

    def _cosines(
        self, question: Question, terms: Sequence[Term], mention: Mention
    ) -> dict[str, npt.NDArray[np.float32]]:
        n = len(self.entries)
        zero = np.zeros(n, dtype=np.float32)
        out = dict.fromkeys(("text", "part", "example", "negative", "mean"), zero) | {"unanswered": zero[:1]}
        if self.embedder is None or self.vectors is None:
            return out
        if self.embedder.multilingual:
            texts = [question.focus or question.typed]
        else:
            residual = " ".join(t.word for i, t in enumerate(terms) if i not in mention.terms and t.word)
            texts = [residual or question.english]
        q = self.embedder.embed(texts, query=True)[0]
        cosine = self.vectors @ q
        for kind in ("text", "part", "example", "negative"):
            chosen = self._unit_kind == kind
            best = np.full(n, -1.0, dtype=np.float32)
            np.maximum.at(best, self._unit_entry[chosen], cosine[chosen])
            out[kind] = np.where(best < -0.5, 0.0, best).astype(np.float32)
        positive = np.isin(self._unit_kind, ("text", "part", "example"))
        out["mean"] = _top_mean(self._unit_entry[positive], cosine[positive], n)
        general = self._unit_kind == "unanswered"
        out["unanswered"] = cosine[general].max(keepdims=True) if general.any() else zero[:1]
        return out

    def _row(
        self,
        c: int,
        question: Question,
        mention: Mention,
        content: Mapping[str, float],
        bm25: npt.NDArray[np.float32],
        coverage: npt.NDArray[np.float32],
        fact_coverage: npt.NDArray[np.float32],
        overlap: npt.NDArray[np.float32],
        cosines: Mapping[str, npt.NDArray[np.float32]],
    ) -> dict[str, float]:
        entry = self.entries[c]
        person = (entry.report, entry.panelist) if entry.panelist is not None else None
        named = person is not None and person in mention.people
        bare = bool(mention.people) and not content
        fact = entry.kind in ("takeaway", "event", "panelists", "topics")
        best = max(float(cosines["text"][c]), float(cosines["part"][c]), float(cosines["example"][c]))
        return {
            "bm25": float(bm25[c]),
            "coverage": float(coverage[c]),
            "example_overlap": float(overlap[c]),
            "cosine_text": float(cosines["text"][c]),
            "cosine_best": best,
            "cosine_example": float(cosines["example"][c]) if entry.examples else best,
            "cosine_mean": float(cosines["mean"][c]),
            "negative": max(0.0, float(cosines["negative"][c]) - best),
            "named": float(named),
            "other_person": float(bool(mention.people) and person is not None and not named),
            "bare_name": float(named and bare and entry.kind == "panelist"),
            "named_with_topic": float(named and not bare and entry.kind == "point"),
            "is_panelist": float(entry.kind == "panelist"),
            "is_fact": float(fact),
            "is_small_talk": float(entry.kind is None),
            "fact_coverage": float(fact_coverage[c]) if fact or entry.kind is None else 0.0,
        }

    def _scope_facts(
        self,
        question: Question,
        terms: Sequence[Term],
        mention: Mention,
        content: Mapping[str, float],
        cosines: Mapping[str, npt.NDArray[np.float32]],
    ) -> dict[str, float]:
        unknown = [t for i, t in enumerate(terms) if i not in mention.terms
                   and (t.role is Role.UNKNOWN or (t.capital and t.stem not in self.index.terms))]  # fmt: skip
        typed = [t.word for t in terms]
        return {
            "unknown": min(len(unknown), 3) / 3,
            "stranger": float(mention.stranger or mention.beyond),
            "unanswered": float(cosines["unanswered"][0]),
            "named": float(bool(mention.people)),
            "short": float(len(content) <= 2),
            "numeric": float(_asks_number(typed)),
            "how_to": float(_asks_how_to(typed)),
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


def _asks_number(typed: Sequence[str]) -> bool:
    text = " ".join(typed)
    return any(
        w in text
        for w in ("how many", "how much", "percent", "number of", "price", "cost ", "salary", "how long", "how old")
    )


def _asks_how_to(typed: Sequence[str]) -> bool:
    text = " " + " ".join(typed)
    return any(w in text for w in (" how do i", " how can i", " where can i", " how to ", " can you ", " where do i"))
