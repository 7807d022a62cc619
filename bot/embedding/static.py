"""wordllama: a vector for every token, a text is the mean of its tokens'. Fast, and blind to the order of words.

The package's two files are read; none of its code is run (it would set up logging and reach for the network).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.embedding.model import MAX_TOKENS, clean, digest, package_folder, reason, unit
from bot.errors import ModelError
from bot.matching.vectors import Vectors

NAME = "wordllama"
_WEIGHTS = "weights/l2_supercat_256.safetensors"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"
_TENSOR = "embedding.weight"
_NUMBERS = {"F16": np.float16, "F32": np.float32}


class StaticEmbedder:
    """The mean of token vectors. Thread-safe. Raises ModelError in one line if the files are not such a model."""

    multilingual = False

    def __init__(self, name: str, weights: Path, tokenizer: Path) -> None:
        self.name = name
        try:
            from tokenizers import Tokenizer

            self.digest = digest((weights, tokenizer), MAX_TOKENS)
            self._vectors = _tensor(weights).astype(np.float32)
            self._tokenizer: Any = Tokenizer.from_file(str(tokenizer))
        except Exception as error:  # tokenizers raises bare exceptions of its own
            raise ModelError(
                f"the model {name} cannot be loaded ({reason(error)}); set BOT_MODEL to another or to off"
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self.width = self._vectors.shape[1]

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """One unit vector a text; zeros for a text without a token."""
        out = np.zeros((len(texts), self.width), dtype=np.float32)
        encoded = self._tokenizer.encode_batch([clean(t) for t in texts], add_special_tokens=False)
        for row, tokens in zip(out, encoded, strict=True):
            if ids := [i for i in tokens.ids if i < len(self._vectors)]:
                row[:] = self._vectors[ids].mean(axis=0)
        return unit(out)


def wordllama() -> StaticEmbedder:
    """The vectors that come in the package wordllama. Raises ModelError."""
    folder = package_folder(NAME, "pip install wordllama, or set BOT_MODEL to another or to off")
    return StaticEmbedder(NAME, folder / _WEIGHTS, folder / _TOKENIZER)


def _tensor(file: Path) -> npt.NDArray[Any]:
    """The matrix in a .safetensors file: the header's length in eight bytes, a JSON header, the raw numbers."""
    data = file.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    try:
        found = json.loads(data[8:start])[_TENSOR]
        first, end = found["data_offsets"]
        return np.frombuffer(data[start + first : start + end], _NUMBERS[found["dtype"]]).reshape(found["shape"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"{file.name} has no matrix {_TENSOR}") from error
