"""``python -m bot`` as a person or another program starts it: a process, its output and its exit status."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

from bot import __version__, terminal
from bot.knowledge.library import SHIPPED, Library
from bot.matching.answering import Answerer, Suggested
from tests.conftest import ROOT

# Python's own switches go too: what a person's shell does not set must not make a test pass (unbuffered output would).
CLEAN = {k: v for k, v in os.environ.items() if not k.startswith(("BOT_", "PYTHON"))}
QUIET = {**CLEAN, "BOT_MODEL": "off"}
PATIENCE = 120
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
            process.wait()
        finally:
            watchdog.cancel()
            process.kill()


def errors_of(process: subprocess.Popen[bytes]) -> str:
    """All that the process wrote to standard error."""
    assert process.stderr is not None
    return process.stderr.read().decode()


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
    "Who were the panelists?",
    "Which topics were covered?",
    "hybrid jang ke bare mein kya kaha gaya",
    "ہائبرڈ جنگ کے بارے میں کیا کہا گیا؟",
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
    questions = [json.loads(line)["question"] for line in lines]
    assert questions[: len(ASKED)] == list(ASKED)
    assert questions[len(ASKED) :] == [BROKEN.decode("utf-8", "replace"), "last line without its end"]


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
    of_person = result["kind"] in ("point", "panelist")
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
    assert firsts[8:10] == [None, None]


def test_questions_are_answered_as_they_come() -> None:
    """A program that writes one question reads its answer before it writes the next or closes its end."""
    with conversation("ask", "--json", "-") as (process, questions, answers):
        for question in ("What did Ammar Jaffri say about hybrid wars?", "Tariq Khosa"):
            questions.write(question.encode() + b"\n")
            questions.flush()
            assert json.loads(answers.readline())["question"] == question
            assert process.poll() is None
        questions.close()
        assert answers.read() == b""
    assert process.returncode == 0
    assert errors_of(process) == ""


def test_an_interrupt_ends_quietly() -> None:
    """Ctrl-C is a way to end, not an error: no traceback."""
    with conversation("ask", "-") as (process, questions, answers):
        questions.write(b"Tariq Khosa\n")
        questions.flush()
        assert answers.readline()
        process.send_signal(signal.SIGINT)
    assert process.returncode == 0
    assert "Traceback" not in errors_of(process)


def test_a_reader_that_goes_away_is_no_error() -> None:
    """``ask - | head -1``: after the reader has left, the rest is dropped and nobody complains."""
    with conversation("ask", "-") as (process, questions, answers):
        questions.write(b"Tariq Khosa\n")
        questions.flush()
        assert answers.readline()
        answers.close()
        questions.write(b"hybrid wars\n" * 50)
        questions.close()
    assert process.returncode == 0
    assert errors_of(process) == ""


def test_an_answer_for_a_person() -> None:
    """Who, on what, and the point word for word; the words of a question need no quotes."""
    done = bot("ask", "What", "did", "Ammar", "Jaffri", "say", "about", "hybrid", "wars?")
    assert (done.returncode, done.stderr) == (0, "")
    said = " ".join(done.stdout.split())
    assert "Ammar Jaffri" in said
    assert "An era of hybrid wars is beginning in which people's minds" in said
    assert "{" not in said


@pytest.mark.parametrize("question", ["", "   ", STRANGE], ids=["empty", "spaces", "4,096 strange characters"])
def test_a_question_without_words_is_declined(question: str) -> None:
    """Nothing asked is nothing said, in a friendly line and with status 0."""
    done = bot("ask", "--json", question)
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["question"] == question
    if question is not STRANGE:
        assert json.loads(line)["outcome"] == "none"


def test_explain_says_why() -> None:
    """The normalised words, the best candidates with what counted, and the thresholds follow the answer."""
    done = bot("ask", "--explain", "What about Privcy on WHATSAPP?")
    assert (done.returncode, done.stderr) == (0, "")
    understood = next(line for line in done.stdout.splitlines() if line.startswith("understood"))
    assert {"privacy", "whatsapp"} <= set(understood.split())
    assert "privcy → privacy" in done.stdout
    candidates = [line for line in done.stdout.splitlines() if " 6.2 " in line]
    assert any("bm25" in line for line in candidates)
    assert "declines below" in done.stdout
    assert "answers from" in done.stdout


def test_explaining_leaves_the_json_alone() -> None:
    """With ``--json`` the explanation goes to standard error, so that a program can go on reading lines."""
    done = bot("ask", "--json", "--explain", "privacy on WhatsApp")
    assert done.returncode == 0
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["question"] == "privacy on WhatsApp"
    assert "understood" in done.stderr


# ------------------------------------------------------------------ --knowledge


@pytest.mark.parametrize("what", ["", "garden.yaml"], ids=["folder", "file"])
@pytest.mark.parametrize("before", [True, False], ids=["before the command", "after the command"])
def test_knowledge_may_stand_anywhere(garden: Path, what: str, before: bool) -> None:
    """``--knowledge`` before or after the command, a file or a folder, replaces the shipped report."""
    option = ("--knowledge", garden / what)
    done = bot(*option, "check") if before else bot("check", *option)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "garden: 1 panelists, 2 points, fine"
    assert "countering" not in done.stdout


def test_questions_are_answered_from_the_knowledge_given(garden: Path) -> None:
    """The other report answers; the option wins over the setting; two reports are told apart in the text."""
    done = bot("ask", "--knowledge", garden, "--json", "Rose Field", env={**QUIET, "BOT_KNOWLEDGE": str(SHIPPED)})
    assert done.returncode == 0
    (result, *_) = json.loads(done.stdout)["results"]
    assert (result["report"], result["name"]) == ("garden", "Rose Field")
    (garden / "more.yaml").write_text(
        REPORT.replace("garden", "more").replace("Gardens in town", "More of it").replace("Rose Field", "Basil Green"),
        "utf-8",
    )
    done = bot("--knowledge", garden, "ask", "Basil Green")
    assert "— More of it" in done.stdout


def test_the_setting_names_the_knowledge(garden: Path) -> None:
    """BOT_KNOWLEDGE takes the place of the shipped report."""
    done = bot("check", env={**QUIET, "BOT_KNOWLEDGE": str(garden)})
    assert done.returncode == 0
    assert done.stdout.startswith("garden: ")


@pytest.mark.parametrize("command", [["ask", "x"], ["chat"], ["eval", "x.jsonl"]], ids=lambda c: str(c[0]))
def test_bad_knowledge_ends_with_status_1(tmp_path: Path, command: list[str]) -> None:
    """Each problem a line on standard error, no traceback, nothing on standard output."""
    (tmp_path / "x.jsonl").write_text('{"q": "x", "want": "none"}\n', "utf-8")
    (tmp_path / "bad.yaml").write_text(REPORT.replace("title", "titel"), "utf-8")
    command = [c if c != "x.jsonl" else str(tmp_path / c) for c in command]
    done = bot(*command, "--knowledge", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == [
        f"{tmp_path / 'bad.yaml'}:1",
        f"{tmp_path / 'bad.yaml'}:2",
    ]


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
        f"{garden / 'gone.yaml'}:1: there is no such file or folder",
        "3 problems",
    ]


@pytest.mark.xfail(strict=True, reason="a lexicon given by its path is left out: the shipped one is checked instead")
def test_check_reads_a_lexicon_that_it_is_given(tmp_path: Path) -> None:
    """An editor checks the lexicon alone and reads what is wrong in it."""
    lexicon = tmp_path / "lexicon.yaml"
    lexicon.write_text("entries:\n  - {en: [zebra], urdu: [x]}\n", "utf-8")
    done = bot("check", lexicon)
    assert done.returncode == 1
    assert done.stdout.startswith(f"{lexicon}:2: entries[1].urdu: is not a key")


@pytest.mark.xfail(strict=True, reason="what is still buffered at the end is written outside of main()'s care")
@pytest.mark.parametrize("arguments", [["check"], ["--version"]], ids=lambda a: str(a[0]))
def test_output_that_nobody_reads_is_no_error(arguments: list[str]) -> None:
    """``check | true``: the reader has gone before the first line; no complaint, no strange status."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            stdout=writer, stderr=subprocess.PIPE, env=QUIET, cwd=ROOT, timeout=PATIENCE, check=False,
        )  # fmt: skip
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


