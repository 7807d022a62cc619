"""Which entries have which word, gathered from their texts: a sorted run of postings at a time, merged at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.int64]

_RUN = 500_000
"""Words from which a run is sorted; what it needs for that is all that gathering needs beside the postings."""


@dataclass(frozen=True, slots=True)
class Postings:
    """For term *t*: ``entries[starts[t]:starts[t+1]]``, ascending, and how often each has it, weighted by field."""

    terms: Mapping[str, int]
    starts: Numbers
    entries: Ints
    frequencies: Floats
    lengths: Floats
    """By entry: its words, weighted by field."""


def within(span: Ints, wanted: Numbers | Ints) -> tuple[Numbers, Numbers]:
    """Which of *wanted* entries (by their places there) a *span* of ascending entries has, and at which places."""
    if not len(span):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    places = np.minimum(span.searchsorted(wanted.astype(np.int32)), len(span) - 1)
    at = np.flatnonzero(span[places] == wanted)
    return at, places[at]


def ranges(starts: Numbers, stops: Numbers) -> tuple[Numbers, Numbers]:
    """All numbers from each start to its stop, one range after another, before them which range each is of."""
    counts = stops - starts
    owner = np.repeat(np.arange(len(starts)), counts)
    return owner, np.arange(len(owner)) + np.repeat(starts - np.cumsum(counts) + counts, counts)


def summed(entries: Sequence[Ints], parts: Sequence[Floats]) -> tuple[Ints, Floats]:
    """Each of *entries* once, ascending, with the sum of its *parts*. Each sequence of entries ascends."""
    if len(entries) == 1:
        return entries[0], parts[0]
    every = np.concatenate(entries)
    # Stable means a merge of what is sorted already.
    order = np.argsort(every, kind="stable")
    every = every[order]
    first = np.flatnonzero(np.concatenate(([True], every[1:] != every[:-1])))
    return every[first], np.add.reduceat(np.concatenate(parts)[order], first)


@dataclass(frozen=True, slots=True)
class _Run:
    """The postings of some consecutive entries, by term and then by entry."""

    terms: Ints
    counts: Numbers
    """Postings of each of *terms*."""
    entries: Ints
    frequencies: Floats
    lengths: Floats


class _Numbering(dict[str, int]):
    """Numbers words in the order in which they are first asked for."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


def gather(entries: Iterable[Iterable[tuple[Sequence[str], float]]], run: int = _RUN) -> Postings:
    """The postings of *entries*, each the words of its fields with the field's weight. Reads them once, in order.

    They are sorted whenever there are *run* words.
    """
    terms = _Numbering()
    runs: list[_Run] = []
    words: list[int] = []
    sizes: list[int] = []
    weights: list[float] = []
    fields: list[int] = []
    first = 0
    for entry in entries:
        before = len(sizes)
        for stems, weight in entry:
            words += map(terms.__getitem__, stems)
            sizes.append(len(stems))
            weights.append(weight)
        fields.append(len(sizes) - before)
        if len(words) >= run:
            runs.append(_run(words, sizes, weights, fields, first))
            first += len(fields)
            words, sizes, weights, fields = [], [], [], []
    if fields:
        runs.append(_run(words, sizes, weights, fields, first))
    return _merge(runs, dict(terms))


def _run(words: list[int], sizes: list[int], weights: list[float], fields: list[int], first: int) -> _Run:
    """Sort the words of the entries from number *first* on; *sizes* and *weights* by field, *fields* by entry."""
    size = np.array(sizes, dtype=np.int64)
    owner = np.repeat(np.arange(len(fields)), fields)
    kinds, kind = np.unique(np.array(weights, dtype=np.float32), return_inverse=True)
    lengths = np.bincount(owner, size * kinds[kind], minlength=len(fields)).astype(np.float32)
    # Term, entry and weight in one number: to sort these is faster than to find their order.
    of_word = np.repeat(owner * len(kinds) + kind, size)
    key = np.sort(np.array(words, dtype=np.int64) * (len(fields) * len(kinds)) + of_word)
    posting, kind = np.divmod(key, max(len(kinds), 1))
    start = np.flatnonzero(np.concatenate((np.ones(min(len(key), 1), dtype=np.bool_), posting[1:] != posting[:-1])))
    frequencies = np.add.reduceat(kinds[kind], start) if len(key) else np.zeros(0, dtype=np.float32)
    term, entry = np.divmod(posting[start], len(fields))
    there, counts = np.unique(term, return_counts=True)
    return _Run(there.astype(np.int32), counts, (entry + first).astype(np.int32), frequencies, lengths)


def _merge(runs: list[_Run], terms: dict[str, int]) -> Postings:
    """One after another into their terms' places; empties *runs*, so that no more than one copy is ever there."""
    frequency = np.zeros(len(terms), dtype=np.int64)
    for run in runs:
        frequency[run.terms] += run.counts
    starts = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(frequency)))
    entries = np.empty(int(starts[-1]), dtype=np.int32)
    frequencies = np.empty(len(entries), dtype=np.float32)
    lengths = np.concatenate([run.lengths for run in runs]) if runs else np.zeros(0, dtype=np.float32)
    free = starts[:-1].copy()
    runs.reverse()
    while runs:
        run = runs.pop()
        # The first free place of each term, counted on within the term.
        ahead = np.cumsum(run.counts) - run.counts
        places = np.repeat(free[run.terms] - ahead, run.counts) + np.arange(len(run.entries))
        entries[places] = run.entries
        frequencies[places] = run.frequencies
        free[run.terms] += run.counts
    return Postings(terms, starts, entries, frequencies, lengths)
