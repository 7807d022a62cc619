"""Data that comes with the installation: the word list and the fitted numbers."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.language.occurrences import Occurrences

if TYPE_CHECKING:
    from bot.matching.decision import Calibration

_log = logging.getLogger(__name__)

CALIBRATION = Path(__file__).parent / "calibration.json"
"""Written by ``python -m bot eval --calibrate``, reviewed like code."""
OTHERS = "*"
"""The key of the numbers for models that have none of their own: fitted without the question's vector."""
_SHIPPED_MODEL = "minilm"


@cache
def english_words() -> Mapping[str, int]:
    """82,000 English words with their frequencies, symspellpy's list (MIT)."""
    package = find_spec("symspellpy")  # found, not imported: of all that it has only this file is read
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("No module named 'symspellpy'", name="symspellpy")
    file = Path(package.submodule_search_locations[0]) / "frequency_dictionary_en_82_765.txt"
    return Occurrences(file.read_text("utf-8-sig"))


@cache
def calibration(model: str, width: int = 0) -> Calibration:
    """The numbers fitted for a model of sentence vectors of this *width* (``off`` and 0 for none).

    A model without numbers of its own gets those for OTHERS, or of the shipped model, without the weights of the
    question's vector, which mean nothing in another model's space; a warning says how to fit its own.
    """
    import numpy as np  # here, so that whoever wants only the words needs little memory

    from bot.matching.decision import Calibration

    data: dict[str, Any] = json.loads(CALIBRATION.read_text("utf-8"))
    if model in data and len(data[model]["direction"]) == width:
        return Calibration.from_mapping(data[model])
    nearest = OTHERS if OTHERS in data else _SHIPPED_MODEL
    _log.warning(
        "no numbers are fitted for the model %s, those for %s serve: answers are less sure than they could be; "
        "fit its own with: python -m bot eval --calibrate QUESTIONS",
        model,
        "any model" if nearest == OTHERS else nearest,
    )
    return replace(Calibration.from_mapping(data[nearest]), direction=np.zeros(width))
