"""``python -m bot`` as a person or another program starts it: a process, its output and its exit status."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pytest

from bot import __version__, terminal
from bot.errors import QuestionsError
from bot.evaluation import questions
from bot.knowledge.library import SHIPPED, Library
from bot.matching.answering import Answerer
from bot.telegram.catalogue import catalogues
from tests.conftest import ROOT, doubtful

# Python's own switches go too: what a person's shell does not set must not make a test pass (unbuffered output would).
CLEAN = {k: v for k, v in os.environ.items() if not k.startswith(("BOT_", "PYTHON"))}
QUIET = {**CLEAN, "BOT_MODEL": "off"}
PATIENCE = 60
"""Seconds after which a process that hangs is killed; nothing here takes long."""

REPORT = """\
id: garden
title: Gardens in town
date: 2020-05-01
organizers: [Allotment Society]
panelists:
  - name: Rose Field
    role: Gardener
    topic: Compost
    points: [Compost needs air and worms., Slugs hate coffee grounds.]
takeaway: Dig.
"""

KEYS = {"kind", "report", "panelist", "point", "name", "topic", "text", "score"}


def bot(
    *arguments: str | Path,
    typed: bytes = b"",
    env: Mapping[str, str] = QUIET,
    cwd: Path = ROOT,
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m bot`` to its end with *typed* on standard input; output as UTF-8 text."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        input=typed, capture_output=True, env=dict(env), cwd=cwd, timeout=PATIENCE, check=False,
    )  # fmt: skip
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def bots(cases: Iterable[tuple[list[str], Mapping[str, str]]]) -> list[subprocess.CompletedProcess[str]]:
    """Several runs beside each other, as arguments and environment; their ends in the order of the cases."""
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda case: bot(*case[0], env=case[1]), cases))


@contextmanager
def conversation(*arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]]:
    """A running ``python -m bot`` with its input and output open; killed if it hangs, waited for at the end."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=QUIET, cwd=ROOT,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        watchdog = threading.Timer(PATIENCE, process.kill)
        watchdog.start()
        try:
            yield process, process.stdin, process.stdout
            process.wait(PATIENCE)
        finally:
            watchdog.cancel()
            process.kill()


def errors_of(process: subprocess.Popen[bytes]) -> str:
    """Wait for the end of the process; all that it wrote to standard error."""
    assert process.stderr is not None
    errors = process.stderr.read().decode()
    process.wait(PATIENCE)
    return errors


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    """A folder with another report than the shipped one."""
    folder = tmp_path / "garden"
    folder.mkdir()
    (folder / "garden.yaml").write_text(REPORT, "utf-8")
    return folder


# ------------------------------------------------------------------ ask

STRANGE = ("\u202e‏🙂\u0300\ufffe\x01\t\U000e0001ﷺ'\"<&>{}\\%s؟کے٣-- " * 200)[:4096]
ASKED = (
    "What did Ammar Jaffri say about hybrid wars?",
    "Tariq Khosa",
    "What was the takeaway of the event?",
    "On which date did the panel discussion take place?",
    "Who took part?",
    "Which topics were covered?",
    "hybrid jang ke bare mein kya kaha gaya",
    "ہائبرڈ جنگ کے بارے میں کیا کہا گیا؟",
    "Who is the CEO of Server4sale?",
    "  How do I bake a chocolate cake?  ",
    "🙂🙂🙂",
    '"; <b>&amp; \\n {0} %s',
    STRANGE.replace("\n", " "),
)
BROKEN = b"privacy \xff\xfe of \xc3 WhatsApp \x00 users"


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """What ``ask --json -`` prints for ASKED, for bytes that are no UTF-8, and nothing for empty lines."""
    typed = "\n\n   \n".join(ASKED).encode() + b"\n" + BROKEN + b"\r\n" + b"last line without its end"
    done = bot("ask", "--json", "-", typed=typed)
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.endswith("\n")
    return done.stdout[:-1].split("\n")


def test_each_question_is_answered_by_one_line_of_json(lines: list[str]) -> None:
    """One object a line, in order, each with the question as it was typed; empty lines ask nothing."""
    echoed = [json.loads(line)["question"] for line in lines]
    assert echoed[: len(ASKED)] == list(ASKED)
    assert echoed[len(ASKED) :] == [BROKEN.decode("utf-8", "replace"), "last line without its end"]


