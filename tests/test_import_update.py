"""A report that is imported again: the words are the report's, what an editor added stays, every change is named."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from bot.importing.importer import Imported
from bot.importing.writing import WritingError
from bot.knowledge.model import Point
from tests.test_import import CLEAN, read, run

AIR, SLUGS, WALL = (
    "Compost needs air and worms.",
    "Slugs hate coffee grounds, so that they stay away.",
    "A dry stone wall needs no mortar.",
)
EDITED = """\
# yaml-language-server: $schema=report.schema.json
# Our own notes: ask Rose about the greenhouse.
id: gardens-2020
title: Gardens in town
date: 2020-04-03
organizers: [Allotment Society, Bee Keepers Club]   # the club paid for the tea
panelists:
  - name: Rose Field   # as she writes it
    aliases: [Rosie]
    role: Gardener, Hill Street
    topic: Compost
    keywords: [heap, rotting]
    translations:
      ur: {name: روز فیلڈ}
    points:
      - text: Compost needs air and worms.
        # the best one
        examples: ["How do I make compost?", "kya khad ko hawa chahiye?"]
        negative_examples:
          - What does compost cost?
        translations:
          ur: کھاد کو ہوا اور کیچوے چاہییں۔
      - Slugs hate coffee grounds, so that they stay away.
  - name: Basil Stone
    role: Builder
    topic: Walls
    points:
      - id: dry-wall
        text: A dry stone wall needs no mortar.
        keywords: [mason]
takeaway: Dig.
takeaway_examples: ["What is it all about?"]
negative_examples: ["What does a garden cost?"]
translations:
  ur: {takeaway: کھودو۔}
"""


def update(report: str, existing: str = EDITED) -> Imported:
    """The result of importing *report* into a file."""
    return asyncio.run(read(report.encode(), "report.txt", existing.encode()))


def keys(imported: Imported) -> dict[str, str]:
    """The stable name of each point, by its text."""
    return {p.text: p.key for x in imported.report.panelists for p in x.points}


def test_the_same_report_changes_nothing_but_what_was_not_known() -> None:
    """Aliases of the report and its date's words come in; the rest of the file stays as it was, with its comments."""
    found = update(CLEAN)
    assert found.lost == ()
    assert found.changes == (
        "~ Rose Field: spelt “Rose Feild” and “Ms. Rose Field” too", "~ Basil Stone: spelt “Mr. Basil Stone” too",
    )  # fmt: skip
    rose, basil = found.report.panelists
    assert (rose.name, rose.aliases) == ("Rose Field", ("Rosie", "Rose Feild", "Ms. Rose Field"))
    assert rose.keywords == ("heap", "rotting")
    assert rose.translations["ur"].name == "روز فیلڈ"
    point = rose.points[0]
    assert point.examples == ("How do I make compost?", "kya khad ko hawa chahiye?")
    assert point.negative_examples == ("What does compost cost?",)
    assert point.translations == {"ur": "کھاد کو ہوا اور کیچوے چاہییں۔"}
    assert (basil.points[0].id, basil.points[0].keywords) == ("dry-wall", ("mason",))
    report = found.report
    assert (report.id, report.date_as_written) == ("gardens-2020", "3-4-2020")
    assert report.takeaway_examples == ("What is it all about?",)
    assert report.negative_examples == ("What does a garden cost?",)
    assert report.translations["ur"].takeaway == "کھودو۔"
    for comment in ("Our own notes", "# as she writes it", "# the best one", "# the club paid for the tea"):
        assert comment in found.text
    assert found.text.startswith("# yaml-language-server: $schema=report.schema.json\n")


def test_again_and_again_changes_nothing() -> None:
    """Once merged, the same report leaves the file as it is, byte for byte."""
    once = update(CLEAN)
    twice = update(CLEAN, once.text)
    assert (twice.changes, twice.lost, twice.text) == ((), (), once.text)


