"""Word's automatic lists: which paragraph is an item, at which level, bulleted or numbered."""

from __future__ import annotations

from typing import Any, Final

from docx.oxml.ns import qn

_BULLETS: Final = {"bullet", "none"}
_ENUMERATED: Final = {"lowerLetter": "a)", "upperLetter": "A)", "lowerRoman": "i)", "upperRoman": "I)"}


class Numbering:
    """The lists that a document defines."""

    def __init__(self, document: Any) -> None:
        self._formats: dict[tuple[str, int], str] = {}
        self._abstract: dict[str, str] = {}
        part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        root = getattr(part, "element", None)
        if root is None:
            return
        for definition in root.findall(qn("w:abstractNum")):
            name = definition.get(qn("w:abstractNumId"))
            for level in definition.findall(qn("w:lvl")):
                format_ = level.find(qn("w:numFmt"))
                if format_ is not None:
                    self._formats[name, int(level.get(qn("w:ilvl")))] = format_.get(qn("w:val"))
        for number in root.findall(qn("w:num")):
            abstract = number.find(qn("w:abstractNumId"))
            if abstract is not None:
                self._abstract[number.get(qn("w:numId"))] = abstract.get(qn("w:val"))

    def marker(self, properties: Any) -> tuple[str, int] | None:
        """A marker of the kind that the paragraph with these *properties* shows, and its level; None without one.

        The numbers themselves are Word's to count: every numbered paragraph gets "1.".
        """
        chain = [p for p in properties if p is not None]
        number = level = None
        for place in chain:
            numbered = place.find(qn("w:numPr"))
            if numbered is None:
                continue
            id_, depth = numbered.find(qn("w:numId")), numbered.find(qn("w:ilvl"))
            number = id_.get(qn("w:val")) if number is None and id_ is not None else number
            level = int(depth.get(qn("w:val"))) if level is None and depth is not None else level
        if number is None or number == "0":
            return None
        format_ = self._formats.get((self._abstract.get(number, ""), level or 0), "bullet")
        if format_ in _BULLETS:
            return "•", level or 0
        return _ENUMERATED.get(format_, "1."), level or 0