def test_the_json_is_the_contract(lines: list[str], shipped: Library) -> None:
    """Exactly the keys that other programs rely on, with their types, and counts from 1 in report order."""
    (report,) = shipped.reports
    kinds = set()
    for line in lines:
        said = json.loads(line)
        assert list(said) == ["question", "outcome", "results"]
        assert said["outcome"] in ("answer", "suggest", "none")
        assert (said["results"] == []) == (said["outcome"] == "none")
        assert len(said["results"]) <= 3 or said["outcome"] == "answer"
        for result in said["results"]:
            _check_result(result)
            assert result["report"] == report.id
            kinds.add(result["kind"])
            if result["kind"] == "point":
                panelist = report.panelists[result["panelist"] - 1]
                assert (result["name"], result["topic"]) == (panelist.name, panelist.topic)
                assert result["text"] == panelist.points[result["point"] - 1].text
    assert kinds >= {"point", "panelist", "takeaway", "event", "panelists", "topics"}


def _check_result(result: dict[str, Any]) -> None:
    assert set(result) == KEYS
    assert result["kind"] in ("point", "panelist", "takeaway", "event", "panelists", "topics")
    assert isinstance(result["text"], str)
    assert result["text"]
    assert type(result["score"]) is float
    assert 0 <= result["score"] <= 1
    # Of a person are points, persons, and the fact of the event who somebody is.
    of_person = result["panelist"] is not None
    assert of_person or result["kind"] not in ("point", "panelist")
    assert not of_person or result["kind"] in ("point", "panelist", "event")
    for key, kind in (("panelist", int), ("name", str), ("topic", str)):
        assert type(result[key]) is (kind if of_person else type(None)), key
    assert type(result["point"]) is (int if result["kind"] == "point" else type(None))


def test_questions_lead_to_what_they_ask_for(lines: list[str]) -> None:
    """The first result is of the kind that was asked for; what the report does not say has none."""
    firsts = [
        next(((r["kind"], r["panelist"], r["point"]) for r in json.loads(line)["results"]), None) for line in lines
    ]
    assert firsts[:6] == [
        ("point", 1, 2), ("panelist", 2, None), ("takeaway", None, None), ("event", None, None),
        ("panelists", None, None), ("topics", None, None),
    ]  # fmt: skip
    assert firsts[8:11] == [("event", 7, None), None, None]


def test_questions_are_answered_as_they_come() -> None:
    """A program that writes one question reads its answer before it writes the next or closes its end."""
    with conversation("ask", "--json", "-") as (process, typed, answers):
        for question in ("What did Ammar Jaffri say about hybrid wars?", "Tariq Khosa"):
            typed.write(question.encode() + b"\n")
            typed.flush()
            assert json.loads(answers.readline())["question"] == question
            assert process.poll() is None
        typed.close()
        assert answers.read() == b""
        assert errors_of(process) == ""
        assert process.returncode == 0


def test_explaining_leaves_the_json_alone_and_an_interrupt_ends_quietly() -> None:
    """With ``--json`` the explanation goes to standard error; Ctrl-C is a way to end, not an error."""
    with conversation("ask", "--json", "--explain", "-") as (process, typed, answers):
        typed.write(b"privacy on WhatsApp\n")
        typed.flush()
        assert json.loads(answers.readline())["question"] == "privacy on WhatsApp"
        typed.write(b"Tariq Khosa\n")
        typed.flush()
        assert json.loads(answers.readline())["question"] == "Tariq Khosa"
        process.send_signal(signal.SIGINT)
        errors = errors_of(process)
        assert "understood" in errors
        assert "Traceback" not in errors
        assert process.returncode == 0


def test_a_reader_that_goes_away_is_no_error() -> None:
    """``ask - | head -1``: after the reader has left, the rest is dropped and nobody complains."""
    with conversation("ask", "-") as (process, typed, answers):
        typed.write(b"Tariq Khosa\n")
        typed.flush()
        assert answers.readline()
        answers.close()
        with suppress(BrokenPipeError):  # the bot may end before it has read them all
            typed.write(b"hybrid wars\n" * 50)
            typed.close()
        assert errors_of(process) == ""
        assert process.returncode == 0


