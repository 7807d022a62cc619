"""What the report says, in the language that was asked for, where the knowledge has it; otherwise as it stands."""

from __future__ import annotations

from dataclasses import replace

from bot.knowledge.model import Panelist, PanelistTranslation, Point, Report, ReportTranslation
from bot.matching.answering import Result

_NOTHING, _NO_TITLE = PanelistTranslation(), ReportTranslation()


def panelist(given: Panelist, language: str) -> Panelist:
    """A panelist's name, role and topic."""
    found = given.translations.get(language, _NOTHING)
    changed = {k: v for k in ("name", "role", "topic") if (v := getattr(found, k))}
    return given.model_copy(update=changed) if changed else given


def point(given: Point, language: str) -> str:
    """What a point says."""
    return given.translations.get(language, given.text)


def report(given: Report, language: str) -> Report:
    """A report's title and takeaway; its panelists too."""
    found = given.translations.get(language, _NO_TITLE)
    changed: dict[str, object] = {k: v for k in ("title", "takeaway") if (v := getattr(found, k))}
    people = tuple(panelist(p, language) for p in given.panelists)
    return given.model_copy(update=changed | {"panelists": people})


def result(given: Result, language: str) -> Result:
    """A result with its name, topic and text; its report stays as it is."""
    if given.panelist is None:
        return replace(given, text=report(given.report, language).takeaway) if given.kind == "takeaway" else given
    original = given.report.panelists[given.panelist - 1]
    person = panelist(original, language)
    said = person.role if given.point is None else point(original.points[given.point - 1], language)
    if person is original and said == given.text:
        return given
    return replace(given, name=person.name, topic=person.topic, text=said)


def has(reports: tuple[Report, ...], language: str) -> bool:
    """Whether anything is translated into *language*."""
    return any(
        language in r.translations
        or any(language in p.translations or any(language in x.translations for x in p.points) for p in r.panelists)
        for r in reports
    )
