"""``python -m bot run`` as a process, polling the tests' own Bot API server over HTTP."""

from __future__ import annotations

import atexit
import json
import os
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.library import Library
from bot.knowledge.model import Panelist
from bot.telegram.commands import COMMANDS
from tests.botapi import USER, BotApi, Call
from tests.conftest import ROOT

Json = dict[str, Any]

ADMIN: Json = {"id": 9, "is_bot": False, "first_name": "Root"}
PATIENCE = 20.0
KNOWLEDGE = """\
id: river
title: The river
date: 2022-03-04
organizers: [The harbour]
panelists:
  - name: Ada Berg
    role: Pilot
    topic: Boats
    points:
      - Lighthouses guide the boats by night.
takeaway: Rivers need care.
"""
OLD, NEW = "Lighthouses guide the boats by night.", "Lanterns warn the boats of the rocks."
UNSURE = "what should government do?"


_SPARE = Path(tempfile.mkdtemp(prefix="panelbot-tests-"))
atexit.register(shutil.rmtree, _SPARE, ignore_errors=True)
_numbers = count()


def environment(api: BotApi, **settings: str) -> dict[str, str]:
    """This environment without any BOT_ setting but those that the test gives."""
    inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith("BOT_")}
    # Never the database of whoever runs the tests.
    database = f"sqlite:///{_SPARE}/{next(_numbers)}.db"
    given = {"token": api.token, "api_url": api.url, "model": "off", "database_url": database} | settings
    return inherited | {"PYTHONPATH": str(ROOT)} | {f"BOT_{name.upper()}": value for name, value in given.items()}


class Running:
    """The bot's process and what it logs."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process = process
        self._log = log

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8")

    def logged(self, text: str) -> None:
        """Wait until *text* is in the log."""
        until(lambda: text in self.log, lambda: f"no {text!r} in the log:\n{self.log}")

    def stop(self, number: int = signal.SIGTERM, patience: float = 10.0) -> int:
        """Send a signal; the exit status. A process that does not end (containers are killed then) fails the test."""
        self.process.send_signal(number)
        return self.process.wait(patience)


def until(true: Callable[[], object], otherwise: Callable[[], str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.02)


@contextmanager
def running(api: BotApi, folder: Path, *, started: bool = True, **settings: str) -> Iterator[Running]:
    """The bot at work; afterwards it is stopped, and its log has no error and not the token."""
    # An empty folder to run in, so that no developer's .env is read.
    home = folder / "home"
    home.mkdir(exist_ok=True)
    settings.setdefault("database_url", f"sqlite:///{folder}/panelbot.db")
    log = folder / "log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=home,
            env=environment(api, **settings),
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        bot = Running(process, log)
        if started:
            bot.logged("running as @panel_bot")
        yield bot
        assert process.poll() is not None or bot.stop() == 0
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    keeps_the_log_clean(bot.log, api.token)


def keeps_the_log_clean(log: str, token: str) -> None:
    """No error, no traceback, no warning of Python's, no token in any form."""
    for shape in (
        r"^\S+ \S+ (ERROR|CRITICAL) ",
        r'"level": "(ERROR|CRITICAL)"',
        r"^\s*Traceback",
        r"^\S+:\d+: \w+Warning: ",
    ):
        assert not re.search(shape, log, re.MULTILINE), log
    assert '"traceback"' not in log
    number, secret = token.split(":")
    assert secret not in log
    assert not re.search(number + "(:|%3A)", log, re.IGNORECASE)


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as server:
        yield server


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BotApi, Running]]:
    """One server and one bot for the tests that only ask; each asks from chats of its own."""
    with BotApi() as server, running(server, tmp_path_factory.mktemp("run")) as bot:
        yield server, bot


def person(number: int, name: str = "Eve") -> Json:
    return {"id": number, "is_bot": False, "first_name": name}


def messages(api: BotApi, chat: int, count: int = 1) -> list[Call]:
    """The messages sent to one chat, once there are so many; none of them refused."""

    def found() -> list[Call]:
        return [c for c in api.calls("sendMessage") if c.parameters["chat_id"] == chat and c.result is not None]

    until(lambda: len(found()) >= count, lambda: f"no {count} messages to {chat}, but {api.sent}")
    return found()


def text(call: Call) -> str:
    """What the person reads."""
    return str((call.result or {}).get("text", ""))


def points(shipped: Library) -> list[tuple[Panelist, str]]:
    return [(p, point.text) for p in shipped.reports[0].panelists for point in p.points]


def river(folder: Path) -> str:
    """A small knowledge, read in half of the time of the shipped one, for whom any will do."""
    file = folder / "river.yaml"
    file.write_text(KNOWLEDGE, "utf-8")
    return str(file)


