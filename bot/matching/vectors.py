"""Sentence vectors, behind one small protocol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Anything that turns sentences into vectors of length 1, so that a dot product is a cosine."""

    @property
    def name(self) -> str:
        """The model's name, part of the key under which vectors are cached."""

    @property
    def multilingual(self) -> bool:
        """Whether Urdu is embedded as typed; otherwise its English gloss is."""

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """One row a text, float32. *query* marks questions for models that treat them apart."""
