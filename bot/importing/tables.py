"""Tables that are drawn with characters, in lines of plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.importing import markers

_BORDER = re.compile(r"[\s+|=_:─━═│┃║┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬-]{3,}")
_BAR = re.compile(r"[|│┃║]")
_SERIAL = re.compile(r"\W*(?:s(?:r|l)?\W*(?:no|number|#)?|no|number|#)\W*", re.IGNORECASE)
_GAP = re.compile(r"\t+| {3,}")


def border(text: str) -> bool:
    """Whether a line only rules something off, such as ``+-----+-----+`` or ``|---|---|``."""
    return bool(_BORDER.fullmatch(text)) and any(c in "+|│┃║─━═┼" for c in text)


def barred(text: str) -> tuple[str, ...]:
    """The cells of a row that is drawn with bars; none if *text* is no such row."""
    if len(_BAR.findall(text)) < 2 and not (_BAR.search(text) and text.lstrip()[:1] not in "|│┃║"):
        return ()
    cells = tuple(" ".join(c.split()) for c in _BAR.split(text.strip().strip("|│┃║")))
    return cells if len(cells) > 1 else ()


def gaps(text: str) -> bool:
    """Whether a line has columns that are parted by tabs or wide gaps."""
    return bool(_GAP.search(markers.split(text)[1].strip()))


def aligned(texts: Sequence[str]) -> list[tuple[str, ...]] | None:
    """The cells of a block of lines whose columns are parted by tabs or wide gaps; None if it is no table."""
    rows = [tuple(" ".join(c.split()) for c in _GAP.split(markers.split(t)[1].strip())) for t in texts]
    if len(rows) > 1 and len(rows[0]) == len(rows[1]) + 1 and _SERIAL.fullmatch(rows[0][0]):
        rows[0] = rows[0][1:]  # the column of the numbers, which are markers
    widths = {len(r) for r in rows}
    if len(rows) < 2 or len(widths) != 1 or widths.pop() < 2:
        return None
    return rows if all(c for r in rows for c in r) else None


def joined(rows: Sequence[tuple[str, ...]]) -> list[tuple[int, tuple[str, ...]]]:
    """Rows with the index of their first line; a line with an empty first or second cell continues the row above.

    A cell that is too narrow for its text runs over several lines, whose other cells are empty.
    """
    out: list[tuple[int, tuple[str, ...]]] = []
    for i, cells in enumerate(rows):
        if out and len(cells) == len(out[-1][1]) and not cells[0] and any(cells):
            at, above = out[-1]
            out[-1] = (at, tuple(f"{a} {c}".strip() for a, c in zip(above, cells, strict=True)))
        else:
            out.append((i, cells))
    return out
