"""A report that is imported again into a file that somebody has edited: the words are the report's, the rest stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

from rapidfuzz import fuzz
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from bot.importing import persons, writing
from bot.importing.document import shortened
from bot.importing.draft import Draft, DraftPanelist
from bot.knowledge.model import Panelist, Point, Report
from bot.language.text import normalise

_SAME: Final = 60.0
"""Likeness in percent from which on two texts are one point, reworded."""
_KEPT: Final = ("examples", "keywords", "negative_examples", "translations")


@dataclass(slots=True)
class Merged:
    """The new text of a knowledge file and what is different in it."""

    text: str = ""
    changes: list[str] = field(default_factory=list)
    """What changed, a line each."""
    lost: list[str] = field(default_factory=list)
    """What was in the file and is no more in the report."""


@dataclass(slots=True)
class _Old:
    """A point of the file."""

    point: Point
    node: Any
    """Its YAML: plain text or a mapping."""
    owner: int
    taken: bool = False


def merge(written: str, report: Report, draft: Draft, file: str) -> Merged:
    """Merge *draft* into *file* with the text *written*, which holds *report*. Raises WritingError."""
    return _Merge(written, report, draft, file).merged()


class _Merge:
    def __init__(self, written: str, report: Report, draft: Draft, file: str) -> None:
        self._written = written
        self._touched = False
        self._root = writing.loaded(written, file)
        self._report = report
        self._draft = draft
        self._out = Merged()
        nodes = [node["points"] for node in self._root["panelists"]]
        self._old = [
            _Old(point, nodes[p][n], p) for p, one in enumerate(report.panelists) for n, point in enumerate(one.points)
        ]

    def merged(self) -> Merged:
        """Do it."""
        draft, root = self._draft, self._root
        self._fact("title", self._report.title, draft.title)
        self._fact("date", self._report.date, draft.day)
        if self._report.date_as_written != draft.day_words:
            self._insert(root, "date_as_written", draft.day_words, after="date")
            self._touched = True
        if draft.organizers and list(self._report.organizers) != draft.organizers:
            self._changed("organizers", ", ".join(self._report.organizers), ", ".join(draft.organizers))
            root["organizers"] = CommentedSeq(draft.organizers)
        self._people()
        if draft.takeaway:
            self._fact("takeaway", self._report.takeaway, draft.takeaway, writing.text)
        edited = self._touched or self._out.changes or self._out.lost
        self._out.text = writing.dumped(root) if edited else self._written
        return self._out

    def _fact(self, key: str, was: Any, now: Any, made: Callable[[Any], Any] = lambda value: value) -> None:
        if was != now:
            self._changed(key, was, now)
            self._root[key] = made(now)

    def _changed(self, what: str, was: Any, now: Any) -> None:
        self._out.changes.append(f"~ {what}: was “{shortened(str(was))}”, is “{shortened(str(now))}”")

    @staticmethod
    def _insert(node: CommentedMap, key: str, value: Any, *, after: str) -> None:
        if key in node:
            node[key] = value
        else:
            node.insert(list(node).index(after) + 1, key, value)

    # ---------------------------------------------------------------- people

    def _people(self) -> None:
        pairs = _paired(self._draft.panelists, self._report.panelists)
        nodes = self._root["panelists"]
        kept: list[CommentedMap] = []
        points = self._points(pairs)
        for n, one in enumerate(self._draft.panelists):
            at = pairs.get(n)
            if at is None:
                node = writing.panelist(one, self._draft)
                self._out.changes.append(f"+ panelist {one.name}")
            else:
                node = nodes[at]
                self._particulars(node, self._report.panelists[at], one)
            self._replace(node, points[n])
            kept.append(node)
        for p, old in enumerate(self._report.panelists):
            if p not in pairs.values():
                self._out.lost.append(f"− panelist {old.name}{_work(old)}")
        for gone in (o for o in self._old if not o.taken):
            self._out.lost.append(f"− {self._owner(gone)}: “{shortened(gone.point.text)}”{_work(gone.point)}")
        if [id(n) for n in kept] != [id(n) for n in nodes]:
            self._root["panelists"] = CommentedSeq(kept)

    @staticmethod
    def _replace(node: CommentedMap, points: list[Any]) -> None:
        """Give a panelist these points; the list and its comments stay where it has them already."""
        if "points" not in node or len(node["points"]) != len(points):
            node["points"] = CommentedSeq(points)
            return
        for n, one in enumerate(points):
            if node["points"][n] is not one:
                node["points"][n] = one

    def _particulars(self, node: CommentedMap, old: Panelist, one: DraftPanelist) -> None:
        known = {normalise(n) for n in (old.name, *old.aliases)}
        added = [n for n in (one.name, *one.aliases) if normalise(n) not in known]
        if added:
            self._out.changes.append(f"~ {old.name}: spelt {' and '.join(f'“{n}”' for n in added)} too")
            if "aliases" in node:
                node["aliases"].extend(added)
            else:
                self._insert(node, "aliases", CommentedSeq(added), after="name")
        for key, was, now in (("role", old.role, one.role), ("topic", old.topic, one.topic)):
            if now and was != now:
                self._changed(f"{old.name}, {key}", was, now)
                node[key] = now

    # ---------------------------------------------------------------- points

    def _points(self, pairs: dict[int, int]) -> list[list[Any]]:
        """The YAML of every panelist's points: each old point goes to the text that is surest to be its own."""
        new = [(n, i, text) for n, one in enumerate(self._draft.panelists) for i, text in enumerate(one.points)]
        found: dict[tuple[int, int], _Old] = {}
        rules: tuple[Callable[[_Old, int, str], bool], ...] = (
            lambda old, n, text: old.point.text == text and old.owner == pairs.get(n),
            lambda old, n, text: old.point.text == text,
            lambda old, n, text: old.point.key == Point(text=text).key,
        )
        for rule in rules:
            for n, i, text in new:
                old = next((o for o in self._old if not o.taken and rule(o, n, text)), None)
                if (n, i) not in found and old is not None:
                    found[n, i], old.taken = old, True
        self._reworded(new, pairs, found)
        out: list[list[Any]] = [[] for _ in self._draft.panelists]
        for n, i, text in new:
            old, at = found.get((n, i)), pairs.get(n)
            name = self._draft.panelists[n].name if at is None else self._report.panelists[at].name
            if old is not None and old.owner != at:
                self._out.changes.append(f"→ {name}: “{shortened(text)}”, until now {self._owner(old)}'s")
            out[n].append(self._point(old, name, text))
        self._order(pairs, found)
        return out

    def _order(self, pairs: dict[int, int], found: dict[tuple[int, int], _Old]) -> None:
        """Say where what was in the file stands in another order now."""
        if not _ascending([pairs[n] for n in sorted(pairs)]):
            self._out.changes.append("~ the panelists stand in another order")
        for n, at in sorted(pairs.items()):
            own = [self._old.index(old) for (m, _), old in sorted(found.items(), key=itemgetter(0)) if m == n]
            if not _ascending([k for k in own if self._old[k].owner == at]):
                self._out.changes.append(f"~ {self._report.panelists[at].name}: the points stand in another order")

    def _owner(self, old: _Old) -> str:
        return self._report.panelists[old.owner].name

    def _reworded(
        self, new: Sequence[tuple[int, int, str]], pairs: dict[int, int], found: dict[tuple[int, int], _Old]
    ) -> None:
        """Pair what is left by how alike it reads, within one panelist, the most alike first."""
        left = [o for o in self._old if not o.taken]
        scores = sorted(
            (
                (fuzz.ratio(normalise(o.point.text), normalise(text)), k, n, i)
                for n, i, text in new
                if (n, i) not in found
                for k, o in enumerate(left)
                if o.owner == pairs.get(n)
            ),
            key=lambda s: (-s[0], s[1:]),
        )
        for score, k, n, i in scores:
            if score >= _SAME and (n, i) not in found and not left[k].taken:
                found[n, i], left[k].taken = left[k], True

    def _point(self, old: _Old | None, name: str, text: str) -> Any:
        if old is None:
            self._out.changes.append(f"+ {name}: “{shortened(text)}”")
            return writing.point(text)
        if old.point.text == text:
            return old.node
        if old.point.id is not None and old.point.id == Point(text=text).key:
            self._out.changes.append(f"= {name}: your wording stays: “{shortened(old.point.text)}”")
            return old.node
        self._changed(name, old.point.text, text)
        if old.point.translations:
            self._out.changes.append(f"! {name}: its translation is of the old words; look it over")
        node = old.node if isinstance(old.node, CommentedMap) else CommentedMap()
        if old.point.id is None:
            node.insert(0, "id", old.point.key)  # so that buttons and votes still find it
        node["text"] = writing.text(text)
        return node


def _ascending(numbers: Sequence[int]) -> bool:
    return list(numbers) == sorted(numbers)


def _paired(new: Sequence[DraftPanelist], old: Sequence[Panelist]) -> dict[int, int]:
    """Which panelist of the draft is which of the file."""
    scores = sorted(
        (
            (max(persons.alike(a, b) for a in (one.name, *one.aliases) for b in (was.name, *was.aliases)), -n, -p)
            for n, one in enumerate(new)
            for p, was in enumerate(old)
        ),
        reverse=True,
    )
    out: dict[int, int] = {}
    for score, n, p in scores:
        if score >= 0.8 and -n not in out and -p not in out.values():
            out[-n] = -p
    return out


def _work(thing: Panelist | Point) -> str:
    """What an editor had added to something, in brackets."""
    added = [f"{len(getattr(thing, key))} {key.replace('_', ' ')}" for key in _KEPT if getattr(thing, key)]
    return f" (with {', '.join(added)})" if added else ""
