"""The knowledge: the shipped report against the facts of the event, and every way in which a file can be wrong."""

from __future__ import annotations

import re
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import KnowledgeError
from bot.knowledge import library, parse, schema, source
from bot.knowledge.library import LEXICON_NAME, SHIPPED, Library
from bot.knowledge.model import Report, slug
from bot.language.text import normalise, words

SHIPPED_REPORT = SHIPPED / "countering-extremism-2021.yaml"

# ------------------------------------------------------------------ the shipped report

# As the participant list and the panelist's heading spell the name, with role and topic.
PANELISTS = (
    ("Ammar Jaffri", "Ammar Jaffri", "Founder Cybersecurity alliance of Pakistan", "Cybersecurity and threats"),
    ("Mr. Tariq Khosa", "Tariq khosa", "Former IG Police and DG FIA Director NIOC", "National security policy"),
    ("Syed Tahsin Shah", "Tahsin Shah", "Former Director General FIA", "Social media extremism"),
    ("Prof. Dr. Qamar ul Arafeen", "Dr. Qmar-ul-arafeen", "Forensic Advisor",
     "Training of police officers for social media counter terrorism"),
    ("Shahzada sultan", "Shehzada Sultan", "Commandant, police training college, Lahore",
     "Proper well-defined statement on cyber security"),
    ("Rafi us shan", "Dr. Rafi-us-Shaan", "Chief cybersecurity KP cyber emergency response centre",
     "Hybrid approach towards cyber threats"),
    ("Muhammad Munaf", "Mohammad Munaf", "Technical director and CEO Server4sale",
     "Dialogue between social media companies"),
)  # fmt: skip

# Words that the point cannot be stated without, point by point.
POINTS = (
    ("political religious danger society framework", "hybrid minds crime psychologists community"),
    ("social contract state society national security policy", "parliament human development",
     "violent extremism individuals internal fault lines"),
    ("negative positive banning filtering public narrative terrorists", "counter narrative proof",
     "state disengage zarb azb costly limited police"),
    ("young police training court bail", "technical training awareness society crimes"),
    ("online weapon national security policy strategy", "laws defined statement position", "response effective"),
    ("hybrid approach broader policy", "privacy whatsapp facebook", "data governance companies privacy"),
    ("control communication language company", "facebook group moderator admin accountable",
     "private group government curtain laws privacy"),
)  # fmt: skip


def _report(known: Library) -> Report:
    (report,) = known.reports
    return report


def test_the_event_is_that_of_the_report(shipped: Library) -> None:
    """Topic, organisers, the day (the report's 8-1-2021 is the eighth of January) and the takeaway."""
    report = _report(shipped)
    assert report.id == "countering-extremism-2021"
    assert normalise(report.title) == "countering extremism on social media in pakistan"
    assert report.date == date(2021, 1, 8)
    assert report.organizers == ("NIOC", "CSAP", "PISA")
    assert {"pakistan", "social", "media", "threats", "youth", "national", "security", "policies", "strategies"} <= set(
        words(report.takeaway)
    )


def _without_title(name: str) -> str:
    return " ".join(w for w in words(name) if w not in ("mr", "dr", "prof"))


@pytest.mark.parametrize("number", range(7))
def test_each_panelist_stands_in_place(shipped: Library, number: int) -> None:
    """Seven, in the report's order, each with both spellings of the name, the listed role and the topic."""
    report = _report(shipped)
    assert len(report.panelists) == len(PANELISTS)
    panelist = report.panelists[number]
    listed, headed, role, topic = PANELISTS[number]
    spelt = {_without_title(n) for n in (panelist.name, *panelist.aliases)}
    assert {_without_title(listed), _without_title(headed)} <= spelt
    assert set(words(role)) <= set(words(panelist.role))
    assert set(words(topic)) <= set(words(panelist.topic))


@pytest.mark.parametrize("number", range(7))
def test_each_point_stands_in_place(shipped: Library, number: int) -> None:
    """Two, three, three, two, three, three and three points, each about what the report's point is about."""
    points = _report(shipped).panelists[number].points
    assert len(points) == (2, 3, 3, 2, 3, 3, 3)[number]
    for point, needed in zip(points, POINTS[number], strict=True):
        said = " ".join(words(point.text))
        assert [w for w in needed.split() if w not in said] == []


