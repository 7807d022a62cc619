"""``python -m bot eval``: what it refuses, counts, draws and advises; and that the shipped scores are true."""

from __future__ import annotations

import io
import json
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from bot import app
from bot.__main__ import _parser, main
from bot.errors import QuestionsError
from bot.evaluation import leaveout, questions
from bot.evaluation.judge import Bounds, Tally, Verdict, failures, judge, tally
from bot.evaluation.leaveout import FOLDS, Place, Remembering
from bot.evaluation.measure import Measured, measure, sets_of
from bot.evaluation.meter import Meter
from bot.evaluation.questions import Labelled
from bot.evaluation.reliability import Scored, bins, calibration_error, first_results, trades
from bot.knowledge import library
from bot.knowledge.library import Library
from bot.knowledge.model import Report
from bot.matching.answering import Answerer
from bot.matching.vectors import Vectors
from tests.conftest import ROOT

HELD = ROOT / "tests" / "questions" / "held.yaml"
PATIENCE = 30
"""Seconds after which a test gives up waiting for another thread."""

GARDEN = """\
id: garden
title: Gardens in town
date: 2020-05-01
organizers: [Allotment Society]
panelists:
  - name: Rose Field
    role: Gardener
    topic: Compost and slugs
    points:
      - text: Compost needs air and worms.
        examples: [How do I make good compost?, What does a compost heap need?, Are worms good for compost?]
      - text: Slugs hate coffee grounds.
        examples: [How can I keep slugs away from lettuce?, Does coffee stop slugs?]
      - Ladybirds eat the greenfly on roses.
  - name: Basil Stone
    role: Builder
    topic: Walls
    points:
      - text: A dry stone wall needs no mortar.
        examples: [How can I keep the slugs away from lettuce?]
      - text: Frost splits wet bricks.
        examples: [qwertz uiopp asdfgh]
      - Zinc gutters outlast plastic.
  - name: Hazel Brook
    role: Engineer
    topic: Water
    points: [Rain barrels should have lids., Ponds need a shallow edge for hedgehogs., Mulch halves the watering.]
takeaway: Dig.
"""


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge with faults: an example at the wrong point, one that says nothing, points without any."""
    file = tmp_path_factory.mktemp("garden") / "garden.yaml"
    file.write_text(GARDEN, "utf-8")
    return file


@pytest.fixture(scope="module")
def gardens(garden: Path) -> Library:
    """The same, read."""
    return library.load([garden])


def written(file: Path, *rows: object) -> Path:
    """A file of questions, one JSON object a line."""
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return file


def point(q: str, *labels: str, **more: str) -> dict[str, object]:
    """A label for a question that points answer."""
    return {"q": q, "want": "point", "points": list(labels), **more}


def none(q: str) -> dict[str, object]:
    """A label for a question that the report does not answer."""
    return {"q": q, "want": "none"}


ASKED = (
    point("Slugs hate coffee grounds?", "1.2", style="own words"),
    point("Slugs hate coffee grounds", "2.3", style="mislabelled"),
    point("Ladybirds eat the greenfly on roses", "1.3", lang="en"),
    point("روزہ کیا ہے", "3.3"),
    none("Who is the emperor of Mars?"),
)


HOSTILE = "</td><script>alert('x')</script> & \"a lone half\" \ud800"


def measured(garden: Path, file: Path, *, in_full: bool = True) -> Measured:
    """What eval measures, without sentence vectors."""
    with Meter(Console(file=io.StringIO())) as meter:
        return measure(sets_of([file], [garden]), app.OFF, meter, in_full=in_full)


# ------------------------------------------------------------------ files and labels


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"q": " ", "want": "none"}, "under `q`"),
        ({"q": "x", "want": ["point"]}, "`want`"),
        ({"q": "x", "want": "point"}, "`points`"),
        ({"q": "x", "want": "point", "points": ["takeaway"]}, "`points`"),
        ({"q": "x", "want": "point", "points": "1.2"}, "`points`"),
        ({"q": "x", "want": "point", "points": [1.2]}, "`points`"),
        ({"q": "x", "want": "point", "points": ["1.0"]}, "`points`"),
        ({"q": "x", "want": "point", "points": ["takeway"]}, "`points`"),
        ({"q": "x", "want": "panelist"}, "`panelists`"),
        ({"q": "x", "want": "panelist", "panelists": ["Rose"]}, "`panelists`"),
        ({"q": "x", "want": "panelist", "panelists": [True]}, "`panelists`"),
        ({"q": "x", "want": "panelist", "panelists": [0]}, "`panelists`"),
        ({"q": "x", "want": "none", "points": ["1.1"]}, "`want: none`"),
        ({"q": "x", "want": "none", "style": 3}, "`style`"),
    ],
)
def test_a_label_that_makes_no_sense_is_refused_with_its_line(tmp_path: Path, row: object, said: str) -> None:
    """JSON lines and YAML alike, counted in lines of the file, not in questions."""
    lines = written(tmp_path / "q.jsonl", none("fine"), row)
    lines.write_text("\n" + lines.read_text("utf-8"), "utf-8")
    listed = tmp_path / "q.yaml"
    listed.write_text(f"questions:\n  - q: fine\n    want: none\n  - {json.dumps(row)}\n", "utf-8")
    for file, line in ((lines, 3), (listed, 4)):
        if file == listed and row in ({"q": "x", "want": "none", "style": 3}, POINT_AS_NUMBER):
            continue  # in YAML every scalar is text
        with pytest.raises(QuestionsError) as refused:
            questions.load(file)
        assert str(refused.value).startswith(f"{file}:{line}: ")
        assert said in str(refused.value)
        assert "\n" not in str(refused.value)


POINT_AS_NUMBER = {"q": "x", "want": "point", "points": [1.2]}


def test_labels_are_read_as_they_stand(tmp_path: Path) -> None:
    """A byte order mark and line separators inside a question are no reason to refuse; YAML keeps 1.10 apart of 1.1."""
    file = tmp_path / "q.jsonl"
    file.write_text('\ufeff{"q": "two\u2028lines\x85", "want": "none"}\n{"q": "b", "want": "none"}', "utf-8")
    (read,) = questions.load(file)
    assert [(q.q, q.line) for q in read.questions] == [("two\u2028lines\x85", 1), ("b", 2)]
    listed = tmp_path / "q.yml"
    listed.write_text("- {q: no, want: point, points: [1.10], panelists: [1]}\n", "utf-8")
    (question,) = questions.load(listed)[0].questions
    assert (question.q, question.points, question.panelists) == ("no", ("1.10",), (1,))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("sets: []\n", 1, "`sets`"),
        ("sets:\n  - {questions: q.jsonl}\n  - {knowledge: x}\n", 3, "`questions`"),
        ("sets:\n  - {questions: q.jsonl, knowlege: x}\n", 2, "`knowlege`"),
        ("sets:\n  - {questions: q.jsonl, hard: maybe}\n", 2, "`hard`"),
        ("sets:\n  - {questions: q.jsonl, knowledge: [a]}\n", 2, "`knowledge`"),
        ("sets:\n  - {questions: sets.yaml}\n", 2, "sets"),
        ("sets:\n  - {questions: &a q.jsonl}\n", 2, "anchors"),
        ("- a\n- [b}\n", 2, "not YAML"),
    ],
)
def test_a_list_of_sets_that_makes_no_sense_is_refused(tmp_path: Path, text: str, line: int, said: str) -> None:
    """With its line; a list that lists itself is not followed."""
    written(tmp_path / "q.jsonl", none("fine"))
    file = tmp_path / "sets.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(QuestionsError) as refused:
        questions.load(file)
    assert str(refused.value).startswith(f"{file}:{line}: ")
    assert said in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"\n \n", b"[" * 100_000])
def test_a_file_without_questions_is_refused(tmp_path: Path, content: bytes) -> None:
    """Nothing to measure is a mistake, not a success; neither is nesting beyond all reason."""
    (tmp_path / "q.jsonl").write_bytes(content)
    with pytest.raises(QuestionsError):
        questions.load(tmp_path / "q.jsonl")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (point("x", "1.1", "4.1"), "no panelist 4; garden has 3"),
        (point("x", "2.4"), "no point 2.4; Basil Stone (2) has 3"),
        ({"q": "x", "want": "panelist", "panelists": [9]}, "no panelist 9"),
        (point("x", "1.1", report="meadow"), "no report meadow"),
    ],
)
def test_labels_that_name_what_is_not_there_are_refused(
    garden: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], row: object, said: str
) -> None:
    """Status 1 and one line with file and line, before anything is measured."""
    file = written(tmp_path / "q.jsonl", none("fine"), row, row)
    assert main(["eval", str(file), "--knowledge", str(garden)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    (line,) = err.splitlines()
    assert line.startswith(f"{file}:2: ")
    assert said in line
    assert "(1 more" in line


def test_with_several_reports_a_label_names_its_own(gardens: Library, garden: Path, tmp_path: Path) -> None:
    """Numbers count in the report that is named; to name none is refused, and the other report's point is wrong."""
    text = GARDEN.replace("id: garden", "id: park").replace("Compost needs air and worms", "Benches need shade at noon")
    (tmp_path / "park.yaml").write_text(text, "utf-8")
    (tmp_path / "garden.yaml").write_text(GARDEN, "utf-8")
    asked = written(tmp_path / "q.jsonl", point("Benches need shade at noon", "1.1"))
    with pytest.raises(QuestionsError, match=r"q\.jsonl:1: .*several reports"):
        sets_of([asked], [tmp_path])
    rows = [point("Benches need shade at noon", "1.1", report=r) for r in ("park", "garden")]
    judged = measured(tmp_path, written(asked, *rows), in_full=False).verdicts
    assert [v.first_right for v in judged] == [True, False]


