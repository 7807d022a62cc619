"""Was the bot asked? For every kind of update, as Telegram sends it: the decision alone, then the whole application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.knowledge.library import Library
from bot.live import Live
from bot.matching.answering import Answerer
from bot.telegram.commands import COMMANDS
from bot.telegram.gate import Asked, Commanded, Overheard, Read, Wordless, asked
from bot.telegram.updates import read
from tests.botapi import utf16
from tests.driving import Driven, driven, plain, sent, speaker
from tests.recording import (
    ANN,
    BOT,
    CHANNEL,
    FORUM,
    GROUP,
    OTHER_BOT,
    SUPERGROUP,
    TELEGRAM,
    Json,
    anonymous_admin,
    as_channel,
    automatic_forward,
    body,
    channel_post,
    edited,
    in_topic,
    message,
    photo,
    private,
    update,
)

Q = "What should be done about hybrid wars?"
ASK = Commanded("ask", Q, addressed=False)


def mention(text: str, offset: int, length: int = 5, **extra: Any) -> Json:
    """A group message in which a passage is a mention of the bot without its user name."""
    return message(
        text, chat=GROUP, entities=[{"type": "text_mention", "offset": offset, "length": length, "user": BOT}], **extra
    )


def reply(text: str | None, to: Json, **extra: Any) -> Json:
    """A group message in reply to one of *to*'s."""
    return message(text, chat=GROUP, reply_to_message=body("Hello.", user=to, chat=GROUP), **extra)


def origin() -> Json:
    return {"type": "user", "sender_user": ANN, "date": 1_780_000_000}


def status(kind: str, of: Json, status: str, **extra: Any) -> Json:
    """An update that says what has become of a member of a group."""
    return update(
        kind,
        {
            "chat": GROUP,
            "from": ANN,
            "date": 1_780_000_000,
            "old_chat_member": {"user": of, "status": "member"},
            "new_chat_member": {"user": of, "status": status, **extra},
        },
    )


MUTED = dict.fromkeys(
    [
        f"can_{right}"
        for right in (
            "send_messages send_polls send_other_messages add_web_page_previews change_info invite_users pin_messages "
            "manage_topics send_audios send_documents send_photos send_videos send_video_notes send_voice_notes "
            "edit_tag react_to_messages"
        ).split()
    ],
    False,
)
BUSINESS: Json = {"id": "B", "user": ANN, "user_chat_id": ANN["id"], "date": 1_780_000_000, "is_enabled": True}


PRIVATE: dict[str, tuple[Json, Read | None]] = {
    "text": (message(Q), Asked(Q)),
    "text forwarded": (message(Q, forward_origin=origin()), Asked(Q)),
    "caption": (photo(Q), Asked(Q)),
    "mention too": (message(f"@panel_bot {Q}"), Asked(Q)),
    "command": (message(f"/ask {Q}"), Commanded("ask", Q, addressed=True)),
    "command of ours": (message(f"/ask@panel_bot {Q}"), Commanded("ask", Q, addressed=True)),
    "command in a caption": (photo(f"/ask {Q}"), Commanded("ask", Q, addressed=True)),
    "other command in a caption": (photo("/topics"), Commanded("topics", "", addressed=True)),
    "command on lines": (message(f"/ask\n\n{Q}"), Commanded("ask", Q, addressed=True)),
    "command of another bot": (message(f"/ask@weather_bot {Q}"), Commanded("", "", addressed=True)),
    "only a slash": (message("/"), Commanded("", "", addressed=True)),
    "slash and Cyrillic": (message("/панель"), Commanded("", "", addressed=True)),
    "unknown command": (message("/weather today"), Commanded("weather", "today", addressed=True)),
    "photo": (photo(), Wordless()),
    "voice": (message(voice={"file_id": "E", "file_unique_id": "F", "duration": 3}), Wordless()),
    "document": (message(document={"file_id": "E", "file_unique_id": "F"}), Wordless()),
    "edited": (edited(Q), Asked(Q)),
    "edited /ask": (edited(f"/ask {Q}"), Commanded("ask", Q, addressed=True)),
    "edited other command": (edited("/topics"), None),
    "edited photo": (update("edited_message", photo()["message"]), None),
    "pinned": (message(pinned_message=body("pinned")), None),
    "from a bot": (message(Q, user=OTHER_BOT), None),
    "via a bot": (message(Q, via_bot=OTHER_BOT), None),
    "via this bot": (message(Q, via_bot=BOT), None),
    "edited caption": (update("edited_message", photo(Q)["message"]), Asked(Q)),
    "caption from a bot": (photo(Q, user=OTHER_BOT), None),
}

