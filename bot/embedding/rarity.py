"""Weights of tokens by how rare their words are, so that a text's vector leans on the words that tell most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

_COMMON = 1e-3
"""The share of all text from which a word counts as common (Arora, Liang and Ma 2017 call it *a*)."""
_PUNCTUATION = 0.05
"""The share of all text that a mark is taken to be."""
_SPECIAL = 0.02
"""What the tokens weigh that stand for no text."""


def token_weights(
    vocabulary: Mapping[str, int], special: Iterable[str], frequencies: Mapping[str, int]
) -> npt.NDArray[np.float32]:
    """By token number: the root of the smooth inverse frequency of its word, about 0 to 1.

    *frequencies* are occurrences of words; a piece of a word, and a word that is not among them, weighs 1. Measured
    on questions of people: a little better than the plain mean, and the root better than the weight itself.
    """
    total = sum(count for _, count in frequencies.items())
    out = np.ones(max(vocabulary.values()) + 1, dtype=np.float32)
    for token, number in vocabulary.items():
        if token.isalnum():
            share = frequencies.get(token, 0) / total
        else:
            share = 0.0 if token.startswith("##") else _PUNCTUATION
        out[number] = (_COMMON / (_COMMON + share)) ** 0.5
    out[[vocabulary[token] for token in special if token in vocabulary]] = _SPECIAL
    return out
