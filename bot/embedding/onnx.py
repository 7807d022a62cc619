"""Encoders on onnxruntime: a BERT-like model as an ONNX file with its tokenizer.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from bot.embedding.model import MAX_TOKENS, clean, digest, knows_urdu, reason, unit
from bot.embedding.rarity import token_weights
from bot.errors import ModelError
from bot.matching.vectors import Vectors

_BATCH = 32
_SENTENCE = "sentence_embedding"

Pooling = Literal["mean", "cls", "last", "max", "none"]
"""How one vector is made of those of the tokens; ``none`` if the model gives one vector a text itself."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A model's files, and how texts become vectors with them."""

    name: str
    model: Path
    tokenizer: Path
    pooling: Pooling = "mean"
    multilingual: bool | None = None
    """None: read from the tokenizer."""
    query: str = ""
    """Stands before a question."""
    passage: str = ""
    """Stands before any other text."""
    max_tokens: int = MAX_TOKENS

    @property
    def digest(self) -> str:
        """A hash of the files, of weights kept beside the model's file too, and of the settings. Raises OSError."""
        files = (*sorted(self.model.parent.glob(self.model.name + "*")), self.tokenizer)
        return digest((f for f in files if f.is_file()), astuple(self)[3:])


class OnnxEmbedder:
    """An encoder. Thread-safe; computes on one thread, so that it leaves the machine to others.

    With *frequencies* (occurrences of words) the tokens of rare words weigh more in the mean of a text's tokens.
    Raises ModelError in one line if the files are not such a model.
    """

    def __init__(self, recipe: Recipe, frequencies: Mapping[str, int] | None = None) -> None:
        self.name = recipe.name
        self._recipe = recipe
        self._weights: npt.NDArray[np.float32] | None = None
        try:
            # Only here, so that a bot without a model has neither of them in memory.
            import onnxruntime
            from tokenizers import Tokenizer

            self.digest = recipe.digest if frequencies is None else f"{recipe.digest}-by-rarity"
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            options.log_severity_level = 4  # what is wrong is raised too
            self._session = onnxruntime.InferenceSession(str(recipe.model), options, providers=["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_file(str(recipe.tokenizer))
            self._prepare(self._tokenizer)
            if frequencies is not None:
                special = [t.content for t in self._tokenizer.get_added_tokens_decoder().values() if t.special]
                self._weights = token_weights(self._tokenizer.get_vocab(), special, frequencies)
            self.multilingual = knows_urdu(self._tokenizer) if recipe.multilingual is None else recipe.multilingual
            self._inputs = {i.name for i in self._session.get_inputs()}
            outputs = [o.name for o in self._session.get_outputs()]
            self._output = _SENTENCE if _SENTENCE in outputs else outputs[0]
            self.width = 0
            tried = self._batch(["one", "one and another"])
        except Exception as error:  # onnxruntime and tokenizers raise bare exceptions of their own
            raise ModelError(
                f"the model {self.name} cannot be loaded ({reason(error)}); set BOT_MODEL to another or to off"
            ) from error
        self.width = tried.shape[1]

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """One unit vector a text."""
        prefix = self._recipe.query if query else self._recipe.passage
        # Texts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        out = np.zeros((len(texts), self.width), dtype=np.float32)
        for at in range(0, len(order), _BATCH):
            rows = order[at : at + _BATCH]
            out[rows] = self._batch([prefix + clean(texts[i]) for i in rows])
        return out

    def _prepare(self, tokenizer: Any) -> None:
        padding = tokenizer.padding or {}
        tokenizer.enable_truncation(self._recipe.max_tokens)
        tokenizer.enable_padding(pad_id=padding.get("pad_id", 0), pad_token=padding.get("pad_token", "[PAD]"))

    def _batch(self, texts: list[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(texts)
        mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
        feed = {
            "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        if missing := self._inputs - feed.keys():
            raise ValueError(f"it wants the inputs {', '.join(sorted(missing))}, which no sentence encoder has")
        [hidden] = self._session.run([self._output], {k: v for k, v in feed.items() if k in self._inputs})
        weights = mask if self._weights is None else self._weights[feed["input_ids"]] * mask
        pooled = _pooled(np.asarray(hidden, dtype=np.float32), weights, mask, self._recipe.pooling)
        if len(pooled) != len(texts) or not np.isfinite(pooled).all():
            raise ValueError("it does not give one vector of numbers a text")
        return unit(pooled)


def _pooled(hidden: Vectors, by_token: npt.NDArray[Any], mask: npt.NDArray[np.int64], pooling: Pooling) -> Vectors:
    """One row a text; the mean is weighed *by_token*.

    Raises ValueError if the model's output has another shape than *pooling* takes.
    """
    if hidden.ndim == 2:
        return hidden
    if hidden.ndim != 3 or hidden.shape[:2] != mask.shape or pooling == "none":
        raise ValueError(f"its output has the shape {hidden.shape}, and that is not one vector a text")
    weights = mask[:, :, None].astype(np.float32)
    match pooling:
        case "cls":
            pooled: Vectors = hidden[:, 0]
        case "last":
            pooled = hidden[np.arange(len(hidden)), np.maximum(mask.sum(1) - 1, 0)]
        case "max":
            pooled = np.where(weights > 0, hidden, -np.inf).max(1)
        case "mean":
            weights = by_token[:, :, None].astype(np.float32)
            pooled = (hidden * weights).sum(1) / np.maximum(weights.sum(1), 1e-9)
    return pooled
