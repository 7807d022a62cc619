"""Writes one report in many layouts and formats, as organisers would, so that tests can compare what is read of it."""

from __future__ import annotations

import io
import random
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_BREAK
from docx.shared import Pt
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from bot.knowledge import parse, source
from bot.knowledge.model import Panelist, Report

ORDINALS = "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth".split()
NUMBERS = "One Two Three Four Five Six Seven Eight Nine".split()
SUFFIXES = ("st", "nd", "rd", "th", "th", "th", "th", "th", "th")

HEADINGS: dict[str, Callable[[int, Panelist], list[str]]] = {
    "ordinal": lambda n, p: [f"{ORDINALS[n]} Panelist: {p.name}"],
    "ordinal, lower case": lambda n, p: [f"{ORDINALS[n]} panelist - {p.name}"],
    "digits": lambda n, p: [f"Panelist {n + 1}: {p.name}"],
    "speaker, dash, title": lambda n, p: [f"Speaker {n + 1} – {p.name}, {p.role}"],
    "capitals": lambda n, p: [f"PANELIST {NUMBERS[n].upper()}: {p.name}"],
    "no number": lambda n, p: [f"Panelist: {p.name}", f"Designation: {p.role}"],
    "brackets": lambda n, p: [f"{n + 1}{SUFFIXES[n]} Speaker: {p.name} ({p.role})"],
    "name below": lambda n, p: [f"SPEAKER {n + 1}", p.name],
    "number sign": lambda n, p: [f"Panelist #{n + 1}: {p.name}"],
    "roman": lambda n, p: [f"Panelist {('I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX')[n]} – {p.name}"],
    "name label": lambda n, p: [f"Name of Panelist: {p.name}", f"Organization: {p.role}"],
    "recommendations by": lambda n, p: [f"Recommendations by {p.name}:"],
}
"""How a panelist's part begins: the line, and lines below it."""
NAMED: dict[str, Callable[[int, Panelist], list[str]]] = {
    "name": lambda n, p: [p.name],
    "numbered name": lambda n, p: [f"{n + 1}. {p.name}"],
    "name and office": lambda n, p: [f"{p.name} – {p.role}"],
    "name, office": lambda n, p: [f"{p.name}, {p.role}"],
}
"""The same with nothing but the name, which needs a style or a topic below it."""
TOPICS = (
    "Topic: {}",
    "Theme: {}",
    "Subject: {}",
    "TOPIC: {}",
    "Topic – {}",
    "Topic of discussion: {}",
    "Title of talk: “{}”",
)
ANNOUNCED = (
    "",
    "Recommendations made by panelist:",
    "Recommendations:",
    "Key points",
    "Suggestions given by the speaker:",
)
MARKERS: dict[str, Callable[[int], str]] = {
    "•": lambda n: "•", "-": lambda n: "-", "*": lambda n: "*", "–": lambda n: "–", "1.": lambda n: f"{n}.",
    "1)": lambda n: f"{n})", "(1)": lambda n: f"({n})", "a)": lambda n: f"{'abcdefghij'[n - 1]})",
    "i.": lambda n: f"{('i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii')[n - 1]}.", "▪": lambda n: "▪", "✓": lambda n: "✓",
    "o": lambda n: "o", "1-": lambda n: f"{n}-", "➢": lambda n: "➢",
}  # fmt: skip
LISTS = ("none", "lines", "lines apart", "comma", "dash", "brackets", "table", "numbered")
PARTICIPANTS = ("Participants", "List of Participants", "PANELISTS", "Panel Members:", "Participants:")
DATES: tuple[Callable[[date], str], ...] = (
    lambda d: f"Date: {d.day}-{d.month}-{d.year}",
    lambda d: f"Date: {d.day:02}/{d.month:02}/{d.year}",
    lambda d: f"Dated: {d.day}.{d.month}.{d:%y}",
    lambda d: f"{d:%A}, {d.day} {d:%B} {d.year}",
    lambda d: f"Held on {d:%B} {d.day}, {d.year}",
    lambda d: f"Date: {d.day}th of {d:%B}, {d.year}" if 3 < d.day < 21 else f"Date: {d.day} {d:%B}, {d.year}",
    lambda d: f"Date & Time: {d.day}-{d:%b}-{d.year}, 3 pm",
    lambda d: f"Date: {d.isoformat()}",
)
ORGANISED = ("Organized by {}", "Organised by: {}", "Organizers: {}", "Jointly organized by {}")
TITLES = (
    "Topic: {}", "Post Event Report on “{}”", 'Panel Discussion on "{}"', "Title: {}", "Theme of the event: “{}”",
    "Report on {}",
)  # fmt: skip
TAKEAWAYS = (
    "Take away from the event:", "Takeaway", "Key Takeaways:", "Conclusion", "Way Forward", "CONCLUSION:",
    "Concluding Remarks", "Conclusion and Way Forward",
)  # fmt: skip
MODERATOR = ("Ms. Hina Rafaqat", "Moderator")


