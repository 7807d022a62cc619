"""``python -m bot run`` with a webhook: who is let in, what is answered, what is shown."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from telegram.error import Forbidden, TelegramError

from bot.knowledge.library import Library
from bot.matching.answering import Answerer
from bot.storage.filejournal import FileJournal
from bot.telegram.delivery.handling import Handling
from bot.telegram.delivery.notes import CURRENT, Notes, fingerprint
from bot.telegram.delivery.outbox import NotTakenError
from bot.telegram.delivery.receiving import Receiving
from bot.telegram.updates import Update, packed, read
from tests.botapi import BotApi, Call, Json
from tests.conftest import doubtful
from tests.faults.bench import free_port, webhook
from tests.test_run import OLD, Running, messages, person, points, river, run_once, running, text, until

SECRET = "S" * 40


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BotApi, Running, int]]:
    """One bot with a webhook."""
    port = free_port()
    settings: dict[str, Any] = webhook(port)
    with BotApi() as api, running(api, tmp_path_factory.mktemp("webhook"), **settings) as bot:
        yield api, bot, port


def request(port: int, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    """The status and body of a request."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, given)
    try:
        with urllib.request.urlopen(asked, timeout=10) as response:  # noqa: S310
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def posted(port: int, update: Json, secret: str = SECRET) -> tuple[int, bytes]:
    """What the bot answers to an update."""
    return request(port, "/updates", json.dumps(update).encode(), X_Telegram_Bot_Api_Secret_Token=secret)


def question(number: int, words: str, chat: int) -> Json:
    """An update with a message in private."""
    message = {"message_id": number, "date": 1_780_000_000, "chat": {"id": chat, "type": "private"}, "text": words}
    return {"update_id": number, "message": message | {"from": person(chat)}}


def test_an_answer_is_the_body_of_the_confirmation(served: tuple[BotApi, Running, int], shipped: Library) -> None:
    """One message answers: it is the call in the HTTP response, with its buttons, and no call is made beside it."""
    api, _, port = served
    _, said = points(shipped)[3]
    before = len(api.sent)
    status, body = posted(port, question(900_001, said, 501))
    call = json.loads(body)
    assert (status, call["method"], call["chat_id"], call["parse_mode"]) == (200, "sendMessage", 501, "HTML")
    assert said in call["text"]
    assert call["reply_markup"]["inline_keyboard"]
    assert len(api.sent) == before
    # The answer may have been lost on its way, and then Telegram sends the update again.
    status, body = posted(port, question(900_001, said, 501))
    assert json.loads(body)["text"] == call["text"]


def test_several_messages_go_out_in_order_and_once(served: tuple[BotApi, Running, int], shipped: Library) -> None:
    """A press is acknowledged by a call of its own before its message is the answer."""
    api, _, _ = served
    who, said = points(shipped)[3]
    api.message(said, user=person(502))
    [answer] = messages(api, 502)
    buttons = [b for row in (answer.result or {})["reply_markup"]["inline_keyboard"] for b in row]
    [data] = [b["callback_data"] for b in buttons if b["text"] == f"All points of {who.name}"]
    before = len(api.sent)
    api.press(answer, data, user=person(502))
    [_, everything] = messages(api, 502, 2)
    assert all(point.text in text(everything) for point in who.points)
    assert [c.method for c in api.sent[before:]] == ["answerCallbackQuery", "sendMessage"]


def test_what_happens_in_a_chat_is_answered_in_order(served: tuple[BotApi, Running, int], shipped: Library) -> None:
    """A press whose acknowledgement takes long is answered before the question that came right behind it."""
    api, _, port = served
    who, said = points(shipped)[3]
    _, answer = asked(api, said, 508)
    buttons = [b for row in (answer.result or {})["reply_markup"]["inline_keyboard"] for b in row]
    [data] = [b["callback_data"] for b in buttons if b["text"] == f"All points of {who.name}"]
    before = len(api.calls("answerCallbackQuery"))
    api.delay(1.0)
    try:
        api.press(answer, data, user=person(508))
        api.wait("answerCallbackQuery", before + 1, 20.0)
        # Posted by the test itself: the server would wait until the press is answered.
        status, body = posted(port, question(900_002, points(shipped)[5][1], 508))
        came = time.monotonic()
        [_, everything] = messages(api, 508, 2)
    finally:
        api.delay(0)
    assert (status, json.loads(body)["method"]) == (200, "sendMessage")
    # Both answers leave the bot at nearly the same time, and their readers are two threads.
    assert everything.at < came + 0.4