def test_every_spelling_of_a_name_is_of_one_person(shipped: Library) -> None:
    """No name leads to two panelists, in any language."""
    owners: dict[str, str] = {}
    for p in _report(shipped).panelists:
        for name in (p.name, *p.aliases, *(t.name for t in p.translations.values() if t.name)):
            assert owners.setdefault(normalise(name), p.name) == p.name


def test_each_point_has_a_key_of_its_own(shipped: Library) -> None:
    """Keys tell points apart for good: an id that the editor gives, or the text's fingerprint."""
    points = [p for panelist in _report(shipped).panelists for p in panelist.points]
    assert len({p.key for p in points}) == 19
    assert points[0].model_copy(update={"id": "first"}).key == "first"
    assert points[0].model_copy(update={"keywords": ("other",)}).key == points[0].key
    assert points[0].model_copy(update={"text": "Other."}).key != points[0].key


# ------------------------------------------------------------------ values

GOOD = """\
id: garden
title: Gardens and no hedges
date: 2020-05-01
organizers: [Allotment Society]
panelists:
  - name: Rose Field
    role: Gardener
    topic: Compost
    points:
      - Compost needs air.
      - text: Slugs hate coffee.
        examples: [what about slugs]
  - name: Basil Green
    role: Cook
    topic: Herbs
    points: [Mint spreads.]
takeaway: Dig.
"""


def _read(text: str, name: str = "garden.yaml") -> tuple[Report | None, list[str]]:
    parsed = source.read(text.encode(), name)
    return parse.report(parsed), [str(p) for p in sorted(parsed.problems)]


def test_a_point_is_plain_text_or_a_mapping() -> None:
    """Both ways of writing a point give the same point."""
    report, problems = _read(GOOD)
    assert problems == []
    assert report is not None
    as_mapping, _ = _read(GOOD.replace("- Compost needs air.", "- text: Compost needs air."))
    assert as_mapping == report
    assert report.panelists[0].points[0].text == "Compost needs air."
    assert report.panelists[0].points[1].examples == ("what about slugs",)


def test_whatever_the_editor_adds_is_kept() -> None:
    """Every key of the format that is not required reaches its value."""
    text = GOOD.replace(
        "      - Compost needs air.",
        "      - {id: air, text: Air., keywords: [oxygen], negative_examples: [fans], translations: {ur: ہوا}}",
    ).replace(
        "    topic: Herbs\n",
        "    topic: Herbs\n    aliases: [B. Green]\n    examples: [herbs]\n    keywords: [thyme]\n"
        "    translations: {ur: {name: بیسل}}\n",
    )
    text += "takeaway_examples: [in short]\nnegative_examples: [who won]\ntranslations: {ur: {title: باغ}}\n"
    report, problems = _read(text)
    assert problems == []
    assert report is not None
    first = report.panelists[0].points[0]
    assert (first.id, first.key, first.keywords) == ("air", "air", ("oxygen",))
    assert (first.negative_examples, first.translations) == (("fans",), {"ur": "ہوا"})
    second = report.panelists[1]
    assert (second.aliases, second.examples, second.keywords) == (("B. Green",), ("herbs",), ("thyme",))
    assert second.translations["ur"].name == "بیسل"
    assert (report.takeaway_examples, report.negative_examples) == (("in short",), ("who won",))
    assert report.translations["ur"].title == "باغ"


@pytest.mark.parametrize(
    "written", ["no", "yes", "on", "1984", "1.50", "0x1F", "~", "null", "2020-01-01", "1_000", "=", "12:30"]
)
def test_what_looks_like_another_type_stays_text(written: str) -> None:
    """YAML's guesses at booleans, numbers, dates and nothing are not made: text is what the editor wrote."""
    report, problems = _read(
        GOOD.replace("Gardens and no hedges", written)
        .replace("[Allotment Society]", f"[{written}]")
        .replace("- Compost needs air.", f"- x {written}")
        .replace("what about slugs", written)
    )
    assert [p for p in problems if "no letters" not in p] == []
    if not problems:
        assert report is not None
        assert (report.title, report.organizers) == (written, (written,))
        assert report.panelists[0].points[0].text == f"x {written}"
        assert report.panelists[0].points[1].examples == (written,)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    """A file that Notepad saved is read as any other, and its lines are counted as an editor counts them."""
    plain, _ = _read(GOOD)
    parsed = source.read(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode(), "x.yaml")
    assert parse.report(parsed) == plain
    assert parsed.problems == []
    wrong = source.read(GOOD.replace("takeaway:", "takeway:").replace("\n", "\r\n").encode(), "x.yaml")
    assert parse.report(wrong) is None
    assert "x.yaml:17: takeway: " in str(wrong.problems[-1])


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80))
def test_a_slug_is_a_valid_id(title: str) -> None:
    """Any title gives an id that the format accepts."""
    report, problems = _read(GOOD.replace("id: garden", f"id: {slug(title)}"))
    assert problems == []
    assert report is not None
    assert report.id == slug(title)