@dataclass(frozen=True, slots=True)
class Style:
    """Every choice of one layout."""

    heading: str = "ordinal"
    topic: str = TOPICS[0]
    announced: str = ANNOUNCED[1]
    marker: str = "•"
    participants: str = "lines"
    participants_heading: str = PARTICIPANTS[0]
    date: int = 0
    organised: str = ORGANISED[0]
    title: str = TITLES[0]
    takeaway: str = TAKEAWAYS[0]
    width: int = 0
    """Characters at which text is wrapped; 0 for none."""
    hanging: bool = True
    apart: bool = False
    """An empty line between points."""
    paragraphs: bool = False
    """Points go on in a second paragraph."""
    introduction: bool = False
    moderator: bool = False
    automatic: bool = True
    """Word's own lists instead of typed markers."""
    styled: bool = True
    """Headings have a heading's style, else they are bold."""

    @classmethod
    def drawn(cls, chance: random.Random, *, styles: bool) -> Style:
        """A layout by lot; where there are *styles* a name alone can be a heading."""
        headings = [*HEADINGS, *(NAMED if styles else ())]
        return cls(
            chance.choice(headings), chance.choice(TOPICS), chance.choice(ANNOUNCED), chance.choice(list(MARKERS)),
            chance.choice(LISTS), chance.choice(PARTICIPANTS), chance.randrange(len(DATES)), chance.choice(ORGANISED),
            chance.choice(TITLES), chance.choice(TAKEAWAYS), chance.choice((0, 72, 90)), chance.random() < 0.5,
            chance.random() < 0.4, chance.random() < 0.2, chance.random() < 0.4, chance.random() < 0.4,
            chance.random() < 0.6, chance.random() < 0.6,
        )  # fmt: skip


INTRODUCTION = (
    "The panel discussion was held to bring on one table the people who work on this subject every day. It was well "
    "attended and went on longer than planned. Every speaker was asked for practical suggestions only."
)


@dataclass(slots=True)
class Block:
    """A paragraph of a report and what it is."""

    text: str
    kind: str = "text"
    """text, title, section, panelist, label, point, more (of a point), table."""
    marker: str = ""
    rows: list[tuple[str, ...]] = field(default_factory=list)
    close: bool = False
    """Follows the one above without an empty line."""


def blocks(report: Report, style: Style) -> Iterator[Block]:
    """The report in the layout, before it has a format."""
    yield Block("POST EVENT REPORT", "title")
    yield Block(style.title.format(report.title), "label")
    yield Block(style.organised.format(", ".join(report.organizers)), "label", close=True)
    yield Block(DATES[style.date](report.date), "label", close=True)
    if style.introduction:
        yield Block("Introduction", "section")
        yield Block(INTRODUCTION)
    yield from _participants(report, style)
    yield Block("Recommendations of the Panelists", "section")
    headings = {**HEADINGS, **NAMED}[style.heading]
    for n, one in enumerate(report.panelists):
        first, *rest = headings(n, one)
        yield Block(first, "panelist")
        yield from (Block(text, "label", close=True) for text in rest)
        yield Block(style.topic.format(one.topic), "label")
        if style.announced and style.heading != "recommendations by":
            yield Block(style.announced, "label")
        for number, point in enumerate(one.points, 1):
            text, more = _in_two(point.text) if style.paragraphs and number == 1 else (point.text, "")
            yield Block(text, "point", MARKERS[style.marker](number), close=not style.apart and number > 1)
            if more:
                yield Block(more, "more")
    yield Block(style.takeaway, "section")
    yield Block(report.takeaway)


def _in_two(text: str) -> tuple[str, str]:
    """A text parted behind its first sentence."""
    at = text.find(". ") + 1
    return (text[:at], text[at + 1 :]) if at and text[at + 1 : at + 2].isupper() else (text, "")


