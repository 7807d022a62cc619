"""What the columns of a table of participants hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.importing import markers, persons, vocabulary
from bot.language.text import normalise

_NAMES: Final = vocabulary.NAME | {
    "names", "panelist", "panelists", "panellist", "panellists", "speaker", "speakers", "participant", "participants",
    "name of participant", "name of the participant", "name of participants", "name and title", "guest", "expert",
}  # fmt: skip
_SKIPPED: Final = frozenset(
    p.strip()
    for p in """
    s no, sr no, sl no, serial no, serial number, no, sr, sn, s, number, contact, contact no, contact number, phone,
    phone no, cell, cell no, mobile, mobile no, email, e mail, email address, cnic, signature, signatures, sign, gender,
    remarks, time, photo, picture, city, district, country, time slot, duration, order
    """.split(",")
)


HEADINGS: Final = _NAMES | _SKIPPED | vocabulary.ROLE
"""What stands over columns; in plain text, where each cell has become a line, nothing is lost without it."""


def read(rows: Sequence[Sequence[str]]) -> tuple[list[str], int]:
    """What each column holds (name, role, topic, capacity, skipped), and how many rows are its heading."""
    folded = [normalise(c) for c in rows[0]]
    headed = any(f in _NAMES or f.startswith("name ") for f in folded) and not any(
        map(persons.is_name, map(_bare, rows[0]))
    )
    if not headed:
        kinds = [_kind_by_content([r[c] for r in rows]) for c in range(len(rows[0]))]
    else:
        kinds = []
        for c, name in enumerate(folded):
            values = [r[c] for r in rows[1:]]
            if (name in _NAMES or name.startswith("name ")) and "name" not in kinds:
                kinds.append("name")
            elif _capacity(values):
                kinds.append("capacity")  # whatever it is headed: "Remarks" too
            elif name in _SKIPPED:
                kinds.append("skipped")
            elif name in vocabulary.TOPIC and name not in vocabulary.ROLE:
                kinds.append("topic")
            else:
                kinds.append("role" if name or not _serial(values) else "skipped")
    if kinds.count("name") > 1:
        first = kinds.index("name")
        kinds = [k if k != "name" or c == first else "role" for c, k in enumerate(kinds)]
    return kinds, int(headed)


def _bare(cell: str) -> str:
    return persons.split(cell)[0] if persons.titled(cell) else ""


def _kind_by_content(values: Sequence[str]) -> str:
    filled = [v for v in values if v]
    if _serial(values):
        return "skipped"
    if _capacity(values):
        return "capacity"
    named = sum(persons.is_name(persons.split(markers.split(v)[1])[0]) for v in filled)
    return "name" if filled and named * 2 > len(filled) else "role"


def _capacity(values: Iterable[str]) -> bool:
    folded = [normalise(v) for v in values if v]
    return bool(folded) and all(f in vocabulary.MODERATORS | vocabulary.PANELIST_ROLES for f in folded)


def _serial(values: Iterable[str]) -> bool:
    return all(map(is_number, values))


def is_number(cell: str) -> bool:
    """Whether a cell is empty or holds the number of its row."""
    return bool(re.fullmatch(r"\W*[\divxIVX]{0,4}\W*", cell))