def run_once(api: BotApi, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """The bot where it is to give up by itself."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=folder, env=environment(api, **settings), capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip


def test_private_questions_and_buttons_are_answered(served: tuple[BotApi, Running], shipped: Library) -> None:
    """A question in private gets the panelist's point; the button under it leads to all that the panelist said."""
    api, _ = served
    who, said = points(shipped)[3]
    api.message(said, user=person(100))
    [answer] = messages(api, 100)
    assert said in text(answer)
    assert who.name in text(answer)
    buttons = [b for row in (answer.result or {})["reply_markup"]["inline_keyboard"] for b in row]
    [data] = [b["callback_data"] for b in buttons if b["text"] == f"All points of {who.name}"]
    pressed = api.press(answer, data, user=person(100))
    [_, everything] = messages(api, 100, 2)
    assert all(point.text in text(everything) for point in who.points)
    until(lambda: api.replies_to(pressed), lambda: "the press was not acknowledged")
    assert [call.parameters.get("text") for call in api.replies_to(pressed)] == [None]


def test_groups_are_answered_when_they_ask(served: tuple[BotApi, Running], shipped: Library) -> None:
    """In a forum the answer goes into the asker's topic in reply to the asker; what is not asked stays unanswered."""
    api, _ = served
    who, said = points(shipped)[5]
    forum = api.group(-1001234567890, "Forum", forum=True)
    api.message(said, chat=forum, thread=77)
    api.message(f"/ask@weather_bot {said}", chat=forum, thread=77)
    updates = [
        api.message(f"@panel_bot {said}", chat=forum, thread=77),
        api.message(f"/ask {said}", chat=forum, thread=78),
        api.message(f"/ask@panel_bot {said}", chat=forum),
    ]
    answers = messages(api, forum["id"], 3)
    assert len(answers) == 3
    for update in updates:
        asking = update["message"]
        [answer] = api.replies_to(update)
        assert said in text(answer)
        assert who.name in text(answer)
        assert answer.parameters.get("message_thread_id") == asking.get("message_thread_id")
        assert (answer.result or {}).get("message_thread_id") == asking.get("message_thread_id")


def test_several_chats_at_once_all_get_their_answers(served: tuple[BotApi, Running], shipped: Library) -> None:
    """Many people ask different things at the same time; each gets the answer to the own question, once."""
    api, _ = served
    asked = {200 + n: points(shipped)[n % 19] for n in range(40)}
    for chat, (_, said) in asked.items():
        api.message(said, user=person(chat))
    for chat in asked:
        messages(api, chat)
    for chat, (who, said) in asked.items():
        [answer] = messages(api, chat)
        assert said in text(answer)
        assert who.name in text(answer)


def test_answers_of_a_chat_come_in_the_order_of_its_questions(served: tuple[BotApi, Running], shipped: Library) -> None:
    """The first answer has to be sent again, and the second question, right behind it, waits for that."""
    api, _ = served
    said = [words for _, words in points(shipped)[3:5]]
    # The pause before a send is repeated is a tenth of a second; several chats, so that no slow machine hides it.
    for chat in range(310, 313):
        api.trouble("reset", method="sendMessage")
        with api.at_once():
            for words in said:
                api.message(words, user=person(chat))
        for words, answer in zip(said, messages(api, chat, 2), strict=True):
            assert words in text(answer)


def test_a_limit_of_what_goes_to_no_chat_holds_up_nobody(served: tuple[BotApi, Running], shipped: Library) -> None:
    """Telegram wants no more presses acknowledged for a while: questions are answered meanwhile."""
    api, _ = served
    _, point = points(shipped)[0]
    api.message(point, user=person(80))
    [answer] = messages(api, 80)
    api.fail("answerCallbackQuery", 429, "Too Many Requests: retry after 5", retry_after=5)
    before = len(api.calls("answerCallbackQuery"))
    api.press(answer, "anything", user=person(80))
    api.wait("answerCallbackQuery", before + 1, PATIENCE)
    api.message(point, user=person(81))
    assert point in text(messages(api, 81)[0])
    assert len(api.calls("answerCallbackQuery")) == before + 1


def test_a_refused_send_does_not_disturb_the_next(served: tuple[BotApi, Running], shipped: Library) -> None:
    """Somebody blocked the bot, another group threw it out: the next person is answered, and no error is logged."""
    api, bot = served
    _, said = points(shipped)[0]
    gone = api.group(-4321, "Gone")
    api.membership("kicked", gone, person(301))
    api.membership("kicked", user=person(300))
    before = len(api.calls("sendMessage"))
    api.message(said, user=person(300))
    api.message(f"/ask {said}", chat=gone, user=person(301))
    api.wait("sendMessage", before + 2, PATIENCE)
    assert {c.error.code for c in api.calls("sendMessage")[before:] if c.error} == {403}
    api.message(said, user=person(302))
    [answer] = messages(api, 302)
    assert said in text(answer)
    bot.logged("bot was blocked by the user")
    bot.logged("bot was kicked from the group chat")
    keeps_the_log_clean(bot.log, api.token)


def test_the_log_names_nobody(served: tuple[BotApi, Running], shipped: Library) -> None:
    """As /privacy promises, the log has neither the question nor who asked it, answered or not."""
    api, bot = served
    _, said = points(shipped)[7]
    for n, words in enumerate((said, "What is the capital of France?", "/panelist Zaphod", "/nonsense")):
        api.message(words, user=person(987650 + n, "Hildegard"))
        messages(api, 987650 + n)
    assert not re.search("98765|Hildegard|France|Zaphod|nonsense", bot.log)
    assert said not in bot.log


def test_menus_are_registered_for_each_scope(api: BotApi, tmp_path: Path) -> None:
    """Telegram shows the private menu, the group menu and in each admin's chat the admin's, before questions come."""
    api.add_chat(ADMIN)
    with running(api, tmp_path, admin_ids="9, 8", knowledge=river(tmp_path)):
        menus = {scope: [command["command"] for command in menu] for scope, menu in api.commands.items()}
        everyone = [c.name for c in COMMANDS if not c.admin]
        for language in ("", "ur"):
            assert menus.pop(("all_private_chats", 0, language)) == everyone
            assert menus.pop(("all_group_chats", 0, language)) == [c.name for c in COMMANDS if c.group and not c.admin]
            assert menus.pop(("chat", 9, language)) == [c.name for c in COMMANDS]
        assert menus == {}
        api.message("/help", user=ADMIN)
        assert "/reload" in text(messages(api, 9)[0])


def test_a_broken_file_then_a_fixed_one(api: BotApi, tmp_path: Path) -> None:
    """/reload of a broken file shows each problem and changes nothing; the fixed file answers after a yes to it."""
    knowledge = tmp_path / "river.yaml"
    knowledge.write_text(KNOWLEDGE, "utf-8")
    with running(api, tmp_path, admin_ids="9", knowledge=str(knowledge)):
        better = KNOWLEDGE.replace(OLD, NEW)
        knowledge.write_text(better.replace("title:", "tittle:").replace("2022-03-04", "someday"), "utf-8")
        api.message("/reload", user=ADMIN)
        [refusal] = messages(api, 9)
        assert f"{knowledge}:2: tittle: " in text(refusal)
        assert f"{knowledge}:3: date: " in text(refusal)
        api.message(OLD)
        assert OLD in text(messages(api, USER["id"])[0])
        knowledge.write_text(better, "utf-8")
        api.message("/reload")
        assert "admins" in text(messages(api, USER["id"], 2)[1])
        api.message("/reload", user=ADMIN)
        change = f"Ada Berg: {NEW}"
        until(lambda: change in text(messages(api, 9)[-1]), lambda: f"no {change}, but {messages(api, 9)}")
        proposal = messages(api, 9)[-1]
        rows = (proposal.result or {})["reply_markup"]["inline_keyboard"]
        api.press(proposal, rows[0][0]["callback_data"], user=ADMIN)
        api.wait("editMessageText")
        api.message(NEW)
        assert NEW in text(messages(api, USER["id"], 3)[2])


def test_a_wrong_token_is_one_line(api: BotApi, tmp_path: Path) -> None:
    """A token that Telegram does not know: exit status 2 and one line that names the setting, not the token."""
    wrong = f"{api.bot_id}:AAwrongTokenThatNobodyEverGaveOut00000"
    ended = run_once(api, tmp_path, token=wrong, knowledge=river(tmp_path))
    assert ended.returncode == 2
    assert ended.stdout == ""
    [line] = ended.stderr.splitlines()
    assert line.startswith("BOT_TOKEN: ")
    keeps_the_log_clean(ended.stderr, wrong)


def test_a_wrong_setting_is_one_line(api: BotApi, tmp_path: Path) -> None:
    """A setting that is missing or malformed: exit status 2, one line that begins with its name, nothing is called."""
    wrong = [
        ("token", ""),
        ("token", "my secret words"),
        ("admin_ids", "9,@root"),
        ("api_url", "localhost"),
        ("model", "gigantic"),
    ]
    started = []
    for setting, value in wrong:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=tmp_path, env=environment(api, **{setting: value}),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
    for (setting, _), process in zip(wrong, started, strict=True):
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out) == (2, ""), err
        [line] = err.splitlines()
        assert line.startswith(f"BOT_{setting.upper()}: ")
        assert "my secret words" not in line
    assert api.sent == []