ASKED_IN_GROUPS: dict[str, tuple[Json, Read | None]] = {
    "mention first": (message(f"@panel_bot {Q}", chat=GROUP), Asked(Q)),
    "mention last": (message(f"{Q} @panel_bot", chat=SUPERGROUP), Asked(Q)),
    "mention within": (message("What should @panel_bot be done?", chat=GROUP), Asked("What should   be done?")),
    "mention behind emoji": (message(f"👩‍👩‍👧🛶 @panel_bot {Q}", chat=GROUP), Asked(f"👩‍👩‍👧🛶   {Q}")),
    "mention in other case": (message(f"@PANEL_BOT {Q}", chat=GROUP), Asked(Q)),
    "two mentions of ours": (message(f"@panel_bot {Q} @panel_bot", chat=GROUP), Asked(Q)),
    "mention and another": (message(f"{Q} @ann_lee @panel_bot", chat=GROUP), Asked(f"{Q} @ann_lee")),
    "mention and a longer name": (message(f"@panel_bot @panel_bot_2 {Q}", chat=GROUP), Asked(f"@panel_bot_2 {Q}")),
    "mention in a caption": (photo(f"@panel_bot {Q}", chat=GROUP), Asked(Q)),
    "mention without a user name": (mention(f"Panel {Q}", 0), Asked(Q)),
    "the same word elsewhere stays": (mention("Panel, did the Panel speak?", 0), Asked(", did the Panel speak?")),
    "mention without a user name in a caption": (
        photo(
            f"{Q} Panel",
            chat=GROUP,
            caption_entities=[{"type": "text_mention", "offset": utf16(Q) + 1, "length": 5, "user": BOT}],
        ),
        Asked(Q),
    ),
    "mention alone": (message("@panel_bot", chat=GROUP), Asked("")),
    "mention alone in a caption": (photo(" @panel_bot\n", chat=GROUP), Asked("")),
    "mention of a message forwarded": (message(f"@panel_bot {Q}", chat=GROUP, forward_origin=origin()), Asked(Q)),
    "mention in reply to somebody": (reply(f"@panel_bot {Q}", ANN), Asked(Q)),
    "reply to the bot": (reply(Q, BOT), Asked(Q)),
    "reply to the bot with a photo": (
        photo(Q, chat=GROUP, reply_to_message=body("Yes", user=BOT, chat=GROUP)),
        Asked(Q),
    ),
    "command": (message(f"/ask {Q}", chat=GROUP), ASK),
    "command of ours": (message(f"/ask@panel_bot {Q}", chat=GROUP), Commanded("ask", Q, addressed=True)),
    "command in other case": (message(f"/ASK@Panel_Bot {Q}", chat=GROUP), Commanded("ask", Q, addressed=True)),
    "command behind a mention": (message(f"@panel_bot /ask {Q}", chat=GROUP), Commanded("ask", Q, addressed=True)),
    "command in a caption": (photo(f"/ask {Q}", chat=GROUP), ASK),
    "command in reply": (reply("/ask", ANN), Commanded("ask", "", addressed=False)),
    "unknown command of ours": (message("/weather@panel_bot", chat=GROUP), Commanded("weather", "", addressed=True)),
    "unknown command of nobody": (message("/weather", chat=GROUP), Commanded("weather", "", addressed=False)),
    "topic of a forum": (in_topic(f"@panel_bot {Q}"), Asked(Q)),
    "General topic of a forum": (message(f"@panel_bot {Q}", chat=FORUM), Asked(Q)),
    "command in a topic": (in_topic(f"/ask {Q}"), ASK),
    "anonymous admin": (anonymous_admin(f"@panel_bot {Q}"), Asked(Q)),
    "anonymous admin's command": (anonymous_admin(f"/ask {Q}"), ASK),
    "in the name of a channel": (as_channel(f"@panel_bot {Q}"), Asked(Q)),
    "in the name of a channel, command": (as_channel(f"/ask {Q}"), ASK),
    "edited mention": (edited(f"@panel_bot {Q}", chat=GROUP), Asked(Q)),
    "edited command": (edited(f"/ask {Q}", chat=GROUP), ASK),
    "mention in a caption in a topic": (
        photo(f"@panel_bot {Q}", chat=FORUM, message_thread_id=42, is_topic_message=True),
        Asked(Q),
    ),
    "mention in a caption in the General topic": (photo(f"@panel_bot {Q}", chat=FORUM), Asked(Q)),
    "reply in the General topic": (
        message(Q, chat=FORUM, reply_to_message=body("Hello.", user=BOT, chat=FORUM)),
        Asked(Q),
    ),
    "mention in a comment on a post of the linked channel": (
        message(f"@panel_bot {Q}", chat=SUPERGROUP, reply_to_message=automatic_forward("News")["message"]),
        Asked(Q),
    ),
    "anonymous admin's reply": (
        anonymous_admin(Q, reply_to_message=body("Hello.", user=BOT, chat=SUPERGROUP)),
        Asked(Q),
    ),
    "anonymous admin's edited mention": (
        update("edited_message", anonymous_admin(f"@panel_bot {Q}")["message"]),
        Asked(Q),
    ),
    "edited mention in a caption": (
        update("edited_message", photo(f"@panel_bot {Q}", chat=GROUP)["message"]),
        Asked(Q),
    ),
    "edited reply": (
        edited(Q, chat=GROUP, reply_to_message=body("Hello.", user=BOT, chat=GROUP)),
        Asked(Q),
    ),
}

