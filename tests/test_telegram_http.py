"""Groups, languages, votes and inline mode over HTTP: ``python -m bot run`` as a process, hostile cases too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.library import Library
from bot.knowledge.model import Point
from bot.telegram.gate import Commanded, Overheard
from tests.botapi import BotApi, Call, Json, parse_html
from tests.recording import ANN, FORUM, GROUP, SUPERGROUP
from tests.test_gate import TABLE
from tests.test_run import Running, messages, person, running, text, until

BOSS: Json = person(50, "Boss")
SANA: Json = person(51, "Sana") | {"language_code": "ur"}
UNKNOWN = "What is the capital of France?"


@dataclass(frozen=True, slots=True)
class Served:
    """A server and a bot that several tests share, each with chats of its own."""

    api: BotApi
    bot: Running
    point: Point
    """A point of the shipped report; its speaker is the seventh."""

    def after(self, do: Callable[[], Json], method: str, which: Callable[[Call], bool] = bool) -> Call:
        """The call of *method* that comes of what somebody does."""
        start = len(self.api.sent)
        do()

        def found() -> list[Call]:
            return [c for c in self.api.sent[start:] if c.method == method and which(c)]

        until(lambda: found(), lambda: f"no {method}, but {self.api.sent[start:]}")
        [call, *_] = found()
        assert call.error is None
        return call

    def told(self, words: str, user: Json, **extra: Any) -> Call:
        """The message that answers what somebody writes."""
        chat = (extra.get("chat") or {"id": user["id"]})["id"]
        return self.after(
            lambda: self.api.message(words, user=user, **extra),
            "sendMessage",
            lambda c: c.parameters["chat_id"] == chat,
        )

    def pressed(self, under: Call, label: str, user: Json) -> str | None:
        """What a press is acknowledged with."""
        data = buttons(under).get(label, label)
        call = self.after(lambda: self.api.press(under, data, user=user), "answerCallbackQuery")
        note: str | None = call.parameters.get("text")
        return note


def buttons(call: Call) -> dict[str, str]:
    """Callback data and addresses by label."""
    rows = (call.result or {}).get("reply_markup", {}).get("inline_keyboard", [])
    return {b["text"]: b.get("callback_data") or b["url"] for row in rows for b in row}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, shipped: Library) -> Iterator[Served]:
    with BotApi() as api, running(api, tmp_path_factory.mktemp("http")) as bot:
        yield Served(api, bot, shipped.reports[0].panelists[6].points[1])


def test_a_group_is_set_up_and_answered(served: Served) -> None:
    """The admin's buttons change language and quietness; members cannot; the answer folds and opens in private."""
    api = served.api
    group = api.group(-5001, "Panel", admins=[BOSS])
    anna = person(500, "Anna")
    assert "admins" in text(served.told("/settings@panel_bot", anna, chat=group))
    panel = served.told("/settings", BOSS, chat=group)
    assert "admins" in str(served.pressed(panel, "quiet", anna))
    answer = served.told("@panel_bot what did Munaf say?", anna, chat=group)
    assert any(e["type"] == "expandable_blockquote" for e in (answer.result or {})["entities"])
    payload = buttons(answer)["Open in private"].partition("?start=")[2]
    assert served.point.text in text(served.told(f"/start {payload}", anna))
    served.pressed(panel, "اردو", BOSS)
    assert "رپورٹ" in text(served.told(f"@panel_bot {UNKNOWN}", anna, chat=group))
    served.pressed(panel, "quiet", BOSS)
    api.message(f"@panel_bot {UNKNOWN}", user=anna, chat=group)
    quiet = served.told(f"@panel_bot {served.point.text}", anna, chat=group)
    assert served.point.translations["ur"] in text(quiet)
    assert quiet.parameters["disable_notification"] is True
    assert len([c for c in messages(api, group["id"]) if "رپورٹ میں" in text(c)]) == 1