@pytest.mark.parametrize("secret", ["", "x", "S" * 39, "S" * 41, "\u00e9" * 40])
def test_a_forged_post_is_refused_unread(served: tuple[BotApi, Running, int], shipped: Library, secret: str) -> None:
    """Without the secret nothing is answered, and the answer comes before the body is sent."""
    _, bot, port = served
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        head = f"Host: x\r\nContent-Length: 500000\r\nX-Telegram-Bot-Api-Secret-Token: {secret}\r\n\r\n"
        connection.sendall(b"POST /updates HTTP/1.1\r\n" + head.encode("latin-1"))
        assert connection.recv(100).startswith(b"HTTP/1.1 403")
    assert not secret or len(secret) < 30 or secret not in bot.log


def test_what_is_too_large_or_no_update_is_refused(served: tuple[BotApi, Running, int]) -> None:
    """With the secret, too: a body is read up to a megabyte, and nonsense ends nothing."""
    _, _, port = served
    proof = {"X_Telegram_Bot_Api_Secret_Token": SECRET}
    for body, status in ((b"x" * (1 << 21), 413), (b"{", 400), (b"[]", 400), (b'{"update_id": "x"}', 400), (b"", 400)):
        try:
            assert request(port, "/updates", body, **proof)[0] == status
        except (urllib.error.URLError, ConnectionError):
            assert status == 413  # the connection is closed while the rest is still being sent
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        head = f"Host: x\r\nTransfer-Encoding: chunked\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n\r\n"
        try:
            connection.sendall(b"POST /updates HTTP/1.1\r\n" + head.encode())
            for _ in range(32):  # two megabytes, of which nothing says beforehand how many they are
                connection.sendall(b"10000\r\n" + b"x" * (1 << 16) + b"\r\n")
            connection.sendall(b"0\r\n\r\n")
            answer = connection.recv(100)
        except ConnectionError:
            answer = b""  # it is closed while the rest is still being sent
        assert answer == b"" or answer.startswith(b"HTTP/1.1 413")
    assert request(port, "/updates")[0] == 405
    assert request(port, "/elsewhere", b"{}", **proof)[0] == 404
    assert request(port, "/healthz")[0] == 200


def test_an_update_that_cannot_be_read_does_not_come_again(served: tuple[BotApi, Running, int]) -> None:
    """Refused, it would be sent for a day, and before everything else of its chat; it is named in the log instead."""
    _, bot, port = served
    strange = {"update_id": 77, "message": {"message_id": 1, "date": {"no": "date"}}}
    assert posted(port, strange) == (200, b"")
    assert "update 77 cannot be read" in bot.log


def test_what_a_poller_held_is_answered_by_webhook(tmp_path: Path) -> None:
    """Telegram does not give it again; what another bot left in the folder, or another version, stays unanswered."""
    port = free_port()
    settings: dict[str, Any] = webhook(port) | {"knowledge": river(tmp_path)}
    own, other = question(501, OLD, 601), question(502, OLD, 602)
    with BotApi() as api:
        for chat in (601, 602):
            api.add_chat(person(chat))
        journal = FileJournal(tmp_path / "panelbot.sent")
        for update, token in ((own, api.token), (other, "1:of another bot")):
            read_as = read(update)
            known = fingerprint(read_as, token.encode()[-64:])
            asyncio.run(journal.keep(update["update_id"], known, packed(read_as)))
        asyncio.run(journal.keep(503, "f", "of another version"))
        journal.close()
        with running(api, tmp_path, **settings) as bot:
            assert OLD in text(messages(api, 601)[0])
            assert bot.stop() == 0
        assert [call.parameters["chat_id"] for call in api.calls("sendMessage")] == [601]