def _participants(report: Report, style: Style) -> Iterator[Block]:
    people = [(p.name, p.role) for p in report.panelists]
    if style.moderator:
        people.insert(len(people) // 2, MODERATOR)
    if style.participants == "none":
        return
    if style.participants != "lines apart":
        yield Block(style.participants_heading, "section")
    match style.participants:
        case "lines" | "lines apart":
            for name, role in people:
                yield Block(name, "text")
                yield Block(role, close=style.participants == "lines")
        case "table":
            rows: list[tuple[str, ...]] = [
                ("S. No.", "Name", "Designation"),
                *((str(n), *p) for n, p in enumerate(people, 1)),
            ]
            yield Block("", "table", rows=rows)
        case kind:
            for n, (name, role) in enumerate(people, 1):
                form = {"comma": "{}, {}", "dash": "{} – {}", "brackets": "{} ({})", "numbered": "{}, {}"}[kind]
                marker = f"{n}." if kind == "numbered" else "•"
                yield Block(form.format(name, role), "point", marker, close=n > 1)


def load(file: Path) -> Report:
    """The report in a knowledge file."""
    report = parse.report(source.read(file.read_bytes(), str(file)))
    assert report is not None
    return report


# ------------------------------------------------------------------ text


def as_text(report: Report, style: Style) -> str:
    """Plain text, wrapped or not."""
    out: list[str] = []
    for block in blocks(report, style):
        if out and not block.close:
            out.append("")
        if block.kind == "table":
            out += _drawn(block.rows)
            continue
        text = f"{block.marker} {block.text}" if block.marker else block.text
        hang = " " * (len(block.marker) + 1) if style.hanging and (block.marker or block.kind == "more") else ""
        first = hang if block.kind == "more" else ""
        out += textwrap.wrap(
            text, style.width, initial_indent=first, subsequent_indent=hang, break_on_hyphens=False
        ) if style.width else [first + text]  # fmt: skip
    return "\n".join(out) + "\n"


def _drawn(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(c) for c in column) for column in zip(*rows, strict=True)]
    rule = "+" + "+".join("-" * (w + 2) for w in widths) + "+"
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)) + " |" for r in rows]
    return [rule, lines[0], rule, *lines[1:], rule]


def as_markdown(report: Report, style: Style) -> str:
    """Markdown with its own lists and headings."""
    out: list[str] = []
    for block in blocks(report, style):
        match block.kind:
            case "title":
                out.append(f"# {block.text}")
            case "section":
                out.append(f"\n## {block.text}")
            case "panelist":
                text = block.text.replace(". ", "\\. ", 1) if block.text[:1].isdigit() else block.text
                out.append(f"\n### {text}" if style.styled else f"\n**{text}**")
            case "table":
                out += ["", "| " + " | ".join(block.rows[0]) + " |", "|---" * len(block.rows[0]) + "|"]
                out += ["| " + " | ".join(r) + " |" for r in block.rows[1:]]
            case "point":
                marker = block.marker if block.marker in ("-", "*") or block.marker.rstrip(".)").isdigit() else "-"
                marker = marker.replace("(", "")
                out += ["" if not block.close or style.apart else None, f"{marker} {block.text}"]  # type: ignore[list-item]
            case "more":
                out += ["", f"   {block.text}"]
            case "label":
                head, colon, rest = block.text.partition(":")
                out += ["", f"**{head}:**{rest}" if colon else block.text]
            case _:
                out += ["" if not block.close else None, block.text]  # type: ignore[list-item]
    return "\n".join(line for line in out if line is not None) + "\n"


# ------------------------------------------------------------------ Word


