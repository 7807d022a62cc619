"""A folder with a model as sentence-transformers publishes it: an ONNX file, tokenizer.json, and how to use them.

What the usual files say is taken from them; an own ``model.yaml`` in the folder wins over all of it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.embedding.model import MAX_TOKENS, prefixes
from bot.embedding.onnx import OnnxEmbedder, Pooling, Recipe
from bot.errors import ModelError

_PLACES = ("", "onnx")
_QUANTIZED = ("*quantized.onnx", "*int8*.onnx", "*.onnx")
_POOLING: dict[str, Pooling] = {"mean": "mean", "cls": "cls", "lasttoken": "last", "max": "max"}


class _Own(BaseModel):
    """``model.yaml``: every key may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str | None = Field(default=None, min_length=1)
    """Under which its numbers stand in calibration.json; the folder's name otherwise."""
    model: str | None = None
    """The ONNX file, in the folder."""
    tokenizer: str | None = None
    pooling: Pooling | None = None
    multilingual: bool | None = None
    query: str | None = None
    """Stands before a question, such as ``"query: "``."""
    passage: str | None = None
    max_tokens: int | None = Field(default=None, ge=8, le=8192)


def load(folder: Path) -> OnnxEmbedder:
    """The model in *folder*. Raises ModelError in one line."""
    return OnnxEmbedder(recipe(folder))


def recipe(folder: Path) -> Recipe:
    """What the files in *folder* say; ModelError where one is missing, unreadable or says what cannot be done."""
    folder = folder.resolve()
    own = _own(folder)
    query, passage = _prefixes(folder, own)
    return Recipe(
        name=own.name or folder.name,
        model=_file(folder, own.model) if own.model else _model(folder),
        tokenizer=_file(folder, own.tokenizer or "tokenizer.json"),
        pooling=own.pooling or _pooling(folder),
        multilingual=own.multilingual,
        query=query,
        passage=passage,
        max_tokens=own.max_tokens or min(MAX_TOKENS, _longest(folder / "sentence_bert_config.json")),
    )


def _prefixes(folder: Path, own: _Own) -> tuple[str, str]:
    """What stands before a question and before a text: as *own* says, as the prompts say, or as the name suggests."""
    file = folder / "config_sentence_transformers.json"
    prompts = _json(file).get("prompts") or {}
    if not isinstance(prompts, dict) or not all(isinstance(v, str) for v in prompts.values()):
        raise ModelError(f"{file}: prompts should be texts by name")
    name = _json(folder / "config.json").get("_name_or_path", "")
    known = prefixes(f"{name} {folder.name} {own.name or ''}")
    # An empty prompt is sentence-transformers' own default and says nothing.
    query = prompts.get("query") or known[0]
    passage = prompts.get("passage") or prompts.get("document") or known[1]
    return (query if own.query is None else own.query), (passage if own.passage is None else own.passage)


def _longest(file: Path) -> int:
    found = _json(file).get("max_seq_length") or MAX_TOKENS
    if not isinstance(found, int) or found < 1:
        raise ModelError(f"{file}: max_seq_length should be a number of tokens")
    return found


def _model(folder: Path) -> Path:
    """The plain model before a quantized one: whoever wants another one names it in model.yaml."""
    for place in _PLACES:
        if (plain := folder / place / "model.onnx").is_file():
            return plain
    for pattern in _QUANTIZED:
        if found := [f for place in _PLACES for f in sorted((folder / place).glob(pattern))]:
            return found[0]
    raise ModelError(f"{folder} has no ONNX file (model.onnx or onnx/model.onnx); set BOT_MODEL to another model")


def _file(folder: Path, name: str) -> Path:
    for place in _PLACES:
        if (file := folder / place / name).is_file():
            return file
    raise ModelError(f"{folder} has no {name}; set BOT_MODEL to another model or to off")


def _pooling(folder: Path) -> Pooling:
    modules = [m for m in _json(folder / "modules.json", []) if isinstance(m, dict)]
    paths = {str(m.get("type", "")).rpartition(".")[2]: str(m.get("path", "")) for m in modules}
    if "Dense" in paths:
        return "none"  # a layer after the pooling: only an ONNX file that contains both will do
    said = _json(folder / (paths.get("Pooling") or "1_Pooling") / "config.json")
    modes = [said["pooling_mode"]] if isinstance(said.get("pooling_mode"), str) else [
        key.removeprefix("pooling_mode_").removesuffix("_tokens").removesuffix("_token")
        for key, on in said.items() if key.startswith("pooling_mode_") and on
    ]  # fmt: skip
    if len(modes) > 1 or any(m not in _POOLING for m in modes):
        raise ModelError(f"{folder}: pooling by {', '.join(modes)} is not supported; set BOT_MODEL to another model")
    return _POOLING[modes[0]] if modes else "mean"


def _own(folder: Path) -> _Own:
    file = folder / "model.yaml"
    if not file.is_file():
        return _Own()
    try:
        return _Own.model_validate(yaml.safe_load(file.read_text("utf-8")) or {})
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise ModelError(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ModelError(f"{file}: cannot be read ({' '.join(str(error).split())})") from None


def _json(file: Path, otherwise: Any = None) -> Any:
    """What a JSON file holds, an object unless *otherwise* is a list; *otherwise* if there is no such file."""
    otherwise = {} if otherwise is None else otherwise
    if not file.is_file():
        return otherwise
    try:
        data = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{file}: cannot be read ({' '.join(str(error).split())})") from None
    if not isinstance(data, type(otherwise)):
        raise ModelError(f"{file}: should hold a JSON {'list' if isinstance(otherwise, list) else 'object'}")
    return data
