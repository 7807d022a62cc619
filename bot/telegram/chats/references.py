"""Stable names of what was shown: they outlive a restart and a reload, and lead to nothing once a thing is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from bot.knowledge.model import Report
from bot.matching.answering import Answerer, Result
from bot.matching.entries import Kind
from bot.telegram.callbacks import Button
from bot.telegram.chats.buttons import ShowList, ShowPanelist, ShowPoint

_LONGEST = 32
"""Characters of a report's id that fit into buttons and links beside whatever else stands there."""
LISTS: dict[str, Kind] = {k: k for k in ("panelists", "topics", "takeaway", "event")}


def short(report: Report) -> str:
    """A report's name in buttons: its id, or where that is too long its hash."""
    return report.id if len(report.id) <= _LONGEST else hashlib.blake2b(report.id.encode(), digest_size=8).hexdigest()


def reported(answerer: Answerer, name: str) -> Report | None:
    """The report with this short name."""
    return next((r for r in answerer.reports if name in (short(r), r.id)), None)


def button(r: Result, language: str = "") -> Button:
    """The button that shows a result in full."""
    if r.kind == "point" and (key := point_key(r)):
        return ShowPoint(short(r.report), key, language)
    if r.kind == "panelist":
        return ShowPanelist(short(r.report), r.panelist or 0, language)
    return ShowList(r.kind, short(r.report), language)


def link(r: Result, language: str = "") -> str:
    """The payload of a link to a result; for a point to all of its panelist's, for less fits into a link."""
    if r.panelist is not None:
        return ShowPanelist(short(r.report), r.panelist, language).link()
    return ShowList(r.kind, short(r.report), language).link()


def point_key(r: Result) -> str:
    """The key of a result's point; empty if it is about none."""
    if r.panelist is None or r.point is None:
        return ""
    return r.report.panelists[r.panelist - 1].points[r.point - 1].key


def name(r: Result) -> str:
    """The name of a result in the database: ``report/point``, ``report/@panelist`` or ``report/!list``."""
    if key := point_key(r):
        return f"{r.report.id}/{key}"
    return f"{r.report.id}/@{r.panelist}" if r.panelist is not None else f"{r.report.id}/!{r.kind}"


def named(answerer: Answerer, names: Sequence[str]) -> list[Result]:
    """The results with these names, without those that are gone."""
    out: list[Result] = []
    for given in names:
        report_id, _, thing = given.partition("/")
        report = reported(answerer, report_id)
        if report is None:
            continue
        if thing[:1] == "@":
            out += [r for r in answerer.person(report.id, _number(thing[1:])) if r.kind == "panelist"]
        elif thing[:1] == "!":
            out += listed(answerer, thing[1:], report)
        else:
            out += answerer.point(report.id, thing)
    return out


def listed(answerer: Answerer, kind: str, report: Report | None, only: frozenset[str] = frozenset()) -> list[Result]:
    """A list or fact of a report, or of every report or *only* of these ids; empty if there is no such kind."""
    found = LISTS.get(kind)
    if found is None:
        return []
    wanted = [r for r in answerer.reports if r == report or (report is None and r.id in only)] or answerer.reports
    return [answerer.whole(found, n) for n, r in enumerate(answerer.reports) if r in wanted]


def _number(digits: str) -> int:
    return int(digits) if digits.isdecimal() and len(digits) < 9 else 0
