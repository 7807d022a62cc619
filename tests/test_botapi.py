"""The tests' own Bot API server answers as Telegram does."""

from __future__ import annotations

import asyncio
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Forbidden, RetryAfter
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.telegram.delivery.transport import Transport
from tests.botapi import USER, BotApi, Json, find_entities, parse_html, utf16


@pytest.fixture
def api() -> Iterator[BotApi]:
    """A server of the test's own."""
    with BotApi() as api:
        yield api


def call(api: BotApi, method: str, token: str = "", **parameters: Any) -> Any:
    """A call as any HTTP client makes it: the result, or the code and description of the error."""
    body = json.dumps(parameters).encode()
    url = f"{api.url}/bot{token or api.token}/{method}"
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
            return json.load(response)["result"]
    except urllib.error.HTTPError as error:
        with error:
            answer = json.load(error)
        return answer["error_code"], answer["description"]


def bad(description: str) -> tuple[int, str]:
    """A 400 as Telegram words it."""
    return 400, f"Bad Request: {description}"


def html(api: BotApi, text: str, **more: Any) -> Any:
    """Send HTML to the person who wrote."""
    return call(api, "sendMessage", chat_id=USER["id"], text=text, parse_mode="HTML", **more)


def test_html_becomes_text_and_entities_in_utf16_units() -> None:
    text, entities = parse_html(
        "🙂 <b>bold <i>both</i></b> <a href='https://t.me/?a=1&amp;b=2'>link</a> &lt;&#39;&gt;"
        '<blockquote expandable>🙂long</blockquote><span class="tg-spoiler">no</span>'
    )
    assert text == "🙂 bold both link <'>🙂longno"
    assert entities == [
        {"type": "bold", "offset": 3, "length": 9},
        {"type": "italic", "offset": 8, "length": 4},
        {"type": "text_link", "offset": 13, "length": 4, "url": "https://t.me/?a=1&b=2"},
        {"type": "expandable_blockquote", "offset": 21, "length": 6},
        {"type": "spoiler", "offset": 27, "length": 2},
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<b>x</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("1 <2", "Unclosed start tag at byte offset 2"),
        ("<a href='x>y</a>", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("Q & A", 'Unescaped character "&" at byte offset 2'),
        ("&nbsp;", 'Unescaped character "&" at byte offset 0'),
        ("2 > 1", 'Unescaped character ">" at byte offset 2'),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(api: BotApi, text: str, why: str) -> None:
    api.add_chat(USER)
    assert html(api, text) == bad(f"can't parse entities: {why}")


def test_commands_and_mentions_are_marked_as_telegram_marks_them() -> None:
    assert find_entities("🙂 /ask@panel_bot what /now? @ann_lee a@b.com x/y /a/b @me") == [
        {"type": "bot_command", "offset": 3, "length": 14},
        {"type": "bot_command", "offset": 23, "length": 4},
        {"type": "mention", "offset": 29, "length": 8},
    ]
    assert utf16("🙂é") == 3


def test_texts_are_measured_after_the_entities_are_read(api: BotApi) -> None:
    api.add_chat(USER)
    assert html(api, "<b>" + "🙂" * 2048 + "</b>")["text"] == "🙂" * 2048
    assert html(api, "x" * 4095 + "🙂") == bad("message is too long")
    assert html(api, "") == bad("message text is empty")
    assert html(api, " \n") == bad("text must be non-empty")
    assert html(api, " <i>hi</i>\n")["text"] == "hi"


def test_callback_data_has_one_to_sixty_four_bytes(api: BotApi) -> None:
    api.add_chat(USER)

    def keyboard(data: str) -> Json:
        return {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}

    assert html(api, "x", reply_markup=keyboard("é" * 32))["reply_markup"] == keyboard("é" * 32)
    assert html(api, "x", reply_markup=keyboard("é" * 33)) == bad("BUTTON_DATA_INVALID")
    assert html(api, "x", reply_markup=keyboard("")) == bad("BUTTON_DATA_INVALID")


def test_a_chat_is_known_once_it_wrote_and_refuses_once_it_blocked(api: BotApi) -> None:
    assert html(api, "x") == bad("chat not found")
    update = api.message("hi")
    quote = {"message_id": update["message"]["message_id"]}
    assert html(api, "x", reply_parameters=quote)["reply_to_message"]["text"] == "hi"
    gone = {"message_id": 99}
    assert html(api, "x", reply_parameters=gone) == bad("message to be replied not found")
    assert html(api, "alone", reply_parameters=gone | {"allow_sending_without_reply": True})["text"] == "alone"
    api.membership("kicked")
    assert html(api, "x") == (403, "Forbidden: bot was blocked by the user")


def test_a_thread_is_known_once_someone_wrote_in_it(api: BotApi) -> None:
    forum = api.group(-1001234567890, "Talks", forum=True)
    update = api.message("/ask", chat=forum, thread=5)
    assert update["message"]["reply_to_message"]["forum_topic_created"]
    assert call(api, "sendMessage", chat_id=forum["id"], text="x", message_thread_id=5)["is_topic_message"]
    unknown = call(api, "sendMessage", chat_id=forum["id"], text="x", message_thread_id=6)
    assert unknown == bad("message thread not found")
    quote = {"message_id": update["message"]["message_id"]}
    reply = call(api, "sendMessage", chat_id=forum["id"], text="x", reply_parameters=quote)
    assert reply["message_thread_id"] == 5


def test_an_edit_must_change_something(api: BotApi) -> None:
    api.message("hi")
    sent = html(api, "<b>one</b>")
    where = {"chat_id": USER["id"], "message_id": sent["message_id"]}
    assert call(api, "editMessageText", text="one", **where)["text"] == "one"
    code, description = call(api, "editMessageText", text="one", **where)
    assert (code, description[:37]) == (400, "Bad Request: message is not modified:")
    assert call(api, "editMessageText", chat_id=USER["id"], message_id=1, text="x") == bad("message can't be edited")
    assert call(api, "editMessageText", chat_id=USER["id"], message_id=99, text="x") == bad("message to edit not found")


def test_wrong_tokens_and_unknown_methods_are_refused(api: BotApi) -> None:
    assert call(api, "getmE")["username"] == api.username
    assert call(api, "getYou") == (404, "Not Found: method not found")
    assert call(api, "setMyName", name="Panel") is True
    assert call(api, "getMe", token="1:wrong") == (401, "Unauthorized")


def test_an_offset_confirms_and_nothing_else_does(api: BotApi) -> None:
    first, second, third = (api.message(text)["update_id"] for text in "abc")
    assert [u["update_id"] for u in call(api, "getUpdates", limit=2)] == [first, second]
    assert [u["update_id"] for u in call(api, "getUpdates", offset=third)] == [third]
    assert [u["update_id"] for u in call(api, "getUpdates")] == [third]
    assert call(api, "getUpdates", offset=third + 1) == []


def test_a_long_poll_waits_for_an_update(api: BotApi) -> None:
    timer = threading.Timer(0.2, api.message, ["late"])
    timer.start()
    start = time.monotonic()
    [update] = call(api, "getUpdates", timeout=5)
    assert update["message"]["text"] == "late"
    assert 0.15 < time.monotonic() - start < 2
    assert call(api, "getUpdates", offset=update["update_id"] + 1, timeout=1) == []


def test_only_allowed_updates_are_queued(api: BotApi) -> None:
    assert call(api, "getUpdates", allowed_updates=["callback_query"]) == []
    api.press(api.message("not this"), "x")
    [update] = call(api, "getUpdates")
    assert update["callback_query"]["data"] == "x"


def test_a_second_poller_ends_the_first(api: BotApi) -> None:
    with ThreadPoolExecutor() as pool:
        first = pool.submit(call, api, "getUpdates", timeout=5)
        time.sleep(0.2)
        second = pool.submit(call, api, "getUpdates", timeout=5)
        code, description = first.result()
        assert code == 409
        assert description.startswith("Conflict: terminated by other getUpdates request")
        api.message("for the second")
        assert len(second.result()) == 1


def test_a_webhook_and_polling_exclude_each_other(api: BotApi) -> None:
    assert call(api, "setWebhook", url="https://example.org/hook", secret_token="123") is True
    assert api.webhook["secret_token"] == "123"
    assert call(api, "getUpdates")[0] == 409
    assert call(api, "getWebhookInfo")["url"] == "https://example.org/hook"
    assert call(api, "deleteWebhook", drop_pending_updates=True) is True
    assert call(api, "getUpdates") == []


def test_queries_are_answered_by_their_id(api: BotApi) -> None:
    typed = api.inline("dengue")
    results = [
        {"type": "article", "id": str(n), "title": "x", "input_message_content": {"message_text": "x"}}
        for n in range(51)
    ]
    query = {"inline_query_id": typed["inline_query"]["id"]}
    assert call(api, "answerInlineQuery", results=results, **query) == bad("RESULTS_TOO_MUCH")
    assert call(api, "answerInlineQuery", results=results[:50], **query) is True
    assert len(api.replies_to(typed)) == 2
    old = bad("query is too old and response timeout expired or query ID is invalid")
    assert call(api, "answerCallbackQuery", callback_query_id="12") == old


def test_faults_refuse_close_and_delay(api: BotApi) -> None:
    api.add_chat(USER)
    api.fail("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3)
    assert html(api, "x") == (429, "Too Many Requests: retry after 3")
    url = api.url
    api.down()
    with pytest.raises(urllib.error.URLError):
        html(api, "x")
    api.up()
    assert api.url == url
    api.delay(0.3)
    start = time.monotonic()
    assert html(api, "x")["message_id"] == 1
    assert time.monotonic() - start > 0.3
    assert [bool(sent.error) for sent in api.wait("sendMessage", 2)] == [True, False]
    api.quiet(0.1)
    with pytest.raises(AssertionError, match="no 3 sendMessage"):
        api.wait("sendMessage", 3, timeout=0.1)


async def test_the_library_understands_every_answer(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """What python-telegram-bot sends is read, and what comes back is what it expects."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else RetryAfter warns
    group = api.group(-4001, "Panel", admins=[USER])
    way = Transport()
    roots = f"{api.url}/bot", f"{api.url}/file/bot"
    async with Bot(api.token, *roots, request=way, get_updates_request=way) as bot:
        assert bot.username == api.username
        assert await bot.set_my_commands([("ask", "Ask")], language_code="ur")
        assert [c.command for c in await bot.get_my_commands(language_code="ur")] == ["ask"]
        assert not await bot.get_my_commands()
        assert (await bot.get_chat(group["id"])).title == "Panel"
        assert [a.user.id for a in await bot.get_chat_administrators(group["id"])] == [USER["id"]]
        assert (await bot.get_chat_member(group["id"], api.bot_id)).status == "member"
        assert (await bot.send_message(group["id"], "[1]")).text == "[1]"
        sent = await bot.send_document(group["id"], b"content", filename="r.txt", caption="<b>c</b>", parse_mode="HTML")
        assert (sent.document and sent.document.file_name, sent.caption) == ("r.txt", "c")
        assert sent.document
        assert bytes(await (await sent.document.get_file()).download_as_bytearray()) == b"content"
        assert (await bot.send_photo(group["id"], b"png")).photo[-1].width == 640
        big = api.file("big.pdf", b"-", file_size=21 * 2**20)
        with pytest.raises(BadRequest, match="File is too big"):
            await bot.get_file(big["file_id"])
        api.fail("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
        with pytest.raises(RetryAfter):
            await bot.send_message(group["id"], "x")
        assert await bot.leave_chat(group["id"])
        with pytest.raises(Forbidden, match="not a member of the group chat"):
            await bot.send_message(group["id"], "x")


async def test_an_application_polls_and_replies(api: BotApi) -> None:
    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("ok", callback_data="ok")]])
        await update.message.reply_text(update.message.text or "", do_quote=True, reply_markup=keyboard)

    builder = Application.builder().token(api.token).base_url(f"{api.url}/bot")
    application = builder.request(Transport()).get_updates_request(Transport()).build()
    application.add_handler(MessageHandler(filters.COMMAND, echo))
    async with application:
        assert application.updater
        await application.start()
        await application.updater.start_polling(timeout=5)
        update = api.message("/start")
        [sent] = await asyncio.to_thread(api.wait, "sendMessage")
        await application.updater.stop()
        await application.stop()
    assert sent.result
    assert sent.result["text"] == "/start"
    assert sent.parameters["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "ok"
    assert api.replies_to(update) == [sent]