def test_the_token_may_stand_in_a_file(api: BotApi, tmp_path: Path) -> None:
    """BOT_TOKEN_FILE serves as well as BOT_TOKEN; its token is kept out of the log; SIGINT ends the bot with 0."""
    secret = tmp_path / "token"
    secret.write_text(api.token + "\n", "utf-8")
    given: dict[str, Any] = {"token": "", "token_file": str(secret), "knowledge": river(tmp_path)}
    with running(api, tmp_path, log_level="DEBUG", **given) as bot:
        api.message(OLD)
        assert OLD in text(messages(api, USER["id"])[0])
        assert bot.stop(signal.SIGINT) == 0


def test_a_log_for_machines(api: BotApi, tmp_path: Path) -> None:
    """BOT_LOG_JSON at DEBUG: through all that Telegram refuses each line is one object with the same keys."""
    knowledge = tmp_path / "river.yaml"
    knowledge.write_text(KNOWLEDGE, "utf-8")
    api.fail("getMe", 502, "Bad Gateway")
    api.fail("getUpdates", 502, "Bad Gateway")
    api.fail("setMyCommands", 400, "Bad Request: BOT_COMMAND_INVALID")
    with running(api, tmp_path, log_level="debug", log_json="true", admin_ids="9", knowledge=str(knowledge)) as bot:
        api.message(f"line one\nline two\r\u2028 {OLD}")
        messages(api, USER["id"])
        knowledge.write_text("nonsense", "utf-8")
        api.message("/reload", user=ADMIN)
        messages(api, 9)
        api.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
        api.message(OLD, user=person(50))
        bot.logged("not sent")
        assert bot.stop() == 0
        lines = bot.log.split("\n")
        assert lines.pop() == ""
        assert len(lines) >= 8
        for line in lines:
            entry = json.loads(line)
            assert entry.keys() >= {"time", "level", "logger", "message"}
            assert entry["level"] in ("DEBUG", "INFO", "WARNING")


