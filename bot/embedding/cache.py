"""Vectors of the knowledge kept on disk, so that the next start has them at once.

Only texts of the knowledge are kept, never what people ask. A cache that is missing, damaged or read-only costs time
and nothing else.
"""

from __future__ import annotations

import hashlib
import logging
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from bot.embedding.model import Model
from bot.matching.vectors import Vectors

_log = logging.getLogger(__name__)

MAX_BYTES = 32 * 2**20
"""Vectors that one model's file holds at most: some 20,000 of MiniLM's."""
_KEY_BYTES = 16


class CachedEmbedder:
    """A model whose vectors of texts are kept in ``FOLDER/NAME.npz``, found again by the hash of model and text.

    Nothing of the file stays in memory, and several processes may share it: it is read as a whole when texts are to be
    embedded, and exchanged as a whole when one was missing. What was not asked for the longest goes first once there
    are more than *max_bytes* of vectors.
    """

    def __init__(self, model: Model, folder: Path, max_bytes: int = MAX_BYTES) -> None:
        self._model = model
        self._file = folder / (re.sub(r"[^\w.-]+", "--", model.name) + ".npz")
        self._most = max(1, max_bytes // (4 * model.width))
        self.name = model.name
        self.multilingual = model.multilingual
        self.width = model.width
        self.digest = model.digest

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """One unit vector a text; a question's is computed anew, and not kept."""
        if query or not texts:
            return self._model.embed(texts, query=query)
        keys = [self._key(t) for t in texts]
        known = self._read()
        missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in known}
        if missing:
            known.update(zip(missing, self._model.embed(list(missing.values())), strict=True))
            self._write(known, keys)
        _log.debug("%d texts, %d of them embedded", len(texts), len(missing))
        return np.stack([known[k] for k in keys])

    def _key(self, text: str) -> bytes:
        content = f"{self.name}\0{self.digest}\0{text}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(content, digest_size=_KEY_BYTES).digest()

    def _read(self) -> dict[bytes, Vectors]:
        try:
            with self._file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
                keys, vectors = stored["keys"], stored["vectors"]
        except FileNotFoundError:
            return {}
        except Exception as error:  # zipfile, zlib and numpy raise nearly anything at a damaged file
            _log.info("%s is not used, it cannot be read (%s)", self._file, type(error).__name__)
            return {}
        right = (
            (keys.dtype, vectors.dtype) == (np.uint8, np.float32)
            and (keys.shape[1:], vectors.shape[1:]) == ((_KEY_BYTES,), (self.width,))
            and len(keys) == len(vectors)
            and bool(np.isfinite(vectors).all())
        )
        return dict(zip(map(bytes, keys), vectors, strict=True)) if right else {}

    def _write(self, known: Mapping[bytes, Vectors], used: Sequence[bytes]) -> None:
        in_use = dict.fromkeys(used)
        kept = ([k for k in known if k not in in_use] + list(in_use))[-self._most :]
        keys = np.frombuffer(b"".join(kept), np.uint8).reshape(len(kept), _KEY_BYTES)
        vectors = np.stack([known[k] for k in kept])
        new: Path | None = None
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._file.parent, suffix=".new", delete=False) as stream:
                new = Path(stream.name)
                np.savez(stream, keys=keys, vectors=vectors)
            new.replace(self._file)
        except OSError as error:
            _log.info("vectors are not kept, %s cannot be written (%s)", self._file, error.strerror or error)
            if new is not None:
                new.unlink(missing_ok=True)