def as_word(report: Report, style: Style) -> bytes:
    """A Word file with Word's own lists or typed markers."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Shehri Safar Forum – confidential"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    last: Any = None
    for block in blocks(report, style):
        match block.kind:
            case "title":
                document.add_heading(block.text, 0)
            case "section":
                _headline(document, block.text, 1, style)
            case "panelist":
                _headline(document, block.text, 2, style)
            case "table":
                table = document.add_table(rows=0, cols=len(block.rows[0]))
                table.style = "Table Grid"
                for row in block.rows:
                    for cell, text in zip(table.add_row().cells, row, strict=True):
                        cell.text = text
            case "point" if style.automatic:
                number = any(c.isdigit() for c in block.marker)
                last = document.add_paragraph(block.text, style="List Number" if number else "List Bullet")
            case "point":
                last = document.add_paragraph(f"{block.marker}\t{block.text}")
                last.paragraph_format.left_indent = Pt(18)
            case "more":
                last.add_run().add_break(WD_BREAK.LINE)
                last.add_run(block.text)
            case "label":
                head, colon, rest = block.text.partition(":")
                paragraph = document.add_paragraph()
                paragraph.add_run(head + colon).bold = True
                paragraph.add_run(rest)
            case _:
                document.add_paragraph(block.text.replace(" ", "\u00a0", 1))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _headline(document: Any, text: str, level: int, style: Style) -> None:
    if style.styled:
        document.add_heading(text, level)
    else:
        document.add_paragraph().add_run(text).bold = True


# ------------------------------------------------------------------ PDF


class _Typesetter:
    """Sets paragraphs on pages with a header, a footer and page numbers; breaks long words at the margin."""

    WIDTH, HEIGHT = A4
    MARGIN = 64

    def __init__(self, *, hyphens: bool) -> None:
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4, invariant=True)
        self.page = 1
        self.hyphens = hyphens
        self._begin()

    def _begin(self) -> None:
        self.canvas.setFont("Helvetica", 8)
        self.canvas.drawString(self.MARGIN, self.HEIGHT - 34, "Post Event Report | Shehri Safar Forum")
        self.canvas.drawCentredString(self.WIDTH / 2, 30, f"Page {self.page}")
        self.y = self.HEIGHT - self.MARGIN

    def room(self, height: float) -> None:
        if self.y - height < self.MARGIN:
            self.canvas.showPage()
            self.page += 1
            self._begin()

    def paragraph(
        self, text: str, font: str, size: float, *, marker: str = "", space: float = 6, hang: bool = True
    ) -> None:
        self.y -= space
        left = self.MARGIN + (18 if marker or hang else 0)
        for n, line in enumerate(self._lines(text, font, size, self.WIDTH - self.MARGIN - left)):
            self.room(size * 1.25)
            self.y -= size * 1.25
            if marker and n == 0:
                self.canvas.setFont("Helvetica", size)
                self.canvas.drawString(self.MARGIN, self.y, marker)
            self.canvas.setFont(font, size)
            self.canvas.drawString(left, self.y, line)

    def _lines(self, text: str, font: str, size: float, width: float) -> Iterator[str]:
        line = ""
        for word in text.split():
            rest = word
            longer = f"{line} {rest}".strip()
            if stringWidth(longer, font, size) > width:
                cut = len(rest) // 2
                broken = f"{line} {rest[:cut]}-".strip()
                if self.hyphens and len(rest) > 9 and rest.isalpha() and stringWidth(broken, font, size) <= width:
                    yield broken
                    rest = rest[cut:]
                else:
                    yield line
                longer = rest
            line = longer
        yield line

    def table(self, rows: Sequence[tuple[str, ...]], size: float) -> None:
        widths = [40, 160, self.WIDTH - 2 * self.MARGIN - 200]
        self.y -= 8
        for row in rows:
            cells = [list(self._lines(c, "Helvetica", size, w - 8)) for c, w in zip(row, widths, strict=True)]
            height = max(map(len, cells)) * size * 1.2 + 6
            self.room(height)
            x = float(self.MARGIN)
            for lines, width in zip(cells, widths, strict=True):
                self.canvas.rect(x, self.y - height, width, height)
                for n, line in enumerate(lines):
                    self.canvas.setFont("Helvetica", size)
                    self.canvas.drawString(x + 4, self.y - size * 1.2 * (n + 1), line)
                x += width
            self.y -= height

    def finished(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()


def as_pdf(report: Report, style: Style) -> bytes:
    """A PDF of several pages."""
    setter = _Typesetter(hyphens=style.hanging)
    for block in blocks(report, style):
        space = 1.5 if block.close else 7
        match block.kind:
            case "title":
                setter.paragraph(block.text, "Helvetica-Bold", 18, hang=False)
            case "section":
                setter.paragraph(block.text, "Helvetica-Bold", 14 if style.styled else 11, space=12, hang=False)
            case "panelist":
                setter.paragraph(block.text, "Helvetica-Bold", 12.5 if style.styled else 11, space=10, hang=False)
            case "table":
                setter.table(block.rows, 10)
            case "point":
                marker = block.marker if block.marker.isascii() or block.marker in "•–" else "•"
                setter.paragraph(block.text, "Times-Roman", 11, marker=marker, space=space)
            case "more":
                setter.paragraph(block.text, "Times-Roman", 11, space=space)
            case "label":
                setter.paragraph(block.text, "Helvetica", 11, space=space, hang=False)
            case _:
                setter.paragraph(block.text, "Times-Roman", 11, space=space, hang=False)
    return setter.finished()