def test_points_keep_their_names_when_the_report_changes() -> None:
    """Buttons, examples and votes find the point whose words were mended; what is new and what is gone is named."""
    report = CLEAN.replace(AIR, "Compost needs air, water and worms.").replace(
        "• A dry stone", "• Frost splits wet bricks.\n• A dry stone"
    ).replace("• Slugs hate coffee grounds, so that\nthey stay away.\n", "")  # fmt: skip
    before = {AIR: Point(text=AIR).key, WALL: "dry-wall"}
    found = update(report)
    assert keys(found)["Compost needs air, water and worms."] == before[AIR]
    assert keys(found)[WALL] == before[WALL]
    assert found.report.panelists[0].points[0].examples == ("How do I make compost?", "kya khad ko hawa chahiye?")
    assert [p.text for p in found.report.panelists[1].points] == ["Frost splits wet bricks.", WALL]
    assert f"~ Rose Field: was “{AIR}”, is “Compost needs air, water and worms.”" in found.changes
    assert any("+ " in c and "Frost splits" in c for c in found.changes)
    assert any("translation" in c for c in found.changes)
    assert found.lost == (f"− Rose Field: “{SLUGS}”",)


def test_a_moved_point_is_the_same_point() -> None:
    """In another place, or with another panelist: its name and examples go along, and the move is said."""
    air, slugs = f"• {AIR}\n", "• Slugs hate coffee grounds, so that\nthey stay away.\n"
    base = update(CLEAN).text
    swapped = update(CLEAN.replace(air + slugs, slugs + air), base)
    assert [p.text for p in swapped.report.panelists[0].points] == [SLUGS, AIR]
    assert keys(swapped)[AIR] == Point(text=AIR).key
    assert swapped.changes == ("~ Rose Field: the points stand in another order",)
    moved = update(CLEAN.replace(air, "").replace("• A dry stone", f"{air}• A dry stone"), base)
    assert moved.lost == ()
    assert moved.changes == (f"→ Basil Stone: “{AIR}”, until now Rose Field's",)
    assert moved.report.panelists[1].points[0].examples == ("How do I make compost?", "kya khad ko hawa chahiye?")
    assert keys(moved)[AIR] == Point(text=AIR).key


def test_panelists_in_another_order() -> None:
    """The file follows the report, and says so."""
    first, second, end = (CLEAN.index(x) for x in ("First Panelist", "Second Panelist", "Take away"))
    turned = CLEAN[:first] + CLEAN[second:end] + CLEAN[first:second] + CLEAN[end:]
    found = update(turned, update(CLEAN).text)
    assert [p.name for p in found.report.panelists] == ["Basil Stone", "Rose Field"]
    assert found.changes == ("~ the panelists stand in another order",)
    assert found.lost == ()


def test_what_an_editor_loses_with_a_point_is_said() -> None:
    """A point that is gone takes its examples with it: that is named, and how many."""
    report = CLEAN.replace(f"• {AIR}\n", "")
    found = update(report)
    assert found.lost == (f"− Rose Field: “{AIR}” (with 2 examples, 1 negative examples, 1 translations)",)


def test_people_come_and_go() -> None:
    """A new panelist stands where the report has it; one who is gone is named with all points."""
    third = "Third Panelist: Hazel Brook\nTopic: Water\nRecommendations:\n• Rain barrels should have lids.\n\n"
    both = CLEAN.replace("Mr. Basil Stone\nBuilder", "Dr. Hazel Brook\nEngineer").replace(
        CLEAN[CLEAN.index("Second Panelist") : CLEAN.index("Take away")], third
    )
    found = update(both)
    assert [p.name for p in found.report.panelists] == ["Rose Field", "Hazel Brook"]
    assert "+ panelist Hazel Brook" in found.changes
    assert [line.split(":")[0] for line in found.lost] == ["− panelist Basil Stone", "− Basil Stone"]