@pytest.mark.parametrize("error", [Forbidden("bot was blocked by the user"), NotTakenError("not taken")])
def test_a_refusal_of_what_was_held_back_for_long_ends_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, error: TelegramError
) -> None:
    """Work goes on for long after a message, which is then sent and refused for good: the update is dealt with.

    Who waits for what is given up hears of it, as where it is not held back.
    """
    given_up: list[Exception] = []

    async def handle(update: Update) -> None:
        delivery = CURRENT.get()
        assert delivery is not None
        assert delivery.held is not None

        async def send() -> None:
            raise error

        await delivery.held.keep({"method": "sendMessage", "chat_id": 7}, send)
        await asyncio.sleep(2.2)

    async def gave_up(update: Update, error: Exception) -> None:
        given_up.append(error)

    async def taken() -> object:
        return await Receiving(Handling(handle, gave_up, notes), notes).take(read(question(601, "hello", 7)))

    notes = Notes(FileJournal(tmp_path / "sent"), lambda error: None, "1:token")
    assert asyncio.run(taken()) is None
    assert asyncio.run(notes.claim(read(question(601, "hello", 7)))).state == "done"
    if isinstance(error, NotTakenError):
        assert given_up == [error]
    else:
        assert given_up == []
        assert "not sent: bot was blocked by the user" in caplog.text


def test_health_and_figures(served: tuple[BotApi, Running, int], shipped: Library) -> None:
    """/healthz says what works; /metrics counts questions by outcome and language."""
    api, _, port = served
    api.message("who said something about human development?", user=person(503))
    answer = messages(api, 503)[0]
    api.fail("answerCallbackQuery", 400, "Bad Request: query is too old")
    api.press(answer, "anything", user=person(503))
    api.wait("answerCallbackQuery", 1)
    health = json.loads(request(port, "/healthz")[1])
    assert (health["status"], health["webhook"]) == ("ok", "set")
    assert health["database"] == "reachable"
    assert health["knowledge"] == {"revision": shipped.revision, "reports": 1}
    assert health["last_update"]
    figures = request(port, "/metrics")[1].decode()
    assert 'panelbot_questions_total{language="en",outcome=' in figures
    assert "panelbot_update_seconds_bucket" in figures
    refused = b'panelbot_calls_failed_total{kind="refused"}'
    until(lambda: refused in request(port, "/metrics")[1], lambda: request(port, "/metrics")[1].decode())
    assert "panelbot_call_seconds_bucket" in figures
    assert f'panelbot_knowledge_revision{{id="{shipped.revision}"}}' in figures
    # A proxy on this machine asks for somebody else.
    assert request(port, "/metrics", X_Forwarded_For="203.0.113.7")[0] == 403


def test_health_without_a_database(tmp_path: Path) -> None:
    """It is degraded and says what is not reachable, with 200: questions are answered all the same."""
    settings: dict[str, Any] = webhook() | {"database_url": "sqlite:////proc/nowhere/panelbot.db"}
    port = int(settings["webhook_listen"].rpartition(":")[2])
    with BotApi() as api, running(api, tmp_path, knowledge=river(tmp_path), **settings):
        status, body = request(port, "/healthz")
        health = json.loads(body)
        assert (status, health["status"], health["database"]) == (200, "degraded", "not reachable")
        asked(api, OLD, 509)
        found = r"^panelbot_unstored_total [1-9]"
        until(
            lambda: re.search(found, request(port, "/metrics")[1].decode(), re.MULTILINE),
            lambda: "nothing is counted as not stored",
        )


def test_figures_are_for_those_with_the_token(tmp_path: Path) -> None:
    """Where other machines can reach them, figures need the token, and without one there are none."""
    for given, expected in ((None, 403), ("T" * 20, 401)):
        port = free_port()
        settings: dict[str, Any] = webhook(port) | {"webhook_listen": f"0.0.0.0:{port}"}
        settings |= {"metrics_token": given} if given else {}
        (tmp_path / str(expected)).mkdir()
        with BotApi() as api, running(api, tmp_path / str(expected), knowledge=river(tmp_path), **settings):
            assert request(port, "/metrics")[0] == expected
            assert request(port, "/metrics", Authorization="Bearer wrong")[0] == expected
            if given:
                assert request(port, "/metrics", Authorization=f"Bearer {given}")[0] == 200


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("BOT_WEBHOOK_SECRET", {"webhook_secret": ""}),
        ("BOT_WEBHOOK_SECRET", {"webhook_secret": "S" * 31}),
        ("BOT_WEBHOOK_SECRET", {"webhook_secret": "S" * 40 + " "}),
        ("BOT_WEBHOOK_URL", {"webhook_url": "bot.example.org"}),
        ("BOT_WEBHOOK_LISTEN", {"webhook_listen": "8080"}),
    ],
)
def test_a_webhook_without_its_settings_is_refused(tmp_path: Path, name: str, changed: dict[str, str]) -> None:
    """Exit status 2 and one line that begins with the setting and does not show the secret."""
    with BotApi() as api:
        ended = run_once(api, tmp_path, **(webhook() | changed))
        assert ended.returncode == 2
        [line] = ended.stderr.splitlines()
        assert line.startswith(f"{name}: ")
        assert "SSSS" not in line
        assert api.sent == []