def test_the_whole_table_of_the_gate_over_http(served: Served) -> None:
    """Each kind of update in a chat of its own: an answer where the bot was asked, in reply and in its topic, nowhere
    else any call; the General topic is never named."""
    api = served.api
    expected: dict[int, int | None] = {}
    silent, topics = set[int](), set[int]()
    start = len(api.sent)
    for n, (given, read) in enumerate(TABLE.values(), 1):
        shown = json.dumps(given)
        for place, number in ((GROUP, -70_000 - n), (SUPERGROUP, -100_200_000 - n), (FORUM, -100_300_000 - n)):
            shown = shown.replace(f'"id": {place["id"]},', f'"id": {number},')
        update = json.loads(shown.replace(f'"id": {ANN["id"]},', f'"id": {80_000 + n},'))
        message = next(body for kind, body in update.items() if kind != "update_id")
        chat = message.get("chat", {}).get("id", 0)
        if chat < 0:
            api.members[chat, api.bot_id] = {"user": api.me, "status": "member"}
        unheard = isinstance(read, Commanded) and not read.addressed and read.name == "weather"
        if read is None or isinstance(read, Overheard) or unheard or "edited_message" in update:
            silent.add(chat)
        else:
            expected[chat] = message["message_id"] if chat < 0 else None
            topics |= {chat} if message.get("is_topic_message") else set()
        api.push(update)
    until(
        lambda: {c.parameters["chat_id"] for c in api.sent[start:] if c.method == "sendMessage"} >= set(expected),
        lambda: str(set(expected) - {c.parameters.get("chat_id") for c in api.sent[start:]}),
    )
    assert text(served.told(served.point.text, person(79_999)))
    for call in api.sent[start:]:
        chat = call.parameters["chat_id"]
        assert call.error is None
        assert chat == 79_999 or chat in expected, call
        assert call.parameters.get("message_thread_id") == (42 if chat in topics else None), call
        assert chat == 79_999 or call.parameters.get("reply_parameters", {}).get("message_id") == expected[chat], call
    assert silent


def test_budgets_over_http(served: Served) -> None:
    """A group gets its answers until the budget is used up, then one polite line, then nothing; others go on."""
    api = served.api
    group = api.group(-5010, "Busy")
    start = len(api.sent)
    for n in range(30):
        api.message(f"@panel_bot {served.point.text}", user=person(90_000 + n), chat=group)
    until(lambda: "a lot at once" in str([text(c) for c in messages(api, -5010)]), lambda: str(api.sent[-1:]))
    assert served.point.text in text(served.told(served.point.text, person(90_100)))
    mine = [text(c) for c in api.sent[start:] if c.parameters.get("chat_id") == -5010]
    assert sum("a lot at once" in line for line in mine) == 1
    assert 20 <= sum(served.point.text in line for line in mine) < 30


def test_settings_follow_a_group_that_becomes_a_supergroup(served: Served) -> None:
    """The language that was chosen in the group is spoken in the supergroup."""
    api = served.api
    old = api.group(-5002, "Small", admins=[BOSS])
    served.told("/language ur", BOSS, chat=old)
    new = api.group(-1005002000000, "Large", admins=[BOSS])
    api.push({"message": {"message_id": 90, "date": 1, "chat": old, "from": BOSS, "migrate_to_chat_id": new["id"]}})
    api.push({"message": {"message_id": 1, "date": 1, "chat": new, "from": BOSS, "migrate_from_chat_id": old["id"]}})
    # The move and a question right behind it are dealt with side by side.
    ask = f"@panel_bot {UNKNOWN}"
    until(lambda: "رپورٹ" in text(served.told(ask, person(501), chat=new)), lambda: str(messages(api, new["id"])))


def test_an_edited_question_over_http(served: Served) -> None:
    """The reply in the chat says what the question asks now; an edit that changes nothing leads to no call."""
    api = served.api
    anna = person(502)
    asked = api.message(served.point.text, user=anna)
    [answer] = messages(api, 502)
    api.edit(asked, served.point.text)
    api.edit(asked, UNKNOWN)
    until(lambda: api.calls("editMessageText"), lambda: "nothing was edited")
    shown = api.messages[502, (answer.result or {})["message_id"]]
    until(lambda: "doesn't answer" in api.messages[502, shown["message_id"]]["text"], lambda: str(api.sent[-3:]))
    assert len([c for c in api.calls("editMessageText") if c.parameters["chat_id"] == 502]) == 1
    assert len(messages(api, 502)) == 1


def test_inline_over_http(served: Served) -> None:
    """A question offers its point first, an empty query the panel, each within Telegram's limits."""
    found = served.after(lambda: served.api.inline(served.point.text), "answerInlineQuery")
    first = found.parameters["results"][0]["input_message_content"]["message_text"]
    assert served.point.text in parse_html(first)[0]
    everybody = served.after(lambda: served.api.inline("", user=SANA), "answerInlineQuery")
    assert len(everybody.parameters["results"]) == 7
    assert everybody.parameters["results"][6]["title"] == "محمد مناف"


def test_why_over_http(served: Served) -> None:
    """In reply to an answer its reasons come, as ``ask --explain`` shows them."""
    anna = person(503)
    answer = served.told("facebok group admin", anna)
    shown = text(served.told("/why", anna, reply_to=answer))
    for part in ("Read as: facebok → facebook", "Lead over the second", "Decision", "%"):
        assert part in shown