OVERHEARD: dict[str, tuple[Json, Read | None]] = {
    "text": (message(Q, chat=GROUP), Overheard(Q)),
    "text in a supergroup": (message(Q, chat=SUPERGROUP), Overheard(Q)),
    "text in a topic": (in_topic(Q), Overheard(Q)),
    "text in a topic that the bot made": (
        message(
            Q,
            chat=FORUM,
            message_thread_id=9,
            is_topic_message=True,
            reply_to_message=body(user=BOT, chat=FORUM, forum_topic_created={"name": "Talk", "icon_color": 7322096}),
        ),
        Overheard(Q),
    ),
    "caption": (photo(Q, chat=GROUP), Overheard(Q)),
    "command within": (message(f"please /ask {Q}", chat=GROUP), Overheard(f"please /ask {Q}")),
    "address": (message("write to me@panel_bot", chat=GROUP), Overheard("write to me@panel_bot")),
    "in the name of a channel": (as_channel(Q), Overheard(Q)),
    "anonymous admin": (anonymous_admin(Q), Overheard(Q)),
    "text in the General topic": (message(Q, chat=FORUM), Overheard(Q)),
}

LEFT_ALONE: dict[str, tuple[Json, Read | None]] = {
    "reply to somebody": (reply(Q, ANN), None),
    "reply to another bot": (reply(Q, OTHER_BOT), None),
    "reply to a message of another chat": (
        message(Q, chat=GROUP, external_reply={"origin": origin(), "chat": SUPERGROUP}),
        None,
    ),
    "forwarded": (message(Q, chat=GROUP, forward_origin=origin()), None),
    "mention of somebody": (message(f"@ann_lee {Q}", chat=GROUP), None),
    "mention of another bot": (message(f"@weather_bot {Q}", chat=GROUP), None),
    "mention of a longer name": (message(f"@panel_bot_2 {Q}", chat=GROUP), None),
    "mention of somebody without a user name": (
        message(f"Panel {Q}", chat=GROUP, entities=[{"type": "text_mention", "offset": 0, "length": 5, "user": ANN}]),
        None,
    ),
    "command of another bot": (message(f"/ask@weather_bot {Q}", chat=GROUP), None),
    "command of another bot in a caption": (photo(f"/ask@weather_bot {Q}", chat=GROUP), None),
    "command of another bot in reply": (reply(f"/ask@weather_bot {Q}", BOT), None),
    "somebody joined": (message(chat=GROUP, new_chat_members=[ANN]), None),
    "the bot joined": (message(chat=GROUP, new_chat_members=[BOT]), None),
    "photo": (photo(chat=GROUP), None),
    "photo in reply to the bot": (
        photo(chat=GROUP, reply_to_message=body("Hello.", user=BOT, chat=GROUP)),
        None,
    ),
    "edited text": (edited(Q, chat=GROUP), None),
    "another bot's mention": (message(f"@panel_bot {Q}", user=OTHER_BOT, chat=GROUP), None),
    "another bot's command": (message(f"/ask@panel_bot {Q}", user=OTHER_BOT, chat=GROUP), None),
    "another bot's reply": (reply(Q, BOT, user=OTHER_BOT), None),
    "another bot's edited mention": (edited(f"@panel_bot {Q}", user=OTHER_BOT, chat=GROUP), None),
    "via another bot": (message(f"@panel_bot {Q}", chat=GROUP, via_bot=OTHER_BOT), None),
    "via this bot": (message(f"@panel_bot {Q}", chat=GROUP, via_bot=BOT), None),
    "automatic forward": (automatic_forward(f"@panel_bot {Q}"), None),
    "automatic forward of a command": (automatic_forward(f"/ask {Q}"), None),
    "channel post": (channel_post(f"@panel_bot {Q}"), None),
    "channel post of a command": (channel_post(f"/ask {Q}"), None),
    "edited channel post": (update("edited_channel_post", channel_post(f"/ask {Q}")["channel_post"]), None),
    "message in a channel": (message(f"/ask {Q}", chat=CHANNEL), None),
    "business message": (update("business_message", body(Q) | {"business_connection_id": "B"}), None),
    "edited business message": (update("edited_business_message", body(Q) | {"business_connection_id": "B"}), None),
    "guest message": (update("guest_message", body(f"@panel_bot {Q}", chat=GROUP)), None),
    "the bot's rights changed": (
        update(
            "my_chat_member",
            {
                "chat": GROUP,
                "from": ANN,
                "date": 1_780_000_000,
                "old_chat_member": {"user": BOT, "status": "member"},
                "new_chat_member": {"user": BOT, "status": "kicked", "until_date": 0},
            },
        ),
        None,
    ),
    "the bot left": (status("my_chat_member", BOT, "left"), None),
    "the bot was muted": (
        status("my_chat_member", BOT, "restricted", is_member=True, until_date=0, **MUTED),
        None,
    ),
    "a member left": (status("chat_member", ANN, "left"), None),
    "somebody was removed": (message(chat=GROUP, left_chat_member=ANN), None),
    "the bot was removed": (message(chat=GROUP, left_chat_member=BOT), None),
    "the group becomes a supergroup": (message(chat=GROUP, migrate_to_chat_id=SUPERGROUP["id"]), None),
    "the supergroup was a group": (message(chat=SUPERGROUP, migrate_from_chat_id=GROUP["id"]), None),
    "a new title": (message(chat=GROUP, new_chat_title=f"@panel_bot {Q}"), None),
    "a new topic": (message(chat=FORUM, forum_topic_created={"name": Q, "icon_color": 7322096}), None),
    "pinned": (message(chat=GROUP, pinned_message=body(f"@panel_bot {Q}", chat=GROUP)), None),
    "photo in reply in a topic": (
        photo(chat=FORUM, message_thread_id=42, is_topic_message=True),
        None,
    ),
    "comment on a post of the linked channel": (
        message(Q, chat=SUPERGROUP, reply_to_message=automatic_forward("News")["message"]),
        None,
    ),
    "edited automatic forward": (
        update("edited_message", automatic_forward(f"@panel_bot {Q}")["message"]),
        None,
    ),
    "another bot's caption": (photo(f"@panel_bot {Q}", chat=GROUP, user=OTHER_BOT), None),
    "caption via another bot": (photo(f"@panel_bot {Q}", chat=GROUP, via_bot=OTHER_BOT), None),
    "caption of a channel post": (
        update("channel_post", photo(f"@panel_bot {Q}", chat=CHANNEL)["message"] | {"sender_chat": CHANNEL}),
        None,
    ),
    "caption of a business message": (
        update("business_message", photo(Q)["message"] | {"business_connection_id": "B"}),
        None,
    ),
    "guest message in private": (update("guest_message", body(Q)), None),
    "guest message with a caption": (update("guest_message", photo(f"@panel_bot {Q}", chat=GROUP)["message"]), None),
    "business connection": (update("business_connection", BUSINESS), None),
    "deleted business messages": (
        update("deleted_business_messages", {"business_connection_id": "B", "chat": private(ANN), "message_ids": [1]}),
        None,
    ),
    "chosen inline result": (
        update("chosen_inline_result", {"result_id": "q:x:y:", "from": ANN, "query": Q}),
        None,
    ),
    "vote in a poll": (
        update("poll_answer", {"poll_id": "1", "user": ANN, "option_ids": [0], "option_persistent_ids": ["0"]}),
        None,
    ),
    "request to join": (
        update("chat_join_request", {"chat": GROUP, "from": ANN, "user_chat_id": ANN["id"], "date": 1_780_000_000}),
        None,
    ),
    "reaction": (
        update(
            "message_reaction",
            {
                "chat": GROUP,
                "user": ANN,
                "message_id": 5,
                "date": 1_780_000_000,
                "old_reaction": [],
                "new_reaction": [{"type": "emoji", "emoji": "👍"}],
            },
        ),
        None,
    ),
}

