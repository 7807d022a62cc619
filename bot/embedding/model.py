"""What a loaded model is beyond an embedder, and what its loaders share."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from bot.errors import ModelMissingError
from bot.matching.vectors import Embedder, Vectors

MAX_TOKENS = 128
"""Of a longer text the beginning is embedded: a point or a question is shorter, and time grows with the length."""

# Words of every day; a tokenizer made without Urdu breaks them into letters or bytes.
_URDU = "پاکستان میں لوگوں کی زندگی اور حکومت کا کام بہت اہم ہے جسے سب سمجھتے ہیں"
_TOKENS_A_WORD = 3.0

# Prefixes that well-known families were trained with, (question, text), from their model cards. Their files often lack
# them, and without them such a model's vectors are markedly worse.
_FAMILIES = (
    (r"\be5\b.*\binstruct\b|qwen3-embedding",
     ("Instruct: Given a question, retrieve passages that answer the question\nQuery: ", "")),
    (r"\be5\b", ("query: ", "passage: ")),
    (r"\bnomic-embed-text\b", ("search_query: ", "search_document: ")),
    (r"\bembeddinggemma\b", ("task: search result | query: ", "title: none | text: ")),
)  # fmt: skip


class Model(Embedder, Protocol):
    """An embedder with what its surroundings need to know of it."""

    @property
    def width(self) -> int:
        """Numbers in a vector."""

    @property
    def digest(self) -> str:
        """A hash of all that shapes its vectors: weights, tokenizer, pooling, prefixes."""


def prefixes(name: str) -> tuple[str, str]:
    """What a model of this name wants before a question and before a text; nothing for most."""
    words = name.lower().replace("_", "-")
    return next((found for pattern, found in _FAMILIES if re.search(pattern, words)), ("", ""))


def knows_urdu(tokenizer: Any) -> bool:
    """Whether a tokenizer (of the package ``tokenizers``) was made for Urdu too: it keeps whole pieces of its words.

    That is the usual sign of a multilingual model: one of English has letters or bytes for them at most.
    """
    encoded = tokenizer.encode(_URDU, add_special_tokens=False)
    unknown = {"[UNK]", "<unk>"}
    return not unknown & set(encoded.tokens) and 0 < len(encoded.ids) <= _TOKENS_A_WORD * len(_URDU.split())


def clean(text: str) -> str:
    """Without what tokenizers and C strings choke on: halves of surrogate pairs and NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def unit(rows: npt.NDArray[Any]) -> Vectors:
    """The rows at length 1; a row of zeros stays one."""
    rows = np.asarray(rows, dtype=np.float32)
    out: Vectors = (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return out


def digest(files: Iterable[Path], *settings: object) -> str:
    """One hash of the content of *files* and of *settings*. Raises OSError."""
    hashed = hashlib.sha256(repr(settings).encode())
    for file in files:
        with file.open("rb") as stream:
            hashed.update(hashlib.file_digest(stream, "sha256").digest())
    return hashed.hexdigest()


def package_folder(package: str, advice: str) -> Path:
    """Where an installed *package* lies, found without running its code. Raises ModelMissingError with *advice*."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissingError(f"BOT_MODEL: the package {package.replace('_', '-')} is not installed; {advice}")
    return Path(spec.submodule_search_locations[0])


def reason(error: Exception) -> str:
    """What a library says, in one line of bearable length."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 200 else text[:199] + "…"