# ------------------------------------------------------------------ judging


def test_who_somebody_else_is_is_not_right(lexical: Answerer) -> None:
    """A question for a person's office is answered by that person's card and by no other's."""
    asked = lexical.answer("Who is Tariq Khosa?")
    assert (asked.results[0].kind, asked.results[0].panelist) == ("event", 2)
    label = Labelled("Who is Tariq Khosa?", "event", (2,), ("event",), "", "", 1)
    assert judge(label, asked).right
    assert judge(replace(label, panelists=(3,)), asked).misled
    assert judge(replace(label, panelists=()), asked).right


REACHED = Tally(200, 0.9, 0.97, 0.02, 50, 0.88, 0.04)


@pytest.mark.parametrize(
    ("bounds", "named"),
    [
        (Bounds(), []),
        (Bounds(0.9, 0.97, 0.02, 0.88, 0.04), []),
        (Bounds(right=0.901), ["right: 0.9000 is below 0.901"]),
        (Bounds(helped=0.98, misled=0.02), ["helped: 0.9700 is below 0.98"]),
        (Bounds(misled=0.01), ["misled: 0.0200 is above 0.01"]),
        (Bounds(refused=0.9, none_misled=0.03), ["refused: 0.8800 is below 0.9", "none-misled: 0.0400 is above 0.03"]),
        (Bounds(misled=0.0), ["misled: 0.0200 is above 0"]),
    ],
)
def test_each_bound_that_is_not_kept_is_named(bounds: Bounds, named: Sequence[str]) -> None:
    """Good things at least, bad things at most; reaching a bound exactly keeps it."""
    assert list(failures(REACHED, bounds)) == [f"FAILED {n}" for n in named]