TABLE = {
    f"{place}: {name}": case
    for place, cases in {
        "private": PRIVATE,
        "group": ASKED_IN_GROUPS,
        "overheard": OVERHEARD,
        "left alone": LEFT_ALONE,
    }.items()
    for name, case in cases.items()
}


@pytest.mark.parametrize("name", TABLE)
def test_what_an_update_is_to_the_bot(name: str) -> None:
    """Asked (and what), commanded (and whether nobody else can be meant), overheard, wordless, or nothing at all."""
    given, expected = TABLE[name]
    assert asked(read(given), BOT["id"], BOT["username"]) == expected


@pytest.fixture
async def bot(shipped: Library, lexical: Answerer) -> AsyncIterator[Driven]:
    async with driven(Live(lambda: shipped, lambda _: lexical)) as running:
        yield running


async def test_the_application_keeps_to_the_table(bot: Driven) -> None:
    """What is a question or a command is answered where it was asked; all else leads to no call whatever."""
    for name, (given, expected) in TABLE.items():
        calls = await bot.feed(given)
        unheard = isinstance(expected, Commanded) and not expected.addressed and expected.name == "weather"
        if expected is None or isinstance(expected, Overheard) or unheard or "edited_message" in given:
            assert calls == [], name
            continue
        first, *_ = sent(calls)
        assert first.parameters["chat_id"] == given["message"]["chat"]["id"], name
        quoted = first.parameters.get("reply_parameters", {}).get("message_id")
        private = given["message"]["chat"]["type"] == "private"
        assert quoted == (None if private else given["message"]["message_id"]), name


