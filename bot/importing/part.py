"""The part of one panelist: topic, office and points, and what could not be placed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.importing import labels, persons, points, vocabulary
from bot.importing.document import Line
from bot.importing.joining import Joiner
from bot.importing.points import Item, Numbered
from bot.importing.starts import Start
from bot.language.text import normalise

_TOPIC: Final = frozenset({"topic", "theme", "subject", "topic of discussion", "موضوع"})
_LONGEST_CAPTION: Final = 20
"""Words that an unlabelled topic or office can have."""


@dataclass(slots=True)
class Spoken:
    """What a report says of and by one panelist."""

    start: Start
    name: str = ""
    role: str = ""
    topic: str = ""
    points: list[tuple[int, str]] = field(default_factory=list)
    """Index of the first line, and the text."""
    loose: list[int] = field(default_factory=list)
    """Lines that were taken as part of the point above because nothing else claims them."""
    unlabelled: list[Numbered] = field(default_factory=list)
    """Short lines between the heading and the points."""
    topics: list[Numbered] = field(default_factory=list)
    """Lines below points that name one more topic."""
    left: list[Numbered] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    marked: bool = True


def read(start: Start, lines: Sequence[Numbered], joiner: Joiner, *, hanging: bool = False) -> Spoken:
    """Read the *lines* below the heading *start*; *hanging* as in ``points.split``."""
    heading = start.heading
    spoken = Spoken(start, heading.name, heading.role, heading.topic, used={start.index})
    rest = _fields(spoken, list(lines), joiner)
    split = points.split(rest, hanging=hanging)
    spoken.marked = split.marked or not split.items
    items = list(split.items)
    if split.marked:
        spoken.unlabelled, prose = _captions(split.before)
        spoken.left += [*prose, *split.after]
    else:
        short, items = _leading(items)
        spoken.unlabelled, prose = _captions(short)
        spoken.left += prose
    for item in items:
        _take(spoken, item, joiner)
    return spoken


def _take(spoken: Spoken, item: Item, joiner: Joiner) -> None:
    text = joiner.join(item.texts)
    if not normalise(text) or any(line.cells for _, line in item.lines):
        spoken.left += item.lines
        return
    spoken.points.append((item.lines[0][0], text))
    spoken.used |= {i for i, _ in item.lines}
    if item.loose:
        spoken.loose += [i for i, line in item.lines[1:] if line.blank or line.fresh]


def _fields(spoken: Spoken, lines: list[Numbered], joiner: Joiner) -> list[Numbered]:
    """Take name, topic and office where they have a label, and lines that only announce points; give the rest."""
    rest: list[Numbered] = []
    n = 0
    while n < len(lines):
        i, line = lines[n]
        name, value = labels.label(line.text)
        begun = any(other.marker for _, other in rest)
        goes_on = (
            begun and n > 0 and lines[n - 1][1].full and not (line.blank or line.fresh or line.bold or line.marker)
        )
        labelled = not begun and not (line.marker and (line.text.endswith(".") or len(line.text.split()) > 12))
        if not spoken.name:
            own = value if name in vocabulary.NAME else line.text
            spoken.name, spoken.role = persons.split(own)
            spoken.used.add(i)
        elif labelled and _is(vocabulary.TOPIC, name, line) and not spoken.topic:
            n, spoken.topic = _value(spoken, lines, n, value if name else "", joiner)
            spoken.topic = labels.unquoted(spoken.topic)
        elif labelled and _is(vocabulary.ROLE, name, line):
            n, role = _value(spoken, lines, n, value if name else "", joiner)
            spoken.role = role if spoken.role in ("", role) or spoken.role in role else f"{spoken.role}, {role}"
        elif not begun and name in vocabulary.NAME and persons.alike(value, spoken.name) >= 0.5:
            spoken.used.add(i)
        elif goes_on:
            rest.append((i, line))
        elif begun and name in _TOPIC and value and not line.marker:
            if _headed(rest[-1][1]):
                # Somebody else's, whose heading was not understood: better nobody's than the wrong person's.
                spoken.left += [rest.pop(), *lines[n:]]
                break
            spoken.topic = f"{spoken.topic}; {value}"
            spoken.topics.append((i, line))
            spoken.used.add(i)
        elif _announces(line, begun=begun):
            spoken.used.add(i)
        elif not begun and value and name and labels.about_points(name):
            rest.append((i, replace(line, text=value)))
        elif _repeats(line, spoken.name):
            spoken.used.add(i)
        else:
            rest.append((i, line))
        n += 1
    return rest


def _headed(line: Line) -> bool:
    """Whether a line above a topic looks like a heading."""
    return (
        not line.marker
        and (line.blank or line.fresh or line.bold)
        and _is_caption(replace(line, text=line.text.rstrip(":")))
    )


def _is_field(label: str) -> bool:
    """Whether a label is one that every panelist can have."""
    return label in vocabulary.TOPIC | vocabulary.ROLE | vocabulary.NAME or labels.about_points(label)


def _is(known: frozenset[str], name: str, line: Line) -> bool:
    return name in known or (not name and normalise(line.text) in known)


def _announces(line: Line, *, begun: bool) -> bool:
    """Whether a line only says that points come; a sentence can do so only before them."""
    if labels.about_points(line.text):
        return not (line.marker and begun and not line.heading)
    return not begun and not line.marker and labels.announces(line.text)


def _repeats(line: Line, name: str) -> bool:
    """Whether a line only announces points by the panelist's name: "Recommendations by Dr. X"."""
    found = re.fullmatch(r"(?P<what>.+?)\s+(?:by|of|from)\s+(?P<name>.+?)\s*:?", line.text)
    return found is not None and labels.about_points(found["what"]) and persons.alike(found["name"], name) >= 0.5


def _value(spoken: Spoken, lines: list[Numbered], n: int, value: str, joiner: Joiner) -> tuple[int, str]:
    """The value of a label in line *n*, with the lines into which it was broken, and the last of them."""
    spoken.used.add(lines[n][0])
    texts = [value] if value else []
    while n + 1 < len(lines):
        above, (i, line) = lines[n][1], lines[n + 1]
        goes_on = not texts or (above.full and not line.blank and not line.fresh)
        labelled = labels.label(line.text)[0]
        if (
            not goes_on
            or line.marker
            or labels.about_points(line.text)
            or (labelled and (not texts or _is_field(labelled)))
        ):
            break
        texts.append(line.text)
        spoken.used.add(i)
        n += 1
    return n, joiner.join(texts) if texts else ""


def _captions(lines: Sequence[Numbered]) -> tuple[list[Numbered], list[Numbered]]:
    """Short lines that are no sentence, and the others."""
    short = [(i, line) for i, line in lines if _is_caption(line)]
    return short, [(i, line) for i, line in lines if not _is_caption(line)]


def _is_caption(line: Line) -> bool:
    return (
        len(line.text.split()) <= _LONGEST_CAPTION
        and not line.text.endswith((".", ":", "!", "?", "۔"))
        and not line.cells
    )


def _leading(items: list[Item]) -> tuple[list[Numbered], list[Item]]:
    """The short lines before the first paragraph that is a sentence."""
    short: list[Numbered] = []
    while len(items) > 1 and len(items[0].lines) == 1 and _is_caption(items[0].lines[0][1]) and _words(items[0]) <= 12:
        short += items.pop(0).lines
    return short, items


def _words(item: Item) -> int:
    return sum(len(line.text.split()) for _, line in item.lines)