def test_a_port_that_is_taken_is_one_line(tmp_path: Path) -> None:
    """Somebody else listens there: exit status 2 and a line that says so."""
    with BotApi() as api, socket.create_server(("127.0.0.1", 0)) as other:
        ended: subprocess.CompletedProcess[str] = run_once(
            api, tmp_path, knowledge=river(tmp_path), **webhook(other.getsockname()[1])
        )
        assert ended.returncode == 2
        assert ended.stderr.splitlines()[-1].startswith("BOT_WEBHOOK_LISTEN: ")
        # On a busy machine the log may have said before that something took long.
        assert ended.stderr.count("BOT_WEBHOOK_LISTEN") == 1
        assert "Traceback" not in ended.stderr


def asked(api: BotApi, words: str, chat: int, **extra: Any) -> tuple[Json, Call]:
    """Ask something; the update, and the answer to it."""
    before = len(messages(api, chat, 0))
    update = api.message(words, user=person(chat), **extra)
    return update, messages(api, chat, before + 1)[-1]


def test_why_finds_an_answer_whose_number_nobody_told(served: tuple[BotApi, Running, int], shipped: Library) -> None:
    """Telegram does not say what became of a call in the response; /why tells answers apart by their buttons."""
    api, _, _ = served
    _, said = points(shipped)[3]
    _, first = asked(api, said, 504)
    longer = f"what was said on this: {said}"
    _, second = asked(api, longer, 504)
    assert text(first) == text(second)
    for answer, question in ((first, said), (second, longer)):
        _, why = asked(api, "/why", 504, reply_to=answer)
        assert f"“{question}”" in text(why)
    # Neither buttons nor a number: by its words.
    _, none = asked(api, "what is the capital of France?", 504)
    _, why = asked(api, "/why", 504, reply_to=none)
    assert "“what is the capital of France?”" in text(why)


def test_why_finds_it_after_a_restart(tmp_path: Path) -> None:
    """The database knows by the buttons, or by the words, which question it was."""
    settings: dict[str, Any] = webhook() | {"knowledge": river(tmp_path)}
    with BotApi() as api:
        with running(api, tmp_path, **settings) as bot:
            _, answer = asked(api, OLD, 505)
            bot.stop()
        with running(api, tmp_path, **settings):
            _, why = asked(api, "/why", 505, reply_to=answer)
            assert f"“{OLD}”" in text(why)


def test_an_edited_question_is_answered_anew(served: tuple[BotApi, Running, int], shipped: Library) -> None:
    """What went out in the response cannot be edited: the bot says so and answers in a new message, each time."""
    api, _, _ = served
    update, _ = asked(api, points(shipped)[3][1], 506)
    for n, (_, said) in enumerate(points(shipped)[4:6], 2):
        api.edit(update, said)
        answer = messages(api, 506, n)[-1]
        assert text(answer).startswith("I can't change my first answer")
        assert said in text(answer)


def test_a_suggestion_that_was_taken_is_not_taken_for_one_left_alone(
    served: tuple[BotApi, Running, int], lexical: Answerer
) -> None:
    """A choice under a question back whose number is unknown answers that question: /why knows it."""
    api, _, _ = served
    question, _ = next(doubtful(lexical))
    _, back = asked(api, question, 507)
    [button] = (back.result or {})["reply_markup"]["inline_keyboard"][0]
    api.press(back, button["callback_data"], user=person(507))
    answer = messages(api, 507, 2)[-1]
    _, why = asked(api, "/why", 507, reply_to=answer)
    assert f"“{question}”" in text(why)