# ------------------------------------------------------------------ wrong use and settings


@pytest.mark.parametrize(
    "arguments",
    [[], ["fly"], ["ask"], ["ask", "--loud", "x"], ["--knowledge"], ["eval"]],
    ids=lambda a: " ".join(a) or "nothing",
)
def test_wrong_use_ends_with_status_2(arguments: list[str]) -> None:
    """The usage on standard error, nothing on standard output."""
    done = bot(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: python -m bot")


def test_help_names_every_command() -> None:
    """``--help`` shows the commands, ``--version`` the version, both with status 0."""
    done = bot("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert all(command in done.stdout for command in ("chat", "ask", "run", "check", "eval", "--knowledge"))
    done = bot("--version")
    assert (done.returncode, done.stdout) == (0, f"{__version__}\n")


def _one_line_naming(setting: str, done: subprocess.CompletedProcess[str]) -> None:
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{setting}: ")
    assert len(line) > len(setting) + 10


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("BOT_TOKEN", "not-a-token"),
        ("BOT_TOKEN", "123456789:short"),
        ("BOT_TOKEN_FILE", "/nowhere/token"),
        ("BOT_ADMIN_IDS", "abc"),
        ("BOT_ADMIN_IDS", "1,-2"),
        ("BOT_API_URL", "foo"),
        ("BOT_LOG_LEVEL", "loud"),
        ("BOT_LOG_JSON", "perhaps"),
    ],
)
def test_a_malformed_setting_is_named_in_one_line(setting: str, value: str) -> None:
    """Status 2, one line that names the setting, and no traceback; a token is not repeated."""
    done = bot("check", env={**QUIET, setting: value})
    _one_line_naming(setting, done)
    assert setting != "BOT_TOKEN" or value not in done.stderr