def test_an_answer_for_a_person_and_why_it_is_this() -> None:
    """Who, on what, and the point word for word; with ``--explain`` words, candidates, what counted, thresholds."""
    done = bot("ask", "--explain", "What", "did", "Ammar", "Jaffri", "say", "about", "HYBRID", "wars?")
    assert (done.returncode, done.stderr) == (0, "")
    answer, understood, why = done.stdout.partition("understood")
    assert "Ammar Jaffri" in answer
    assert "An era of hybrid wars is beginning in which people's minds" in " ".join(answer.split())
    assert {"ammar", "hybrid", "wars"} <= set((understood + why).splitlines()[0].split())
    assert any(" 1.2 " in line and "bm25" in line for line in why.splitlines())
    assert "declines below" in why
    assert "answers from" in why


def test_an_empty_question_is_declined() -> None:
    """Nothing asked is answered with nothing, by one line of the contract and with status 0."""
    done = bot("ask", "--json", "")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"question": "", "outcome": "none", "results": []}


# ------------------------------------------------------------------ --knowledge


def test_knowledge_may_stand_anywhere(garden: Path) -> None:
    """``--knowledge`` before or after the command, a file or a folder, replaces the shipped report."""
    places = [["--knowledge", str(path)] for path in (garden, garden / "garden.yaml")]
    for done in bots([([*p, "check"], QUIET) for p in places] + [(["check", *p], QUIET) for p in places]):
        assert (done.returncode, done.stderr) == (0, ""), done.args
        assert done.stdout.splitlines()[0] == "garden: 1 panelists, 2 points, fine"
        assert "countering" not in done.stdout


def test_questions_are_answered_from_the_knowledge_given(garden: Path) -> None:
    """The option wins over the setting, and of two reports the text says which one it quotes."""
    (garden / "more.yaml").write_text(
        REPORT.replace("garden", "more").replace("Gardens in town", "More of it").replace("Rose Field", "Basil Green"),
        "utf-8",
    )
    done = bot("ask", "--knowledge", garden, "Basil Green", env={**QUIET, "BOT_KNOWLEDGE": str(SHIPPED)})
    assert (done.returncode, done.stderr) == (0, "")
    assert "Basil Green · Compost" in done.stdout
    assert "— More of it" in done.stdout


def test_the_setting_names_the_knowledge(garden: Path) -> None:
    """BOT_KNOWLEDGE takes the place of the shipped report."""
    done = bot("check", env={**QUIET, "BOT_KNOWLEDGE": str(garden)})
    assert done.returncode == 0
    assert done.stdout.startswith("garden: ")


def test_bad_knowledge_ends_with_status_1(tmp_path: Path) -> None:
    """Each problem a line on standard error, no traceback, nothing on standard output, whatever the command."""
    (tmp_path / "x.jsonl").write_text('{"q": "x", "want": "none"}\n', "utf-8")
    bad = tmp_path / "bad.yaml"
    bad.write_text(REPORT.replace("title", "titel"), "utf-8")
    commands = (["chat"], ["eval", str(tmp_path / "x.jsonl")])
    for done in bots(([*command, "--knowledge", str(tmp_path)], QUIET) for command in commands):
        assert (done.returncode, done.stdout) == (1, ""), done.args
        assert [line.split(": ")[0] for line in done.stderr.splitlines()] == [f"{bad}:1", f"{bad}:2"]


def test_what_is_not_where_it_is_said_to_be_is_wrong_use(tmp_path: Path) -> None:
    """Status 2 and one line that names the path, without a line in it: nothing there is broken, the path is wrong."""
    empty, gone = tmp_path / "empty", tmp_path / "gone.yaml"
    empty.mkdir()
    cases = [
        *((command, {**QUIET, "BOT_KNOWLEDGE": str(gone)}, gone) for command in (["ask", "x"], ["chat"])),
        *((["ask", "x", "--knowledge", str(path)], QUIET, path) for path in (empty, gone)),
        *(([command, str(gone)], QUIET, gone) for command in ("check", "eval")),
        (["check", str(empty)], QUIET, empty),
    ]
    for (*_, path), done in zip(cases, bots((a, env) for a, env, _ in cases), strict=True):
        assert (done.returncode, done.stdout) == (2, ""), done.args
        (line,) = done.stderr.splitlines()
        assert line.startswith((f"{path}: there is no such file", f"{path}: no report")), done.args