def test_an_editors_own_words_stay_where_the_report_did_not_change() -> None:
    """The id of an imported point tells its first words: who mended them in the file keeps the mended ones."""
    first = asyncio.run(read(CLEAN.encode(), "report.txt"))
    mended = first.text.replace("Compost needs air and worms.", "Compost needs fresh air and worms.")
    assert mended != first.text
    found = update(CLEAN, mended)
    assert found.report.panelists[0].points[0].text == "Compost needs fresh air and worms."
    assert found.report.panelists[0].points[0].key == first.report.panelists[0].points[0].key
    assert found.changes == ("= Rose Feild: your wording stays: “Compost needs fresh air and worms.”",)


def test_facts_are_the_reports() -> None:
    """Title, date, organisers, office, topic and takeaway follow the report, each named with what it was."""
    report = CLEAN.replace("Gardens in town", "Gardens in big towns").replace("3-4-2020", "4-4-2020")
    report = report.replace("Bee Keepers Club", "Bee Club").replace("Builder", "Mason").replace("Dig.", "Dig deep.")
    found = update(report)
    made = found.report
    assert (made.title, str(made.date), made.organizers) == (
        "Gardens in big towns", "2020-04-04", ("Allotment Society", "Bee Club"),
    )  # fmt: skip
    assert (made.panelists[1].role, made.takeaway) == ("Mason", "Dig deep.")
    named = [c for c in found.changes if "was" in c]
    assert [c.split(":")[0] for c in named] == [
        "~ title", "~ date", "~ organizers", "~ Basil Stone, role", "~ takeaway",
    ]  # fmt: skip


def test_what_the_report_lacks_stays() -> None:
    """A report without takeaway and offices takes nothing out of the file."""
    report = CLEAN.split("Take away")[0].replace("Gardener, Hill Street\n", "").replace("Builder\n", "")
    found = update(report)
    assert found.report.takeaway == "Dig."
    assert [p.role for p in found.report.panelists] == ["Gardener, Hill Street", "Builder"]


@pytest.mark.parametrize("broken", ["id: [", "id: x\ntitle: T\n", "a: &x b\n"])
def test_a_broken_file_is_not_merged_with(broken: str) -> None:
    """What check refuses is mended first."""
    with pytest.raises(WritingError, match=r"the knowledge file:\d+: "):
        update(CLEAN, broken)


def test_the_command_merges_and_says_what_changed(tmp_path: Path) -> None:
    """--update: exit status 0 with changes, 3 if something of the file is lost; a missing file is simply written."""
    report, out = tmp_path / "report.txt", tmp_path / "x.yaml"
    report.write_text(CLEAN, "utf-8")
    assert run("import", report, "-o", out, "--update").returncode == 0
    report.write_text(CLEAN.replace(AIR, "Compost needs air and water."), "utf-8")
    done = run("import", report, "-o", out, "--update")
    assert done.returncode == 0
    assert "changed in the file:\n  ~ Rose Feild: was “Compost needs air and worms.”" in done.stdout
    report.write_text(CLEAN.replace(f"• {AIR}\n", ""), "utf-8")
    lost = run("import", report, "-o", out, "--update")
    assert lost.returncode == 3
    assert "− Rose Feild: “Compost needs air and water.”" in lost.stdout
    out.write_text("id: [", "utf-8")
    assert run("import", report, "-o", out, "--update").returncode == 1
    assert out.read_text("utf-8") == "id: ["


def test_a_file_that_is_broken_is_named_with_its_line(tmp_path: Path) -> None:
    """There is nothing to merge with; where it is broken is said, and it stays as it is."""
    report, out = tmp_path / "report.txt", tmp_path / "x.yaml"
    report.write_text(CLEAN, "utf-8")
    broken = "id: x\ntitle: Kites\n  date: 2022-03-14\n"
    out.write_text(broken, "utf-8")
    done = run("import", report, "-o", out, "--update")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(rf"{re.escape(str(out))}:3: not YAML: .+; mend it first, nothing was merged\n", done.stderr)
    assert out.read_text("utf-8") == broken