def test_it_starts_when_the_server_comes_up(api: BotApi, tmp_path: Path) -> None:
    """The server is away at the start: the bot waits, says so, and answers once the server is there."""
    api.down()
    with running(api, tmp_path, started=False, knowledge=river(tmp_path)) as bot:
        bot.logged("does not answer")
        assert bot.process.poll() is None
        api.up()
        bot.logged("running as")
        api.message(OLD)
        assert OLD in text(messages(api, USER["id"])[0])


def test_it_goes_on_after_an_outage(api: BotApi, tmp_path: Path) -> None:
    """The server goes away and comes back: what was asked meanwhile is answered; no server's words forge a log line."""
    with running(api, tmp_path, log_level="DEBUG", knowledge=river(tmp_path)) as bot:
        api.fail("sendMessage", 403, "Forbidden: gone\n2026-01-01 00:00:00,000 ERROR this line is forged")
        api.message(OLD, user=person(60))
        bot.logged("this line is forged")
        api.down()
        bot.logged("polling: ")
        api.message(OLD)
        api.up()
        assert OLD in text(messages(api, USER["id"])[0])
        lines = bot.log.splitlines()
        assert all(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ (DEBUG|INFO|WARNING) \w", line) for line in lines)


def test_a_stop_and_a_start_lose_no_question(api: BotApi, tmp_path: Path) -> None:
    """SIGTERM amidst questions: status 0, and all of them are answered, before it or once the bot runs again."""
    knowledge = river(tmp_path)
    with running(api, tmp_path, knowledge=knowledge) as bot:
        api.delay(0.2)
        for n in range(8):
            api.message(OLD, user=person(400 + n))
        api.wait("sendMessage", 1, PATIENCE)
        assert bot.stop() == 0
    api.delay(0)
    with running(api, tmp_path, knowledge=knowledge):
        for n in range(8):
            assert OLD in text(messages(api, 400 + n)[0])


def test_a_second_bot_waits_for_the_folder(api: BotApi, tmp_path: Path) -> None:
    """Two with one journal would answer each other's questions, or twice: the second says so, and comes after it."""
    knowledge, database = river(tmp_path), f"sqlite:///{tmp_path}/panelbot.db"
    second = tmp_path / "second"
    second.mkdir()
    with (
        running(api, tmp_path, knowledge=knowledge) as first,
        running(api, second, started=False, knowledge=knowledge, database_url=database) as other,
    ):
        other.logged("another program uses")
        assert "BOT_DATA of its own" in other.log
        api.message(OLD, user=person(70))
        assert OLD in text(messages(api, 70)[0])
        assert first.stop() == 0
        other.logged("running as @panel_bot")
        api.message(OLD, user=person(71))
        assert OLD in text(messages(api, 71)[0])
    assert len(messages(api, 70)) == 1


def test_a_signal_ends_it_while_it_loads(api: BotApi, tmp_path: Path) -> None:
    """SIGTERM ends the bot with status 0 also while the model embeds the knowledge for the first time."""
    with running(api, tmp_path, started=False, model="minilm", data=str(tmp_path / "d"), log_level="DEBUG") as bot:
        bot.logged("loading the knowledge")
        assert bot.stop() == 0
        assert "running as" not in bot.log


def test_a_model_that_cannot_be_loaded_is_one_line(api: BotApi, tmp_path: Path) -> None:
    """Found out before polling: exit status 1 and the line alone."""
    (tmp_path / "model").mkdir()
    given = {"model": str(tmp_path / "model"), "knowledge": river(tmp_path)}
    ended = run_once(api, tmp_path, log_level="WARNING", **given)
    assert ended.returncode == 1
    [line] = ended.stderr.splitlines()
    assert "no ONNX file" in line


def test_knowledge_that_is_not_there_is_one_line(api: BotApi, tmp_path: Path) -> None:
    """A setting to mend: exit status 2 and the line alone."""
    ended = run_once(api, tmp_path, log_level="WARNING", knowledge=str(tmp_path / "gone"))
    assert (ended.returncode, ended.stderr) == (2, f"{tmp_path / 'gone'}: there is no such file or folder\n")


def test_a_signal_ends_it_while_it_waits_for_the_server(api: BotApi, tmp_path: Path) -> None:
    """SIGTERM ends the bot with status 0 also while the server cannot be reached."""
    api.down()
    with running(api, tmp_path, started=False, knowledge=river(tmp_path)) as bot:
        bot.logged("does not answer")
        assert bot.stop(patience=4) == 0


def test_a_signal_ends_it_when_the_server_fails_as_polling_begins(api: BotApi, tmp_path: Path) -> None:
    """SIGTERM ends the bot with status 0 also when the server fails between the first call and the polling."""
    api.fail("deleteWebhook", 502, "Bad Gateway", times=1000)
    with running(api, tmp_path, started=False, knowledge=river(tmp_path)) as bot:
        api.wait("deleteWebhook", 1, PATIENCE)
        assert bot.stop(patience=4) == 0


def test_a_signal_ends_it_while_it_reads_the_files_again(api: BotApi, tmp_path: Path) -> None:
    """A changed file takes long to read and try; nobody waits for that when the bot is stopped."""
    knowledge = tmp_path / "river.yaml"
    knowledge.write_text(KNOWLEDGE, "utf-8")
    with running(api, tmp_path, knowledge=str(knowledge), log_level="DEBUG") as bot:
        examples = "".join(f"          - who wrote about boat {n} and lantern {n + 1}\n" for n in range(8000))
        point = f"      - text: {OLD}\n        examples:\n{examples}"
        knowledge.write_text(KNOWLEDGE.replace(f"      - {OLD}\n", point), "utf-8")
        bot.process.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        assert bot.stop(patience=5) == 0
        assert "knowledge exchanged" not in bot.log


def test_a_signal_ends_it_while_the_database_hangs(api: BotApi, tmp_path: Path) -> None:
    """What many people were offered and did not take is not kept one by one where nothing can be kept."""
    with running(api, tmp_path) as bot:
        for n in range(60):
            api.message(UNSURE, user=person(500 + n))
        for n in range(60):
            assert "Did you mean" in text(messages(api, 500 + n)[0])
        with closing(sqlite3.connect(tmp_path / "panelbot.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            assert bot.stop(patience=5) == 0


@pytest.mark.skipif(os.name != "posix", reason="a shell closes it")
def test_it_runs_without_anywhere_to_write_to(tmp_path: Path) -> None:
    """Started with its outputs closed, as some supervisors do, it answers all the same."""
    with BotApi() as api:
        command = f"exec {shlex.quote(sys.executable)} -m bot run >&- 2>&-"
        process = subprocess.Popen(["sh", "-c", command], cwd=tmp_path, env=environment(api, data=str(tmp_path)))
        try:
            api.message(OLD, user=person(901))
            assert messages(api, 901)
            process.terminate()
            assert process.wait(10) == 0
        finally:
            process.kill()
            process.wait()