def test_what_a_list_of_sets_does_not_find_is_found_wrong(tmp_path: Path) -> None:
    """Status 1 with the line in the file: the command was right."""
    (tmp_path / "q.jsonl").write_text('{"q": "x", "want": "none"}\n', "utf-8")
    listed = tmp_path / "sets.yaml"
    for entry in ("questions: gone.jsonl", "questions: q.jsonl, knowledge: gone"):
        listed.write_text(f"sets:\n  - {{{entry}}}\n", "utf-8")
        done = bot("eval", listed)
        assert (done.returncode, done.stdout) == (1, "")
        assert "gone" in done.stderr
        assert len(done.stderr.splitlines()) == 1


# ------------------------------------------------------------------ check


def test_check_finds_the_shipped_knowledge_fine(shipped: Library) -> None:
    """Status 0, and how much there is."""
    done = bot("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "countering-extremism-2021: 7 panelists, 19 points, fine",
        f"lexicon: {len(shipped.lexicon)} meanings, fine",
    ]


def test_check_names_every_problem(garden: Path) -> None:
    """Status 1, each problem of each path as ``file:line: where: what``, and their number."""
    bad = garden / "bad.yml"
    bad.write_text(REPORT.replace("takeaway: Dig.", "takeaway:").replace("2020-05-01", "May"), "utf-8")
    done = bot("check", garden, garden / "gone.yaml")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        f"{bad}:3: date: is not a date such as 2021-01-31",
        f"{bad}:10: takeaway: is empty; write it or take the key out",
        f"{garden / 'gone.yaml'}: there is no such file or folder",
        "3 problems",
    ]


def test_check_reads_a_lexicon_that_it_is_given(tmp_path: Path) -> None:
    """An editor checks the lexicon alone and reads what is wrong in it."""
    lexicon = tmp_path / "lexicon.yaml"
    lexicon.write_text("entries:\n  - {en: [zebra], urdu: [x]}\n", "utf-8")
    done = bot("check", lexicon)
    assert done.returncode == 1
    assert done.stdout.startswith(f"{lexicon}:2: entries[1].urdu: is not a key")


def test_output_that_nobody_reads_is_no_error() -> None:
    """``check | true``: the reader has gone before the first line; no complaint, no strange status."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "check"],
            stdout=writer, stderr=subprocess.PIPE, env=QUIET, cwd=ROOT, timeout=PATIENCE, check=False,
        )  # fmt: skip
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


# ------------------------------------------------------------------ wrong use and settings


def test_wrong_use_ends_with_status_2() -> None:
    """The usage on standard error, nothing on standard output."""
    for done in bots((a, QUIET) for a in ([], ["fly"], ["ask"], ["ask", "--loud", "x"])):
        assert (done.returncode, done.stdout) == (2, ""), done.args
        assert done.stderr.startswith("usage: python -m bot"), done.args


def test_help_names_every_command() -> None:
    """``--help`` shows the commands, ``--version`` the version, both with status 0."""
    helped, version = bots([(["--help"], QUIET), (["--version"], QUIET)])
    assert (helped.returncode, helped.stderr) == (0, "")
    assert all(command in helped.stdout for command in ("chat", "ask", "run", "check", "eval", "--knowledge"))
    assert (version.returncode, version.stdout) == (0, f"{__version__}\n")


def _one_line_naming(setting: str, done: subprocess.CompletedProcess[str]) -> None:
    assert (done.returncode, done.stdout) == (2, ""), setting
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{setting}: "), line
    assert len(line) > len(setting) + 10


MALFORMED = (
    ("BOT_TOKEN", "not-a-token"),
    ("BOT_TOKEN_FILE", "/nowhere/token"),
    ("BOT_ADMIN_IDS", "abc"),
    ("BOT_API_URL", "foo"),
    ("BOT_LOG_LEVEL", "loud"),
    ("BOT_LOG_JSON", "perhaps"),
    ("BOT_MODEL", "gigantic"),
    ("BOT_DIGEST_AT", "at nine"),
)


def test_a_malformed_setting_is_named_in_one_line() -> None:
    """Status 2, one line that names the setting, and no traceback; a token is not repeated."""
    ends = bots((["ask", "x"], {**QUIET, setting: value}) for setting, value in MALFORMED)
    for (setting, value), done in zip(MALFORMED, ends, strict=True):
        _one_line_naming(setting, done)
        assert setting != "BOT_TOKEN" or value not in done.stderr


def test_a_token_file_without_a_token_is_named(tmp_path: Path) -> None:
    """What is wrong with the content of the file is said of BOT_TOKEN_FILE."""
    file = tmp_path / "token"
    file.write_bytes(b"not a token\n")
    _one_line_naming("BOT_TOKEN_FILE", bot("check", env={**QUIET, "BOT_TOKEN_FILE": str(file)}))


def _elsewhere() -> dict[str, str]:
    """An environment in which the bot starts from any folder: away from a developer's own ``.env``."""
    return {**QUIET, "PYTHONPATH": str(ROOT)}


