"""Admins over HTTP: ``python -m bot run`` as a process; files sent and fetched, signals, restarts, hostile files."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.botapi import BotApi, Call, Json
from tests.test_admins import BETTER, NEW, OLD, SHIPS
from tests.test_difference import HARBOUR, RIVER
from tests.test_run import person, running, text, until

ADMIN: Json = {"id": 9, "is_bot": False, "first_name": "Root"}


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "knowledge"
    made.mkdir()
    (made / "river.yaml").write_text(RIVER, "utf-8")
    return made


def start(api: BotApi, folder: Path, **settings: str) -> Any:
    """The bot with the knowledge of *folder* and a database beside it."""
    given: dict[str, Any] = {
        "knowledge": str(folder),
        "admin_ids": "9",
        "database_url": f"sqlite:///{folder.parent}/bot.db",
    }
    return running(api, folder.parent, **(given | settings))


class Talk:
    """A conversation with the bot over HTTP."""

    def __init__(self, api: BotApi, user: Json = ADMIN) -> None:
        self.api = api
        self.user = user

    def shown(self, after: int) -> list[Call]:
        """What came to this person's chat after so many calls."""
        kinds = ("sendMessage", "editMessageText", "sendDocument", "sendPhoto")
        mine = [c for c in self.api.sent[after:] if c.method in kinds and c.parameters["chat_id"] == self.user["id"]]
        return [c for c in mine if c.result]

    def wait(self, after: int, words: str) -> Call:
        """The message that says *words*, once it is there."""

        def found() -> list[Call]:
            return [c for c in self.shown(after) if words in text(c)]

        until(found, lambda: f"nobody said {words!r}, but {self.api.sent[after:]}")
        return found()[0]

    def say(self, words: str, answer: str) -> Call:
        """Write; the message that says *answer*."""
        start = len(self.api.sent)
        self.api.message(words, user=self.user)
        return self.wait(start, answer)

    def send(self, name: str, content: bytes, answer: str, **extra: Any) -> Call:
        """Send a document; the message that says *answer*."""
        start = len(self.api.sent)
        self.api.message(document=self.api.file(name, content, **extra), user=self.user)
        return self.wait(start, answer)

    def push(self, under: Call, label: str, answer: str) -> Call:
        """Press the button with this label; the message that says *answer*."""
        rows = (under.result or {})["reply_markup"]["inline_keyboard"]
        [data] = [b["callback_data"] for row in rows for b in row if label in b["text"]]
        start = len(self.api.sent)
        self.api.press(under, data, user=self.user)
        return self.wait(start, answer)


def test_a_day_of_an_admin(api: BotApi, folder: Path) -> None:
    """A question nobody could answer is taught with a tap, answers, is exported, and is there after a restart.

    The folder of the knowledge may only be read, as in a container; what changed in it meanwhile is told and counts.
    """
    ann, admin = Talk(api, person(7)), Talk(api)
    folder.chmod(0o555)
    with start(api, folder):
        ann.say(SHIPS, "doesn't answer")
        # The question is put aside for review after it was answered.
        until(lambda: "Nothing" not in text(admin.say("/unanswered", "ew")), lambda: "nothing to review")
        page = admin.say("/unanswered", "New: 1 of 1")
        learnt = admin.push(page, OLD, "Learnt. From now on")
        ann.say(SHIPS, OLD)
        api.message("/export", user=ADMIN)
        [sent] = api.wait("sendDocument")
        assert SHIPS in sent.parameters["document"].content.decode()
        shown = admin.send("harbour.yaml", HARBOUR.encode(), "New reports: 1")
        admin.push(shown, "Take it over", "revision 3")
        ann.say("Are berths too short for ferries?", "Berths are too short")
    assert [p.name for p in folder.iterdir()] == ["river.yaml"]
    assert (folder / "river.yaml").read_text("utf-8") == RIVER
    folder.chmod(0o755)
    (folder / "river.yaml").write_text(BETTER, "utf-8")
    after = len(api.sent)
    with start(api, folder):
        admin.wait(after, "changed since I stopped")
        ann.say(SHIPS, NEW)
        ann.say("Are berths too short for ferries?", "Berths are too short")
        admin.push(learnt, "Undo", "New: 1 of 1")
        admin.say("/history", "▶ 5 · ")
        ann.say("/stats", "Only the bot's admins")
        start_at = len(api.sent)
        api.message("/stats", user=ADMIN)
        admin.wait(start_at, "questions")
        assert [c.method for c in admin.shown(start_at)] == ["sendPhoto", "sendMessage"]


