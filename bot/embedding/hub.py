"""Models by their hub name, fetched and run by fastembed where that is installed and there is internet."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from bot.embedding.model import clean, digest, knows_urdu, prefixes, reason, unit
from bot.errors import ModelError, ModelMissingError
from bot.matching.vectors import Vectors

_log = logging.getLogger(__name__)

_BATCH = 32


class HubEmbedder:
    """A model of fastembed's list. Thread-safe. Raises ModelError in one line."""

    def __init__(self, name: str, folder: Path | None) -> None:
        self.name = name
        try:
            text_embedding = import_module("fastembed").TextEmbedding
        except ImportError as error:
            raise ModelMissingError(
                f"BOT_MODEL: {name} is not a folder here, and to fetch it from a hub fastembed is needed; pip install "
                "fastembed, or set BOT_MODEL to another or to off"
            ) from error
        if name.lower() not in {m["model"].lower() for m in text_embedding.list_supported_models()}:
            raise ModelMissingError(
                f"BOT_MODEL: {name} is neither a folder here nor a model of fastembed's; set BOT_MODEL to another"
            )
        self._prefixes = prefixes(name)
        try:
            # It writes its retries to standard error past all logging; what matters is in the exception.
            import_module("loguru").logger.disable("fastembed")
            _log.info("loading %s, which is fetched first if it is not here yet", name)
            with warnings.catch_warnings(action="ignore"):  # that some models take no number of threads
                self._model: Any = text_embedding(name, cache_dir=str(folder) if folder else None, threads=1)
            self.digest = _digest(self._model, self._prefixes)
            self.multilingual = knows_urdu(self._model.model.tokenizer)
            self.width = 0
            self.width = self.embed(["one"]).shape[1]
        except Exception as error:  # no internet, a full disk, a broken download: each with an exception of its own
            raise ModelError(
                f"the model {name} cannot be fetched or loaded ({reason(error)}); set BOT_MODEL to another or to off"
            ) from error

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """One unit vector a text."""
        if not texts:
            return np.zeros((0, self.width), dtype=np.float32)
        prefixed = [self._prefixes[0 if query else 1] + clean(t) for t in texts]
        run = self._model.query_embed if query else self._model.passage_embed
        return unit(np.array(list(run(prefixed, batch_size=_BATCH))))


def _digest(model: Any, settings: object) -> str:
    """The hash of the fetched weights."""
    inner = model.model
    weights = Path(inner._model_dir) / inner.model_description.model_file
    return digest(sorted(weights.parent.glob(weights.name + "*")), settings)