def test_run_needs_a_token(tmp_path: Path) -> None:
    """Without a token nothing starts: one line that says which setting is missing, and status 2."""
    done = bot("run", env=_elsewhere(), cwd=tmp_path)
    _one_line_naming("BOT_TOKEN", done)
    assert "missing" in done.stderr


def test_settings_come_from_the_env_file_too(tmp_path: Path) -> None:
    """A ``.env`` in the working folder counts, the environment wins over it, and it can be wrong in one line."""
    env_file = tmp_path / ".env"
    env_file.write_text("# mine\nBOT_ADMIN_IDS=abc\nOTHER=1\n", "utf-8")
    _one_line_naming("BOT_ADMIN_IDS", bot("check", env=_elsewhere(), cwd=tmp_path))
    assert bot("check", env={**_elsewhere(), "BOT_ADMIN_IDS": "1, 2"}, cwd=tmp_path).returncode == 0
    env_file.write_bytes(b"BOT_ADMIN_IDS=\xff\n")
    _one_line_naming(".env", bot("check", env=_elsewhere(), cwd=tmp_path))


def test_a_setting_that_there_is_not_is_named(tmp_path: Path) -> None:
    """All of ``.env``, and in the environment a slip of the pen; what other programs have there is left alone."""
    (tmp_path / ".env").write_text("BOT_ADMIN_ID=5\nBOT_GREETING=hello\nADMIN=5\n", "utf-8")
    given = {**_elsewhere(), "BOT_KNOWLEGE": "x", "BOT_HOST": "y"}
    done = bot("check", env=given, cwd=tmp_path)
    assert done.returncode == 0
    assert [line.partition("WARNING bot: ")[2] for line in done.stderr.splitlines()] == [
        "BOT_ADMIN_ID: there is no such setting; did you mean BOT_ADMIN_IDS?",
        "BOT_GREETING: there is no such setting; the README lists them",
        "BOT_KNOWLEGE: there is no such setting; did you mean BOT_KNOWLEDGE?",
    ]


# ------------------------------------------------------------------ chat


