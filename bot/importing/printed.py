"""What is printed on the pages of a PDF: words with their places, and the lines that rule tables; PDFium reads it."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from bot.importing import ruled
from bot.importing.document import UnreadableError
from bot.importing.ruled import Matrix, Rule

_PASSWORD: Final = 4
"""PDFium's number for a document that wants one."""
_HYPHEN: Final = "-"
_SPACE: Final = 0x20


@dataclass(slots=True)
class Word:
    """Letters that stand together; places in points from the upper left corner of the page as it is shown."""

    text: str
    x0: float
    x1: float
    base: float
    """The line on which the letters stand."""
    size: float
    font: str
    piece: int = 0
    """Which of the texts that the page puts together it is of."""

    @property
    def middle(self) -> float:
        """Halfway from the first letter to the last."""
        return (self.x0 + self.x1) / 2

    @property
    def top(self) -> float:
        """Where the tallest letters end."""
        return self.base - 0.8 * self.size

    @property
    def bottom(self) -> float:
        """Where the letters with the longest tails end."""
        return self.base + 0.2 * self.size


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page."""

    number: int
    width: float
    rows: list[list[Word]]
    """The words on one base line, from left to right."""
    rules: list[Rule]


def read(data: bytes, most: int) -> Iterator[Page]:
    """The pages of a PDF, at *most* so many. Raises UnreadableError, also while reading."""
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            if pdfium.FPDF_GetSecurityHandlerRevision(pdf.raw) != -1:
                raise UnreadableError("is encrypted; save it without a password")
            if len(pdf) > most:
                raise UnreadableError(f"has {len(pdf)} pages, more than {most}; split it")
            for number in range(len(pdf)):
                page = pdf[number]
                yield _page(page, number + 1)
                page.close()
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise UnreadableError("is encrypted; save it without a password") from None
        raise UnreadableError("is no PDF, or a damaged one; save it again") from error


def _page(page: Any, number: int) -> Page:
    shown = _shown(page)
    width = page.get_width()
    text = page.get_textpage()
    try:
        letters = _letters(text.raw, text.count_chars(), shown)
    finally:
        text.close()
    return Page(number, width, _rows(letters), list(ruled.drawn(page.raw, shown)))


def _shown(page: Any) -> Matrix:
    """What turns places in the page's own measure into places on the page as it is shown."""
    left, bottom, right, top = page.get_cropbox()
    turns: dict[int, Matrix] = {
        90: (0, 1, 1, 0, -bottom, -left), 180: (-1, 0, 0, 1, right, -bottom), 270: (0, -1, -1, 0, top, right),
    }  # fmt: skip
    return turns.get(page.get_rotation(), (1, 0, 0, -1, -left, top))


def _letters(text: Any, count: int, shown: Matrix) -> list[Word]:
    """Each letter of a page that stands upright, as a word; what parts words is one without text."""
    out: list[Word] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    origin = ctypes.byref(x), ctypes.byref(y)
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    flags, name = ctypes.c_int(), ctypes.create_string_buffer(128)
    a, b, c, d, e, f = shown
    current, size, font, along = None, 0.0, "", (0.0, 0.0)
    for i in range(count):
        code = pdfium.FPDFText_GetUnicode(text, i)
        if code <= _SPACE and pdfium.FPDFText_IsGenerated(text, i) == 1:
            continue
        piece = ctypes.cast(pdfium.FPDFText_GetTextObject(text, i), ctypes.c_void_p).value
        if piece != current:
            current = piece
            pdfium.FPDFText_GetMatrix(text, i, matrix)
            size = pdfium.FPDFText_GetFontSize(text, i) * math.hypot(matrix.c, matrix.d)
            along = ruled.turned((matrix.a, matrix.b), shown)
            pdfium.FPDFText_GetFontInfo(text, i, name, 128, ctypes.byref(flags))
            font = name.value.decode("utf-8", "replace")
        if not (along[0] > 0 and abs(along[1]) < 0.02 * along[0] and size > 0):
            continue  # a stamp or a label at the side, written upwards
        letter = chr(code)
        if not letter.isalnum():
            letter = _HYPHEN if pdfium.FPDFText_IsHyphen(text, i) == 1 else letter.strip("\0 \t\r\n\xa0")
        pdfium.FPDFText_GetCharOrigin(text, i, *origin)
        pdfium.FPDFText_GetLooseCharBox(text, i, box)
        x0, x1 = a * box.left + c * box.bottom + e, a * box.right + c * box.top + e
        out.append(Word(letter, min(x0, x1), max(x0, x1), b * x.value + d * y.value + f, size, font, current or 0))
    return out


def _rows(letters: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for letter in sorted(letters, key=lambda w: (w.base, w.x0)):
        if rows and letter.base - rows[-1][-1].base < 0.35 * min(letter.size, rows[-1][-1].size):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    for row in rows:
        row.sort(key=lambda w: w.x0)
    rows = [words for row in _with_raised(rows) if (words := _words(row))]
    return rows


def _with_raised(rows: list[list[Word]]) -> Iterator[list[Word]]:
    """The rows, with what is printed small and raised ("14th") in the row that it belongs to."""
    raised: list[Word] = []
    for n, row in enumerate(rows):
        if n + 1 < len(rows) and _raised(row, rows[n + 1]):
            raised += row
            continue
        yield sorted([*raised, *row], key=lambda w: w.x0) if raised else row
        raised = []


def _raised(row: Sequence[Word], below: Sequence[Word]) -> bool:
    size = max(w.size for w in below)
    if max(w.size for w in row) > 0.8 * size or below[0].base - row[0].base > 0.6 * size:
        return False
    first = next((w for w in row if w.text), None)
    return first is not None and any(w.text and abs(w.x1 - first.x0) < 0.3 * size for w in below)


def _again(letter: Word, last: Word) -> bool:
    """Whether a letter is printed twice, a little apart, to look bold; the two of a ligature are of one text."""
    same_place = abs(letter.x1 - last.x1) < 0.15 * letter.size
    return letter.piece != last.piece and letter.text == last.text[-1:] and same_place


def _words(row: Sequence[Word]) -> list[Word]:
    """The letters of a row put together to words; a change of the font parts them too."""
    out: list[Word] = []
    open_ = False
    for letter in row:
        if not letter.text:
            open_ = False
            continue
        last = out[-1] if open_ else None
        if last is not None and _again(letter, last):
            continue
        if (
            last is not None
            and letter.font == last.font
            and abs(letter.size - last.size) < 0.1
            and letter.x0 - last.x1 < 0.15 * letter.size
        ):
            last.text += letter.text
            last.piece = letter.piece
            last.x1 = max(last.x1, letter.x1)
        else:
            out.append(letter)
        open_ = True
    return out
