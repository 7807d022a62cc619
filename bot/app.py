"""The composition root: knowledge, model and numbers put together to something that answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.knowledge import library
from bot.knowledge.library import Library
from bot.language import spelling
from bot.matching.answering import Answerer
from bot.resources import calibration, english_words

if TYPE_CHECKING:
    from bot.embedding.model import Model

DEFAULT = "minilm"
OFF = "off"


@cache
def embedder(model: str, data: Path | None = None) -> Model | None:
    """The sentence vectors that BOT_MODEL names; None for ``off``. Raises ModelError, SettingsError.

    *data* is the folder in which vectors of the knowledge are kept and fetched models lie; None keeps nothing.
    """
    if model == OFF:
        return None
    from bot.embedding.cache import CachedEmbedder  # a model's memory, for whoever uses one
    from bot.embedding.centre import CentredEmbedder

    loaded = _loaded(model, data)
    kept = CachedEmbedder(loaded, data / "vectors") if data else loaded
    return kept if model == DEFAULT else CentredEmbedder(kept)


def _loaded(model: str, data: Path | None) -> Model:
    from bot.embedding import folder, hub, nano, shipped, static

    # onnxruntime tells its makers about every machine that it runs on unless this is set before it is imported.
    os.putenv("ORT_DISABLE_TELEMETRY", "1")
    named: dict[str, Callable[[], Model]] = {
        shipped.NAME: lambda: shipped.load(english_words()),
        nano.NAME: nano.NanoEmbedder,
        static.NAME: static.wordllama,
    }
    if model in named:
        return named[model]()
    if (path := Path(os.path.expanduser(model))).is_dir():
        return folder.load(path)
    if model.count("/") == 1 and not model.startswith((".", "/", "~")):
        return hub.HubEmbedder(model, data / "models" if data else None)
    raise SettingsError(
        f"BOT_MODEL: {model} is not a model; use {', '.join(named)}, a folder with an ONNX model, the name of a model "
        f"on a hub (owner/name) or {OFF}"
    )


def answerer(known: Library, model: str, data: Path | None = None) -> Answerer:
    """An answerer for *known* with the sentence vectors that *model* names; *data* as in ``embedder``."""
    vectors = embedder(model, data)
    numbers = calibration(vectors.name, vectors.width) if vectors else calibration(OFF)
    return Answerer(known.reports, known.lexicon, english_words(), numbers, vectors)


def prepare() -> None:
    """Read what goes with every knowledge, so that one is read and its answerer built sooner."""
    spelling.prepare(english_words())
    library.prepare()


def load(paths: Sequence[Path], model: str, data: Path | None = None) -> Answerer:
    """Read the knowledge and build its answerer. Raises KnowledgeError, ModelError, SettingsError."""
    return answerer(library.load(paths), model, data)