# ------------------------------------------------------------------ what is refused

_DEEP = "[" * 15 + "x" + "]" * 15

Expected = tuple[tuple[int, str, str], ...]
"""Line, place and a part of what is said, problem by problem."""

# What is wrong, the file, and for each problem its line, its place and a part of what is said.
WRONG: tuple[tuple[str, str, Expected], ...] = (
    ("unknown key", GOOD.replace("takeaway: Dig.", "takeaway: Dig.\nmoral: Rake."),
     ((18, "moral", "not a key"),)),
    ("unknown key of a panelist", GOOD.replace("    topic: Compost", "    topic: Compost\n    age: 40"),
     ((9, "panelists[1].age", "not a key"),)),
    ("unknown key of a point", GOOD.replace("        examples:", "        example:"),
     ((12, "panelists[1].points[2].example", "not a key"),)),
    ("missing key", GOOD.replace("title: Gardens and no hedges\n", ""),
     ((1, "title", "missing"),)),
    ("missing key of a panelist", GOOD.replace("    role: Cook\n", ""),
     ((13, "panelists[2].role", "missing"),)),
    ("point without its text", GOOD.replace("      - text: Slugs hate coffee.\n        ex", "      - ex"),
     ((11, "panelists[1].points[2].text", "missing"),)),
    ("duplicate key", GOOD.replace("takeaway: Dig.", "takeaway: Dig.\ntitle: Again"),
     ((18, "title", "twice (first in line 2)"),)),
    ("duplicate key of a point", GOOD.replace("        examples:", "        text: x\n        examples:"),
     ((12, "panelists[1].points[2].text", "twice (first in line 11)"),)),
    ("duplicate panelist", GOOD.replace("Basil Green", "ROSE  Field"),
     ((13, "panelists[2].name", "panelist who is there already"),)),
    ("alias of another panelist", GOOD.replace("    role: Cook", "    role: Cook\n    aliases: [Rose Fíeld]"),
     ((15, "panelists[2].aliases[1]", "panelist who is there already"),)),
    ("duplicate point", GOOD.replace("[Mint spreads.]", "[Mint spreads., slugs hate COFFEE]"),
     ((16, "panelists[2].points[2]", "same as another point"),)),
    ("duplicate point id", GOOD.replace("[Mint spreads.]", "[{id: a, text: b}, {text: c, id: a}]"),
     ((16, "panelists[2].points[2].id", "id of another point"),)),
    ("duplicate example", GOOD.replace("[Mint spreads.]", "\n      - {text: Mint., examples: [What about slugs?]}"),
     ((17, "panelists[2].points[1].examples[1]", "example question already"),)),
    ("duplicate example of the takeaway", GOOD + "takeaway_examples: [in short, what about slugs]\n",
     ((18, "takeaway_examples[2]", "example question already"),)),
    ("example that is negative too",
     GOOD.replace("        examples:", "        negative_examples: [WHAT about slugs!]\n        examples:"),
     ((12, "panelists[1].points[2].negative_examples[1]", "cannot be both"),)),
    ("example that the report does not answer", GOOD + "negative_examples: [what about slugs]\n",
     ((18, "negative_examples[1]", "cannot be both"),)),
    ("empty point", GOOD.replace("- Compost needs air.", "- ''"),
     ((10, "panelists[1].points[1]", "empty"),)),
    ("point with nothing after its dash", GOOD.replace("- Compost needs air.", "-"),
     ((10, "panelists[1].points[1]", "empty"),)),
    ("point of spaces", GOOD.replace("Slugs hate coffee.", "'  '"),
     ((11, "panelists[1].points[2].text", "empty"),)),
    ("point without a letter", GOOD.replace("- Compost needs air.", "- '...'"),
     ((10, "panelists[1].points[1]", "no letters or digits"),)),
    ("empty takeaway", GOOD.replace("takeaway: Dig.", "takeaway:"),
     ((17, "takeaway", "empty"),)),
    ("no organizers", GOOD.replace("[Allotment Society]", "[]"),
     ((4, "organizers", "at least one"),)),
    ("bad date", GOOD.replace("2020-05-01", "8-1-2021"),
     ((3, "date", "not a date such as"),)),
    ("day that is not in the calendar", GOOD.replace("2020-05-01", "2021-02-30"),
     ((3, "date", "not a date such as"),)),
    ("text for a list", GOOD.replace("[Allotment Society]", "Allotment Society"),
     ((4, "organizers", "should be a list"),)),
    ("list for text", GOOD.replace("title: Gardens", "title: [Gardens]\n#"),
     ((2, "title", "should be plain text"),)),
    ("text for a panelist", GOOD.replace("takeaway:", "  - Rose\ntakeaway:"),
     ((17, "panelists[3]", "should be keys with values"),)),
    ("list for a point", GOOD.replace("- Compost needs air.", "- [Compost]"),
     ((10, "panelists[1].points[1]", "should be keys with values"),)),
    ("list for the file", "- garden\n", ((1, "", "should be keys with values"),)),
    ("bad id", GOOD.replace("id: garden", "id: My Garden!"),
     ((1, "id", "lower-case letters, digits and hyphens"),)),
    ("bad language code", GOOD + "translations: {urdu!: {title: x}}\n",
     ((18, "translations.urdu!", "not a language code"),)),
    ("name that is too long", GOOD.replace("Basil Green", "B" * 301),
     ((13, "panelists[2].name", "longer than 300"),)),
    ("anchor", GOOD.replace("title: Gardens", "title: &t Gardens"),
     ((2, "title", "anchors and aliases"),)),
    ("alias", GOOD.replace("takeaway: Dig.", "takeaway: *t"),
     ((17, "takeaway", "anchors and aliases"),)),
    ("tag", GOOD.replace("2020-05-01", "!!timestamp 2020-05-01"),
     ((3, "date", "tags"),)),
    ("tag that makes an object", GOOD.replace("takeaway: Dig.", "takeaway: !!python/object/apply:os.getcwd []"),
     ((17, "takeaway", "tags"),)),
    ("merge key", GOOD.replace("    role: Cook", "    <<: {role: Cook}"),
     ((14, "panelists[2]", "merge keys"),)),
    ("key that is a list", GOOD + "? [a]\n: b\n",
     ((18, "", "key has to be plain text"),)),
    ("too deep", GOOD + f"x: {_DEEP}\n",
     ((18, "x" + "[1]" * 12, "nested too deeply"),)),
    ("empty file", "", ((1, "", "the file is empty"),)),
    ("file of comments", "# nothing\n# yet\n", ((1, "", "the file is empty"),)),
    ("second document", GOOD + "---\n" + GOOD,
     ((18, "", "second document"),)),
    ("unclosed bracket", GOOD.replace("[Allotment Society]", "[Allotment Society"),
     ((5, "", "not YAML"),)),
    ("colon in a title", GOOD.replace("Gardens and", "Gardens: and"),
     ((2, "", "not YAML"),)),
    ("control character", GOOD.replace("Gardens and", "Gardens \x07 and"),
     ((2, "", "not YAML: a character"),)),
)  # fmt: skip


