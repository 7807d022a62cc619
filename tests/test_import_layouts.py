"""The importer reads reports in the layouts and formats in which people write them, word for word."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from itertools import zip_longest
from pathlib import Path

import pytest
import yaml

from bot.importing import reading, understanding
from bot.importing.draft import Draft
from bot.knowledge.model import Report
from tests import reportwriting as writing
from tests.conftest import ROOT
from tests.reportwriting import Style

REPORTS = ROOT / "tests" / "reports"
OTHERS = sorted((ROOT / "tests" / "questions" / "reports").glob("*.yaml"))
"""Reports that exist as knowledge only; the tests write them in many layouts."""
TRUTHS = [f for pair in zip_longest(OTHERS, sorted(REPORTS.glob("*.yaml"))) for f in pair if f is not None]
"""Those, and what the written reports say: they are written in other layouts and formats too."""
WRITERS: dict[str, Callable[[Report, Style], bytes]] = {
    "txt": lambda report, style: writing.as_text(report, style).encode(),
    "md": lambda report, style: writing.as_markdown(report, style).encode(),
    "docx": writing.as_word,
    "pdf": writing.as_pdf,
}
WITH_OFFICE = ("speaker, dash, title", "no number", "brackets", "name label", "name and office", "name, office")
"""Headings that tell the office too."""


def imported(data: bytes, name: str) -> Draft:
    """The draft of a report."""
    return understanding.understand(reading.read(data, name))


def words(text: str) -> str:
    """A text with single spaces."""
    return " ".join(text.split())


def check(draft: Draft, report: Report, *, offices: bool = True) -> None:
    """Everything in *draft* is as in *report*, word for word."""
    assert (draft.title, draft.day, draft.organizers) == (report.title, report.date, list(report.organizers))
    assert [p.name for p in draft.panelists] == [p.name for p in report.panelists]
    for got, wanted in zip(draft.panelists, report.panelists, strict=True):
        assert got.topic == wanted.topic
        assert got.points == [words(p.text) for p in wanted.points]
        assert not offices or got.role == wanted.role
    assert draft.takeaway == words(report.takeaway)


@pytest.mark.parametrize("number", range(12))
@pytest.mark.parametrize("form", WRITERS)
def test_a_report_in_a_layout_by_lot(form: str, number: int) -> None:
    """Heading, bullets, list of participants, date, wrapping and the rest drawn by lot: all of it is read."""
    chance = random.Random(f"{form} {number}")
    style = Style.drawn(chance, styles=form != "txt")
    report = writing.load(TRUTHS[number % len(TRUTHS)])
    listed = style.participants != "none"
    draft = imported(WRITERS[form](report, style), f"report.{form}")
    check(draft, report, offices=listed or style.heading in WITH_OFFICE)
    assert [r.what for r in draft.warnings if listed or "no office" not in r.what] == []


@pytest.mark.parametrize("heading", [*writing.HEADINGS, *writing.NAMED])
def test_every_heading_of_a_panelist(heading: str) -> None:
    """Whatever a panelist's part begins with, in a Word file with heading styles."""
    report = writing.load(OTHERS[0])
    style = Style(heading=heading, participants="table", moderator=True)
    check(imported(writing.as_word(report, style), "report.docx"), report)


@pytest.mark.parametrize("marker", writing.MARKERS)
@pytest.mark.parametrize("width", [0, 72])
def test_every_marker_of_a_point(marker: str, width: int) -> None:
    """Whatever stands before a point in plain text, whether lines are wrapped or not."""
    report = writing.load(OTHERS[1])
    style = Style(marker=marker, width=width, hanging=False, paragraphs=True, apart=True)
    check(imported(writing.as_text(report, style).encode(), "report.txt"), report)


@pytest.mark.parametrize("participants", writing.LISTS[1:])
@pytest.mark.parametrize("form", WRITERS)
def test_every_list_of_participants(participants: str, form: str) -> None:
    """Offices come from the list, however it is written; a moderator in it is no panelist and no complaint."""
    report = writing.load(OTHERS[2])
    draft = imported(WRITERS[form](report, Style(participants=participants, moderator=True)), f"report.{form}")
    check(draft, report)
    assert draft.warnings == []


