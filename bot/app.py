"""The composition root: knowledge, model and numbers put together to something that answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bot.embedding.onnx import shipped
from bot.errors import SettingsError
from bot.knowledge import library
from bot.knowledge.library import Library
from bot.matching.answering import Answerer
from bot.matching.vectors import Embedder
from bot.resources import calibration, english_words

OFF = "off"


@cache
def embedder(model: str) -> Embedder | None:
    """The sentence vectors that BOT_MODEL names; None for ``off``."""
    if model == OFF:
        return None
    if model == "minilm":
        return shipped()
    raise SettingsError(f"BOT_MODEL: {model} is not a model; use minilm or {OFF}")


def answerer(known: Library, model: str) -> Answerer:
    """An answerer for *known* with the sentence vectors that *model* names."""
    vectors = embedder(model)
    return Answerer(
        known.reports, known.lexicon, english_words(), calibration(vectors.name if vectors else OFF), vectors
    )


def load(paths: Sequence[Path], model: str) -> Answerer:
    """Read the knowledge and build its answerer. Raises KnowledgeError, ModelError, SettingsError."""
    return answerer(library.load(paths), model)