Asking = Callable[[str], Json]
ANSWERED: dict[str, Asking] = {
    "/ask in reply": lambda q: message("/ask", chat=GROUP, reply_to_message=body(q, chat=GROUP)),
    "/ask in reply to a photo": lambda q: message("/ask", chat=GROUP, reply_to_message=photo(q, chat=GROUP)["message"]),
    "/ask in reply to another bot": lambda q: message(
        "/ask@panel_bot", chat=GROUP, reply_to_message=body(q, user=OTHER_BOT, chat=GROUP)
    ),
    "/ask in reply to a part": lambda q: message(
        "/ask",
        chat=GROUP,
        reply_to_message=body(f"Hi. {q} Bye.", chat=GROUP),
        quote={"text": q, "position": 4, "is_manual": True},
    ),
    "/ask in a caption in reply": lambda q: photo("/ask", chat=GROUP, reply_to_message=body(q, chat=GROUP)),
    "/ask in reply in private": lambda q: message("/ask", reply_to_message=body(q)),
    "/ask with words of its own in reply": lambda q: message(
        f"/ask {q}", chat=GROUP, reply_to_message=body("Nonsense.", chat=GROUP)
    ),
}


async def test_ask_in_reply_answers_that_message(bot: Driven) -> None:
    """A bare /ask answers the message, or the part of it, that it replies to; with a question it answers that."""
    person = bot.report.panelists[2]
    text = person.points[0].text
    for way, make in ANSWERED.items():
        assert speaker(plain(sent(await bot.feed(make(text)))), text, bot.report) == person.name, way


