"""The bodies that organised an event, from a line that names several."""

from __future__ import annotations

import re
from typing import Final

from bot.importing.vocabulary import CITIES, ORGANISATIONS
from bot.language.text import normalise

_WITH: Final = re.compile(
    r",?\s*\b(?:in\s+)?(?:collaboration|partnership|association|co-?operation)\s+with\b\s*", re.IGNORECASE
)
_SEPARATOR: Final = re.compile(r"\s*[,;،/|]\s*|\s+\+\s+")
_AND: Final = re.compile(r"\s+(?:and|&|اور)\s+")
_ARTICLE: Final = re.compile(r"^(?:(?:and|AND|&|jointly|the)\s+)+")  # "The" may begin the name itself
_DEPARTMENT: Final = re.compile(r"(?:department|dept\.?|faculty|school)\s+of\b(?!.*,)", re.IGNORECASE)
_COUNTED: Final = re.compile(r"(?:^|\s+)\(?\d[.)]\s+")
_OF: Final = frozenset("of for on in".split())


def split(text: str) -> tuple[list[str], bool]:
    """The bodies in "A, B and C", and whether it is sure where one ends and the next begins.

    An "and" within the name of one body ("Department of Peace and Conflict Studies") parts nothing, nor does the
    comma before its city.
    """
    found: list[str] = []
    sure = True
    text = _COUNTED.sub("; ", text) if re.match(r"\(?1[.)]\s", text) else text
    for piece in _SEPARATOR.split(_WITH.sub("; ", text.strip(" .;,:"))):
        parts, certain = _parted(_ARTICLE.sub("", piece.strip()))
        sure = sure and certain
        for part in filter(None, parts):
            if found and (_city(part) or _whose(found[-1], part) or found[-1].count("(") > found[-1].count(")")):
                found[-1] = f"{found[-1]}, {part}"
            else:
                found.append(part)
    return found, sure


def _parted(piece: str) -> tuple[list[str], bool]:
    sure = True
    for found in _AND.finditer(piece):
        left, right = piece[: found.start()], _ARTICLE.sub("", piece[found.end() :])
        ours, theirs = is_one(left), is_one(_AND.split(right)[0])
        if ours and not theirs and _OF & set(normalise(left).split()) and not _city(left.split()[-1]):
            sure = sure and len(right.split()) < 3
            continue
        if theirs and not ours and not _city(left):
            sure = False
            if len(left.split()) < 2:
                continue
        parts, certain = _parted(right)
        long = len(left.split()) > 2 and len(_AND.split(right)[0].split()) > 2
        long = long or (_ends(left) and _begins(_AND.split(right)[0]))
        return [left, *parts], certain and (long or ((ours or _city(left)) and theirs and sure))
    return [piece], sure


def _ends(text: str) -> bool:
    """Whether a name of several words ends with what its body is: "Sehat Data Lab"."""
    words = normalise(text).split()
    return len(words) > 2 and words[-1] in ORGANISATIONS


def _begins(text: str) -> bool:
    """Whether a name of several words begins with a word of its own: what another body is would go on from one."""
    words = normalise(text).split()
    return len(words) > 1 and words[0] not in ORGANISATIONS


def is_one(text: str) -> bool:
    """Whether *text* is surely the name of a body: an acronym, or with a word such as Institute at its head."""
    words = normalise(text).split()
    heads = (w in ORGANISATIONS and (words[n + 1 : n + 2] == [] or words[n + 1] in _OF) for n, w in enumerate(words))
    return any(heads) or bool(re.search(r"\b[A-Z]{2,}\b", text))


def _whose(part: str, whole: str) -> bool:
    """Whether a department is named, and behind the comma the university that it is of."""
    folded = normalise(whole).split()
    return bool(_DEPARTMENT.match(part)) and bool({"university", "college", "institute"} & set(folded))


def _city(text: str) -> bool:
    return bool(text) and set(normalise(text).split()) <= CITIES