def test_an_unknown_model_is_named_in_one_line() -> None:
    """The same for BOT_MODEL, with what can be chosen."""
    done = bot("ask", "x", env={**CLEAN, "BOT_MODEL": "gigantic"})
    _one_line_naming("BOT_MODEL", done)
    assert "gigantic" in done.stderr
    assert "off" in done.stderr


@pytest.mark.parametrize("content", [b"", b"not a token\n", b"\xff\xfe"], ids=["empty", "other", "not UTF-8"])
def test_a_token_file_without_a_token_is_named(tmp_path: Path, content: bytes) -> None:
    """What is wrong with the file behind BOT_TOKEN_FILE is said of that setting."""
    file = tmp_path / "token"
    file.write_bytes(content)
    _one_line_naming("BOT_TOKEN_FILE", bot("check", env={**QUIET, "BOT_TOKEN_FILE": str(file)}))


def _elsewhere() -> dict[str, str]:
    """An environment in which the bot starts from any folder: away from a developer's own ``.env``."""
    return {**QUIET, "PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize("extra", [{}, {"BOT_TOKEN": ""}], ids=["unset", "empty"])
def test_run_needs_a_token(tmp_path: Path, extra: dict[str, str]) -> None:
    """Without a token nothing is started: one line that says which setting is missing, and status 2."""
    done = bot("run", env=_elsewhere() | extra, cwd=tmp_path)
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


# ------------------------------------------------------------------ chat


def test_a_conversation(lexical: Answerer) -> None:
    """Piped or typed: a doubtful question is asked back, a number takes its choice, commands show, the end ends."""
    vague = ("terrorists and police", "security and privacy", "social media crime policy", "laws for groups", "policy")
    question, doubt = next((q, a) for q in vague if isinstance(a := lexical.answer(q), Suggested))
    chosen = lexical.expand(doubt.results[1])
    done = bot("chat", typed=f"{question}\n2\n\n/panelists\n/topics\n/takeaway\n/about\n/nonsense\n".encode())
    assert (done.returncode, done.stderr) == (0, "")
    greeting, asked_back, choice, panelists, topics, takeaway, about, help_text, end = done.stdout.split("You: ")[
        :1
    ] + [part for part in done.stdout.split("You: ")[1:] if part.strip() or part == "\n"]
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
    assert "/panelists" in help_text
    assert end == "\n"


@pytest.mark.parametrize("typed", [b"", b"\n\n", b"/quit\nTariq Khosa\n", b"\xff\x00\n9\n", b"1\n"])
def test_a_conversation_can_end_at_any_time(typed: bytes) -> None:
    """No input, an early end, broken bytes and a number that chooses nothing: status 0, no traceback."""
    done = bot("chat", typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    assert "national security policy" not in done.stdout


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
    assert list(rows) >= ["easy", "wrong"]
    # asked, right, helped, misled; none-questions, refused, misled
    assert rows["easy"] == ["2", "100.0%", "100.0%", "0.0%", "1", "100.0%", "0.0%"]
    assert rows["wrong"][0] == "2"
    assert rows["wrong"][1:3] == ["0.0%", "0.0%"]
    assert rows["wrong"][4] == "0"
    assert rows["far"][4:] == ["1", "100.0%", "0.0%"]
    assert {"en", "ur", "name", "plain", "far", "odd"} <= set(rows)
    assert "wrong:1 [name] Tariq Khosa" in done.stdout
    assert "easy:1 " not in done.stdout


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("x.jsonl", b'{"q": "x", "want": "none"}\n{"q": 1}\n', "x.jsonl:2: "),
        ("x.jsonl", b'{"q": "x", "want": "none"}\nnonsense\n', "x.jsonl:2: "),
        ("x.jsonl", b'{"q": "x", "want": "everything"}\n', "x.jsonl:1: "),
        ("x.yaml", b"questions: 1\n", "x.yaml: "),
        ("x.yaml", b"questions: [\n", "x.yaml: "),
        ("x.jsonl", b"\xff\n", "x.jsonl: "),
        ("gone.jsonl", None, "gone.jsonl: "),
    ],
)
def test_eval_refuses_a_file_of_questions_in_one_line(
    tmp_path: Path, name: str, content: bytes | None, where: str
) -> None:
    """Status 1 and one line that says where the file is wrong."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = bot("eval", tmp_path / name)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(str(tmp_path / where.split(":")[0]) + where[len(name) :])