def test_a_conversation(lexical: Answerer) -> None:
    """A doubtful question is asked back, a number takes its choice, commands show, broken bytes harm nobody."""
    question, doubt = next(doubtful(lexical))
    chosen = lexical.expand(doubt.results[1])
    typed = f"{question}\n2\n\n/panelists\n/topics\n/takeaway\n/about\n/nonsense\n2\n".encode() + b"\xff\x00"
    done = bot("chat", typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    greeting, *answers = done.stdout.split("You: ")
    # The empty line is asked for nothing; what is left is an answer to each other line and the end of the input.
    asked_back, choice, silence, panelists, topics, takeaway, about, help_text, number, broken, end = answers
    assert "Countering extremism" in greeting
    assert "Did you mean" in asked_back
    assert all(f"\n{n}. " in asked_back for n in range(1, len(doubt.results) + 1))
    assert "2. " + terminal.label(doubt.results[1])[:40] in asked_back
    assert all(" ".join(r.text.split()) in " ".join(choice.split()) for r in chosen)
    (report,) = lexical.reports
    assert all(p.name in panelists for p in report.panelists)
    assert all(p.topic[:40] in topics for p in report.panelists)
    assert " ".join(report.takeaway.split()) in " ".join(takeaway.split())
    assert "8 January 2021" in about
    assert "no command /nonsense" in help_text
    assert "/panelists" in help_text
    assert "I answer what was said" in broken  # without a word, as in Telegram
    assert (silence, number, end) == ("", choice, "\n")


def test_a_conversation_can_be_left(lexical: Answerer, capsys: pytest.CaptureFixture[str]) -> None:
    """After /quit nothing more is read; a number before any choice was offered chooses nothing."""
    lines = iter(["1", "/quit", "Tariq Khosa"])
    terminal.chat(lexical, lambda _: next(lines))
    assert list(lines) == ["Tariq Khosa"]
    assert "Khosa" not in capsys.readouterr().out


def test_a_greeting_is_no_question(lexical: Answerer, capsys: pytest.CaptureFixture[str]) -> None:
    """Greetings and thanks are answered as in Telegram; what is asked beside the report is declined as before."""
    lines = iter(["hi", "thank you", "/help", "/foo bar", "what is the price of petrol", "/quit"])
    terminal.chat(lexical, lambda _: next(lines))
    _, hi, thanks, helped, unknown, declined = capsys.readouterr().out.rstrip().split("\n\n")
    assert hi == thanks == catalogues()["en"]("small-talk")
    assert "own words" in helped
    assert "no command" not in helped
    assert "no command /foo here" in unknown
    assert declined == "The report doesn't answer that."


# ------------------------------------------------------------------ eval


def test_eval_prints_a_table(tmp_path: Path) -> None:
    """JSON lines and YAML alike are measured: how many were asked, of each set, language and style."""
    (tmp_path / "easy.jsonl").write_text(
        '{"q": "Tariq Khosa", "want": "panelist", "panelists": [2], "style": "name", "lang": "en"}\n'
        "\n"
        '{"q": "What did Ammar Jaffri say about hybrid wars?", "want": "point", "points": ["1.2"], "style": "plain"}\n'
        '{"q": "How do I bake a chocolate cake?", "want": "none", "style": "far"}\n',
        "utf-8",
    )
    (tmp_path / "wrong.yaml").write_text(
        "questions:\n"
        '  - {q: "Tariq Khosa", want: panelist, panelists: [3], style: name, lang: en}\n'
        '  - {q: "How do I bake a chocolate cake?", want: takeaway, style: odd, lang: ur}\n',
        "utf-8",
    )
    done = bot("eval", "--wrong", tmp_path / "easy.jsonl", tmp_path / "wrong.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    rows = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines() if line.startswith("  ")}
    # asked, right, helped, misled; none-questions, refused, misled
    assert rows["easy"] == ["2", "100.0%", "100.0%", "0.0%", "1", "100.0%", "0.0%"]
    assert rows["wrong"][0] == "2"
    assert rows["wrong"][1:3] == ["0.0%", "0.0%"]
    assert rows["wrong"][4] == "0"
    assert rows["far"][4:] == ["1", "100.0%", "0.0%"]
    assert {"en", "ur", "name", "plain", "far", "odd"} <= set(rows)
    assert "wrong:2 [name] Tariq Khosa" in done.stdout
    assert "easy:1 " not in done.stdout


def test_eval_refuses_a_file_of_questions_in_one_line(tmp_path: Path) -> None:
    """Status 1 and one line that says where the file is wrong."""
    file = tmp_path / "line.jsonl"
    file.write_text('{"q": "x", "want": "none"}\nnonsense\n', "utf-8")
    done = bot("eval", file)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{file}:2: ")


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("q.jsonl", b'{"q": "x", "want": "none"}\n\n{"q": 1}\n', ":3: "),
        ("q.jsonl", b'{"q": "x", "want": "everything"}\n', ":1: "),
        ("q.jsonl", b"[1]\n", ":1: "),
        ("q.yaml", b"questions: 1\n", ": "),
        ("q.yaml", b"- a\n- [b}\n", ":2: "),
        ("q.yaml", b"- {q: x, want: none}\n- {want: none}\n", ":2: "),
        ("q.jsonl", b"\n\xff\n", ":2: "),
        ("gone.jsonl", None, ": "),
    ],
)
def test_what_is_wrong_with_labelled_questions(tmp_path: Path, name: str, content: bytes | None, place: str) -> None:
    """Each mistake in a file of questions is an error of ours, of one line, with the place."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(QuestionsError) as refused:
        questions.load(tmp_path / name)
    assert str(refused.value).startswith(f"{tmp_path / name}{place}")
    assert "\n" not in str(refused.value)