def test_hostile_people_over_http(served: Served) -> None:
    """Forged presses, endless and invisible texts, markup and overrides: each gets an answer, none does harm."""
    eve = person(504, "<b>\u202e&") | {"username": "eve_eve", "last_name": "</i>"}
    answer = served.told("hybrid wars", eve)
    for data in (
        "",
        "v:AAAAAAAAAAAA:1",
        "v:x:y",
        "s:quiet:on",
        "p:../../etc:1:",
        "🛶" * 16,
        "\x00",
        "at:1:1",
        "x" * 64,
    ):
        assert len(str(served.pressed(answer, data, eve))) > 10, data
    for words in (
        "x" * 4096,
        "boats and harbours? " * 204,
        "\u200b" * 10_000,
        "\u202e" * 500 + "hybrid wars",
        "<b>" * 1300,
        "&lt;&#0;" * 500,
        "/panelist <i>\u202eZaphod</i> & Co",
        "/start " + "A" * 64,
        "/start _______",
        "/language <b>",
        "/ask@panel_bot",
    ):
        assert text(served.told(words, eve)), words
    assert served.point.text in text(served.told(served.point.text, eve))


def test_choices_survive_a_restart(tmp_path: Path, shipped: Library) -> None:
    """Language, settings, votes and the buttons of old answers: all of it is there in the next process."""
    said = shipped.reports[0].panelists[6].points[1]
    with BotApi() as api:
        group = api.group(-5003, "Panel", admins=[BOSS])
        with running(api, tmp_path) as bot:
            first = Served(api, bot, said)
            answer = first.told(said.text, BOSS)
            assert "Thank you" in str(first.pressed(answer, "👍", BOSS))
            assert "اردو" in text(first.told("/language ur", SANA | {"language_code": "en"}))
            first.told("/language ur", BOSS, chat=group)
        with running(api, tmp_path) as bot:
            second = Served(api, bot, said)
            second.pressed(answer, "👍", person(505))
            until(
                lambda: "👍 2" in buttons(api.calls("editMessageReplyMarkup")[-1]),
                lambda: str(api.calls("editMessageReplyMarkup")),
            )
            start = len(messages(api, BOSS["id"]))
            second.pressed(answer, "All points of Muhammad Munaf", BOSS)
            assert said.text in text(messages(api, BOSS["id"], start + 1)[-1])
            assert "رپورٹ" in text(second.told(UNKNOWN, SANA | {"language_code": "en"}))
            assert "رپورٹ" in text(second.told(f"@panel_bot {UNKNOWN}", BOSS, chat=group))
            assert "Removed" in text(second.told("/forget", person(505)))


def test_nobody_is_in_any_file_nor_in_the_log(tmp_path: Path, shipped: Library) -> None:
    """After questions, a vote, a choice and a refused answer, whatever the level of the log: no id, no name, no words
    but the questions in the database; after /forget not even a choice is left."""
    said = shipped.reports[0].panelists[6].points[1]
    secret = person(987654321, "Zaphod") | {"username": "zaphod_b", "last_name": "Beeblebrox"}
    with BotApi() as api, running(api, tmp_path, log_level="DEBUG", data=str(tmp_path / "data")) as bot:
        served = Served(api, bot, said)
        answer = served.told(said.text, secret)
        served.pressed(answer, "👎", secret)
        served.told("/language ur", secret)
        served.told("What is a zebracrossing worth?", secret)
        served.after(lambda: api.inline("zebracrossing", user=secret), "answerInlineQuery")
        api.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
        api.message(said.text, user=secret)
        bot.logged("not sent")
        for forgotten in (False, True):
            if forgotten:
                assert "2" in text(served.told("/forget", secret))
            files = [f for f in tmp_path.rglob("*") if f.is_file() and f.suffix != ".npz"]
            kept = b"".join(f.read_bytes() for f in files)
            assert {"panelbot.db", "panelbot.sent"} <= {f.name for f in files}
            assert b"zebracrossing" in kept
            for one in (b"987654321", b"Zaphod", b"zaphod_b", b"Beeblebrox", bytes.fromhex("3ade68b1")):
                assert one not in kept
            for word in ("987654321", "Zaphod", "zaphod_b", "zebracrossing"):
                assert word not in bot.log


def test_a_folder_that_cannot_be_written(tmp_path: Path, shipped: Library) -> None:
    """Without any database the process answers, and says in /status what is wrong."""
    said = shipped.reports[0].panelists[6].points[1]
    admin = person(9, "Root")
    with BotApi() as api, running(api, tmp_path, database_url="sqlite:////dev/null/bot.db", admin_ids="9") as bot:
        served = Served(api, bot, said)
        assert said.text in text(served.told(said.text, person(506)))
        assert "doesn't answer" in text(served.told(UNKNOWN, person(506)))
        assert "Database: " in text(served.told("/status", admin))
        assert "fine" not in text(messages(api, 9)[-1])
