"""Data that comes with the installation: the word list and the fitted numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.errors import BotError
from bot.matching.decision import Calibration

CALIBRATION = Path(__file__).parent / "calibration.json"
"""Written by ``python -m bot eval --calibrate``, reviewed like code."""


@cache
def english_words() -> Mapping[str, int]:
    """82,000 English words with their frequencies, symspellpy's list (MIT)."""
    text = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    return {w: int(n) for w, n in (line.split() for line in text.splitlines())}


def calibration(model: str) -> Calibration:
    """The numbers fitted for a model of sentence vectors (``off`` for none)."""
    data: dict[str, Any] = json.loads(CALIBRATION.read_text("utf-8"))
    if model not in data:
        raise BotError(f"no calibration for the model {model}; run: python -m bot eval --calibrate SETS")
    return Calibration.from_mapping(data[model])