async def test_a_mention_without_a_question_is_told_how_to_ask(bot: Driven) -> None:
    """Mentioned, or commanded, without a question the bot explains itself in one line."""
    for given in (
        message("@panel_bot", chat=GROUP),
        message("  @panel_bot \n", chat=GROUP),
        message("@panel_bot ?!", chat=GROUP),
        photo("@panel_bot", chat=GROUP),
        in_topic("@panel_bot"),
        message("/ask@panel_bot", chat=GROUP),
        in_topic("/ask"),
        message("/ask", chat=GROUP, reply_to_message=photo(chat=GROUP)["message"]),
    ):
        [call] = sent(await bot.feed(given))
        assert "/ask" in call.plain
        assert "\n" not in call.plain
        assert "doesn't answer" not in call.plain


@pytest.mark.parametrize("way", ["mention", "reply", "via_bot", "command", "edited", "private"])
async def test_two_bots_never_talk(bot: Driven, way: str) -> None:
    """Whatever another bot does, it hears nothing, by any command either: a loop cannot begin."""
    q = bot.report.panelists[0].points[0].text
    given = {
        "mention": [message(f"@panel_bot {q}", user=OTHER_BOT, chat=GROUP)],
        "reply": [reply(q, BOT, user=OTHER_BOT)],
        "via_bot": [message(f"/{c.name}", chat=GROUP, via_bot=OTHER_BOT) for c in COMMANDS],
        "command": [message(f"/{c.name}@panel_bot", user=OTHER_BOT, chat=GROUP) for c in COMMANDS],
        "edited": [edited(f"@panel_bot {q}", user=OTHER_BOT, chat=GROUP)],
        "private": [message(text, user=OTHER_BOT) for text in (q, "/help", "/weather")],
    }
    for one in given[way]:
        assert await bot.feed(one) == []


async def test_telegrams_own_messages_are_no_persons(bot: Driven) -> None:
    """The service account writes in private as a person does; it is answered, and is nobody's admin."""
    assert "doesn't answer" in plain(sent(await bot.tell("What is the capital of France?", user=TELEGRAM)))


KINDS = {
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "guest_message", "my_chat_member", "chat_member",
    "message_reaction", "chosen_inline_result", "poll_answer", "chat_join_request",
}  # fmt: skip


def test_the_table_has_every_kind_of_update() -> None:
    """Each that can carry words or tell of a chat; presses and inline queries have tests of their own."""
    assert {kind for given, _ in TABLE.values() for kind in given if kind != "update_id"} == KINDS
