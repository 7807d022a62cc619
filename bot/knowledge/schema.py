"""JSON Schemas of the file formats, for editors' tools: ``python -m bot.knowledge.schema`` writes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from bot.knowledge.library import SHIPPED
from bot.knowledge.model import Report
from bot.language.lexicon import LexiconFile

FILES: Final[dict[str, type[BaseModel]]] = {"report.schema.json": Report, "lexicon.schema.json": LexiconFile}


def schema(kind: type[BaseModel]) -> dict[str, Any]:
    """The schema of *kind*; a point may also be plain text."""
    made = kind.model_json_schema()
    panelist = made.get("$defs", {}).get("Panelist")
    if panelist is not None:
        points = panelist["properties"]["points"]
        points["items"] = {"anyOf": [{"type": "string", "minLength": 1, "pattern": r"\S"}, points["items"]]}
    _close(made)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def _close(node: Any) -> None:
    """Where keys follow a pattern, no other key is allowed."""
    if isinstance(node, dict):
        if "patternProperties" in node:
            node["additionalProperties"] = False
        for inner in node.values():
            _close(inner)
    elif isinstance(node, list):
        for inner in node:
            _close(inner)


def write(folder: Path = SHIPPED) -> None:
    """Write the schema files into *folder*."""
    for name, kind in FILES.items():
        text = json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    write()
