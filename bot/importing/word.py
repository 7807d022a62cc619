"""Word files to lines: paragraphs with their styles and automatic lists, tables, text boxes; no macros, no entities."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import docx
from docx.oxml.ns import qn

from bot.importing import forms, markers, package, persons
from bot.importing.document import Document, Line, Remark, UnreadableError, clean
from bot.importing.numbering import Numbering

_MAX_PARAGRAPHS: Final = 20_000
_LEVEL: Final = 4
_TWIPS: Final = 360
"""A quarter of an inch, which Word indents a level of a list by; counted as one level."""
_BREAKS: Final = {qn("w:br"), qn("w:cr")}
_HIDDEN: Final = {
    qn(f"w:{n}") for n in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "footnoteRef", "txbxContent")
}
_BOXES: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADINGS: Final = {"title": 1, "subtitle": 2}


def read(data: bytes) -> Document:
    """The lines of a Word file. Raises UnreadableError."""
    package.check(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except MemoryError:
        raise
    except Exception as error:
        raise UnreadableError("is no Word file, or a damaged one; save it again as .docx") from error
    reader = _Reader(document)
    return Document(tuple(reader.lines(document.element.body)), "paragraph", tuple(reader.notes()))


class _Reader:
    def __init__(self, document: Any) -> None:
        self._numbering = Numbering(document)
        self._styles = {s.style_id: s for s in document.styles}
        self._root = document.element.body
        self._count = 0
        self._blank = False

    def notes(self) -> Iterator[Remark]:
        """What the file holds besides its text."""
        for name, what in (
            ("footnoteReference", "footnotes"),
            ("endnoteReference", "endnotes"),
            ("commentReference", "comments"),
        ):
            if found := sum(1 for _ in self._root.iter(qn(f"w:{name}"))):
                yield Remark(0, f"left out: {what} ({found})")

    def lines(self, container: Any) -> Iterator[Line]:
        """The lines of all paragraphs and tables in *container*, in order."""
        for child in container:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in (qn("w:sdt"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml")):
                content = child.find(qn("w:sdtContent"))
                yield from self.lines(child if content is None else content)

    def _paragraph(self, p: Any) -> Iterator[Line]:
        self._count += 1
        if self._count > _MAX_PARAGRAPHS:
            raise UnreadableError(f"has more than {_MAX_PARAGRAPHS:,} paragraphs; split it")
        here, texts = self._count, "".join(_texts(p)).split("\n")
        if any(map(clean, texts)):
            yield from self._styled(p, here, texts)
            self._blank = False
        else:
            self._blank = True
        for box in p.iter(qn("w:txbxContent")):
            if not any(True for _ in box.iterancestors(_BOXES)):
                yield from self.lines(box)

    def _styled(self, p: Any, place: int, texts: list[str]) -> Iterator[Line]:
        own = p.find(qn("w:pPr"))
        chain = [own, *self._chain(own)]
        heading, listed = self._heading(own), self._numbering.marker(chain)
        depth = _indent(chain) / _TWIPS * _LEVEL
        bold = _bold(p)
        first = True
        for text in filter(clean, texts):
            typed, rest = markers.split(text)
            rest = persons.tabbed(rest)
            line = Line(
                clean(rest),
                place,
                typed,
                depth=depth,
                blank=self._blank and first,
                fresh=first,
                heading=heading,
                bold=bold,
            )
            if listed is not None and not heading and first:
                marker, level = listed
                line = replace(line, marker=marker, automatic=True, depth=level * _LEVEL, text=_unmarked(line, marker))
            elif listed is not None and not heading:
                line = replace(line, depth=(listed[1] + 1) * _LEVEL)
            first = False
            yield line

    def _chain(self, own: Any) -> Iterator[Any]:
        """The paragraph properties of the paragraph's style and of those that it is based on."""
        style = self._style(own)
        for _ in range(12):
            if style is None:
                return
            yield style.element.find(qn("w:pPr"))
            base = style.element.find(qn("w:basedOn"))
            style = self._styles.get(base.get(qn("w:val"))) if base is not None else None

    def _style(self, own: Any) -> Any:
        named = own.find(qn("w:pStyle")) if own is not None else None
        return self._styles.get(named.get(qn("w:val"))) if named is not None else None

    def _heading(self, own: Any) -> int:
        style = self._style(own)
        name = (style.name or "").lower() if style is not None else ""
        if name.startswith("heading ") and name[8:9].isdigit():
            return int(name[8])
        for place in (own, *self._chain(own)):
            outline = place.find(qn("w:outlineLvl")) if place is not None else None
            if outline is not None and (level := int(outline.get(qn("w:val")))) < 9:
                return level + 1
        return _HEADINGS.get(name, 0)

    def _table(self, table: Any) -> Iterator[Line]:
        rows = [r for r in table.iter(qn("w:tr")) if next(r.iterancestors(qn("w:tbl"))) is table]
        wide = any(len(r.findall(qn("w:tc"))) > 1 for r in rows)
        read: list[list[list[Line]]] = []
        for row in rows:
            cells = row.findall(qn("w:tc")) + [c for s in row.findall(qn("w:sdt")) for c in s.iter(qn("w:tc"))]
            if not wide or any(c.find(qn("w:tbl")) is not None for c in cells):
                for cell in cells:  # a frame for the layout, not a table
                    yield from self.lines(cell)
            else:
                read.append([list(self.lines(cell)) for cell in cells])
        read = [row for row in read if any(row)]
        form = forms.lines(read) if read else None
        if form is not None:
            yield from form
            return
        for row in read:
            texts = tuple(" ".join(line.whole for line in cell) for cell in row)
            yield Line(" ".join(filter(None, texts)), next(line.place for cell in row for line in cell), cells=texts)


def _texts(node: Any) -> Iterator[str]:
    """The text of a paragraph as it is shown: inserted text is in it, deleted and hidden text is not."""
    for child in node:
        if child.tag in _HIDDEN or child.tag == _BOXES:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield "\t"
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif child.tag == qn("w:sym"):
            yield chr(int(child.get(qn("w:char"), "f0b7"), 16))
        elif child.tag == qn("w:r") and _set(child, "vanish"):
            continue
        else:
            yield from _texts(child)


def _set(run: Any, name: str) -> bool:
    properties = run.find(qn("w:rPr"))
    switch = properties.find(qn(f"w:{name}")) if properties is not None else None
    return switch is not None and switch.get(qn("w:val"), "1") not in ("0", "false", "off")


def _bold(p: Any) -> bool:
    runs = [r for r in p.iter(qn("w:r")) if "".join(_texts(r)).strip()]
    return bool(runs) and all(_set(r, "b") or _strong(r) for r in runs)


def _strong(run: Any) -> bool:
    style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
    return style is not None and style.get(qn("w:val")) == "Strong"


def _indent(chain: list[Any]) -> int:
    """How far the text is indented, in twips, by the first properties that say so."""
    for place in chain:
        indent = place.find(qn("w:ind")) if place is not None else None
        if indent is not None and (left := indent.get(qn("w:left")) or indent.get(qn("w:start"))) is not None:
            return int(float(left))
    return 0


def _unmarked(line: Line, marker: str) -> str:
    """The text of an automatic item, without a second marker of its kind that was typed too."""
    return line.text if line.marker and markers.kind(line.marker) == markers.kind(marker) else line.whole