def test_what_was_not_measured_keeps_no_bound() -> None:
    """Without a single none-question nobody can say that they are refused."""
    (line,) = failures(replace(REACHED, none_refused=None, none_asked=0), Bounds(refused=0.5, right=0.5))
    assert line == "FAILED refused: not measured, there is no none-question"


def test_the_calibration_error_by_hand() -> None:
    """Two bins: three results at 0.95 of which two are right, one at 0.05 that is wrong; 1 falls into the last bin."""
    results = [Scored(0.95, True), Scored(0.95, True), Scored(0.95, False), Scored(0.05, False)]
    assert calibration_error(results) == pytest.approx((3 * abs(0.95 - 2 / 3) + 0.05) / 4)
    assert calibration_error([]) is None
    (last,) = bins([Scored(1.0, True), Scored(0.9, False)])
    assert (last.count, last.right) == (2, 0.5)
    # The Wilson interval of one in two, from the formula's closed form.
    assert last.low == pytest.approx(0.0945, abs=1e-4)
    assert last.high == pytest.approx(0.9055, abs=1e-4)


# ------------------------------------------------------------------ the command


@pytest.fixture
def off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without sentence vectors."""
    monkeypatch.setenv("BOT_MODEL", app.OFF)


@pytest.mark.usefixtures("off")
def test_eval_says_which_bound_failed(garden: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 1 and a line that names the bound and both numbers; 0 if all are kept."""
    command = ["eval", str(written(tmp_path / "q.jsonl", *ASKED)), "--knowledge", str(garden)]
    assert main([*command, "--right", "0.25", "--none-misled", "0", "--misled", "0.75"]) == 0
    assert "FAILED" not in capsys.readouterr().out
    assert main([*command, "--right", "0.99", "--refused", "0.1"]) == 1
    failed = [line for line in capsys.readouterr().out.splitlines() if line.startswith("FAILED")]
    assert [line.split(":")[0] for line in failed] == ["FAILED right"]


