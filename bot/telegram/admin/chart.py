"""Figures as a picture that is read on a phone: drawn as SVG, from either side, and made a PNG.

One opaque card with dark text, so that it reads the same on a light and on a dark screen. Colours are told apart by
people who see few of them (Okabe and Ito), and every bar has its number beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files

WIDTH = 1080
_MARGIN = 64
_INNER = WIDTH - 2 * _MARGIN
_PAPER, _INK, _SOFT, _TRACK = "#f5f6f8", "#1a1d21", "#5c636d", "#e1e4e9"
BLUE, ORANGE, GREY, GREEN, RED = "#0072b2", "#e69f00", "#8a9099", "#009e73", "#d55e00"
_FONT = "IBM Plex Sans Arabic"  # has Latin and Urdu letters; OFL
_LONGEST = 44
"""Characters of a label: what fits beside its number, in any script."""
_INVISIBLE = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that was counted."""

    label: str
    count: int
    colour: str = BLUE


@dataclass(frozen=True, slots=True)
class Bars:
    """Things that are compared, under a heading."""

    heading: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """Counts day by day, the oldest first, with what stands below the first and the last."""

    counts: tuple[int, ...]
    first: str
    last: str
    most: str
    """What the highest bar is called."""


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn, from top to bottom."""

    heading: str
    total: str
    days: Days
    shares: tuple[Bar, ...]
    """Parts of the whole."""
    groups: tuple[Bars, ...]
    right_to_left: bool = False


def png(picture: Picture) -> bytes:
    """The picture as PNG, ``WIDTH`` pixels wide."""
    import resvg_py  # its memory, for whoever looks at the picture

    folder = files("fontpkg_ibm_plex_sans_arabic") / "files"
    fonts = [str(folder / f"IBMPlexSansArabic-{weight}.ttf") for weight in ("Regular", "SemiBold")]
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg(picture), font_files=fonts, skip_system_fonts=True, sans_serif_family=_FONT
        )
    )


def svg(picture: Picture) -> str:
    """The picture as SVG."""
    pen = _Pen(picture.right_to_left)
    parts = [*pen.headed(picture), *pen.by_day(picture.days), *pen.shared(picture.shares)]
    for group in picture.groups:
        parts += pen.compared(group)
    height = pen.y + _MARGIN
    paper = _rectangle(0, 0, WIDTH, height, _PAPER)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}" font-family="{_FONT}">'
        f"{paper}{''.join(parts)}</svg>"
    )


class _Pen:
    """Draws downwards; positions are counted from the side where reading begins."""

    def __init__(self, right_to_left: bool) -> None:
        self.mirrored = right_to_left
        self.y = float(_MARGIN)

    def headed(self, picture: Picture) -> Iterator[str]:
        self.y += 40
        yield self.text(picture.heading, 0, 44, colour=_SOFT)
        self.y += 92
        yield self.text(picture.total, 0, 84, bold=True)
        self.y += 48

    def by_day(self, days: Days) -> Iterator[str]:
        height, count = 260.0, max(1, len(days.counts))
        most, step = max((*days.counts, 1)), _INNER / count
        self.y += height
        yield self.bar(0, _INNER, 3, _TRACK)
        for n, value in enumerate(days.counts):
            if value:
                tall = max(6.0, height * value / most)
                yield self.bar(n * step + step * 0.12, step * 0.76, tall, BLUE)
        self.y += 46
        yield self.text(days.first, 0, 34, colour=_SOFT)
        yield self.text(days.last, _INNER, 34, colour=_SOFT, end=True)
        self.y += 46
        yield self.text(days.most, 0, 34, colour=_SOFT)
        self.y += 62

    def shared(self, shares: Sequence[Bar]) -> Iterator[str]:
        total = sum(s.count for s in shares)
        if not total:
            return
        self.y += 40
        at = 0.0
        for share in shares:
            wide = _INNER * share.count / total
            yield self.bar(at, wide, 56, share.colour)
            at += wide
        for share in shares:
            self.y += 62
            yield self.bar(0, 30, 30, share.colour)
            yield self.text(share.label, 48, 38)
            yield self.text(f"{share.count} · {share.count / total:.0%}", _INNER, 38, bold=True, end=True)
        self.y += 40

    def compared(self, group: Bars) -> Iterator[str]:
        if not group.bars:
            return
        self.y += 66
        yield self.text(group.heading, 0, 42, bold=True)
        self.y += 8
        most = max(b.count for b in group.bars) or 1
        for bar in group.bars:
            self.y += 62
            yield self.text(bar.label, 0, 36)
            yield self.text(str(bar.count), _INNER, 36, bold=True, end=True)
            self.y += 34
            yield self.bar(0, _INNER, 18, _TRACK)
            yield self.bar(0, max(8.0, _INNER * bar.count / most) if bar.count else 0, 18, bar.colour)
        self.y += 12

    def bar(self, start: float, wide: float, tall: float, colour: str) -> str:
        """A bar that stands on the line."""
        left = WIDTH - _MARGIN - start - wide if self.mirrored else _MARGIN + start
        return _rectangle(left, self.y - tall, wide, tall, colour)

    def text(
        self, words: str, start: float, size: int, *, colour: str = _INK, bold: bool = False, end: bool = False
    ) -> str:
        """Words on the line that begin, or *end*, at a place."""
        left = WIDTH - _MARGIN - start if self.mirrored else _MARGIN + start
        anchor = "start" if end == self.mirrored else "end"
        weight = ' font-weight="600"' if bold else ""
        return (
            f'<text x="{left:.1f}" y="{self.y:.1f}" font-size="{size}" fill="{colour}"{weight} '
            f'text-anchor="{anchor}">{escape(_shown(words, self.mirrored))}</text>'
        )


def _rectangle(left: float, top: float, wide: float, tall: float, colour: str) -> str:
    return f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" rx="3" fill="{colour}"/>'


def _shown(words: str, right_to_left: bool) -> str:
    """One line without what cannot be drawn, in the direction of the whole picture."""
    clean = "".join(c for c in _INVISIBLE.sub("", " ".join(words.split())) if unicodedata.category(c)[0] != "C")
    if len(clean) > _LONGEST:
        clean = clean[: _LONGEST - 1].rstrip() + "…"
    return f"\u2067{clean}\u2069" if right_to_left else f"\u2066{clean}\u2069"