def _unlike(file: str | Path, problems: list[str], expected: Expected) -> list[tuple[str | None, str | None]]:
    """The problems that are not ``file:line: where: …what…`` as expected, and those that are not there."""
    wanted = [(f"{file}:{line}: {where}{': ' if where else ''}", what) for line, where, what in expected]
    return [
        (problem, want and want[0] + want[1])
        for problem, want in zip_longest(problems, wanted)
        if not (problem and want and problem.startswith(want[0]) and want[1] in problem.removeprefix(want[0]))
    ]


def _refused(*paths: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as refused:
        library.load(paths)
    assert str(refused.value) == "\n".join(map(str, refused.value.problems))
    return [str(p) for p in refused.value.problems]


@pytest.mark.parametrize(("text", "expected"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_a_mistake_is_named_with_its_place(text: str, expected: tuple[tuple[int, str, str], ...]) -> None:
    """Each kind of mistake is refused as ``file:line: where: what``, and nothing else is said of a file so good."""
    report, problems = _read(text)
    assert report is None
    assert _unlike("garden.yaml", problems, expected) == []


def test_the_mistakes_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    """A folder with one file for each kind of mistake names them all, by file and line."""
    for n, (_, text, _) in enumerate(WRONG):
        (tmp_path / f"{n:02}.yaml").write_text(text, "utf-8")
    problems = _refused(tmp_path)
    for n, (_, _, expected) in enumerate(WRONG):
        file = tmp_path / f"{n:02}.yaml"
        assert _unlike(file, [p for p in problems if p.startswith(f"{file}:")], expected) == []
    assert len(problems) == sum(len(expected) for _, _, expected in WRONG)


def test_the_mistakes_of_one_file_come_in_one_run(tmp_path: Path) -> None:
    """An editor who made several mistakes of form sees them all at once, top to bottom."""
    file = tmp_path / "garden.yaml"
    text = (
        GOOD.replace("id: garden", "id: My Garden")
        .replace("2020-05-01", "soon")
        .replace("organizers: [Allotment Society]\n", "")
        .replace("    role: Gardener", "    role: [Gardener]")
        .replace("- Compost needs air.", "- Compost needs air.\n      - ''")
        .replace("        examples:", "        example:")
        .replace("takeaway: Dig.", "takeaway: Dig.\ntitle: Again\nmoral: Rake.")
    )
    file.write_text(text, "utf-8")
    expected = (
        (1, "id", "lower-case"), (1, "organizers", "missing"), (3, "date", "not a date"),
        (6, "panelists[1].role", "plain text"), (10, "panelists[1].points[2]", "empty"),
        (12, "panelists[1].points[3].example", "not a key"), (18, "title", "twice"), (19, "moral", "not a key"),
    )  # fmt: skip
    problems = _refused(file)
    assert _unlike(file, problems, expected) == []


REPEATED = GOOD.replace("Basil Green", "Rose Field").replace(
    "Mint spreads.",
    "slugs hate coffee, {text: M, negative_examples: [a b], examples: [what about slugs, a b]}",
)


def test_the_repetitions_of_one_file_come_in_one_run(tmp_path: Path) -> None:
    """The same for what is said twice: a panelist, a point, an example, a question for and against."""
    file = tmp_path / "garden.yaml"
    file.write_text(REPEATED, "utf-8")
    expected = (
        (13, "panelists[2].name", "there already"), (16, "panelists[2].points[1]", "same as another point"),
        (16, "panelists[2].points[2].examples[1]", "example question already"),
        (16, "panelists[2].points[2].negative_examples[1]", "cannot be both"),
    )  # fmt: skip
    problems = _refused(file)
    assert _unlike(file, problems, expected) == []


def test_repetitions_are_told_beside_other_mistakes(tmp_path: Path) -> None:
    """One run names all that is wrong: a missing key does not hide a panelist who is there twice."""
    file = tmp_path / "garden.yaml"
    file.write_text(REPEATED.replace("title: Gardens and no hedges", "titel: Gardens and no hedges"), "utf-8")
    problems = "\n".join(_refused(file))
    assert "titel: is not a key" in problems
    assert "panelists[2].name: names a panelist who is there already" in problems
    assert "panelists[2].points[1]: says the same as another point" in problems


def test_nothing_untrue_is_said_of_a_list(tmp_path: Path) -> None:
    """A list whose only item has a mistake is not empty."""
    file = tmp_path / "garden.yaml"
    file.write_text(GOOD.replace("[Mint spreads.]", "[{text: Mint spreads., by: Basil}]"), "utf-8")
    problems = _refused(file)
    assert _unlike(file, problems, ((16, "panelists[2].points[1].by", "not a key"),)) == []


def test_a_control_character_after_urdu_is_at_its_line(tmp_path: Path) -> None:
    """Letters of more than one byte above a mistake do not move its line."""
    file = tmp_path / "garden.yaml"
    file.write_text("# " + "باغ " * 30 + "\n" + GOOD.replace("Gardens and", "Gardens \x07 and"), "utf-8")
    problems = _refused(file)
    assert _unlike(file, problems, ((3, "", "not YAML: a character"),)) == []


@pytest.mark.parametrize(
    "written",
    [
        "86400",
        "20210108",
        "2021",
        "01/08/2021",
        "2021-1-8",
        "-1",
    ],
)
def test_only_a_date_is_a_date(written: str) -> None:
    """A number, however a library might read it, is no day of the event."""
    report, problems = _read(GOOD.replace("2020-05-01", written))
    assert report is None
    assert problems == ["garden.yaml:3: date: is not a date such as 2021-01-31"]


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    """Over two megabytes nothing is parsed, whatever it is."""
    file = tmp_path / "garden.yaml"
    file.write_bytes(GOOD.encode() + b"# " + b"x" * source.MAX_BYTES)
    (problem,) = _refused(file)
    assert problem.startswith(f"{file}:1: larger than 2048 KB")


def test_a_file_of_too_many_values_is_refused() -> None:
    """Short values in great number are bounded too."""
    parsed = source.read(b"x: [" + b"a," * source.MAX_NODES + b"a]", "x.yaml")
    (problem,) = parsed.problems
    assert str(problem).startswith("x.yaml:1: x[")
    assert f"more than {source.MAX_NODES} values" in problem.what


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "cp1256"])
def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path, encoding: str) -> None:
    """Saved in another encoding, the file is refused with the line of the first letter that is no UTF-8."""
    file = tmp_path / "garden.yaml"
    text = GOOD.replace("Cook", "Chef" if encoding == "utf-16" else "ش" if encoding == "cp1256" else "Küchenchef")
    file.write_bytes(text.encode(encoding))
    line = 1 if encoding == "utf-16" else 14
    assert _refused(file) == [f"{file}:{line}: not UTF-8 text; save the file as UTF-8"]


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    """The second file is told of the first."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("# a comment\n" + GOOD, "utf-8")
    (problem,) = _refused(tmp_path)
    assert problem.startswith(f"{tmp_path / 'b.yaml'}:2: id: is the id of {tmp_path / 'a.yaml'} too")


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """It is named, together with what is wrong in the paths that are there."""
    file = tmp_path / "garden.yaml"
    file.write_text(GOOD.replace("title", "titel"), "utf-8")
    gone = tmp_path / "gone.yaml"
    problems = _refused(gone, file)
    assert f"{gone}: there is no such file or folder" in problems
    assert len(problems) == 3


def test_a_folder_without_reports_is_refused(tmp_path: Path) -> None:
    """Nothing to answer from is a mistake, whatever else lies there."""
    (tmp_path / "notes.txt").write_text("x", "utf-8")
    (tmp_path / "report.schema.json").write_text("{}", "utf-8")
    (tmp_path / LEXICON_NAME).write_text("entries: []\n", "utf-8")
    (problem,) = _refused(tmp_path)
    assert problem.startswith(f"{tmp_path}: no report")


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_any_bytes_end_in_a_report_or_in_problems(data: bytes) -> None:
    """Whatever lies in a file, reading it never raises and never ends in nothing."""
    parsed = source.read(data, "x.yaml")
    assert parse.report(parsed) is None
    assert parsed.problems
    assert all(p.file == "x.yaml" and p.line >= 1 and p.what for p in parsed.problems)


_PIECES = st.sampled_from(
    ["", "x", "- y", "[", "{a: b}", "&a", "*a", "!t", "|", ">-", "'", "---", "...", ":", "?", "<<: {}", "\t", "%"]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 16), st.booleans(), _PIECES), min_size=1, max_size=4))
def test_a_damaged_file_ends_in_a_report_or_in_problems(damage: list[tuple[int, bool, str]]) -> None:
    """A good file with lines replaced or half overwritten is read or refused at a line that it has."""
    lines = GOOD.splitlines()
    for at, whole, piece in damage:
        lines[at] = piece if whole else lines[at][: len(lines[at]) // 2] + piece
    parsed = source.read("\n".join(lines).encode(), "x.yaml")
    report = parse.report(parsed)
    assert (report is None) == bool(parsed.problems)
    assert all(1 <= p.line <= len(lines) + 1 for p in parsed.problems)


# ------------------------------------------------------------------ the library


def test_files_and_folders_make_one_library(tmp_path: Path) -> None:
    """Reports of a folder come in the order of their file names, .yml counts, the lexicon is no report."""
    (tmp_path / "b.yml").write_text(GOOD, "utf-8")
    (tmp_path / "a.yaml").write_text(GOOD.replace("id: garden", "id: a"), "utf-8")
    (tmp_path / "sub").mkdir()
    other = tmp_path / "sub" / "c.yaml"
    other.write_text(GOOD.replace("id: garden", "id: c"), "utf-8")
    assert [r.id for r in library.load([tmp_path]).reports] == ["a", "garden"]
    assert [r.id for r in library.load([other, tmp_path]).reports] == ["c", "a", "garden"]
    assert [r.id for r in library.load([tmp_path, tmp_path / "b.yml"]).reports] == ["a", "garden"]


def test_the_revision_changes_with_any_byte(tmp_path: Path) -> None:
    """It is the same for the same files and another after any change of a report or of the lexicon beside it."""
    file = tmp_path / "garden.yaml"
    file.write_text(GOOD, "utf-8")
    first = library.load([tmp_path]).revision
    assert library.load([tmp_path]).revision == first
    file.write_text(GOOD + "# touched\n", "utf-8")
    second = library.load([tmp_path]).revision
    (tmp_path / LEXICON_NAME).write_text("entries: []\n", "utf-8")
    third = library.load([tmp_path]).revision
    assert len({first, second, third}) == 3


# ------------------------------------------------------------------ schemas for editors' tools


class _EditorsLoader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """YAML as editors' tools read it (YAML 1.2's core schema: ``no`` is text, ``true`` is not, dates are text)."""


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
):
    _EditorsLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))
_EditorsLoader.add_constructor("tag:yaml.org,2002:bool", lambda _, node: node.value.lower() == "true")
_EditorsLoader.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))
_EditorsLoader.add_constructor("tag:yaml.org,2002:float", lambda _, node: float(node.value))
_EditorsLoader.add_constructor("tag:yaml.org,2002:null", lambda _, node: None)


def _as_an_editor_sees_it(text: str) -> Any:
    return yaml.load(text, Loader=_EditorsLoader)  # noqa: S506  (makes nothing but plain values)


def _validator(name: str) -> jsonschema.Draft202012Validator:
    made = schema.schema(schema.FILES[name])
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made, format_checker=jsonschema.FormatChecker())


def test_the_schema_files_are_up_to_date(tmp_path: Path) -> None:
    """The files in the repository are what ``python -m bot.knowledge.schema`` writes, byte for byte."""
    schema.write(tmp_path)
    written = {f.name: f.read_text("utf-8") for f in tmp_path.iterdir()}
    assert written == {name: (SHIPPED / name).read_text("utf-8") for name in schema.FILES}


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda f: f.name)
def test_the_shipped_files_are_valid_in_an_editor(file: Path) -> None:
    """No editor's tool underlines anything in them."""
    name = "lexicon.schema.json" if file.name == LEXICON_NAME else "report.schema.json"
    errors = _validator(name).iter_errors(_as_an_editor_sees_it(file.read_text("utf-8")))
    assert [f"{e.json_path}: {e.message}" for e in errors] == []


def test_the_schema_accepts_what_the_bot_accepts() -> None:
    """Points as plain text and as mappings are both fine in an editor."""
    assert _validator("report.schema.json").is_valid(_as_an_editor_sees_it(GOOD))


@pytest.mark.parametrize(
    "kind",
    ["unknown key", "unknown key of a panelist", "unknown key of a point", "missing key", "missing key of a panelist",
     "point without its text", "empty point", "point of spaces", "empty takeaway", "no organizers", "bad date",
     "text for a list", "list for text", "text for a panelist", "list for a point", "list for the file", "bad id",
     "bad language code",
     "name that is too long"],
)  # fmt: skip
def test_the_schema_refuses_what_the_bot_refuses(kind: str) -> None:
    """A mistake of form is underlined in the editor before ``check`` names it."""
    text = next(text for name, text, _ in WRONG if name == kind)
    assert not _validator("report.schema.json").is_valid(_as_an_editor_sees_it(text))