def test_the_digest_comes_at_its_hour(api: BotApi, folder: Path) -> None:
    """What waits for the admins is told at BOT_DIGEST_AT, to be reviewed from there, and not again after a restart."""
    ann, admin = Talk(api, person(7)), Talk(api)
    with start(api, folder):
        ann.say(SHIPS, "doesn't answer")
        until(lambda: "Nothing" not in text(admin.say("/unanswered", "ew")), lambda: "nothing to review")
    # A busy machine may take longer to start than the digest is away.
    for seconds in (8, 20, 60):
        after, at = len(api.sent), datetime.now(UTC) + timedelta(seconds=seconds)
        with start(api, folder, digest_at=at.timetz().isoformat()):
            if datetime.now(UTC) < at - timedelta(seconds=1):
                time.sleep(max(0, (at - datetime.now(UTC)).total_seconds()))
                told = admin.wait(after, "Since yesterday")
                assert SHIPS in text(told)
                admin.push(told, "Review them", "New: 1 of 1")
                break
    else:
        pytest.fail("the bot never started in time")
    after, at = len(api.sent), datetime.now(UTC) + timedelta(seconds=3)
    with start(api, folder, digest_at=at.timetz().isoformat()):
        time.sleep(max(0, (at - datetime.now(UTC)).total_seconds()) + 0.5)
        admin.say("/digest", "is off")
        assert not [c for c in admin.shown(after) if "Since yesterday" in text(c)]


def test_the_figures_of_each_length_of_time(api: BotApi, folder: Path) -> None:
    """/stats over HTTP: a picture, and its words; its buttons show 30 and 90 days."""
    ann, admin = Talk(api, person(7)), Talk(api)
    with start(api, folder):
        ann.say(OLD, OLD)
        shown = admin.say("/stats", "The last 7 days: one question")
        for days in ("30", "90"):
            after = len(api.sent)
            admin.push(shown, days, f"The last {days} days: one question")
            assert {c.method for c in admin.shown(after)} & {"sendPhoto", "editMessageMedia"}, days


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no SIGHUP on this system")
def test_a_signal_takes_over_what_is_whole(api: BotApi, folder: Path) -> None:
    """SIGHUP: good files answer and are told; broken ones are told and change nothing; the process goes on."""
    ann, admin = Talk(api, person(7)), Talk(api)
    with start(api, folder) as bot:
        admin.say("/start", "Ask me")
        (folder / "river.yaml").write_text(BETTER, "utf-8")
        after = len(api.sent)
        bot.process.send_signal(signal.SIGHUP)
        admin.wait(after, "taken over as revision 2")
        (folder / "river.yaml").write_text("a: [", "utf-8")
        after = len(api.sent)
        bot.process.send_signal(signal.SIGHUP)
        admin.wait(after, "Nothing changed: one problem")
        ann.say(NEW, NEW)
    # The file is still broken: what was kept answers. And then it is watched.
    with start(api, folder, watch="1"):
        ann.say(NEW, NEW)
        after = len(api.sent)
        (folder / "river.yaml").write_text(RIVER, "utf-8")
        admin.wait(after, "taken over as revision 3")


HOSTILE: dict[str, tuple[str, bytes, Json, str]] = {
    "20 MB of text": ("x.yaml", b"a: b\n" * 3_990_000, {}, "larger than"),
    "21 MB": ("x.yaml", b"\0" * (21 * 2**20), {}, "up to 20 MB"),
    "21 MB that say 10 bytes": ("x.yaml", b"\0" * (21 * 2**20), {"file_size": 10}, "larger than"),
    "a bomb of merge keys": (
        "x.yaml",
        b"a: &a {x: 1}\n" + b"".join(b"k%d: &k%d {<<: [*a, *a]}\n" % (n, n) for n in range(20)),
        {},
        "anchors and aliases",
    ),
    "deep nesting": ("x.yaml", b"[" * 1_000_000, {}, "nested too deeply"),
    "many keys": ("x.yaml", b"".join(b"k%d: v\n" % n for n in range(150_000)), {}, "Nothing changed"),
    "a program": ("x.yaml", b"\x7fELF\x02\x01\x01\x00" + os.urandom(2000), {}, "Nothing changed"),
    "a program that says it is a text": ("x.txt", b"MZ\x90\x00" + bytes(range(256)), {"mime_type": "text/plain"}, ""),
    "a program that says it is knowledge": ("x.yaml", b"MZ\x90\x00" + os.urandom(3000), {}, "Nothing changed"),
    "no PDF": ("report.pdf", b"%PDF-1.7\n" + b"\0" * 5000, {"mime_type": "application/pdf"}, "Nothing changed"),
    "a PDF that says it is knowledge": ("x.yaml", b"%PDF-1.7\n" + os.urandom(3000), {}, "Nothing changed"),
    "an archive that says it is a text": ("x.txt", b"PK\x03\x04" + os.urandom(3000), {}, "Nothing changed"),
    "a way out of its folder": ("../../../etc/passwd", b"root:x:0:0", {}, "don't know what to do with passwd"),
    "a name turned round": ("gpj.\u202eexe.\u2066", b"MZ", {}, "don't know what to do with gpj.exe"),
    "markup in its name": ("<b>x</b>&amp;.exe", b"MZ", {}, "don't know what to do with"),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotApi]:
    """One bot for all that must not change its knowledge."""
    made = tmp_path_factory.mktemp("served") / "knowledge"
    made.mkdir()
    (made / "river.yaml").write_text(RIVER, "utf-8")
    with BotApi() as server, start(server, made):
        yield server


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_harm_nobody(served: BotApi, kind: str) -> None:
    """Each gets a line; somebody else's question is answered meanwhile, and nothing has changed."""
    name, content, extra, said = HOSTILE[kind]
    ann, admin, after = Talk(served, person(7)), Talk(served), len(served.sent)
    served.message(document=served.file(name, content, **extra), user=ADMIN)
    ann.say(OLD, OLD)
    admin.wait(after, said)
    admin.say("/history", "▶ 1 · ")