@pytest.mark.parametrize(
    "wrong",
    [["--right", "90"], ["--misled", "-0.1"], ["--helped", "nan"], ["--refused", "x"], ["--calibrate", "--html", "x"]],
)
def test_wrong_use_ends_with_status_2(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A share is from 0 to 1, and fitting measures nothing."""
    with pytest.raises(SystemExit) as ended:
        main(["eval", str(HELD), *wrong])
    assert ended.value.code == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert wrong[0] in said
    assert "--html" in said or f"{wrong[1]} is not a share" in said


@pytest.mark.usefixtures("off")
def test_the_table_and_what_went_wrong(garden: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Shares by set, language and style, a dash where nothing was asked; every failure with its place, nothing else."""
    file = written(tmp_path / "mine.jsonl", *ASKED)
    assert main(["eval", str(file), "--wrong", "--knowledge", str(garden)]) == 0
    out = capsys.readouterr().out
    rows = {line[2:].rsplit(maxsplit=7)[0].strip(): line.split()[-7:] for line in out.splitlines() if line[:2] == "  "}
    assert rows["mine"] == rows["all"]
    assert rows["all"][0::4] == ["4", "1"]
    # Urdu script without a label is what the reader takes it for.
    assert rows["urdu"][0] == "1"
    assert rows["mislabelled"] == ["1", "0.0%", "0.0%", "100.0%", "0", "–", "–"]
    assert re.search(r"^MISLED +mine:2 \[mislabelled\] Slugs hate coffee grounds\n +wanted 2\.3; got 1\.2", out, re.M)
    assert "mine:1 " not in out
    assert "mine:3 " not in out
    assert re.search(r"^expected calibration error: \d+\.\d%", out, re.M)


def test_sets_of_the_same_name_are_kept_apart(garden: Path, tmp_path: Path) -> None:
    """Two files called alike in two folders are two rows."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        written(tmp_path / folder / "q.jsonl", none("fine"))
    with Meter(Console(file=io.StringIO())) as meter:
        files = [tmp_path / "a" / "q.jsonl", tmp_path / "b" / "q.jsonl"]
        done = measure(sets_of(files, [garden]), app.OFF, meter, in_full=False)
    assert [s.name for s in done.sets] == [str(f.with_suffix("")) for f in files]


def test_every_option_of_eval_is_in_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    """What can be typed is explained."""
    with pytest.raises(SystemExit):
        _parser().parse_args(["eval", "--help"])
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    assert len(options) >= 9
    readme = (ROOT / "README.md").read_text("utf-8")
    assert {o for o in options if o not in readme} == set()


# ------------------------------------------------------------------ the report


class Outline(HTMLParser):
    """What a page holds: how often each element, every attribute, all text; and whether all was closed in order."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.usefixtures("off")
def test_the_html_report_stands_alone(garden: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One well-formed page with its pictures in it: nothing is fetched, nothing runs, what was typed is text."""
    file = written(tmp_path / "q.jsonl", *ASKED, point(HOSTILE, "1.1", style=HOSTILE))
    html = tmp_path / "report.html"
    assert main(["eval", str(file), "--knowledge", str(garden), "--html", str(html), "--right", "1"]) == 1
    page = html.read_text("utf-8")
    outline = Outline(page)
    assert outline.open == []
    assert outline.tags["svg"] == 4
    assert not {"script", "link", "img", "iframe", "object", "foreignobject"} & set(outline.tags)
    names = {name for name, _ in outline.attributes}
    assert not {n for n in names if n.startswith("on")} | names & {"src", "href", "xlink:href"}
    assert not re.search(r"url\(|@import", page)
    assert "nan" not in {value for _, value in outline.attributes}
    assert outline.text.count("</td><script>alert('x')</script> & \"a lone half\" ?") >= 3
    assert "FAILED right" in outline.text
    assert "prefers-color-scheme: dark" in page


@pytest.mark.usefixtures("off")
@pytest.mark.parametrize("where", ["no/such/folder.html", "."])
def test_a_report_that_cannot_be_written_is_one_line(
    garden: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    """Status 1 and the reason."""
    file = written(tmp_path / "q.jsonl", none("fine"))
    assert main(["eval", str(file), "--knowledge", str(garden), "--html", str(tmp_path / where)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{tmp_path / where}: cannot be written (")


@pytest.mark.usefixtures("off")
@pytest.mark.parametrize("rows", [[none("fine")], [point("Slugs hate coffee grounds", "1.2")]])
def test_a_report_of_little(garden: Path, tmp_path: Path, rows: list[object]) -> None:
    """A single question of either sort is enough for a page."""
    html = tmp_path / "report.html"
    assert (
        main(["eval", str(written(tmp_path / "q.jsonl", *rows)), "--knowledge", str(garden), "--html", str(html)]) == 0
    )
    assert Outline(html.read_text("utf-8")).tags["svg"] == 4


def test_the_trade_ends_where_all_that_is_shown_is_answered(garden: Path, tmp_path: Path) -> None:
    """From nothing answered to all, never back; at the end misled is every first result that is not right."""
    verdicts = measured(garden, written(tmp_path / "q.jsonl", *ASKED), in_full=False).verdicts
    curve = trades(verdicts)
    assert (curve[0].answered, curve[0].misled, curve[0].none_misled) == (0, 0, 0)
    for before, after in pairwise(curve):
        assert after.threshold < before.threshold
        for name in ("answered", "misled", "none_misled"):
            assert getattr(after, name) >= getattr(before, name)
    shown = [v for v in verdicts if v.answer.results and v.question.want != "none"]
    assert curve[-1].answered == len(shown) / 4
    assert curve[-1].misled == sum(not v.first_right for v in shown) / 4


# ------------------------------------------------------------------ what an editor can mend


def test_the_faults_of_a_knowledge_are_found(garden: Path, tmp_path: Path) -> None:
    """An example at the wrong point, a point that nothing reaches, one that nothing asks for, a lost question."""
    asked = written(tmp_path / "q.jsonl", *ASKED)
    (reviewed,) = measured(garden, asked).reviews
    review = reviewed.review
    (twins,) = review.twins
    assert twins.places == ((0, 0, 1), (0, 1, 0))
    assert all("slugs away from lettuce" in x for x in twins.examples)
    unreachable = {review.label(s.place) for s in review.standings if s.unreachable}
    assert unreachable >= {"2.2", "2.3", "3.3"}
    assert not unreachable & {"1.1", "1.2", "1.3", "3.1", "3.2"}
    assert {review.label(s.place) for s in review.standings if s.untried} == {"3.1", "3.2"}
    assert "2.3" in {review.label(s.place) for s in review.weak}
    (fight,) = (f for f in review.fights if (0, 1, 2) in f.places)
    assert fight.places == ((0, 0, 1), (0, 1, 2))
    assert (fight.lost, [v.question.line for v in fight.questions]) == (1, [2])
    compost = review.standings[0]
    assert (compost.asked, compost.tried) == (0, 3)


@pytest.mark.usefixtures("off")
def test_the_advice_is_printed(garden: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same for the terminal, with the place of each question."""
    asked = written(tmp_path / "q.jsonl", *ASKED)
    assert main(["eval", str(asked), "--points", "--knowledge", str(garden)]) == 0
    out = capsys.readouterr().out
    assert re.search(r"2\.3 Basil Stone: Zinc gutters outlast plastic\.: 1 of 1 not found\n +q:2: Slugs hate", out)
    assert re.search(r"points that nothing reached: \d\n(.*\n)* +2\.2 Basil Stone: Frost", out)
    assert "1.2 and 2.1: “How can I keep slugs away from lettuce?” and" in out


def test_each_example_is_asked_once_and_left_out_meanwhile(gardens: Library) -> None:
    """Whoever answers a left-out example was built without it, and with most of the others."""
    given = {(place, x) for place, p in leaveout.points(gardens.reports) for x in p.examples}
    asked: list[tuple[Place, str]] = []
    built: list[set[tuple[Place, str]]] = []

    def build(reports: Sequence[Report]) -> Answerer:
        built.append({(place, x) for place, p in leaveout.points(reports) for x in p.examples})
        return app.answerer(replace(gardens, reports=tuple(reports)), app.OFF)

    def track(items: Sequence[tuple[Place, str]]) -> Sequence[tuple[Place, str]]:
        assert not built[-1] & set(items)
        assert built[-1] | set(items) == given
        asked.extend(items)
        return items

    done = leaveout.trials(gardens.reports, build, track)
    assert sorted(asked) == sorted(given) == sorted((t.place, t.example) for t in done)
    assert len(built) <= FOLDS


class Letters:
    """Vectors of how often each letter occurs; counts how often each text is embedded."""

    name = "letters"
    multilingual = False

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        self.seen.update(texts)
        counts = np.array([[t.count(c) for c in "abcdefgh"] for t in texts], dtype=np.float32)
        vectors: Vectors = counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-9)
        return vectors


def test_what_was_embedded_is_remembered() -> None:
    """The rows are the inner embedder's, in the order asked for, and each text is embedded once."""
    inner = Letters()
    remembering = Remembering(inner)
    texts = ["aab", "face", "aab", "bed"]
    for asked in (texts, texts[::-1]):
        assert np.array_equal(remembering.embed(asked), Letters().embed(asked))
    assert set(inner.seen.values()) == {1}


# ------------------------------------------------------------------ waiting


def test_a_bar_is_shown_to_who_waits() -> None:
    """On a terminal, with what is done and how far it is."""
    screen = io.StringIO()
    until = time.monotonic() + PATIENCE
    with Meter(Console(file=screen, force_terminal=True, width=100), patience=0) as meter:
        for _ in meter.track(["a", "b"], "asking garden"):
            while "asking garden" not in screen.getvalue() and time.monotonic() < until:
                time.sleep(0.01)
    assert "asking garden" in screen.getvalue()
    assert "/2" in screen.getvalue()


@pytest.mark.parametrize(("terminal", "patience"), [(True, 3600), (False, 0)])
def test_nobody_else_sees_a_bar(terminal: bool, patience: float) -> None:
    """Neither who need not wait nor a file."""
    screen = io.StringIO()
    with Meter(Console(file=screen, force_terminal=terminal), patience) as meter:
        assert list(meter.track(["a", "b"], "asking garden")) == ["a", "b"]
    assert screen.getvalue() == ""


# ------------------------------------------------------------------ the shipped numbers


def test_scores_are_true(answerer: Answerer, shipped: Library) -> None:
    """Of the held-back answers with a score of about 0.9, about 90 % are right.

    If each score is the probability that its answer is right, the number of right ones is a sum of independent trials
    with these probabilities (Poisson binomial), and lies in the middle 99 % of that sum's distribution all but once in
    a hundred draws of questions. Every second question of each set keeps the test short; with a hundred answers or
    more the interval is at most 0.08 to either side, and scores that are off by 0.1 are found out in four of five runs.
    """
    verdicts: list[Verdict] = []
    for held, known in sets_of([HELD], []):
        answers = answerer if known.revision == shipped.revision else app.answerer(known, "minilm")
        verdicts += [judge(q, answers.answer(q.q)) for q in held.questions[::2]]
    near = [s for s in first_results(verdicts, answers_only=True) if 0.85 <= s.score <= 0.95]
    right = sum(s.right for s in near)
    low, high = middle([s.score for s in near], 0.99)
    assert len(near) >= 100
    assert low / len(near) > 0.8
    assert low <= right <= high, f"{right} of {len(near)} right, expected {sum(s.score for s in near):.1f}"


def middle(chances: Sequence[float], share: float) -> tuple[int, int]:
    """The counts between which a sum of trials with *chances* lies with at least probability *share*."""
    distribution = np.ones(1)
    for p in chances:
        distribution = np.convolve(distribution, [1 - p, p])
    cumulative = np.cumsum(distribution)
    beyond = (1 - share) / 2
    return int(np.searchsorted(cumulative, beyond)), int(np.searchsorted(cumulative, 1 - beyond))


def test_the_middle_of_a_sum_of_trials() -> None:
    """A hundred fair coins show 37 to 63 heads in 99 of 100 draws (binomial quantiles), certain ones all of them."""
    assert middle([0.5] * 100, 0.99) == (37, 63)
    assert middle([1.0] * 5, 0.99) == (5, 5)


def test_shares_are_counted_apart() -> None:
    """No question, no share."""
    assert tally([]) == Tally(0, None, None, None, 0, None, None)