@pytest.mark.parametrize("number", range(len(writing.DATES)))
def test_every_form_of_a_date(number: int) -> None:
    """The day is read, and the report's own words are beside it."""
    report = writing.load(OTHERS[3])
    draft = imported(writing.as_text(report, Style(date=number)).encode(), "report.txt")
    assert draft.day == report.date
    assert draft.day_words in writing.DATES[number](report.date)
    assert draft.warnings == []


@pytest.mark.parametrize(
    ("takeaway", "title", "organised"),
    list(zip(writing.TAKEAWAYS, writing.TITLES * 2, writing.ORGANISED * 2, strict=False)),
)
def test_every_title_organiser_and_takeaway(title: str, organised: str, takeaway: str) -> None:
    """However they are announced, wrapped to a narrow page."""
    report = writing.load(OTHERS[4])
    style = Style(title=title, organised=organised, takeaway=takeaway, width=72, introduction=True)
    draft = imported(writing.as_text(report, style).encode(), "report.txt")
    check(draft, report)
    assert draft.warnings == []


@pytest.mark.parametrize(
    "report",
    ["digital-payments.md", "girls-schooling.md", "newsroom-ai.txt", "urban-transport.txt", "flood-preparedness.txt"],
)
def test_reports_that_somebody_wrote(report: str) -> None:
    """Reports by another hand come out exactly, with nothing to complain of."""
    file = REPORTS / report
    draft = imported(file.read_bytes(), file.name)
    truth = writing.load(file.with_suffix(".yaml"))
    check(draft, truth)
    assert [p.aliases for p in draft.panelists] == [list(p.aliases) for p in truth.panelists]
    assert draft.warnings == []


def test_a_report_in_capitals() -> None:
    """Names that are in capitals in the headings are written as in the list; offices over several lines are joined."""
    file = REPORTS / "dengue-response.txt"
    draft = imported(file.read_bytes(), file.name)
    truth = writing.load(file.with_suffix(".yaml"))
    assert [p.name.upper() for p in draft.panelists] == [p.name for p in truth.panelists]
    assert not any(p.name.isupper() for p in draft.panelists)
    # The truth puts a comma between the lines of an office, the report has none.
    assert [p.role for p in draft.panelists] == [
        "Consultant Physician Fever Ward, Sehat Manzil Hospital", truth.panelists[1].role,
        "Epidemiologist City Disease Surveillance Cell", truth.panelists[3].role,
        "Chief Municipal Officer Water and Waste Wing",
    ]  # fmt: skip
    assert [p.points for p in draft.panelists] == [[words(q.text) for q in p.points] for p in truth.panelists]
    assert draft.warnings == []


@pytest.mark.parametrize("report", sorted(p.name for p in (REPORTS / "layouts").iterdir() if p.suffix != ".yaml"))
def test_clumsy_reports(report: str) -> None:
    """What is odd in them is read as a person would, and every line that is doubtful is named."""
    file = REPORTS / "layouts" / report
    draft = imported(file.read_bytes(), file.name)
    truth = yaml.safe_load(file.with_suffix(".yaml").read_text("utf-8"))
    assert (draft.title, draft.day, draft.organizers) == (
        truth["title"], date.fromisoformat(truth["date"]), truth["organizers"],
    )  # fmt: skip
    got = [{k: v for k, v in vars_of(p).items() if v} for p in draft.panelists]
    assert got == truth["panelists"]
    assert draft.takeaway == truth["takeaway"]
    assert sorted({r.place for r in draft.warnings}) == truth["warned"]


def vars_of(panelist: object) -> dict[str, object]:
    """What the truth of a clumsy report says of a panelist."""
    return {key: getattr(panelist, key) for key in ("name", "aliases", "role", "topic", "points")}


def test_the_written_reports_differ(tmp_path: Path) -> None:
    """The layouts by lot are layouts: hardly two are alike."""
    report = writing.load(OTHERS[0])
    chance = random.Random(1)
    made = {writing.as_text(report, Style.drawn(chance, styles=False)) for _ in range(30)}
    assert len(made) == 30