def test_knowledge_under_another_name_is_known(served: BotApi) -> None:
    """A document whose name and type lie: by what is in it it is knowledge, and waits for a yes."""
    admin = Talk(served)
    for name in ("holiday.jpg", "report.pdf", "x.docx", "\u202elmay.x", "a/b\\c.txt"):
        shown = admin.send(name, HARBOUR.encode(), "New reports: 1", mime_type="image/jpeg")
        admin.push(shown, "Leave it", "Nothing has changed")


def test_markup_and_turned_text_in_knowledge_over_http(api: BotApi, folder: Path) -> None:
    """HTML and controls of direction in every field: the difference, the answer, the lists, the settings and inline
    mode show them character by character, and Telegram accepts each message."""
    tagged = "<b>Bold</b> & <a href='tg://user?id=9'>Ada</a> </blockquote> \u202egnorw"
    hostile = HARBOUR.replace("Cem Aydin", f"Cem {tagged}").replace("The harbour", f"The {tagged}")
    hostile = hostile.replace("Berths are too short", f"Berths {tagged} are too short")
    assert hostile.count(tagged) >= 3
    ann, admin = Talk(api, person(7)), Talk(api)
    boss: Json = person(50, "<i>Boss</i>")
    group = api.group(-4010, "</b>", admins=[boss])
    with start(api, folder):
        shown = admin.send("x.yaml", hostile.encode(), "New reports: 1")
        admin.push(shown, "Take it over", "revision 2")
        ann.say("Are berths too short for ferries?", "</blockquote>")
        for command in ("/panelists", "/topics", "/about", "/panelist Cem", "/help"):
            ann.say(command, "</a>")
        after = len(api.sent)
        api.message("/settings", user=boss, chat=group)
        api.message("@panel_bot what did Cem say?", user=boss, chat=group)
        until(
            lambda: len([c for c in api.sent[after:] if c.parameters.get("chat_id") == -4010 and c.result]) > 1,
            lambda: str(api.sent[after:]),
        )
        api.inline("berths too short")
        until(lambda: api.calls("answerInlineQuery"), lambda: "no articles")
        assert [c for c in api.sent if c.error and c.method != "setMyCommands"] == []


def acknowledged(api: BotApi, update: Json) -> None:
    until(lambda: api.replies_to(update), lambda: f"not acknowledged: {update}")


def test_forged_presses_harm_nobody(served: BotApi) -> None:
    """Real data of an admin's buttons, pressed by another person; nonsense, pressed by the admin."""
    admin, eve = Talk(served), person(66, "Eve")
    shown = admin.send("harbour.yaml", HARBOUR.encode(), "New reports: 1")
    data = [b["callback_data"] for row in (shown.result or {})["reply_markup"]["inline_keyboard"] for b in row]
    for one in data:
        acknowledged(served, served.press(shown, one, user=eve))
    for nonsense in ("ay:", "ay:x:y", "ab:99999999999999999999", "at:1:2", "am:1:done:new:-5", "zz", "as:0", "ah:-1"):
        acknowledged(served, served.press(shown, nonsense, user=ADMIN))
    admin.say("/history", "▶ 1 · ")
    admin.push(shown, "Leave it", "Nothing has changed")


def test_admins_in_groups_are_nobody(served: BotApi) -> None:
    """Commands and files of the admin in a group: silence, and no file is fetched."""
    group, fetched = served.group(-4001, "Friends", admins=[ADMIN]), len(served.calls("getFile"))
    served.message("/reload", user=ADMIN, chat=group)
    served.message("/unanswered@panel_bot", user=ADMIN, chat=group)
    served.message(document=served.file("x.yaml", HARBOUR.encode()), user=ADMIN, chat=group)
    Talk(served).say("/history", "▶ 1 · ")
    assert len(served.calls("getFile")) == fetched
    assert [c for c in served.calls("sendMessage") if c.parameters["chat_id"] == -4001] == []
